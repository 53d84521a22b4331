from __future__ import annotations

import html
import json
import re
import unicodedata
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jobscan.utils.text import clean_line, clean_text, html_to_text, unescape_html
from tests.fixtures.corpus import Corpus
from tests.utils.timing import own_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

CAP = 256 * 1024

#: Any str that Python can hold, lone surrogates and noncharacters included.
anything = st.text(st.characters(exclude_categories=()))
#: Texts that are mostly made of what the rules are about.
nasty = st.text(
    "\0\a\v\f\r\n\t\x1c\x7f\x85\xa0\xad\u0301\u0958\u061c\u200b\u200d\u200e\u2000\u2028\u2029\u202e\u2066\u3000\ud800"
    "\udfff\ufdd0\ufdfa\ufeff\uffff\U0001d160\U0001fffe\U0002fffe\U000e0041e a"
)
limits = st.integers(1, 40)


def assert_storable(text: str, limit: int) -> None:
    assert text.encode("utf-8").decode("utf-8") == text
    assert unicodedata.normalize("NFC", text) == text
    assert len(text) <= limit
    assert not [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u061c\u200b\u200e\u200f\ufeff\uffff]", text)


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        pytest.param("  Security   Engineer, Cloud ", "Security Engineer, Cloud", id="blanks"),
        pytest.param("Data\u00a0Engineer\u3000II", "Data Engineer II", id="no-break and wide blanks"),
        pytest.param("a\r\nb\nc\rd\te", "a b c d e", id="line breaks and tabs"),
        pytest.param("a\u0085b\u2028c\u2029d", "a b c d", id="Unicode line breaks"),
        pytest.param("a\vb\fc\x1cd", "a b c d", id="vertical tab, form feed, file separator"),
        pytest.param("Subject\r\nBcc: x@example.com", "Subject Bcc: x@example.com", id="a header line stays a word"),
        pytest.param("a\0b", "ab", id="NUL"),
        pytest.param("a\x07\x1b[31mb\x7f\x9b", "a[31mb", id="C0, DEL and C1 controls"),
        pytest.param("a\ud800b\udfff", "a\ufffdb\ufffd", id="lone surrogates"),
        pytest.param("\u202eevil\u202c \u2066x\u2069", "evil x", id="bidi overrides and isolates"),
        pytest.param("\u200eleft\u200f \u061cright", "left right", id="bidi marks"),
        pytest.param("\ufeffTitle\u200b\u00ad", "Title", id="BOM, zero-width blank, soft hyphen"),
        pytest.param("a \u200b b", "a b", id="a blank hidden between blanks"),
        pytest.param("a\uffff\ufdd0\U0001fffe\U0010ffffb", "ab", id="noncharacters of every plane"),
        pytest.param("a\U000e0041b", "ab", id="tag characters"),
        pytest.param("Cafe\u0301", "Café", id="NFC"),
        pytest.param("\u2126 \u212b", "Ω Å", id="NFC singletons"),
        pytest.param("می\u200cخواهم 👩\u200d💻", "می\u200cخواهم 👩\u200d💻", id="joiners that texts need"),
        pytest.param("\ue000", "\ue000", id="private use"),
        pytest.param("\ufdfa", "\ufdfa", id="no NFKC: one character stays one"),
        pytest.param("", "", id="empty"),
        pytest.param(" \u200b\0 ", "", id="nothing visible"),
        pytest.param(None, "", id="None"),
        pytest.param(42, "", id="a number"),
        pytest.param(["a"], "", id="a list"),
    ],
)
def test_clean_line_gives_one_printable_line(given_text: object, cleaned: str) -> None:
    assert clean_line(given_text, 500) == cleaned


@pytest.mark.parametrize(
    ("given_text", "limit", "cleaned"),
    [
        ("abcdef", 3, "abc"),
        ("ab cd", 3, "ab"),
        ("\u0958\u0958", 3, "\u0915\u093c\u0915"),
        ("é" * 10, 4, "éééé"),
        ("👩" * 10, 2, "👩👩"),
    ],
)
def test_clean_line_cuts_by_characters_after_normalising(given_text: str, limit: int, cleaned: str) -> None:
    assert clean_line(given_text, limit) == cleaned


def test_a_title_of_ten_million_characters_costs_what_a_short_one_does() -> None:
    title = "\u0958 \u202e" * 3_400_000
    assert len(clean_line(title, 500)) <= 500
    assert own_seconds(lambda: clean_line(title, 500)) < 0.05


