"""Paradox: ``/api/get-jobs`` of career sites such as McDonald's, on jobs.mchire.com and on employers' own hosts.

The vendor documents none of this. Rows are those of recorded answers of one site (2026). Which vendor's interface this
is can be told from its ids and apply addresses only; what the request may hold besides the page's number is not known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.posting import Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import read_address
from jobscan.sources.kit.hosts import check_board_host
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, fingerprint, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.paging import further_numbers
from jobscan.sources.kit.values import join_place, text_of, texts_of
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "paradox"
LABEL = "Paradox"

_VENDOR = "jobs.mchire.com"
_LIMIT = HostLimit(name="paradox", concurrency=4)
_EXAMPLE = '"careers.mcdonalds.ca"'


class _Job(msgspec.Struct):
    """A posting. Of fields that matter less than id and title another type is as good as none.

    Not read: ``lang``, which is "en" for French texts; ``companyName``, which is a name of the interface; and
    ``accountName``, which is a person's.
    """

    uniqueID: str  # noqa: N815 - the API's name
    title: str
    #: HTML.
    description: Any = None
    #: With ``city``, ``state``, ``country``.
    locations: Any = None
    isRemote: Any = None  # noqa: N815
    employmentType: Any = None  # noqa: N815
    applyURL: Any = None  # noqa: N815
    #: A path on the site, with letters of any language: "équipier-à-temps-plein/job/P8-259536-0".
    originalURL: Any = None  # noqa: N815


class _Least(msgspec.Struct):
    uniqueID: Any = None  # noqa: N815


class _List(msgspec.Struct):
    """A page of the list; ``totalJob`` stays the same past its end."""

    jobs: list[msgspec.Raw]
    totalJob: int  # noqa: N815


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with the host of a career site, with a right one; None when it can be one."""
    return check_board_host(identifier, _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for the first page, which says how many postings there are."""
    return _page_request(source, 1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list; the first one asks for all others. Postings are whole.

    Raises `BoardError` when the answer is no list.
    """
    what = f"Paradox site {source.identifier}"
    require_ok(page, what, missing="there is no such site; take the host from the address of its list of jobs")
    listing = decode_json(page, _List, what)
    if listing.totalJob < 0:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer counts less than no postings")
    reader = RowReader(
        shape=_Job,
        least=_Least,
        id_of=lambda job: canonical_id(job.uniqueID),
        posting_of=lambda job, external_id: _read_row(source, job, external_id),
        seen_of=seen_only,
        noun="job",
    )
    parsed = reader.read(listing.jobs, what)
    if request.context != 1:
        return parsed
    numbers = further_numbers(listing.totalJob, len(listing.jobs), what)
    return replace(parsed, next=tuple(_page_request(source, number) for number in numbers), total=listing.totalJob)


def detect(url: str) -> Source | None:
    """Recognise the vendor's own site for McDonald's; None for other hosts, whose addresses do not show it."""
    address = read_address(url)
    if address is None or address.host != _VENDOR:
        return None
    return Source(type=TYPE, identifier=_VENDOR, name="McDonald's")


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the vendor's own site if an employer's page links to it."""
    return page.boards(detect)


def _page_request(source: Source, number: int) -> Request:
    return Request(
        url=f"https://{source.identifier}/api/get-jobs?page_number={number}",
        limit=_LIMIT,
        method="POST",
        headers={"Accept": "application/json", "Content-Type": "application/json"},
        body=b"{}",
        context=number,
    )


def _read_row(source: Source, job: _Job, external_id: str) -> ReadRow:
    path = (text_of(job.originalURL) or "").lstrip("/")
    url = clean_url(f"https://{source.identifier}/{path}") if path else clean_url(job.applyURL)
    if url is None:
        return ReadRow(seen_only(job, external_id, fingerprint(job)), f"({external_id[:40]}) has no address")
    places = (place for place in (job.locations if isinstance(job.locations, list) else ()) if isinstance(place, dict))
    named = (join_place(place.get("city"), place.get("state"), place.get("country")) for place in places)
    raw = RawJob(
        external_id=external_id,
        title=job.title,
        locations=tuple(place for place in named if place),
        url=url,
        apply_url=clean_url(job.applyURL),
        employment_type=", ".join(texts_of(job.employmentType)) or None,
        workplace="remote" if job.isRemote is True else None,
        description=text_of(job.description) or "",
    )
    return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(raw), job=raw))
