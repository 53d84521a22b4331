"""d.vinci: a portal's job publications with all of their texts, in one answer.

The vendor provides this list for others since version 2022.11 ("Job Publication REST API"). Fields as publicly reported
of several portals, 2026; there is no recording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.pay import read_salary
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.values import amount_of, join_place, text_of
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "dvinci"
LABEL = "d.vinci"

_LIMIT = HostLimit(name="dvinci", concurrency=4)
_DOMAIN = "dvinci-hr.com"


class _Opening(msgspec.Struct, rename="camel"):
    """The position behind a publication. Of its fields another type is as good as none."""

    #: Objects with ``name``, ``address`` and ``country``.
    locations: Any = None
    #: In words.
    location: Any = None
    department: Any = None
    #: Objects with ``internalName`` ("FULL_TIME") and ``name``, or texts; the same of the next two.
    working_times: Any = None
    contract_period: Any = None
    categories: Any = None
    #: ``currency``, and ``value`` with ``minValue``, ``maxValue`` and ``unitText``.
    salary: Any = None
    created_date: Any = None


class _Publication(msgspec.Struct, rename={"link": "jobPublicationURL", "apply_link": "applicationFormURL"}):
    #: Of each language its own.
    id: int | str
    position: str
    language: Any = None
    link: Any = None
    apply_link: Any = None
    introduction: Any = None
    tasks: Any = None
    profile: Any = None
    we_offer: Any = msgspec.field(default=None, name="weOffer")
    closing_text: Any = msgspec.field(default=None, name="closingText")
    #: Mostly None (reported).
    start_date: Any = msgspec.field(default=None, name="startDate")
    opening: _Opening | None = msgspec.field(default=None, name="jobOpening")


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a portal's name in its address, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "inverto")


def first_request(source: Source) -> Request:
    """Return the request for the whole portal."""
    url = f"https://{source.identifier}.{_DOMAIN}/jobPublication/list.json"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the portal, which does not say how many publications it has.

    The name of an unknown portal leads nowhere (reported). Raises `BoardError` for everything but the list.
    """
    what = f"d.vinci portal {source.identifier}"
    require_ok(page, what)
    rows = decode_json(page, list[msgspec.Raw], what)
    return read_jobs(rows, _Publication, lambda row, external_id: _read_job(source, row, external_id), what)


def detect(url: str) -> Source | None:
    """Recognise a portal by its page, a publication or the list; None when it is not at d.vinci's domain."""
    address = read_address(url)
    name = subdomain_of(address.host, _DOMAIN) if address else None
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the portals that an employer's page links to or embeds."""
    return page.boards(detect)


def _read_job(source: Source, row: _Publication, external_id: str) -> RawJob:
    opening = row.opening or _Opening()
    texts = (row.introduction, row.tasks, row.profile, row.we_offer, row.closing_text)
    places = tuple(place for one in _list(opening.locations) if (place := _place(one)))
    where = text_of(opening.location)
    words = (word for value in (opening.working_times, opening.contract_period) for word in _words(value))
    return RawJob(
        external_id=external_id,
        title=row.position,
        locations=places or ((where,) if where else ()),
        url=clean_url(row.link) or f"https://{source.identifier}.{_DOMAIN}/",
        apply_url=clean_url(row.apply_link),
        department=text_of(opening.department) or next((_name(one) for one in _list(opening.categories)), None),
        employment_type=", ".join(words) or None,
        salary=_salary(opening.salary),
        language=text_of(row.language),
        posted_at=parse_iso(row.start_date) or parse_iso(opening.created_date),
        description="".join(f"<div>{text}</div>" for one in texts if (text := text_of(one))),
    )


def _list(value: object) -> list[Any]:
    return value[:200] if isinstance(value, list) else []


def _name(value: object) -> str | None:
    return text_of(value.get("name")) if isinstance(value, dict) else text_of(value)


def _words(value: object) -> Iterator[str]:
    """Yield what an object or several are called within the system ("FULL_TIME"), else for people."""
    for one in value[:20] if isinstance(value, list) else [value]:
        inside = text_of(one.get("internalName")) if isinstance(one, dict) else None
        if word := inside or _name(one):
            yield word


def _place(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    address = value.get("address")
    address = address if isinstance(address, dict) else {}
    town = text_of(address.get("city")) or text_of(value.get("name"))
    country = address.get("country") or value.get("country")
    return join_place(town, address.get("usState"), _name(country))


def _salary(value: object) -> Salary | None:
    if not isinstance(value, dict) or not isinstance(value.get("value"), dict):
        return None
    inner = value["value"]
    low, high = amount_of(inner.get("minValue")), amount_of(inner.get("maxValue"))
    if low is None and high is None:
        return None
    return read_salary(low, high, text_of(value.get("currency")), text_of(inner.get("unitText")))
