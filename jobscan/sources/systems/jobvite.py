"""Jobvite: the board's search for people, 50 postings a page, and a page for each with JSON-LD.

Markup as seen in recordings of a list and a posting, 2025 and 2026; paging as reported in 2026.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detail_page import ListedPage, detail_posting, read_detail
from jobscan.sources.kit.detection import check_name, guess_name, read_address
from jobscan.sources.kit.html import WebPage, first_in, node_text, parse_html
from jobscan.sources.kit.items import MAX_POSTINGS
from jobscan.sources.kit.rows import read_rows, require_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "jobvite"
LABEL = "Jobvite"

_LIMIT = HostLimit(name="jobvite", concurrency=4)
_HOST = "jobs.jobvite.com"
#: The vendor's own.
_OTHERS = frozenset({"support", "careers", "api", "login", "search", "jobs", "__assets__"})
_POSTING = re.compile(r"/job/(?P<code>[A-Za-z0-9]{6,16})/?$")
#: "1-50 of 224".
_RANGE = re.compile(r"(\d{1,6})\s*[-–]\s*(\d{1,6})\D{1,20}(\d{1,6})")
#: "2 Locations" stands for places that only the posting's page names.
_PLACE_COUNT = re.compile(r"\d+\s+\w+")
#: What all of its pages have.
_SIGNS = "[class^='jv-'], [class*=' jv-']"
_EXAMPLE = '"acme", from jobs.jobvite.com/acme'


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in addresses ("acme"), with a right one; None when it can be one."""
    return check_name(identifier, "company name", _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for the first page of the search for everything; "all jobs" shows some only (reported)."""
    return _list_request(source, 0)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or the page of one posting.

    The first page says how many postings there are, and the others are asked for at once. An unknown company is led to
    a page for help, with status 200. Raises `BoardError` for that, and for what is none of the system's pages.
    """
    what = f"Jobvite board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        return read_detail(request, page, what)
    number: int = request.context
    here = replace(page, url=request.url)
    html = parse_html(here, what, missing="there is no company of that name; it may have moved")
    if urlsplit(page.url).path.rstrip("/").endswith("/support"):
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: there is no company of that name; it may have moved")
    rows = list(_rows(html, source))
    if (number and not rows) or html.first(_SIGNS) is None:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page is no list of postings (a login, or a challenge)")

    def read(row: ListedPage, external_id: str) -> Posting:
        require_title(row.title)
        return detail_posting(row, external_id, _LIMIT)

    parsed = read_rows(rows, read, what, noun="row")
    counted = _counted(html)
    if number or counted is None:
        return parsed
    size, total = counted
    pages = range(1, -(-min(total, MAX_POSTINGS) // size))
    return replace(parsed, total=total, next=tuple(_list_request(source, further) for further in pages))


def detect(url: str) -> Source | None:
    """Recognise a board by its page or a posting; None for the vendor's own pages."""
    address = read_address(url)
    if address is None or address.host != _HOST:
        return None
    names = address.segments[1:] if address.segments[:1] == ("careers",) else address.segments
    name = names[0] if names else ""
    if name in _OTHERS or check_name(name, "company name", _EXAMPLE) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _list_request(source: Source, number: int) -> Request:
    url = f"https://{_HOST}/{quote(source.identifier, safe='')}/search?q=&l=&p={number}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "text/html"}, audience=Audience.PAGE, context=number)


def _counted(html: WebPage) -> tuple[int, int] | None:
    """Return how many postings a page has and how many there are; None when it does not say."""
    node = html.first(".jv-pagination-text")
    found = _RANGE.search(node_text(node)) if node is not None else None
    if found is None:
        return None
    first, last, total = (int(part) for part in found.groups())
    return (last - first + 1, total) if first == 1 and first <= last <= total else None


def _rows(html: WebPage, source: Source) -> Iterator[ListedPage]:
    for node, url in html.links():
        path = urlsplit(url).path
        code = _POSTING.search(path)
        if code is None or urlsplit(url).hostname != _HOST:
            continue
        name = first_in(node, ".jv-job-list-name")
        row = _row_of(node)
        place = first_in(row, ".jv-job-list-location") if row is not None else None
        places = node_text(place) if place is not None else ""
        yield ListedPage(
            id=code["code"],
            link=f"https://{_HOST}/{quote(source.identifier, safe='')}/job/{code['code']}",
            title=node_text(name if name is not None else node),
            places=(places,) if places and not _PLACE_COUNT.fullmatch(places) else (),
        )


def _row_of(node: LexborNode) -> LexborNode | None:
    """Return the row or item of a list that a link stands in; None when it stands in none."""
    above = node.parent
    for _ in range(4):
        if above is None or above.tag in ("tr", "li"):
            return above
        above = above.parent
    return None
