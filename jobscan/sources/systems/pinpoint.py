"""Pinpoint's jobs endpoint: the whole board in one answer.

Documented at developers.pinpointhq.com ("jobs-json-endpoint", 2026); fields as seen in recordings of two companies and
as publicly reported (2026). No posting has a date of its own.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_list, require_ok
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.values import join_place
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

_T = TypeVar("_T")

TYPE = "pinpoint"
LABEL = "Pinpoint"

#: All companies share one backend; no limit is documented.
_LIMIT = HostLimit(name="pinpoint", concurrency=4)
_DOMAIN = "pinpointhq.com"


class _Named(msgspec.Struct, gc=False):
    name: str | None = None


class _Job(msgspec.Struct, gc=False):
    """The position behind a posting."""

    department: _Named | None = None


class _Location(msgspec.Struct, gc=False):
    #: What the company calls it: "Remote", "United Kingdom".
    name: str | None = None
    #: May be "", or "Varies by Listing".
    city: str | None = None
    province: str | None = None


class _Posting(msgspec.Struct):
    #: A number, as text.
    id: int | float | str
    title: str
    url: str | None = None
    #: "/en/postings/fceb8b47-…".
    path: str | None = None
    job: _Job | None = None
    location: _Location | None = None
    #: "permanent_full_time"; the next one is for people, "Permanent - Full Time".
    employment_type: str | None = None
    employment_type_text: str | None = None
    #: "onsite", "hybrid", "remote"; the next one is for people, "Fully remote".
    workplace_type: str | None = None
    workplace_type_text: str | None = None
    #: The amounts are there, too, when they are not to be shown (reported, 2026).
    compensation_visible: bool | None = None
    compensation_minimum: float | str | None = None
    compensation_maximum: float | str | None = None
    compensation_currency: str | None = None
    #: "year", "month", "two_weeks", "week", "day", "hour".
    compensation_frequency: str | None = None
    #: HTML, like the three sections below; each of these has a heading of the company's own.
    description: str | None = None
    key_responsibilities: str | None = None
    key_responsibilities_header: str | None = None
    skills_knowledge_expertise: str | None = None
    skills_knowledge_expertise_header: str | None = None
    benefits: str | None = None
    benefits_header: str | None = None


class _Board(msgspec.Struct, Generic[_T]):
    data: list[_T]


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in the address of its board, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "workwithus")


def first_request(source: Source) -> Request:
    """Return the request for the whole board."""
    url = f"https://{source.identifier}.{_DOMAIN}/postings.json"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the board, which never says how many postings it has.

    Raises `BoardError` when the answer holds no list of postings.
    """
    what = f"Pinpoint board {source.identifier}"
    require_ok(page, what)
    board: _Board[_Posting | msgspec.Raw] = decode_list(page, _Board, _Posting, what)
    return read_jobs(board.data, _Posting, lambda posting, external_id: _job(source, posting, external_id), what)


def detect(url: str) -> Source | None:
    """Recognise a company by its board, a posting or its list's address; None when it is not at Pinpoint's domain."""
    address = read_address(url)
    name = subdomain_of(address.host, _DOMAIN) if address else None
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the companies whose boards a page links to or embeds."""
    return page.boards(detect)


def _job(source: Source, posting: _Posting, external_id: str) -> RawJob:
    department = posting.job and posting.job.department and posting.job.department.name
    site = f"https://{source.identifier}.{_DOMAIN}"
    page = clean_url(f"{site}/{(posting.path or '').lstrip('/')}") or f"{site}/postings/{quote(external_id, safe='')}"
    return RawJob(
        external_id=external_id,
        title=posting.title,
        locations=_locations(posting.location),
        url=clean_url(posting.url) or page,
        department=department or None,
        employment_type=posting.employment_type or posting.employment_type_text or None,
        workplace=posting.workplace_type or posting.workplace_type_text or None,
        salary=_salary(posting),
        description=_description(posting),
    )


def _locations(place: _Location | None) -> tuple[str, ...]:
    """Return the place as one: its town, then what the company calls it, unless that names the town already."""
    if place is None:
        return ()
    city, name = (place.city or "").strip(), (place.name or "").strip()
    line = name if city and city.casefold() in name.casefold() else join_place(city, place.province, name)
    return (line,) if line else ()


def _salary(posting: _Posting) -> Salary | None:
    low, high = amount(posting.compensation_minimum), amount(posting.compensation_maximum)
    if posting.compensation_visible is not True or (low is None and high is None):
        return None
    return read_salary(low, high, posting.compensation_currency, posting.compensation_frequency)


def _description(posting: _Posting) -> str:
    """Return all sections that have a text, under their headings."""
    pieces = [posting.description or ""]
    for text, header in (
        (posting.key_responsibilities, posting.key_responsibilities_header),
        (posting.skills_knowledge_expertise, posting.skills_knowledge_expertise_header),
        (posting.benefits, posting.benefits_header),
    ):
        if text and text.strip():
            pieces += [f"<h3>{escape(header, quote=False)}</h3>" if header else "", text]
    return "".join(pieces)
