"""UKG Pro Recruiting (UltiPro): the job boards of ``recruiting….ultipro.com`` and ``….rec.pro.ukg.net``.

UKG documents none of this. Fields of the list as seen in a recording (September 2026); the details, which stand as JSON
in a script of the posting's page, and the board's own page as publicly reported in 2026. A search that the server does
not understand is answered with an empty list and status 200 (reported): an empty list is believed when the board's page
says that there is such a board, and shows no posting either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import match_identifier, read_address
from jobscan.sources.kit.encoding import decode_text
from jobscan.sources.kit.items import MAX_POSTINGS, ListedRow, ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.scripts import value_after
from jobscan.utils.time import parse_iso

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "ukg"
LABEL = "UKG Pro"

PAGE_SIZE = 50

#: All tenants share one backend; no limit is documented.
_LIMIT = HostLimit(name="ukg", concurrency=4)
_HOST = r"recruiting\d{0,2}\.ultipro\.(?:com|ca)|[a-z0-9-]{1,63}\.rec\.pro\.ukg\.net"
_GUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_IDENTIFIER = re.compile(rf"({_HOST})/([A-Za-z0-9]{{1,40}})/({_GUID})", re.ASCII)
_EXAMPLE = '"recruiting.ultipro.com/AIS1000AISI/b22b728d-47a6-4550-9005-01c83b9a527f"'
_DETAIL = re.compile(r"CandidateOpportunityDetail\(\s*")
#: In the script of a board's page: where its search is, and the postings that it shows without a search.
_MODEL = "US.Opportunity.OpportunitiesViewModel("
_SEARCH = re.compile(r"/JobBoard/(?P<board>[0-9A-Fa-f-]{36})/JobBoardView/LoadSearchResults")
_FEATURED = re.compile(r"initialFeaturedOpportunities\"?\s{0,10}:\s{0,10}")
#: What the numbers mean was seen; 3 is said to be hybrid, which was not.
_WORKPLACES = {1: "On-site", 2: "Remote"}
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"


class _Named(msgspec.Struct, rename="pascal"):
    code: str | None = None
    name: str | None = None


class _Address(msgspec.Struct, rename="pascal"):
    """An address. ``Line1`` is the street, or "Remote"."""

    city: str | None = None
    state: _Named | None = None
    country: _Named | None = None


class _Place(msgspec.Struct, rename="pascal"):
    """A place. ``Coordinates`` are noise where it is "Remote"."""

    localized_name: str | None = None
    address: _Address | None = None


class _Row(msgspec.Struct, rename="pascal"):
    """A row of the list. ``MatchScore``, ``Distance`` and ``Featured`` are about who looks at it."""

    id: Any = None
    title: str | None = None
    requisition_number: str | None = None
    full_time: bool | None = None
    job_category_name: str | None = None
    locations: list[_Place] | None = None
    job_location_type: int | None = None
    brief_description: str | None = None
    posted_date: str | None = None


class _Least(msgspec.Struct, rename="pascal"):
    id: Any = None


class _Detail(_Row, kw_only=True):
    """A posting. Its ``Id`` and its text are what tells it from the page's other objects."""

    id: str
    description: str | None
    updated_date: str | None = None
    opportunity_is_closed: bool | None = None


class _List(msgspec.Struct, rename="camel"):
    opportunities: list[msgspec.Raw]
    #: None where the request is not what the server expects.
    total_count: int


class _Board(NamedTuple):
    host: str
    tenant: str
    board: str

    @property
    def address(self) -> str:
        return f"https://{self.host}/{self.tenant}/JobBoard/{self.board}"

    def page_of(self, external_id: str) -> str:
        return f"{self.address}/OpportunityDetail?opportunityId={quote(external_id, safe='')}"


@dataclass(frozen=True, slots=True)
class _Proof:
    """The request is for the board's page, to see that there is such a board."""


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``host/tenant/board`` as in the address of a job board; None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    return (
        f'"{identifier[:80]}" is not host/tenant/board, such as {_EXAMPLE};'
        " take them from the address https://host/tenant/JobBoard/board"
    )


