"""iCIMS' newer career sites (Jibe): ``/api/jobs`` on the employer's own host, or on jibeapply.com.

The vendor documents none of this. Fields are those of a recorded board (2026); what only public reports of that year
say is marked as reported.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit

import msgspec

from jobscan.domain.job import Markup, RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.posting import Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.hosts import check_board_host
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.paging import further_numbers
from jobscan.sources.kit.pay import read_salary
from jobscan.sources.kit.values import amount_of, join_place, text_of
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "jibe"
LABEL = "iCIMS Jibe"

_VENDOR = "jibeapply.com"
#: All boards share one backend, those on employers' hosts too.
_LIMIT = HostLimit(name="jibe", concurrency=4)
#: The largest page that boards give (reported).
_PAGE_SIZE = 100
_EXAMPLE = f'"jobs.jcp.com", or "costco" for costco.{_VENDOR}'
_NO_BOARD = (
    "there is no such board; an older iCIMS site (*.icims.com) is another system, and newer ones have the employer's"
    " own host, such as jobs.jcp.com"
)


class _Job(msgspec.Struct):
    """A posting. Of a field that matters less than its id and title another type is as good as none."""

    title: str
    #: Jibe's id within the board, letters and digits.
    slug: Any = None
    #: The employer's own number; the same as ``slug`` on boards of iCIMS.
    req_id: Any = None
    #: HTML (reported; taken out of the recording).
    description: Any = None
    city: Any = None
    state: Any = None
    country: Any = None
    #: "Thornton, Colorado".
    full_location: Any = None
    #: "Thornton, CO".
    location_name: Any = None
    #: Mostly ""; ``categories`` are families of jobs, not departments.
    department: Any = None
    #: FULL_TIME, PART_TIME, CONTRACTOR, TEMPORARY, INTERN, VOLUNTEER.
    employment_type: Any = None
    #: 0: not given.
    salary_min_value: Any = None
    salary_max_value: Any = None
    #: Mostly "" (reported).
    salary_currency: Any = None
    #: "HOURLY", "YEARLY" (reported).
    salary_frequency: Any = None
    hiring_organization: Any = None
    #: "en-us".
    language: Any = None
    #: "2026-07-27T23:39:00+0000".
    posted_date: Any = None
    update_date: Any = None
    #: Often a page of another system: iCIMS, Workday, Taleo. Relative on some boards (reported).
    apply_url: Any = None
    #: An object, or false.
    meta_data: Any = None


class _Row(msgspec.Struct):
    data: _Job


class _LeastJob(msgspec.Struct):
    slug: Any = None
    req_id: Any = None


class _LeastRow(msgspec.Struct):
    data: _LeastJob


class _List(msgspec.Struct):
    """A page of the list. Both keys are on empty boards, too: an answer without them is none of a board."""

    jobs: list[msgspec.Raw]
    totalCount: int  # noqa: N815 - the API's name


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a host ("jobs.jcp.com") or a name at jibeapply.com ("costco"); None when it can be one."""
    if identifier.endswith(f".{_VENDOR}"):
        return f'write "{identifier.removesuffix(f".{_VENDOR}")}" alone; hosts are for boards that are elsewhere'
    return check_board_host(_host_of(identifier), _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for the first page, which says how many postings there are."""
    return _page_request(source, 1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list; the first one asks for all others. Postings are whole.

    Raises `BoardError` when the answer is no list, or has more postings than can be.
    """
    what = f"Jibe board {source.identifier}"
    require_ok(page, what, missing=_NO_BOARD)
    listing = decode_json(page, _List, what)
    if listing.totalCount < 0:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer counts less than no postings")
    reader = RowReader(
        shape=_Row,
        least=_LeastRow,
        id_of=lambda row: canonical_id(row.data.slug) or canonical_id(row.data.req_id),
        posting_of=lambda row, external_id: _read_row(source, row.data, external_id),
        seen_of=seen_only,
        noun="posting",
    )
    parsed = reader.read(listing.jobs, what)
    if request.context != 1:
        return parsed
    numbers = further_numbers(listing.totalCount, len(listing.jobs), what)
    return replace(parsed, next=tuple(_page_request(source, n) for n in numbers), total=listing.totalCount)


def detect(url: str) -> Source | None:
    """Recognise a board at jibeapply.com; None for other hosts, whose addresses do not show what they are."""
    address = read_address(url)
    if address is None or not address.host.endswith(f".{_VENDOR}"):
        return None
    name = address.host.removesuffix(f".{_VENDOR}")
    if name == "www" or "." in name or check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards at jibeapply.com that an employer's page links to or embeds."""
    return page.boards(detect)


def _host_of(identifier: str) -> str:
    return identifier if "." in identifier else f"{identifier}.{_VENDOR}"


def _page_request(source: Source, number: int) -> Request:
    url = f"https://{_host_of(source.identifier)}/api/jobs?page={number}&limit={_PAGE_SIZE}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=number)


def _read_row(source: Source, job: _Job, external_id: str) -> ReadRow:
    raw = RawJob(
        external_id=external_id,
        title=job.title,
        company=text_of(job.hiring_organization),
        locations=_read_locations(job),
        url=_page_of(source, job, external_id),
        apply_url=_read_apply_url(source, job),
        department=text_of(job.department),
        employment_type=text_of(job.employment_type),
        salary=_read_pay(job),
        language=text_of(job.language),
        posted_at=parse_iso(job.posted_date),
        updated_at=parse_iso(job.update_date),
        description=text_of(job.description) or "",
        markup=Markup.HTML,
    )
    return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(raw), job=raw))


def _page_of(source: Source, job: _Job, external_id: str) -> str:
    """Return the posting's page: the one that the board names, if it is on the board's host."""
    host = _host_of(source.identifier)
    meta = job.meta_data if isinstance(job.meta_data, dict) else {}
    named = clean_url(meta.get("canonical_url"))
    if named is not None and urlsplit(named).hostname == host:
        return named
    return f"https://{host}/jobs/{quote(external_id, safe='')}"


def _read_apply_url(source: Source, job: _Job) -> str | None:
    link = text_of(job.apply_url)
    if link is not None and link.startswith("/"):
        link = urljoin(f"https://{_host_of(source.identifier)}/", link)
    return clean_url(link)


def _read_locations(job: _Job) -> tuple[str, ...]:
    place = join_place(job.city, job.state, job.country)
    place = place or text_of(job.full_location) or text_of(job.location_name) or ""
    return (place,) if place else ()


def _read_pay(job: _Job) -> Salary | None:
    low, high = (amount_of(value) for value in (job.salary_min_value, job.salary_max_value))
    if low is None and high is None:
        return None
    return read_salary(low, high, text_of(job.salary_currency), text_of(job.salary_frequency))
