"""Cornerstone's quirks, each by name; the facts are from a recording and from public measurements."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import Markup, RawJob
from jobscan.domain.page import Request
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import csod
from tests.fixtures.corpus import Corpus
from tests.sources.boards.csod import CONTEXT, TOKEN, row, site_page
from tests.sources.pages import answer, as_json, jobs, source

BOARD = source("csod", "acme/5")
SITE = "https://acme.csod.com/ux/ats/careersite/5/home"


def list_request(context: object = CONTEXT) -> Request:
    """Return the first request for the list, behind the site's page."""
    (request,) = csod.parse(BOARD, csod.first_request(BOARD), site_page(context)).next
    return request


def listed(*rows: object, total: int | None = None) -> ParsedPage:
    """Parse the first page of a list."""
    data = {"requisitions": list(rows), "totalCount": len(rows) if total is None else total}
    return csod.parse(BOARD, list_request(), answer(as_json({"status": 0, "data": data})))


def job_with(**changes: object) -> RawJob:
    return jobs(listed(row(7, **changes)))[0]


def test_the_page_of_the_site_comes_first_at_the_pace_that_it_asks_for() -> None:
    request = csod.first_request(BOARD)
    assert (request.url, request.purpose, request.audience) == (f"{SITE}?c=acme", "token", "page")
    assert (request.limit.name, request.limit.concurrency, request.limit.per_second) == ("csod:acme", 1, 0.1)


def test_the_list_is_asked_for_at_the_api_that_the_page_names() -> None:
    request = list_request()
    assert (request.method, request.url) == ("POST", "https://eu-fra.api.csod.com/rec-job-search/external/jobs")
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    body = json.loads(request.body or b"")
    assert (body["careerSiteId"], body["careerSitePageId"], body["pageNumber"], body["pageSize"]) == (5, 5, 1, 100)
    assert (body["cultureId"], body["cultureName"]) == (1, "en-US")
    assert (request.limit.name, request.limit.concurrency) == ("csod", 4)


def test_further_pages_are_counted_from_the_total() -> None:
    numbers = [json.loads(request.body or b"")["pageNumber"] for request in listed(total=201).next]
    assert numbers == [2, 3]
    assert listed(total=100).next == ()


@pytest.mark.parametrize(
    "context",
    [
        {**CONTEXT, "endpoints": {"cloud": "https://evil.com/.api.csod.com/"}},
        {**CONTEXT, "endpoints": {"cloud": "https://eu-fra.api.csod.com.evil.com/"}},
        {**CONTEXT, "endpoints": {"cloud": "http://eu-fra.api.csod.com/"}},
        {**CONTEXT, "token": "a\r\nX: y" * 10},
        {**CONTEXT, "token": "short"},
    ],
)
def test_a_token_goes_to_cornerstone_only(context: object) -> None:
    with pytest.raises(BoardError, match="no API of Cornerstone's"):
        list_request(context)


@pytest.mark.parametrize("context", [{}, {**CONTEXT, "token": None}, {**CONTEXT, "endpoints": {}}, []])
def test_a_page_without_a_token_is_unreadable(context: object) -> None:
    with pytest.raises(BoardError, match="no token") as caught:
        list_request(context)
    assert caught.value.kind is BoardFailure.UNREADABLE


def test_a_site_that_does_not_exist_is_redirected() -> None:
    page = replace(answer(b"<html></html>"), url="https://acme.csod.com/ui/error")
    with pytest.raises(BoardError, match="no such career site") as caught:
        csod.parse(BOARD, csod.first_request(BOARD), page)
    assert caught.value.kind is BoardFailure.NOT_FOUND


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"status": "Success", "data": None},
        {"data": {"requisitions": []}},
        {"data": {"totalCount": 0}},
        {"data": {"requisitions": [{}, {}], "totalCount": 1}},
    ],
)
def test_an_answer_without_list_and_total_is_no_empty_board(body: object) -> None:
    with pytest.raises(BoardError) as caught:
        csod.parse(BOARD, list_request(), answer(as_json(body)))
    assert caught.value.kind is BoardFailure.UNREADABLE


@pytest.mark.parametrize(("status", "kind"), [(401, BoardFailure.FORBIDDEN), (404, BoardFailure.NOT_FOUND)])
def test_a_refused_list_is_no_empty_board(status: int, kind: BoardFailure) -> None:
    with pytest.raises(BoardError) as caught:
        csod.parse(BOARD, list_request(), answer(b"", status=status))
    assert caught.value.kind is kind


