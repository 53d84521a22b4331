"""What a page in the browser may ask for, and what is passed on. Pure: every case is a line in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobscan.fetch.browser.port import BrowserRequest

#: What makes the page: its documents, its scripts, and the data that these ask for.
_NEEDED = frozenset({"document", "script", "xhr", "fetch"})
#: Data that scripts ask for, and frames: what a board of a known system would be recognised by.
_TELLING = frozenset({"document", "xhr", "fetch"})
STYLES = "stylesheet"
#: Longer bodies carry more than a search.
_MOST_SENT = 64 * 1024
#: Longer addresses carry data, and name nothing.
_LONGEST = 4_096

#: Headers of a request that are ours to set, that name a person, or that would make an answer partial.
_OURS = frozenset(
    "host connection content-length transfer-encoding te upgrade accept-encoding user-agent cookie range if-range"
    " if-none-match if-modified-since if-match if-unmodified-since expect dnt save-data".split()
)
_OUR_PREFIXES = ("sec-", "proxy-", "x-forwarded-", ":")
#: Headers of an answer that no longer hold (the body is decoded), or that would keep something.
_SPENT = frozenset(
    "content-encoding content-length transfer-encoding connection keep-alive set-cookie alt-svc report-to nel"
    " strict-transport-security clear-site-data link refresh".split()
)


def is_needed(kind: str) -> bool:
    """Say whether a page is not whole without what it asks for, as it is without pictures, fonts and reports."""
    return kind in _NEEDED


def is_telling(kind: str) -> bool:
    """Say whether the address may tell which system has the page's postings."""
    return kind in _TELLING


def refusal(asked: BrowserRequest, page_url: str) -> str | None:
    """Return why a request of the page at ``page_url`` is not made; None when it may be.

    Its address is judged by the guard as well, when it is connected to.
    """
    if asked.kind not in _NEEDED and asked.kind != STYLES:
        return "not needed to read the page"
    if len(asked.url) > _LONGEST or not asked.url.startswith(("http://", "https://")) or not host_of(asked.url):
        return "its address is no http(s) URL, or too long"
    return None if asked.method.upper() in ("GET", "HEAD") else _sending_problem(asked, page_url)


def _sending_problem(asked: BrowserRequest, page_url: str) -> str | None:
    if asked.method.upper() != "POST":
        return f"a {asked.method[:20]} changes something"
    if not is_own_site(asked.url, page_url):
        return "it sends data to another site"
    return f"it sends more than {_MOST_SENT:,} bytes" if len(asked.body or b"") > _MOST_SENT else None


def is_own_site(url: str, page_url: str) -> bool:
    """Say whether an address is at the page's host, or at one below that; "www." does not count."""
    host, own = host_of(url), host_of(page_url).removeprefix("www.")
    return bool(own) and (host == own or host.endswith(f".{own}"))


def host_of(url: str) -> str:
    """Return the host of an address in lower case; "" when it has none that can be read."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def sent_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of a page's request that are sent: those of its scripts, without cookies."""
    return {
        name: value
        for name, value in headers.items()
        if name.lower() not in _OURS
        and not name.lower().startswith(_OUR_PREFIXES)
        and value.isascii()
        and value.isprintable()
    }


def given_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers of an answer that the browser gets."""
    return {name: value for name, value in headers.items() if name.lower() not in _SPENT}
