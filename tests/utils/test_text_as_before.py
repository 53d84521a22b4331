"""The fast ways of `jobscan.utils.text` against the plain ones, and against themselves."""

from __future__ import annotations

import html
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jobscan.utils.text import clean_line, clean_text, escaped_html_to_text, has_text, html_to_text, is_settled
from tests.fixtures.corpus import Corpus
from tests.utils import plain_text
from tests.utils.timing import own_seconds

CAP = 256 * 1024

RECORDINGS = (
    "greenhouse/canonical.2023-08-08.content.json",
    "greenhouse/catawiki.2025-10-26.content.json",
    "lever/matchgroup.full.json",
    "ashby/ramp.full.compensation.json",
    "workday/gdit.job-detail.json",
    "comeet/wiliot_F6.003_positions_details.json",
    "smartrecruiters/WesternDigital.detail-744000140949875.json",
)

#: What HTML is made of, whole and broken, escaped and not; and characters that cleaning looks at.
_TAGS = "<p> </p> <li> </li> <ul> </ul> <td> </td> <tr> <br> <br/> <h2> <B> <DIV> </DIV> <o:p> <svg> <svg/>"
_BROKEN = '<script> </script> <!-- --> <!--> <! <? < > </ <a <a= =" \'" <p\nclass=x> &nbsp; &amp;nbsp; &am p;'
_ENTITIES = "&lt; &gt; &quot; &#39; &amp; &amp;amp; &#10; &#32; &#160; &#0; & &#x lt; gt; quot; nbsp;"
_ESCAPED = "&lt;p&gt; &lt;/p&gt; &lt;li&gt; &lt;/li&gt; &lt;br&gt; &lt;script&gt; &lt;/script&gt; &lt;b"
_WITH_BLANKS = (
    '<a href="x">',
    '<a href="x>y">',
    "<a href='x",
    "&lt;a href=&quot;x&quot;&gt;",
    "&lt;a href=&quot;x>&gt;",
)
_LETTERS = "x A 1 - é ’ “ … й и か が 工 각 ᆨ \u0301 \u0306 \u3099 \u0958 ﾊ ﾞ 👩 \ufe0f"
_BLANKS = (
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\r",
    "\f",
    "\v",
    "\x1c",
    "\x85",
    "\u2028",
    "\xa0",
    "\u200b",
    "\u200d",
    "\u3000",
)
_ODD = ("\0", "\ud800", "\ufeff", "- ", "\xad")
fragments = st.lists(
    st.sampled_from(
        [
            *f"{_TAGS} {_BROKEN} {_ENTITIES} {_ESCAPED} {_LETTERS}".split(" "),
            *(*_WITH_BLANKS, *_BLANKS, *_ODD),
        ]
    )
).map("".join)
limits = st.one_of(st.just(CAP), st.integers(1, 40))


@given(fragments, limits)
@example("- <svg/>\u2028<li>", CAP)
@example('<a&nbsp;href="x>y">', CAP)
@example("<p>&#160;</p><div>&#32;</div>x", CAP)
@example("<script> <b>x", CAP)
@example("&lt;a b>&gt;x", CAP)
def test_texts_are_what_the_plain_way_gives(markup: str, limit: int) -> None:
    assert html_to_text(markup, limit) == plain_text.html_to_text(markup, limit)
    assert escaped_html_to_text(markup, limit) == plain_text.escaped_html_to_text(markup, limit)
    assert clean_text(markup, limit) == plain_text.clean_text(markup, limit)
    assert has_text(markup, limit) is bool(html_to_text(markup, limit))


@given(fragments)
def test_escaping_changes_nothing(markup: str) -> None:
    escaped = html.escape(markup)
    assert escaped_html_to_text(escaped, CAP) == html_to_text(html.unescape(escaped), CAP)


@pytest.mark.parametrize("path", RECORDINGS)
def test_recorded_texts_are_what_the_plain_way_gives(corpus: Corpus, path: str) -> None:
    for text in _strings(corpus.json(path)):
        assert html_to_text(text, CAP) == plain_text.html_to_text(text, CAP)
        assert escaped_html_to_text(text, CAP) == plain_text.escaped_html_to_text(text, CAP)
        assert clean_text(text, CAP) == plain_text.clean_text(text, CAP)
        assert has_text(text, 2000) is bool(html_to_text(text, 2000))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _strings(each)]


def test_settled_characters_stay_beside_all_others() -> None:
    """None of them is the second part of a composed character, so that no text before it can change it."""
    settled = [character for character in map(chr, range(0x110000)) if is_settled(character)]
    assert len(settled) > 30_000
    second = {parts[1] for parts in map(_decomposed, map(chr, range(0x110000))) if len(parts) == 2}
    for character in settled:
        assert clean_line(f"a{character}a", 9) == f"a{character}a"
        assert not character.isspace()
        assert unicodedata.normalize("NFC", character) == character
        assert unicodedata.combining(character) == 0
        assert character not in second


def _decomposed(character: str) -> list[str]:
    """Return what a character is canonically made of."""
    mapping = unicodedata.decomposition(character)
    if "\uac00" <= character <= "\ud7a3":
        return list(unicodedata.normalize("NFD", character)[-2:])
    return [] if mapping.startswith("<") else [chr(int(code, 16)) for code in mapping.split()]


@pytest.mark.parametrize(
    "unit",
    [
        "&lt;",
        "&lt;p&gt;",
        "&lt;p&gt;x",
        "&lt;&quot;",
        "&lt;a href=&quot;",
        "&lt;p &amp;",
        "&amp;nbsp;",
        "&gt;",
        "&",
        "<p>",
    ],
)
def test_no_escaped_html_holds_the_loop_up(unit: str) -> None:
    markup = unit * (CAP // len(unit) + 1)
    assert own_seconds(lambda: escaped_html_to_text(markup, CAP)) < 0.25


@pytest.mark.parametrize("form", ["<a{}>", "<a{}>x", '<a href="{}">x</a>', "&lt;a{}&gt;x", "<p class={}><li>x"])
def test_tags_of_which_none_is_like_another_cost_no_more(form: str) -> None:
    some = "".join(map(form.format, range(3_000)))
    assert html_to_text(some, CAP) == plain_text.html_to_text(some, CAP)
    assert escaped_html_to_text(some, CAP) == plain_text.escaped_html_to_text(some, CAP)
    markup = "".join(map(form.format, range(40_000)))
    assert own_seconds(lambda: html_to_text(markup, CAP)) < 0.25
    assert own_seconds(lambda: escaped_html_to_text(markup, CAP)) < 0.25


@pytest.mark.parametrize(
    ("markup", "text"),
    [("<p>a</p>", True), ("<p></p>", False), ("<p>&nbsp;</p>", False), ("&nbsp;", False), ("x", True), ("", False)],
)
def test_has_text(markup: str, *, text: bool) -> None:
    assert has_text(markup, 100) is text


def test_of_a_long_text_the_beginning_is_looked_at() -> None:
    assert not has_text("<p>" + " " * 10 + "x", 10)
