"""Dayforce's quirks, each by name; the facts are from a recording and from public reports."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Request
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import dayforce
from tests.fixtures.corpus import Corpus
from tests.sources.boards.dayforce import CONTEXT, COOKIE, TOKEN, row, token_page
from tests.sources.pages import answer, as_json, jobs, source

BOARD = source("dayforce", "acme/CANDIDATEPORTAL")
HOST = "https://jobs.dayforcehcm.com"


def list_request(identifier: str = BOARD.identifier) -> Request:
    """Return the first request for the list, behind context and token."""
    board = source("dayforce", identifier)
    (request,) = dayforce.parse(board, dayforce.first_request(board), answer(as_json(CONTEXT))).next
    (request,) = dayforce.parse(board, request, token_page()).next
    return request


def listed(*rows: object, total: int | None = None) -> ParsedPage:
    """Parse the first page of a list."""
    body = {"jobPostings": list(rows), "maxCount": len(rows) if total is None else total}
    return dayforce.parse(BOARD, list_request(), answer(as_json(body)))


def job_with(**changes: object) -> RawJob:
    return jobs(listed(row(7, **changes)))[0]


# The requests.


def test_the_context_comes_first_then_a_token_then_the_list() -> None:
    context = dayforce.first_request(BOARD)
    assert context.url == f"{HOST}/api/geo/acme/sitecontext/acme/CANDIDATEPORTAL/en-US"
    (token,) = dayforce.parse(BOARD, context, answer(as_json(CONTEXT))).next
    assert (token.url, token.purpose) == (f"{HOST}/api/auth/csrf", "token")
    request = list_request()
    assert (request.method, request.url) == ("POST", f"{HOST}/api/geo/acme/jobposting/search")
    assert (request.headers["X-CSRF-TOKEN"], request.headers["Cookie"]) == (TOKEN, COOKIE)
    assert json.loads(request.body or b"") == {
        "clientNamespace": "acme",
        "jobBoardCode": "CANDIDATEPORTAL",
        "cultureCode": "en-US",
        "paginationStart": 0,
    }
    assert (request.limit.name, request.limit.concurrency) == ("dayforce", 4)


def test_another_language_is_part_of_the_identifier() -> None:
    request = list_request("acme/Join-us/fr-CA")
    assert json.loads(request.body or b"")["cultureCode"] == "fr-CA"
    body = {"jobPostings": [row(7)], "maxCount": 1}
    board = source("dayforce", "acme/Join-us/fr-CA")
    (job,) = jobs(dayforce.parse(board, request, answer(as_json(body))))
    assert job.url == f"{HOST}/fr-CA/acme/Join-us/jobs/7"


def test_further_pages_have_the_same_token() -> None:
    further = listed(total=51).next
    assert [json.loads(request.body or b"")["paginationStart"] for request in further] == [25, 50]
    assert {request.headers["X-CSRF-TOKEN"] for request in further} == {TOKEN}


def test_a_later_page_gives_no_total() -> None:
    request = listed(total=51).next[0]
    parsed = dayforce.parse(BOARD, request, answer(as_json({"jobPostings": [row(7)], "maxCount": 51})))
    assert (parsed.total, parsed.next, len(parsed.postings)) == (None, (), 1)


@pytest.mark.parametrize("cookies", ["", "other=1; Path=/", "next-auth.csrf-token=\x01"])
def test_without_its_cookie_a_token_is_sent_alone(cookies: str) -> None:
    (token,) = dayforce.parse(BOARD, dayforce.first_request(BOARD), answer(as_json(CONTEXT))).next
    page = answer(as_json({"csrfToken": TOKEN}))
    page.headers["set-cookie"] = cookies  # type: ignore[index]
    (request,) = dayforce.parse(BOARD, token, page).next
    assert "Cookie" not in request.headers


@pytest.mark.parametrize("token", ["", "x", "a\r\nX: y", "a" * 300])
def test_what_cannot_be_a_header_is_no_token(token: str) -> None:
    (request,) = dayforce.parse(BOARD, dayforce.first_request(BOARD), answer(as_json(CONTEXT))).next
    with pytest.raises(BoardError, match="no token"):
        dayforce.parse(BOARD, request, answer(as_json({"csrfToken": token})))


@pytest.mark.parametrize(
    ("status", "context", "kind"),
    [
        (404, {}, BoardFailure.NOT_FOUND),
        (400, {}, BoardFailure.REJECTED),
        (200, {}, BoardFailure.UNREADABLE),
        (200, {**CONTEXT, "jobBoardCode": None}, BoardFailure.UNREADABLE),
        (200, {**CONTEXT, "isDisabled": True}, BoardFailure.NOT_FOUND),
    ],
)
def test_only_a_real_portal_has_a_context(status: int, context: object, kind: BoardFailure) -> None:
    with pytest.raises(BoardError) as caught:
        dayforce.parse(BOARD, dayforce.first_request(BOARD), answer(as_json(context), status=status))
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    "body", [{"jobPostings": []}, {"jobPostings": None, "maxCount": 0}, {"jobPostings": [{}, {}], "maxCount": 1}, []]
)
def test_an_answer_without_list_and_total_is_no_empty_board(body: object) -> None:
    with pytest.raises(BoardError) as caught:
        dayforce.parse(BOARD, list_request(), answer(as_json(body)))
    assert caught.value.kind is BoardFailure.UNREADABLE


# Postings.


def test_a_recorded_page_is_read(corpus: Corpus) -> None:
    raw = corpus.json("dayforce/aifire_search_2of189.json")["jobPostings"]
    parsed = dayforce.parse(BOARD, list_request(), answer(corpus.read("dayforce/aifire_search_2of189.json")))
    assert (parsed.total, len(parsed.next)) == (189, 7)
    found = jobs(parsed)
    assert [(job.external_id, job.title) for job in found] == [
        (str(item["jobPostingId"]), item["jobTitle"]) for item in raw
    ]
    assert [job.locations for job in found] == [
        ("Salt Lake City, UT, USA", "Albuquerque, NM, USA", "Phoenix, AZ, USA"),
        ("Massachusetts, USA", "Southborough, MA, USA"),
    ]
    assert [job.description for job in found] == [item["jobDescription"] for item in raw]
    assert {job.posted_at for job in found} == {datetime(2026, 10, 5, 4, tzinfo=UTC)}


def test_all_fields_of_a_posting() -> None:
    assert job_with() == RawJob(
        external_id="7",
        title="Specialist 7",
        locations=("Salt Lake City, UT, USA",),
        url=f"{HOST}/en-US/acme/CANDIDATEPORTAL/jobs/7",
        posted_at=datetime(2026, 10, 5, 4, tzinfo=UTC),
        description="Safety &amp; Health",
    )


def test_work_without_a_place_is_remote() -> None:
    job = job_with(hasVirtualLocation=True, postingLocations=None)
    assert (job.workplace, job.locations) == ("Remote", ())


def test_parts_of_an_address_stand_in_for_it() -> None:
    parts = {"formattedAddress": " ", "cityName": None, "stateCode": "MA", "isoCountryCode": "US"}
    assert job_with(postingLocations=[parts, {}]).locations == ("MA, US",)


@pytest.mark.parametrize(
    "change", [{"searchScore": 3}, {"postingAppliedStatus": {"hasApplied": True}}, {"postingStartTimestampUTC": None}]
)
def test_stamps_and_what_is_about_the_visitor_change_no_fingerprint(change: dict[str, Any]) -> None:
    assert listed(row(7, **change)).postings[0].fingerprint == listed(row(7)).postings[0].fingerprint


# Identifiers and detection.


@pytest.mark.parametrize("identifier", ["", "acme", "acme/a/b", "acme/a/FR-ca", "acme/a b", "https://x/y"])
def test_what_is_no_portal_is_refused_with_an_example(identifier: str) -> None:
    problem = dayforce.check_identifier(identifier)
    assert problem is not None
    assert "gbank/CANDIDATEPORTAL" in problem
    with pytest.raises(BoardError):
        dayforce.first_request(source("dayforce", identifier))


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        (f"{HOST}/acme/CANDIDATEPORTAL", "acme/CANDIDATEPORTAL"),
        (f"{HOST}/en-US/acme/CANDIDATEPORTAL/jobs/44800", "acme/CANDIDATEPORTAL"),
        (f"{HOST}/fr-CA/acme/Join-us/", "acme/Join-us/fr-CA"),
        (f"{HOST}/acme/careers/jobs/7?src=x", "acme/careers"),
    ],
)
def test_a_portal_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = dayforce.detect(url)
    assert found is not None
    assert (found.type, found.identifier, found.name) == ("dayforce", identifier, "Acme")


@pytest.mark.parametrize(
    "url",
    [
        HOST,
        f"{HOST}/acme",
        f"{HOST}/en-US/acme",
        f"{HOST}/api/geo/acme/jobposting/search",
        "https://globaleur242.dayforcehcm.com/CandidatePortal/en-US/bucherer",
        "http://[",
    ],
)
def test_what_names_no_portal_is_not_recognised(url: str) -> None:
    assert dayforce.detect(url) is None


def test_every_listed_address_of_the_host_is_recognised(corpus: Corpus) -> None:
    urls = [item["board_url"] for item in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    own = [url for url in urls if "//jobs.dayforcehcm.com/" in url]
    assert len(own) >= 3
    assert all(dayforce.detect(url) for url in own)
    assert not any(dayforce.detect(url) for url in urls if url not in own)


def test_a_link_of_an_employers_page_is_found() -> None:
    (found,) = dayforce.detect_in(EmployerPage(f'<a href="{HOST}/en-US/acme/CANDIDATEPORTAL">Jobs</a>'))
    assert (found.source.identifier, found.evidence) == ("acme/CANDIDATEPORTAL", Evidence.MENTION)
