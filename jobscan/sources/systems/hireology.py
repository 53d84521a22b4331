"""Hireology: the interface behind the career sites at careers.hireology.com; whole postings, in pages.

The vendor documents none of it. Fields as publicly reported of several sites, 2026; there is no recording. The sites
send a passing token, without which the list is given too (reported of three sites, June to September 2026).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import check_name, guess_name, read_address
from jobscan.sources.kit.items import read_jobs
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

TYPE = "hireology"
LABEL = "Hireology"

_HOST = "careers.hireology.com"
_API_HOST = "api.hireology.com"
_LIMIT = HostLimit(name="hireology", concurrency=4)
#: Given in full (reported).
_PAGE_SIZE = 500
_EXAMPLE = f'"andersonautogroup", from {_HOST}/andersonautogroup'


class _Row(msgspec.Struct):
    """A posting. Of fields that matter less than id and title another type is as good as none."""

    id: int | str
    name: str
    #: "Open" of all that were seen.
    status: Any = None
    created_at: Any = None
    #: "Full Time - hourly".
    employment_status: Any = None
    #: HTML.
    job_description: Any = None
    #: Objects with ``city`` and ``state``; no country.
    locations: Any = None
    remote: Any = None
    #: ``name``, of what people do there: "Service".
    job_family: Any = None
    #: The site may be that of a branch, under the one that was asked for.
    career_site_url: Any = None
    #: ``name``, of the branch.
    organization: Any = None
    #: ``comp_range_min`` and ``comp_range_max``, or ``comp_single_amount``; ``comp_period``. No currency.
    compensation: Any = None


class _List(msgspec.Struct):
    data: list[msgspec.Raw]
    count: int


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with the name of a career site, with a right one; None when it can be one."""
    return check_name(identifier, "name of a career site", _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for the first page, which says how many postings there are."""
    return _page_request(source, 1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list; the first one asks for all others.

    An unknown site is a 404 (reported). Raises `BoardError` when the answer is no list.
    """
    what = f"Hireology site {source.identifier}"
    require_ok(page, what, missing="there is no career site of that name; the company may have moved")
    listing = decode_json(page, _List, what)
    if listing.count < 0:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer counts less than no postings")

    def to_job(row: _Row, external_id: str) -> RawJob | None:
        is_open = (text_of(row.status) or "open").lower() == "open"
        return _read_job(source, row, external_id) if is_open else None

    parsed = read_jobs(listing.data, _Row, to_job, what)
    if request.context != 1:
        return parsed
    numbers = further_numbers(listing.count, len(listing.data), what)
    hidden = len(listing.data) - len(parsed.postings) - parsed.lost
    # The count may be of all rows, open or not: of one page it is known how many are not.
    return replace(
        parsed,
        total=listing.count - hidden if not numbers else listing.count,
        next=tuple(_page_request(source, number) for number in numbers),
    )


def detect(url: str) -> Source | None:
    """Recognise a career site by its page, a posting or the API; None when it is not Hireology's."""
    address = read_address(url)
    if address is None:
        return None
    path = address.segments
    if address.host == _HOST:
        name = "".join(path[:1])
    elif address.host == _API_HOST and path[1:3] == ("public", "careers"):
        name = "".join(path[3:4])
    else:
        return None
    if not name or check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the career sites that an employer's page links to or embeds."""
    return page.boards(detect)


def _page_request(source: Source, number: int) -> Request:
    name = quote(source.identifier, safe="")
    url = f"https://{_API_HOST}/v2/public/careers/{name}?page={number}&page_size={_PAGE_SIZE}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=number)


def _read_job(source: Source, row: _Row, external_id: str) -> RawJob:
    page = f"https://{_HOST}/{quote(source.identifier, safe='')}/{quote(external_id, safe='')}/description"
    places = row.locations if isinstance(row.locations, list) else []
    return RawJob(
        external_id=external_id,
        title=row.name,
        company=_name(row.organization),
        locations=tuple(
            place
            for one in places[:200]
            if isinstance(one, dict) and (place := join_place(one.get("city"), one.get("state")))
        ),
        url=clean_url(row.career_site_url) or page,
        department=_name(row.job_family),
        employment_type=text_of(row.employment_status),
        workplace="Remote" if row.remote is True else None,
        salary=_salary(row.compensation),
        posted_at=parse_iso(row.created_at),
        description=text_of(row.job_description) or "",
    )


def _name(value: object) -> str | None:
    return text_of(value.get("name")) if isinstance(value, dict) else None


def _salary(pay: object) -> Salary | None:
    """Return the pay; None when there is none. Sums that do not count are "0.0"."""
    if not isinstance(pay, dict):
        return None
    low, high = amount_of(pay.get("comp_range_min")), amount_of(pay.get("comp_range_max"))
    if pay.get("is_comp_range") is not True:
        low = high = amount_of(pay.get("comp_single_amount"))
    return None if low is None and high is None else read_salary(low, high, None, text_of(pay.get("comp_period")))
