"""Workday: the ``/wday/cxs/`` endpoints behind ``*.myworkdayjobs.com`` and ``*.myworkdaysite.com``.

The vendor documents none of this. Fields, limits and errors are those of recorded answers of four tenants (July and
August 2026) and of public reports of the same year; a constant or rule that rests on a report says so.

A scan is a POST per page of 20 rows, then a GET per new or changed posting. Page 0 says how many postings there are,
and then all further pages are requested at once. A board that says exactly 2,000 has more and shows no more; it is
walked through the values of one facet ("Job Category"), each a list of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.items import MAX_POSTINGS, ReadRow, RowReader, fingerprint
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.systems.workday.board import TYPE, WorkdayBoard, check_identifier, detect, read_identifier
from jobscan.sources.systems.workday.facets import CAP, agreed_size, choose_split, read_splits
from jobscan.sources.systems.workday.ids import PostingId, bare_path, read_posting_id, requisition_in
from jobscan.utils.time import parse_date
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.domain.page import HostLimit, Page
    from jobscan.domain.source import Source
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

__all__ = ["LABEL", "TYPE", "check_identifier", "detect", "detect_in", "first_request", "parse"]

LABEL = "Workday"

#: A larger page is refused with HTTP 400 (recorded).
PAGE_SIZE = 20
#: Facet filters on one request; the second splits a value that is itself at the cap.
_MAX_FILTERS = 2

#: "7 Locations" stands for places that only the detail names.
_PLACE_COUNT = re.compile(r"\d+\s+\w+")
_MAINTENANCE = b"community.workday.com/maintenance"

#: All have the same JSON body, whose message is empty (recorded; reported, 2026).
_REFUSALS = {
    400: (BoardFailure.REJECTED, "Workday does not accept this request; its rules may have changed, please report it"),
    401: (BoardFailure.FORBIDDEN, "this site is not public; take tenant and site from the public careers URL"),
    422: (
        BoardFailure.NOT_FOUND,
        "no such site, or its tenant is spelt differently; copy both from the"
        " careers URL (upper and lower case matter in"
        ' the site), and try "_" for "-" in the tenant',
    ),
}
_NO_SITE = (
    "no such site; check the identifier against the careers URL: upper and lower case matter in the site, and a"
    " language in front of it, such as /de/, is not part of it"
)
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"


class _List(msgspec.Struct, rename="camel"):
    job_postings: list[msgspec.Raw]
    #: A count; often 0 on later pages.
    total: Any = None
    #: Read on page 0 of a capped board only; see `read_splits`.
    facets: Any = None


class _Row(msgspec.Struct, rename="camel"):
    """One row of the list. ``postedOn`` ("Posted 8 Days Ago") is left out: it differs every day, in any language."""

    title: str | None = None
    #: "/job/{location}/{title}_{requisition}[-n]"
    external_path: str | None = None
    #: One place, or "7 Locations".
    locations_text: str | None = None
    time_type: str | None = None
    remote_type: str | None = None
    #: Usually the requisition's id, but the tenant chooses what is here.
    bullet_fields: list[str | None] | None = None


class _Identified(msgspec.Struct, rename="camel"):
    """The minimum to read from a row whose shape is not the documented one."""

    external_path: Any = None
    title: Any = None
    bullet_fields: Any = None


class _Place(msgspec.Struct):
    descriptor: str | None = None


class _Info(msgspec.Struct, rename="camel"):
    title: str | None = None
    job_description: str | None = None
    location: str | None = None
    additional_locations: list[str | None] | None = None
    job_requisition_location: _Place | None = None
    #: "YYYY-MM-DD", without a zone: the only usable date.
    start_date: str | None = None
    time_type: str | None = None
    remote_type: str | None = None
    can_apply: bool | None = None
    posted: bool | None = None
    external_url: str | None = None


class _Detail(msgspec.Struct, rename="camel"):
    """A posting's page. ``similarJobs`` are other postings; ``hiringOrganization`` is the legal entity, see `_job`."""

    job_posting_info: _Info


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """The part of a list that one request asks for."""

    #: As the path spells it.
    tenant: str
    offset: int = 0
    #: (parameter, value) of each applied facet.
    filters: tuple[tuple[str, str], ...] = ()
    #: How many postings the last filter's value should have; None without a filter.
    expected: int | None = None
    #: False when page 0 gave no total: each full page then asks for the next.
    counted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said about a posting whose detail is requested."""

    external_id: str
    fingerprint: str
    path: str
    row: _Row


class _Where(NamedTuple):
    """The addresses of a board, and the host limit of its requests."""

    api: str
    public: str
    limit: HostLimit


def first_request(source: Source) -> Request:
    """Return the request for page 0 of the whole list. Raises `BoardError` when the identifier is not one."""
    board = read_identifier(source.identifier)
    return _list_request(board, _Walk(tenant=board.tenant))


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a list page or a posting's detail page.

    Only page 0 of the whole list gives ``total``. For a capped board it is the size on which at least two facets agree;
    if no two do, or a part is out of reach, ``lost`` prevents the scan from being complete.

    Raises `BoardError` for maintenance pages, refusals, other formats and details that are no longer posted.
    """
    board = read_identifier(source.identifier)
    if request.purpose is Purpose.DETAIL:
        listed: _Listed = request.context
        return _parse_detail(board, listed, page, f"posting {listed.external_id} of board {source.identifier}")
    walk: _Walk = request.context
    return _parse_list(board._replace(tenant=walk.tenant), walk, page, f"board {source.identifier}")


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _list_request(board: WorkdayBoard, walk: _Walk) -> Request:
    facets: dict[str, list[str]] = {}
    for parameter, value in walk.filters:
        facets.setdefault(parameter, []).append(value)
    # All four keys: a body without them is answered with 422 (reported, 2026).
    body = {"appliedFacets": facets, "limit": PAGE_SIZE, "offset": walk.offset, "searchText": ""}
    return Request(
        url=board.api + "/jobs",
        limit=board.limit,
        method="POST",
        headers={"Accept": "application/json", "Content-Type": "application/json"},
        body=msgspec.json.encode(body),
        context=walk,
    )


