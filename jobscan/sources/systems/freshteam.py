"""Freshteam (Freshworks): the list behind the widget for careers pages, the whole board in one answer.

The vendor documents only an interface that needs a key, and sells the product no more. Fields as publicly reported of
169 and more boards, 2023 to 2026; there is no recording.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.values import join_place, text_of
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "freshteam"
LABEL = "Freshteam"

_LIMIT = HostLimit(name="freshteam", concurrency=4)
_DOMAIN = "freshteam.com"
#: The widget shows no more, and has no second page (reported).
_MOST = 1_000
#: What the numbers in ``job_type`` are called on the postings' pages (reported of 48 postings, 2026).
_EMPLOYMENT = {
    1: "Contract",
    2: "Full Time",
    3: "Internship",
    4: "Part Time",
    5: "Temporary",
    6: "Seasonal",
    7: "Volunteer",
    8: "Fixed Term Contract",
}
_SEVERAL = re.compile(r"[;|]")


class _Branch(msgspec.Struct):
    id: Any = None
    #: "Bengaluru, India".
    location: Any = None
    city: Any = None
    state: Any = None
    #: "IN".
    country_code: Any = None


class _Role(msgspec.Struct):
    """A department, as the board's filter has it."""

    id: Any = None
    name: Any = None


class _Job(msgspec.Struct):
    """A posting. Of fields that matter less than id and title another type is as good as none."""

    id: int | str
    title: str
    #: Names the posting in its address.
    unique_id: Any = None
    url: Any = None
    #: HTML.
    description: Any = None
    job_type: Any = None
    branch_id: Any = None
    job_role_id: Any = None
    #: False of a posting that may be done partly from home, too.
    remote: Any = None
    #: Where those who work remotely must be; the branch is then where the company is registered (reported).
    preferred_remote_job_locations: Any = None
    created_at: Any = None
    deleted: Any = None


class _Board(msgspec.Struct):
    jobs: list[msgspec.Raw]
    branches: list[_Branch] = []
    job_roles: list[_Role] = []


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in the address of its board, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "haptik")


def first_request(source: Source) -> Request:
    """Return the request for the whole board."""
    return Request(url=f"{_site(source)}/hire/widgets/jobs.json", limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the board, which does not say how many postings it has; a list of 1,000 is not known to be whole.

    An unknown board is a web page with status 200 (reported). Raises `BoardError` for everything but the list.
    """
    what = f"Freshteam board {source.identifier}"
    require_ok(page, what)
    board = decode_json(page, _Board, what)
    places = {branch.id: _place(branch) for branch in _numbered(board.branches)}
    roles = {role.id: text_of(role.name) for role in _numbered(board.job_roles)}

    def to_job(job: _Job, external_id: str) -> RawJob | None:
        return None if job.deleted is True else _read_job(source, job, external_id, (places, roles))

    parsed = read_jobs(board.jobs, _Job, to_job, what)
    if len(board.jobs) < _MOST:
        return parsed
    problem = f"{what}: the list ends at {len(board.jobs)} postings, and the vendor shows no more"
    return replace(parsed, lost=parsed.lost + 1, problems=(*parsed.problems, problem))


def detect(url: str) -> Source | None:
    """Recognise a board by its page, a posting or the widget's list; None when it is not at Freshteam's domain."""
    address = read_address(url)
    name = subdomain_of(address.host, _DOMAIN) if address else None
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _site(source: Source) -> str:
    return f"https://{source.identifier}.{_DOMAIN}"


def _numbered(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if isinstance(row.id, int | str)]


def _place(branch: _Branch) -> str:
    return text_of(branch.location) or join_place(branch.city, branch.state, branch.country_code)


def _read_job(
    source: Source, job: _Job, external_id: str, known: tuple[Mapping[object, str], Mapping[object, str | None]]
) -> RawJob:
    places, roles = known
    branch = places.get(job.branch_id) if isinstance(job.branch_id, int | str) else None
    remote = text_of(job.preferred_remote_job_locations)
    page = f"{_site(source)}/jobs/{quote(text_of(job.unique_id) or external_id, safe='')}"
    elsewhere = tuple(place.strip() for place in _SEVERAL.split(remote)) if remote else ()
    return RawJob(
        external_id=external_id,
        title=job.title,
        locations=elsewhere or ((branch,) if branch else ()),
        url=clean_url(job.url) or page,
        department=roles.get(job.job_role_id) if isinstance(job.job_role_id, int | str) else None,
        employment_type=_EMPLOYMENT.get(job.job_type) if isinstance(job.job_type, int) else None,
        workplace="Remote" if job.remote is True else None,
        posted_at=parse_iso(job.created_at),
        description=text_of(job.description) or "",
    )
