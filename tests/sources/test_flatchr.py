"""Flatchr's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.exceptions import BoardError
from jobscan.sources.systems import flatchr
from tests.sources.boards.flatchr import board, row
from tests.sources.pages import as_json, jobs, read, source


def job_with(**changes: Any) -> RawJob:
    (job,) = jobs(read("flatchr", board(row("aB1", **changes))))
    return job


def test_the_list_is_asked_for_once() -> None:
    assert flatchr.first_request(source("flatchr", "acme")).url == "https://careers.flatchr.io/company/acme.json"


def test_all_fields_of_a_posting() -> None:
    assert job_with() == RawJob(
        external_id="aB1",
        title="Engineer aB1 H/F",
        company="Acme",
        locations=("Boulogne-Billancourt, Île-de-France, France",),
        url="https://careers.flatchr.io/vacancy/ab1-engineer-h-f",
        department="Commercial conseil",
        employment_type="CDI",
        workplace="On-site",
        salary=Salary(45_000, 80_000, "EUR", PayInterval.YEAR),
        posted_at=datetime(2026, 5, 22, 9, 41, 8, 255_000, tzinfo=UTC),
        updated_at=datetime(2026, 6, 1, 9, 41, 8, 255_000, tzinfo=UTC),
        description="<div><p>About.</p></div><div><p>Build things.</p></div>",
    )


def test_fields_that_are_missing_or_of_another_type_cost_nothing() -> None:
    rows: list[tuple[dict[str, Any], str, object]] = [
        ({"show_salary": False}, "salary", None),
        (
            {"salary": 12.31, "salary_max": None, "mensuality": "h"},
            "salary",
            Salary(12.31, None, "EUR", PayInterval.HOUR),
        ),
        ({"mensuality": "w"}, "salary", Salary(45_000, 80_000, "EUR", None)),
        ({"salary": None, "salary_max": 0}, "salary", None),
        ({"remote": "partial"}, "workplace", None),
        ({"remote": ["notime"]}, "workplace", None),
        ({"address": None}, "locations", ()),
        ({"company": "Acme"}, "company", None),
        ({"apply_url": "javascript:x"}, "apply_url", None),
        ({"slug": "a/../b?c"}, "url", "https://careers.flatchr.io/vacancy/a%2F..%2Fb%3Fc"),
    ]
    for changes, name, kept in rows:
        assert getattr(job_with(**changes), name) == kept, changes


def test_what_is_not_published_is_not_listed() -> None:
    assert jobs(read("flatchr", board({**row("a"), "published": False}))) == []


def test_a_publication_without_its_posting_is_lost() -> None:
    for item in ({"id": "d1", "vacancy": None}, {"id": "d1"}, {"vacancy": {"title": "x"}}, 7):
        parsed = read("flatchr", as_json({"items": [item]}))
        assert (parsed.postings, parsed.lost, len(parsed.problems)) == ((), 1, 1), item


def test_another_answer_is_no_empty_board() -> None:
    for body in (b"{}", b"[]", b'{"items": null}', b'{"message": "Not available"}', b"<html></html>"):
        with pytest.raises(BoardError, match="Flatchr company acme: "):
            read("flatchr", body)


def test_companies_are_recognised_by_their_addresses() -> None:
    for url in (
        "https://careers.flatchr.io/fr/company/acme/",
        "https://careers.flatchr.io/company/Acme",
        "careers.flatchr.io/company/acme.json",
        "https://acme.flatchr.io/",
        "https://acme.flatchr.io/en/company/acme/",
    ):
        found = flatchr.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in (
        "https://careers.flatchr.io",
        "https://careers.flatchr.io/vacancy/ab1-engineer-h-f",
        "https://www.flatchr.io/blog",
        "https://developers.flatchr.io/docs",
        "x",
    ):
        assert flatchr.detect(url) is None, url
    for name in ("", "Acme", "a/b"):
        assert '"sharkrobotics"' in (flatchr.check_identifier(name) or ""), name
