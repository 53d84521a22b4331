"""SAP SuccessFactors: the old career site as one XML feed, and the newer search pages ("RMK") on employers' own hosts.

Shapes as seen in recordings of a feed and of a search page, 2026; what rests on public reports of that year says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import ParsedPage
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.dates import read_moment
from jobscan.sources.kit.detail_page import ListedPage, detail_posting, read_detail
from jobscan.sources.kit.detection import guess_name, match_identifier, read_address
from jobscan.sources.kit.html import WebPage, first_in, node_text, parse_html
from jobscan.sources.kit.items import MAX_POSTINGS
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.sources.kit.xml import child_text, children_of, local_name, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from xml.etree.ElementTree import Element

    from jobscan.domain.page import Page
    from jobscan.domain.posting import Posting
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "successfactors"
LABEL = "SuccessFactors"

_LIMIT = HostLimit(name="successfactors", concurrency=4)
PAGE_SIZE = 25
#: "career5.successfactors.eu/acme", or the host of a search page alone.
_IDENTIFIER = re.compile(
    r"(?P<host>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6})(?:/(?P<company>[\w.-]{1,64}))?", re.ASCII
)
_FEED_HOSTS = (".successfactors.com", ".successfactors.eu", ".sapsf.com", ".sapsf.eu", ".sapsf.cn")
_SEARCH_HOSTS = (".jobs2web.com", ".jobs2web.sapsf.cn", ".jobs.hr.cloud.sap")
#: The vendor writes a number of its own into tags without a name, which no parser of XML takes.
_NAMELESS = re.compile(rb"<>[^<]{0,200}</>")
#: "/job/{title}/{number}/"
_POSTING = re.compile(r"/job/(?:[^/]+/)?(?P<number>\d{3,18})/?$")
#: "Results 1 – 25 of 1,234"
_RANGE = re.compile(r"(\d[\d.,]{0,8})\D{1,20}?(\d[\d.,]{0,8})\D{1,20}(\d[\d.,]{0,8})")
_FILTER = re.compile(r"filter\d{1,2}")
#: Labels of filters that make up a place, in this order; each employer chooses its own words.
_PLACES = (("city", "town"), ("state/province", "state", "province", "region"), ("country", "country/region"))
_WHOLE_PLACES = ("location", "job location", "primary location", "work location/office")
_TEXT = "span.jobdescription, [itemprop=description]"


class _Board(NamedTuple):
    host: str
    #: None: a search page.
    company: str | None


class _Row(NamedTuple):
    id: str | None
    element: Element


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``host/company`` or the host of a search page; None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    return (
        f'"{identifier[:80]}" is neither host/company, such as "career5.successfactors.eu/acme" from the address'
        ' "…/career?company=acme", nor the host of a search page, such as "jobs.acme.com"'
    )


def first_request(source: Source) -> Request:
    """Return the request for the feed, or for the first page of the search. Raises `BoardError` for no identifier."""
    board = _board(source)
    if board.company is None:
        return _search_request(board, 0)
    query = f"company={quote(board.company, safe='')}&career_ns=job_listing_summary&resultType=XML"
    return Request(url=f"https://{board.host}/career?{query}", limit=_LIMIT, headers={"Accept": "application/xml"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the feed, a page of the search, or the page of one posting.

    An unknown company is answered with a small web page and status 200. Raises `BoardError` for that, for another page
    than was asked for, and for search pages of another make (tiles).
    """
    board = _board(source)
    what = f"SuccessFactors board {source.identifier}"
    if board.company is not None:
        return _read_feed(board, page, what)
    if request.purpose is Purpose.DETAIL:
        return read_detail(request, page, what, text_in=_TEXT)
    return _read_search(board, request.context, page, what)


def detect(url: str) -> Source | None:
    """Recognise a board at the vendor's hosts: a career site by its company, a search page by its host.

    Search pages on employers' own hosts have nothing in their address that tells whose system they are.
    """
    address = read_address(url)
    if address is None:
        return None
    host = address.host
    if any(host.endswith(end) for end in _SEARCH_HOSTS) and check_identifier(host) is None:
        return Source(type=TYPE, identifier=host, name=guess_name(host.partition(".")[0]))
    company = address.query.get("company", "")
    identifier = f"{host}/{company}"
    if any(host.endswith(end) for end in _FEED_HOSTS) and company and _IDENTIFIER.fullmatch(identifier):
        return Source(type=TYPE, identifier=identifier, name=guess_name(company))
    return None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _board(source: Source) -> _Board:
    found = match_identifier(source, _IDENTIFIER, check_identifier)
    return _Board(found["host"], found["company"])


