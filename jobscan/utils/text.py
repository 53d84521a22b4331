"""The one door through which text from outside enters: after it, rendering a value anywhere cannot fail."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from selectolax.lexbor import LexborHTMLParser

#: C0 and C1 controls but tab, line feed and carriage return; surrogates; noncharacters; bidi overrides and isolates;
#: zero-width blanks, word joiner, soft hyphen and BOM. Sources: Unicode 15 §23, "Trojan Source" (CVE-2021-42574).
_UNWANTED = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_BLANKS = re.compile(r"\s+")

#: Tags that begin a new line in running text.
_BLOCK = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header"
    " hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
#: Block tags with a blank line around them.
_PARAGRAPH = frozenset("blockquote dl figure h1 h2 h3 h4 h5 h6 ol p pre section table ul".split())
_SILENT = ("script", "style", "template", "noscript", "iframe", "svg", "math", "object", "head")


def _valid(text: str) -> str:
    """Return the text as valid, printable Unicode in NFC, line breaks as LF."""
    if text.isascii() and text.isprintable():
        return text
    text = _SURROGATE.sub("\ufffd", text)
    text = _LINE_BREAK.sub("\n", text)
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))


def clean_line(text: object, limit: int) -> str:
    """Return the text as one line of at most ``limit`` characters: valid Unicode, NFC, runs of blanks as one.

    Anything but a str gives "". Cut before the costly steps: a 10 MB title costs what a short one does.
    """
    if not isinstance(text, str):
        return ""
    text = text[: limit * 4]
    return _BLANKS.sub(" ", _valid(text)).strip()[:limit].rstrip()


def clean_text(text: object, limit: int) -> str:
    """Return the text in paragraphs of at most ``limit`` characters in all.

    Valid Unicode, NFC, LF line breaks, no blanks at the ends of lines, at most one empty line in a row.
    Anything but a str gives "".
    """
    if not isinstance(text, str):
        return ""
    lines: list[str] = []
    for line in _valid(text[:limit]).split("\n"):
        line = " ".join(line.split())  # noqa: PLW2901 - the tidied line is the line
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()


def html_to_text(html: object, limit: int) -> str:
    """Return the readable text of HTML: blocks on lines of their own, list items with "- ", scripts left out.

    ``limit`` caps the HTML in characters before it is parsed (the parser's cost grows with depth times length).
    """
    if not isinstance(html, str) or not html:
        return ""
    html = _SURROGATE.sub("\ufffd", html[:limit])
    if "<" not in html:
        return clean_text(unescape(html) if "&" in html else html, limit)
    tree = LexborHTMLParser(html)
    tree.strip_tags(list(_SILENT))
    root = tree.body
    if root is None:
        return ""
    pieces: list[str] = []
    for node in root.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            # Line breaks inside running text are blanks in HTML.
            pieces.append(_BLANKS.sub(" ", node.text_content or ""))
        elif tag in _BLOCK:
            pieces.append("\n\n" if tag in _PARAGRAPH else "\n")
            if tag == "li":
                pieces.append("- ")
    return clean_text("".join(pieces), limit)


def unescape_html(text: str) -> str:
    """Undo one level of HTML escaping, exactly once: text that shows ``&lt;`` must survive."""
    return unescape(text)