def _require_json(page: Page, what: str, *, missing: str) -> None:
    """Raise `BoardError` unless this is a 200 that can be JSON: Workday's weekend pages are HTML with status 200."""
    is_object = page.body[:1_024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    if not is_object and (_MAINTENANCE in page.body[:65_536] or _MAINTENANCE.decode() in page.url):
        reason = f"{what}: a Workday maintenance page (weekly, Friday or Saturday night in the US); it passes by itself"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    if page.status in _REFUSALS:
        kind, reason = _REFUSALS[page.status]
        raise BoardError(kind, f"{what}: HTTP {page.status}, {reason}")
    require_ok(page, what, missing=missing)
    if page.content_type == "text/html" and not is_object:
        reason = f"{what}: the answer is an HTML page, not JSON (maintenance, a login or a challenge)"
        raise BoardError(BoardFailure.UNREADABLE, reason)


def _parse_list(board: WorkdayBoard, walk: _Walk, page: Page, what: str) -> ParsedPage:
    if page.status == 422 and walk == _Walk(tenant=walk.tenant) and "-" in walk.tenant:
        # DNS cannot spell "_", the path can. The second answer, for a tenant without "-", cannot come back here.
        spelt = walk.tenant.replace("-", "_")
        return ParsedPage(next=(_list_request(board._replace(tenant=spelt), replace(walk, tenant=spelt)),))
    _require_json(page, what, missing=_NO_SITE)
    listing = decode_json(page, _List, what)
    rows = _read_rows(board, listing.job_postings, what)
    further = _further(board, walk, listing, what)
    return replace(
        further,
        postings=rows.postings,
        problems=rows.problems + further.problems,
        lost=rows.lost + further.lost,
    )


def _read_rows(board: WorkdayBoard, raws: list[msgspec.Raw], what: str) -> ParsedPage:
    # For all rows together: made anew for each row, they would take a tenth of its time.
    where = _Where(board.api, board.public, board.limit)
    reader = RowReader(
        shape=_Row,
        least=_Identified,
        id_of=_id_of,
        posting_of=lambda row, named: _read_row(where, row, named),
        seen_of=lambda row, named, print_: _seen(where, row, named, print_),
        noun="row",
    )
    return reader.read(raws, what)


def _id_of(row: _Row | _Identified) -> PostingId | None:
    """Return what identifies the posting: its path, else a requisition in its row."""
    named = read_posting_id(row.external_path, row.title, row.bullet_fields)
    if named is None and isinstance(row, _Row) and (requisition := requisition_in(row.bullet_fields or ())):
        return PostingId(requisition)
    return named


def _seen(where: _Where, row: _Identified, named: PostingId, print_: str) -> Posting:
    face = Face(where.public + _absolute(str(row.external_path)), "", None)
    return Posting(external_id=named.id, fingerprint=print_, former_ids=named.former, face=face)


def _read_row(where: _Where, row: _Row, named: PostingId) -> ReadRow:
    """Return the posting with the request for its details, or as seen only, and what is wrong with the row."""
    print_ = fingerprint(row)
    if not bare_path(row.external_path or "").rpartition("/")[2]:
        seen = Posting(external_id=named.id, fingerprint=print_)
        return ReadRow(seen, f"({named.id[:40]}) has no path to its detail")
    path = _absolute(row.external_path or "")
    face = Face(where.public + path, row.title or "", _listed_place(row))
    url = clean_url(where.api + path)
    if url is None:
        seen = Posting(external_id=named.id, fingerprint=print_, former_ids=named.former, face=face)
        return ReadRow(seen, f"({named.id[:40]}) has a path that is not a valid address")
    listed = _Listed(external_id=named.id, fingerprint=print_, path=path, row=row)
    headers = {"Accept": "application/json"}
    detail = Request(url=url, limit=where.limit, headers=headers, purpose=Purpose.DETAIL, context=listed)
    # Made once: replacing a part of it takes as long as the rest of a row.
    return ReadRow(Posting(external_id=named.id, fingerprint=print_, detail=detail, former_ids=named.former, face=face))


def _absolute(path: str) -> str:
    return "/" + bare_path(path).lstrip("/")


def _further(board: WorkdayBoard, walk: _Walk, listing: _List, what: str) -> ParsedPage:
    """Return what follows from a page, except its rows: further requests, the total, what cannot be reached."""
    rows = len(listing.job_postings)
    if walk.offset and walk.counted:
        # The total of later pages is not read: it is 0 on some while rows follow (recorded).
        gap = f"{what}: no rows at offset {walk.offset}, where page 0 promised some"
        return ParsedPage(problems=() if rows else (gap,))
    total = listing.total if type(listing.total) is int and listing.total >= 0 else None
    if not walk.counted or (rows and not total):
        return _next_page(board, walk, rows, what)
    if total is None:
        reason = f"{what}: the answer has neither postings nor a total"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    if total == CAP:
        return _split(board, walk, listing.facets, what)
    whole = total if not walk.filters else None
    return ParsedPage(next=tuple(_pages(board, walk, min(total, MAX_POSTINGS))), total=whole)


def _pages(board: WorkdayBoard, walk: _Walk, end: int) -> Iterator[Request]:
    return (_list_request(board, replace(walk, offset=offset)) for offset in range(PAGE_SIZE, end, PAGE_SIZE))


def _next_page(board: WorkdayBoard, walk: _Walk, rows: int, what: str) -> ParsedPage:
    """Request the next page of a list without a total, which ends at the first page that is not full."""
    offset = walk.offset + PAGE_SIZE
    if rows < PAGE_SIZE:
        return ParsedPage()
    if offset >= CAP:
        return ParsedPage(
            lost=1, problems=(f"{what}: no total, and more than {CAP} postings: the rest is out of reach",)
        )
    return ParsedPage(next=(_list_request(board, replace(walk, offset=offset, counted=False)),))


def _split(board: WorkdayBoard, walk: _Walk, facets: object, what: str) -> ParsedPage:
    """Divide a capped list by a facet; if that is impossible, read its first 2,000 and count the rest as lost."""
    splits = read_splits(facets, {parameter for parameter, _ in walk.filters})
    size = agreed_size(splits)
    whole = None if walk.filters else size or CAP
    if size == CAP:
        return ParsedPage(next=tuple(_pages(board, walk, CAP)), total=whole)
    if walk.expected is not None and walk.expected < CAP:
        reason = f"{what}: the board ignores the filter {walk.filters[-1][0]}; postings past {CAP} are out of reach"
        return ParsedPage(lost=1, problems=(reason,))
    chosen = choose_split(splits, size) if len(walk.filters) < _MAX_FILTERS else None
    if chosen is None:
        reason = f"{what}: shows {CAP} postings and has more, and no facet divides them: the rest is out of reach"
        return ParsedPage(next=tuple(_pages(board, walk, CAP)), total=whole, lost=1, problems=(reason,))
    parts = tuple(
        _list_request(board, replace(walk, filters=(*walk.filters, (chosen.parameter, value)), expected=count))
        for value, count in chosen.values
    )
    if size is None and not walk.filters:
        reason = f"{what}: shows {CAP} postings and does not say how many it has, so no scan of it is complete"
        return ParsedPage(next=parts, total=whole, lost=1, problems=(reason,))
    return ParsedPage(next=parts, total=whole)


def _parse_detail(board: WorkdayBoard, listed: _Listed, page: Page, what: str) -> ParsedPage:
    _require_json(page, what, missing=_NO_POSTING)
    info = decode_json(page, _Detail, what).job_posting_info
    if info.posted is False:
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: no longer posted; the next scan will miss it")
    job = _job(board, listed, info)
    if job is None:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the detail has no title or no usable address")
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _job(board: WorkdayBoard, listed: _Listed, info: _Info) -> RawJob | None:
    """Return the posting; None when it has no title or no address.

    The company stays None, which is the source's name: ``hiringOrganization`` is a legal entity ("GD Information
    Technology, Inc.", "Workday Government, LLC"), a different one per country and not the name people look for.
    """
    url = clean_url(info.external_url) or clean_url(board.public + listed.path)
    title = info.title or listed.row.title
    if url is None or not title:
        return None
    return RawJob(
        external_id=listed.external_id,
        title=title,
        locations=_locations(listed.row, info),
        url=url,
        apply_url=clean_url(bare_path(url) + "/apply") if info.can_apply is not False else None,
        employment_type=info.time_type or listed.row.time_type,
        workplace=info.remote_type or listed.row.remote_type,
        posted_at=parse_date(info.start_date),
        description=info.job_description or "",
    )


def _locations(row: _Row, info: _Info) -> tuple[str, ...]:
    places = tuple(place for place in (info.location, *(info.additional_locations or ())) if place and place.strip())
    if places:
        return places
    named = info.job_requisition_location and info.job_requisition_location.descriptor
    return tuple(place for place in (named or _listed_place(row),) if place)


def _listed_place(row: _Row) -> str | None:
    """Return the place of a row; None when it has several and names none."""
    text = row.locations_text
    return text if text and not _PLACE_COUNT.fullmatch(text) else None