def _read_feed(board: _Board, page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing="there is no such host; the company may have moved")
    root = parse_xml(replace(page, body=_NAMELESS.sub(b"", page.body)), what, "Job-Listing")
    rows = [_Row(child_text(element, "ReqId"), element) for element in children_of(root, "Job")]
    return read_rows(rows, lambda row, external_id: _read_job(board, row.element, external_id), what, noun="Job")


def _read_job(board: _Board, job: Element, external_id: str) -> RawJob:
    company = quote(board.company or "", safe="")
    query = f"company={company}&career_ns=job_listing&career_job_req_id={quote(external_id, safe='')}"
    place = _place(_filters(job))
    return RawJob(
        external_id=external_id,
        title=require_title(child_text(job, "JobTitle")),
        locations=(place,) if place else (),
        # The form of public links to such postings (reported).
        url=f"https://{board.host}/career?{query}",
        department=child_text(job, "Department"),
        posted_at=_american_day(child_text(job, "Posted-Date")),
        description=child_text(job, "Job-Description") or "",
    )


def _filters(job: Element) -> dict[str, str]:
    """Return what stands under the employer's own labels: "city" → "Emporia"."""
    found: dict[str, str] = {}
    for element in job:
        label, value = child_text(element, "label"), child_text(element, "value")
        if _FILTER.fullmatch(local_name(element)) and label and value:
            found.setdefault(label.lower(), value)
    return found


def _place(filters: dict[str, str]) -> str | None:
    for label in _WHOLE_PLACES:
        if label in filters:
            return filters[label]
    parts = (next((filters[label] for label in labels if label in filters), None) for labels in _PLACES)
    return ", ".join(part for part in parts if part) or None


def _american_day(text: str | None) -> datetime | None:
    """Read "MM/DD/YYYY", which the feed has in every language (reported)."""
    parts = (text or "").split("/")
    return read_moment(f"{parts[2]}-{parts[0]}-{parts[1]}") if len(parts) == 3 else None


def _search_request(board: _Board, start: int) -> Request:
    return Request(
        url=f"https://{board.host}/search/?q=&startrow={start}",
        limit=_LIMIT,
        headers={"Accept": "text/html"},
        audience=Audience.PAGE,
        context=start,
    )


def _read_search(board: _Board, start: int, page: Page, what: str) -> ParsedPage:
    html = parse_html(page, what, missing="there is no search page at that host; the company may have moved")
    if start == 0 and html.first("#noresults") is not None:
        # What stands below are postings that the search did not find (reported).
        return ParsedPage(total=0)
    counted = _counted(html)
    rows = list(_rows(html, board))
    if counted is None or not rows:
        reason = f"{what}: the page is no list of postings, or one of another make; report it with its address"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    first, last, total = counted
    if first != start + 1:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: row {first} came for row {start + 1}")

    def read(row: ListedPage, external_id: str) -> Posting:
        require_title(row.title)
        return detail_posting(row, external_id, _LIMIT)

    parsed = read_rows(rows, read, what, noun="row")
    if start:
        return parsed
    starts = range(last, min(total, MAX_POSTINGS), max(last, 1))
    return replace(parsed, total=total, next=tuple(_search_request(board, further) for further in starts))


def _counted(html: WebPage) -> tuple[int, int, int] | None:
    """Return the first and the last row of the page and how many rows there are; None when it does not say."""
    node = html.first(".paginationLabel")
    found = _RANGE.search(node_text(node)) if node is not None else None
    if found is None:
        return None
    first, last, total = (int(re.sub(r"\D", "", part)) for part in found.groups())
    return (first, last, total) if first <= last <= total else None


def _rows(html: WebPage, board: _Board) -> Iterator[ListedPage]:
    """Yield the rows; each value stands twice, for wide and for narrow windows."""
    for node in html.select("tr.data-row"):
        link = first_in(node, "a.jobTitle-link[href]")
        url = html.absolute(link.attributes.get("href")) if link is not None else None
        if link is None or url is None:
            continue
        path = urlsplit(url).path
        number = _POSTING.search(unquote(path))
        place, day = first_in(node, "span.jobLocation"), first_in(node, "span.jobDate")
        places = node_text(place) if place is not None else ""
        yield ListedPage(
            id=number["number"] if number else None,
            link=f"https://{board.host}{path}",
            title=node_text(link),
            places=(places,) if places else (),
            posted_at=read_moment(node_text(day)) if day is not None else None,
        )
