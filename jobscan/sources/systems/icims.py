"""iCIMS, the classic portals at ``*.icims.com``: pages of 20 rows, and a page for each posting with JSON-LD.

Markup as seen in recordings of five portals (two skins) and of a posting, July to September 2026; what rests on reports
says so. Everything is asked for in the form that stands in a frame: the other has no posting in it (reported).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.dates import read_moment
from jobscan.sources.kit.detail_page import ListedPage, detail_posting, read_detail
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.html import WebPage, first_in, node_text, parse_html
from jobscan.sources.kit.items import MAX_POSTINGS
from jobscan.sources.kit.rows import read_rows, require_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from selectolax.lexbor import LexborNode

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "icims"
LABEL = "iCIMS"

PAGE_SIZE = 20
_LIMIT = HostLimit(name="icims", concurrency=4)
_HOST = ".icims.com"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
#: The vendor's own.
_OTHERS = frozenset({"www", "api", "media", "login", "developer", "care", "community", "cdn"})
_POSTING = re.compile(r"/jobs/(?P<number>\d{1,12})(?:/|$)")
#: "Search Results Page 1 of 29".
_PAGE_OF = re.compile(r"(\d{1,5})\D{1,20}(\d{1,5})\s*$")
_PAGE_IN_LINK = re.compile(r"[?&]pr=(\d{1,5})(?:&|$)")
#: "7/28/2026 2:40 PM", in the zone of the portal.
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
#: What a search has, whatever it finds.
_SIGNS = "#searchForm, .iCIMS_JobsTable, .iCIMS_SearchResultsHeader"
_ROWS = "li.iCIMS_JobCardItem, .iCIMS_JobsTable > .row"


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a portal's name ("careers-acme"), with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    example = 'write the part before ".icims.com" alone, in lower case, such as "careers-acme"'
    return f'"{identifier[:80]}" is not the name of an iCIMS portal; {example}'


def first_request(source: Source) -> Request:
    """Return the request for the first page of the search for everything."""
    return _list_request(source, 0)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or the page of one posting.

    The first page says how many pages there are, and all others are asked for at once. Nothing says how many postings.
    Raises `BoardError` for another page than was asked for, and for what is none of the system's lists.
    """
    what = f"iCIMS portal {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        # A number of another portal is answered with that employer's posting (reported, 2026).
        return read_detail(request, page, what, host=f"{source.identifier}{_HOST}")
    number: int = request.context
    html = parse_html(page, what, missing="there is no portal of that name; the company may have moved")
    rows = list(_rows(html, source))
    if not rows and html.first(_SIGNS) is None:
        reason = f"{what}: the page is no list of postings (a newer portal, a login, or a challenge)"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    shown, last = _pages(html, number)
    if shown != number or (number and not rows):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: page {shown + 1} came for page {number + 1}, or no rows")

    def read(row: ListedPage, external_id: str) -> Posting:
        require_title(row.title)
        return detail_posting(row, external_id, _LIMIT, url=f"{row.link}?in_iframe=1")

    parsed = read_rows(rows, read, what, noun="row")
    if number == 0:
        pages = range(1, min(last, MAX_POSTINGS // PAGE_SIZE))
        return replace(parsed, next=tuple(_list_request(source, further) for further in pages))
    return parsed


def detect(url: str) -> Source | None:
    """Recognise a portal by its pages or a posting; None for the vendor's own."""
    address = read_address(url)
    name = address.host.removesuffix(_HOST) if address and address.host.endswith(_HOST) else ""
    if not _NAME.fullmatch(name) or name in _OTHERS:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(_company(name)))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the portals that an employer's page links to or embeds."""
    return page.boards(detect)


def _company(name: str) -> str:
    """Return the company's part of a portal's name: "careers-acme", "uscareers-acme" → "acme"."""
    kind, dash, company = name.partition("-")
    is_kind = any(word in kind for word in ("career", "job", "external", "intern", "resume", "hourly"))
    return company if dash and is_kind else name


def _list_request(source: Source, number: int) -> Request:
    url = f"https://{source.identifier}{_HOST}/jobs/search?ss=1&in_iframe=1&pr={number}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "text/html"}, audience=Audience.PAGE, context=number)


def _pages(html: WebPage, asked: int) -> tuple[int, int]:
    """Return which page this is, from 0, and how many there are. A list of one page does not say."""
    links = (
        _PAGE_IN_LINK.search(url) for _, url in html.links(".iCIMS_Paging a[href], .iCIMS_Paginator_Bottom a[href]")
    )
    last = max((int(found[1]) + 1 for found in links if found), default=1)
    for heading in html.select(".iCIMS_SubHeader_Jobs"):
        if found := _PAGE_OF.search(node_text(heading)):
            return int(found[1]) - 1, max(last, int(found[2]))
    return asked, last


def _rows(html: WebPage, source: Source) -> Iterator[ListedPage]:
    for node in html.select(_ROWS):
        link = first_in(node, "a.iCIMS_Anchor[href]")
        url = html.absolute(link.attributes.get("href")) if link is not None else None
        if link is None or url is None:
            continue
        path = urlsplit(url).path
        number = _POSTING.search(path)
        heading = first_in(link, "h2, h3, h4")
        fields = _fields(node)
        place = _field(fields, "location")
        yield ListedPage(
            id=number["number"] if number else None,
            link=f"https://{source.identifier}{_HOST}{path}",
            title=node_text(heading if heading is not None else link),
            places=(place,) if place else (),
            department=fields.get("category") or fields.get("department"),
            employment_type=fields.get("position type") or fields.get("employment type"),
            workplace=fields.get("work arrangement"),
            posted_at=_day(node),
        )


def _fields(node: LexborNode) -> Mapping[str, str]:
    """Return what a row says under labels, which each portal chooses: "job location" → "US-VA-Fairfax Station"."""
    fields: dict[str, str] = {}
    for tag in node.css(".iCIMS_JobHeaderTag"):
        label, value = first_in(tag, "dt"), first_in(tag, "dd")
        if label is not None and value is not None:
            fields.setdefault(node_text(label).lower(), node_text(value))
    for header in node.css(".header"):
        label = first_in(header, ".field-label")
        if label is not None:
            name = node_text(label)
            fields.setdefault(name.lower(), node_text(header).removeprefix(name).strip())
    return fields


def _field(fields: Mapping[str, str], word: str) -> str | None:
    return next((value for label, value in fields.items() if word in label and value), None)


def _day(node: LexborNode) -> datetime | None:
    """Return the day in the title of the words that say how long ago it was."""
    for span in node.css(".header span[title]"):
        if found := _DAY.match(span.attributes.get("title") or ""):
            return read_moment(f"{found[3]}-{found[1]}-{found[2]}")
    return None
