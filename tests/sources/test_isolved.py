"""isolved's quirks, each by name; the facts are from a recording and from public reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import Markup, PayInterval, RawJob, Salary
from jobscan.domain.page import Page, Request
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import isolved
from tests.fixtures.corpus import Corpus
from tests.sources.boards.isolved import HOST, posting_page, row, web_page
from tests.sources.pages import answer, as_json, source

BOARD = source("isolved", HOST)
AD = {"@context": "http://schema.org", "@type": "JobPosting", "title": "x", "description": "<p>x</p>"}


def after_page(script: str = "domainId : 10334,") -> Request:
    """Return the request that follows from the site's page."""
    (request,) = isolved.parse(BOARD, isolved.first_request(BOARD), web_page(f"<script>{script}</script>")).next
    return request


def read_list(body: bytes) -> ParsedPage:
    return isolved.parse(BOARD, after_page(), answer(body))


def listed(*rows: object) -> ParsedPage:
    return read_list(as_json({"success": True, "data": {"jobs": list(rows), "jobCount": len(rows)}}))


def detail_of(page: Page, **changes: object) -> RawJob:
    """Parse the page of a posting."""
    request = listed(row(7, **changes)).postings[0].detail
    assert request is not None
    (posting,) = isolved.parse(BOARD, request, page).postings
    assert posting.job is not None
    return posting.job


def job_with(**changes: object) -> RawJob:
    return detail_of(posting_page(AD), **changes)


def test_the_page_of_the_site_comes_first() -> None:
    request = isolved.first_request(BOARD)
    assert (request.url, request.purpose, request.audience) == (f"https://{HOST}/jobs/", "token", "page")
    assert (request.limit.name, request.limit.concurrency) == ("isolved", 4)


@pytest.mark.parametrize(
    "script", ["domainId : 10334, x", 'courierCurrentRouteData = {"domain_id":"10334"};', "domainId=10334;"]
)
def test_the_number_of_the_site_is_in_a_script(script: str) -> None:
    request = after_page(script)
    assert request.url == f"https://{HOST}/core/jobs/10334?getParams=%7B%22isInternal%22%3A0%7D"
    assert request.purpose == "list"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("This career site has been disabled. Contact the Sales Representative", BoardFailure.NOT_FOUND),
        ("You may have typed the url for this website incorrectly. domainId : 1", BoardFailure.NOT_FOUND),
        ("<h1>Welcome</h1>", BoardFailure.UNREADABLE),
        ("domainId : x", BoardFailure.UNREADABLE),
    ],
)
def test_a_page_without_a_site_says_so(body: str, kind: BoardFailure) -> None:
    with pytest.raises(BoardError) as caught:
        isolved.parse(BOARD, isolved.first_request(BOARD), web_page(body))
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    "body",
    [
        {"success": False, "message": "x", "data": None},
        {"success": True, "data": None},
        {"success": True, "data": {"jobs": []}},
        {"success": True, "data": {"jobs": None, "jobCount": 0}},
        {"success": True, "data": {"jobs": [], "jobCount": -1}},
        {"data": {"jobs": [], "jobCount": 0}},
    ],
)
def test_an_answer_without_list_and_total_is_no_empty_board(body: object) -> None:
    with pytest.raises(BoardError) as caught:
        read_list(as_json(body))
    assert caught.value.kind is BoardFailure.UNREADABLE


def test_a_recorded_list_is_read_whole(corpus: Corpus) -> None:
    raw = corpus.json("isolved/bfcc_core_jobs.json")["data"]["jobs"]
    parsed = read_list(corpus.read("isolved/bfcc_core_jobs.json"))
    assert (parsed.total, parsed.next, parsed.problems, len(parsed.postings)) == (7, (), (), 7)
    assert [(posting.external_id, posting.face) for posting in parsed.postings] == [
        (str(item["id"]), (f"https://{HOST}/jobs/{item['id']}", item["title"], "Browning, MT, USA")) for item in raw
    ]


def test_the_fields_of_recorded_rows_are_kept(corpus: Corpus) -> None:
    found = [job_with(**item) for item in corpus.json("isolved/bfcc_core_jobs.json")["data"]["jobs"]]
    assert [job.salary for job in found] == [
        Salary(17, 17.35, None, PayInterval.HOUR),
        Salary(45_888, 47_887, None, PayInterval.YEAR),
        Salary(18, 18.21, None, PayInterval.HOUR),
        Salary(17, 17.35, None, PayInterval.HOUR),
        Salary(50_000, 50_938, None, PayInterval.YEAR),
        Salary(16, 17.35, None, PayInterval.HOUR),
        Salary(50_477, 52_676, None, PayInterval.YEAR),
    ]
    assert [job.posted_at for job in found] == [
        datetime(2026, 7, day, tzinfo=UTC) for day in (22, 20, 27, 30, 16, 16, 22)
    ]
    assert {(job.workplace, job.employment_type, job.department) for job in found} == {("Onsite", "Full Time", "Other")}


def test_all_fields_of_a_posting() -> None:
    assert job_with(classification="Education") == RawJob(
        external_id="7",
        title="Coordinator 7",
        locations=("Browning, MT, USA",),
        url=f"https://{HOST}/jobs/7",
        department="Education",
        employment_type="Full Time",
        workplace="Onsite",
        salary=Salary(17, 17.35, None, PayInterval.HOUR),
        posted_at=datetime(2026, 7, 22, tzinfo=UTC),
        description="<p>x</p>",
    )


