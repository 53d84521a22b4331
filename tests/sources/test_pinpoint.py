"""Pinpoint's quirks, each by name; the facts are from recordings, its documentation and public reports of 2026."""

from __future__ import annotations

from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import pinpoint
from jobscan.utils.text import html_to_text
from tests.fixtures.corpus import Corpus
from tests.sources.boards.pinpoint import board, posting
from tests.sources.pages import jobs, read, source, without


def job(**changes: Any) -> RawJob:
    return jobs(read("pinpoint", board(posting("1", **changes))))[0]


def test_a_board_is_one_request() -> None:
    assert pinpoint.first_request(source("pinpoint", "acme")).url == "https://acme.pinpointhq.com/postings.json"


@pytest.mark.parametrize("name", ["jed_postings", "workwithus_postings"])
def test_recorded_boards_are_read_whole(corpus: Corpus, name: str) -> None:
    raw = corpus.json(f"pinpoint/{name}.json")["data"]
    found = jobs(read("pinpoint", corpus.read(f"pinpoint/{name}.json")))
    assert [(job.external_id, job.title, job.url) for job in found] == [
        (item["id"], item["title"], item["url"]) for item in raw
    ]
    for job, item in zip(found, raw, strict=True):
        assert job.description == item.get("description", "")
        assert job.department == item.get("job", {}).get("department", {}).get("name")
        assert job.workplace in (item.get("workplace_type"), item["workplace_type_text"])
        assert (job.salary and job.salary.minimum) == item.get("compensation_minimum")
        assert job.posted_at is None


def test_fields_of_recorded_postings(corpus: Corpus) -> None:
    found = jobs(read("pinpoint", corpus.read("pinpoint/jed_postings.json")))
    assert found[0].salary == Salary(105000, 135000, "USD", PayInterval.YEAR)
    assert found[2].salary == Salary(31.25, 31.25, "USD", PayInterval.HOUR)
    assert found[0].locations == ("New York City, New York, Remote",)
    own = jobs(read("pinpoint", corpus.read("pinpoint/workwithus_postings.json")))
    assert [(job.locations, job.employment_type, job.workplace) for job in own] == [
        (("London, United Kingdom",), "Full Time", "Fully remote"),
        (("London, Remote",), "Full Time", "Fully remote"),
    ]


def test_all_fields_of_a_full_posting() -> None:
    assert job() == RawJob(
        external_id="1",
        title="Specialist 1",
        locations=("London, United Kingdom",),
        url="https://acme.pinpointhq.com/en/postings/1",
        department="Research",
        employment_type="permanent_full_time",
        workplace="hybrid",
        salary=Salary(105000, 135000, "USD", PayInterval.YEAR),
        description="<div><!--block-->Manage data.</div>",
    )


def test_a_posting_with_nothing_but_id_and_title_is_a_posting() -> None:
    found = jobs(read("pinpoint", board({"id": 1, "title": "T"})))[0]
    assert found == RawJob(external_id="1", title="T", url="https://acme.pinpointhq.com/")


@pytest.mark.parametrize(
    ("url", "path", "kept"),
    [
        ("https://jobs.acme.com/postings/1", "/en/postings/1", "https://jobs.acme.com/postings/1"),
        ("javascript:x", "/en/postings/1", "https://acme.pinpointhq.com/en/postings/1"),
        (None, "//evil.com/1", "https://acme.pinpointhq.com/evil.com/1"),
        (None, "a b", "https://acme.pinpointhq.com/postings/1"),
    ],
)
def test_a_posting_has_a_page_of_its_own(url: object, path: str, kept: str) -> None:
    assert job(url=url, path=path).url == kept


@pytest.mark.parametrize("visible", [False, None, "true"])
def test_pay_that_is_not_to_be_shown_is_not_told(visible: object) -> None:
    parsed = read("pinpoint", board(posting("1", compensation_visible=visible)))
    assert [found.job.salary for found in parsed.postings if found.job] in ([None], [])
    assert jobs(read("pinpoint", board(without(posting("1"), "compensation_visible"))))[0].salary is None


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"compensation_frequency": "two_weeks"}, Salary(52500, 67500, "USD", PayInterval.WEEK)),
        ({"compensation_maximum": None}, Salary(105000, None, "USD", PayInterval.YEAR)),
        ({"compensation_minimum": None, "compensation_maximum": None}, None),
        ({"compensation_minimum": 0, "compensation_maximum": 0}, None),
    ],
)
def test_pay(changes: dict[str, Any], kept: Salary | None) -> None:
    assert job(**changes).salary == kept


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ({"name": "London, UK", "city": "London", "province": "England"}, ("London, UK",)),
        ({"name": "HQ", "city": "Leeds", "province": "Yorkshire"}, ("Leeds, Yorkshire, HQ",)),
        ({"name": "United Kingdom", "city": "", "province": None}, ("United Kingdom",)),
        ({"name": None, "city": "Leeds"}, ("Leeds",)),
        ({"name": " ", "city": None}, ()),
        (None, ()),
    ],
)
def test_a_place_is_its_town_and_what_the_company_calls_it(place: object, kept: tuple[str, ...]) -> None:
    assert job(location=place).locations == kept


def test_sections_stand_under_their_headings_and_the_editors_marks_are_no_text() -> None:
    found = job(
        key_responsibilities="<div><!--block-->Clean data.</div>",
        key_responsibilities_header="R&D",
        skills_knowledge_expertise="<p>SQL</p>",
        benefits=" ",
        benefits_header="Benefits",
    )
    assert html_to_text(found.description, 1_000).split() == ["Manage", "data.", "R&D", "Clean", "data.", "SQL"]


@pytest.mark.parametrize("change", [{"deadline_at": "2026-08-14T23:59:59-04:00"}, {"reporting_to": "VP"}])
def test_what_nobody_reads_changes_no_fingerprint(change: dict[str, Any]) -> None:
    before, after = (read("pinpoint", board(item)).postings[0] for item in (posting("1"), posting("1", **change)))
    assert before.fingerprint == after.fingerprint


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b"", BoardFailure.NOT_FOUND),
        (200, b"[]", BoardFailure.UNREADABLE),
        (200, b'{"data":null}', BoardFailure.UNREADABLE),
        (200, b"<html></html>", BoardFailure.UNREADABLE),
    ],
)
def test_an_answer_that_is_no_board_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="Pinpoint board acme: ") as caught:
        read("pinpoint", body, status=status)
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.pinpointhq.com",
        "https://acme.pinpointhq.com/en",
        "https://acme.pinpointhq.com/en/postings/fceb8b47-bed5-45bd-b7f4-9161fbe78428",
        "https://acme.pinpointhq.com/postings.json",
    ],
)
def test_a_company_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = pinpoint.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("pinpoint", "acme")


@pytest.mark.parametrize(
    "url",
    ["https://pinpointhq.com", "https://www.pinpointhq.com/x", "https://developers.pinpointhq.com", "http://["],
)
def test_what_names_no_company_is_not_recognised(url: str) -> None:
    assert pinpoint.detect(url) is None
