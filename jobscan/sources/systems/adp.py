"""ADP Workforce Now: the career center behind ``workforcenow.adp.com``, one client's list in pages of 20.

ADP documents none of this. Fields as seen in recordings of three clients (June to August 2026); addresses of postings,
the details' two forms, and what follows as publicly reported in 2026. An unknown client is a 404 with a web page. A
client that has no postings in the language of the request gets an empty list, though it may have some in another one:
only a list that is empty in each is an empty board. Boards on ``myjobs.adp.com`` are another product.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import match_identifier, read_address
from jobscan.sources.kit.items import MAX_POSTINGS, ListedRow, ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, decode_or_none, require_ok
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.utils.time import parse_iso

if TYPE_CHECKING:
    from jobscan.domain.job import Salary
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "adp"
LABEL = "ADP Workforce Now"

#: The most that a page holds.
PAGE_SIZE = 20

_HOST = "workforcenow.adp.com"
_LIST = f"https://{_HOST}/mascsr/default/careercenter/public/events/staffing/v1/job-requisitions"
_PAGE = f"https://{_HOST}/mascsr/default/mdf/recruitment/recruitment.html"
#: Asked for one after the other until there are postings: some in Canada have them in the second only (reported).
_LOCALES = ("en_US", "en_CA")
#: All clients share one backend; no limit is documented.
_LIMIT = HostLimit(name="adp", concurrency=4)

_GUID = r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
_IDENTIFIER = re.compile(rf"({_GUID})/(\d{{1,20}}_\d{{1,10}})", re.ASCII)
#: The career center of a client that has made no other.
_FIRST_CENTER = "19000101_000001"
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"


class _Code(msgspec.Struct, rename="camel"):
    code_value: str | None = None
    short_name: str | None = None


class _Address(msgspec.Struct, rename="camel"):
    city_name: str | None = None
    country_subdivision_level1: _Code | None = None


class _Place(msgspec.Struct, rename="camel"):
    #: "Campus, Great Falls, MT, US", " US", "Remote, US": the employer's name of it, and the address.
    name_code: _Code | None = None
    address: _Address | None = None


class _Rate(msgspec.Struct, rename="camel"):
    #: 0 is none.
    amount_value: float | None = None
    currency_code: str | None = None


class _Range(msgspec.Struct, rename="camel"):
    minimum_rate: _Rate | None = None
    maximum_rate: _Rate | None = None


class _Field(msgspec.Struct, rename="camel"):
    #: Which field it is.
    name_code: _Code | None = None
    string_value: str | None = None
    short_name: str | None = None


class _Fields(msgspec.Struct, rename="camel"):
    """A posting's own fields. ``dateFields`` and ``numberFields`` hold the server's time and a count of applicants."""

    string_fields: list[_Field] | None = None
    code_fields: list[_Field] | None = None


class _Row(msgspec.Struct, rename="camel"):
    item_id: Any = msgspec.field(default=None, name="itemID")
    requisition_title: str | None = None
    requisition_locations: list[_Place] | None = None
    #: "Full-Time", "Adjunct": the client's words.
    work_level_code: _Code | None = None
    pay_grade_range: _Range | None = None
    custom_field_group: _Fields | None = None
    post_date: str | None = None


class _Least(msgspec.Struct):
    item_id: Any = msgspec.field(default=None, name="itemID")


class _Detail(_Row):
    requisition_description: str | None = None


class _Meta(msgspec.Struct, rename="camel"):
    """What is said of the list. ``links`` are its filters, not postings."""

    total_number: int


class _List(msgspec.Struct, rename="camel"):
    job_requisitions: list[msgspec.Raw]
    meta: _Meta


class _Details(msgspec.Struct, rename="camel"):
    job_requisitions: list[msgspec.Raw]


class _Board(NamedTuple):
    client: str
    center: str
    #: The language of its postings.
    locale: str = _LOCALES[0]

    @property
    def query(self) -> str:
        return f"cid={self.client}&ccId={self.center}"

    @property
    def api_query(self) -> str:
        return f"{self.query}&lang={self.locale}&locale={self.locale}"


class _Ask(NamedTuple):
    """What a list request asks for."""

    locale: str
    offset: int = 0


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``cid/ccId`` as in the address of a career center; None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    example = f'"7d58836c-11dd-4415-9de0-63b918b88652/{_FIRST_CENTER}"'
    return f'"{identifier[:80]}" is not cid/ccId, such as {example}; both are in the address of the career center'


def first_request(source: Source) -> Request:
    """Return the request for the first page. Raises `BoardError` when the identifier is not one."""
    return _list_request(_board(source), _Ask(_LOCALES[0]))


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or a posting's details; the first page says how many postings there are.

    Raises `BoardError` for unknown clients, refusals, other formats and details that are gone.
    """
    board, what = _board(source), f"board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        listed, locale = request.context
        board = board._replace(locale=locale)
        return _parse_detail(board, listed, page, f"posting {listed.external_id} of {what}")
    ask: _Ask = request.context
    board = board._replace(locale=ask.locale)
    require_ok(page, what, missing="ADP knows no such client; check cid and ccId against the career center's address")
    listing = decode_json(page, _List, what)
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.item_id),
        posting_of=lambda row, external_id: _read_row(board, row, external_id),
        seen_of=seen_only,
        noun="row",
    )
    rows = reader.read(listing.job_requisitions, what)
    total = listing.meta.total_number
    if ask.offset:
        return rows
    if total < len(listing.job_requisitions):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has more postings than it says that there are")
    if not total and not listing.job_requisitions and ask.locale != _LOCALES[-1]:
        following = _LOCALES[_LOCALES.index(ask.locale) + 1]
        return ParsedPage(next=(_list_request(board, _Ask(following)),))
    offsets = range(PAGE_SIZE, min(total, MAX_POSTINGS), PAGE_SIZE)
    further = tuple(_list_request(board, ask._replace(offset=offset)) for offset in offsets)
    return ParsedPage(postings=rows.postings, next=further, total=total, problems=rows.problems, lost=rows.lost)