@given(st.one_of(anything, nasty), limits)
@example("\u0958 x", 2)
def test_clean_line_is_storable_single_and_settled(text: str, limit: int) -> None:
    line = clean_line(text, limit)
    assert_storable(line, limit)
    assert line.splitlines() == ([line] if line else [])
    assert line == " ".join(line.split())
    assert clean_line(line, limit) == line


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        pytest.param("a\n\n\n\nb", "a\n\nb", id="one empty line at most"),
        pytest.param("a  \n   b\t c", "a\nb c", id="blanks at the ends and inside of lines"),
        pytest.param("\n \n a\n\n ", "a", id="outer empty lines"),
        pytest.param("a\r\nb\rc", "a\nb\nc", id="CRLF and CR"),
        pytest.param("a\u2028b\u2029c\u0085d\ve\ff", "a\nb\nc\nd\ne\nf", id="Unicode line breaks"),
        pytest.param("a\n\u200b\nb", "a\n\nb", id="a line of nothing visible is empty"),
        pytest.param("a\0\ud800\u202e\nCafe\u0301", "a\ufffd\nCafé", id="each line cleaned as one"),
        pytest.param("", "", id="empty"),
        pytest.param(None, "", id="None"),
        pytest.param(b"a", "", id="bytes"),
    ],
)
def test_clean_text_gives_paragraphs(given_text: object, cleaned: str) -> None:
    assert clean_text(given_text, 500) == cleaned


@given(st.one_of(anything, nasty), limits)
@example("\u0958 x", 3)
@example("\u0958\n\nx", 4)
def test_clean_text_is_storable_and_settled(text: str, limit: int) -> None:
    cleaned = clean_text(text, limit)
    assert_storable(cleaned, limit)
    assert "\n\n\n" not in cleaned
    assert [line.strip() for line in cleaned.split("\n")] == cleaned.split("\n")
    assert clean_text(cleaned, limit) == cleaned


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>One</p><p>Two</p>", "One\n\nTwo", id="paragraphs"),
        pytest.param("<p>One<p>Two", "One\n\nTwo", id="unclosed paragraphs"),
        pytest.param("<div>One</div><div>Two</div>", "One\nTwo", id="blocks"),
        pytest.param("<div>Title</div>text", "Title\ntext", id="text after a block"),
        pytest.param("<h2>Title</h2>text<br>more<BR/>end", "Title\n\ntext\nmore\nend", id="heading and breaks"),
        pytest.param("<ul><li>a</li><li>b</li></ul>c", "- a\n- b\n\nc", id="list"),
        pytest.param(
            "<p>a</p><br><p>b</p>c<br><br>d<br><div>e</div>", "a\n\nb\n\nc\n\nd\ne", id="breaks between blocks"
        ),
        pytest.param("<li>a</li><li>b</li>", "- a\n- b", id="Lever's items without a list"),
        pytest.param("<ul>\n<li>\n<p>a</p>\n</li>\n<li><div>b</div></li></ul>", "- a\n\n- b", id="paragraphs in items"),
        pytest.param("<ul><li></li><li> </li><li>a</li></ul>", "- a", id="empty items"),
        pytest.param("<ol><li>a<ul><li>b</ul><li>c</ol>", "- a\n\n- b\n\n- c", id="nested lists"),
        pytest.param(
            "<table><tr><th>Pay</th><td>10</td></tr><tr><td>a<td>b</table>", "Pay 10\na b", id="table cells stay apart"
        ),
        pytest.param("<b>bo</b>ld and <i>i</i>", "bold and i", id="inline tags join"),
        pytest.param("<p>one\ntwo\r\nthree</p>", "one two three", id="line breaks in running text are blanks"),
        pytest.param("<p>a&#10;b&NewLine;c</p>", "a b c", id="escaped line breaks too"),
        pytest.param("a&nbsp;b<br>c\u00a0d", "a b\nc d", id="no-break blanks"),
        pytest.param("<p>R&amp;D &lt;3 &eacute; &#233; &#x2019;</p>", "R&D <3 é é ’", id="entities"),
        pytest.param("<p>&amp;lt; &amp;amp;</p>", "&lt; &amp;", id="entities once"),
        pytest.param("<p>&#0;&#xD800;&#x110000;</p>", "\ufffd\ufffd\ufffd", id="impossible characters"),
        pytest.param(f"<p>&#{'9' * 5000};!</p>", "\ufffd!", id="a number that int refuses"),
        pytest.param(f"&#{'9' * 5000};!", "\ufffd!", id="the same without a tag"),
        pytest.param("&am<b></b>p;", "&amp;", id="tags do not join entities"),
        pytest.param("5 < 6 and <3", "5 < 6 and <3", id="a lone less-than is text"),
        pytest.param("plain\n\ntext &amp; more", "plain\n\ntext & more", id="no markup keeps its lines"),
        pytest.param("a<script>if (a<b) '</style>'</script >b", "ab", id="script"),
        pytest.param("a<SCRIPT src=x>1</script\n>b<style>p{}</style>c", "abc", id="script in capitals, style"),
        pytest.param("a<script>alert(1)", "a", id="script without end"),
        pytest.param("<head><title>T</title></head><body>b</body>", "b", id="head"),
        pytest.param("a<svg><path d='1'/><text>x</text></svg>b<svg/>c", "abc", id="svg"),
        pytest.param("a<script-like>b</script-like>", "ab", id="a name that only begins like one"),
        pytest.param("a<!-- x > <b> -->b<!-->c<!doctype html><?xml x?>d", "abcd", id="comments and declarations"),
        pytest.param("a<!-- x", "a", id="comment without end"),
        pytest.param("""<a title="1 > 0" href='>'>x</a>""", "x", id="greater-than in attributes"),
        pytest.param("<p class=it's>x</p>", "x", id="quote in a bare attribute"),
        pytest.param('<p "stray">x</p>', "x", id="stray quotes"),
        pytest.param("a<p", "a", id="tag without end"),
        pytest.param('a<p title="x>b', "a", id="attribute without end"),
        pytest.param("<o:p>a</o:p><x-y>b</x-y>", "ab", id="unknown tags"),
        pytest.param("\0<p>a\ud800\u202eb</p>", "a\ufffdb", id="cleaned like text"),
        pytest.param("", "", id="empty"),
        pytest.param("<p></p>", "", id="nothing inside"),
        pytest.param(None, "", id="None"),
        pytest.param(3, "", id="a number"),
    ],
)
def test_html_becomes_readable_text(markup: object, text: str) -> None:
    assert html_to_text(markup, CAP) == text