def first_request(source: Source) -> Request:
    """Return the request for the first page. Raises `BoardError` when the identifier is not one."""
    return _list_request(_board(source), 0)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, the page of a posting, or the board's own page when the list is empty.

    The first page of the list says how many postings there are. Raises `BoardError` for refusals, other formats,
    postings that are closed, and an empty list of a board that does not exist.
    """
    board, what = _board(source), f"board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        listed: ListedRow[_Row] = request.context
        return _parse_detail(board, listed, page, f"posting {listed.external_id} of {what}")
    if isinstance(request.context, _Proof):
        return _read_proof(board, page, what)
    require_ok(page, what)
    listing = decode_json(page, _List, what)
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.id),
        posting_of=lambda row, external_id: _read_row(board, row, external_id),
        seen_of=seen_only,
        noun="row",
    )
    rows = reader.read(listing.opportunities, what)
    if request.context:
        return rows
    total = listing.total_count
    if total < len(listing.opportunities):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has more postings than it says that there are")
    if not total and not listing.opportunities:
        return ParsedPage(next=(_proof_request(board),))
    further = tuple(_list_request(board, at) for at in range(PAGE_SIZE, min(total, MAX_POSTINGS), PAGE_SIZE))
    return ParsedPage(postings=rows.postings, next=further, total=total, problems=rows.problems, lost=rows.lost)


def detect(url: str) -> Source | None:
    """Recognise a job board by its page, a posting or its API; None when it is not UKG Pro's, or names no board."""
    address = read_address(url)
    if address is None:
        return None
    path = address.segments
    if len(path) < 3 or path[1].lower() != "jobboard":
        return None
    identifier = f"{address.host}/{path[0]}/{path[2].lower()}"
    if not _IDENTIFIER.fullmatch(identifier):
        return None
    return Source(type=TYPE, identifier=identifier, name=path[0])


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the job boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _board(source: Source) -> _Board:
    found = match_identifier(source, _IDENTIFIER, check_identifier)
    return _Board(*found.groups())


def _list_request(board: _Board, offset: int) -> Request:
    # In the order of the board's own page: in no order, pages need not fit together.
    order = {"Value": "postedDateDesc", "PropertyName": "PostedDate", "Ascending": False}
    search = {"Top": PAGE_SIZE, "Skip": offset, "QueryString": "", "OrderBy": [order], "Filters": []}
    return Request(
        url=f"{board.address}/JobBoardView/LoadSearchResults",
        limit=_LIMIT,
        method="POST",
        headers={"Accept": "application/json", "Content-Type": "application/json"},
        body=msgspec.json.encode({"opportunitySearch": search}),
        context=offset,
    )


def _proof_request(board: _Board) -> Request:
    headers = {"Accept": "text/html"}
    return Request(url=board.address, limit=_LIMIT, headers=headers, audience=Audience.PAGE, context=_Proof())


def _read_proof(board: _Board, page: Page, what: str) -> ParsedPage:
    """Return an empty list; raise `BoardError` unless the page is this board's, and shows no posting."""
    missing = "there is no such board; the company may have moved"
    require_ok(page, what, missing=missing)
    text = decode_text(page)
    named = _SEARCH.search(text) if _MODEL in text else None
    if named is None or named["board"].lower() != board.board:
        reason = f"{what}: its list is empty, and the page at its address is none of this board's; {missing}"
        raise BoardError(BoardFailure.NOT_FOUND, reason)
    if value_after(text, _FEATURED, list[msgspec.Raw]):
        reason = f"{what}: its list is empty, but its page shows postings; report it with its address"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    return ParsedPage(total=0)


def _read_row(board: _Board, row: _Row, external_id: str) -> ReadRow:
    print_ = fingerprint(msgspec.structs.replace(row, posted_date=None))
    detail = Request(
        url=board.page_of(external_id),
        limit=_LIMIT,
        purpose=Purpose.DETAIL,
        audience=Audience.PAGE,
        context=ListedRow(external_id=external_id, fingerprint=print_, row=row),
    )
    face = Face(board.page_of(external_id), row.title or "", "; ".join(_places(row)) or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _parse_detail(board: _Board, listed: ListedRow[_Row], page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing=_NO_POSTING)
    detail = value_after(decode_text(page), _DETAIL, _Detail)
    if detail is None:
        # So it is when a posting has expired (reported, 2026), and when the page has changed.
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page does not hold the posting; {_NO_POSTING}")
    if detail.opportunity_is_closed or detail.id.casefold() != listed.external_id.casefold():
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: no longer open; the next scan will miss it")
    title = detail.title or listed.row.title
    if not title:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the posting has no title")
    job = _job(board, listed, detail, title)
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _job(board: _Board, listed: ListedRow[_Row], detail: _Detail, title: str) -> RawJob:
    row = listed.row
    full_time = detail.full_time if detail.full_time is not None else row.full_time
    return RawJob(
        external_id=listed.external_id,
        title=title,
        locations=_places(detail) or _places(row),
        url=board.page_of(listed.external_id),
        department=detail.job_category_name or row.job_category_name or None,
        employment_type={True: "Full-time", False: "Part-time"}.get(full_time) if full_time is not None else None,
        workplace=_WORKPLACES.get(detail.job_location_type or row.job_location_type or 0),
        posted_at=parse_iso(detail.posted_date) or parse_iso(row.posted_date),
        updated_at=parse_iso(detail.updated_date),
        description=detail.description or row.brief_description or "",
    )


def _places(row: _Row) -> tuple[str, ...]:
    return tuple(place for place in map(_place, row.locations or ()) if place)


def _place(place: _Place) -> str:
    """Return "Houston, TX, United States"; of a place without a city its name: "Remote, United States"."""
    address = place.address or _Address()
    country = address.country and (address.country.name or address.country.code)
    state = address.state and (address.state.code or address.state.name)
    local = (address.city, state) if address.city or state else (place.localized_name,)
    return ", ".join(part for part in (*local, country) if part)
