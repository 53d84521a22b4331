"""Taleo Business Edition: the whole board in one RSS feed.

Fields as seen in a recording of a feed, October 2026. Taleo Enterprise (``/careersection/``) is another product.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import guess_name, match_identifier, read_address
from jobscan.sources.kit.feed import FeedItem, read_feed
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.rows import read_rows, require_title

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "taleo"
LABEL = "Taleo Business Edition"

_LIMIT = HostLimit(name="taleo", concurrency=4)
_HOST = ".tbe.taleo.net"
#: "phe/phe01/ACME/39": the label of the host, the instance, the organisation, and the career site.
_IDENTIFIER = re.compile(r"([a-z]{2,8})/([a-z]{2,8}\d{1,3})/([A-Za-z0-9_-]{1,40})/(\d{1,6})", re.ASCII)


class _Board(NamedTuple):
    label: str
    instance: str
    org: str
    site: str

    @property
    def root(self) -> str:
        return f"https://{self.label}{_HOST}/{self.instance}/ats"

    @property
    def query(self) -> str:
        return f"org={quote(self.org, safe='')}&cws={self.site}"


class _Row(NamedTuple):
    id: str | None
    item: FeedItem


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``host/instance/organisation/site``; None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    return (
        f'"{identifier[:80]}" is not host/instance/organisation/site, such as "phe/phe01/ACME/39" from the address'
        " phe.tbe.taleo.net/phe01/ats/careers/v2/searchResults?org=ACME&cws=39"
    )


def first_request(source: Source) -> Request:
    """Return the request for the feed. Raises `BoardError` when the identifier is not one."""
    board = _board(source)
    url = f"{board.root}/servlet/Rss?{board.query}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/rss+xml, application/xml, text/xml"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the feed; it never says how many postings it has. Raises `BoardError` for everything but the feed."""
    what = f"Taleo board {source.identifier}"
    require_ok(page, what, missing="there is no career site of that number; take both from its address")
    board = _board(source)
    rows = [_Row(item.text_of("reqId"), item) for item in read_feed(page, what).items]
    return read_rows(rows, lambda row, external_id: _read_job(board, row.item, external_id), what)


def detect(url: str) -> Source | None:
    """Recognise a board by any address of its career site; None for Taleo Enterprise and others."""
    address = read_address(url)
    if address is None or not address.host.endswith(_HOST) or not address.segments:
        return None
    label, query = address.host.removesuffix(_HOST), address.query
    identifier = "/".join((label, address.segments[0], query.get("org", ""), query.get("cws", "")))
    if not _IDENTIFIER.fullmatch(identifier):
        return None
    return Source(type=TYPE, identifier=identifier, name=guess_name(query["org"].lower()))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _board(source: Source) -> _Board:
    found = match_identifier(source, _IDENTIFIER, check_identifier)
    return _Board(*found.groups())


def _read_job(board: _Board, item: FeedItem, external_id: str) -> RawJob:
    """Return the posting; ``pubDate`` is when the feed was made, within minutes, and is not read (recorded)."""
    place = item.text_of("location") or item.text_of("locationCity")
    page = f"{board.root}/careers/requisition.jsp?{board.query}&rid={quote(external_id, safe='')}"
    return RawJob(
        external_id=external_id,
        title=require_title(item.title),
        locations=(place,) if place else (),
        url=item.link or page,
        department=item.text_of("department"),
        description=item.text_of("html-description") or item.description,
    )
