"""JSON that web pages carry in their scripts: the value of a variable, an argument. JSON-LD is read by `json_ld`."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import islice
from typing import TypeVar

import msgspec

from jobscan.sources.kit.json import UNREADABLE, decode_sound

#: Characters of a page that are searched; the largest list seen has 1.2 million (recordings, 2026).
_MAX_PAGE = 4 * 1024 * 1024
#: A page made of nothing but beginnings costs no more than this.
_MAX_TRIES = 8
#: `[{},{},…]` would become a million objects; what stands in real pages has one comma in 40 characters or more.
_MAX_COMMAS = 200_000
_CONTROL = re.compile("[\x00-\x1f]")

_T = TypeVar("_T")


def value_after(text: str, beginning: re.Pattern[str], shape: type[_T]) -> _T | None:
    """Return the first JSON value of this shape that follows ``beginning`` at once; None when there is none.

    Read by a JSON decoder up to the value's own end, since titles and texts contain "};" and "</script>". None also for
    a page that has more values than any list of postings.
    """
    text = text[:_MAX_PAGE]
    if text.count(",") > _MAX_COMMAS:
        return None
    measure, decoder = json.JSONDecoder(strict=False), msgspec.json.Decoder(shape)
    for found in islice(beginning.finditer(text), _MAX_TRIES):
        with suppress(*UNREADABLE):
            value, end = measure.raw_decode(text, found.end())
            as_sent = text[found.end() : end]
            # Line ends in strings, which JSON does not allow, are common in pages: written again, they are escaped.
            data = json.dumps(value) if _CONTROL.search(as_sent) else as_sent
            return decode_sound(data.encode("utf-8", "replace"), decoder)
    return None
