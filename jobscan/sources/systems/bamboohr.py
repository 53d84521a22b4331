"""BambooHR's careers pages: the whole list in one answer, and a GET per new or changed posting for text and date.

The vendor documents none of this. Fields as seen in recordings of five companies (2026), errors as publicly reported in
the same year. A company that there is none of, or whose board is off, is answered with a redirect, which is not
followed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Candidate, Evidence
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import ListedRow, ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.values import join_place
from jobscan.utils.time import parse_date
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "bamboohr"
LABEL = "BambooHR"

#: All companies share one backend, which has answered 429 (reported, 2026); no limit is documented.
_LIMIT = HostLimit(name="bamboohr", concurrency=4)
_DOMAIN = "bamboohr.com"
#: Subdomains of the vendor besides those that all vendors have.
_VENDORS = frozenset({"documentation", "marketplace", "partners", "resources", "staticfe"})

#: Of the element that the vendor's script fills with the board (reported, 2026).
_EMBED = re.compile(r"\bdata-domain=[\"']?([A-Za-z0-9_-]{1,63})\.bamboohr\.com\b")

#: ``locationType``; "0" shows nothing on the page, and so says nothing.
_WORKPLACES = {"1": "Remote", "2": "Hybrid"}


class _Place(msgspec.Struct, gc=False, rename="camel"):
    """``location`` has no country in the list; ``atsLocation`` has its canton as ``province`` there."""

    city: str | None = None
    state: str | None = None
    province: str | None = None
    address_country: str | None = None
    country: str | None = None


class _Row(msgspec.Struct, rename="camel"):
    """A row of the list, which has neither text nor date."""

    #: A number as text, the company's own.
    id: Any = None
    job_opening_name: str | None = None
    department_label: str | None = None
    #: The company's own words.
    employment_status_label: str | None = None
    #: One of the two is all null.
    location: _Place | None = None
    ats_location: _Place | None = None
    #: Text; a number in some details.
    location_type: Any = None
    #: Null or true; of several types.
    is_remote: Any = None


class _Least(msgspec.Struct):
    id: Any = None


class _Meta(msgspec.Struct, rename="camel"):
    total_count: Any = None


class _List(msgspec.Struct):
    result: list[msgspec.Raw]
    meta: _Meta | None = None


class _Opening(_Row, rename="camel"):
    """A posting: its row, and what follows. ``compensation`` is free text."""

    job_opening_share_url: str | None = None
    #: HTML.
    description: str | None = None
    #: "YYYY-MM-DD".
    date_posted: str | None = None


class _Result(msgspec.Struct, rename="camel"):
    job_opening: _Opening


class _Detail(msgspec.Struct):
    result: _Result


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in the address of its board, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "10web")


def first_request(source: Source) -> Request:
    """Return the request for the whole list."""
    url = f"https://{source.identifier}.{_DOMAIN}/careers/list"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the list, or a posting.

    Raises `BoardError` when the answer holds no list, or no posting.
    """
    if request.purpose is Purpose.DETAIL:
        return _parse_detail(source, request.context, page)
    what = f"BambooHR board {source.identifier}"
    require_ok(page, what)
    listing = decode_json(page, _List, what)
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.id),
        posting_of=lambda row, external_id: _read_row(source, row, external_id),
        seen_of=seen_only,
        noun="posting",
    )
    total = listing.meta.total_count if listing.meta else None
    rows = reader.read(listing.result, what)
    return replace(rows, total=total if type(total) is int and total >= 0 else None)


def detect(url: str) -> Source | None:
    """Recognise a company by its board, a posting, a frame or its list's address; None when it is not BambooHR's."""
    address = read_address(url)
    name = subdomain_of(address.host, _DOMAIN, _VENDORS) if address else None
    # Behind the same name people log in, and see their payslips.
    if address is None or name is None or not address.segments or address.segments[0] not in ("careers", "jobs"):
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the companies whose boards a page links to or embeds, by an address or by what the vendor's script reads."""
    named = (detect(f"//{found[1]}.{_DOMAIN}/careers") for found in _EMBED.finditer(page.live_text))
    return [*page.boards(detect), *(Candidate(board, Evidence.EMBED) for board in named if board is not None)]


def _read_row(source: Source, row: _Row, external_id: str) -> ReadRow:
    print_ = fingerprint(row)
    url = _page_of(source, external_id)
    detail = Request(
        url=f"{url}/detail",
        limit=_LIMIT,
        headers={"Accept": "application/json"},
        purpose=Purpose.DETAIL,
        context=ListedRow(external_id=external_id, fingerprint=print_, row=row),
    )
    face = Face(url, row.job_opening_name or "", "; ".join(_locations(row)))
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _parse_detail(source: Source, listed: ListedRow[_Row], page: Page) -> ParsedPage:
    what = f"posting {listed.external_id} of BambooHR board {source.identifier}"
    require_ok(page, what, missing="it may have been taken down since the list was read; the next scan will show")
    opening = decode_json(page, _Detail, what).result.job_opening
    title = opening.job_opening_name or listed.row.job_opening_name
    if not title or not title.strip():
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has no title")
    row = listed.row
    job = RawJob(
        external_id=listed.external_id,
        title=title,
        locations=_locations(opening) or _locations(row),
        url=clean_url(opening.job_opening_share_url) or _page_of(source, listed.external_id),
        department=opening.department_label or row.department_label or None,
        employment_type=opening.employment_status_label or row.employment_status_label or None,
        workplace=_workplace(opening) or _workplace(row),
        posted_at=parse_date(opening.date_posted),
        description=opening.description or "",
    )
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _page_of(source: Source, external_id: str) -> str:
    return f"https://{source.identifier}.{_DOMAIN}/careers/{quote(external_id, safe='')}"


def _locations(row: _Row) -> tuple[str, ...]:
    for place in (row.location, row.ats_location):
        if place is not None:
            line = join_place(place.city, place.state, place.province, place.address_country, place.country)
            if line:
                return (line,)
    return ()


def _workplace(row: _Row) -> str | None:
    if row.location_type is None:
        return "Remote" if row.is_remote is True else None
    return _WORKPLACES.get(str(row.location_type))
