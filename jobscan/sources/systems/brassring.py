"""BrassRing: the search behind the Talent Gateways at brassring.com.

The vendor documents none of this. Rows are those of a recorded answer (2026); the request, and what else is marked
so, are those of public reports of that year.

A scan is a POST per page of 50 rows. A row is a list of questions and values, most of which each employer names
itself: only those are read that mean the same everywhere.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.posting import Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import read_address
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, fingerprint, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.paging import further_numbers
from jobscan.sources.kit.values import text_of
from jobscan.utils.time import parse_date
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "brassring"
LABEL = "BrassRing"

_DOMAIN = "brassring.com"
_USUAL = "sjobs"
_LIMIT = HostLimit(name="brassring", concurrency=4)
#: The largest page that is given (reported).
_PAGE_SIZE = 50
_IDENTIFIER = re.compile(r"(?:((?:[a-z0-9]{1,20}-)?sjobs)/)?([1-9]\d{0,9})/([1-9]\d{0,9})", re.ASCII)
_EXAMPLE = f'"25632/5649" for {_USUAL}.{_DOMAIN}/…?partnerid=25632&siteid=5649, or "krb-sjobs/30122/6533"'
_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
#: "28-Jul-2026". Others write "07/28/2026" or "28/07/2026", and nothing says which of them.
_DAY = re.compile(r"(\d{1,2})-([a-z]{3})-(\d{4})", re.ASCII | re.IGNORECASE)


class _Gateway(NamedTuple):
    """One site of an employer."""

    host: str
    partner: str
    site: str


class _Question(msgspec.Struct, rename="pascal"):
    question_name: Any = None
    value: Any = None


class _Row(msgspec.Struct, rename="pascal"):
    questions: list[_Question]
    link: Any = None


class _Rows(msgspec.Struct, rename="pascal"):
    job: list[msgspec.Raw] | None = None


class _List(msgspec.Struct, rename="pascal"):
    """A page of the list. Of a gateway without postings ``Jobs`` may be null or empty."""

    jobs_count: int
    jobs: _Rows | None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``partnerid/siteid`` or ``host/partnerid/siteid``, with right ones; None otherwise."""
    found = _IDENTIFIER.fullmatch(identifier)
    if found is None:
        return f'"{identifier[:80]!a}" is not partnerid/siteid; write both numbers of the address, such as {_EXAMPLE}'
    if found[1] == _USUAL:
        return f'write "{found[2]}/{found[3]}" alone; hosts are for gateways that are not at {_USUAL}.{_DOMAIN}'
    return None


def first_request(source: Source) -> Request:
    """Return the request for the first page. Raises `BoardError` when the identifier is not one."""
    return _page_request(_read_identifier(source.identifier), 1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list; the first one, which says how many postings there are, asks for all others.

    Raises `BoardError` when the answer is no list. Numbers that do not exist are answered with 500 (reported).
    """
    what = f"BrassRing gateway {source.identifier}"
    require_ok(page, what, missing=f"there is no such gateway; write both numbers of its address, such as {_EXAMPLE}")
    listing = decode_json(page, _List, what)
    rows = (listing.jobs.job if listing.jobs else None) or []
    if listing.jobs_count < 0 or (request.context != 1 and not rows):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has no rows where some are promised")
    gateway = _read_identifier(source.identifier)
    reader = RowReader(
        shape=_Row,
        least=_Row,
        id_of=lambda row: canonical_id(_answers(row).get("reqid")),
        posting_of=lambda row, external_id: _read_row(gateway, row, external_id),
        seen_of=seen_only,
        noun="job",
    )
    parsed = reader.read(rows, what)
    if request.context != 1:
        return parsed
    numbers = further_numbers(listing.jobs_count, len(rows), what)
    return replace(parsed, next=tuple(_page_request(gateway, number) for number in numbers), total=listing.jobs_count)


def detect(url: str) -> Source | None:
    """Recognise a gateway by any address with both its numbers; None when it is not BrassRing's."""
    address = read_address(url)
    if address is None or not address.host.endswith(f".{_DOMAIN}"):
        return None
    host = address.host.removesuffix(f".{_DOMAIN}")
    query = {name.lower(): value.strip() for name, value in address.query.items()}
    numbers = "/".join(query.get(name, "").lstrip("0") for name in ("partnerid", "siteid"))
    identifier = numbers if host == _USUAL else f"{host}/{numbers}"
    if check_identifier(identifier) is not None:
        return None
    return Source(type=TYPE, identifier=identifier, name=f"{LABEL} {numbers}")


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the gateways that an employer's page links to or embeds."""
    return page.boards(detect)


def _read_identifier(identifier: str) -> _Gateway:
    found = _IDENTIFIER.fullmatch(identifier)
    if found is None:
        raise BoardError(BoardFailure.NOT_FOUND, check_identifier(identifier) or "")
    return _Gateway(f"{found[1] or _USUAL}.{_DOMAIN}", found[2], found[3])


def _page_request(gateway: _Gateway, number: int) -> Request:
    wanted = {
        "partnerId": gateway.partner,
        "siteId": gateway.site,
        "keyword": "",
        "location": "",
        "activeFacetCategories": [],
        "selectedFacets": [],
        "pageNumber": str(number),
        "pageSize": str(_PAGE_SIZE),
    }
    return Request(
        url=f"https://{gateway.host}/TGnewUI/Search/Ajax/ProcessSortAndShowMoreJobs",
        limit=_LIMIT,
        method="POST",
        headers={"Accept": "application/json", "Content-Type": "application/json"},
        body=msgspec.json.encode(wanted),
        context=number,
    )


def _answers(row: _Row) -> Mapping[str, str]:
    """Return the values of a row by the names of their questions, in lower case; empty ones left out."""
    pairs = ((text_of(each.question_name), text_of(each.value)) for each in row.questions)
    return {name.lower(): value for name, value in pairs if name and value}


def _read_row(gateway: _Gateway, row: _Row, external_id: str) -> ReadRow:
    said = _answers(row)
    title = said.get("jobtitle")
    if title is None:
        return ReadRow(seen_only(row, external_id, fingerprint(said)), f"({external_id[:40]}) has no title")
    place = said.get("location")
    job = RawJob(
        external_id=external_id,
        title=title,
        locations=(place,) if place else (),
        url=_page_of(gateway, row, external_id),
        department=said.get("department"),
        updated_at=_read_day(said.get("lastupdated", "")),
        description=said.get("jobdescription", ""),
    )
    return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(job), job=job))


def _page_of(gateway: _Gateway, row: _Row, external_id: str) -> str:
    link = clean_url(row.link)
    if link is not None and urlsplit(link).hostname == gateway.host:
        return link
    query = f"partnerid={gateway.partner}&siteid={gateway.site}&PageType=JobDetails&jobid={external_id}"
    return f"https://{gateway.host}/TGnewUI/Search/home/HomeWithPreLoad?{query}"


def _read_day(text: str) -> datetime | None:
    found = _DAY.fullmatch(text)
    month = _MONTHS.get(found[2].lower()) if found else None
    if found is None or month is None:
        return None
    return parse_date(f"{found[3]}-{month:02}-{int(found[1]):02}")
