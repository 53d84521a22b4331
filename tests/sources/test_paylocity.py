"""Paylocity's quirks, each by name; the facts are from recordings."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import Markup, RawJob
from jobscan.domain.page import Page
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import paylocity
from tests.fixtures.corpus import Corpus
from tests.sources.boards.paylocity import COMPANY, careers_page, posting_page, row, web_page
from tests.sources.pages import answer, source

BOARD = source("paylocity", COMPANY)
HOST = "https://recruiting.paylocity.com"
AD = {"title": "Engineer", "description": "<p>x</p>", "datePosted": "2026-06-11T21:42:38-05:00"}


def listed(*rows: dict[str, Any]) -> ParsedPage:
    """Parse a careers page."""
    return paylocity.parse(BOARD, paylocity.first_request(BOARD), careers_page(list(rows)))


def detail_of(page: Page, **changes: object) -> RawJob:
    """Parse the page of a posting."""
    request = listed(row(7, **changes)).postings[0].detail
    assert request is not None
    (posting,) = paylocity.parse(BOARD, request, page).postings
    assert posting.job is not None
    return posting.job


def test_the_whole_list_is_a_page_for_people() -> None:
    request = paylocity.first_request(BOARD)
    assert (request.url, request.audience) == (f"{HOST}/recruiting/jobs/All/{COMPANY}", "page")
    assert (request.limit.name, request.limit.concurrency) == ("paylocity", 4)
    assert listed(row(7)).total is None


def test_a_recorded_page_is_read_whole(corpus: Corpus) -> None:
    text = corpus.read("paylocity/nc-advanced-energy_page.html").decode()
    data, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
    parsed = paylocity.parse(BOARD, paylocity.first_request(BOARD), answer(text.encode()))
    assert parsed.problems == ()
    assert [(posting.external_id, posting.face) for posting in parsed.postings] == [
        (str(item["JobId"]), (f"{HOST}/Recruiting/Jobs/Details/{item['JobId']}", item["JobTitle"], "Raleigh, NC, USA"))
        for item in data["Jobs"]
    ]
    assert len(parsed.postings) == 2


def test_a_place_that_is_called_hybrid_is_a_workplace(corpus: Corpus) -> None:
    text = corpus.read("paylocity/nc-advanced-energy_page.html").decode()
    data, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
    job = detail_of(posting_page(AD), **data["Jobs"][0])
    assert (job.workplace, job.locations) == ("Hybrid", ("Raleigh, NC, USA",))
    assert job.posted_at == datetime(2026, 8, 8, 16, 27, 44, tzinfo=UTC)


def test_all_fields_of_a_posting() -> None:
    below = '<div class="job-listing-header">Job Type</div>\n <div>Full-time &amp; more</div>'
    assert detail_of(posting_page(AD, below)) == RawJob(
        external_id="7",
        title="Engineer 7",
        company="Acme LLC",
        locations=("Amarillo, TX, USA",),
        url=f"{HOST}/Recruiting/Jobs/Details/7",
        department="Finance",
        employment_type="Full-time & more",
        posted_at=datetime(2026, 8, 8, 16, 27, 44, tzinfo=UTC),
        description="<p>x</p>",
    )


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"JobLocation": None}, ("Amarillo Site",)),
        ({"JobLocation": {"Country": "USA"}}, ("Amarillo Site",)),
        ({"JobLocation": {"Country": "USA"}, "LocationName": None}, ("USA",)),
        ({"JobLocation": {"State": "TX", "Country": None}}, ("TX",)),
        ({"JobLocation": None, "LocationName": " "}, ()),
    ],
)
def test_the_name_of_a_place_stands_in_for_its_address(changes: dict[str, Any], kept: tuple[str, ...]) -> None:
    assert detail_of(posting_page(AD), **changes).locations == kept


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"IsRemote": True}, "Remote"),
        ({"IndeedRemoteType": 1}, None),
        ({"LocationName": "Hybrid Power Plant"}, None),
        ({"LocationName": " hybrid "}, "Hybrid"),
    ],
)
def test_the_workplace_is_what_the_list_says(changes: dict[str, Any], kept: str | None) -> None:
    assert detail_of(posting_page(AD), **changes).workplace == kept


def test_the_page_stands_in_for_what_the_list_does_not_say() -> None:
    job = detail_of(posting_page(AD), JobTitle=None, PublishedDate=None)
    assert (job.title, job.posted_at) == ("Engineer", datetime(2026, 6, 12, 2, 42, 38, tzinfo=UTC))


def test_a_text_that_is_escaped_once_more_is_html_all_the_same() -> None:
    job = detail_of(posting_page({**AD, "description": "&lt;p&gt;x&lt;/p&gt;"}))
    assert job.markup is Markup.ESCAPED_HTML


def test_internal_postings_are_not_listed() -> None:
    assert [posting.external_id for posting in listed(row(1, IsInternal=True), row(2)).postings] == ["2"]


def test_an_id_that_could_leave_its_place_in_the_address_is_seen_only() -> None:
    parsed = listed(row(1, JobId="../x"))
    assert [(posting.external_id, posting.detail) for posting in parsed.postings] == [("../x", None)]


@pytest.mark.parametrize(
    "change", [{"JobTitle": "x"}, {"JobLocation": None}, {"IsRemote": True}, {"HiringDepartment": None}]
)
def test_what_is_read_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert listed(row(7, **change)).postings[0].fingerprint != listed(row(7)).postings[0].fingerprint
    moved = listed(row(7, PublishedDate="2026-09-01T00:00:00-05:00"))
    assert moved.postings[0].fingerprint == listed(row(7)).postings[0].fingerprint


def test_a_company_that_does_not_exist_is_redirected() -> None:
    page = replace(web_page("var x;"), url=f"{HOST}/Recruiting/Jobs/JobNotFound")
    with pytest.raises(BoardError, match="no such company") as caught:
        paylocity.parse(BOARD, paylocity.first_request(BOARD), page)
    assert caught.value.kind is BoardFailure.NOT_FOUND


@pytest.mark.parametrize(
    "script",
    [
        "",
        "window.pageData = {};",
        'window.pageData = {"Jobs": null, "ModuleTitle": "x"};',
        'window.pageData = {"jobTitle": "x", "moduleName": "y"};',
        'window.pageData = {"Jobs": [], "ModuleTitle": "x"',
    ],
)
def test_a_page_without_a_list_is_no_empty_board(script: str) -> None:
    with pytest.raises(BoardError) as caught:
        paylocity.parse(BOARD, paylocity.first_request(BOARD), web_page(script))
    assert caught.value.kind is BoardFailure.UNREADABLE


@pytest.mark.parametrize("page", [web_page(""), web_page('{"@type": "Organization"}', type_="application/ld+json")])
def test_a_page_without_the_posting_says_so(page: Page) -> None:
    with pytest.raises(BoardError, match="does not hold the posting"):
        detail_of(page)


def test_a_posting_without_any_title_is_unreadable() -> None:
    with pytest.raises(BoardError, match="no title"):
        detail_of(posting_page({"description": "x"}), JobTitle=None)


@pytest.mark.parametrize("identifier", ["", "acme", COMPANY.upper(), f"{COMPANY}/Acme", f"{HOST}/{COMPANY}"])
def test_what_is_no_company_is_refused_with_an_example(identifier: str) -> None:
    problem = paylocity.check_identifier(identifier)
    assert problem is not None
    assert "8e0feae7" in problem
    with pytest.raises(BoardError):
        paylocity.first_request(source("paylocity", identifier))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"{HOST}/Recruiting/Jobs/All/{COMPANY}", "Paylocity 8e0feae7"),
        (f"{HOST}/recruiting/jobs/All/{COMPANY.upper()}/Nikon-Inc?x=y", "Nikon Inc"),
    ],
)
def test_a_company_is_recognised_by_its_careers_page(url: str, name: str) -> None:
    found = paylocity.detect(url)
    assert found is not None
    assert (found.type, found.identifier, found.name) == ("paylocity", COMPANY, name)


@pytest.mark.parametrize(
    "url",
    [
        HOST,
        f"{HOST}/Recruiting/Jobs/Details/4248451/Fermi-LLC/Corporate-Tax-Director",
        f"{HOST}/Recruiting/Jobs/All",
        f"{HOST}/Recruiting/Jobs/All/acme",
        f"https://www.paylocity.com/Recruiting/Jobs/All/{COMPANY}",
        "http://[",
    ],
)
def test_what_names_no_company_is_not_recognised(url: str) -> None:
    assert paylocity.detect(url) is None


def test_every_listed_address_is_recognised(corpus: Corpus) -> None:
    urls = [item["board_url"] for item in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    own = [url for url in urls if "recruiting.paylocity.com/" in url]
    assert len(own) >= 3
    assert all(paylocity.detect(url) for url in own)
    assert not any(paylocity.detect(url) for url in urls if url not in own)


def test_a_frame_of_an_employers_page_is_found() -> None:
    html = f'<iframe src="{HOST}/recruiting/jobs/All/{COMPANY}/Acme"></iframe>'
    (found,) = paylocity.detect_in(EmployerPage(html))
    assert (found.source.identifier, found.evidence) == (COMPANY, Evidence.EMBED)
