"""The one door through which text from outside enters: after it, rendering a value anywhere cannot fail."""

from __future__ import annotations

import re
from html import unescape
from unicodedata import normalize

_SURROGATE = re.compile("[\ud800-\udfff]")
#: C0 and C1 controls; soft hyphen; zero-width blanks, bidi marks, overrides and isolates, BOM; noncharacters; tag
#: characters. Blanks and line breaks among them are gone before. The joiners U+200C and U+200D stay: Persian and emoji
#: need them. Sources: Unicode 15 chapter 23, "Trojan Source" (CVE-2021-42574).
_UNWANTED = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufdd0-\ufdef\ufeff"
    + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "\U000e0000-\U000e007f]"
)

#: What stands between "<" and the name's end is read as browsers read it; what has no end runs to the end of the text.
#: Every part is possessive or ends at the end of the text, so that the cost stays linear whatever the text:
#: 256 KiB of the worst of 28 hostile shapes take 60 ms. A parser that builds a tree does not give that (Lexbor:
#: 29,000 times ``<div></b>`` took 1.1 s, 900 reopened ``<b>`` 0.4 s; measured 2026-11).
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

_PARAGRAPH, _LINE, _CELL, _ITEM = "\n\n", "\n", " ", "- "
#: What a tag, opening or closing, puts into running text: the elements with a blank line around them, those on lines
#: of their own, the cells of a table.
_BREAKS = {
    slash + tag: gap
    for gap, tags in (
        (_PARAGRAPH, "blockquote dl figure h1 h2 h3 h4 h5 h6 ol p pre section table ul"),
        (
            _LINE,
            "address article aside body br caption dd details div dt fieldset figcaption footer form header hr li main"
            " nav option summary tbody tfoot thead tr",
        ),
        (_CELL, "td th"),
    )
    for tag in tags.split()
    for slash in ("", "/")
}

#: No character has a number of that many digits, and `int` refuses more than 4,300 of them.
_ENDLESS_REFERENCE = re.compile("&#[0-9]{600,};?")


def _printable(line: str) -> str:
    """Return the line, its blanks single already, as printable Unicode in NFC."""
    if not line.isprintable():
        line = _UNWANTED.sub("", _SURROGATE.sub("\ufffd", line))
        line = " ".join(line.split())
    return line if line.isascii() else normalize("NFC", line)


def clean_line(text: object, limit: int) -> str:
    """Return the text as one line of at most ``limit`` characters: valid Unicode, NFC, runs of blanks as one.

    Anything but a str gives "". Cut before the costly steps: a 10 MB title costs what a short one does.
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
    for raw in text[:limit].splitlines():
        line = _printable(" ".join(raw.split()))
        if line or (lines and lines[-1]):
            lines.append(line)
    # NFC can make text longer, so that the cap is applied again.
    return "\n".join(lines)[:limit].rstrip()


def html_to_text(html: object, limit: int) -> str:
    """Return the readable text of HTML: blocks on lines of their own, list items with "- ", scripts left out.

    ``limit`` caps the HTML in characters before it is read. Anything but a str gives "". Text without any markup
    keeps its line breaks.
    """
    if not isinstance(html, str):
        return ""
    html = html[:limit]
    if "<" not in html:
        return clean_text(unescape_html(html), limit)
    # Line breaks inside running text are blanks in HTML.
    html = html.replace("\n", " ").replace("\r", " ").replace("\f", " ").replace("&nbsp;", " ")
    return clean_text("".join(_pieces(html)), limit)


def _pieces(html: str) -> list[str]:
    """Return the texts of the HTML and the breaks between them, in order."""
    # One split in C, then one look-up per tag: text, silent tag or None, tag or None, text, …
    tokens = _TOKEN.split(html)
    pieces = [_running_text(tokens[0])]
    for tag, text in zip(tokens[2::3], tokens[3::3], strict=True):
        if tag is not None and (gap := _BREAKS.get(tag.lower())):
            _add_break(pieces, gap, tag.lower())
        if text and not (pieces[-1] in (_PARAGRAPH, _LINE, _ITEM) and text.isspace()):
            pieces.append(_running_text(text))
    return pieces


def _add_break(pieces: list[str], gap: str, tag: str) -> None:
    is_item = tag in ("li", "/li")
    if pieces[-1] is _ITEM:
        if not is_item:
            # Editors write <li><p>…: the text belongs on the line of its dash.
            return
        pieces.pop()
    if gap == _CELL or tag == "br" or pieces[-1] not in (_PARAGRAPH, _LINE):
        pieces.append(gap)
    elif gap == _PARAGRAPH:
        # The end of one block and the start of the next are one break: the larger.
        pieces[-1] = gap
    if tag == "li":
        pieces.append(_ITEM)


def _running_text(text: str) -> str:
    return " ".join(unescape_html(text).splitlines()) if "&" in text else text


def unescape_html(text: str) -> str:
    """Undo one level of HTML escaping, exactly once: text that shows ``&lt;`` must survive."""
    # Boards that escape a whole description write these five only; replacing them takes a third of the time.
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#39;", "'")
    if "&" not in plain.replace("&amp;", ""):
        return plain.replace("&amp;", "&")
    return unescape(_ENDLESS_REFERENCE.sub("\ufffd", text))
