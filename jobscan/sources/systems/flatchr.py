"""Flatchr: the list behind a company's career site; whole postings, in one answer.

The vendor documents the list for career sites ("site-carriere", developers.flatchr.io). Fields as publicly reported of
three companies, June to September 2026; there is no recording.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.posting import Posting
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.pay import read_salary
from jobscan.sources.kit.subdomains import subdomain_of
from jobscan.sources.kit.values import amount_of, join_place, text_of
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "flatchr"
LABEL = "Flatchr"

_LIMIT = HostLimit(name="flatchr", concurrency=4)
_DOMAIN = "flatchr.io"
_HOST = f"careers.{_DOMAIN}"
#: The vendor's own, besides those that vendors generally have.
_OTHERS = frozenset({"careers", "developers", "god"})
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?", re.ASCII)
_EXAMPLE = f'"sharkrobotics" for {_HOST}/fr/company/sharkrobotics/'
_PERIODS = {"h": "hour", "m": "month", "y": "year"}
#: The work model of a posting with no time at home; what others are called is not known.
_ON_SITE = "notime"


class _Vacancy(msgspec.Struct):
    """A posting. Of fields that matter less than id and title another type is as good as none."""

    #: "Wy3EOp2JolLp1KMq".
    id: str
    title: str
    #: Begins with the id in lower case; the posting's page has no shorter address.
    slug: str
    #: HTML, as the next two.
    description: Any = None
    mission: Any = None
    profile: Any = None
    #: "CDI".
    contract_type: Any = None
    #: What people do there: "Commercial conseil".
    metier: Any = None
    #: The lower bound; given, too, when ``show_salary`` says that it is not to be shown.
    salary: Any = None
    salary_max: Any = None
    currency: Any = None
    #: What the sums are for: "h", "m" or "y".
    mensuality: Any = None
    show_salary: Any = None
    remote: Any = None
    created_at: Any = None
    updated_at: Any = None
    apply_url: Any = None
    #: ``locality``, ``administrative_area_level_1``, ``country``.
    address: Any = None
    #: ``name``.
    company: Any = None


class _Item(msgspec.Struct):
    """What the list says of the publication of a posting."""

    vacancy: _Vacancy
    published: Any = None


class _Least(msgspec.Struct):
    vacancy: Any = None


class _List(msgspec.Struct):
    items: list[msgspec.Raw]


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in addresses, with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    return f'"{identifier[:80]!a}" is not the name of a company; write the part after /company/, such as {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the whole list."""
    url = f"https://{_HOST}/company/{source.identifier}.json"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the list, which does not say how many postings it has.

    An unknown company is a 404 (reported). Raises `BoardError` when the answer is no list.
    """
    what = f"Flatchr company {source.identifier}"
    require_ok(page, what, missing="there is no career site of that name; the company may have moved")
    reader = RowReader(
        shape=_Item,
        least=_Least,
        id_of=_id_of,
        posting_of=lambda item, external_id: _read_row(item.vacancy, external_id),
        seen_of=seen_only,
        is_listed=lambda item: item.published is not False,
        noun="posting",
    )
    return reader.read(decode_json(page, _List, what).items, what)


def detect(url: str) -> Source | None:
    """Recognise a company by its career site or its list; None for a posting, whose address names no company."""
    address = read_address(url)
    if address is None:
        return None
    name = subdomain_of(address.host, _DOMAIN, _OTHERS) or ""
    if name or address.host == _HOST:
        path = address.segments
        after = path.index("company") + 1 if "company" in path else len(path)
        name = "".join(path[after : after + 1]).removesuffix(".json").lower() or name
    if check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the companies whose career sites a page links to or embeds."""
    return page.boards(detect)


def _id_of(row: _Item | _Least) -> str | None:
    vacancy = row.vacancy
    return canonical_id(vacancy.get("id") if isinstance(vacancy, dict) else getattr(vacancy, "id", None))


def _read_row(vacancy: _Vacancy, external_id: str) -> ReadRow:
    address = vacancy.address if isinstance(vacancy.address, dict) else {}
    place = join_place(*(address.get(part) for part in ("locality", "administrative_area_level_1", "country")))
    texts = (vacancy.description, vacancy.mission, vacancy.profile)
    job = RawJob(
        external_id=external_id,
        title=vacancy.title,
        company=text_of(vacancy.company.get("name")) if isinstance(vacancy.company, dict) else None,
        locations=(place,) if place else (),
        url=f"https://{_HOST}/vacancy/{quote(vacancy.slug, safe='')}",
        apply_url=clean_url(vacancy.apply_url),
        department=text_of(vacancy.metier),
        employment_type=text_of(vacancy.contract_type),
        workplace="On-site" if vacancy.remote == _ON_SITE else None,
        salary=_salary(vacancy),
        posted_at=parse_iso(vacancy.created_at),
        updated_at=parse_iso(vacancy.updated_at),
        description="".join(f"<div>{text}</div>" for one in texts if (text := text_of(one))),
    )
    return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(job), job=job))


def _salary(vacancy: _Vacancy) -> Salary | None:
    low, high = amount_of(vacancy.salary), amount_of(vacancy.salary_max)
    if vacancy.show_salary is False or (low is None and high is None):
        return None
    return read_salary(low, high, text_of(vacancy.currency), _PERIODS.get(text_of(vacancy.mensuality) or ""))
