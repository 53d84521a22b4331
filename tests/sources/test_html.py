"""Web pages of a hostile server: what is refused, what its parts are."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.html import WebPage, inner_html, node_text, parse_fragment, parse_html
from tests.sources.pages import answer


def web_page(html: str | bytes, *, url: str = "https://acme.com/careers/", content_type: str = "text/html") -> WebPage:
    body = html.encode() if isinstance(html, str) else html
    return parse_html(replace(answer(body, content_type=content_type), url=url), "page of acme")


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<div>" * 100_000, "nested more than"),
        ("<b><p>" * 5_000, "nested more than"),
        ("<select>" + "<option>" * 300_000, "nested more than"),
        ("<svg>" + "<tr>" * 5_000, "nested more than"),
        ("<!-- </div> -->" + "<div><!-- </div> -->" * 5_000, "nested more than"),
        ('<i a="</div>"></i>' + "<div><i a='</div>'></i>" * 5_000, "nested more than"),
        ("<p>x</p>" * 250_000, "more than 400000 tags"),
        ("x<" + "y" * 5_000_000, "longer than any list"),
        ("<a " + " ".join(f"a{number}=1" for number in range(20_000)) + ">", "more than 300 attributes"),
        ("<a b='" * 300_000, "more than 300 attributes"),
    ],
    ids=["deep", "formatting", "options", "drawing", "comments", "values", "many", "long", "attributes", "quotes"],
)
def test_what_would_stop_the_parser_is_not_given_to_it(html: str, message: str) -> None:
    start = time.process_time()
    with pytest.raises(BoardError, match=message) as caught:
        web_page(html)
    assert caught.value.kind is BoardFailure.TOO_MANY
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 500 + "</b>" * 300_000,
        "<p>" * 300_000,
        "<li>x" * 300_000,
        "<table>" + "<tr><td>x" * 150_000,
        "<a href='" + "x" * 3_000_000 + "'>y</a>",
        "<" * 1_000_000,
        "<!--" * 500_000,
        "&am" * 1_000_000 + "<p>",
        "".join(f"<a href=/{number}>x</a>" for number in range(100_000)),
    ],
    ids=["ends", "p", "li", "cells", "attribute", "brackets", "comments", "references", "links"],
)
def test_hostile_pages_cost_no_more_than_long_ones(html: str) -> None:
    start = time.process_time()
    page = web_page("<p>x</p>" + html)
    assert len(list(page.links())) <= 100_000
    assert page.text
    assert time.process_time() - start < 20


@pytest.mark.parametrize("body", [b"", b"null", b'{"a": "<p>"}', b"%PDF-1.4 <", b"plain text"])
def test_what_is_no_page_is_refused(body: bytes) -> None:
    with pytest.raises(BoardError, match="not a web page") as caught:
        web_page(body)
    assert caught.value.kind is BoardFailure.UNREADABLE


@pytest.mark.parametrize(("status", "kind"), [(404, BoardFailure.NOT_FOUND), (403, BoardFailure.FORBIDDEN)])
def test_a_page_that_is_not_there_is_an_error(status: int, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="try another") as caught:
        parse_html(answer(b"<p>x</p>", status=404), "page", missing="try another")
    assert caught.value.kind is BoardFailure.NOT_FOUND
    with pytest.raises(BoardError) as caught:
        parse_html(answer(b"<p>x</p>", status=status), "page")
    assert caught.value.kind is kind


def test_links_are_absolute_and_web_addresses_only() -> None:
    page = web_page(
        "<a href='/jobs/1#x'>1</a><a href=2?a=b>2</a><a href='//b.com/3'>3</a><a href='mailto:a@b.com'>m</a>"
        "<a href='javascript:x'>j</a><a name=x>n</a><a href='https://c.com:99999/'>p</a><a href='http://[x'>q</a>"
    )
    found = [url for _, url in page.links()]
    assert found == ["https://acme.com/jobs/1", "https://acme.com/careers/2?a=b", "https://b.com/3"]


def test_a_base_moves_links() -> None:
    page = web_page("<base href='/other/'><a href='x'>1</a>")
    assert [url for _, url in page.links()] == ["https://acme.com/other/x"]


def test_texts_are_clean_lines_without_scripts() -> None:
    page = web_page("<h1> Our\n <b>Jobs</b><script>x()</script></h1><ul><li>a</li><li>b<br>c</li></ul><style>y</style>")
    heading = page.first("h1")
    assert heading is not None
    assert (node_text(heading), inner_html(heading)[:13]) == ("Our Jobs", " Our\n <b>Jobs")
    assert page.visible_title == "Our Jobs"
    assert page.text == "Our Jobs a b c"


@pytest.mark.parametrize(
    ("html", "title"),
    [("<title>Jobs | Acme</title><p>x", "Jobs | Acme"), ("<title>x</title><h1>Jobs</h1>", "Jobs"), ("<p>x", "")],
)
def test_a_page_is_called_by_its_heading_or_its_title(html: str, title: str) -> None:
    assert web_page(html).visible_title == title


def test_the_encoding_is_found_in_the_page() -> None:
    assert web_page("<meta charset='iso-8859-1'><h1>Zürich</h1>".encode("latin-1")).visible_title == "Zürich"
    assert (
        web_page("<h1>Zürich</h1>".encode("latin-1"), content_type="text/html; charset=latin1").visible_title
        == "Zürich"
    )


def test_scripts_are_found_by_type_and_the_language_by_its_attribute() -> None:
    page = web_page('<html lang="de-CH"><script type="application/json; x">{"a": "</b>"}</script><script>x</script>')
    assert list(page.scripts("application/json")) == ['{"a": "</b>"}']
    assert (page.language, web_page("<p>x").language) == ("de-CH", None)


def test_a_fragment_is_parsed_with_the_same_bounds() -> None:
    fragment = parse_fragment("<a href=x>y</a>", "https://acme.com/")
    assert fragment is not None
    assert [url for _, url in fragment.links()] == ["https://acme.com/x"]
    assert parse_fragment("<div>" * 1_000, "https://acme.com/") is None
