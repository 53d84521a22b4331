"""The quirks of SuccessFactors, each by name; the facts are from recordings and reports."""

from __future__ import annotations

import json
import re

import pytest

from jobscan.domain.page import Audience, Page, Request
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems.successfactors import adapter as successfactors
from tests.fixtures.corpus import Corpus
from tests.sources.boards.careers import as_page
from tests.sources.boards.successfactors import BOARD, row, search
from tests.sources.pages import answer, as_json, jobs, read, source
from tests.sources.sample_board import Answers, routed, walk

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
    assert [request.context.start for request in parsed.next] == [25 * number for number in range(1, starts + 1)]


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<ul id="job-tile-list"></ul>', "another make"),
        ("<p>Please log in</p>", "no list of postings"),
        (search(label="Results 1 – 25 of 30"), "no list of postings"),
        (search(row("1001", "x"), label="Results 26 – 30 of 30"), "row 26 came for row 1"),
    ],
)
def test_what_is_no_such_page_is_an_error(html: str, message: str) -> None:
    with pytest.raises(BoardError, match=message):
        successfactors.parse(BOARD.source, successfactors.first_request(BOARD.source), as_page(html))


# Tiles.


def tile(number: int, *, brand: str = "") -> str:
    """Return a posting as a tile, each value as often as there are widths of windows."""
    head = f'<a class="jobTitle-link" href="{brand}/job/Bonn-Engineer/{number}/">Engineer {number}</a>'
    fields = "".join(
        f'<div id="job-{number}-{width}-section-{name}" class="section-field {name}"><span>X</span>'
        f"<div>{value}</div></div>"
        for width in ("desktop", "tablet", "mobile")
        for name, value in (("date", "Oct 1, 2026"), ("location", "Bonn, DE"))
    )
    return f'<li class="job-tile job-id-{number}" data-url="{brand}/job/Bonn-Engineer/{number}/">{head}{fields}</li>'


def tiles(count: int, *, found: str = "", attributes: str = "", label: str = "", first: int = 1001) -> str:
    """Return the first page of a list of tiles."""
    items = "".join(tile(first + number) for number in range(count))
    script = f"<script>j2w.SearchResults.init({{jobRecordsPerPage: parseInt('2'), {found}}});</script>"
    name = f'<span id="tile-search-results-label">{label}</span>'
    return f'{name}<ul id="job-tile-list" data-per-page="2" {attributes}>{items}</ul>{script}'


@pytest.mark.parametrize(
    "first",
    [
        tiles(2, found='jobRecordsFound: parseInt("3")'),
        tiles(2, attributes='aria-rowcount="3"'),
        tiles(2, label="Showing 1 to 2 of 3 Jobs"),
    ],
)
def test_tiles_are_read_to_their_end(first: str) -> None:
    pages = {
        "/search/": as_page(first),
        "/tile-search-results/?q=&startrow=2": answer(tile(1003, brand="/Sub").encode(), content_type="text/html"),
        "/job/": as_page('<span itemprop="description"><p>Build</p></span>'),
    }
    walked = walk(BOARD.source, routed(pages))
    found = [posting.job for posting in walked.postings if posting.job]
    assert (walked.total, walked.problems) == (3, [])
    assert [(job.external_id, job.title, job.locations, str(job.posted_at)[:10]) for job in found] == [
        (str(number), f"Engineer {number}", ("Bonn, DE",), "2026-10-01") for number in (1001, 1002, 1003)
    ]
    assert [job.url for job in found][1:] == [
        "https://jobs.acme.com/job/Bonn-Engineer/1002/",
        "https://jobs.acme.com/Sub/job/Bonn-Engineer/1003/",
    ]


def test_a_notice_of_no_results_is_believed_unless_the_script_has_found_some() -> None:
    for found, total in (("0", 0), ("2", 2)):
        page = as_page('<div id="noresults">No results</div>' + tiles(2, found=f'jobRecordsFound: parseInt("{found}")'))
        walked = walk(BOARD.source, routed({"/search/": page, "/job/": as_page('<i itemprop="description">x</i>')}))
        assert (walked.total, len(walked.postings)) == (total, total)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        (tiles(2), ""),
        (tiles(2, found='jobRecordsFound: parseInt("1")'), ""),
        (tiles(2, found='jobRecordsFound: parseInt("3")'), ""),
        (tiles(2, found='jobRecordsFound: parseInt("3")'), "<p>Please log in</p>"),
    ],
)
def test_tiles_that_do_not_add_up_are_an_error(first: str, later: str) -> None:
    with pytest.raises(BoardError, match="SuccessFactors board"):
        walk(BOARD.source, routed({"/search/": as_page(first), "/tile-search": as_page(later), "/job/": as_page("")}))


def test_a_text_in_several_parts_is_read_whole() -> None:
    text = "".join(
        f'<span itemprop="description"><span class="jobdescription"><p>{part}</p></span></span>' for part in ("A", "B")
    )
    pages = {"/search/": as_page(search(row("1001", "Engineer"), label="1 – 1 of 1")), "/job/": as_page(text)}
    (posting,) = walk(BOARD.source, routed(pages)).postings
    assert posting.job is not None
    assert re.findall(r"<p>(.)</p>", posting.job.description) == ["A", "B"]


