"""The only entry for text from outside: once cleaned here, a value can be rendered anywhere without failing."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_SURROGATE = re.compile("[\ud800-\udfff]")
#: C0 and C1 controls; soft hyphen; zero-width blanks, bidi marks, overrides and isolates, BOM; noncharacters; tag
#: characters. Blanks and line breaks among them are replaced first. The joiners U+200C and U+200D stay: Persian and
#: emoji need them. Sources: Unicode 15 chapter 23, "Trojan Source" (CVE-2021-42574).
_UNWANTED = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufdd0-\ufdef\ufeff"
    + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "\U000e0000-\U000e007f]"
)

#: No character has a number with this many digits, and `int` refuses more than 4,300.
_ENDLESS_REFERENCE = re.compile("&#[0-9]{600,};?")

#: Printable ASCII and the line break.
_PLAIN = bytes(range(0x20, 0x7F)) + b"\n"
#: Characters that never change, whatever is next to them: visible, no blanks, no marks, nothing that NFC changes or
#: composes with what is before it. Most texts consist of these and ASCII; a test checks each.
_SETTLED = re.compile(
    "[\u00a1-\u00ac\u00ae-\u02af\u0391-\u03a1\u03a3-\u03ce\u0400-\u0481\u048a-\u052f\u05d0-\u05ea\u0621-\u064a"
    "\u200c\u200d\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2122\u2190-\u21ff\u2500-\u27bf\u3001-\u3029\u3041-\u3096"
    "\u309b-\u30ff\u4e00-\u9fef\uac00-\ud7a3\ufe0f\uff01-\uff5e\U0001f300-\U0001f64f\U0001f900-\U0001f9ff]*+"
)

#: From "<" to the end of the name it reads as browsers do; a tag without end runs to the end of the text. Every part is
#: possessive or ends at the end of the text, so the cost stays linear for any text: 256 KiB of the worst of 28 hostile
#: shapes take 60 ms. A parser that builds a tree cannot do that (Lexbor: 29,000 times ``<div></b>`` took 1.1 s, 900
#: reopened ``<b>`` 0.4 s; measured 2026-11).
_ATTRIBUTES = r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+"""
_SILENT = "script|style|template|noscript|iframe|svg|math|object|title"
_TOKEN = re.compile(
    r"<(?:"
    r"!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|[!?][^>]*+(?:>|\Z)"
    rf"|({_SILENT})(?=[\s/>]){_ATTRIBUTES}(?<!/)>.*?(?:</\1(?=[\s/>])[^>]*+>?|\Z)"
    rf"|(/?[a-z][^\s/>]*+){_ATTRIBUTES}(?:>|\Z)"
    r")",
    re.IGNORECASE | re.DOTALL,
)
#: A run of tags, as in nearly all HTML: what is between the first "<" and the last ">". Twice as fast as `_TOKEN`, and
#: half as many; `_read_tag` makes sure that `_TOKEN` reads the same.
_RUN = re.compile("<([^>]*+(?:><[^>]*+)*+)>")
#: The same in HTML that is escaped once more.
_ESCAPED_RUN = re.compile("&lt;([^&]*+(?:&(?:quot|amp|#39|gt;&lt);[^&]*+)*+)&gt;")
_TAGS_AND_TEXT = re.compile(f"(?:{_RUN.pattern})?+([^<]*+)")
#: A text that certainly has a letter, whatever its entities are.
_LETTER = re.compile("[^&]*?[A-Za-z0-9]")
#: Distinct tags, and runs of them for each `_Gap`, that are cached, and their maximum length: boards repeat dozens.
_MOST_RUNS, _LONGEST_RUN = 1024, 200


class _Tag(IntEnum):
    """What a tag, opening or closing, does to running text."""

    INLINE = 0
    CELL = 1
    #: ``<br>``, each of which breaks the line.
    BREAK = 2
    #: The tag of an element on lines of its own.
    LINE = 3
    #: The tag of an element with a blank line around it.
    PARAGRAPH = 4
    ITEM = 5
    ITEM_END = 6