def detect(url: str) -> Source | None:
    """Recognise a career center by its page, a posting or an API URL; None when it is not ADP's, or names no client.

    Without a ``ccId`` it is the client's first center.
    """
    address = read_address(url)
    if address is None or address.host != _HOST or address.segments[:1] != ("mascsr",):
        return None
    client = address.query.get("cid", "").strip()
    center = address.query.get("ccId", "").strip() or _FIRST_CENTER
    identifier = f"{client}/{center}"
    if not _IDENTIFIER.fullmatch(identifier):
        return None
    return Source(type=TYPE, identifier=identifier, name=f"{LABEL} {client[:8]}")


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the career centers that an employer's page links to or embeds."""
    return page.boards(detect)


def _board(source: Source) -> _Board:
    found = match_identifier(source, _IDENTIFIER, check_identifier)
    return _Board(found[1], found[2])


def _list_request(board: _Board, ask: _Ask) -> Request:
    # ADP counts rows from 1.
    url = f"{_LIST}?{board._replace(locale=ask.locale).api_query}&$top={PAGE_SIZE}&$skip={ask.offset + 1}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=ask)


def _read_row(board: _Board, row: _Row, external_id: str) -> ReadRow:
    print_ = fingerprint(msgspec.structs.replace(row, post_date=None))
    number = _number_of(row)
    if number is None:
        # Its details cannot be asked for; the list has all but the text.
        job = _job(board, row, external_id, None)
        if job is None:
            return ReadRow(Posting(external_id=external_id, fingerprint=print_), f"({external_id[:40]}) has no title")
        return ReadRow(Posting(external_id=external_id, fingerprint=print_, job=job))
    detail = Request(
        url=f"{_LIST}/{quote(number, safe='')}?{board.api_query}",
        limit=_LIMIT,
        headers={"Accept": "application/json"},
        purpose=Purpose.DETAIL,
        context=(ListedRow(external_id=external_id, fingerprint=print_, row=row), board.locale),
    )
    face = Face(_page_of(board, number), row.requisition_title or "", "; ".join(_places(row)) or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _parse_detail(board: _Board, listed: ListedRow[_Row], page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing=_NO_POSTING)
    body = decode_json(page, msgspec.Raw, what)
    # In a list of one (recorded), or bare (reported, 2026).
    several = decode_or_none(body, _Details)
    raw = body if several is None else next(iter(several.job_requisitions), None)
    detail = decode_or_none(raw, _Detail) if raw is not None else None
    if detail is None or (detail.requisition_title is None and detail.requisition_description is None):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer holds no posting")
    job = _job(board, listed.row, listed.external_id, detail)
    if job is None:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the details have no title")
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _job(board: _Board, row: _Row, external_id: str, detail: _Detail | None) -> RawJob | None:
    """Return the posting; None when neither row nor details have a title."""
    title = row.requisition_title or (detail.requisition_title if detail else None)
    if not title:
        return None
    level = row.work_level_code
    return RawJob(
        external_id=external_id,
        title=title,
        locations=_places(row) or (_places(detail) if detail else ()),
        url=_page_of(board, _number_of(row)),
        department=_string(row, "HomeDepartment"),
        employment_type=(level.short_name or None) if level else None,
        salary=_salary(row),
        posted_at=parse_iso(row.post_date),
        description=(detail.requisition_description or "") if detail else "",
    )


def _page_of(board: _Board, number: str | None) -> str:
    """Return the address of a posting; without a number that of the career center."""
    posting = f"&jobId={quote(number, safe='')}" if number else ""
    return f"{_PAGE}?{board.query}&lang={board.locale}{posting}"


def _number_of(row: _Row) -> str | None:
    """Return the number by which addresses name a posting, which is not its id."""
    return canonical_id(_string(row, "ExternalJobID"))


def _string(row: _Row, name: str) -> str | None:
    fields = (row.custom_field_group.string_fields if row.custom_field_group else None) or ()
    named = (field.string_value for field in fields if field.name_code and field.name_code.code_value == name)
    return next((value for value in named if value), None)


def _places(row: _Row) -> tuple[str, ...]:
    return tuple(place for place in map(_place, row.requisition_locations or ()) if place)


def _place(place: _Place) -> str:
    named = ((place.name_code.short_name if place.name_code else None) or "").strip()
    if named or place.address is None:
        return named
    state = place.address.country_subdivision_level1
    return ", ".join(part for part in (place.address.city_name, state and state.code_value) if part)


def _salary(row: _Row) -> Salary | None:
    pay = row.pay_grade_range
    if pay is None:
        return None
    low = amount(pay.minimum_rate.amount_value) if pay.minimum_rate else None
    high = amount(pay.maximum_rate.amount_value) if pay.maximum_rate else None
    if low is None and high is None:
        return None
    rates = (pay.minimum_rate, pay.maximum_rate)
    currency = next((rate.currency_code for rate in rates if rate and rate.currency_code), None)
    fields = (row.custom_field_group.code_fields if row.custom_field_group else None) or ()
    types = (field.short_name for field in fields if field.name_code and field.name_code.code_value == "SalaryType")
    return read_salary(low, high, currency, next(types, None))
