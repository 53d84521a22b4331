"""Gem's quirks, each by name; the facts are from a recording and public reports of 2026."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import Markup, RawJob
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import gem
from tests.fixtures.corpus import Corpus
from tests.sources.boards.gem import post
from tests.sources.pages import as_json, jobs, read, source


def job(**changes: Any) -> RawJob:
    return jobs(read("gem", as_json([post("a", **changes)])))[0]


def test_a_board_is_one_request_and_its_name_is_encoded() -> None:
    request = gem.first_request(source("gem", "11x ai"))
    assert request.url == "https://api.gem.com/job_board/v0/11x%20ai/job_posts/"


def test_a_recorded_board_is_read_whole(corpus: Corpus) -> None:
    raw = corpus.json("gem/resprop_job_posts_2of4.json")
    found = jobs(read("gem", corpus.read("gem/resprop_job_posts_2of4.json"), identifier="resprop"))
    assert [(job.external_id, job.title, job.url, job.description, job.department) for job in found] == [
        (item["id"], item["title"], item["absolute_url"], item["content"], item["departments"][0]["name"])
        for item in raw
    ]
    assert [(job.locations, job.offices) for job in found] == [
        ((), ("Miami, FL",)),
        (("Austin, Texas, United States",), ("Austin, Texas",)),
    ]
    assert {(job.workplace, job.employment_type) for job in found} == {("in_office", "full_time")}
    assert found[0].posted_at == datetime(2026, 9, 21, 20, 44, 14, 264000, tzinfo=UTC)
    assert found[0].updated_at == datetime(2026, 9, 29, 22, 4, 22, 657000, tzinfo=UTC)


def test_all_fields_of_a_full_posting() -> None:
    assert job() == RawJob(
        external_id="a",
        title="Keeper a",
        locations=("Austin, Texas, United States",),
        offices=("Austin, Texas",),
        url="https://jobs.gem.com/acme/a",
        department="Maintenance",
        employment_type="full_time",
        workplace="in_office",
        posted_at=datetime(2026, 6, 1, 23, 27, 28, 432000, tzinfo=UTC),
        updated_at=datetime(2026, 9, 29, 22, 4, 22, 657000, tzinfo=UTC),
        description="<div>Keep grounds.</div>",
    )


def test_a_posting_with_nothing_but_id_and_title_is_a_posting() -> None:
    found = jobs(read("gem", as_json([{"id": 4074772002, "title": "T"}])))[0]
    assert found == RawJob(
        external_id="4074772002", title="T", url="https://jobs.gem.com/acme/4074772002", markup=Markup.TEXT
    )


def test_plain_text_stands_in_for_missing_html() -> None:
    found = job(content="", content_plain="1 < 2\nend")
    assert (found.description, found.markup) == ("1 < 2\nend", Markup.TEXT)
    assert job(content=None, content_plain=None).description == ""


def test_the_day_of_its_making_stands_in_for_that_of_its_publication() -> None:
    assert job(first_published_at=None).posted_at == datetime(2026, 6, 1, 23, 23, 57, 104000, tzinfo=UTC)
    assert job(first_published_at="x", created_at=None).posted_at is None


@pytest.mark.parametrize(
    "change", [{"updated_at": None}, {"first_published_at": None}, {"internal_job_id": "x"}, {"requisition_id": "R1"}]
)
def test_dates_and_what_nobody_reads_change_no_fingerprint(change: dict[str, Any]) -> None:
    before, after = (read("gem", as_json([item])).postings[0] for item in (post("a"), post("a", **change)))
    assert before.fingerprint == after.fingerprint


@pytest.mark.parametrize("change", [{"title": "x"}, {"location": None}, {"offices": []}, {"content": "<p>x</p>"}])
def test_what_is_read_does(change: dict[str, Any]) -> None:
    before, after = (read("gem", as_json([item])).postings[0] for item in (post("a"), post("a", **change)))
    assert before.fingerprint != after.fingerprint


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b"{}", BoardFailure.NOT_FOUND),
        (200, b'{"jobs":[]}', BoardFailure.UNREADABLE),
        (200, b"<html></html>", BoardFailure.UNREADABLE),
    ],
)
def test_an_answer_that_is_no_board_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="Gem board acme: ") as caught:
        read("gem", body, status=status)
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://jobs.gem.com/11x-ai", "11x-ai"),
        ("https://jobs.gem.com/resprop/am9icG9zdDodvN8VDjhgQIAI7QQCDCBk", "resprop"),
        ("https://api.gem.com/job_board/v0/resprop/job_posts/", "resprop"),
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = gem.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("gem", identifier)


@pytest.mark.parametrize(
    "url",
    [
        "https://jobs.gem.com",
        "https://jobs.gem.com/_next/static/x.js",
        "https://api.gem.com/v0/candidates",
        "https://www.gem.com/pricing",
        "https://gem.com/acme",
        "http://[",
    ],
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert gem.detect(url) is None
