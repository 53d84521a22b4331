"""SAP SuccessFactors: the old career site as one XML feed, and the newer search pages ("RMK") on employers' own hosts.

Shapes as seen in recordings of a feed and of a search page, 2026; what rests on public reports of that year says so.

A search page is a table or a list of tiles (`search_page`), or it is empty and its script asks an interface for the
postings; where that interface refuses, the site's feed for Google may have them (`site_api`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from jobscan.domain.job import RawJob
from jobscan.domain.page import Purpose, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.dates import read_moment
from jobscan.sources.kit.detection import guess_name, match_identifier, read_address
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.sources.kit.xml import child_text, children_of, local_name, parse_xml
from jobscan.sources.systems.successfactors.search_page import (
    LIMIT,
    SearchRows,
    read_search,
    read_site_posting,
    request_search,
)
from jobscan.sources.systems.successfactors.site_api import GoogleFeed, SiteSearch, read_google_feed, read_site_search

if TYPE_CHECKING:
    from datetime import datetime
    from xml.etree.ElementTree import Element

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "successfactors"
LABEL = "SuccessFactors"

#: "career5.successfactors.eu/acme", or the host of a search page alone.
_IDENTIFIER = re.compile(
    r"(?P<host>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6})(?:/(?P<company>[\w.-]{1,64}))?", re.ASCII
)
_FEED_HOSTS = (".successfactors.com", ".successfactors.eu", ".sapsf.com", ".sapsf.eu", ".sapsf.cn")
_SEARCH_HOSTS = (".jobs2web.com", ".jobs2web.sapsf.cn", ".jobs.hr.cloud.sap")
#: The vendor writes a number of its own into tags without a name, which no parser of XML takes.
_NAMELESS = re.compile(rb"<>[^<]{0,200}</>")
_FILTER = re.compile(r"filter\d{1,2}")
#: Labels of filters that make up a place, in this order; each employer chooses its own words.
_PLACES = (("city", "town"), ("state/province", "state", "province", "region"), ("country", "country/region"))
_WHOLE_PLACES = ("location", "job location", "primary location", "work location/office")


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
        return request_search(board.host)
    query = f"company={quote(board.company, safe='')}&career_ns=job_listing_summary&resultType=XML"
    return Request(url=f"https://{board.host}/career?{query}", limit=LIMIT, headers={"Accept": "application/xml"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the feed, a page of the search or of what stands for it, or the page of one posting.

    An unknown company is answered with a small web page and status 200. Raises `BoardError` for that, for another page
    than was asked for, and for sites whose postings are found in none of the ways.
    """
    board = _board(source)
    what = f"SuccessFactors board {source.identifier}"
    if board.company is not None:
        return _read_feed(board, page, what)
    if request.purpose is Purpose.DETAIL:
        return read_site_posting(request, page, what)
    asked = request.context
    if isinstance(asked, SiteSearch):
        return read_site_search(board.host, asked, page, what)
    if isinstance(asked, GoogleFeed):
        return read_google_feed(board.host, page, what)
    rows: SearchRows = asked
    return read_search(board.host, rows, page, what)


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
