"""Careers pages of no known system: what is read of them, and in which order."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from jobscan.domain.page import Audience
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources import detect_source
from jobscan.sources.systems.careers import adapter as careers
from tests.fixtures.corpus import Corpus
from tests.sources.boards.careers import BOARD, LINKS, as_page, described, site_map
from tests.sources.pages import answer, jobs, read, source
from tests.sources.sample_board import Walked, routed, walk

URL = "acme.com/careers"
SITE = source("careers", URL)


def walked(pages: dict[str, Any]) -> Walked:
    return walk(SITE, routed(pages))


def test_every_request_is_for_a_page_and_one_at_a_time() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert {request.audience for request in requests} == {Audience.PAGE}
    assert {(request.limit.name, request.limit.concurrency) for request in requests} == {("careers:acme.com", 1)}


# What the page describes itself.


def test_postings_of_the_page_itself_are_read_and_nothing_else_is_asked() -> None:
    page = as_page(
        described("A", identifier={"@type": "PropertyValue", "value": 7})
        + described("B", url="/jobs/b?utm_source=x")
        + described("C", jobLocation={"@type": "Place", "address": {"addressLocality": "Bonn"}})
        + LINKS
    )
    found = walked({URL: page})
    assert [posting.external_id for posting in found.postings][:2] == ["7", "https://acme.com/jobs/b"]
    assert re.fullmatch("[0-9a-f]{32}", found.postings[2].external_id)
    assert [posting.job.url for posting in found.postings if posting.job] == [
        "https://acme.com/careers",
        "https://acme.com/jobs/b?utm_source=x",
        "https://acme.com/careers",
    ]
    assert len(found.requests) == 1


def test_one_without_text_is_asked_for_at_its_own_page() -> None:
    found = walked(
        {URL: as_page(described("A", description="", url="/x/a")), "/x/a": as_page(described("A", description="Text"))}
    )
    (posting,) = found.postings
    assert posting.job is not None
    assert (posting.external_id, posting.job.description) == ("https://acme.com/x/a", "Text")


def test_one_without_title_counts_as_seen() -> None:
    found = walked({URL: as_page(described(None, identifier="1") + described("B", identifier="2"))})
    assert [(posting.external_id, posting.job is None) for posting in found.postings] == [("1", True), ("2", False)]
    assert len(found.problems) == 1


def test_a_script_that_cannot_be_read_is_named() -> None:
    found = walked({URL: as_page('<script type="application/ld+json">{</script>' + described("A"))})
    assert (len(found.postings), len(found.problems)) == (1, 1)


# Feeds.


FEED = (
    b"<rss version='2.0'><channel><title>Jobs</title><item><title>Engineer</title><link>https://acme.com/jobs/1</link>"
    b"<guid>g1</guid><description>&lt;p&gt;Build&lt;/p&gt;</description>"
    b"<pubDate>Fri, 27 Mar 2026 20:20:27 GMT</pubDate>"
    b"</item></channel></rss>"
)


def test_a_feed_of_postings_is_read() -> None:
    html = '<link rel="alternate" type="application/rss+xml" title="Our jobs" href="/feed.xml">' + LINKS
    found = walked({URL: as_page(html), "/feed.xml": answer(FEED)})
    (posting,) = found.postings
    assert posting.job is not None
    assert (posting.external_id, posting.job.title, posting.job.url) == ("g1", "Engineer", "https://acme.com/jobs/1")
    assert str(posting.job.posted_at)[:10] == "2026-03-27"


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/rss+xml" title="News" href="/feed.xml">',
        '<link rel="alternate" type="text/html" title="Jobs" href="/feed.xml">',
        '<link rel="alternate" type="application/rss+xml" title="Jobs" href="https://other.example/feed.xml">',
    ],
)
def test_other_feeds_are_left_alone(link: str) -> None:
    found = walk(SITE, lambda request: as_page(link + LINKS) if "careers" in request.url else BOARD.answers(request))
    assert not any("feed" in request.url for request in found.requests)


# Links and site maps.


def test_the_day_in_the_site_map_is_the_cheap_test() -> None:
    def prints(day: str) -> list[str]:
        pages = {
            URL: as_page(LINKS),
            "/sitemap.xml": site_map(("https://acme.com/jobs/1-engineer", day)),
            "/jobs/": as_page(described("x")),
        }
        return [posting.fingerprint for posting in walked(pages).postings]

    before, same, after = prints("2026-05-01"), prints("2026-05-01"), prints("2026-05-02")
    assert before == same
    assert (before[0] == after[0], before[1] == after[1]) == (False, True)


@pytest.mark.parametrize(
    "site_map_page", [as_page("x"), as_page("x", status=404), answer(b"<rss/>"), answer(b"<urlset>")]
)
def test_links_need_no_site_map(site_map_page: Any) -> None:
    found = walked({URL: as_page(LINKS), "/sitemap.xml": site_map_page, "/jobs/": as_page(described("x"))})
    assert [posting.external_id for posting in found.postings] == list(BOARD.ids)


def test_a_site_map_lists_postings_where_the_page_has_no_links() -> None:
    pages = site_map(
        ("https://acme.com/careers", ""),
        ("https://acme.com/jobs/9-cook", "2026-01-01"),
        ("https://acme.com/about/us", ""),
        ("https://other.example/jobs/1-x", ""),
    )
    found = walked({URL: as_page("<div id=app></div>"), "/sitemap.xml": pages, "/jobs/9": as_page(described("Cook"))})
    assert [posting.external_id for posting in found.postings] == ["https://acme.com/jobs/9-cook"]


def test_an_index_leads_to_the_maps_of_postings() -> None:
    index = answer(
        b"<sitemapindex><sitemap><loc>https://acme.com/news.xml</loc></sitemap>"
        b"<sitemap><loc>https://acme.com/map-jobs.xml</loc></sitemap></sitemapindex>"
    )
    pages = {
        URL: as_page("<div id=app></div>"),
        "/sitemap.xml": index,
        "/map-jobs.xml": site_map(("https://acme.com/jobs/9-cook", "")),
        "/jobs/9": as_page(described("Cook")),
    }
    assert [posting.external_id for posting in walked(pages).postings] == ["https://acme.com/jobs/9-cook"]
    assert walked({**pages, "/map-jobs.xml": site_map()}).postings == []


@pytest.mark.parametrize(
    ("link", "is_posting"),
    [
        ("/jobs/engineer", True),
        ("/careers/jobs/engineer", True),
        ("/de/stellenangebote/koch", True),
        ("/careers/12345-engineer", True),
        ("/careers/benefits", False),
        ("/careers/culture", False),
        ("/jobs", False),
        ("/jobs/search", False),
        ("/careers/jobs", False),
        ("/jobs/flyer.pdf", False),
        ("/about/team", False),
        ("https://www.acme.com/jobs/engineer", True),
        ("https://jobs.acme.com/job/engineer", True),
        ("https://linkedin.com/company/jobs/acme", False),
    ],
)
def test_addresses_of_postings_are_told_apart(link: str, is_posting: bool) -> None:
    pages = {
        "acme.com/start": as_page(f'<a href="{link}">x</a> no open positions'),
        "/sitemap.xml": site_map(),
        "/": as_page(described("x")),
    }
    assert bool(walk(source("careers", "acme.com/start"), routed(pages)).postings) is is_posting


# Nothing to read.


@pytest.mark.parametrize(
    "words",
    [
        "There are currently no open positions.",
        "No current vacancies",
        "We are not currently hiring",
        "Zurzeit haben wir keine offenen Stellen",
        "0 open positions",
        "We do not have any openings: no openings",
    ],
)
def test_a_page_that_says_so_is_empty(words: str) -> None:
    assert walked({URL: as_page(f"<h1>Jobs</h1><p>{words}</p>")}).postings == []


@pytest.mark.parametrize("html", ["<h1>Jobs</h1>", "<div id=root></div>", "Know openings, not jobs"])
def test_a_page_that_says_nothing_is_no_empty_one(html: str) -> None:
    with pytest.raises(BoardError, match="describes no posting for machines") as caught:
        walked({URL: as_page(html)})
    assert caught.value.kind is BoardFailure.UNREADABLE


def test_a_posting_page_without_data_is_named() -> None:
    with pytest.raises(BoardError, match=r"posting https://acme\.com/jobs/1-engineer of careers page"):
        walked({URL: as_page(LINKS), "/sitemap.xml": site_map(), "/jobs": as_page("<h1>Engineer</h1>")})


# Recordings.


def test_a_list_of_postings_without_ids_and_texts(corpus: Corpus) -> None:
    body = corpus.read("jsonld-html/avalanchefusion_open-positions.html")
    found = jobs(read("careers", body, identifier="avalanchefusion.com/careers/open-positions"))
    text = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body.decode(), re.DOTALL)[0]
    items = [entry["item"] for entry in json.loads(text)["mainEntity"]["itemListElement"]]
    assert [job.title for job in found] == [item["title"] for item in items]
    assert {job.company for job in found} == {"Avalanche Energy"}
    assert {job.locations for job in found} == {("Seattle, WA, US",)}
    assert len({job.external_id for job in found}) == 9


def test_a_graph_with_references(corpus: Corpus) -> None:
    (job,) = jobs(read("careers", corpus.read("jsonld-html/cvkeskus_bolt_graph.html"), identifier="www.cvkeskus.ee/x"))
    assert (job.title, job.company, job.locations) == ("AI / Agent Engineer", "Bolt Technology OÜ", ("Tallinn, EE",))
    assert (job.employment_type, str(job.posted_at)) == ("FULL_TIME", "2026-08-26 01:32:09+00:00")


def test_a_page_that_shows_its_postings_to_people_only_is_an_error(corpus: Corpus) -> None:
    page = answer(corpus.read("jsonld-html/mara_inc_careers_empty.html"), content_type="text/html")
    with pytest.raises(BoardError, match="describes no posting for machines"):
        walk(source("careers", "mara.inc/career"), routed({"mara.inc/career": page}))


def test_a_site_map_of_postings(corpus: Corpus) -> None:
    body = corpus.read("eightfold/amdocs_sitemap.xml")
    locs = re.findall(r"<loc>([^<]*/job/[^<]*)</loc>", body.decode())
    pages = {"sitemap.xml": answer(body), "/job/": as_page(described("x")), "careers": as_page("<div id=app></div>")}
    found = walk(source("careers", "jobs.amdocs.com/careers"), routed(pages))
    assert [posting.external_id for posting in found.postings] == locs


# Identifiers.


@pytest.mark.parametrize(
    "identifier", ["acme.com", "acme.com/careers", "jobs.acme.com/de/?team=x", "acme.com:8443/jobs"]
)
def test_an_address_without_scheme_is_an_identifier(identifier: str) -> None:
    assert careers.check_identifier(identifier) is None
    assert careers.first_request(source("careers", identifier)).url.startswith("https://")


@pytest.mark.parametrize(
    "identifier", ["", "https://acme.com", "acme", "acme.com/#jobs", "/careers", " acme.com", "a b.com", "me@acme.com"]
)
def test_what_is_no_address_is_told(identifier: str) -> None:
    assert "acme.com/careers" in (careers.check_identifier(identifier) or "")
    with pytest.raises(BoardError):
        careers.first_request(source("careers", identifier))


def test_an_address_is_taken_but_never_recognised_among_systems() -> None:
    found = careers.detect("https://www.acme.com/careers/?utm_source=x")
    assert found is not None
    assert (found.identifier, found.name) == ("www.acme.com/careers", "Acme")
    assert detect_source("https://www.acme.com/careers/") is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://127.0.0.1:8080/jobs", "127.0.0.1"),
        ("https://192.0.2.7", "192.0.2.7"),
        ("https://careers.acme.co.uk/jobs", "Acme"),
        ("https://big-corp.com/jobs", "Big Corp"),
    ],
)
def test_a_page_is_named_by_the_owner_of_its_host_or_by_the_host(url: str, name: str) -> None:
    found = careers.detect(url)
    assert found is not None
    assert found.name == name


def test_a_mail_address_is_no_page() -> None:
    assert careers.detect("mailto:a@b.com") is None
