"""SchoolSpring's quirks, each by name; the facts are from a recording and from public reports."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest

from jobscan.domain.job import RawJob
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import schoolspring
from tests.fixtures.corpus import Corpus
from tests.sources.boards.schoolspring import BOARD, UNAVAILABLE, board, row
from tests.sources.pages import answer, as_json, read
from tests.sources.sample_board import walk


def test_a_page_is_as_large_as_it_is_given_and_details_are_asked_for_by_number() -> None:
    urls = [request.url for request in walk(BOARD.source, BOARD.answers).requests]
    assert urls == [
        "https://api.schoolspring.com/api/Jobs/GetPagedJobsWithSearch?domainName=acme.schoolspring.com"
        "&keyword=&location=&category=&gradelevel=&jobtype=&organization=&page=1&size=100&sortDateAscending=false",
        "https://api.schoolspring.com/api/Jobs/5803798?domainName=acme.schoolspring.com",
        "https://api.schoolspring.com/api/Jobs/5803799?domainName=acme.schoolspring.com",
    ]


def test_the_recorded_list_is_read_field_by_field(corpus: Corpus) -> None:
    raw = corpus.json("schoolspring/lewistown.json")["value"]["jobsList"]
    parsed = read("schoolspring", corpus.read("schoolspring/lewistown.json"), identifier="lewistown")
    assert (parsed.total, parsed.next, parsed.problems, len(raw)) == (None, (), (), 10)
    assert [posting.external_id for posting in parsed.postings] == [str(item["jobId"]) for item in raw]
    assert [posting.face and posting.face.title for posting in parsed.postings] == [
        unescape(item["title"]) for item in raw
    ]
    assert {posting.face and posting.face.places for posting in parsed.postings} == {"Lewistown, Montana"}


def test_all_fields_of_a_posting() -> None:
    (posting,) = walk(BOARD.source, board([row(1)])).postings
    assert posting.job == RawJob(
        external_id="1",
        title="Teacher 1 & Coach",
        locations=("Lewistown, Montana",),
        url="https://acme.schoolspring.com/jobdetail?jobId=1",
        apply_url="https://acme.tedk12.com/hire/ViewJob.aspx?JobID=1",
        department="Lewis & Clark Elementary",
        posted_at=datetime(2026, 6, 25, tzinfo=UTC),
        description="<p>Teach.</p>",
    )


def test_fields_that_are_missing_cost_nothing() -> None:
    (posting,) = walk(BOARD.source, board([row(1, employer=None, location=7, displayDate="soon")])).postings
    assert posting.job is not None
    assert (posting.job.department, posting.job.locations, posting.job.posted_at) == (None, (), None)


def test_pages_are_asked_for_until_one_is_not_full() -> None:
    walked = walk(BOARD.source, board([row(number) for number in range(230)]))
    assert len(walked.postings) == 230
    assert sum("GetPaged" in request.url for request in walked.requests) == 3


def test_a_server_that_repeats_its_page_is_not_asked_for_ever() -> None:
    rows = [row(number) for number in range(100)]
    again, details = listing(rows), board(rows)
    walked = walk(BOARD.source, lambda request: again if "GetPaged" in request.url else details(request))
    assert sum("GetPaged" in request.url for request in walked.requests) == 2


def listing(rows: list[dict[str, object]]) -> bytes:
    return as_json({"success": True, "value": {"jobsList": rows}})


def test_what_is_no_list_says_why() -> None:
    for body, kind in (
        (listing([]), BoardFailure.NOT_FOUND),
        (UNAVAILABLE.body, BoardFailure.UNREADABLE),
        (b'{"success": false, "value": {"jobsList": []}}', BoardFailure.UNREADABLE),
        (b'{"success": true, "value": {}}', BoardFailure.UNREADABLE),
    ):
        with pytest.raises(BoardError, match="SchoolSpring board acme: ") as caught:
            read("schoolspring", body)
        assert caught.value.kind is kind, body


def test_details_of_another_format_are_an_error_of_that_posting() -> None:
    (posting,) = read("schoolspring", listing([row(1)])).postings
    assert posting.detail is not None
    with pytest.raises(BoardError, match="posting 1 of SchoolSpring board acme: "):
        schoolspring.parse(BOARD.source, posting.detail, answer(b'{"value": null}'))


def test_an_id_that_is_no_number_is_seen_only() -> None:
    parsed = read("schoolspring", listing([row(1, jobId="../x")]))
    assert (parsed.postings[0].detail, len(parsed.problems), parsed.lost) == (None, 1, 0)


def test_districts_are_recognised_by_their_addresses() -> None:
    for url in ("https://acme.schoolspring.com", "acme.schoolspring.com/jobdetail?jobId=5803798"):
        found = schoolspring.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in ("https://www.schoolspring.com/jobdetail?jobId=1", "https://api.schoolspring.com/api/Jobs/1", "x"):
        assert schoolspring.detect(url) is None, url
    for name in ("", "Acme", "acme.com", "a/b"):
        assert schoolspring.check_identifier(name), name
