"""Phenom's quirks, each by name; the facts are from recordings and from public reports."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, Page
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources import ADAPTERS
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from tests.fixtures.corpus import ORIGINALS, Corpus
from tests.sources.boards.phenom import CLOSED, COUNT, ROWS, board, page_with, row
from tests.sources.pages import answer, as_json, jobs, read, source
from tests.sources.sample_board import walk

phenom = ADAPTERS["phenom"]
SITE = source("phenom", "careers.acme.com/us/en")
CONTENT = "content-us.phenompeople.com/ACMEUS"


def job_with(*, identifier: str = "careers.acme.com/us/en", **changes: Any) -> RawJob:
    found = walk(source("phenom", identifier), board([row("1", **changes)]))
    (posting,) = found.postings
    assert posting.job is not None
    assert found.problems == []
    return posting.job


# The requests.


def test_a_site_is_asked_for_jobs_a_hundred_at_a_time() -> None:
    request = phenom.first_request(source("phenom", "careers.acme.com"))
    assert (request.method, request.url) == ("POST", "https://careers.acme.com/widgets")
    assert json.loads(request.body or b"") == {"ddoKey": "refineSearch", "jobs": True, "from": 0, "size": 100}


def test_country_and_language_are_told_when_the_identifier_has_them() -> None:
    sent = json.loads(phenom.first_request(source("phenom", "careers.acme.com/global/de")).body or b"")
    assert (sent["country"], sent["lang"]) == ("global", "de_global")


def test_the_content_interface_is_a_get() -> None:
    request = phenom.first_request(source("phenom", CONTENT))
    assert request.url == "https://content-us.phenompeople.com/api/ACMEUS/searchJobs?from=0&size=100"


def test_a_site_that_refuses_programs_is_read_from_its_pages() -> None:
    found = walk(source("phenom", "careers.acme.com"), board(ROWS, has_widgets=False))
    pages = [request for request in found.requests if request.method == "GET"]
    assert {request.audience for request in pages} == {Audience.PAGE}
    assert [request.url for request in pages if "search-results" in request.url] == [
        f"https://careers.acme.com/us/en/search-results?from={start}" for start in (0, 2, 4)
    ]
    assert [posting.external_id for posting in found.postings] == [item["jobId"] for item in ROWS]
    assert {posting.job.description for posting in found.postings if posting.job} == {
        "<p>Care for people, and more.</p>"
    }


@pytest.mark.parametrize(
    "search",
    [
        {"status": 200, "totalHits": COUNT, "data": {"aggregations": []}},
        {"status": 200, "totalHits": COUNT, "data": {"jobs": []}},
        {"status": 200, "data": {}},
    ],
)
def test_counts_without_rows_are_no_list_but_a_reason_to_read_the_pages(search: object) -> None:
    (request,) = phenom.parse(SITE, phenom.first_request(SITE), answer(as_json({"refineSearch": search}))).next
    assert request.url == "https://careers.acme.com/us/en/search-results?from=0"
    with pytest.raises(BoardError):
        phenom.parse(SITE, request, page_with(other={}))


# Recorded answers.


def test_the_recorded_content_answer_is_read_field_by_field(corpus: Corpus) -> None:
    raw = corpus.json("phenom/snowflake_searchJobs.json")["searchJobs"]["data"]
    parsed = read("phenom", corpus.read("phenom/snowflake_searchJobs.json"), identifier=CONTENT)
    assert (parsed.total, len(parsed.next)) == (12, 1)
    assert parsed.next[0].url.endswith("searchJobs?from=10&size=100")
    found = jobs(parsed)
    assert [(job.external_id, job.title, job.department, job.url) for job in found] == [
        (item["reqId"], item["title"], item["category"], item["detailUrl"]) for item in raw["jobs"]
    ]
    assert [job.description for job in found] == [item["descriptionTeaser"] for item in raw["jobs"]]
    assert found[0].locations == ("Finland", "Remote, Norway", "Denmark", "Remote, Sweden")
    assert found[1].locations == ("London, United Kingdom",)
    assert {job.posted_at for job in found} == {None}


def test_recorded_pages_are_read_field_by_field() -> None:
    for name, total, ids in (
        ("duke_search_results", 906, ["273419", "273424", "1089597", "273496"]),
        ("phenom-own_search_results", 52, ["P-104461", "P-104504"]),
    ):
        if ORIGINALS is not None:
            (request,) = phenom.parse(SITE, phenom.first_request(SITE), CLOSED).next
            body = ORIGINALS.read(f"phenom/{name}.html")
            parsed = phenom.parse(SITE, request, answer(body, content_type="text/html"))
            assert (parsed.total, [posting.external_id for posting in parsed.postings]) == (total, ids)
            assert parsed.problems == ()


# Fields.


def test_all_fields_of_a_site() -> None:
    assert job_with(applyUrl="https://acme.wd5.myworkdayjobs.com/x/apply", locale="en_GLOBAL") == RawJob(
        external_id="1",
        title="Nurse 1",
        locations=("Durham, North Carolina, United States",),
        url="https://careers.acme.com/us/en/job/1",
        apply_url="https://acme.wd5.myworkdayjobs.com/x/apply",
        department="Nursing",
        employment_type="Full-Time",
        language="en",
        posted_at=datetime(2026, 8, 11, 14, 53, 27, tzinfo=UTC),
        description="<p>Care for people, and more.</p>",
    )


@pytest.mark.parametrize(
    ("identifier", "locale", "url"),
    [
        ("careers.acme.com/de/de", "en_GLOBAL", "https://careers.acme.com/de/de/job/1"),
        ("careers.acme.com", "en_GLOBAL", "https://careers.acme.com/global/en/job/1"),
        ("careers.acme.com", None, "https://careers.acme.com/us/en/job/1"),
        ("careers.acme.com", "nonsense", "https://careers.acme.com/us/en/job/1"),
    ],
)
def test_a_postings_page_is_on_the_site_of_the_identifier_or_of_its_language(
    identifier: str, locale: object, url: str
) -> None:
    assert job_with(identifier=identifier, locale=locale).url == url


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"multi_location": ["A", "B"]}, ("A", "B")),
        ({"multi_location": None}, ("Durham, North Carolina, United States",)),
        ({"location": "", "cityState": "Durham, North Carolina"}, ("Durham, North Carolina",)),
        ({"location": None}, ()),
    ],
)
def test_several_places_are_in_a_list_of_their_own(changes: dict[str, Any], kept: tuple[str, ...]) -> None:
    assert job_with(**changes).locations == kept


def test_the_employers_number_is_the_id_in_each_language() -> None:
    items = [
        {"title": "T", "jobSeqNo": "ACMEUS1EXTERNALENUS", "reqId": "R1"},
        {"title": "T", "jobSeqNo": "ACMEUS1EXTERNALFRCA", "reqId": "R1"},
        {"title": "T", "jobSeqNo": "ACMEUS2EXTERNALENUS"},
        {"title": "T"},
    ]
    parsed = phenom.parse(
        SITE, phenom.first_request(SITE), answer(as_json({"refineSearch": {"totalHits": 4, "data": {"jobs": items}}}))
    )
    assert [posting.external_id for posting in parsed.postings] == ["R1", "R1", "ACMEUS2EXTERNALENUS"]
    assert parsed.lost == 1


def test_a_row_of_the_content_interface_without_address_is_seen_only() -> None:
    body = {"searchJobs": {"data": {"totalHits": 1, "jobs": [{"title": "T", "reqId": "R1"}]}}}
    parsed = read("phenom", as_json(body), identifier=CONTENT)
    assert (parsed.postings[0].job, parsed.postings[0].detail, len(parsed.problems)) == (None, None, 1)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (answer(b"", status=404), BoardFailure.NOT_FOUND),
        (answer(b"{}"), BoardFailure.UNREADABLE),
        (answer(as_json({"jobDetail": {"data": {}}})), BoardFailure.UNREADABLE),
        (
            answer(as_json({"jobDetail": {"data": {"job": {"jobId": "2", "description": "x"}}}})),
            BoardFailure.UNREADABLE,
        ),
    ],
)
def test_details_that_are_none_or_anothers_are_an_error(page: Page, kind: BoardFailure) -> None:
    listed: ParsedPage = phenom.parse(
        SITE,
        phenom.first_request(SITE),
        answer(as_json({"refineSearch": {"totalHits": 1, "data": {"jobs": [row("1")]}}})),
    )
    detail = listed.postings[0].detail
    assert detail is not None
    with pytest.raises(BoardError, match="posting 1 of Phenom site") as caught:
        phenom.parse(SITE, detail, page)
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    "script",
    [
        '{"eagerLoadRefineSearch": {"totalHits": 1',
        '{"eagerLoadRefineSearch": null}',
        '{"eagerLoadRefineSearch":' + "[" * 100_000,
        '"eagerLoadRefineSearch":' * 50_000,
        "",
    ],
)
def test_a_page_whose_script_holds_no_list_is_no_site(script: str) -> None:
    (request,) = phenom.parse(SITE, phenom.first_request(SITE), CLOSED).next
    with pytest.raises(BoardError, match="holds no data of Phenom's"):
        phenom.parse(SITE, request, answer(f"<script>phApp.ddo = {script}</script>".encode(), content_type="text/html"))


# Identifiers and detection.


@pytest.mark.parametrize(
    "identifier", ["careers.acme.com", "careers.acme.com/us/en", "careers.acme.com/global/pt-br", CONTENT]
)
def test_a_host_and_its_site_are_accepted(identifier: str) -> None:
    assert phenom.check_identifier(identifier) is None


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "acme",
        "https://careers.acme.com",
        "careers.acme.com/",
        "careers.acme.com/en",
        "careers.acme.com/us/en/x",
        "content-us.phenompeople.com",
        "content-us.phenompeople.com/us/en",
    ],
)
def test_what_is_no_site_is_refused_and_says_what_to_write(identifier: str) -> None:
    problem = phenom.check_identifier(identifier)
    assert problem is not None
    assert "write" in problem


def test_a_board_of_the_content_interface_is_recognised() -> None:
    found = phenom.detect("https://content-us.phenompeople.com/api/snCOUS/searchJobs?from=0")
    assert found is not None
    assert found.identifier == "content-us.phenompeople.com/SNCOUS"


@pytest.mark.parametrize(
    "url",
    [
        "https://careers.acme.com/us/en/search-results",
        "https://content-us.phenompeople.com/api",
        "https://cdn.phenompeople.com/api/ACMEUS/x.js",
    ],
)
def test_other_addresses_are_not_recognised(url: str) -> None:
    assert phenom.detect(url) is None


@pytest.mark.parametrize(
    ("tag", "identifier"),
    [
        ('<link rel="canonical" href="https://careers.acme.com/us/en/search-results">', "careers.acme.com/us/en"),
        (
            '<meta property="og:url" content="https://careers.acme.com/global/de/job/1"/>',
            "careers.acme.com/global/de",
        ),
        ("<link href=https://careers.acme.com rel=canonical>", "careers.acme.com"),
    ],
)
def test_a_page_with_the_vendors_script_is_the_site_that_it_says_it_is(tag: str, identifier: str) -> None:
    (found,) = phenom.detect_in(EmployerPage(f"{tag}<script>var phApp = phApp || {{}}; phApp.ddo = {{}};</script>"))
    assert (found.source.identifier, found.evidence) == (identifier, Evidence.EMBED)


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="canonical" href="https://careers.acme.com/us/en">',
        "<script>phApp.ddo = {};</script>",
        '<link rel="stylesheet" href="https://careers.acme.com/x.css"><script>phApp.ddo = {};</script>',
        '<link rel="canonical" href="/us/en"><script>phApp.ddo = {};</script>',
    ],
)
def test_a_page_without_script_or_address_of_its_own_is_none(html: str) -> None:
    assert phenom.detect_in(EmployerPage(html)) == []


def test_the_known_careers_addresses_are_not_taken_for_the_vendors(corpus: Corpus) -> None:
    urls: list[Any] = [row_["board_url"] for row_ in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    assert [url for url in urls if phenom.detect(url)] == []
