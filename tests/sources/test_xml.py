"""XML of a hostile server: what is refused, what is put up with, which encoding it is in."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.feed import read_feed
from jobscan.sources.kit.xml import child_text, children_of, local_name, parse_xml
from tests.sources.pages import answer

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><r>&c;</r>'
)


def text_in(body: bytes, *, content_type: str = "text/xml") -> str | None:
    return child_text(parse_xml(answer(body, content_type=content_type), "board acme", "r"), "t")


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        (LAUGHS.encode(), BoardFailure.UNREADABLE, "document type"),
        (b'<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd"><r/>', BoardFailure.UNREADABLE, "document type"),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>', BoardFailure.UNREADABLE, "document type"),
        (b"<r>" * 100_000, BoardFailure.UNREADABLE, "nested more than"),
        (b"<r>" + b"<t/>" * 600_000 + b"</r>", BoardFailure.TOO_MANY, "not a plausible list"),
        (b"<!doctype html><html><body>", BoardFailure.UNREADABLE, "HTML page, not XML"),
        (b"<html><body></body></html>", BoardFailure.UNREADABLE, "HTML page"),
        (b"<r><t>half", BoardFailure.UNREADABLE, "not well-formed"),
        (b"<r><t></r>", BoardFailure.UNREADABLE, "not well-formed"),
        (b"<rss/>", BoardFailure.UNREADABLE, "'rss'"),
        (b"", BoardFailure.UNREADABLE, "empty"),
        (b"  \n", BoardFailure.UNREADABLE, "empty"),
        (b'{"jobs": []}', BoardFailure.UNREADABLE, "not XML"),
        (b"null", BoardFailure.UNREADABLE, "not XML"),
    ],
)
def test_what_is_no_feed_is_refused_and_says_why(body: bytes, kind: BoardFailure, message: str) -> None:
    with pytest.raises(BoardError, match=message) as caught:
        text_in(body)
    assert caught.value.kind is kind
    assert str(caught.value).startswith("board acme: ")


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("<r><t>Zürich</t></r>".encode(), "text/xml", "Zürich"),
        ("\ufeff<r><t>Zürich</t></r>".encode(), "text/xml; charset=iso-8859-1", "Zürich"),
        ("<r><t>Zürich</t></r>".encode("utf-16"), "text/xml", "Zürich"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><r><t>Zürich</t></r>'.encode("latin-1"), "text/xml", "Zürich"),
        ("<r><t>Zürich “x”</t></r>".encode("cp1252"), "text/xml; charset=ISO-8859-1", "Zürich “x”"),
        ("<r><t>Zürich</t></r>".encode(), "text/xml; charset=iso-8859-1", "Zürich"),
        ("<?xml version='1.0' encoding='windows-1251'?><r><t>Москва</t></r>".encode("cp1251"), "text/xml", "Москва"),
        (b"<?xml version='1.0' encoding='punycode'?><r><t>Bonn</t></r>", "text/xml", "Bonn"),
        ("<?xml version='1.0' encoding='utf-8'?><r><t>Zürich</t></r>".encode("latin-1"), "text/xml", "Z\ufffdrich"),
    ],
)
def test_the_encoding_is_found_by_mark_header_or_declaration(body: bytes, content_type: str, text: str) -> None:
    assert text_in(body, content_type=content_type) == text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("R&D", "R&D"),
        ("a &nbsp;b&rsquo;s &amp; &lt;c&gt;", "a \xa0b’s & <c>"),
        ("a&#11;b &#xB; &#65;", "a\ufffdb \ufffd A"),
        ("a\x0bb", "a\ufffdb"),
        ("<![CDATA[<p>R&D &nbsp;</p>]]>", "<p>R&D &nbsp;</p>"),
        ("<![CDATA[R&D]]> & <!-- & -->x", "R&D & x"),
        ("&unheard;", "&unheard;"),
    ],
)
def test_what_word_processors_leave_costs_no_board(inside: str, text: str) -> None:
    assert text_in(f"<r><t>{inside}</t></r>".encode()) == text


@pytest.mark.parametrize(
    "body",
    [
        b"<r a='" + b"x" * 5_000_000 + b"'><t>x</t></r>",
        b"<r>" + b"&amp;" * 1_000_000 + b"<t>x</t></r>",
        b"<r " + b" ".join(b"a%d='x'" % number for number in range(50_000)) + b"><t>x</t></r>",
        b"<r><![CDATA[" + b"<" * 2_000_000 + b"]]><t>x</t></r>",
    ],
    ids=["attribute", "references", "attributes", "cdata"],
)
def test_huge_parts_cost_no_more_than_long_ones(body: bytes) -> None:
    start = time.process_time()
    assert text_in(body) == "x"
    assert time.process_time() - start < 10


def test_names_are_without_namespaces() -> None:
    root = parse_xml(answer(b'<r xmlns="urn:a"><t xmlns="urn:b"> x <b>y</b></t><t/></r>'), "x", "r")
    assert (local_name(root), child_text(root, "t"), child_text(root, "none")) == ("r", "x y", None)
    assert [child.text for child in children_of(root, "t")] == [" x ", None]


RSS = """<rss version="2.0" xmlns:tt="urn:tt" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Jobs</title><atom:link href="self" rel="self"/>
<link>https://acme.com/jobs</link><language>en-us</language>
<item><title>Engineer &amp; more</title><link>/jobs/1</link><guid>1</guid>
<description>&lt;p&gt;Hi&lt;/p&gt;</description>
<pubDate>Fri, 27 Mar 2026 20:20:27 +0000</pubDate><category>A</category><category>B</category>
<tt:department>IT</tt:department></item>
<item><title>Two</title><guid>https://acme.com/jobs/2</guid><content:encoded>long</content:encoded><description>short</description>
<pubDate>Fri, 23 Sep 2011</pubDate></item><item/></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US"><title>Jobs</title><link rel="self" href="x"/>
<entry><id>tag:1</id><link rel="alternate" href="https://acme.com/1"/><title>Engineer</title><author><name>IT</name></author>
<published>2026-07-28T11:52:19-04:00</published><updated>2026-07-29T11:52:19-04:00</updated>
<content type="html">&lt;p&gt;Hi&lt;/p&gt;</content><category term="t" label="Tech"/></entry>
<entry><id>tag:2</id><title>Two</title><summary>1 &lt; 2</summary></entry>
<entry><summary>R &amp;amp; D</summary></entry></feed>"""


def test_rss_items_are_values() -> None:
    feed = read_feed(replace(answer(RSS.encode()), url="https://acme.com/feed"), "feed")
    first, second, third = feed.items
    assert (feed.title, feed.link, feed.language) == ("Jobs", "https://acme.com/jobs", "en-us")
    assert (first.id, first.link, first.title, first.description) == (
        "1",
        "https://acme.com/jobs/1",
        "Engineer & more",
        "<p>Hi</p>",
    )
    assert (str(first.published), first.categories, first.text_of("department")) == (
        "2026-03-27 20:20:27+00:00",
        ("A", "B"),
        "IT",
    )
    assert (second.link, second.description, str(second.published)[:10]) == (
        "https://acme.com/jobs/2",
        "long",
        "2011-09-23",
    )
    assert (third.id, third.title, third.description, third.published) == (None, None, "", None)


def test_atom_entries_are_values() -> None:
    feed = read_feed(answer(ATOM.encode()), "feed")
    first, second, third = feed.items
    assert (feed.title, feed.link, feed.language) == ("Jobs", None, "en-US")
    assert (first.id, first.link, first.title, first.description) == (
        "tag:1",
        "https://acme.com/1",
        "Engineer",
        "<p>Hi</p>",
    )
    assert (str(first.published)[:19], str(first.updated)[:19]) == ("2026-07-28 15:52:19", "2026-07-29 15:52:19")
    assert (first.author, first.categories) == ("IT", ("Tech",))
    assert (second.link, second.description, third.id) == (None, "1 < 2", None)


@pytest.mark.parametrize("body", [b"<rss version='2.0'></rss>", b"<html></html>", b"<rdf/>", b"[]"])
def test_what_is_no_feed_is_no_empty_one(body: bytes) -> None:
    with pytest.raises(BoardError):
        read_feed(answer(body), "feed")


def test_a_feed_without_items_is_empty() -> None:
    assert read_feed(answer(b"<rss><channel><title>x</title></channel></rss>"), "feed").items == ()
    assert read_feed(answer(b"<feed><title>x</title></feed>"), "feed").items == ()