_TAGS = {
    slash + name: tag
    for tag, names in (
        (_Tag.PARAGRAPH, "blockquote dl figure h1 h2 h3 h4 h5 h6 ol p pre section table ul"),
        (
            _Tag.LINE,
            "address article aside body caption dd details div dt fieldset figcaption footer form header hr main nav"
            " option summary tbody tfoot thead tr",
        ),
        (_Tag.BREAK, "br"),
        (_Tag.CELL, "td th"),
    )
    for name in names.split()
    for slash in ("", "/")
} | {"li": _Tag.ITEM, "/li": _Tag.ITEM_END}


class _Place(IntEnum):
    """The position of the next text."""

    RUNNING = 0
    #: In a new cell of a table: after a blank.
    CELL = 1
    START_OF_LINE = 2
    #: After the dash of an item.
    ITEM = 3


class _UnclearTagError(Exception):
    """A tag that only `_TOKEN` can read: its end is not at the next ">"."""


class _Gap(dict[str, "_Gap"]):
    """What is between two texts; as a mapping: the tags that follow → what is between the texts then."""

    __slots__ = ("_gaps", "_newlines", "_place", "_read", "at_start", "text")

    def __init__(
        self,
        newlines: int,
        place: _Place,
        gaps: dict[tuple[int, _Place], _Gap],
        read: Callable[[str], Iterable[_Tag]],
    ) -> None:
        """Take the number of line breaks (at most two), all gaps, and how to read a key."""
        super().__init__()
        self._newlines, self._place, self._gaps, self._read = newlines, place, gaps, read
        self.text = "\n" * newlines + {_Place.CELL: " ", _Place.ITEM: "- "}.get(place, "")
        #: Blanks here are ignored.
        self.at_start = place in (_Place.START_OF_LINE, _Place.ITEM)

    def __missing__(self, run: str) -> _Gap:
        gap = self
        for tag in self._read(run):
            gap = self._gaps[gap._after(tag)]
        if len(run) <= _LONGEST_RUN:
            if len(self) >= _MOST_RUNS:
                self.clear()
            self[run] = gap
        return gap

    def _after(self, tag: _Tag) -> tuple[int, _Place]:
        newlines, place = self._newlines, self._place
        if tag is _Tag.INLINE:
            return newlines, place
        if place is _Place.ITEM:
            # Editors write <li><p>…: the text belongs on the line of its dash. An empty item has no dash.
            return newlines, _Place.START_OF_LINE if tag is _Tag.ITEM_END else place
        if tag is _Tag.CELL:
            return newlines, _Place.CELL
        if tag is _Tag.PARAGRAPH:
            # The end of one block and the start of the next make one break, the larger one.
            newlines = 2
        elif tag is _Tag.BREAK or place is not _Place.START_OF_LINE:
            newlines = min(newlines + 1, 2)
        return newlines, _Place.ITEM if tag is _Tag.ITEM else _Place.START_OF_LINE


def _running(read: Callable[[str], Iterable[_Tag]]) -> _Gap:
    """Return the gap of running text, from which all others are reached; ``read`` reads its keys."""
    gaps: dict[tuple[int, _Place], _Gap] = {}
    gaps.update({(newlines, place): _Gap(newlines, place, gaps, read) for newlines in range(3) for place in _Place})
    return gaps[0, _Place.RUNNING]


def _read_run(run: str) -> Iterable[_Tag]:
    read, read_long = _read_tag, _read_tag.__wrapped__
    return [(read if len(inside) <= _LONGEST_RUN else read_long)(inside) for inside in run.split("><")]


@lru_cache(maxsize=_MOST_RUNS)
def _read_tag(inside: str) -> _Tag:
    # A tag without an end of its own also takes the letter.
    token = _TOKEN.match(f"<{_with_plain_blanks(inside)}>x")
    if token is None or token.end() != len(token.string) - 1:
        raise _UnclearTagError
    return _TAGS.get(token[2].lower(), _Tag.INLINE) if token[2] else _Tag.INLINE


