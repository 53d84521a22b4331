"""Two plain ways to read postings, for comparison: the standard library's, and the best of what was tried.

Both answer with the hash of title, text and places. What they leave out (cleaning, bad items, pay, words put into
common ones) makes them cheaper than jobscan has any right to be.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html.parser import HTMLParser
from typing import Any, NamedTuple

import msgspec


class Fields(NamedTuple):
    """What is read of a posting, as its board gave it."""

    title: str
    places: str
    #: HTML; that of Greenhouse is escaped once more.
    html: str
    dates: tuple[str, ...] = ()


#: System → how a posting's fields are found in the bodies of its lists and details.
READERS: dict[str, Callable[[Sequence[Any], Sequence[Any]], Iterable[Fields]]] = {
    "greenhouse": lambda lists, _: (
        Fields(job["title"], (job.get("location") or {}).get("name") or "", job["content"], _dates(job, "updated_at"))
        for page in lists
        for job in page["jobs"]
    ),
    "lever": lambda lists, _: (
        Fields(job["text"], (job.get("categories") or {}).get("location") or "", _lever_html(job))
        for page in lists
        for job in page
    ),
    "ashby": lambda lists, _: (
        Fields(job["title"], job.get("location") or "", job.get("descriptionHtml") or "", _dates(job, "publishedAt"))
        for page in lists
        for job in page["jobs"]
    ),
    "workday": lambda _, details: (
        Fields(info["title"], info.get("location") or "", info["jobDescription"], _dates(info, "startDate"))
        for page in details
        for info in (page["jobPostingInfo"],)
    ),
    "comeet": lambda lists, _: (
        Fields(
            job["name"], (job.get("location") or {}).get("name") or "", _comeet_html(job), _dates(job, "time_updated")
        )
        for page in lists
        for job in page
    ),
}


def _dates(item: Any, name: str) -> tuple[str, ...]:
    return (item[name],) if item.get(name) else ()


def _lever_html(job: Any) -> str:
    lists = "".join(f"<h3>{part['text']}</h3><ul>{part['content']}</ul>" for part in job.get("lists") or ())
    return (job.get("description") or "") + lists + (job.get("additional") or "")


def _comeet_html(job: Any) -> str:
    return "".join(f"<h3>{part['name']}</h3>{part['value'] or ''}" for part in job.get("details") or ())


def read_with_library(system: str, lists: Sequence[bytes], details: Sequence[bytes]) -> list[str]:
    """Read postings with `json.loads`, `html.parser` and SHA-256."""
    found = READERS[system](list(map(json.loads, lists)), list(map(json.loads, details)))
    return [_hash(fields, _parsed(_markup(system, fields, html.unescape))) for fields in found]


def read_with_best(system: str, lists: Sequence[bytes], details: Sequence[bytes]) -> list[str]:
    """Read postings with msgspec, a hash of the raw posting, one split of the HTML, and SHA-256."""
    found = READERS[system](list(map(msgspec.json.decode, lists)), list(map(msgspec.json.decode, details)))
    hashes = []
    for fields in found:
        hashlib.sha256("\0".join(fields[:3]).encode()).hexdigest()
        for date in fields.dates:
            datetime.fromisoformat(date)
        hashes.append(_hash(fields, _split(_markup(system, fields, _unescape))))
    return hashes


def _markup(system: str, fields: Fields, unescape: Callable[[str], str]) -> str:
    return unescape(fields.html) if system == "greenhouse" else fields.html


def _hash(fields: Fields, text: str) -> str:
    return hashlib.sha256("\0".join((fields.title, text, fields.places)).encode()).hexdigest()


_BLOCKS = frozenset(
    "p div br ul ol li h1 h2 h3 h4 h5 h6 table tr section article header footer blockquote pre dl dt dd hr".split()
)
_GAPS = {slash + tag: "\n- " if slash + tag == "li" else "\n" for tag in _BLOCKS for slash in ("", "/")}
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)[^>]*>")


def _tidy(pieces: Iterable[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent = self._silent or tag in ("script", "style")
        self.pieces.append(_GAPS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._silent = self._silent and tag not in ("script", "style")
        self.pieces.append(_GAPS.get("/" + tag, ""))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data.replace("\n", " "))


def _parsed(markup: str) -> str:
    parser = _Parser()
    parser.feed(markup)
    parser.close()
    return _tidy(parser.pieces)


def _unescape(text: str) -> str:
    for escaped, plain in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(escaped, plain)
    return text


def _split(markup: str) -> str:
    pieces = _TAG.split(markup.replace("\n", " "))
    pieces[1::2] = [_GAPS.get(tag.lower(), "") for tag in pieces[1::2]]
    return _tidy(html.unescape(piece) if "&" in piece else piece for piece in pieces)
