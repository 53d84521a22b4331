"""NEOGOV's quirks, each by name; the facts are from recordings."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from jobscan.domain.job import PayInterval, Salary
from jobscan.domain.page import Audience, Page
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import neogov
from tests.fixtures.corpus import Corpus
from tests.sources.boards.careers import as_page, described
from tests.sources.boards.neogov import card, feed, fragment, item, table_row
from tests.sources.pages import answer, jobs, read, source
from tests.sources.sample_board import Answers, routed, walk

BOARD = source("neogov", "michigan")
LIST = "/".join(("careers", "home", "index"))


def read_at(body: bytes, date: str | None) -> ParsedPage:
    page = answer(body, content_type="text/xml")
    headers = {**page.headers, **({"date": date} if date else {})}
    return neogov.parse(BOARD, neogov.first_request(BOARD), replace(page, headers=headers))


def test_the_feed_is_one_request() -> None:
    request = neogov.first_request(BOARD)
    assert request.url == "https://agency.governmentjobs.com/jobfeed.cfm?agency=michigan"


@pytest.mark.parametrize("name", ["michigan_expired", "michigan_sample"])
def test_recorded_feeds_are_read(corpus: Corpus, name: str) -> None:
    body = corpus.read(f"rss-neogov/{name}.rss")
    found = jobs(read_at(body, None))
    items = re.findall(r"<item .*?</item>", body.decode(), re.DOTALL)
    assert len(found) == len(items)
    for job, written in zip(found, items, strict=True):
        fields = {name: html.unescape(text.strip()) for name, text in re.findall(r"<(?:\w+:)?(\w+)>([^<]*)</", written)}
        assert (job.external_id, job.title) == (fields["jobId"], fields["title"])
        assert job.locations == (f"{fields['location']}, {fields['state']}",)
        assert (job.department, job.employment_type) == (fields["department"], fields["jobType"])
        assert (job.posted_at is None) == ("Invalid" in job.title)
        assert job.url == fields["link"]
        assert job.description == fields["description"]


def test_pay_of_a_recording(corpus: Corpus) -> None:
    (job,) = jobs(read_at(corpus.read("rss-neogov/michigan_expired.rss"), None))
    assert job.salary is not None
    assert (job.salary.minimum, job.salary.currency, job.salary.interval) == (37.33, "USD", PayInterval.HOUR)


@pytest.mark.parametrize(
    ("date", "postings"),
    [("Tue, 13 Mar 2012 10:00:00 GMT", 1), ("Thu, 15 Mar 2012 10:00:00 GMT", 0), (None, 1), ("soon", 1)],
)
def test_what_is_over_is_left_out_by_the_clock_of_the_server(corpus: Corpus, date: str | None, postings: int) -> None:
    parsed = read_at(corpus.read("rss-neogov/michigan_expired.rss"), date)
    assert (len(parsed.postings), parsed.lost, parsed.problems) == (postings, 0, ())


@pytest.mark.parametrize(
    ("fields", "salary"),
    [
        ({"minimumSalary": "Not Displayed", "maximumSalary": ""}, None),
        (
            {"minimumSalary": "1000", "maximumSalary": "2000", "salaryCurrency": "USD", "salaryInterval": "Month"},
            Salary(1000, 2000, "USD", PayInterval.MONTH),
        ),
    ],
)
def test_pay_is_read_where_it_is_shown(fields: dict[str, str], salary: Salary | None) -> None:
    assert jobs(read("neogov", feed(item("1", "x", **fields))))[0].salary == salary


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"<rss></rss>", b"<rss><channel>", b"null"])
def test_what_is_no_feed_is_no_empty_agency(body: bytes) -> None:
    with pytest.raises(BoardError, match="NEOGOV agency acme"):
        read("neogov", body)


# The list.

SCHOOL = source("neogov", "schooljobs.com/acme")
TEN = tuple(card(str(100 + number), f"Engineer {number}") for number in range(10))
DETAIL = as_page(described("Engineer", datePosted="2026-09-21"))


def school(*pages: Page) -> Answers:
    """Answer for a school whose list has these pages."""
    return routed({f"&page={number}&": page for number, page in enumerate(pages, 1)} | {"/jobs/": DETAIL})


def test_a_list_is_asked_for_as_the_page_does_it() -> None:
    request = neogov.first_request(SCHOOL)
    assert request.url == (
        f"https://www.schooljobs.com/{LIST}?agency=acme&page=1&sort=PositionTitle&isDescendingSort=false"
    )
    assert (request.headers["X-Requested-With"], request.audience) == ("XMLHttpRequest", Audience.PAGE)


def test_a_list_is_read_page_by_page_and_each_posting_once() -> None:
    rows = table_row("100", "Engineer 0", "Helena, MT")
    found = walk(SCHOOL, school(fragment(*TEN, total=12, rows=rows), fragment(*TEN[:2], total=12)))
    assert (found.total, found.lost, found.problems) == (12, 0, [])
    first = found.postings[0].job
    assert first is not None
    assert (first.external_id, first.title, first.locations, first.department, str(first.posted_at)[:10]) == (
        "100",
        "Engineer 0",
        ("Helena, MT",),
        "Health",
        "2026-09-21",
    )
    assert first.url == "https://www.schooljobs.com/careers/acme/jobs/100/x"
    assert [posting.external_id for posting in found.postings] == [*(str(100 + n) for n in range(10)), "100", "101"]


def test_the_text_is_read_where_a_page_has_no_data() -> None:
    answers = routed({"&page=": fragment(TEN[0], total=1), "/jobs/": as_page('<div id="details-info"><p>Do</p></div>')})
    (posting,) = walk(SCHOOL, answers).postings
    assert posting.job is not None
    assert (posting.job.title, posting.job.description) == ("Engineer 0", "<p>Do</p>")


def test_what_a_card_says_changes_the_fingerprint() -> None:
    cards = [card("1", "x"), card("1", "y"), card("1", "x", place="Helena, MT"), card("1", "x").replace("Build", "Do")]
    found = {walk(SCHOOL, school(fragment(one, total=1))).postings[0].fingerprint for one in cards}
    assert len(found) == len(cards)


def test_an_agency_without_a_feed_is_read_by_its_list() -> None:
    for missing in (404, 410):
        answers = routed(
            {
                "jobfeed": as_page("<h1>Gone</h1>", status=missing),
                f"www.governmentjobs.com/{LIST}?agency=michigan&page=1": fragment(TEN[0], total=1),
                "/jobs/100/": DETAIL,
            }
        )
        found = walk(BOARD, answers)
        assert [posting.external_id for posting in found.postings] == ["100"], missing


@pytest.mark.parametrize("html", ['<span id="job-postings-number">0</span>', '<div class="jobs-not-found-container">'])
def test_an_empty_list_is_healthy(html: str) -> None:
    found = walk(SCHOOL, school(answer(html.encode(), content_type="text/html")))
    assert (found.postings, found.total) == ([], 0)


@pytest.mark.parametrize(
    "page",
    [
        as_page('<html><span id="job-postings-number">0</span> jobs found'),
        answer(b"<!DOCTYPE html>\n<html><body><div class='jobs-not-found-container'></div>", content_type="text/html"),
        fragment(*TEN, total=0),
        fragment(total=7),
        fragment(*TEN, total="many"),
        answer(b"<div>Please log in</div>", content_type="text/html"),
        answer(b"", content_type="text/html"),
        answer(b"null"),
        as_page("<h1>Error</h1>", status=404),
    ],
)
def test_the_frame_of_a_page_and_half_of_a_list_are_no_empty_list(page: Page) -> None:
    with pytest.raises(BoardError, match=r"NEOGOV agency schooljobs\.com/acme"):
        walk(SCHOOL, school(page))


def test_a_card_without_a_posting_of_its_own_is_lost() -> None:
    found = walk(SCHOOL, school(fragment(TEN[0].replace("/jobs/100/", "/x/"), TEN[1], total=2)))
    assert (len(found.postings), found.lost) == (1, 1)


def test_links_of_a_widget_name_the_school() -> None:
    # As recorded from a widget of another vendor, which marks each link with its visitor.
    link = (
        '<a href="https://www.schooljobs.com/careers/ummissoula/jobs/{}/x?visitor=1-2&session=3-4" class="jobs__box">'
    )
    page = EmployerPage("".join(map(link.format, (5414632, 5412075))))
    assert {found.source.identifier for found in neogov.detect_in(page)} == {"schooljobs.com/ummissoula"}


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://www.schooljobs.com/careers/UMMissoula/jobs/5414632/advisor?visitor=a&session=b", "ummissoula"),
        ("https://schooljobs.com/careers/ummissoula", "ummissoula"),
        (f"https://www.schooljobs.com/{LIST}?agency=ummissoula&page=2", "ummissoula"),
    ],
)
def test_a_school_is_not_the_agency_of_that_name(url: str, identifier: str) -> None:
    found = neogov.detect(url)
    assert found is not None
    assert (found.identifier, found.name) == (f"schooljobs.com/{identifier}", "Ummissoula")
    assert neogov.check_identifier(found.identifier) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://www.governmentjobs.com/careers/michigan",
        f"https://www.governmentjobs.com/{LIST}?agency=Michigan",
        "https://www.governmentjobs.com/careers/Michigan/jobs/5414632/advisor?pagetype=jobOpportunitiesJobs",
        "http://agency.governmentjobs.com/michigan/default.cfm?action=viewjob&jobid=282662",
        "https://agency.governmentjobs.com/jobfeed.cfm?agency=michigan",
    ],
)
def test_an_agency_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = neogov.detect(url)
    assert found is not None
    assert found.identifier == "michigan"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.governmentjobs.com/jobs",
        f"https://www.governmentjobs.com/{LIST}",
        "https://www.governmentjobs.com/careers/jobInfo/agencyJobDetails/1",
        "https://www.schooljobs.com/jobs",
        "https://neogov.com/a",
    ],
)
def test_what_names_no_agency_is_not_recognised(url: str) -> None:
    assert neogov.detect(url) is None


@pytest.mark.parametrize(
    "identifier", ["", "a b", "www.governmentjobs.com/careers/michigan", "-x", "governmentjobs.com/michigan"]
)
def test_what_is_no_name_is_told(identifier: str) -> None:
    assert '"michigan"' in (neogov.check_identifier(identifier) or "")
