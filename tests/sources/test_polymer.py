"""Polymer's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import polymer
from tests.sources.boards.polymer import BOARD, ROWS, board, row
from tests.sources.pages import answer, as_json, read
from tests.sources.sample_board import walk


def job_with(**changes: Any) -> RawJob:
    (posting,) = walk(BOARD.source, board([row(1, **changes)])).postings
    assert posting.job is not None
    return posting.job


def test_pages_and_details_are_asked_for_at_the_public_interface() -> None:
    urls = [request.url for request in walk(BOARD.source, board([row(1)])).requests]
    assert urls == [
        "https://api.polymer.co/v1/hire/organizations/acme/jobs?page=1",
        "https://api.polymer.co/v1/hire/organizations/acme/jobs/1",
    ]


def test_both_reported_meanings_of_the_counts_are_read_whole() -> None:
    for pages_first in (True, False):
        for number in range(len(ROWS) + 1):
            walked = walk(BOARD.source, board(ROWS[:number], pages_first=pages_first))
            assert (len(walked.postings), walked.total) == (number, number), (pages_first, number)
            asked = sum("?page=" in request.url for request in walked.requests)
            assert asked == max(1, -(-number // 2)), (pages_first, number)


def test_a_board_without_postings_has_none_however_many_pages_it_counts() -> None:
    parsed = read("polymer", as_json({"items": [], "meta": {"total": 1, "count": 0}}))
    assert (parsed.total, parsed.next) == (0, ())


def test_all_fields_of_a_posting() -> None:
    assert job_with() == RawJob(
        external_id="1",
        title="Engineer 1",
        company="Acme Labs",
        locations=("Charlotte, NC",),
        url="https://jobs.polymer.co/acme/1",
        department="Engineering",
        employment_type="Full-time",
        workplace="Hybrid",
        salary=Salary(100_000, 120_000, "USD", PayInterval.YEAR),
        posted_at=datetime(2026, 9, 1, 10, tzinfo=UTC),
        description="<p>Build things.</p>",
    )


def test_fields_that_are_missing_or_of_another_type_cost_nothing() -> None:
    rows: list[tuple[dict[str, Any], str, object]] = [
        ({"display_location": None}, "locations", ("Charlotte, NC, United States",)),
        ({"display_location": "", "city": None, "state_region": 7, "country": None}, "locations", ()),
        ({"remoteness_pretty": "No remote"}, "workplace", "On-site"),
        ({"remoteness_pretty": None}, "workplace", None),
        ({"salary_pretty": "13.50 USD an hour"}, "salary", Salary(13.5, 13.5, "USD", PayInterval.HOUR)),
        ({"salary_pretty": "1,200-1,400 EUR a month"}, "salary", Salary(1200, 1400, "EUR", PayInterval.MONTH)),
        ({"salary_pretty": "100 - 120K USD a year"}, "salary", Salary(100_000, 120_000, "USD", PayInterval.YEAR)),
        ({"salary_pretty": "1.2.3 USD a year"}, "salary", None),
        ({"salary_pretty": "Competitive"}, "salary", None),
        ({"salary_pretty": 7}, "salary", None),
    ]
    for changes, name, kept in rows:
        assert getattr(job_with(**changes), name) == kept, changes


def test_details_of_another_posting_are_refused() -> None:
    (posting,) = read("polymer", as_json({"items": [row(1)], "meta": {"total": 1, "count": 1}})).postings
    assert posting.detail is not None
    with pytest.raises(BoardError, match="posting 1 of Polymer board acme: the answer is another posting"):
        polymer.parse(BOARD.source, posting.detail, answer(as_json(row(2))))


def test_what_is_no_list_says_why() -> None:
    for status, body, kind in (
        (422, b'{"error":"no careers_page found"}', BoardFailure.NOT_FOUND),
        (404, b"", BoardFailure.NOT_FOUND),
        (200, b'{"items": []}', BoardFailure.UNREADABLE),
        (200, b'{"meta": {"total": 0, "count": 0}}', BoardFailure.UNREADABLE),
    ):
        with pytest.raises(BoardError, match="Polymer board acme: ") as caught:
            read("polymer", body, status=status)
        assert caught.value.kind is kind, body


def test_boards_are_recognised_by_their_addresses() -> None:
    for url in (
        "https://jobs.polymer.co/acme",
        "jobs.polymer.co/Acme/7001?x=1",
        "https://api.polymer.co/v1/hire/organizations/acme/jobs",
    ):
        found = polymer.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in ("https://jobs.polymer.co", "https://polymer.co/acme", "https://api.polymer.co/v1/acme", "x"):
        assert polymer.detect(url) is None, url
    for name in ("", "Acme", "a/b", "https://jobs.polymer.co/acme"):
        assert '"acme"' in (polymer.check_identifier(name) or ""), name
