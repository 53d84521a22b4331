"""Finds Comeet's data in web pages: that of its hosted pages, and the tokens of its API and widget."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_UID = r"[0-9A-Fa-f]{2,3}\.[0-9A-Fa-f]{3}"
_API_URL = re.compile(rf"careers-api/2\.0/company/({_UID})/positions")
_API_TOKEN = re.compile(r"[^\s\"'<>]{0,200}?[?&]token=([0-9A-Za-z]{8,128})")
#: The widget's set-up on employers' pages, whose values follow within a few hundred characters.
_WIDGET = re.compile(r"COMEET\.init\s*\(|comeetvar\b", re.IGNORECASE)
_WIDGET_UID = re.compile(rf"uid[\"']?\s*[:=]\s*[\"']({_UID})[\"']", re.IGNORECASE)
#: Not "csrf_token", which may follow.
_WIDGET_TOKEN = re.compile(r"(?<![\w-])(?:comeet_)?token[\"']?\s*[:=]\s*[\"']([0-9A-Za-z]{8,128})[\"']", re.IGNORECASE)
_WIDGET_SPAN = 1_000
#: How scripts and attributes write the characters around a token.
_ESCAPES = (
    ("\\/", "/"),
    ("\\u002f", "/"),
    ("\\u0026", "&"),
    ("\\x26", "&"),
    ("&amp;", "&"),
    ("\\u003d", "="),
    ("\\u003D", "="),
    ("\\x3d", "="),
    ('\\"', '"'),
    ("\\u0022", '"'),
    ("&quot;", '"'),
)
#: Characters of a page that are searched; real ones have 120,000 to 810,000 (reported, 2026).
_MAX_PAGE = 4 * 1024 * 1024
#: Enough for the repetitions of real pages; a page made of nothing else costs no more than this.
_MAX_TRIES = 8
#: A page has an API URL per position; the largest board seen has 238.
_MAX_URLS = 2_000


class Island(NamedTuple):
    """The value of a script's variable."""

    value: Any
    #: As JSON.
    text: str


def read_islands(html: str, name: str, kind: type) -> Iterator[Island]:
    """Yield the values of a script's variable that are JSON of this ``kind`` (dict, list), in the page's order.

    The variable may be declared without a value first. Read with a JSON decoder up to the value's own end, since titles
    and texts contain "];".
    """
    html = html[:_MAX_PAGE]
    decoder = json.JSONDecoder()
    for found in islice(re.finditer(rf"\b{name}\s*=\s*(?=[\[{{])", html), _MAX_TRIES):
        try:
            value, end = decoder.raw_decode(html, found.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, kind):
            yield Island(value, html[found.end() : end])


def find_credentials(html: str) -> Iterator[tuple[str, str]]:
    """Yield (uid in upper case, token) of the API URLs and widget set-ups in a page, including escaped ones."""
    html = html[:_MAX_PAGE]
    for written, meant in _ESCAPES:
        html = html.replace(written, meant)
    for found in islice(_API_URL.finditer(html), _MAX_URLS):
        if token := _API_TOKEN.match(html, found.end()):
            yield found[1].upper(), token[1]
    for found in islice(_WIDGET.finditer(html), _MAX_TRIES):
        # Other scripts of the page have tokens of their own.
        span = html[found.end() : found.end() + _WIDGET_SPAN].partition("</script")[0]
        uid, key = _WIDGET_UID.search(span), _WIDGET_TOKEN.search(span)
        if uid and key:
            yield uid[1].upper(), key[1]
