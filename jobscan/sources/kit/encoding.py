"""The text of an answer that is no JSON: which encoding it is in, and what to do with what is in none."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobscan.domain.page import Page

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: What browsers read under other names. No codec beside these is used: "punycode" takes quadratic time, "utf-7" hides
#: markup.
_ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8", "us-ascii", "ascii"), "utf-8"),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252"), "cp1252"),
    **{f"iso-8859-{number}": f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
    **{f"windows-{number}": f"cp{number}" for number in (1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)},
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "koi8-r", "shift_jis", "euc-jp", "euc-kr", "gbk", "big5"), ""),
    **dict.fromkeys(("iso-2022-jp", "gb18030"), ""),
    "gb2312": "gb18030",
}
#: In these a text that is no ASCII can be valid UTF-8 by accident, or is nothing else.
_NOT_BY_BYTE = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "iso-2022-jp"})
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})|<meta[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.IGNORECASE,
)
#: Declarations stand in the first bytes of a page (HTML Living Standard, 4.2.5.4).
_HEAD = 1_024


def decode_text(page: Page) -> str:
    """Return the body as text, without a byte order mark; bytes that are none in its encoding become U+FFFD.

    A byte order mark decides, then the header, then the declaration in the body, else it is UTF-8. What is said to be
    in an encoding of one byte a character, and is valid UTF-8, is UTF-8.
    """
    body = page.body
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    name = _named_encoding(page)
    encoding = _ENCODINGS[name] or name
    if encoding not in _NOT_BY_BYTE:
        with suppress(UnicodeDecodeError):
            return body.decode("utf-8")
    return body.decode(encoding, "replace")


def _named_encoding(page: Page) -> str:
    in_header = _IN_HEADER.search(page.headers.get("content-type", "")[:_HEAD])
    declared = _DECLARED.search(page.body[:_HEAD])
    names = [in_header[1]] if in_header else []
    names += [(declared[1] or declared[2]).decode("ascii", "replace")] if declared else []
    return next((name.lower() for name in names if name.lower() in _ENCODINGS), "utf-8")