def _read_escaped_run(run: str) -> Iterable[_Tag]:
    if ">" in run:
        raise _UnclearTagError
    return _read_run(unescape_html(run))


def _read_name(name: str) -> Iterable[_Tag]:
    return (_TAGS.get(name.lower(), _Tag.INLINE),)


_IN_HTML, _IN_ESCAPED_HTML, _BY_NAMES = _running(_read_run), _running(_read_escaped_run), _running(_read_name)


def _printable(line: str) -> str:
    """Return the line, whose blanks are already single, as printable Unicode in NFC."""
    if not line.isprintable():
        line = _UNWANTED.sub("", _SURROGATE.sub("\ufffd", line))
        line = " ".join(line.split())
    return line if line.isascii() else normalize("NFC", line)


def clean_line(text: object, limit: int) -> str:
    """Return the text as one line of at most ``limit`` characters: valid Unicode, NFC, runs of spaces as one.

    Anything but a str gives "". It is cut before the costly steps: a 10 MB title costs as much as a short one.
    """
    if not isinstance(text, str):
        return ""
    return _printable(" ".join(text[: limit * 4].split()))[:limit].rstrip()


def clean_text(text: object, limit: int) -> str:
    """Return the text in paragraphs of at most ``limit`` characters in all.

    Valid Unicode, NFC, LF line breaks, no blanks at the ends of lines, at most one empty line in a row.
    Anything but a str gives "".
    """
    if not isinstance(text, str):
        return ""
    lines: list[str] = []
    for line in _clean_lines(text[:limit]):
        if line or (lines and lines[-1]):
            lines.append(line)
    # NFC can make text longer, so the cap is applied again.
    return "\n".join(lines)[:limit].rstrip()


def _clean_lines(text: str) -> Iterable[str]:
    # The two that are common on boards; without them nearly all texts are settled.
    text = text.replace("\u00a0", " ").replace("\u200b", "")
    others = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    if not is_settled(others.decode("utf-8", "surrogatepass")):
        return [_printable(" ".join(line.split())) for line in text.splitlines()]
    # No check of each character, no NFC, and few lines to split: a third of the time.
    if "  " not in text:
        return map(str.strip, text.split("\n"))
    return [" ".join(line.split()) if "  " in line else line.strip() for line in text.split("\n")]


def is_settled(text: str) -> bool:
    """Return whether no character of a text ever changes, whatever is next to it.

    Printable ASCII never changes either, but is not accepted here: removing it first is fast. Some other such
    characters are not known here.
    """
    return _SETTLED.fullmatch(text) is not None


def html_to_text(html: object, limit: int) -> str:
    """Return the readable text of HTML: blocks on lines of their own, list items with "- ", without scripts.

    ``limit`` caps the HTML in characters before it is read. Anything but a str gives "". Text without any markup
    keeps its line breaks.
    """
    if not isinstance(html, str):
        return ""
    html = html[:limit]
    if "<" not in html:
        return clean_text(unescape_html(html), limit)
    html = _without_line_breaks(html)
    try:
        pieces = _pieces(_IN_HTML, _split_at_runs(html), _with_plain_blanks, _read_text)
    except _UnclearTagError:
        tokens = _TOKEN.split(_with_plain_blanks(html))
        # Text, silent tag or None, name or None, text, …
        tokens[2::3] = [name or "" for name in tokens[2::3]]
        del tokens[1::3]
        pieces = _pieces(_BY_NAMES, tokens, _with_plain_blanks, _read_text)
    return clean_text("".join(pieces), limit)


def has_words(text: str) -> bool:
    """Return whether a text has a letter or digit: without one there is no word to search for."""
    return any(character.isalnum() for character in text)


