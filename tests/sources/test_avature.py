"""Avature's quirks, each by name; the facts are from recordings and from public reports."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jobscan.domain.job import Markup, RawJob
from jobscan.domain.page import Audience, Page
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import avature
from tests.fixtures.corpus import ORIGINALS, Corpus
from tests.sources.boards.avature import HEAD, IDS, SIZE, board, row, search_page
from tests.sources.pages import answer, source
from tests.sources.sample_board import walk

SITE = source("avature", "acme/careers")


def read_page(page: Page, identifier: str = "acme/careers", *, url: str | None = None) -> ParsedPage:
    site = source("avature", identifier)
    request = avature.first_request(site)
    return avature.parse(site, request, replace(page, url=url or request.url))


def listed(parsed: ParsedPage) -> list[RawJob]:
    assert parsed.problems == ()
    return [posting.detail.context.job for posting in parsed.postings if posting.detail]


def job_with(subtitle: str) -> RawJob:
    return listed(read_page(search_page([row("1", subtitle=subtitle)])))[0]


# The requests.


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("ally/careers", "https://ally.avature.net/careers"),
        ("zungfu/en_US/careers", "https://zungfu.avature.net/en_US/careers"),
        ("jobs.colorado.edu/jobs", "https://jobs.colorado.edu/jobs"),
    ],
)
def test_a_section_is_searched_as_people_do(identifier: str, address: str) -> None:
    request = avature.first_request(source("avature", identifier))
    assert (request.url, request.audience) == (f"{address}/SearchJobs/?jobOffset=0", Audience.PAGE)
    assert (request.limit.concurrency, request.limit.per_second) == (2, 1.0)


def test_with_a_legend_all_pages_are_asked_for_at_once() -> None:
    parsed = read_page(search_page([row("1"), row("2")], legend="Displaying 1-2 of 5 results"))
    assert [request.url.rpartition("=")[2] for request in parsed.next] == ["2", "4"]
    assert parsed.total == 5


def test_without_a_legend_each_page_leads_to_the_next() -> None:
    found = walk(SITE, board([row(id_) for id_ in IDS], has_legend=False))
    assert [posting.external_id for posting in found.postings] == list(IDS)
    offsets = [request.url.rpartition("=")[2] for request in found.requests if "jobOffset" in request.url]
    assert (offsets, found.total, SIZE) == (["0", "2", "4"], None, 2)


@pytest.mark.parametrize("legend", ["", "0 results", "Page 1 of 3", "2-3 of 5 results", "1-9 of 20", "1 - 2 von 1"])
def test_a_legend_that_does_not_fit_the_rows_is_none(legend: str) -> None:
    assert read_page(search_page([row("1"), row("2")], legend=legend)).total is None


def test_past_two_thousand_postings_the_rest_is_lost() -> None:
    parsed = read_page(search_page([row("1"), row("2")], legend="1-2 of 5,000 results"))
    assert (parsed.total, parsed.lost, len(parsed.next)) == (5_000, 1, 1_000)
    assert "out of reach" in parsed.problems[0]
    link = '<a href="https://acme.avature.net/careers/SearchJobs/?jobOffset=2010">next</a>'
    parsed = read_page(search_page([row("1")], links=link))
    assert (parsed.total, parsed.lost, parsed.next) == (None, 1, ())


# The recorded pages.


def test_a_recorded_page_of_the_newer_design_is_read_field_by_field() -> None:
    if ORIGINALS is not None:
        text = ORIGINALS.read("avature/ally_search_offset0.html").decode()
        link = r'<a href="(https://ally\.avature\.net/careers/JobDetail/[^"]+/(\d+))">\s*([^<]+?)\s*</a>'
        parsed = read_page(answer(text.encode(), content_type="text/html"), "ally/careers")
        jobs = listed(parsed)
        assert (parsed.total, len(parsed.next)) == (65, 10)
        assert [(job.url, job.external_id, job.title) for job in jobs] == [
            (url, id_, html.unescape(title)) for url, id_, title in re.findall(link, text)
        ]
        assert jobs[0].locations == ("Charlotte, NC, USA",)
        assert jobs[0].posted_at == datetime(2026, 7, 28, tzinfo=UTC)
        assert all(job.locations and job.posted_at and job.description for job in jobs)


def test_a_recorded_page_of_an_older_design_is_read_field_by_field() -> None:
    if ORIGINALS is not None:
        text = ORIGINALS.read("avature/landolakes_search_offset0.html").decode()
        titles = re.findall(r'<p class="jobTitle">\s*<a href="[^"]+/(\d+)"[^>]*>([^<]+)</a>', text)
        places = re.findall(r'<span class="locationText">([^<]*)</span>', text)
        parsed = read_page(answer(text.encode(), content_type="text/html"), "lol/Careers")
        assert (parsed.total, [request.url for request in parsed.next]) == (
            None,
            ["https://lol.avature.net/Careers/SearchJobs/?jobOffset=10"],
        )
        assert [(job.external_id, job.title) for job in listed(parsed)] == [
            (id_, " ".join(html.unescape(title).split())) for id_, title in titles
        ]
        assert [", ".join(job.locations) for job in listed(parsed)] == [" ".join(place.split()) for place in places]


def test_recorded_pages_without_a_rule_for_their_values_have_no_places() -> None:
    if ORIGINALS is not None:
        body = ORIGINALS.read("avature/cuboulder_search_offset0.html")
        parsed = read_page(answer(body, content_type="text/html"), "jobs.colorado.edu/jobs")
        assert (parsed.total, len(parsed.postings), len(parsed.next)) == (69, 25, 2)
        assert {job.locations for job in listed(parsed)} == {()}
        assert listed(parsed)[0].posted_at == datetime(2026, 7, 28, tzinfo=UTC)


def test_a_recorded_page_past_the_end_is_no_empty_board() -> None:
    if ORIGINALS is not None:
        page = answer(ORIGINALS.read("avature/ally_search_offset66.html"), content_type="text/html")
        (later, *_) = read_page(search_page([row("1")], legend="1-1 of 2")).next
        with pytest.raises(BoardError, match="no search page with postings"):
            avature.parse(SITE, later, page)


# Fields.


def test_all_fields_of_a_posting() -> None:
    found = walk(SITE, board([row("17055")]))
    assert [posting.job for posting in found.postings] == [
        RawJob(
            external_id="17055",
            title="Auditor 17055",
            locations=("Charlotte, NC",),
            url="https://acme.avature.net/careers/JobDetail/Auditor/17055",
            posted_at=datetime(2026, 7, 28, tzinfo=UTC),
            description="<p>Audit.</p>",
        )
    ]


def test_of_a_page_without_json_ld_the_lists_text_stays() -> None:
    detail = read_page(search_page([row("17055")])).postings[0].detail
    assert detail is not None
    (posting,) = avature.parse(
        SITE, detail, answer(b"<html><p>Job 17055</p></html>", content_type="text/html")
    ).postings
    assert posting.job is not None
    assert (posting.job.description, posting.job.markup) == ("We are looking for somebody who", Markup.TEXT)


@pytest.mark.parametrize(
    ("subtitle", "places"),
    [
        ("<span>A</span><span>B</span><span>Ref #1</span><span>x</span>", ("A, B",)),
        ("<span>A</span><span>Posted 1-Jul-2026</span>", ("A",)),
        ("<span>City: A</span>", ()),
        ("<span>Sales</span><span>Full-Time</span>", ()),
        ('<span class="locationText">Uganda</span><span>x</span>', ("Uganda",)),
        ('<span class="list-item-location">Reading</span>', ("Reading",)),
    ],
)
def test_values_without_names_are_places_only_before_one_with_a_name(subtitle: str, places: tuple[str, ...]) -> None:
    assert job_with(subtitle).locations == places


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Posted Jul-28-2026", datetime(2026, 7, 28, tzinfo=UTC)),
        ("Posted: 10-Jul-2025", datetime(2025, 7, 10, tzinfo=UTC)),
        ("Date Posted: 28-Jul-2026", datetime(2026, 7, 28, tzinfo=UTC)),
        ("Posting End Date: 04-Aug-2026", None),
        ("Apply by 04-Aug-2026", None),
        ("Posted 31-Feb-2026", None),
        ("Posted Xyz-01-2026", None),
    ],
)
def test_the_day_is_the_one_that_is_called_posted(written: str, day: datetime | None) -> None:
    assert job_with(f"<span>{written}</span>").posted_at == day


@pytest.mark.parametrize(
    "link",
    [
        "https://www.facebook.com/sharer?u=https://acme.avature.net/careers/JobDetail/x/1",
        "https://other.avature.net/careers/JobDetail/x/1",
        "https://acme.avature.net/careers/JobDetail/x",
        "https://acme.avature.net/careers/ApplicationMethods?jobId=1",
    ],
)
def test_links_that_lead_elsewhere_are_no_postings(link: str) -> None:
    assert read_page(search_page([f'<a href="{link}">x</a>'])).postings == ()


def test_a_site_may_lead_to_the_employers_own_host() -> None:
    page = search_page(['<a href="https://jobs.ea.com/en_US/careers/JobDetail/Artist/12?x=y">Artist</a>'])
    (job,) = listed(read_page(page, url="https://jobs.ea.com/en_US/careers/SearchJobs/?jobOffset=0"))
    assert job.url == "https://jobs.ea.com/en_US/careers/JobDetail/Artist/12"


@pytest.mark.parametrize(
    "page",
    [
        search_page([], head=""),
        search_page([], head=HEAD.replace("SearchJobs", "Error")),
        answer(b"", status=202, content_type="text/html"),
        answer(b"", content_type="text/html"),
    ],
)
def test_a_page_without_postings_that_is_no_search_is_no_board(page: Page) -> None:
    with pytest.raises(BoardError, match="Avature site acme/careers: "):
        read_page(page)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (answer(b"", status=404, content_type="text/html"), BoardFailure.NOT_FOUND),
        (answer(b"<html>Log in</html>", content_type="text/html"), BoardFailure.UNREADABLE),
    ],
)
def test_a_page_that_is_not_the_postings_is_an_error(page: Page, kind: BoardFailure) -> None:
    detail = read_page(search_page([row("17055")])).postings[0].detail
    assert detail is not None
    with pytest.raises(BoardError, match="posting 17055 of Avature site") as caught:
        avature.parse(SITE, detail, page)
    assert caught.value.kind is kind


# Identifiers and detection.


@pytest.mark.parametrize("identifier", ["ally/careers", "zungfu/en_US/careers", "jobs.ea.com/jobs", "lol/Careers"])
def test_a_name_or_host_with_a_section_is_accepted(identifier: str) -> None:
    assert avature.check_identifier(identifier) is None


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "ally",
        "ally/",
        "ally.avature.net/careers",
        "ally/careers/SearchJobs",
        "ally/SearchJobs",
        "https://a/b",
        "A/b",
    ],
)
def test_what_names_no_section_is_refused_and_says_what_to_write(identifier: str) -> None:
    problem = avature.check_identifier(identifier)
    assert problem is not None
    assert "write" in problem


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://ally.avature.net/careers/SearchJobs/?jobOffset=6", "ally/careers"),
        ("https://ally.avature.net/careers/JobDetail/Field-Auditor/17122", "ally/careers"),
        ("https://zungfu.avature.net/en_US/careers/SearchJobs", "zungfu/en_US/careers"),
        ("https://astellasjapan.avature.net/ja_JP/careers", "astellasjapan/ja_JP/careers"),
        ("https://lol.avature.net/Careers/SearchJobs", "lol/Careers"),
        ("https://aesc.avature.net", "aesc/careers"),
        ("https://aesc.avature.net/en_US", "aesc/en_US/careers"),
    ],
)
def test_a_site_is_recognised_by_its_section(url: str, identifier: str) -> None:
    found = avature.detect(url)
    assert found is not None
    assert found.identifier == identifier


@pytest.mark.parametrize(
    "url", ["https://www.avature.net/careers", "https://avature.net", "https://jobs.ea.com/careers"]
)
def test_other_hosts_are_not_recognised(url: str) -> None:
    assert avature.detect(url) is None


def test_among_all_known_careers_addresses_only_avatures_are_recognised(corpus: Corpus) -> None:
    urls = [one["board_url"] for one in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    ours = {url for url in urls if ".avature.net" in url}
    assert len(ours) == 3
    assert {url for url in urls if avature.detect(url)} == ours


def test_a_page_of_a_site_on_its_own_host_is_recognised_by_its_head() -> None:
    own = '<meta property="og:url" content="https://jobs.colorado.edu/jobs/SearchJobs/?jobOffset=0" />'
    (found,) = avature.detect_in(EmployerPage(HEAD + own))
    assert (found.source.identifier, found.evidence) == ("jobs.colorado.edu/jobs", Evidence.EMBED)
    assert avature.detect_in(EmployerPage(own)) == []
    assert avature.detect_in(EmployerPage(HEAD)) == []
