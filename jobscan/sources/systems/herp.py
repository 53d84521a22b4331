"""HERP Hire: a company's page with its postings and groups of postings, and a page for each posting with JSON-LD.

The vendor documents none of it. Markup as publicly reported of several companies, 2026; there is no recording. Large
companies list their postings in groups only, one page each.
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
from jobscan.sources.kit.rows import read_rows, require_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "herp"
LABEL = "HERP Hire"

_LIMIT = HostLimit(name="herp", concurrency=4)
_HOST = "herp.careers"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?", re.ASCII)
_GROUPS = "requisition-groups"
#: Groups of one company; the largest that was reported has five.
_MOST_GROUPS = 200
#: A page that some companies have before their list, in the place of a posting's code.
_NO_POSTINGS = frozenset({"top", _GROUPS})
#: Rows, and the list around them.
_ROWS, _LIST = ".requisition-list-card", ".requisition-list"
_EXAMPLE = f'"allm" for {_HOST}/v1/allm'


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in addresses, with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier) and identifier not in _NO_POSTINGS:
        return None
    return f'"{identifier[:80]!a}" is not the name of a company; write the part after /v1/, such as {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the company's page."""
    return _list_request(f"https://{_HOST}/v1/{source.identifier}", is_first=True)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the company's page, the page of a group, or that of one posting. None of them says a total.

    Raises `BoardError` for a page without the marks of HERP's lists, and for half of one.
    """
    what = f"HERP board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        return read_detail(request, page, what)
    html = parse_html(
        replace(page, url=request.url), what, missing="there is no company of that name; it may have moved"
    )
    groups = tuple(dict.fromkeys(_groups(html, source.identifier))) if request.context else ()
    if html.first(_LIST) is None and not groups:
        reason = f"{what}: the page is none of HERP's lists (a login, a challenge, or it was made anew)"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    if not html.has_end:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page breaks off; the next scan reads it again")
    if len(groups) > _MOST_GROUPS:
        raise BoardError(BoardFailure.TOO_MANY, f"{what}: {len(groups)} groups of postings are more than any board has")

    def read(row: ListedPage, external_id: str) -> Posting:
        require_title(row.title)
        return detail_posting(row, external_id, _LIMIT)

    parsed = read_rows(list(_rows(html, source.identifier)), read, what, noun="row")
    return replace(parsed, next=tuple(_list_request(group, is_first=False) for group in groups))


def detect(url: str) -> Source | None:
    """Recognise a company by its page, a group or a posting; None when it is not at HERP's host."""
    address = read_address(url)
    if address is None or address.host not in (_HOST, f"www.{_HOST}") or address.segments[:1] != ("v1",):
        return None
    name = "".join(address.segments[1:2]).lower()
    if check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the companies whose pages a page links to or embeds."""
    return page.boards(detect)


def _list_request(url: str, *, is_first: bool) -> Request:
    return Request(url=url, limit=_LIMIT, headers={"Accept": "text/html"}, audience=Audience.PAGE, context=is_first)


def _below(url: str, company: str) -> list[str]:
    """Return what follows the company in the path of one of its addresses; empty for another's."""
    parts = urlsplit(url)
    if parts.hostname != _HOST:
        return []
    names = [name for name in parts.path.split("/") if name]
    return names[2:] if names[:2] == ["v1", company] else []


def _groups(html: WebPage, company: str) -> Iterator[str]:
    for _, url in html.links():
        below = _below(url, company)
        if len(below) == 2 and below[0] == _GROUPS:
            yield f"https://{_HOST}/v1/{company}/{_GROUPS}/{below[1]}"


def _rows(html: WebPage, company: str) -> Iterator[ListedPage]:
    for node in html.select(_ROWS):
        link = first_in(node, "a.requisition-list-card__header-anchor[href]") or first_in(node, "a[href]")
        below = _below(html.absolute(link.attributes.get("href")) or "", company) if link is not None else []
        code = below[0] if len(below) == 1 and below[0] not in _NO_POSTINGS else None
        title = first_in(node, "h2") or link
        yield ListedPage(
            id=code,
            link=f"https://{_HOST}/v1/{company}/{code}" if code else "",
            title=node_text(title) if title is not None else "",
        )
