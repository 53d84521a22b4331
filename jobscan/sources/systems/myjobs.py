"""ADP Recruiting Management: the career sites at myjobs.adp.com, whole postings in pages.

The vendor documents none of it. Fields as publicly reported of ten and more sites, 2026; there is no recording. ADP
Workforce Now, another product, is type "adp".

A scan asks for the site, which gives every visitor a passing token, and then for the pages of the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.paging import further_offsets
from jobscan.sources.kit.values import join_place, text_of
from jobscan.utils.time import parse_iso

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "myjobs"
LABEL = "ADP MyJobs"

_HOST = "myjobs.adp.com"
_LIMIT = HostLimit(name="myjobs", concurrency=4)
_PAGE_SIZE = 100
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?", re.ASCII)
#: What stands in the place of a site's name in addresses of the API.
_NO_SITES = frozenset({"public", "static", "assets"})
_EXAMPLE = f'"conservicecareers" for {_HOST}/conservicecareers/cx/job-listing'
#: The token goes to no other host.
_SERVICE = re.compile(r"https://(?:[a-z0-9-]{1,63}\.){1,3}adp\.com", re.ASCII)
_TOKEN = re.compile(r"[\x21-\x7e]{1,8192}", re.ASCII)
_LIST = "/myadp_prefix/mycareer/public/staffing/v1/job-requisitions/apply-custom-filters"
#: Without the day of posting the list has the employer's internal titles only (reported).
_FIELDS = (
    "reqId,jobTitle,publishedJobTitle,type,jobDescription,jobQualifications,postingDate,requisitionLocations"
    ",organizationalUnits"
)
_NO_SITE = "there is no career site of that name; the company may have moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What a list request asks for."""

    service: str
    headers: tuple[tuple[str, str], ...]
    start: int = 0


class _Settings(msgspec.Struct, rename="camel"):
    #: "internal" of a site for employees.
    career_site_type: Any = None


class _Properties(msgspec.Struct, rename="camel"):
    myadp_url: Any = None


class _Site(msgspec.Struct, rename="camel"):
    my_jobs_token: str
    orgoid: Any = None
    properties: _Properties | None = None
    settings: _Settings | None = None


class _Row(msgspec.Struct, rename="camel"):
    """A posting. Of fields that matter less than its id another type is as good as none."""

    req_id: int | str
    published_job_title: Any = None
    #: What the employer calls it.
    job_title: Any = None
    type: Any = None
    #: HTML, as the next one.
    job_description: Any = None
    job_qualifications: Any = None
    #: Not of all sites.
    posting_date: Any = None
    #: ``address``, ``nameCode`` and ``primaryIndicator``.
    requisition_locations: Any = None
    organizational_units: Any = None


class _Least(msgspec.Struct, rename="camel"):
    req_id: Any = None


class _Page(msgspec.Struct, rename="camel"):
    job_requisitions: list[msgspec.Raw]
    count: int


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with the name of a career site, with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier) and identifier not in _NO_SITES:
        return None
    return f'"{identifier[:80]!a}" is not the name of a career site; write the part after {_HOST}/, such as {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the site, which gives the token."""
    url = f"https://{_HOST}/public/staffing/v1/career-site/{source.identifier}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, purpose=Purpose.TOKEN)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the site or a page of its list; the first page asks for all others.

    An unknown site is a 400 (reported). Raises `BoardError` for that, for a site of employees, and for another format.
    """
    what = f"ADP career site {source.identifier}"
    if page.status == 400 and request.purpose is Purpose.TOKEN:
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: {_NO_SITE}")
    require_ok(page, what, missing=_NO_SITE)
    if request.purpose is Purpose.TOKEN:
        return ParsedPage(next=(_list_request(_first_ask(decode_json(page, _Site, what), what)),))
    listing, ask = decode_json(page, _Page, what), request.context
    if listing.count < 0:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer counts less than no postings")
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.req_id),
        posting_of=lambda row, external_id: _read_row(source, row, external_id),
        seen_of=seen_only,
        noun="posting",
    )
    parsed = reader.read(listing.job_requisitions, what)
    if ask.start:
        return parsed
    starts = further_offsets(listing.count, len(listing.job_requisitions), what)
    return replace(
        parsed, total=listing.count, next=tuple(_list_request(replace(ask, start=start)) for start in starts)
    )


def detect(url: str) -> Source | None:
    """Recognise a career site by its page, a posting or the API; None when it is none of them."""
    address = read_address(url)
    if address is None or address.host != _HOST:
        return None
    path = address.segments
    name = "".join(path[4:5] if path[:4] == ("public", "staffing", "v1", "career-site") else path[:1]).lower()
    if check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the career sites that an employer's page links to or embeds."""
    return page.boards(detect)


