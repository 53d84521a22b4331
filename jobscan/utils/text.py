"""The one door through which text from outside enters: after it, rendering a value anywhere cannot fail."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE_BREAKS = "\r\u0085\u2028\u2029"
_SURROGATES = "\ud800-\udfff"
#: C0 and C1 controls but tab and line breaks; soft hyphen; zero-width blanks, bidi marks, overrides and isolates, BOM;
#: noncharacters; tag characters. Sources: Unicode 15 chapter 23, "Trojan Source" (CVE-2021-42574).
_CONTROLS = (
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U000e0000-\U000e007f"
)
#: One look at the whole text; real texts rarely go on to the replacements, each of which costs as much again.
_SUSPECT = re.compile(f"[{_LINE_BREAKS}{_SURROGATES}{_CONTROLS}]")
_UNWANTED = re.compile(f"[{_CONTROLS}]")
_SURROGATE = re.compile(f"[{_SURROGATES}]")
_LINE_BREAK = re.compile(f"\r\n|[{_LINE_BREAKS}]")

_TAG = re.compile(r"<(/?)[a-zA-Z][^<>]*>")

#: Tags that begin a new line in running text.
_BLOCK = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
#: Block tags with a blank line around them.
_PARAGRAPH = frozenset("blockquote dl figure h1 h2 h3 h4 h5 h6 ol p pre section table ul".split())
_SILENT = ["script", "style", "template", "noscript", "iframe", "svg", "math", "object", "head"]

#: The parser is quadratic in nesting: 52,000 nested <div> take 3.2 s, 2,000 take 5 ms. Real postings nest below 40.
_DEPTH_LIMIT = 2_000


def _valid(text: str) -> str:
    """Return the text as valid, printable Unicode in NFC, line breaks as LF."""
    if text.isascii() and text.isprintable():
        return text
    if _SUSPECT.search(text):
        text = _SURROGATE.sub("\ufffd", text)
        text = _LINE_BREAK.sub("\n", text)
        text = _UNWANTED.sub("", text)
    return unicodedata.normalize("NFC", text)


def clean_line(text: object, limit: int) -> str:
    """Return the text as one line of at most ``limit`` characters: valid Unicode, NFC, runs of blanks as one.

    Anything but a str gives "". Cut before the costly steps: a 10 MB title costs what a short one does.
    """
    if not isinstance(text, str):
        return ""
    return " ".join(_valid(text[: limit * 4]).split())[:limit].rstrip()


def clean_text(text: object, limit: int) -> str:
    """Return the text in paragraphs of at most ``limit`` characters in all.

    Valid Unicode, NFC, LF line breaks, no blanks at the ends of lines, at most one empty line in a row.
    Anything but a str gives "".
    """
    if not isinstance(text, str):
        return ""
    lines: list[str] = []
    for raw in _valid(text[:limit]).split("\n"):
        line = " ".join(raw.split())
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()[:limit]


def html_to_text(html: object, limit: int) -> str:
    """Return the readable text of HTML: blocks on lines of their own, list items with "- ", scripts left out.

    ``limit`` caps the HTML in characters before it is parsed. Nesting beyond any real posting is read without a
    parser, tags simply removed: its cost must stay linear.
    """
    if not isinstance(html, str) or not html:
        return ""
    html = html[:limit]
    if "<" not in html:
        return clean_text(unescape(html) if "&" in html else html, limit)
    if html.count("<") > _DEPTH_LIMIT and _depth(html) > _DEPTH_LIMIT:
        return clean_text(unescape(_TAG.sub("\n", html)), limit)
    return clean_text("".join(_pieces(_SURROGATE.sub("\ufffd", html))), limit)


def _pieces(html: str) -> Iterator[str]:
    tree = LexborHTMLParser(html)
    tree.strip_tags(_SILENT)
    root = tree.body
    if root is None:
        return
    for node in root.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            # Line breaks inside running text are blanks in HTML.
            yield (node.text_content or "").replace("\n", " ")
        elif tag in _BLOCK:
            yield "\n\n" if tag in _PARAGRAPH else "\n"
            if tag == "li":
                yield "- "


def _depth(html: str) -> int:
    """Return how deep the tags nest at most, as if every tag had to be closed."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest


def unescape_html(text: str) -> str:
    """Undo one level of HTML escaping, exactly once: text that shows ``&lt;`` must survive."""
    return unescape(text)
