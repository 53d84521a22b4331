"""Trakstar Hire, once Recruiterbox: the board's page, 25 postings each, and a page for each posting.

The vendor documents none of it. Markup as publicly reported of several hundred boards, 2026; there is no recording.
Both of its domains show the same accounts (reported); boards are asked for at the newer one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detail_page import ListedPage, detail_posting, read_detail
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.html import WebPage, first_in, node_text, parse_html
from jobscan.sources.kit.paging import further_numbers
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.values import join_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "trakstar"
LABEL = "Trakstar Hire"

_LIMIT = HostLimit(name="trakstar", concurrency=4)
_DOMAIN = "hire.trakstar.com"
_OLD_DOMAIN = "recruiterbox.com"
#: The vendor's own, besides those that vendors generally have.
_OTHERS = frozenset({"hire", "widget", "careers", "secure"})
#: Rows of a full page (reported of all boards that have so many postings).
_PAGE_SIZE = 25
#: More than any board needs (634 postings is the largest that was reported).
_MOST_PAGES = 200
_ROWS = ".js-careers-page-job-list-item"
_POSTING = re.compile(r"/jobs/(?P<code>[A-Za-z0-9_-]{3,40})/?$", re.ASCII)
#: "View 634 Openings", on a button that a board without postings does not have.
_TOTAL = re.compile(r"View (\d{1,6}) Openings?", re.IGNORECASE)
#: What scripts of all boards begin with; the other one has their number of postings, too.
_SIGN = "RB.init_data"
_TOTAL_IN_SCRIPT = re.compile(r"total_jobs[\"']?\s{0,5}:\s{0,5}[\"']?(\d{1,6})\b", re.ASCII)
_NO_BOARD = "there is no board of that name; the company may have moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What a list request asks for."""

    number: int = 1
    #: Ids of the page before it, where pages are asked for until one is not full: a server that does not know the page
    #: gives the same again.
    before: tuple[str, ...] = ()


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in the address of its board, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "midea")


def first_request(source: Source) -> Request:
    """Return the request for the first page of the board."""
    return _list_request(source, _Ask())


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or the page of one posting.

    The first page says how many postings there are; where it does not, pages are asked for until one is not full. An
    account that has ended is a page with status 200 (reported). Raises `BoardError` for that, and for what is none of
    the system's lists.
    """
    what = f"Trakstar board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        return read_detail(request, page, what, text_in="div.jobdesciption")
    html = parse_html(replace(page, url=request.url), what, missing=_NO_BOARD)
    rows = list(_rows(html, f"{source.identifier}.{_DOMAIN}"))
    _require_board(html, rows, what)

    def read(row: ListedPage, external_id: str) -> Posting:
        require_title(row.title)
        return detail_posting(row, external_id, _LIMIT)

    parsed = read_rows(rows, read, what, noun="row")
    ask: _Ask = request.context
    total = _total(html) if rows else 0
    if ask.number == 1 and total is not None:
        numbers = further_numbers(total, len(rows), what)
        return replace(
            parsed, total=total, next=tuple(_list_request(source, _Ask(number=number)) for number in numbers)
        )
    return parsed if total is not None else replace(parsed, next=_next(source, ask, parsed, len(rows)))


def detect(url: str) -> Source | None:
    """Recognise a board by its page or a posting, at either domain; None when it is at neither."""
    address = read_address(url)
    if address is None:
        return None
    name = subdomain_of(address.host, _DOMAIN, _OTHERS) or subdomain_of(address.host, _OLD_DOMAIN, _OTHERS)
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _list_request(source: Source, ask: _Ask) -> Request:
    url = f"https://{source.identifier}.{_DOMAIN}/" + (f"?p={ask.number}" if ask.number > 1 else "")
    return Request(url=url, limit=_LIMIT, headers={"Accept": "text/html"}, audience=Audience.PAGE, context=ask)


def _next(source: Source, ask: _Ask, parsed: ParsedPage, rows: int) -> tuple[Request, ...]:
    """Return the request for the page after one whose list does not say how long it is."""
    ids = tuple(posting.external_id for posting in parsed.postings)
    if rows < _PAGE_SIZE or ids == ask.before or ask.number >= _MOST_PAGES:
        return ()
    return (_list_request(source, _Ask(number=ask.number + 1, before=ids)),)


def _require_board(html: WebPage, rows: list[ListedPage], what: str) -> None:
    """Raise `BoardError` unless a page is that of a board, which may have no postings."""
    if rows:
        return
    ended = html.first("link[rel='canonical'][href*='inactive-ats']")
    if ended is not None:
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: the company uses Trakstar no longer; it may have moved")
    if _SIGN not in html.source:
        reason = f"{what}: the page is none of Trakstar's lists (a login, a challenge, or it was made anew)"
        raise BoardError(BoardFailure.UNREADABLE, reason)


def _total(html: WebPage) -> int | None:
    """Return how many postings the board says it has; None when it does not say."""
    button = html.first(".js-show-openings")
    found = _TOTAL.search(node_text(button)) if button is not None else None
    found = found or _TOTAL_IN_SCRIPT.search(html.source)
    return int(found[1]) if found else None


def _rows(html: WebPage, host: str) -> Iterator[ListedPage]:
    for node in html.select(_ROWS):
        link = first_in(node, "a[href]")
        target = node.attributes.get("data-href") or (link.attributes.get("href") if link is not None else None)
        code = _POSTING.search(urlsplit(html.absolute(target) or "").path)
        place = _place(node)
        yield ListedPage(
            id=code["code"] if code else None,
            link=f"https://{host}/jobs/{code['code']}/" if code else "",
            title=_text(node, ".js-job-list-opening-name"),
            places=(place,) if place else (),
            department=_text(node, ".rb-text-4") or None,
            employment_type=_text(node, ".js-job-list-opening-meta span") or None,
        )


def _text(row: LexborNode, selector: str) -> str:
    """Return the words of a part of a row, or else what it shows when it is pointed at; "" when it has neither."""
    node = first_in(row, selector)
    return (node_text(node) or node.attributes.get("title") or "").strip() if node is not None else ""


def _place(row: LexborNode) -> str:
    parts = (_text(row, f".meta-job-location-{part}") for part in ("city", "state", "country"))
    return join_place(*parts) or _text(row, ".js-job-list-opening-loc")