def test_the_cap_counts_characters_of_html() -> None:
    assert html_to_text("<p>" + "x" * 2 * CAP, CAP) == "x" * (CAP - 3)


fragments = st.lists(
    st.one_of(
        st.sampled_from(
            "<p> </p> <li> </li> <ul> </ul> <td> <br/> <script> </script> <svg> <svg/> <!-- --> <! <? < > </ <a <a="
            " =\" '"
            ' " &lt; &amp; &nbsp; &#0; &#10; & &#x \ud800 \0 \r\n \f \u0958 <b>'.split(" ")
        ),
        anything,
    )
).map("".join)


@given(fragments, limits)
def test_html_to_text_never_raises_and_its_result_is_storable(markup: str, limit: int) -> None:
    text = html_to_text(markup, limit)
    assert_storable(text, limit)
    assert clean_text(text, limit) == text


HOSTILE = [
    "<div>",
    "<div></b>",
    '<div a="<">',
    "<p><b a=1>x",
    "<",
    "<a ",
    '<a "',
    "<a='",
    "<!--",
    "<script>",
    "<script>x</",
    "<svg/>",
    "&#" + "9" * 599 + ";",
    "&" + "a" * 31,
    "<li>",
    "</",
    "<p>x",
    "\u0958",
    " \u200b",
    "<b" + "=" * 500,
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_no_html_holds_the_loop_up(unit: str) -> None:
    markup = unit * (CAP // len(unit) + 1)
    assert own_seconds(lambda: html_to_text(markup, CAP)) < 0.25


@given(
    st.lists(
        st.one_of(st.sampled_from("&lt; &gt; &quot; &#39; &amp; & amp; lt; &nbsp; &ampx ; #39; &#60".split()), anything)
    )
)
def test_unescaping_is_that_of_html_once(parts: list[str]) -> None:
    text = "".join(parts)
    assert unescape_html(text) == html.unescape(text)


def test_unescaping_survives_a_number_that_int_refuses() -> None:
    assert unescape_html(f"a&#{'1' * 100_000};b") == "a\ufffdb"


class _AllText(HTMLParser):
    """The standard library's reading: every text outside of scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def _recorded_descriptions(corpus: Corpus) -> Iterator[str]:
    def strings(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for inner in value.values():
                yield from strings(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from strings(inner)

    for path in (
        "greenhouse/canonical.2023-07-09.content.json",
        "greenhouse/catawiki.2025-10-26.content.json",
        "greenhouse/gitlab.first3.content.json",
        "lever/matchgroup.full.json",
        "ashby/ramp.full.compensation.json",
        "workday/nvidia.job-detail.json",
        "workday/gdit.job-detail.json",
        "comeet/wiliot_F6.003_positions_details.json",
    ):
        for text in strings(corpus.json(path)):
            if "<" in text or "&lt;" in text:
                yield unescape_html(text) if "&lt;p" in text or "&lt;div" in text else text


def test_recorded_descriptions_keep_every_letter_and_digit(corpus: Corpus) -> None:
    """Judged by the standard library's parser, which knows nothing of lines."""
    count = 0
    for markup in _recorded_descriptions(corpus):
        parser = _AllText()
        parser.feed(markup)
        parser.close()
        count += 1
        assert _words(html_to_text(markup, CAP)) == _words("".join(parser.texts))
    assert count > 500


def _words(text: str) -> str:
    # Soft hyphens and the like are not letters; what NFC composes must be composed on both sides.
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text))


def test_recorded_descriptions_stay_json_and_utf8(corpus: Corpus) -> None:
    for markup in _recorded_descriptions(corpus):
        text = html_to_text(markup, CAP)
        assert json.loads(json.dumps(text).encode("utf-8")) == text
        assert "\n\n\n" not in text
