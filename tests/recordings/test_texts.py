"""Other words in the same markup."""

from __future__ import annotations

import html
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recordings.texts import Scrubber
from tests.recordings.words import Words


def scrub(text: str) -> str:
    return Scrubber(Words(b"a key")).text(text)


def counts(text: str) -> Counter[str]:
    scrubber = Scrubber(Words(b"a key"))
    scrubber.text(text)
    return scrubber.counts


@pytest.mark.parametrize(
    "text",
    [
        "5 < 10 > 3, <2 & 1 <= 2",
        "&amp; &lt; &gt; &nbsp; &#39; &#x27; &rsquo; &amp;nbsp; &amp;amp;#39; &eacute;",
        "<p>\n<ul>\t<li>1.</li>  </ul><br/><br /></P><hr>",
        "&lt;p&gt;&lt;br&gt;&lt;/p&gt; &amp;lt;b&amp;gt;",
        '<p style="font-weight: 400; color: red" class="a b" dir=ltr data-stringify-type="bold">',
        "&lt;span style=&quot;font-weight: 400;&quot;&gt;&lt;/span&gt;",
        '<a target="_blank" rel="noopener noreferrer">',
        '<iframe width="1" allowfullscreen></iframe>',
        "$120,000 - $150,000, 120K–150K, 5G, 10x, 50 %, 2026-08-17, 17.08.2026, 24/7, 9:30-17:30, 1.000.000",
        "https://example.com",
        "https://example.com:8443/?=&#",
        "— “ ” … • \u00a0\u200b\t",
    ],
)
def test_what_is_no_word_stays(text: str) -> None:
    assert scrub(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<a href='https://x.com/jane-doe/42?ref=jane#bio'>Jane</a>", r"<a href='https://x\.com/(.*)'>(.*)</a>"),
        ("&lt;a href=&quot;https://x.com/jane&quot;&gt;x", r"&lt;a href=&quot;https://x\.com/(....)&quot;&gt;(.)"),
        ('<a href="mailto:jane.doe@acme.com">', r'<a href="mailto:(.{4}\..{3}@.{4}\..{3})">'),
        ('<img alt="Jane Doe" title="Our CEO" data-name="jane">', r'<img alt="(.*)" title="(.*)" data-name="(....)">'),
        ("<a href=/team/jane>", r"<a href=/(....)/(....)>"),
        ("Mail jane.doe+jobs@acme.co.uk now", r"(.{4}) (.{4}\..{3}\+.{4}@.{4}\..{2}\..{2}) (...)"),
        ("medium.com/@jane.doe2", r"(.{6})\.(.{3})/@(.{4})\.(.{3})2"),
        ("https://user@acme.com/a", r"https://(.{4}@.{4}\..{3})/(.)"),
        ("https://a.com/%EC%9A%B4%EC%98%81?q=%20", r"https://a\.com/(%..%..%..%..%..%..)\?(.)=%20"),
        ("<stripped: the text>", r"<(.{8}): (...) (....)>"),
        ("a <jane@acme.com> b", r"(.) <(.{4}@.{4}\.(.{3}))> (.)"),
    ],
)
def test_what_names_somebody_goes_and_the_structure_stays(text: str, kept: str) -> None:
    made = scrub(text)
    found = re.fullmatch(kept, made)
    assert found is not None, made
    assert len(made) == len(text)
    assert not re.search("jane|doe|acme|team|user|ceo", made, re.IGNORECASE)


@pytest.mark.parametrize(
    "number",
    ["+1 415 555 2671", "+49 (0)30 1234567", "(415) 555-2671", "415-555-2671", "415.555.2671", "02-1234-5678"],
)
def test_phone_numbers_become_others(number: str) -> None:
    made = scrub(f"Call {number}.")[5:-1]
    assert made != number
    assert re.sub(r"\d", "0", made) == re.sub(r"\d", "0", number)
    assert counts(f"Call {number}.")["phone"] == 1


def test_a_number_to_call_is_one_however_it_is_written() -> None:
    assert counts('<a href="tel:4155552671">')["phone"] == 1


def test_it_says_how_much_was_replaced() -> None:
    assert counts("<p>Ask jane@acme.com, call +1 415 555 2671, or see https://acme.com/jobs</p>") == {
        "word": 4,
        "mail": 1,
        "phone": 1,
        "address": 1,
    }


#: What descriptions are made of; words apart, nothing in it looks like anything else.
_WORDS = "we are looking for a senior engineer who Über naïve 운영과 東京 R&D C++ 5G 2026 120K".split()
_MARKS = [" ", "\n", " - ", ", ", ". ", "&nbsp;", "&amp;", "’", " < ", "<br>", "<b>", "</b>", '<a href="/x">', "</a>"]
texts = st.lists(st.sampled_from(_WORDS) | st.sampled_from(_MARKS)).map("".join)
paragraphs = st.lists(texts, min_size=2, max_size=8)


class _Skeleton(HTMLParser):
    """Tags and the names of their attributes, and how long the texts between them are."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[object] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.found.append([len(word) for word in re.split(r"(\W+)", data)])


@given(texts)
def test_markup_and_lengths_stay(text: str) -> None:
    made = scrub(text)
    assert (len(made), len(made.encode())) == (len(text), len(text.encode()))
    assert _Skeleton(made).found == _Skeleton(text).found


@given(texts)
def test_escaped_markup_is_read_as_what_it_is(text: str) -> None:
    assert scrub(html.escape(text)) == html.escape(scrub(text))
    assert scrub(html.escape(html.escape(text))) == html.escape(html.escape(scrub(text)))


@given(paragraphs)
def test_equal_paragraphs_stay_equal_and_different_ones_differ(parts: list[str]) -> None:
    scrubber = Scrubber(Words(b"a key"))
    made = [scrubber.text(f"<p>{part}</p>") for part in parts]
    assert [made.index(part) for part in made] == [parts.index(part) for part in parts]
    assert scrubber.text("".join(f"<p>{part}</p>" for part in parts)) == "".join(made)


@given(texts)
def test_once_more_finds_the_same_kinds(text: str) -> None:
    assert counts(scrub(text)) == counts(text)
