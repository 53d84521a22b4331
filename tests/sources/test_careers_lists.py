"""Careers pages for people only: how a list of postings is found, learned, and read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.domain.page import Purpose, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.html import WebPage, parse_html
from jobscan.sources.systems.careers.learning import learn_list
from jobscan.sources.systems.careers.list_rows import select_rows
from jobscan.sources.systems.careers.selectors import selector_problem
from jobscan.sources.systems.careers.words import is_button, is_paper, names_job, read_place
from tests.fixtures.corpus import ORIGINALS, Corpus
from tests.sources.boards.careers import as_page, described
from tests.sources.pages import answer, source
from tests.sources.sample_board import Walked, routed, walk

URL = "https://acme.com/careers"
SITE = replace(source("careers", "acme.com/careers"), select="li.job")


def web_page(html: str | bytes, url: str = URL) -> WebPage:
    body = html if isinstance(html, bytes) else f"<!doctype html><html><body>{html}</body></html>".encode()
    return parse_html(replace(answer(body, content_type="text/html"), url=url), "page")


def learned(html: str | bytes, url: str = URL) -> tuple[str, list[tuple[str, str | None, str]]] | None:
    """Return the selector and the rows (title, place, address) of a page."""
    found = learn_list(web_page(html, url))
    return found and (found.selector, [(row.title, row.place, row.url) for row in found.rows])


# Recordings: what an independent reading of each page gives.

_VIGHT = "https://vightaero.com/join-us/"
_LIVINGSTON = (
    "PHS Custodian 2026 (2)|PHS Head Cheer Coach 26 27|Head Boys Basketball Coach 26 27"
    "|PHS Assistant Volleyball Coaches 2026|PHS Assistant Boys Basketball Coach 26 27"
    "|PHS Assistant Football Coach 2026 27|PHS Assistant Boys Soccer Coach 26 27 - Copy|PHS Math Teacher"
    "|PHS Counselor_WBL Coordinator|PHS BPA Advisor 2026 27|PHS HOSA Advisor 2026 27|SGMS Paraeducators 2026 27"
    "|SGMS Volleyball Coach 26 27|LEAP Program High Needs Paraeducator|New Chapter High Needs Paraeducator 26 27"
    "|After School Activity Coordinator|After School Program Aide|Relief Bus Driver 2025|Dish_Server_Cashiers 26"
    "|Food Service Cook"
).split("|")


def test_cards_whose_links_say_apply(corpus: Corpus) -> None:
    assert learned(corpus.read("careers-html-plain/vightaero_join-us.html"), _VIGHT) == (
        "article.role",
        [
            ("Founding GNC Engineer", "SF Bay Area, CA", f"{_VIGHT}gnc/"),
            ("Founding Propulsion Integration Engineer", "SF Bay Area, CA", f"{_VIGHT}propulsion/"),
            ("Chief Engineer", "SF Bay Area, CA", f"{_VIGHT}chief-engineer/"),
        ],
    )


def test_files_of_postings_and_not_the_forms_beside_them(corpus: Corpus) -> None:
    page = corpus.read("careers-html-plain/livingston_employment.html")
    found = learned(page, "https://www.livingston.k12.mt.us/apps/pages/index.jsp?uREC_ID=2055955")
    assert found is not None
    assert found[0] == "li.file-holder"
    assert [title for title, _, _ in found[1]] == _LIVINGSTON
    assert all(url.startswith("https://4.files.edl.io/") and url.endswith(".pdf") for _, _, url in found[1])


def test_postings_written_out_on_the_page_are_no_list(corpus: Corpus) -> None:
    assert learned(corpus.read("careers-html-plain/velontra_careers.html"), "https://velontra.com/careers/") is None


@pytest.mark.skipif(
    ORIGINALS is None, reason="these recordings are not taken in: they are large, or have numbers in their scripts"
)
@pytest.mark.parametrize(
    ("name", "url", "titles"),
    [
        ("hyl_job-board", "https://www.hyl.io/hiring/job-board", None),
        ("talentclue_decathlon_jobpage", "https://decathlon.talentclue.com/es/node/124223851/4590", None),
        (
            "iperionx_careers",
            "https://iperionx.com/careers/",
            "Manufacturing Engineer - Virginia|Quality Coordinator - Virginia|Production Supervisor - Night - Virginia"
            "|Advanced Manufacturing Engineer - Virginia|R&D Lab Technician - Virginia|Maintenance Manager - Virginia",
        ),
        (
            "reelementtech_careers",
            "https://reelementtech.com/careers",
            "Human Resources (HR) Manager|Environmental, Health & Safety (EHS) Manager",
        ),
        (
            "solideon_careers",
            "https://solideon.com/careers/",
            "CNC & Robot Operator|Sensor Fusion Software Engineer|Applications Engineer|Manufacturing Engineer",
        ),
    ],
)
def test_other_recorded_pages(name: str, url: str, titles: str | None) -> None:
    assert ORIGINALS is not None
    found = learned(ORIGINALS.read(f"careers-html-plain/{name}.html"), url)
    assert (found and [title for title, _, _ in found[1]]) == (titles and titles.split("|"))


# Pages in the shapes of recordings, and in those of widespread site builders.

_JOBS = ("Software Engineer", "Office Manager", "Koch (m/w/d)")


def rows(row: str) -> str:
    return "".join(row.format(title=title, n=number) for number, title in enumerate(_JOBS))


@pytest.mark.parametrize(
    ("html", "selector"),
    [
        (f"<h2>Open positions</h2><ul>{rows('<li class=job><a href=/x/{n}>{title}</a></li>')}</ul>", "li.job"),
        (
            "<h2>Jobs</h2><table><tr><th>Job</th><th>Place</th></tr>"
            + rows("<tr><td><a href=/x/{n}>{title}</a><td>Bonn, Germany<td><a href=/x/{n}/>Apply</a></tr>")
            + "</table>",
            "tbody > tr",
        ),
        (rows("<div class='css-1a2b3c opening'><h3>{title}</h3><a href=/x/{n}>Learn more</a></div>"), "div.opening"),
        (rows("<a class=card href=/x/{n}><span>{title}</span><span>Remote</span></a>"), "a.card"),
        (f"<div id=jobs>{rows('<p><a href=/x/{n}>{title}</a></p>')}</div><p>Mail us</p>", "#jobs > p"),
        (
            f"<ul class=openings>{rows('<li class=c{n}><a href=/x/{n}?utm_source=q>{title}</a></li>')}</ul>",
            "ul.openings > li",
        ),
    ],
)
def test_lists_are_found_by_names_that_stay(html: str, selector: str) -> None:
    found = learned(f"<nav><ul><li><a href=/a>Engineer</a><li><a href=/b>Cook</a></ul></nav>{html}")
    assert found is not None
    assert found[0] == selector
    assert [title for title, _, _ in found[1]] == list(_JOBS)
    assert [url.rstrip("/") for _, _, url in found[1]] == [f"https://acme.com/x/{number}" for number in range(3)]


@pytest.mark.parametrize(
    "html",
    [
        rows("<nav><a href=/x/{n}>{title}</a></nav>"),
        f"<footer><h2>Jobs</h2>{rows('<p><a href=/x/{n}>{title}</a></p>')}</footer>",
        f"<div class=main-menu>{rows('<a href=/x/{n}>{title}</a>')}</div>",
        "<ul class=lang>" + "".join(f"<li><a href=/{code}/careers>{code}</a>" for code in ("en", "de", "fr")) + "</ul>",
        "<h2>News</h2>" + rows("<div class=news-item><a href=/news/{n}>We hired a {title}</a></div>"),
        "<h2>Team</h2>" + rows("<div class=team-member><h3>{title}</h3><a href=/team/{n}>More</a></div>"),
        "<h2>Team</h2>" + rows("<div class=x><h3>Jane Doe {n}</h3>{title}<a href=/p/{n}>More</a></div>"),
        rows("<div class=x><h3>{title}</h3><a href=https://www.linkedin.com/in/{n}>Profile</a></div>"),
        rows("<li><a href=/products/{n}>{title} Suite</a></li>"),
        "".join(f"<li><a href=/x/{n}>{word}</a></li>" for n, word in enumerate(("Engineering", "Sales", "Culture"))),
        "<div class=job><a href=/x/1>Software Engineer</a></div>",
        rows("<div class=job><h3>{title}</h3><a href=/apply>Apply</a></div>"),
        rows("<div class=job><h3>{title}</h3><a href=mailto:{n}@acme.com>Apply</a></div>"),
        "",
    ],
)
def test_nothing_else_is_taken_for_one(html: str) -> None:
    assert learned(html) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Berlin, Germany", "Berlin, Germany"),
        ("Norfolk, VA", "Norfolk, VA"),
        ("Remote (EU)", "Remote (EU)"),
        ("Standort: Ulm", "Ulm"),
        ("Full time", None),
        ("Sales, Marketing", None),
    ],
)
def test_places_are_only_what_surely_is_one(words: str, expected: str | None) -> None:
    assert read_place(words) == expected


def test_words_are_told_apart() -> None:
    assert all(map(names_job, ("Senior Engineer", "Vertriebsmitarbeiter", "Bäcker:in", "Dish_Server_Cashiers", "Chef")))
    assert not any(map(names_job, ("Engineering", "About us", "Our values", "Read more")))
    assert all(map(is_button, ("Apply now", "Learn more →", "Mehr erfahren", "Details", "→")))
    assert not any(map(is_button, ("Application Engineer", "Cook", "Moreton Bay Driver")))
    assert is_paper("Certified Staff Application")
    assert not is_paper("Application Engineer")


@pytest.mark.parametrize("selector", ["", "li[[", "a >", "x" * 301, "li\n.job"])
def test_what_is_no_selector_is_told(selector: str) -> None:
    assert "CSS selector" in (selector_problem(selector) or "")


# Reading with a selector.


def walked(pages: dict[str, Any], *, select: str = "li.job") -> Walked:
    return walk(replace(SITE, select=select), routed(pages))


_LIST = (
    '<ul><li class=job><a href="/x/1?utm_source=q">Engineer</a> <span class=location>Bonn</span></li>'
    '<li class=job><a href="/files/2.pdf">Baker</a></li>'
    '<li class=job><a href="https://other.example/3">Cook</a></li></ul>'
)


def test_rows_are_postings_with_the_text_of_their_pages() -> None:
    found = walked({"careers": as_page(_LIST), "/x/1": as_page("<nav>Menu</nav><main><p>Build.</p></main>")})
    assert [request.purpose for request in found.requests] == [Purpose.LIST, Purpose.DETAIL]
    assert [
        (posting.external_id, posting.job.title, posting.job.locations, posting.job.description)
        for posting in found.postings
        if posting.job is not None
    ] == [
        ("https://acme.com/x/1", "Engineer", ("Bonn",), "<p>Build.</p>"),
        ("https://acme.com/files/2.pdf", "Baker", (), ""),
        ("https://other.example/3", "Cook", (), ""),
    ]


def test_what_a_page_describes_for_machines_stands_before_its_text() -> None:
    more = described("Other", datePosted="2026-01-02", jobLocation={"address": {"addressLocality": "Ulm"}})
    found = walked({"careers": as_page(_LIST), "/x/1": as_page(more)})
    job = found.postings[0].job
    assert job is not None
    assert (job.title, job.locations, str(job.posted_at)[:10]) == ("Engineer", ("Ulm",), "2026-01-02")


def test_a_page_without_a_main_part_gives_all_of_its_text() -> None:
    found = walked({"careers": as_page(_LIST), "/x/1": as_page("<p>Build.</p>")})
    assert found.postings[0].job is not None
    assert "Build." in found.postings[0].job.description


def test_an_answer_that_is_no_page_leaves_a_posting_without_text() -> None:
    found = walked({"careers": as_page(_LIST), "/x/1": answer(b"%PDF", content_type="application/pdf")})
    assert found.postings[0].job is not None
    assert (found.postings[0].job.title, found.postings[0].job.description) == ("Engineer", "")


def test_a_row_without_title_counts_as_seen() -> None:
    html = f'{_LIST}<ul><li class=job><a href="/files/4.pdf"></a></li></ul>'
    found = walked({"careers": as_page(html), "/x/1": as_page("<main>x</main>")})
    assert [posting.job is None for posting in found.postings] == [False, False, False, True]
    assert len(found.problems) == 1


def test_a_page_that_says_so_has_no_postings() -> None:
    assert (
        walked({"careers": as_page("<p>There are no open positions.</p><ul><li class=job>–</li></ul>")}).postings == []
    )


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<h1>Careers</h1>", "finds nothing, and the page does not say that nothing is open"),
        ("<ul><li class=job>Engineer<li class=job>Cook</ul>", "finds 2 elements, and most of them have no links"),
        ('<ul><li class=job><a href="/1"></a><li class=job><a href="/2"></a></ul>', "most of them have no titles"),
        ('<ul><li class=job><a href="/1">Cook</a><li class=job>A<li class=job>B</ul>', "have no links"),
    ],
)
def test_a_page_that_was_made_anew_is_an_error_that_says_what_to_do(html: str, reason: str) -> None:
    with pytest.raises(BoardError, match=reason) as caught:
        walked({"careers": as_page(html)})
    assert caught.value.kind is BoardFailure.UNREADABLE
    assert "`jobscan test-source https://acme.com/careers --select CSS`" in str(caught.value)
    assert "`jobscan add`" in str(caught.value)


def test_the_next_page_belongs_to_the_list() -> None:
    pages = {
        "careers?page=2": as_page('<ul><li class=job><a href="/b.pdf">Baker</a></ul><a rel=next href="?page=3">›</a>'),
        "careers?page=3": as_page("<p>Nothing more</p>"),
        "careers": as_page('<ul><li class=job><a href="/a.pdf">Cook</a></ul><a rel="next" href="?page=2">›</a>'),
    }
    found = walked(pages)
    assert [posting.external_id for posting in found.postings] == ["https://acme.com/a.pdf", "https://acme.com/b.pdf"]
    assert [request.purpose for request in found.requests] == [Purpose.LIST] * 3


def test_pages_that_do_not_end_are_refused() -> None:
    def endless(request: Request) -> bytes:
        number = int(request.url.partition("=")[2] or 1)
        row = f'<li class=job><a href="/{number}.pdf">Cook</a></li>'
        return f'{row}<a rel=next href="?page={number + 1}">›</a>'.encode()

    with pytest.raises(BoardError) as caught:
        walk(SITE, endless)
    assert caught.value.kind is BoardFailure.TOO_MANY


def test_more_rows_than_people_read_are_refused() -> None:
    html = "".join(f'<li class=job><a href="/{number}.pdf">Cook</a></li>' for number in range(2_001))
    with pytest.raises(BoardError) as caught:
        walked({"careers": as_page(html)})
    assert caught.value.kind is BoardFailure.TOO_MANY


def test_long_addresses_are_cut_to_ids_that_differ() -> None:
    html = "".join(f'<li class=job><a href="/{"x" * 300}{n}.pdf">Cook {n}</a></li>' for n in range(2))
    ids = {posting.external_id for posting in walked({"careers": as_page(html)}).postings}
    assert len(ids) == 2
    assert all(len(id_) <= 200 for id_ in ids)


def test_another_selector_is_another_reading() -> None:
    plain = Source(type="careers", identifier="acme.com/careers", name="Acme", base_url="https://b.example")
    readings = {plain.reading, replace(plain, select="a").reading, replace(plain, select="b").reading}
    assert (plain.reading, len(readings)) == ("https://b.example", 3)


# Hostile pages.

_TAGS = st.sampled_from(
    "<li class=job>|</li>|<a href=/x/1>|<a href='javascript:x'>|</a>|<div class='job title'>|</div>|Engineer|\x00"
    "|<h2>Jobs</h2>|<table><tr><td>|<a href=//[>|<a href=/jobs/2>Cook</a>|<p>|<ul>".split("|")
)


@settings(max_examples=150)
@given(st.lists(_TAGS, max_size=40))
def test_no_page_makes_learning_or_reading_fail(parts: list[str]) -> None:
    page = web_page("".join(parts))
    found = learn_list(page)
    if found is not None:
        assert select_rows(page, found.selector).rows == found.rows
        assert len({row.url for row in found.rows}) >= 2
        assert all(row.title for row in found.rows)
    select_rows(page, "li.job")


def _large() -> Iterator[str]:
    yield "".join(f"<li class=job><a href=/jobs/{n}>Engineer {n}</a>" for n in range(20_000))
    yield "<div class=job>" * 400 + "<a href=/jobs/1>Engineer</a>" * 20_000
    yield "".join(f"<div><a href=/jobs/{n}>Cook {n}</a></div>{'<p>x' * 20}" for n in range(5_000))
    yield "<div><a href=/jobs/1>Cook</a>" * 400 + "<b>x</b>" * 50_000
    yield f"<li class='{' '.join(f'c{n}' for n in range(5_000))}'><a href=/jobs/1>Cook</a></li>" * 40


@pytest.mark.parametrize("html", list(_large()), ids=["long", "deep", "wide", "deep and long", "classes"])
def test_a_large_page_is_read_within_bounds(html: str) -> None:
    page = web_page(html)
    learn_list(page)
    for selector in ("div", "li.job", "*"):
        assert len(select_rows(page, selector).rows) <= 2_000
