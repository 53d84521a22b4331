"""Taleo Enterprise (Oracle): a career section's list, in pages of 25; each row says what its columns are.

The vendor documents none of it. Fields as publicly reported of several sections, 2024 to 2026; there is no recording.
Nobody has recorded a posting's page either, so there are no texts, and days are in columns that employers name and
write as they like. Taleo Business Edition, another product, is type "taleo".

A scan asks for the section's page, which holds the number of its portal, and then for the pages of the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, match_identifier, read_address
from jobscan.sources.kit.encoding import decode_text
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.paging import further_numbers
from jobscan.sources.kit.subdomains import subdomain_of
from jobscan.sources.kit.values import text_of, texts_of

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "taleoenterprise"
LABEL = "Taleo Enterprise"

_LIMIT = HostLimit(name="taleoenterprise", concurrency=4)
_DOMAIN = "taleo.net"
#: The other product's.
_OTHERS = frozenset({"tbe"})
_IDENTIFIER = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]{0,62})/(?P<section>[A-Za-z0-9_+-]{1,100})", re.ASCII)
#: What stands in the place of a section in addresses of the interface and of files.
_NO_SECTIONS = frozenset({"rest", "theme", "js", "images"})
_PORTAL = re.compile(r"\bportal(?:Id)?[\"']?\s{0,5}[=:]\s{0,5}[\"']?(\d{4,20})\b", re.ASCII)
_SEARCH = "/careersection/rest/jobboard/searchjobs"
#: What the page's own search sends when nothing is searched for.
_NOTHING = {
    "multilineEnabled": False,
    "sortingSelection": {"sortBySelectionParam": "3", "ascendingSortingOrder": "false"},
    "fieldData": {"fields": {"KEYWORD": "", "LOCATION": ""}, "valid": True},
    "filterSelectionParam": {"searchFilterSelections": []},
    "advancedSearchFiltersSelectionParam": {"searchFilterSelections": []},
}
#: Without a zone there is no answer (reported).
_HEADERS = {
    "Accept": "application/json",
    "Content-Type": "application/json",
    "X-Requested-With": "XMLHttpRequest",
    "tz": "GMT+00:00",
    "tzname": "UTC",
}
_NO_SECTION = "there is no such career section, or it is closed; the company may have moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What a list request asks for."""

    portal: str
    number: int = 1


class _Row(msgspec.Struct, rename="camel"):
    """A posting."""

    column: list[Any]
    #: What people call it, and its address has.
    contest_no: Any = None
    job_id: Any = None
    #: Which of the columns is the title, and which are places: each a text, or a list in JSON in a text.
    linked_column: Any = None
    locations_columns: Any = None


class _Least(msgspec.Struct, rename="camel"):
    contest_no: Any = None
    job_id: Any = None


class _Paging(msgspec.Struct, rename="camel"):
    total_count: int


