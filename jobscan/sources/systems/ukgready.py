"""UKG Ready (Workforce Ready, SaaSHR): the career portals at ``https://{host}/ta/{company}.careers``.

UKG documents none of this. Fields of the list as seen in a recording (2026); paging, the details and the hosts as
publicly measured (September 2026). There are no dates, and the currency of pay is a setting of the company.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import match_identifier, read_address
from jobscan.sources.kit.items import MAX_POSTINGS, ListedRow, ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.pay import amount, read_salary

if TYPE_CHECKING:
    from jobscan.domain.job import Salary
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "ukgready"
LABEL = "UKG Ready"

#: More is refused with 400 (measured, 2026).
PAGE_SIZE = 200

#: All companies share one backend; no limit is documented.
_LIMIT = HostLimit(name="ukgready", concurrency=4)
#: A company is at one environment, which has several of these hosts; at the others it is not found.
_HOST = r"(?:[a-z0-9-]{1,63}\.){1,4}(?:saashr|entertimeonline|yourpayrollhr|mykronos|workforceready)\.(?:com\.au|com)"
_IDENTIFIER = re.compile(rf"({_HOST})/([A-Za-z0-9_-]{{1,40}})", re.ASCII)
_CAREERS = re.compile(r"([A-Za-z0-9_-]{1,40})\.careers", re.ASCII | re.IGNORECASE)
_EXAMPLE = '"secure4.saashr.com/6162397"'
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"


class _Place(msgspec.Struct):
    city: str | None = None
    state: str | None = None
    #: ISO 3166-1 alpha-3.
    country: str | None = None


class _Type(msgspec.Struct):
    name: str | None = None


class _Row(msgspec.Struct):
    """A row of the list. ``reapply_msg`` and ``knockout_msg`` are for applicants, and the same for all postings."""

    id: Any = None
    job_title: str | None = None
    location: _Place | None = None
    base_pay_from: float | None = None
    base_pay_to: float | None = None
    #: "HOUR", "WEEK", "MONTH" or "YEAR".
    base_pay_frequency: str | None = None
    employee_type: _Type | None = None
    #: False says nothing of hybrid work.
    is_remote_job: bool | None = None
    #: The first 250 characters.
    job_description: str | None = None


class _Least(msgspec.Struct):
    id: Any = None


class _Detail(msgspec.Struct):
    """A posting, as its row and with the whole text."""

    id: Any
    job_title: str
    job_description: str | None = None
    #: A part of the text that the portal shows below.
    job_requirement: str | None = None


class _Paging(msgspec.Struct):
    total: int


class _List(msgspec.Struct):
    job_requisitions: list[msgspec.Raw]
    paging: _Paging = msgspec.field(name="_paging")


class _Board(NamedTuple):
    host: str
    company: str

    @property
    def api(self) -> str:
        return f"https://{self.host}/ta/rest/ui/recruitment/companies/%7C{self.company}/job-requisitions"

    def page_of(self, external_id: str) -> str:
        return f"https://{self.host}/ta/{self.company}.careers?ShowJob={external_id}"


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``host/company`` as in the address of a career portal; None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    return (
        f'"{identifier[:80]}" is not host/company, such as {_EXAMPLE};'
        " take them from the address https://host/ta/company.careers"
    )


def first_request(source: Source) -> Request:
    """Return the request for the first page. Raises `BoardError` when the identifier is not one."""
    return _list_request(_board(source), 1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or a posting's details; the first page says how many postings there are.

    Raises `BoardError` for a company that is not at this host, other formats and details that are gone.
    """
    board, what = _board(source), f"board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        listed: ListedRow[_Row] = request.context
        return _parse_detail(board, listed, page, f"posting {listed.external_id} of {what}")
    if b"Company not found" in page.body[:4_096]:
        reason = f"{what}: the company is not found at this host; copy both from the address of its career portal"
        raise BoardError(BoardFailure.NOT_FOUND, reason)
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
    rows = reader.read(listing.job_requisitions, what)
    if request.context > 1:
        return rows
    total = listing.paging.total
    if total < len(listing.job_requisitions):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has more postings than it says that there are")
    pages = (min(total, MAX_POSTINGS) + PAGE_SIZE - 1) // PAGE_SIZE
    further = tuple(_list_request(board, number) for number in range(2, pages + 1))
    return ParsedPage(postings=rows.postings, next=further, total=total, problems=rows.problems, lost=rows.lost)


def detect(url: str) -> Source | None:
    """Recognise a career portal by its page, a posting or its API; None when it is not UKG Ready's."""
    address = read_address(url)
    if address is None or address.segments[:1] != ("ta",):
        return None
    path = address.segments
    if len(path) == 2:
        found = _CAREERS.fullmatch(path[1])
        company = found[1] if found else ""
    else:
        company = (
            path[5].removeprefix("|") if path[1:5] == ("rest", "ui", "recruitment", "companies") and path[5:] else ""
        )
    identifier = f"{address.host}/{company}"
    if not _IDENTIFIER.fullmatch(identifier):
        return None
    return Source(type=TYPE, identifier=identifier, name=f"{LABEL} {company}")


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the career portals that an employer's page links to or embeds."""
    return page.boards(detect)


def _board(source: Source) -> _Board:
    found = match_identifier(source, _IDENTIFIER, check_identifier)
    return _Board(found[1], found[2])


def _list_request(board: _Board, number: int) -> Request:
    # What is called an offset is the number of a page (measured, 2026).
    url = f"{board.api}?offset={number}&size={PAGE_SIZE}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=number)


def _read_row(board: _Board, row: _Row, external_id: str) -> ReadRow:
    print_ = fingerprint(row)
    if not external_id.isalnum() or not external_id.isascii():
        seen = Posting(external_id=external_id, fingerprint=print_)
        return ReadRow(seen, f"({external_id[:40]}) has an id that is no part of an address")
    detail = Request(
        url=f"{board.api}/{external_id}",
        limit=_LIMIT,
        headers={"Accept": "application/json"},
        purpose=Purpose.DETAIL,
        context=ListedRow(external_id=external_id, fingerprint=print_, row=row),
    )
    face = Face(board.page_of(external_id), row.job_title or "", _place(row.location) or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _parse_detail(board: _Board, listed: ListedRow[_Row], page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing=_NO_POSTING)
    detail = decode_json(page, _Detail, what)
    row, title = listed.row, detail.job_title.strip() or listed.row.job_title
    if not title or canonical_id(detail.id) != listed.external_id:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the details have no title, or are of another posting")
    place = _place(row.location)
    text = "\n".join(part for part in (detail.job_description, detail.job_requirement) if part)
    job = RawJob(
        external_id=listed.external_id,
        title=title,
        locations=(place,) if place else (),
        url=board.page_of(listed.external_id),
        employment_type=(row.employee_type.name or None) if row.employee_type else None,
        workplace="Remote" if row.is_remote_job else None,
        salary=_salary(row),
        description=text or row.job_description or "",
    )
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _salary(row: _Row) -> Salary | None:
    low, high = amount(row.base_pay_from), amount(row.base_pay_to)
    return None if low is None and high is None else read_salary(low, high, None, row.base_pay_frequency)


def _place(place: _Place | None) -> str:
    return ", ".join(part for part in (place.city, place.state, place.country) if part) if place else ""