def test_the_page_stands_in_for_what_the_list_does_not_say() -> None:
    page = posting_page({**AD, "title": "Clerk", "datePosted": "2026-07-14 00:00:00"})
    job = detail_of(page, title=None, startDateRef=None)
    assert (job.title, job.posted_at) == ("Clerk", datetime(2026, 7, 14, tzinfo=UTC))


@pytest.mark.parametrize("day", ["", None, "Foo 1, 2026", "Jul 32, 2026", "2026-07-22", "22-Jul-2026"])
def test_what_is_no_day_is_none(day: object) -> None:
    assert job_with(startDateRef=day).posted_at is None


@pytest.mark.parametrize(
    ("low", "high", "kept"),
    [
        (None, None, None),
        ("", "", None),
        ("0.00", "0.00", None),
        ("DOE", None, None),
        ("130,000.00", None, Salary(130_000, None, None, PayInterval.YEAR)),
        (15, 17.5, Salary(15, 17.5, None, PayInterval.YEAR)),
    ],
)
def test_pay_is_text_with_commas(low: object, high: object, kept: Salary | None) -> None:
    assert job_with(minSalary=low, maxSalary=high, payTypeFrame="per year").salary == kept


def test_without_a_town_the_address_is_the_place() -> None:
    assert job_with(city=None).locations == ("504 SE Boundary St, Browning, MT, USA",)
    assert job_with(city="", jobLocation=None).locations == ()


def test_a_text_that_is_escaped_once_more_is_html_all_the_same() -> None:
    job = detail_of(posting_page({**AD, "description": "&lt;p&gt;x&lt;/p&gt;"}))
    assert job.markup is Markup.ESCAPED_HTML


def test_the_page_tells_the_currency_of_the_pay() -> None:
    told = {"@type": "MonetaryAmount", "currency": "USD", "value": {"minValue": 1, "maxValue": 2, "unitText": "HOUR"}}
    page = posting_page({**AD, "baseSalary": told})
    assert detail_of(page).salary == Salary(17, 17.35, "USD", PayInterval.HOUR)
    assert detail_of(page, minSalary="", maxSalary=None).salary == Salary(1, 2, "USD", PayInterval.HOUR)


@pytest.mark.parametrize("ad", [{}, {"@type": "Organization"}])
def test_a_page_without_the_posting_says_so(ad: object) -> None:
    with pytest.raises(BoardError, match="does not hold the posting"):
        detail_of(posting_page(ad))


def test_a_posting_without_any_title_is_unreadable() -> None:
    with pytest.raises(BoardError, match="no title"):
        detail_of(posting_page({"@type": "JobPosting", "description": "x"}), title="")


def test_an_id_that_is_no_number_is_seen_only() -> None:
    parsed = listed(row(7, id="../x"))
    assert [(posting.external_id, posting.detail) for posting in parsed.postings] == [("../x", None)]


@pytest.mark.parametrize(
    "change", [{"title": "x"}, {"city": "x"}, {"maxSalary": "18"}, {"workplaceType": "Remote"}, {"employmentType": ""}]
)
def test_what_is_read_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert listed(row(7, **change)).postings[0].fingerprint != listed(row(7)).postings[0].fingerprint
    later = listed(row(7, startDateRef="Jul 23, 2026", endDateRef="Jul 28, 2031")).postings[0]
    assert later.fingerprint == listed(row(7)).postings[0].fingerprint


@pytest.mark.parametrize(
    "identifier", ["", "bfcc", "BFCC.isolvedhire.com", "www.isolvedhire.com", "bfcc.isolvedhire.com/jobs", "a.evil.com"]
)
def test_what_is_no_site_is_refused_with_an_example(identifier: str) -> None:
    problem = isolved.check_identifier(identifier)
    assert problem is not None
    assert '"bfcc.isolvedhire.com"' in problem
    with pytest.raises(BoardError):
        isolved.first_request(source("isolved", identifier))


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://bfcc.isolvedhire.com", "bfcc.isolvedhire.com"),
        ("https://bfcc.isolvedhire.com/jobs/1826401.html", "bfcc.isolvedhire.com"),
        ("https://bfcc.isolvedhire.com/core/jobs/10334?getParams=%7B%7D", "bfcc.isolvedhire.com"),
        ("http://TritonSystems.applicantpro.com/jobs/", "tritonsystems.applicantpro.com"),
    ],
)
def test_a_site_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = isolved.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("isolved", identifier)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.applicantpro.com/jobs/",
        "https://applicantpro.com",
        "https://bfcc.isolvedhire.com/login",
        "https://a.b.isolvedhire.com/jobs/",
        "http://[",
    ],
)
def test_what_names_no_site_is_not_recognised(url: str) -> None:
    assert isolved.detect(url) is None


def test_every_listed_address_is_recognised(corpus: Corpus) -> None:
    urls = [item["board_url"] for item in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    own = [url for url in urls if ".applicantpro.com/" in url or ".isolvedhire.com/" in url]
    assert len(own) >= 3
    assert all(isolved.detect(url) for url in own)
    assert not any(isolved.detect(url) for url in urls if url not in own)


def test_a_link_of_an_employers_page_is_found() -> None:
    (found,) = isolved.detect_in(EmployerPage(f'<a href="https://{HOST}/jobs/">Jobs</a>'))
    assert (found.source.identifier, found.evidence) == (HOST, Evidence.MENTION)
