"""Hireology's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.exceptions import BoardError
from jobscan.sources.systems import hireology
from tests.sources.boards.hireology import row
from tests.sources.pages import as_json, jobs, read, source


def job_with(**changes: Any) -> RawJob:
    (job,) = jobs(read("hireology", as_json({"data": [row(1, **changes)], "count": 1})))
    return job


def test_pages_are_as_large_as_they_are_given() -> None:
    request = hireology.first_request(source("hireology", "lodge&rehab"))
    assert request.url == "https://api.hireology.com/v2/public/careers/lodge%26rehab?page=1&page_size=500"


def test_all_fields_of_a_posting() -> None:
    assert job_with() == RawJob(
        external_id="1",
        title="Technician 1",
        company="Acme of Lincoln",
        locations=("Lincoln, NE",),
        url="https://careers.hireology.com/acmelincoln/1/description",
        department="Service",
        employment_type="Full Time - hourly",
        salary=Salary(25, 35.5, None, PayInterval.HOUR),
        posted_at=datetime(2026, 7, 27, 19, 10, 31, 370_000, tzinfo=UTC),
        description="<h2>Role</h2><p>Repair cars.</p>",
    )


def test_fields_that_are_missing_or_of_another_type_cost_nothing() -> None:
    single = {"is_comp_range": False, "comp_single_amount": "95", "comp_range_min": "0", "comp_period": "hour"}
    rows: list[tuple[dict[str, Any], str, object]] = [
        ({"remote": True}, "workplace", "Remote"),
        ({"locations": [{"city": "A", "state": None}, {"state": "TX"}, 7, {}]}, "locations", ("A", "TX")),
        ({"locations": "Lincoln"}, "locations", ()),
        ({"organization": {}}, "company", None),
        ({"job_family": None}, "department", None),
        ({"compensation": single}, "salary", Salary(95, 95, None, PayInterval.HOUR)),
        ({"compensation": {"is_comp_range": True, "comp_range_min": "0"}}, "salary", None),
        ({"compensation": None}, "salary", None),
        ({"career_site_url": None}, "url", "https://careers.hireology.com/acme/1/description"),
        ({"status": None}, "title", "Technician 1"),
    ]
    for changes, name, kept in rows:
        assert getattr(job_with(**changes), name) == kept, changes


def test_a_posting_that_is_not_open_is_not_listed_and_not_missed() -> None:
    parsed = read("hireology", as_json({"data": [row(1, status="Closed"), row(2)], "count": 2}))
    assert ([job.external_id for job in jobs(parsed)], parsed.total) == (["2"], 1)


def test_another_answer_is_no_empty_site() -> None:
    for body in (b"{}", b"[]", b'{"data": []}', b'{"data": [], "count": -1}', b"<html></html>"):
        with pytest.raises(BoardError, match="Hireology site acme: "):
            read("hireology", body)


def test_sites_are_recognised_by_their_addresses() -> None:
    for url, name in (
        ("https://careers.hireology.com/acme", "acme"),
        ("careers.hireology.com/acme/2827500/description?x=1", "acme"),
        ("https://careers.hireology.com/lodge%26rehab", "lodge&rehab"),
        ("https://api.hireology.com/v2/public/careers/acme?page=2", "acme"),
    ):
        found = hireology.detect(url)
        assert found is not None, url
        assert found.identifier == name, url
    for url in (
        "https://careers.hireology.com",
        "https://hireology.com/acme",
        "https://api.hireology.com/v2/acme",
        "x",
    ):
        assert hireology.detect(url) is None, url
    for name in ("", "a/b", "https://careers.hireology.com/acme"):
        assert '"andersonautogroup"' in (hireology.check_identifier(name) or ""), name
