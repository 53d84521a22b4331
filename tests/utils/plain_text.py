"""What `jobscan.utils.text` does, in the plain way in which it was done first.

The hashes in people's databases are those of these texts: whatever is done faster must give the same, to the letter.
"""

from __future__ import annotations

import re
from html import unescape
from unicodedata import normalize

SURROGATE = re.compile("[\ud800-\udfff]")
UNWANTED = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufdd0-\ufdef\ufeff"
    + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "\U000e0000-\U000e007f]"
)
ATTRIBUTES = r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+"""
SILENT = "script|style|template|noscript|iframe|svg|math|object|title"
TOKEN = re.compile(
    r"<(?:"
    r"!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|[!?][^>]*+(?:>|\Z)"
    rf"|({SILENT})(?=[\s/>]){ATTRIBUTES}(?<!/)>.*?(?:</\1(?=[\s/>])[^>]*+>?|\Z)"
    rf"|(/?[a-z][^\s/>]*+){ATTRIBUTES}(?:>|\Z)"
    r")",
    re.IGNORECASE | re.DOTALL,
)
PARAGRAPH, LINE, CELL = "\n\n", "\n", " "
ITEM = "- "
BREAKS = {
    slash + tag: gap
    for gap, tags in (
        (PARAGRAPH, "blockquote dl figure h1 h2 h3 h4 h5 h6 ol p pre section table ul"),
        (
            LINE,
            "address article aside body br caption dd details div dt fieldset figcaption footer form header hr li main"
            " nav option summary tbody tfoot thead tr",
        ),
        (CELL, "td th"),
    )
    for tag in tags.split()
    for slash in ("", "/")
}


def printable(line: str) -> str:
    if not line.isprintable():
        line = UNWANTED.sub("", SURROGATE.sub("\ufffd", line))
        line = " ".join(line.split())
    return normalize("NFC", line)


def clean_text(text: str, limit: int) -> str:
    lines: list[str] = []
    for raw in text[:limit].splitlines():
        line = printable(" ".join(raw.split()))
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines)[:limit].rstrip()


def unescape_html(text: str) -> str:
    return unescape(re.sub("&#[0-9]{600,};?", "\ufffd", text))


def html_to_text(html: str, limit: int) -> str:
    html = html[:limit]
    if "<" not in html:
        return clean_text(unescape_html(html), limit)
    html = html.replace("\n", " ").replace("\r", " ").replace("\f", " ").replace("&nbsp;", " ")
    tokens = TOKEN.split(html)
    pieces = [running_text(tokens[0])]
    for tag, text in zip(tokens[2::3], tokens[3::3], strict=True):
        if tag is not None and (gap := BREAKS.get(tag.lower())):
            add_break(pieces, gap, tag.lower())
        if text and not (pieces[-1] in (PARAGRAPH, LINE, ITEM) and text.isspace()):
            pieces.append(running_text(text))
    return clean_text("".join(pieces), limit)


def escaped_html_to_text(text: str, limit: int) -> str:
    return html_to_text(unescape_html(text[: 2 * limit]), limit)


def add_break(pieces: list[str], gap: str, tag: str) -> None:
    is_item = tag in ("li", "/li")
    if pieces[-1] is ITEM:
        if not is_item:
            return
        pieces.pop()
    if gap == CELL or tag == "br" or pieces[-1] not in (PARAGRAPH, LINE):
        pieces.append(gap)
    elif gap == PARAGRAPH:
        pieces[-1] = gap
    if tag == "li":
        pieces.append(ITEM)


def running_text(text: str) -> str:
    return " ".join(unescape_html(text).splitlines()) if "&" in text else text
