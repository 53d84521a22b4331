"""Polymer: the public interface of an organisation's job board; a list in pages, and details with the texts.

The vendor provides it for job boards of others; fields and paging as publicly reported of several boards, June to
October 2026. There is no recording.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.paging import further_numbers
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.sources.kit.values import join_place, text_of
from jobscan.utils.time import parse_iso

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "polymer"
LABEL = "Polymer"

_HOST = "jobs.polymer.co"
_API = "api.polymer.co"
_LIMIT = HostLimit(name="polymer", concurrency=4)
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?", re.ASCII)
_EXAMPLE = f'"acme" for {_HOST}/acme'
#: What the list says where the work is done, when it means that it is done there.
_ON_SITE = "No remote"
#: "13.50 USD an hour", "1,200-1,400 USD a month", "100K - 120K USD a year".
_PAY = re.compile(
    r"(?P<low>[\d,.]{1,12})(?P<low_k>K?)(?:\s?[-–]\s?(?P<high>[\d,.]{1,12})(?P<high_k>K?))?"
    r" (?P<currency>[A-Z]{3}) an? (?P<interval>hour|day|week|month|year)",
    re.ASCII,
)
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said of a posting whose details are asked for."""

    job: RawJob
    fingerprint: str


class _Row(msgspec.Struct):
    """A posting. Of fields that matter less than id and title another type is as good as none."""

    id: int | str
    title: str
    city: Any = None
    state_region: Any = None
    country: Any = None
    #: "Charlotte, NC".
    display_location: Any = None
    #: "Remote", "Hybrid", "No remote".
    remoteness_pretty: Any = None
    #: "Full-time".
    kind_pretty: Any = None
    job_category_name: Any = None
    salary_pretty: Any = None
    organization_name: Any = None
    published_at: Any = None


class _Least(msgspec.Struct):
    id: Any = None


class _Meta(msgspec.Struct):
    """The counts of a list, of which the larger is that of the postings.

    Some reports have ``count`` postings in ``total`` pages, others ``total`` postings of which the page has ``count``.
    """

    total: int
    count: int


class _List(msgspec.Struct):
    items: list[msgspec.Raw]
    meta: _Meta


class _Detail(msgspec.Struct):
    """What details have beside the fields of the row."""

    id: int | str
    #: HTML.
    description: Any = None
    department: Any = None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with the name of an organisation, with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    return (
        f'"{identifier[:80]!a}" is not the name of an organisation; write the part after {_HOST}/, such as {_EXAMPLE}'
    )


def first_request(source: Source) -> Request:
    """Return the request for the first page, which says how many postings there are."""
    return _page_request(source, 1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or a posting's details.

    An unknown organisation is a 422 (reported). Raises `BoardError` for that, and for another format.
    """
    what = f"Polymer board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        listed: _Listed = request.context
        return _parse_detail(listed, page, f"posting {listed.job.external_id} of {what}")
    if page.status == 422:
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: there is no board of that name; the company may have moved")
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
    parsed = reader.read(listing.items, what)
    if request.context != 1:
        return parsed
    total = max(listing.meta.total, listing.meta.count) if listing.items else 0
    numbers = further_numbers(total, len(listing.items), what)
    return replace(parsed, total=total, next=tuple(_page_request(source, number) for number in numbers))


def detect(url: str) -> Source | None:
    """Recognise a board by its page, a posting or the API; None when it is not Polymer's."""
    address = read_address(url)
    if address is None:
        return None
    path = address.segments
    if address.host == _HOST:
        name = "".join(path[:1]).lower()
    elif address.host == _API and path[:3] == ("v1", "hire", "organizations"):
        name = "".join(path[3:4]).lower()
    else:
        return None
    if check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _list_url(source: Source) -> str:
    return f"https://{_API}/v1/hire/organizations/{source.identifier}/jobs"


def _page_request(source: Source, number: int) -> Request:
    url = f"{_list_url(source)}?page={number}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=number)


def _read_row(source: Source, row: _Row, external_id: str) -> ReadRow:
    place = text_of(row.display_location) or join_place(row.city, row.state_region, row.country)
    workplace = text_of(row.remoteness_pretty)
    name = quote(external_id, safe="")
    job = RawJob(
        external_id=external_id,
        title=row.title,
        company=text_of(row.organization_name),
        locations=(place,) if place else (),
        url=f"https://{_HOST}/{source.identifier}/{name}",
        department=text_of(row.job_category_name),
        employment_type=text_of(row.kind_pretty),
        workplace="On-site" if workplace == _ON_SITE else workplace,
        salary=_salary(text_of(row.salary_pretty)),
        posted_at=parse_iso(row.published_at),
    )
    listed = _Listed(job=job, fingerprint=job_fingerprint(job))
    detail = Request(
        url=f"{_list_url(source)}/{name}",
        limit=_LIMIT,
        headers={"Accept": "application/json"},
        purpose=Purpose.DETAIL,
        context=listed,
    )
    face = Face(job.url, job.title, place or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=listed.fingerprint, detail=detail, face=face))


def _parse_detail(listed: _Listed, page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing=_NO_POSTING)
    detail = decode_json(page, _Detail, what)
    if canonical_id(detail.id) != listed.job.external_id:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer is another posting")
    job = replace(
        listed.job,
        department=text_of(detail.department) or listed.job.department,
        description=text_of(detail.description) or "",
    )
    return ParsedPage(postings=(Posting(external_id=job.external_id, fingerprint=listed.fingerprint, job=job),))


def _salary(words: str | None) -> Salary | None:
    """Return the pay that words name; None when they are of no form that was seen."""
    found = _PAY.fullmatch(words or "")
    if found is None:
        return None
    low = _sum(found["low"], found["low_k"] or found["high_k"] or "")
    high = _sum(found["high"], found["high_k"]) if found["high"] else low
    return None if low is None and high is None else read_salary(low, high, found["currency"], found["interval"])


def _sum(digits: str, thousands: str) -> float | None:
    return amount(digits.replace(",", ""), scale=0.001 if thousands else 1)
