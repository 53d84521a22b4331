"""d.vinci's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.exceptions import BoardError
from jobscan.sources.systems import dvinci
from tests.sources.boards.dvinci import opening, row
from tests.sources.pages import as_json, jobs, read, source


def job_with(**changes: Any) -> RawJob:
    (job,) = jobs(read("dvinci", as_json([row(1, **changes)])))
    return job


def test_the_list_is_asked_for_once() -> None:
    request = dvinci.first_request(source("dvinci", "acme"))
    assert request.url == "https://acme.dvinci-hr.com/jobPublication/list.json"


def test_all_fields_of_a_publication() -> None:
    assert job_with() == RawJob(
        external_id="1",
        title="Engineer 1",
        locations=("Hamburg, Deutschland",),
        url="https://acme.dvinci-hr.com/de/jobs/1/engineer",
        apply_url="https://acme.dvinci-hr.com/de/p/x/jobs/1/apply",
        department="IT",
        employment_type="FULL_TIME, UNLIMITED",
        language="de",
        posted_at=datetime(2026, 8, 1, 10, tzinfo=UTC),
        description="<div><p>Hello.</p></div><div><p>Build things.</p></div><div><p>Bye.</p></div>",
    )


def test_fields_of_the_position_that_are_missing_or_of_another_type_cost_nothing() -> None:
    pay = {"currency": "EUR", "value": {"minValue": 52000, "maxValue": "61000", "unitText": "YEAR"}}
    rows: list[tuple[dict[str, Any], str, object]] = [
        ({"locations": None, "location": "Remote"}, "locations", ("Remote",)),
        ({"locations": [{"name": "Paris", "country": {"name": "Frankreich"}}, 7]}, "locations", ("Paris, Frankreich",)),
        ({"locations": [{"name": "Wien", "address": None, "country": "AT"}]}, "locations", ("Wien, AT",)),
        ({"locations": {}}, "locations", ()),
        ({"department": "Pflege"}, "department", "Pflege"),
        ({"categories": None}, "department", None),
        ({"workingTimes": ["Teilzeit"], "contractPeriod": None}, "employment_type", "Teilzeit"),
        ({"workingTimes": None, "contractPeriod": "befristet"}, "employment_type", "befristet"),
        ({"salary": pay}, "salary", Salary(52000, 61000, "EUR", PayInterval.YEAR)),
        ({"salary": {"currency": "EUR", "value": {}}}, "salary", None),
        ({"salary": "viel"}, "salary", None),
        ({"createdDate": "gestern"}, "posted_at", None),
    ]
    for changes, name, kept in rows:
        assert getattr(job_with(jobOpening=opening(**changes)), name) == kept, changes


def test_a_publication_without_position_or_address_is_read() -> None:
    job = job_with(jobOpening=None, jobPublicationURL=None, startDate="2026-09-01")
    assert (job.url, job.locations, str(job.posted_at)[:10]) == (
        "https://acme.dvinci-hr.com/",
        (),
        "2026-09-01",
    )


def test_another_answer_is_no_empty_portal() -> None:
    for body in (b"{}", b"null", b'{"data": []}', b"<html></html>"):
        with pytest.raises(BoardError, match=r"d\.vinci portal acme: "):
            read("dvinci", body)


def test_portals_are_recognised_by_their_addresses() -> None:
    for url in ("https://acme.dvinci-hr.com/de/jobs/31/x", "acme.dvinci-hr.com/jobPublication/list.json?lang=en"):
        found = dvinci.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in ("https://www.dvinci-hr.com", "https://static.dvinci-hr.com/x.js", "https://dvinci-hr.com", "x"):
        assert dvinci.detect(url) is None, url
    for name in ("", "Acme", "acme.com", "a/b"):
        assert dvinci.check_identifier(name), name