class _List(msgspec.Struct, rename="camel"):
    requisition_list: list[msgspec.Raw] | None = None
    paging_data: _Paging | None = None
    is_unavailable: Any = msgspec.field(default=None, name="careerSectionUnAvailable")


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company and its career section ("drhorton/2"); None when they can be one."""
    found = _IDENTIFIER.fullmatch(identifier)
    if found and subdomain_of(f"{found['name']}.{_DOMAIN}", _DOMAIN, _OTHERS) and found["section"] not in _NO_SECTIONS:
        return None
    return (
        f'"{identifier[:80]!a}" is not a company and its career section;'
        ' write "drhorton/2" for https://drhorton.taleo.net/careersection/2/jobsearch.ftl'
    )


def first_request(source: Source) -> Request:
    """Return the request for the section's page. Raises `BoardError` for a wrong identifier."""
    url = f"{_section(source)}/jobsearch.ftl?lang=en"
    return Request(
        url=url, limit=_LIMIT, headers={"Accept": "text/html"}, purpose=Purpose.TOKEN, audience=Audience.PAGE
    )


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the section's page, or a page of the list; the first one says how many postings there are.

    Raises `BoardError` for a section that is not open to the public, and for another format.
    """
    what = f"Taleo career section {source.identifier}"
    require_ok(page, what, missing=_NO_SECTION)
    if request.purpose is Purpose.TOKEN:
        portal = _PORTAL.search(decode_text(page))
        if portal is None:
            raise BoardError(BoardFailure.UNREADABLE, f"{what}: its page names no portal; it may ask for a login")
        return ParsedPage(next=(_list_request(source, _Ask(portal=portal[1])),))
    listing, ask = decode_json(page, _List, what), request.context
    if listing.is_unavailable is True:
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: {_NO_SECTION}")
    if listing.requisition_list is None or listing.paging_data is None or listing.paging_data.total_count < 0:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer holds no list")
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.contest_no) or canonical_id(row.job_id),
        posting_of=lambda row, external_id: _read_row(source, row, external_id),
        seen_of=seen_only,
        noun="posting",
    )
    parsed = reader.read(listing.requisition_list, what)
    if ask.number > 1:
        return parsed
    total = listing.paging_data.total_count
    numbers = further_numbers(total, len(listing.requisition_list), what)
    return replace(
        parsed, total=total, next=tuple(_list_request(source, replace(ask, number=number)) for number in numbers)
    )


def detect(url: str) -> Source | None:
    """Recognise a career section by its search or a posting; None for Business Edition and what names no section."""
    address = read_address(url)
    name = subdomain_of(address.host, _DOMAIN, _OTHERS) if address else None
    if address is None or name is None or address.segments[:1] != ("careersection",):
        return None
    identifier = f"{name}/{''.join(address.segments[1:2])}"
    # Without a page behind it, the section may be a file.
    if len(address.segments) < 3 or check_identifier(identifier) is not None:
        return None
    return Source(type=TYPE, identifier=identifier, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the career sections that an employer's page links to or embeds."""
    return page.boards(detect)


def _host(source: Source) -> str:
    return f"https://{match_identifier(source, _IDENTIFIER, check_identifier)['name']}.{_DOMAIN}"


def _section(source: Source) -> str:
    section = match_identifier(source, _IDENTIFIER, check_identifier)["section"]
    return f"{_host(source)}/careersection/{section}"


def _list_request(source: Source, ask: _Ask) -> Request:
    return Request(
        url=f"{_host(source)}{_SEARCH}?lang=en&portal={ask.portal}",
        limit=_LIMIT,
        method="POST",
        headers=_HEADERS,
        body=msgspec.json.encode({**_NOTHING, "pageNo": ask.number}),
        context=ask,
    )


def _read_row(source: Source, row: _Row, external_id: str) -> ReadRow:
    title = text_of(_cell(row, row.linked_column))
    places = row.locations_columns if isinstance(row.locations_columns, list) else []
    job = RawJob(
        external_id=external_id,
        title=title or "",
        locations=tuple(place for at in places[:20] for place in _places(_cell(row, at))),
        url=f"{_section(source)}/jobdetail.ftl?job={quote(external_id, safe='')}&lang=en",
    )
    if title is None:
        return ReadRow(seen_only(row, external_id, job_fingerprint(job)), f"({external_id[:40]}) names no title")
    return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(job), job=job))


def _cell(row: _Row, at: object) -> object:
    """Return a column of a row; None when it has none of that number."""
    if not isinstance(at, int) or isinstance(at, bool) or not 0 <= at < len(row.column):
        return None
    cell: object = row.column[at]
    return cell


def _places(cell: object) -> tuple[str, ...]:
    """Return the places of a column: '["TX-Richmond"]' or "Toronto"."""
    text = text_of(cell)
    if text is None or not text.startswith("["):
        return texts_of(text)
    try:
        return texts_of(msgspec.json.decode(text))
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return (text,)
