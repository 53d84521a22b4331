"""Radancy's quirks, each by name; the facts are from recordings and from public reports."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, Page
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import radancy
from tests.fixtures.corpus import Corpus
from tests.sources.boards.radancy import IDS, board, posting_page, results, row
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import walk

SITE = source("radancy", "jobs.acme.com")


def read_first(body: bytes) -> ParsedPage:
    request = radancy.first_request(SITE)
    return radancy.parse(SITE, request, replace(answer(body), url=request.url))


def listed(html: str) -> list[RawJob]:
    whole = f'<section data-total-results="9">{html}</section>'
    parsed = read_first(as_json({"results": whole, "hasJobs": True}))
    assert parsed.problems == ()
    return [posting.detail.context.job for posting in parsed.postings if posting.detail]


def job_of(data: str) -> RawJob:
    (posting,) = walk(SITE, board([row(IDS[0])], data=data)).postings
    assert posting.job is not None
    return posting.job


# The requests.


@pytest.mark.parametrize("identifier", ["jobs.acme.com", "jobs.acme.com/en"])
def test_the_language_of_a_site_is_part_of_its_address(identifier: str) -> None:
    assert radancy.first_request(source("radancy", identifier)).url == (
        f"https://{identifier}/search-jobs/results?CurrentPage=1&RecordsPerPage=100&SearchResultsModuleName=Search+Results"
    )


def test_a_postings_page_is_asked_for_as_people_do() -> None:
    found = walk(SITE, board([row(IDS[0])]))
    assert found.requests[-1].url == f"https://jobs.acme.com/job/chico/sales/117/{IDS[0]}"
    assert found.requests[-1].audience is Audience.PAGE


# The recorded answers.


@pytest.mark.parametrize(("name", "total"), [("aldi", 1213), ("att", 2171), ("disney", 800), ("tenethealth", 3359)])
def test_a_recorded_answer_is_read_field_by_field(corpus: Corpus, name: str, total: int) -> None:
    html: str = corpus.json(f"radancy/{name}_results.json")["results"]
    links = re.findall(r'<a href="([^"]+)" data-job-id="(\d+)"[^>]*>\s*(?:<h2>\s*)?([^<]+?)\s*<', html)
    places = re.findall(r'<span class="[^"]*\bjob-(?:location|address-list)"[^>]*>([^<]+)</span>', html)
    parsed = read_first(corpus.read(f"radancy/{name}_results.json"))
    assert (parsed.total, len(parsed.next), parsed.problems) == (total, -(-total // 6) - 1, ())
    jobs = [posting.detail.context.job for posting in parsed.postings if posting.detail]
    assert [(job.external_id, job.url) for job in jobs] == [
        (id_, f"https://jobs.acme.com{link}") for link, id_, _ in links
    ]
    assert [job.title for job in jobs] == [" ".join(unescape(title).split()) for *_, title in links]
    assert [" / ".join(job.locations) for job in jobs] == [" ".join(unescape(place).split()) for place in places]


# Fields.


def test_all_fields_of_a_posting() -> None:
    assert job_of(
        '<script type="application/ld+json">{"@type": "JobPosting", "title": "Other", "description": "<p>Sell.</p>",'
        ' "datePosted": "2026-07-27", "employmentType": "FULL_TIME", "jobLocation": {"address": "Elsewhere"}}</script>'
    ) == RawJob(
        external_id=IDS[0],
        title=f"Sales Consultant {IDS[0]}",
        locations=("Chico, California",),
        url=f"https://jobs.acme.com/job/chico/sales/117/{IDS[0]}",
        employment_type="FULL_TIME",
        posted_at=datetime(2026, 7, 27, tzinfo=UTC),
        description="<p>Sell.</p>",
    )


def test_a_page_without_json_ld_adds_nothing() -> None:
    assert (job_of("").title, job_of("").description) == (f"Sales Consultant {IDS[0]}", "")


def test_of_several_postings_on_a_page_only_one_of_the_same_title_counts() -> None:
    data = (
        '<script type="application/ld+json">[{{"@type": "JobPosting", "title": "Other", "description": "no"}},'
        ' {{"@type": "JobPosting", "title": "{}", "description": "yes"}}]</script>'
    )
    assert job_of(data.format(f"Sales Consultant {IDS[0]}")).description == "yes"
    assert job_of(data.format("Third")).description == ""


def test_a_title_may_be_one_of_several_things_in_a_link() -> None:
    link = (
        '<a href="/job/a/1" data-job-id="1"><h2>Cashier</h2><span class="job-address-list">4745 US-98,  Lakeland</span>'
        '<span class="job-info"><b>Category</b> | Store</span></a>'
    )
    (job,) = listed(link)
    assert (job.title, job.locations) == ("Cashier", ("4745 US-98, Lakeland",))


def test_several_places_are_apart_by_a_slash() -> None:
    (job,) = listed(row("1", place="Washington,  DC / New York,  New York"))
    assert job.locations == ("Washington, DC", "New York, New York")


def test_links_are_those_of_the_site_wherever_its_answer_came_from() -> None:
    page = replace(answer(as_json(results([row(IDS[0])], total=1))), url="http://127.0.0.1:8765/search-jobs/results")
    (posting,) = radancy.parse(SITE, radancy.first_request(SITE), page).postings
    assert posting.detail is not None
    assert posting.detail.url == f"https://jobs.acme.com/job/chico/sales/117/{IDS[0]}"


def test_two_links_to_a_posting_are_one_row() -> None:
    links = '<a href="/job/a/1" data-job-id="1"></a><a href="/job/a/1" data-job-id="1">Title</a>' + row("2")
    assert [(job.external_id, job.title) for job in listed(links)] == [("1", "Title"), ("2", "Sales Consultant 2")]


@pytest.mark.parametrize("href", ["https://evil.example/job/1", "javascript:x", "mailto:x"])
def test_a_link_that_leads_elsewhere_is_seen_only(href: str) -> None:
    html = f'<section data-total-results="1"><a href="{href}" data-job-id="1">Title</a></section>'
    parsed = read_first(as_json({"results": html, "hasJobs": True}))
    assert [(posting.external_id, posting.detail) for posting in parsed.postings] == [("1", None)]
    assert len(parsed.problems) == 1


def test_past_ten_thousand_postings_the_rest_is_lost() -> None:
    parsed = read_first(as_json(results([row(id_) for id_ in IDS], 21_232)))
    assert (parsed.total, parsed.lost, len(parsed.next)) == (21_232, 1, 10_000 // len(IDS) - 1)
    assert "out of reach" in parsed.problems[0]


@pytest.mark.parametrize(
    "body",
    [
        {"results": "", "hasJobs": True},
        {"results": "<p>Nothing</p>", "hasJobs": False},
        {"results": '<section data-total-results="5"></section>', "hasJobs": True},
        {"results": '<section data-total-results="many"></section>', "hasJobs": False},
        {"results": None},
        {"hasJobs": False},
    ],
)
def test_an_answer_without_total_or_promised_rows_is_no_list(body: object) -> None:
    with pytest.raises(BoardError, match=r"Radancy site jobs\.acme\.com: ") as caught:
        read_first(as_json(body))
    assert caught.value.kind is BoardFailure.UNREADABLE


def test_markup_that_is_too_deep_is_not_parsed() -> None:
    with pytest.raises(BoardError) as caught:
        read_first(as_json({"results": "<div>" * 100_000, "hasJobs": True}))
    assert caught.value.kind is BoardFailure.TOO_MANY


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (answer(b"", status=404, content_type="text/html"), BoardFailure.NOT_FOUND),
        (posting_page("7"), BoardFailure.UNREADABLE),
        (answer(b'{"a": 1}'), BoardFailure.UNREADABLE),
    ],
)
def test_a_page_that_is_not_the_postings_is_an_error(page: Page, kind: BoardFailure) -> None:
    detail = read_first(as_json(results([row(IDS[0])], 1))).postings[0].detail
    assert detail is not None
    with pytest.raises(BoardError, match=f"posting {IDS[0]} of Radancy site") as caught:
        radancy.parse(SITE, detail, page)
    assert caught.value.kind is kind


# Identifiers and detection.


@pytest.mark.parametrize("identifier", ["jobs.acme.com", "jobs.acme.com/fr", "jobs.acme.com/en-us"])
def test_a_host_and_its_language_are_accepted(identifier: str) -> None:
    assert radancy.check_identifier(identifier) is None


@pytest.mark.parametrize(
    "identifier", ["", "acme", "jobs.acme.com/", "jobs.acme.com/search-jobs", "https://jobs.acme.com"]
)
def test_what_is_no_site_is_refused_and_says_what_to_write(identifier: str) -> None:
    problem = radancy.check_identifier(identifier)
    assert problem is not None
    assert "write" in problem


def test_no_address_shows_that_it_is_a_site() -> None:
    assert radancy.detect("https://jobs.walgreens.com/en/search-jobs") is None


@pytest.mark.parametrize(
    ("address", "identifier"),
    [
        ("https://jobs.acme.com/search-jobs", "jobs.acme.com"),
        ("https://jobs.acme.com/en/job/chico/x/1/2", "jobs.acme.com/en"),
    ],
)
def test_a_page_with_the_vendors_files_is_the_site_that_it_says_it_is(address: str, identifier: str) -> None:
    html = f'<link rel="canonical" href="{address}"><script src="https://tbcdn.talentbrew.com/company/1/x.js"></script>'
    (found,) = radancy.detect_in(EmployerPage(html))
    assert (found.source.identifier, found.evidence) == (identifier, Evidence.EMBED)
    assert radancy.detect_in(EmployerPage(f'<link rel="canonical" href="{address}">')) == []
