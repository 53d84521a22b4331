"""HRMOS (BizReach): a company's list of postings in pages, and a page for each posting, mostly with JSON-LD.

The vendor documents none of it. Markup as publicly reported of several companies, 2026; there is no recording.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detail_page import ListedPage, detail_posting, read_detail
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.html import WebPage, first_in, node_text, parse_html
from jobscan.sources.kit.items import MAX_POSTINGS
from jobscan.sources.kit.paging import further_numbers
from jobscan.sources.kit.rows import read_rows, require_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "hrmos"
LABEL = "HRMOS"

_LIMIT = HostLimit(name="hrmos", concurrency=4)
_HOST = "hrmos.co"
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?", re.ASCII)
_ROWS = "li.pg-list-cassette"
_POSTING = re.compile(r"/pages/[^/]{1,120}/jobs/(?P<code>[^/]{1,120})/?$")
#: "全 57 件中 20 件 を表示しています": of how many the page shows how many.
_COUNTED = re.compile(r"全\s{0,5}(\d{1,6})\s{0,5}件")
#: What all of the vendor's pages have.
_SIGNS = "[class^='pg-'], [class^='sg-']"
_EXAMPLE = f'"tel" for {_HOST}/pages/tel/jobs'


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in addresses, with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    return f'"{identifier[:80]!a}" is not the name of a company; write the part after /pages/, such as {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the first page of the list."""
    return _list_request(source, 1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or the page of one posting.

    The first page says how many postings and pages there are, and the others are asked for at once. Postings for
    graduates have no JSON-LD and are read from their markup.

    Raises `BoardError` for what is none of the system's pages.
    """
    what = f"HRMOS board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        return read_detail(request, page, what, text_in=".pg-markdown")
    html = parse_html(
        replace(page, url=request.url), what, missing="there is no company of that name; it may have moved"
    )
    rows = list(_rows(html))
    if (request.context > 1 and not rows) or html.first(_SIGNS) is None:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page is no list of postings (a login, or a challenge)")

    def read(row: ListedPage, external_id: str) -> Posting:
        require_title(row.title)
        return detail_posting(row, external_id, _LIMIT)

    parsed = read_rows(rows, read, what, noun="row")
    if request.context > 1:
        return parsed
    total = _total(html) if rows else 0
    last = max(_last_page(html), *further_numbers(total or 0, len(rows), what), 1)
    if last * max(len(rows), 1) > 2 * MAX_POSTINGS:
        raise BoardError(BoardFailure.TOO_MANY, f"{what}: {last} pages of postings; {MAX_POSTINGS} is the limit")
    further = range(2, last + 1) if rows else range(0)
    return replace(parsed, total=total, next=tuple(_list_request(source, number) for number in further))


def detect(url: str) -> Source | None:
    """Recognise a company by its list or a posting; None when it is not one of HRMOS."""
    address = read_address(url)
    if address is None or address.host not in (_HOST, f"www.{_HOST}") or address.segments[:1] != ("pages",):
        return None
    name = "".join(address.segments[1:2])
    if check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the companies whose lists a page links to or embeds."""
    return page.boards(detect)


def _list_request(source: Source, number: int) -> Request:
    url = f"https://{_HOST}/pages/{source.identifier}/jobs" + (f"?page={number}" if number > 1 else "")
    return Request(url=url, limit=_LIMIT, headers={"Accept": "text/html"}, audience=Audience.PAGE, context=number)


def _total(html: WebPage) -> int | None:
    """Return how many postings the list says there are; None when it does not say."""
    node = html.first("p.pg-count")
    found = _COUNTED.search(node_text(node)) if node is not None else None
    return int(found[1]) if found else None


def _last_page(html: WebPage) -> int:
    """Return the largest number among the links to other pages; 1 when there are none."""
    texts = (node_text(node) for node in html.select("nav.pg-pagenation li"))
    return max((int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 6), default=1)


def _rows(html: WebPage) -> Iterator[ListedPage]:
    for node in html.select(_ROWS):
        link, title, place = (first_in(node, selector) for selector in ("a[href]", "h2", ".sg-tag-location"))
        path = urlsplit(html.absolute(link.attributes.get("href")) or "").path if link is not None else ""
        code = _POSTING.search(path)
        where = node_text(place) if place is not None else ""
        yield ListedPage(
            id=code["code"] if code else None,
            link=f"https://{_HOST}{path}",
            title=node_text(title) if title is not None else "",
            places=(where,) if where else (),
        )
