"""Tyler Portico: the positions of a local government or school district, whole and in one answer.

The vendor documents none of it. Fields as seen in a recording of one district, August 2026, whose recorder left the
texts out; the addresses as publicly reported of two employers in that year.
"""

from __future__ import annotations

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
from jobscan.sources.kit.values import text_of
from jobscan.utils.time import parse_date

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "tylerportico"
LABEL = "Tyler Portico"

_LIMIT = HostLimit(name="tylerportico", concurrency=4)
_DOMAIN = "tylerportico.com"
#: The vendor's own, besides those that vendors generally have.
_OTHERS = frozenset({"identity"})
#: The part of an employer's services that is about jobs; others are about permits, taxes and water.
_JOBS = ("tess", "citizen")
#: How boards write that there is no group of jobs.
_NONE = "UNDESIGNATED"


class _Position(msgspec.Struct, rename="camel"):
    """A posting. Of fields that matter less than id and title another type is as good as none."""

    #: A UUID.
    id: str
    title: str
    #: "2026-06-29T00:00:00", without a zone.
    posting_start_date: Any = None
    location_description: Any = None
    job_class: Any = None
    job_family: Any = None
    job_type: Any = None
    description: Any = None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with an employer's name in the address of its board, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "rowancountync")


def first_request(source: Source) -> Request:
    """Return the request for all positions."""
    return Request(url=f"{_site(source)}/api/Positions", limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the positions, which are not counted. Raises `BoardError` for everything but a list."""
    what = f"Tyler Portico board {source.identifier}"
    require_ok(page, what)
    rows = decode_json(page, list[msgspec.Raw], what)
    return read_jobs(rows, _Position, lambda row, external_id: _read_job(source, row, external_id), what)


def detect(url: str) -> Source | None:
    """Recognise a board by its list, a posting or the API; None for an employer's other services."""
    address = read_address(url)
    if address is None or tuple(segment.lower() for segment in address.segments[:2]) != _JOBS:
        return None
    name = subdomain_of(address.host, _DOMAIN, _OTHERS)
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _site(source: Source) -> str:
    return f"https://{source.identifier}.{_DOMAIN}/{'/'.join(_JOBS)}"


def _read_job(source: Source, row: _Position, external_id: str) -> RawJob:
    place = text_of(row.location_description)
    groups = (text_of(group) for group in (row.job_class, row.job_family))
    return RawJob(
        external_id=external_id,
        title=row.title,
        locations=(place,) if place else (),
        url=f"{_site(source)}/jobs/job-list/{quote(external_id, safe='')}",
        department=next((group for group in groups if group and group != _NONE), None),
        employment_type=text_of(row.job_type),
        posted_at=parse_date((text_of(row.posting_start_date) or "")[:10]),
        description=text_of(row.description) or "",
    )