def test_a_recorded_list_is_read_whole(corpus: Corpus) -> None:
    raw = corpus.json("csod/macomtech_search_3.json")["data"]["requisitions"]
    parsed = csod.parse(BOARD, list_request(), answer(corpus.read("csod/macomtech_search_3.json")))
    found = jobs(parsed)
    assert (parsed.total, parsed.next, len(found)) == (3, (), 3)
    assert [(job.external_id, job.title, job.description) for job in found] == [
        (str(item["requisitionId"]), item["displayJobTitle"], item["externalDescription"]) for item in raw
    ]
    assert [job.locations for job in found] == [("Morrisville, NC, US",), ("Durham, NC, US",), ("Morgan Hill, CA, US",)]
    assert [job.posted_at for job in found] == [datetime(2026, 10, day, tzinfo=UTC) for day in (5, 1, 5)]


def test_a_title_is_escaped_as_in_html() -> None:
    assert job_with(displayJobTitle="Q&amp;A Engineer (&lt;3 years)").title == "Q&A Engineer (<3 years)"


def test_all_fields_of_a_posting() -> None:
    assert job_with() == RawJob(
        external_id="7",
        title="Intern 7",
        locations=("Morrisville, NC, US",),
        url=f"{SITE}/requisition/7?c=acme",
        posted_at=datetime(2026, 10, 5, tzinfo=UTC),
        description="Role Overview",
        markup=Markup.TEXT,
    )


@pytest.mark.parametrize("day", ["-", "", None, "31/12/2026", "2026-10-05", "1/2/26"])
def test_what_is_no_day_of_the_culture_is_none(day: object) -> None:
    assert job_with(postingEffectiveDate=day).posted_at is None


def test_a_place_may_have_any_part_of_an_address() -> None:
    places = [{"city": "Deutscher Standort/Remote"}, {}, {"state": None, "country": "DE"}]
    assert job_with(locations=places).locations == ("Deutscher Standort/Remote", "DE")


def test_an_id_that_is_no_number_is_seen_only() -> None:
    parsed = listed(row(7, requisitionId="../x"))
    assert [(posting.external_id, posting.job) for posting in parsed.postings] == [("../x", None)]
    assert "no number" in parsed.problems[0]


@pytest.mark.parametrize("change", [{"displayJobTitle": "x"}, {"locations": []}, {"externalDescription": "x"}])
def test_what_is_read_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert listed(row(7, **change)).postings[0].fingerprint != listed(row(7)).postings[0].fingerprint
    later = listed(row(7, postingEffectiveDate="10/6/2026")).postings[0]
    assert later.fingerprint == listed(row(7)).postings[0].fingerprint


@pytest.mark.parametrize("identifier", ["", "acme", "acme/x", "Acme/5", "acme/5/6", "a.b/5", "https://acme.csod.com"])
def test_what_is_no_site_is_refused_with_an_example(identifier: str) -> None:
    problem = csod.check_identifier(identifier)
    assert problem is not None
    assert "chopard/5" in problem
    with pytest.raises(BoardError):
        csod.first_request(source("csod", identifier))


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}?c=acme",
        f"{SITE}/requisition/3727?c=acme",
        "https://ACME.csod.com/ats/careersite/search.aspx?c=acme&site=5",
        "https://acme.csod.com/ats/careersite/JobDetails.aspx?site=5&id=1",
    ],
)
def test_a_site_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = csod.detect(url)
    assert found is not None
    assert (found.type, found.identifier, found.name) == ("csod", "acme/5", "Acme")


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.csod.com/",
        "https://acme.csod.com/ux/ats/careersite",
        "https://acme.csod.com/ux/ats/careersite/x/home",
        "https://acme.csod.com/ats/careersite/search.aspx",
        "https://us.api.csod.com/rec-job-search/external/jobs",
        "http://[",
    ],
)
def test_what_names_no_site_is_not_recognised(url: str) -> None:
    assert csod.detect(url) is None


def test_every_listed_address_is_recognised(corpus: Corpus) -> None:
    urls = [item["board_url"] for item in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    own = [url for url in urls if ".csod.com/" in url]
    assert len(own) >= 6
    assert all(csod.detect(url) for url in own)
    assert not any(csod.detect(url) for url in urls if url not in own)


def test_a_link_of_an_employers_page_is_found() -> None:
    (found,) = csod.detect_in(EmployerPage(f'<a href="{SITE}?c=acme&amp;lang=de-DE">Jobs</a>'))
    assert (found.source.identifier, found.evidence) == ("acme/5", Evidence.MENTION)
