"""Rippling's quirks, each by name; the facts are from recordings and public reports of 2026."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.domain.page import Purpose, Request
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import rippling
from tests.fixtures.corpus import Corpus
from tests.sources.boards.rippling import ROWS, UNKNOWN, board, detail, row
from tests.sources.pages import answer, as_json, read, source
from tests.sources.sample_board import routed, walk

ACME = source("rippling", "acme")
V1 = "https://api.rippling.com/platform/api/ats/v1/board/acme/jobs"


def listing(*rows: object, **changes: object) -> ParsedPage:
    body = {"items": list(rows), "page": 0, "pageSize": 1000, "totalItems": len(rows), "totalPages": 1, **changes}
    return read("rippling", as_json(body))


def first_version() -> Request:
    """Return the request for the list of the first version."""
    (request,) = rippling.parse(ACME, rippling.first_request(ACME), UNKNOWN).next
    return request


def read_detail(listed: Posting, body: bytes, *, status: int = 200) -> Posting:
    assert listed.detail is not None
    (posting,) = rippling.parse(ACME, listed.detail, answer(body, status=status)).postings
    return posting


def job(*rows: dict[str, Any], **changes: Any) -> RawJob:
    posting = read_detail(listing(*(rows or (row("a"),))).postings[0], as_json(detail("a", **changes)))
    assert posting.job is not None
    return posting.job


# The list.


def test_a_page_is_as_large_as_it_can_be() -> None:
    request = rippling.first_request(ACME)
    assert request.url == "https://ats.rippling.com/api/v2/board/acme/jobs?page=0&pageSize=1000"


def test_a_server_that_gives_smaller_pages_is_followed_in_its_own_steps() -> None:
    rows = [row(str(number)) for number in range(7)]
    walked = walk(ACME, board(rows, most=3))
    lists = [request for request in walked.requests if request.purpose is Purpose.LIST]
    assert [request.url.partition("?")[2] for request in lists] == [
        "page=0&pageSize=1000",
        "page=1&pageSize=3",
        "page=2&pageSize=3",
    ]
    assert (len(walked.postings), walked.lost, walked.problems) == (7, 0, [])


def test_a_recorded_page_names_one_posting_in_two_rows(corpus: Corpus) -> None:
    raw = corpus.json("rippling/rippling_v2_jobs_page0.json")
    parsed = read("rippling", corpus.read("rippling/rippling_v2_jobs_page0.json"), identifier="rippling")
    (posting,) = parsed.postings
    assert {item["id"] for item in raw["items"]} == {posting.external_id}
    assert posting.face is not None
    assert posting.face == (raw["items"][0]["url"], "Business Operations Manager", "New York, NY; San Francisco, CA")
    # 629 rows in pages of two, as the recorder asked for them.
    assert (len(parsed.next), parsed.total, parsed.lost) == (314, None, 0)


@pytest.mark.parametrize("size", [0, -1, 10**9, None])
def test_a_size_that_is_none_is_not_believed(size: object) -> None:
    assert len(listing(row("a"), totalItems=2_500, totalPages=3, pageSize=size).next) == 2


def test_a_board_of_absurd_size_does_not_make_as_many_requests() -> None:
    assert len(listing(row("a"), totalItems=10**12, totalPages=10**9).next) == 24


def test_a_page_with_fewer_rows_than_promised_is_not_the_whole_board() -> None:
    parsed = listing(row("a"), totalItems=3)
    assert (len(parsed.postings), parsed.lost) == (1, 2)
    assert parsed.problems == ("Rippling board acme: page 0 has 1 rows of 3 that were promised",)


def test_a_later_page_without_rows_is_not_the_end() -> None:
    rows = [row(str(number)) for number in range(5)]
    (further, _) = rippling.parse(
        ACME, rippling.first_request(ACME), answer(as_json(_page(rows[:2], size=2, total=5)))
    ).next
    parsed = rippling.parse(ACME, further, answer(as_json(_page([], size=2, total=0))))
    assert (parsed.lost, parsed.next) == (2, ())


def _page(items: list[Any], *, size: int, total: int) -> dict[str, Any]:
    return {"items": items, "page": 0, "pageSize": size, "totalItems": total, "totalPages": -(-total // size)}


# A row for each place.


def test_rows_with_one_id_are_one_posting_in_all_their_places_whatever_their_order() -> None:
    rows = [
        row("a", "Rome"),
        row("a", "Paris"),
        row("a", "Paris", locations=[{"name": "Oslo", "workplaceType": "REMOTE"}]),
    ]
    found = [posting for order in permutations(rows) for posting in listing(*order).postings]
    assert len({posting.fingerprint for posting in found}) == 1
    assert {posting.face and posting.face.places for posting in found} == {"Oslo; Paris; Rome"}


def test_a_repeated_row_that_cannot_be_read_costs_nothing_of_the_others() -> None:
    parsed = listing(row("a", name=7), row("a"), row("b", name=7), row("b", name=[]), {"name": "no id"})
    assert [(posting.external_id, posting.detail is None) for posting in parsed.postings] == [("a", False), ("b", True)]
    assert (parsed.lost, len(parsed.problems)) == (1, 4)


@pytest.mark.parametrize(
    "change", [{"name": "x"}, {"department": None}, {"locations": []}, {"language": "de"}, {"url": "https://x.com/1"}]
)
def test_what_is_read_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert listing(row("a", **change)).postings[0].fingerprint != listing(row("a")).postings[0].fingerprint
    assert listing(row("a", page=7)).postings[0].fingerprint == listing(row("a")).postings[0].fingerprint


# The first version.


def test_a_board_that_is_not_known_is_asked_for_once_more_by_the_first_version() -> None:
    request = first_version()
    assert request.url == V1
    with pytest.raises(BoardError, match="Rippling board acme: HTTP 404") as caught:
        rippling.parse(ACME, request, UNKNOWN)
    assert caught.value.kind is BoardFailure.NOT_FOUND


def test_a_recorded_list_of_the_first_version_is_read_whole(corpus: Corpus) -> None:
    raw = corpus.json("rippling/11fs_v1_jobs.json")
    parsed = rippling.parse(ACME, first_version(), answer(corpus.read("rippling/11fs_v1_jobs.json")))
    assert [(posting.external_id, posting.face) for posting in parsed.postings] == [
        (item["uuid"], (item["url"], item["name"], item["workLocation"]["label"])) for item in raw
    ]
    assert [posting.detail and posting.detail.url for posting in parsed.postings] == [
        f"{V1}/{item['uuid']}" for item in raw
    ]


def test_a_board_of_the_first_version_is_walked_to_its_details() -> None:
    rows = [{"uuid": "a", "name": "Operator a", "workLocation": {"label": "Rome"}, "department": {"label": "Ops"}}]
    answers = routed({f"{V1}/a": as_json(detail("a", department=None, workLocations=None)), V1: as_json(rows)})
    (posting,) = walk(ACME, answers).postings
    assert posting.job is not None
    assert (posting.job.locations, posting.job.department) == (("Rome",), "Ops")
    assert posting.job.url == "https://ats.rippling.com/acme/jobs/a"


# Postings.


def test_all_fields_of_a_full_posting() -> None:
    assert job() == RawJob(
        external_id="a",
        title="Operator a",
        company="Acme Ltd",
        locations=("London, UK",),
        url="https://ats.rippling.com/acme/jobs/a",
        department="Operations",
        employment_type="Salaried, full-time",
        workplace="ON_SITE",
        salary=Salary(50000, 60000, "GBP", PayInterval.YEAR),
        language="en-GB",
        posted_at=datetime(2026, 4, 1, 0, 37, 26, 93000, tzinfo=UTC),
        description="<p>We are Acme.</p><p>Operate.</p>",
    )


def test_a_recorded_posting(corpus: Corpus) -> None:
    raw = corpus.json("rippling/rippling_detail_blackrock-neurotech.json")
    body = corpus.read("rippling/rippling_detail_blackrock-neurotech.json")
    posting = read_detail(listing(row(raw["uuid"])).postings[0], body)
    assert posting.job is not None
    assert (posting.job.title, posting.job.company, posting.job.department, posting.job.locations) == (
        raw["name"],
        "Blackrock Neurotech",
        "BCI Data Science",
        ("Salt Lake City, UT",),
    )
    assert posting.job.description == raw["description"]["company"] + raw["description"]["role"]
    assert (posting.job.salary, posting.job.posted_at, posting.job.employment_type) == (None, None, None)


def test_places_that_differ_in_where_the_work_is_done_say_all_of_it() -> None:
    rows = row("a", "Rome"), row("a", locations=[{"name": "Oslo", "workplaceType": "REMOTE"}])
    assert job(*rows, workLocations=[None, " "]).workplace == "ON_SITE / REMOTE"
    assert job(*rows, workLocations=None).locations == ("Oslo", "Rome")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ({"role": "<p>r</p>", "zeal": "<p>z</p>", "company": None}, "<p>r</p><p>z</p>"),
        ("<p>all</p>", "<p>all</p>"),
        ({"role": 7}, ""),
        (None, ""),
    ],
)
def test_sections_come_in_the_order_of_the_page(text: object, kept: str) -> None:
    assert job(description=text).description == kept


@pytest.mark.parametrize(
    ("type_", "kept"),
    [({"label": "TEMP"}, "TEMP"), ({"id": "", "label": "TEMP"}, "TEMP"), ({"id": 7}, None), (None, None)],
)
def test_the_code_stands_in_for_a_type_without_words(type_: object, kept: str | None) -> None:
    assert job(employmentType=type_).employment_type == kept


def test_ranges_for_several_places_are_one_span() -> None:
    ranges = [
        {"currency": "USD", "frequency": "HOUR", "rangeStart": 18, "rangeEnd": 25},
        {"currency": "USD", "frequency": "HOUR", "rangeStart": "20", "rangeEnd": None},
    ]
    assert job(payRangeDetails=ranges).salary == Salary(18, 25, "USD", PayInterval.HOUR)
    assert job(payRangeDetails=[]).salary is None
    assert job(payRangeDetails=None).salary is None


@pytest.mark.parametrize(
    ("body", "status"), [(b"{}", 404), (b"[]", 200), (b"<html>", 200), (as_json(detail("a", name="")), 200), (b"", 403)]
)
def test_what_is_no_posting_is_an_error(body: bytes, status: int) -> None:
    with pytest.raises(BoardError, match="posting a of Rippling board acme: "):
        read_detail(listing(ROWS[0]).postings[0], body, status=status)


# Detection.


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://ats.rippling.com/chess/jobs", "chess"),
        ("https://ats.rippling.com/en-GB/chess/jobs/84d388b6-7656-434c-8862-0312eb6b97ac", "chess"),
        ("https://ats.rippling.com/job/jobs", "job"),
        ("https://ats.rippling.com/serve-hospitality-group-careers_1/jobs", "serve-hospitality-group-careers_1"),
        ("https://ats.rippling.com/api/v2/board/chess/jobs?page=0", "chess"),
        ("https://api.rippling.com/platform/api/ats/v1/board/chess/jobs", "chess"),
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = rippling.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("rippling", identifier)


@pytest.mark.parametrize(
    "url",
    [
        "https://ats.rippling.com",
        "https://ats.rippling.com/_next/static/x.js",
        "https://ats.rippling.com/api/v2/board",
        "https://api.rippling.com/platform/api/other",
        "https://www.rippling.com/recruiting",
        "https://app.rippling.com/chess/jobs",
    ],
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert rippling.detect(url) is None