def _first_ask(site: _Site, what: str) -> _Ask:
    """Return what to ask for first. Raises `BoardError` for a site of employees, and for one without a usable token."""
    if site.settings is not None and (text_of(site.settings.career_site_type) or "").lower() == "internal":
        raise BoardError(
            BoardFailure.FORBIDDEN, f"{what}: the site is for the company's own people; look for its other"
        )
    named = text_of(site.properties.myadp_url) if site.properties is not None else None
    service = (named or "https://my.adp.com").rstrip("/")
    if not _TOKEN.fullmatch(site.my_jobs_token) or not _SERVICE.fullmatch(service):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the site names no token or no host of ADP's")
    company = text_of(site.orgoid)
    headers = [("Accept", "application/json"), ("myjobstoken", site.my_jobs_token), ("rolecode", "manager")]
    if company and _TOKEN.fullmatch(company):
        headers.append(("orgoid", company))
    return _Ask(service=service, headers=tuple(headers))


def _list_request(ask: _Ask) -> Request:
    url = f"{ask.service}{_LIST}?$select={_FIELDS}&$top={_PAGE_SIZE}&$skip={ask.start}&$filter=&tz=America/New_York"
    return Request(url=url, limit=_LIMIT, headers=dict(ask.headers), context=ask)


def _read_row(source: Source, row: _Row, external_id: str) -> ReadRow:
    title = text_of(row.published_job_title) or text_of(row.job_title)
    places = [one for one in _list(row.requisition_locations) if isinstance(one, dict)]
    places.sort(key=lambda one: one.get("primaryIndicator") is not True)
    texts = (row.job_description, row.job_qualifications)
    job = RawJob(
        external_id=external_id,
        title=title or "",
        locations=tuple(place for one in places if (place := _place(one))),
        url=f"https://{_HOST}/{source.identifier}/cx/job-details?reqId={quote(external_id, safe='')}",
        department=next((name for unit in _list(row.organizational_units) if (name := _called(unit))), None),
        employment_type=text_of(row.type),
        posted_at=parse_iso(row.posting_date),
        description="".join(f"<div>{text}</div>" for one in texts if (text := text_of(one))),
    )
    if title is None:
        return ReadRow(seen_only(row, external_id, job_fingerprint(job)), f"({external_id[:40]}) has no title")
    return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(job), job=job))


def _list(value: object) -> list[Any]:
    return value[:200] if isinstance(value, list) else []


def _called(value: object, *names: str) -> str | None:
    """Return what ADP calls a thing: its long name, or that of its ``nameCode``; with ``names`` these instead."""
    if not isinstance(value, dict):
        return None
    if names:
        return next((text for name in names if (text := text_of(value.get(name)))), None)
    return _called(value.get("nameCode"), "longName", "shortName") or text_of(value.get("name"))


def _place(value: dict[str, Any]) -> str:
    address = value.get("address")
    address = address if isinstance(address, dict) else {}
    state = _called(address.get("countrySubdivisionLevel1"), "longName", "codeValue")
    country = _called(address.get("country"), "longName", "codeValue")
    town = text_of(address.get("cityName"))
    return join_place(town, state, country) if town else _called(value) or join_place(state, country)
