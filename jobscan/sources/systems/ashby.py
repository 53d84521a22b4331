"""Ashby's public job posting API: the whole board in one answer.

Fields as documented at developers.ashbyhq.com/docs/public-job-posting-api and as seen in recordings
of six boards, 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import quote

import msgspec

from jobscan.domain.job import Markup, RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import check_name, guess_name, read_address
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_list, require_ok
from jobscan.sources.kit.pay import amount, merge_salaries, read_salary
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

_T = TypeVar("_T")

TYPE = "ashby"
LABEL = "Ashby"

#: 23 boards in 3 seconds were never refused (2026); no limit is documented.
_LIMIT = HostLimit(name="ashby", concurrency=8)

_PAGE_HOST = "jobs.ashbyhq.com"
_API_HOST = "api.ashbyhq.com"
#: First path segments of hosted pages that are not boards.
_NOT_BOARDS = frozenset({"api", "_next", "static", "favicon.ico", "robots.txt"})


class _Postal(msgspec.Struct, gc=False):
    addressLocality: str | None = None  # noqa: N815 - the API's names, here and below
    addressRegion: str | None = None  # noqa: N815
    addressCountry: str | None = None  # noqa: N815


class _Address(_Postal, gc=False):
    """The documentation shows the fields themselves here, the answers wrap them in ``postalAddress``."""

    postalAddress: _Postal | None = None  # noqa: N815


class _Place(msgspec.Struct, gc=False):
    location: str | None = None
    address: _Address | None = None


class _Component(msgspec.Struct, gc=False):
    """A part of the pay, in whole currency units."""

    #: Salary, Commission, Bonus, EquityCashValue, EquityPercentage.
    compensationType: str | None = None  # noqa: N815
    #: "1 YEAR", "1 MONTH", "1 HOUR", "NONE".
    interval: str | None = None
    currencyCode: str | None = None  # noqa: N815
    minValue: float | str | None = None  # noqa: N815
    maxValue: float | str | None = None  # noqa: N815


class _Tier(msgspec.Struct, gc=False):
    """The pay in one place or at one level."""

    components: list[_Component] | None = None


class _Compensation(msgspec.Struct, gc=False):
    compensationTiers: list[_Tier] | None = None  # noqa: N815
    #: The tiers taken together.
    summaryComponents: list[_Component] | None = None  # noqa: N815


class _Job(msgspec.Struct, gc=False):
    id: int | float | str
    title: str
    department: str | None = None
    team: str | None = None
    #: FullTime, PartTime, Intern, Contract, Temporary.
    employmentType: str | None = None  # noqa: N815
    location: str | None = None
    address: _Address | None = None
    secondaryLocations: list[_Place | str | None] | None = None  # noqa: N815
    #: OnSite, Hybrid, Remote; null on some boards.
    workplaceType: str | None = None  # noqa: N815
    #: True on hybrid postings too, and null where ``workplaceType`` is.
    isRemote: bool | None = None  # noqa: N815
    #: Changes when a posting is published again; there is no time of the last change.
    publishedAt: str | None = None  # noqa: N815
    isListed: bool | None = None  # noqa: N815
    jobUrl: str | None = None  # noqa: N815
    applyUrl: str | None = None  # noqa: N815
    descriptionHtml: str | None = None  # noqa: N815
    descriptionPlain: str | None = None  # noqa: N815
    shouldDisplayCompensationOnJobPostings: bool | None = None  # noqa: N815
    #: Only with ``includeCompensation=true``.
    compensation: _Compensation | None = None


class _Board(msgspec.Struct, Generic[_T], gc=False):
    jobs: list[_T]


def check_identifier(identifier: str) -> str | None:
    """Return what is wrong with a board name, with a correct example; None when it can be one.

    Board names may contain blanks ("Applied Compute") and keep their case.
    """
    if identifier.lower() in _NOT_BOARDS:
        return f'"{identifier}" is not a board name; write the part after {_PAGE_HOST}/, such as "ramp"'
    return check_name(identifier, "board name", '"ramp"')


def first_request(source: Source) -> Request:
    """Return the request for the whole board, including descriptions and compensation."""
    url = f"https://{_API_HOST}/posting-api/job-board/{quote(source.identifier, safe='')}?includeCompensation=true"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the board; it never says how many postings it has. Unlisted postings are left out.

    Raises `BoardError` when the answer is not a board.
    """
    what = f"Ashby board {source.identifier}"
    require_ok(page, what)
    board: _Board[_Job] | _Board[msgspec.Raw] = decode_list(page, _Board, _Job, what)
    return read_jobs(board.jobs, _Job, lambda job, external_id: _read_job(source, job, external_id), what)


def detect(url: str) -> Source | None:
    """Recognise a board by its page, a posting, an embed or an API URL; None when it is not Ashby's.

    ``?ashby_jid=`` on an employer's own site names a posting but no board; the page behind it embeds the board.
    """
    address = read_address(url)
    if address is None:
        return None
    segments = address.segments
    if address.host == _API_HOST:
        if segments[:2] != ("posting-api", "job-board"):
            return None
        segments = segments[2:]
    elif address.host != _PAGE_HOST:
        return None
    if not segments or check_identifier(segments[0]) is not None:
        return None
    return Source(type=TYPE, identifier=segments[0], name=guess_name(segments[0]))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _read_job(source: Source, job: _Job, external_id: str) -> RawJob | None:
    if job.isListed is False:
        # Reachable only by its link: the employer does not want it to be found.
        return None
    return RawJob(
        external_id=external_id,
        title=job.title,
        locations=_read_locations(job),
        url=clean_url(job.jobUrl) or _page_of(source, external_id),
        apply_url=clean_url(job.applyUrl),
        department=job.department or job.team or None,
        employment_type=job.employmentType or None,
        workplace=job.workplaceType or ("Remote" if job.isRemote else None),
        salary=_read_salary(job),
        posted_at=parse_iso(job.publishedAt),
        description=job.descriptionHtml or job.descriptionPlain or "",
        markup=Markup.HTML if job.descriptionHtml or not job.descriptionPlain else Markup.TEXT,
    )


def _page_of(source: Source, external_id: str) -> str:
    return f"https://{_PAGE_HOST}/{quote(source.identifier, safe='')}/{quote(external_id, safe='')}"


def _read_locations(job: _Job) -> tuple[str, ...]:
    places = [_name_place(job.location, job.address)]
    for place in job.secondaryLocations or ():
        if isinstance(place, _Place):
            places.append(_name_place(place.location, place.address))
        else:
            places.append(place or "")
    return tuple(place for place in places if place)


def _name_place(name: str | None, address: _Address | None) -> str:
    """Return the place's own name, else its address; "" when it has neither."""
    if name or address is None:
        return name or ""
    postal = address.postalAddress or address
    parts = (postal.addressLocality, postal.addressRegion, postal.addressCountry)
    return ", ".join(part.strip() for part in parts if part and part.strip())


def _read_salary(job: _Job) -> Salary | None:
    """Return the salary over all tiers, else that of the summary; None when the employer does not show it."""
    if job.compensation is None or job.shouldDisplayCompensationOnJobPostings is False:
        return None
    tiers = job.compensation.compensationTiers or ()
    salary = _merge([component for tier in tiers for component in tier.components or ()])
    return salary or _merge(job.compensation.summaryComponents or [])


def _merge(components: list[_Component]) -> Salary | None:
    return merge_salaries(
        read_salary(amount(part.minValue), amount(part.maxValue), part.currencyCode, part.interval)
        for part in components
        if part.compensationType == "Salary"
    )
