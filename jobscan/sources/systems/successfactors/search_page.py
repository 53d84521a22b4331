"""SuccessFactors' search pages on employers' hosts: tables of 25 rows, and lists of tiles.

Tables as seen in a recording, 2026. Tiles as publicly reported in that year, with parts of several sites' pages: the
first ones stand in the search page, which says in a script how many there are; further ones come as a part of a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from jobscan.domain.page import Audience, HostLimit, Request
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.dates import read_moment
from jobscan.sources.kit.detail_page import ListedPage, detail_posting, read_detail
from jobscan.sources.kit.html import WebPage, first_in, inner_html, node_text, parse_html
from jobscan.sources.kit.items import MAX_POSTINGS
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.sources.systems.successfactors.site_api import ask_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from jobscan.domain.page import Page
    from jobscan.domain.posting import Posting

LIMIT = HostLimit(name="successfactors", concurrency=4)
#: "/job/{title}/{number}/", with the language behind the number on sites that have an interface (reported).
_POSTING = re.compile(r"/job/(?:[^/]+/)?(?P<number>\d{3,18})(?:-[a-z]{2}_[A-Z]{2})?/?$")
#: "Results 1 – 25 of 1,234"
_RANGE = re.compile(r"(\d[\d.,]{0,8})\D{1,20}?(\d[\d.,]{0,8})\D{1,20}(\d[\d.,]{0,8})")
#: In the script beside tiles: jobRecordsFound: parseInt("949")
_FOUND = re.compile(r"\bjobRecordsFound\s{0,5}:\s{0,5}(?:parseInt\(\s{0,5})?[\"']?(\d{1,6})\b")
_NUMBER = re.compile(r"\d[\d.,]{0,8}")
#: Names of the vendor's in a page: of its scripts, of hosts of its pictures.
_SIGNS = re.compile(r"\bj2w\b|successfactors|jobs2web|sapsf\.|hr\.cloud\.sap", re.IGNORECASE)
_TEXT = "span.jobdescription, [itemprop=description]"
_TILES = "li.job-tile"
_GONE = "there is no search page at that host; the company may have moved"


@dataclass(frozen=True, slots=True)
class SearchRows:
    """The request is for rows of the search, from this one; 0 is the first."""

    start: int
    #: Tiles without the page around them.
    is_part: bool = False


def request_search(host: str) -> Request:
    """Return the request for the search page at a host."""
    return _request(host, SearchRows(0))


def read_search(host: str, asked: SearchRows, page: Page, what: str) -> ParsedPage:
    """Read a page of the search; the first one asks for all others, or for the site's interface if it has no rows.

    Raises `BoardError` for another page than was asked for.
    """
    html = parse_html(page, what, missing=_GONE)
    if asked.start == 0 and html.first("#noresults") is not None and not _found(html):
        # What stands below are postings that the search did not find (reported).
        return ParsedPage(total=0)
    tiles = html.select(_TILES)
    if tiles or asked.is_part:
        return _read_tiles(host, asked, html, tiles, what)
    counted = _counted(html)
    rows = [_table_row(node, html, host) for node in html.select("tr.data-row")]
    if counted is None and not rows and asked.start == 0 and _SIGNS.search(html.source):
        return ask_site(host, html)
    if counted is None or not any(rows):
        reason = f"{what}: the page is no list of postings, or one of another make; report it with its address"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    first, last, total = counted
    if first != asked.start + 1:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: row {first} came for row {asked.start + 1}")
    parsed = _read_rows(rows, what)
    if asked.start:
        return parsed
    starts = range(last, min(total, MAX_POSTINGS), max(last, 1))
    return replace(parsed, total=total, next=tuple(_request(host, SearchRows(start)) for start in starts))


def read_site_posting(request: Request, page: Page, what: str) -> ParsedPage:
    """Read the page of a posting; on some sites its text is in several parts (reported).

    Raises `BoardError` as `read_detail` does.
    """
    parsed = read_detail(request, page, what, text_in=_TEXT)
    parts: list[str] = []
    for node in parse_html(page, what).select("[itemprop=description]")[:20]:
        text = inner_html(node)
        if text.strip() and not any(text in part for part in parts):
            parts.append(text)
    if len(parts) < 2:
        return parsed
    postings = (
        replace(posting, job=replace(posting.job, description="\n".join(parts))) if posting.job else posting
        for posting in parsed.postings
    )
    return replace(parsed, postings=tuple(postings))


def number_of(link: str) -> str | None:
    """Return the number of the posting that a link leads to; None when it leads to none."""
    found = _POSTING.search(unquote(urlsplit(link).path))
    return found["number"] if found else None


def _request(host: str, asked: SearchRows) -> Request:
    path = "tile-search-results" if asked.is_part else "search"
    return Request(
        url=f"https://{host}/{path}/?q=&startrow={asked.start}",
        limit=LIMIT,
        headers={"Accept": "text/html"},
        audience=Audience.PAGE,
        context=asked,
    )


def _read_rows(rows: list[ListedPage | None], what: str) -> ParsedPage:
    def read(row: ListedPage, external_id: str) -> Posting:
        require_title(row.title)
        return detail_posting(row, external_id, LIMIT)

    return read_rows([row for row in rows if row is not None], read, what, noun="row")


def _counted(html: WebPage) -> tuple[int, int, int] | None:
    """Return the first and the last row of the page and how many rows there are; None when it does not say."""
    node = html.first(".paginationLabel")
    found = _RANGE.search(node_text(node)) if node is not None else None
    if found is None:
        return None
    first, last, total = (_number(part) for part in found.groups())
    return (first, last, total) if first <= last <= total else None


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _table_row(node: LexborNode, html: WebPage, host: str) -> ListedPage | None:
    """Return a row; each value stands twice, for wide and for narrow windows."""
    return _row(node, html, host, place="span.jobLocation", day="span.jobDate")


def _row(node: LexborNode, html: WebPage, host: str, *, place: str, day: str) -> ListedPage | None:
    link = first_in(node, "a.jobTitle-link[href]")
    url = html.absolute(link.attributes.get("href")) if link is not None else None
    if link is None or url is None:
        return None
    where, when = first_in(node, place), first_in(node, day)
    places = node_text(where) if where is not None else ""
    return ListedPage(
        id=number_of(url),
        link=f"https://{host}{urlsplit(url).path}",
        title=node_text(link),
        places=(places,) if places else (),
        posted_at=read_moment(node_text(when)) if when is not None else None,
    )


def _read_tiles(host: str, asked: SearchRows, html: WebPage, tiles: list[LexborNode], what: str) -> ParsedPage:
    rows = list(_tile_rows(tiles, html, host))
    if not rows:
        reason = f"{what}: no tiles came for row {asked.start + 1} and those behind it"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    parsed = _read_rows(rows, what)
    if asked.start:
        return parsed
    total = _tile_total(html)
    if total is None or total < len(tiles):
        reason = f"{what}: the page has {len(tiles)} tiles and does not say how many there are; report its address"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    starts = range(len(tiles), min(total, MAX_POSTINGS), len(tiles))
    further = tuple(_request(host, SearchRows(start, is_part=True)) for start in starts)
    return replace(parsed, total=total, next=further)


def _tile_rows(tiles: list[LexborNode], html: WebPage, host: str) -> Iterator[ListedPage | None]:
    """Yield the tiles; each value stands three times, for windows of several widths (reported)."""
    for node in tiles:
        yield _row(
            node,
            html,
            host,
            place="[id$='-section-location-value'], [id$='-section-location'] > div, .section-field.location > div",
            day="[id$='-section-date-value'], [id$='-section-date'] > div, .section-field.date > div",
        )


def _found(html: WebPage) -> int | None:
    """Return how many postings the search found by the page's script; None when it does not say."""
    found = _FOUND.search(html.source)
    return int(found[1]) if found is not None else None


def _tile_total(html: WebPage) -> int | None:
    """Return how many tiles there are: by the page's script, by the list, else by its label."""
    found = _found(html)
    if found is not None:
        return found
    listed = html.first("#job-tile-list[aria-rowcount]")
    words = listed.attributes.get("aria-rowcount") or "" if listed is not None else ""
    if not words:
        label = html.first("#tile-search-results-label")
        words = node_text(label) if label is not None else ""
    numbers = _NUMBER.findall(words)
    return _number(numbers[-1]) if numbers else None