# The interface and the feed behind an empty search page.

SHELL = '<div>Loading</div><script src="https://rmkcdn.successfactors.com/x.js"></script>'
LOCALE = '<a href="/search/?locale=de_DE">Deutsch</a>'


def site_row(number: object, title: str = "Engineer", **more: object) -> dict[str, object]:
    return {"response": {"id": number, "unifiedStandardTitle": title, "urlTitle": "Bonn-%28x%29", **more}}


def site(locale: str, *rows: object, feed: object = None, shell: str = SHELL) -> Answers:
    """Answer for a site whose postings are in one language, ten on a page."""

    def answers(request: Request) -> bytes | Page:
        if request.url.endswith("/googlefeed.xml"):
            return feed if isinstance(feed, Page) else answer(b"", status=404)
        if request.body is None:
            is_posting = "/job/" in request.url
            page: Page = as_page('<span itemprop="description"><p>Build</p></span>' if is_posting else shell)
            return page
        asked = json.loads(request.body)
        if asked["locale"] != locale:
            return b'{"totalJobs":0}'
        start = asked["pageNumber"] * 10
        return as_json({"totalJobs": len(rows), "jobSearchResult": rows[start : start + 10]})

    return answers


@pytest.mark.parametrize(
    ("shell", "locale", "asked"),
    [
        (SHELL + LOCALE, "de_DE", ["de_DE"]),
        (SHELL + '<script>{"locale": "fr_FR"}</script>', "fr_FR", ["fr_FR"]),
        (SHELL + LOCALE, "en_GB", ["de_DE", "en_US", "en_GB"]),
        (SHELL, "en_US", ["en_US"]),
    ],
)
def test_a_page_without_rows_has_them_from_its_interface(shell: str, locale: str, asked: list[str]) -> None:
    rows = [site_row(5000 + number, jobLocationShort=["Bonn, DEU<br/>", 7]) for number in range(12)]
    walked = walk(BOARD.source, site(locale, *rows, shell=shell))
    bodies = [json.loads(request.body) for request in walked.requests if request.body]
    assert [(body["locale"], body["pageNumber"]) for body in bodies] == [*((one, 0) for one in asked), (asked[-1], 1)]
    assert (walked.total, walked.problems, walked.lost) == (12, [], 0)
    job = walked.postings[0].job
    assert job is not None
    assert (job.external_id, job.title, job.locations) == ("5000", "Engineer", ("Bonn, DEU",))
    assert job.url == f"https://jobs.acme.com/job/Bonn-%28x%29/5000-{locale}"
    assert job.description == "<p>Build</p>"


def test_a_row_of_the_interface_that_cannot_be_read_counts_as_seen() -> None:
    rows = [site_row(5000, 7), site_row("x/y"), site_row(5001, " "), site_row(5002), {"response": {}}]  # type: ignore[arg-type]
    walked = walk(BOARD.source, site("en_US", *rows))
    assert [posting.external_id for posting in walked.postings] == ["5000", "x/y", "5001", "5002"]
    assert (len(walked.problems), walked.lost) == (4, 1)


def google_feed(*items: str) -> Page:
    body = f'<rss xmlns:g="http://base.google.com/ns/1.0"><channel><title>x</title>{"".join(items)}</channel></rss>'
    return answer(body.encode(), content_type="application/xml")


ITEM = (
    "<item><title>Engineer (Bonn, DE)</title><link>https://jobs.acme.com/job/Bonn-Engineer/1001/?feedId=7</link>"
    "<g:id>1001</g:id><g:location>Bonn, DE</g:location>"
    "<description><![CDATA[&lt;p&gt;Build &amp;amp; run&lt;/p&gt;]]></description></item>"
)


def test_a_site_that_refuses_its_interface_is_read_by_its_feed() -> None:
    feed = google_feed(ITEM)
    answers = site("xx_XX", feed=feed)
    refused = answer(b'{"error":{"code":"Error"}}', status=401)
    for found in (
        walk(BOARD.source, answers),
        walk(BOARD.source, lambda request: refused if request.body else answers(request)),
    ):
        (posting,) = found.postings
        job = posting.job
        assert job is not None
        assert (job.external_id, job.title, job.locations, job.description, job.posted_at) == (
            "1001",
            "Engineer",
            ("Bonn, DE",),
            "<p>Build &amp; run</p>",
            None,
        )
        assert job.url == "https://jobs.acme.com/job/Bonn-Engineer/1001/"


@pytest.mark.parametrize(
    "feed", [None, google_feed(), answer(b"<html>retired</html>", content_type="text/html"), answer(b"", status=403)]
)
def test_a_site_of_which_nothing_shows_a_posting_is_no_empty_board(feed: Page | None) -> None:
    with pytest.raises(BoardError, match="SuccessFactors board"):
        walk(BOARD.source, site("xx_XX", feed=feed))


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
