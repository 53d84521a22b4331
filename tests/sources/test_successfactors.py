"""The quirks of SuccessFactors, each by name; the facts are from recordings and reports."""

from __future__ import annotations

import re

import pytest

from jobscan.domain.page import Audience
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources import successfactors
from tests.fixtures.corpus import Corpus
from tests.sources.boards.careers import as_page
from tests.sources.boards.successfactors import BOARD, row, search
from tests.sources.pages import answer, jobs, read, source
from tests.sources.sample_board import routed, walk

FEED = "career5.successfactors.eu/acme"


def feed(job: str) -> bytes:
    return f"<Job-Listing><Job><JobTitle>Engineer</JobTitle><ReqId>7</ReqId>{job}</Job></Job-Listing>".encode()


# The feed.


def test_the_feed_is_one_request() -> None:
    request = successfactors.first_request(source("successfactors", FEED))
    expected = "https://career5.successfactors.eu/career?company=acme&career_ns=job_listing_summary&resultType=XML"
    assert (request.url, request.audience) == (expected, Audience.API)


def test_a_recorded_feed_with_tags_without_a_name(corpus: Corpus) -> None:
    body = corpus.read("successfactors/colgate_jobs.xml")
    assert b"<>" in body
    first, second = jobs(read("successfactors", body, identifier="career4.successfactors.com/Colgate"))
    assert [job.external_id for job in (first, second)] == re.findall(r"<ReqId>(\d+)", body.decode())
    assert [job.title for job in (first, second)] == re.findall(r"<JobTitle><!\[CDATA\[(.*?)\]\]>", body.decode())
    assert (first.locations, second.locations) == (
        ("Overland Park, Kansas, United States",),
        ("Emporia, Kansas, United States",),
    )
    assert first.url == (
        "https://career4.successfactors.com/career?company=Colgate&career_ns=job_listing&career_job_req_id=173126"
    )
    assert first.description.startswith("<p>")


@pytest.mark.parametrize(
    ("fields", "places", "day"),
    [
        ("<filter1><label>Location</label><value>Bonn</value></filter1>", ("Bonn",), None),
        ("<filter1><label>Brand</label><value>X</value></filter1>", (), None),
        ("<other><label>City</label><value>X</value></other>", (), None),
        ("<Posted-Date>09/23/2026</Posted-Date>", (), "2026-09-23"),
        ("<Posted-Date>23.09.2026</Posted-Date>", (), None),
    ],
)
def test_labels_are_the_employers_own(fields: str, places: tuple[str, ...], day: str | None) -> None:
    (job,) = jobs(read("successfactors", feed(fields), identifier=FEED))
    assert (job.locations, str(job.posted_at)[:10] if job.posted_at else None) == (places, day)


def test_an_empty_feed_is_healthy() -> None:
    assert jobs(read("successfactors", b"<Job-Listing></Job-Listing>", identifier=FEED)) == []


@pytest.mark.parametrize(
    "body", [b"<html><body>Invalid company</body></html>", b"", b"<Job-Listing><Job>", b"null", b"<jobs/>"]
)
def test_an_unknown_company_is_no_empty_feed(body: bytes) -> None:
    with pytest.raises(BoardError, match="SuccessFactors board") as caught:
        read("successfactors", body, identifier=FEED)
    assert caught.value.kind is BoardFailure.UNREADABLE


# The search.


def test_a_recorded_search_page(corpus: Corpus) -> None:
    body = corpus.read("successfactors/rmk_search_table_3.html")
    pages = {
        "/search/": answer(body, content_type="text/html"),
        "/job/": as_page(
            '<div itemscope itemtype="http://schema.org/JobPosting"><meta itemprop="datePosted"'
            ' content="Mon Aug 24 00:00:00 UTC 2026"><span itemprop="description"><p>Build</p></span></div>'
        ),
    }
    walked = walk(source("successfactors", "careers.example.com"), routed(pages))
    assert walked.total == 3
    found = [posting.job for posting in walked.postings if posting.job]
    assert [job.external_id for job in found] == ["755919802", "1372996357", "1370202757"]
    assert [job.locations for job in found] == [("Torun, PL",), ("Cary, NC, US",), ("Europe, remote, IT",)]
    assert [str(job.posted_at)[:10] for job in found] == ["2026-09-23", "2026-09-23", "2026-09-22"]
    assert found[1].url == "https://careers.example.com/job/Cary%2C-NC-Business-Systems-Analyst-NC/1372996357/"
    assert found[0].description == "<p>Build</p>"


def test_a_posting_without_data_is_read_from_its_text() -> None:
    page = as_page('<span class="jobdescription"><p>Build</p></span>')
    pages = {"/search/": as_page(search(row("1001", "Engineer"), label="Results 1 – 1 of 1")), "/job/": page}
    (posting,) = walk(BOARD.source, routed(pages)).postings
    assert posting.job is not None
    assert (posting.job.title, posting.job.description) == ("Engineer", "<p>Build</p>")


@pytest.mark.parametrize(
    ("label", "starts"),
    [
        ("Results 1 – 25 of 1,234", 49),
        ("Ergebnisse 1 – 25 von 1.234", 49),
        ("Results 1 – 25 of 26", 1),
        ("1 – 3 of 3", 0),
    ],
)
def test_the_label_says_how_many_pages_there_are(label: str, starts: int) -> None:
    page = as_page(search(row("1001", "Engineer"), label=label))
    parsed = successfactors.parse(BOARD.source, successfactors.first_request(BOARD.source), page)
    assert [request.context for request in parsed.next] == [25 * number for number in range(1, starts + 1)]


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<ul id="job-tile-list"></ul>', "another make"),
        (search(label="Results 1 – 25 of 30"), "no list of postings"),
        (search(row("1001", "x"), label="Results 26 – 30 of 30"), "row 26 came for row 1"),
    ],
)
def test_what_is_no_such_page_is_an_error(html: str, message: str) -> None:
    with pytest.raises(BoardError, match=message):
        successfactors.parse(BOARD.source, successfactors.first_request(BOARD.source), as_page(html))


# Detection.


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://career5.successfactors.eu/career?company=acme&career_ns=job_listing_summary", FEED),
        (
            "https://performancemanager10.successfactors.com/career?company=PTTGC",
            "performancemanager10.successfactors.com/PTTGC",
        ),
        ("https://career22.sapsf.com/career?career_job_req_id=1&company=acme", "career22.sapsf.com/acme"),
        ("https://acme.jobs2web.com/go/All/4594519/", "acme.jobs2web.com"),
        ("https://acme.jobs.hr.cloud.sap/search/?q=", "acme.jobs.hr.cloud.sap"),
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = successfactors.detect(url)
    assert found is not None
    assert found.identifier == identifier
    assert successfactors.check_identifier(identifier) is None


@pytest.mark.parametrize(
    "url", ["https://www.successfactors.com", "https://career5.successfactors.eu/career", "https://jobs.acme.com"]
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert successfactors.detect(url) is None


@pytest.mark.parametrize("identifier", ["", "acme", "https://jobs.acme.com", "Jobs.Acme.com", "a.com/b/c"])
def test_what_is_no_identifier_is_told(identifier: str) -> None:
    assert '"jobs.acme.com"' in (successfactors.check_identifier(identifier) or "")
    with pytest.raises(BoardError):
        successfactors.first_request(source("successfactors", identifier))