def has_text(html: str, limit: int) -> bool:
    """Return whether `html_to_text` gives any text."""
    html = html[:limit]
    at, gap = 0, _IN_HTML
    try:
        # Nearly always there is a letter after the first tags.
        while (found := _TAGS_AND_TEXT.match(html, at)) is not None and found.end() > at:
            if found[1] is not None:
                gap = gap[found[1]]
            if _LETTER.match(found[2]):
                return True
            at = found.end()
    except _UnclearTagError:
        pass
    return bool(html_to_text(html, limit))


def escaped_html_to_text(text: str, limit: int) -> str:
    """Return what `html_to_text` gives for HTML that was escaped once more; ``limit`` caps the HTML itself."""
    # The cap comes first: unescaping is linear, but hostile input is not worth even that.
    text = text[: 2 * limit]
    if len(text) <= limit and "<" not in text:
        # Read without unescaping first, it takes half the time; entities do not reach across "&lt;" and "&gt;".
        runs = _ESCAPED_RUN.split(_without_line_breaks(text))
        try:
            if len(runs) > 1:
                pieces = _pieces(_IN_ESCAPED_HTML, runs, _unescape_once, _read_escaped_text)
                return clean_text("".join(pieces), limit)
        except _UnclearTagError:
            pass
    return html_to_text(unescape_html(text), limit)


def _pieces(gap: _Gap, tokens: Sequence[str], as_html: Callable[[str], str], read: Callable[[str], str]) -> list[str]:
    """Return the texts of HTML and the breaks between them, in order.

    ``tokens`` are text, tags, text, tags …, the tags as keys of the gap. A text with "&" is read by ``read``;
    ``as_html`` gives it as it is in the HTML, where entities are not blanks.
    """
    running = gap
    first = tokens[0]
    pieces = [read(first) if "&" in first else first]
    for tags, text in zip(tokens[1::2], tokens[2::2], strict=True):
        gap = gap[tags]
        if not text:
            continue
        shown = read(text) if "&" in text else text
        if (
            shown.isspace()
            and (gap.at_start or (gap is running and pieces[-1] == "- "))
            and (shown is text or as_html(text).isspace())
        ):
            continue
        if gap is not running:
            pieces.append(gap.text)
            gap = running
        pieces.append(shown)
    pieces.append(gap.text)
    return pieces


def _split_at_runs(html: str) -> list[str]:
    if html.rfind("<") > html.rfind(">"):
        # A tag without end, or no tag: for each further "<" the rest of the text would be searched for an end.
        raise _UnclearTagError
    return _RUN.split(html)


def _without_line_breaks(html: str) -> str:
    """Return HTML in which line breaks are blanks, as they are inside running text."""
    return html.replace("\n", " ").replace("\r", " ").replace("\f", " ")


def _with_plain_blanks(html: str) -> str:
    return html.replace("&nbsp;", " ")


def _read_text(text: str) -> str:
    """Return the characters that a text of HTML shows."""
    text = _with_plain_blanks(text)
    return " ".join(unescape_html(text).splitlines()) if "&" in text else text


def _unescape_once(text: str) -> str:
    """Return a text of HTML without the second escaping."""
    text = unescape_html(text)
    if "<" in text:
        raise _UnclearTagError
    return _with_plain_blanks(_without_line_breaks(text))


def _read_escaped_text(text: str) -> str:
    # The entities of nearly all texts, read at once.
    shown = text.replace("&#39;", "'").replace("&amp;nbsp;", " ").replace("&quot;", '"')
    if "&" not in shown:
        return shown
    if "&" not in shown.replace("&amp;amp;", ""):
        return " ".join(shown.replace("&amp;amp;", "&").splitlines())
    return _read_text(_unescape_once(text))


def unescape_html(text: str) -> str:
    """Undo one level of HTML escaping, exactly once: text that shows ``&lt;`` must survive."""
    # Boards that escape a whole description use only these five; replacing them takes a third of the time.
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#39;", "'")
    if "&" not in plain.replace("&amp;", ""):
        return plain.replace("&amp;", "&")
    return unescape(_ENDLESS_REFERENCE.sub("\ufffd", text))
