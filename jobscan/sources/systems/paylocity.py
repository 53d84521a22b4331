"""Paylocity: the careers pages at ``recruiting.paylocity.com``, whose list stands as JSON in a script of the page.

Paylocity documents none of this. Fields as seen in recordings of two companies (June to August 2026); the page of a
company that does not exist as publicly reported in 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address, require_identifier
from jobscan.sources.kit.encoding import decode_text
from jobscan.sources.kit.html import parse_html
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.job_posting import read_posting
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.json_ld import find_postings
from jobscan.sources.kit.scripts import value_after
from jobscan.utils.time import parse_iso

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "paylocity"
LABEL = "Paylocity"

_HOST = "recruiting.paylocity.com"
#: All companies share one host; no limit is documented.
_LIMIT = HostLimit(name="paylocity", concurrency=4)
_IDENTIFIER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.ASCII)
_DATA = re.compile(r"window\.pageData\s{0,10}=\s{0,10}")
#: A heading of the posting's page, and what stands below.
_JOB_TYPE = re.compile(r">\s{0,100}Job Type\s{0,100}</div>\s{0,100}<div[^<>]{0,200}>([^<]{1,100})</div>")
_NO_COMPANY = "there is no such company; copy the id from the address of its careers page"
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"


class _Place(msgspec.Struct, rename="pascal"):
    city: str | None = None
    state: str | None = None
    country: str | None = None


class _Row(msgspec.Struct, rename="pascal"):
    """A row of the list. ``IndeedRemoteType`` is left out: it is 2 for a nurse in a hospital, too."""

    job_id: Any = None
    job_title: str | None = None
    #: The company's name of the place: "Amarillo Site", "Hybrid".
    location_name: str | None = None
    job_location: _Place | None = None
    hiring_department: str | None = None
    is_remote: bool | None = None
    is_internal: bool | None = None
    published_date: str | None = None


class _Least(msgspec.Struct, rename="pascal"):
    job_id: Any = None


class _Data(msgspec.Struct, rename="pascal"):
    """The data of a careers page; that of a posting's page has neither key."""

    jobs: list[msgspec.Raw]
    #: The company's name.
    module_title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said of a posting whose detail is asked for."""

    external_id: str
    fingerprint: str
    row: _Row
    company: str | None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's id, a GUID in lower case; None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    if _IDENTIFIER.fullmatch(identifier.lower()):
        return f'write the id in lower case: "{identifier.lower()}"'
    return (
        f'"{identifier[:80]}" is not a company\'s id, such as "8e0feae7-e42f-437e-97b1-53b917185eed",'
        f" from the address {_HOST}/Recruiting/Jobs/All/8e0feae7-e42f-437e-97b1-53b917185eed"
    )


def first_request(source: Source) -> Request:
    """Return the request for the careers page, which holds the whole list. Raises `BoardError` for a wrong id."""
    require_identifier(source, check_identifier)
    url = f"https://{_HOST}/recruiting/jobs/All/{source.identifier}"
    return Request(url=url, limit=_LIMIT, audience=Audience.PAGE)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the careers page, or the page of a posting. The list does not say how many postings there are.

    Raises `BoardError` for a company that does not exist, other formats and postings that are gone.
    """
    what = f"board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        listed: _Listed = request.context
        return _parse_detail(listed, page, f"posting {listed.external_id} of {what}")
    require_ok(page, what, missing=_NO_COMPANY)
    data = value_after(decode_text(page), _DATA, _Data)
    if data is None:
        if "JobNotFound" in page.url:
            raise BoardError(BoardFailure.NOT_FOUND, f"{what}: {_NO_COMPANY}")
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page holds no list of postings; it may have changed")
    company = data.module_title
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.job_id),
        posting_of=lambda row, external_id: _read_row(company, row, external_id),
        seen_of=seen_only,
        is_listed=lambda row: row.is_internal is not True,
    )
    return reader.read(data.jobs, what)


def detect(url: str) -> Source | None:
    """Recognise a company by its careers page; None when it is not Paylocity's, or names no company.

    The address of a posting does not name its company.
    """
    address = read_address(url)
    if address is None or address.host != _HOST:
        return None
    path = tuple(segment.lower() for segment in address.segments)
    if path[:3] != ("recruiting", "jobs", "all") or len(path) < 4 or not _IDENTIFIER.fullmatch(path[3]):
        return None
    name = address.segments[4] if len(path) > 4 else f"{LABEL} {path[3][:8]}"
    return Source(type=TYPE, identifier=path[3], name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the careers pages that an employer's page links to or embeds."""
    return page.boards(detect)


def _page_of(external_id: str) -> str:
    return f"https://{_HOST}/Recruiting/Jobs/Details/{external_id}"


def _read_row(company: str | None, row: _Row, external_id: str) -> ReadRow:
    print_ = fingerprint(msgspec.structs.replace(row, published_date=None))
    if not external_id.isascii() or not external_id.isdigit():
        seen = Posting(external_id=external_id, fingerprint=print_)
        return ReadRow(seen, f"({external_id[:40]}) has an id that is no number")
    detail = Request(
        url=_page_of(external_id),
        limit=_LIMIT,
        purpose=Purpose.DETAIL,
        audience=Audience.PAGE,
        context=_Listed(external_id=external_id, fingerprint=print_, row=row, company=company),
    )
    face = Face(_page_of(external_id), row.job_title or "", _place(row) or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _parse_detail(listed: _Listed, page: Page, what: str) -> ParsedPage:
    web = parse_html(page, what, missing=_NO_POSTING)
    nodes = find_postings(web, what).nodes
    if not nodes:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page does not hold the posting; {_NO_POSTING}")
    ad, row = read_posting(nodes[0], page.url), listed.row
    title = row.job_title or ad.title
    if not title:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the posting has no title")
    place, kind = _place(row), _JOB_TYPE.search(web.source)
    job = RawJob(
        external_id=listed.external_id,
        title=title,
        company=listed.company or ad.company,
        locations=(place,) if place else ad.places,
        url=_page_of(listed.external_id),
        department=row.hiring_department or None,
        employment_type=(unescape(kind[1]).strip() if kind else None) or ad.employment_type,
        workplace=_workplace(row) or ad.workplace,
        salary=ad.salary,
        posted_at=parse_iso(row.published_date) or ad.posted_at,
        description=ad.description,
        markup=ad.markup,
    )
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _place(row: _Row) -> str:
    """Return the address of the place ("Raleigh, NC, USA"), which may be called "Hybrid"; without one, its name."""
    place = row.job_location
    address = ", ".join(part for part in (place.city, place.state, place.country) if part) if place else ""
    has_town = place is not None and bool(place.city or place.state)
    return address if has_town else (row.location_name or address or "").strip()


def _workplace(row: _Row) -> str | None:
    if row.is_remote:
        return "Remote"
    return "Hybrid" if (row.location_name or "").strip().casefold() == "hybrid" else None
