"""The quirks of iCIMS, each by name; the facts are from recordings."""

from __future__ import annotations

import re

import pytest

from jobscan.domain.page import Audience
from jobscan.exceptions import BoardError
from jobscan.sources.systems import icims
from tests.fixtures.corpus import Corpus
from tests.sources.boards.careers import as_page, described
from tests.sources.boards.icims import BOARD, card, listed
from tests.sources.pages import answer, read, source
from tests.sources.sample_board import routed, walk

FIELD = '<div class="iCIMS_JobHeaderTag"><dt>{}</dt><dd>{}</dd></div>'


def test_everything_is_asked_for_in_a_frame_as_pages_for_people() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert requests[0].url == "https://careers-acme.icims.com/jobs/search?ss=1&in_iframe=1&pr=0"
    assert all("in_iframe=1" in request.url and request.audience is Audience.PAGE for request in requests)


@pytest.mark.parametrize(
    ("name", "portal", "day"),
    [("uscareers-fujifilm_search_2", "uscareers-fujifilm", "2026-09-22"), ("wipfli_search", "careers-wipfli", None)],
)
def test_recorded_lists_are_read_in_both_skins(corpus: Corpus, name: str, portal: str, day: str | None) -> None:
    body = corpus.read(f"icims/{name}.html")
    parsed = icims.parse(source("icims", portal), icims.first_request(source("icims", portal)), answer(body))
    text = body.decode()
    assert [posting.external_id for posting in parsed.postings] == re.findall(r"/jobs/(\d+)/", text)
    titles = [" ".join(title.split()) for title in re.findall(r"<h3 ?>(.*?)</h3>", text, re.DOTALL)]
    assert [posting.face.title for posting in parsed.postings if posting.face] == titles
    details = [posting.detail for posting in parsed.postings if posting.detail]
    assert len(details) == 2
    for detail in details:
        row = detail.context[2]
        assert (str(row.posted_at)[:10] if row.posted_at else None) == day
        assert (row.employment_type, row.workplace) == (("Full-time", "On Site") if day else (None, None))
        assert row.places == (() if day else ("US",))


def test_a_recorded_posting_is_read(corpus: Corpus) -> None:
    page = answer(corpus.read("icims/sig_job_detail_jsonld.html"), content_type="text/html")
    link = card("11169", "Intern").replace("careers-acme", "careers-sig")
    pages = {"pr=0": as_page(listed(link)), "/jobs/11169/": page}
    (posting,) = walk(source("icims", "careers-sig"), routed(pages)).postings
    assert posting.job is not None
    assert (posting.job.locations, str(posting.job.posted_at)[:10]) == (("Hong Kong, HK",), "2026-07-06")
    assert (posting.job.employment_type, posting.job.url) == (None, "https://careers-sig.icims.com/jobs/11169/x/job")
    assert len(posting.job.description) > 1_000


def test_labels_tell_what_a_row_says() -> None:
    more = FIELD.format("Job Location", "US-VA-Fairfax") + FIELD.format("Category", "IT") + FIELD.format("ID", "2026-1")
    pages = {"pr=0": as_page(listed(card("1", "Engineer", more))), "/jobs/1/": as_page(described(None))}
    (posting,) = walk(BOARD.source, routed(pages)).postings
    assert posting.job is not None
    assert (posting.job.title, posting.job.locations, posting.job.department) == ("Engineer", ("US-VA-Fairfax",), "IT")


def test_how_long_ago_a_posting_was_made_changes_no_fingerprint() -> None:
    def print_of(words: str, title: str) -> str:
        more = f'<div class="header right"><span title="{title}">{words}</span></div>'
        return read("icims", as_page(listed(card("1", "x", more))).body).postings[0].fingerprint

    assert print_of("2 days ago", "9/22/2026 6:43 AM") == print_of("3 days ago", "9/22/2026 6:43 AM")


def test_another_employers_posting_is_none_of_ours() -> None:
    pages = {
        "pr=0": as_page(listed(card("1", "x"))),
        "/jobs/1/": as_page(described("x", url="https://a.icims.com/jobs/1")),
    }
    with pytest.raises(BoardError, match="another employer"):
        walk(BOARD.source, routed(pages))


@pytest.mark.parametrize("page", ["Page 1 of 2", "Page 2 of 2"])
def test_another_page_than_asked_for_is_an_error(page: str) -> None:
    rows = (card("2", "Baker"),) if page == "Page 1 of 2" else ()
    pages = {"pr=0": as_page(listed(card("1", "x"), page="Page 1 of 2")), "pr=1": as_page(listed(*rows, page=page))}
    with pytest.raises(BoardError, match="came for page 2"):
        walk(BOARD.source, routed({**pages, "/jobs/": as_page(described("x"))}))


def test_links_say_how_many_pages_there_are_where_words_do_not() -> None:
    links = '<div class="iCIMS_Paging"><a href="/jobs/search?pr=0&a=1">1</a><a href="/jobs/search?pr=2&x">3</a></div>'
    parsed = read("icims", as_page(listed(card("1", "x"), page="Seite") + links).body, identifier="careers-acme")
    assert [request.context for request in parsed.next] == [1, 2]


@pytest.mark.parametrize(
    ("url", "identifier", "name"),
    [
        ("https://careers-acme.icims.com/jobs/intro?hashed=1", "careers-acme", "Acme"),
        ("https://careers-acme.icims.com/jobs/8214/x/job", "careers-acme", "Acme"),
        ("https://external-92y.icims.com", "external-92y", "92y"),
        ("https://acme-labs.icims.com/", "acme-labs", "Acme Labs"),
    ],
)
def test_a_portal_is_recognised_by_each_of_its_urls(url: str, identifier: str, name: str) -> None:
    found = icims.detect(url)
    assert found is not None
    assert (found.identifier, found.name) == (identifier, name)


@pytest.mark.parametrize("url", ["https://www.icims.com/careers", "https://icims.com", "https://a.b.icims.com/", "x"])
def test_what_names_no_portal_is_not_recognised(url: str) -> None:
    assert icims.detect(url) is None


@pytest.mark.parametrize("identifier", ["", "Careers-acme", "careers-acme.icims.com", "a/b"])
def test_what_is_no_name_is_told(identifier: str) -> None:
    assert '"careers-acme"' in (icims.check_identifier(identifier) or "")
