"""Manatal: the interface of the career pages at careers-page.com, in pages, with whole postings.

The vendor documents another interface ("open/v1", 2026), which has departments but neither the addresses of its
postings nor, in the list, dates. Fields are those of recorded boards of two employers (2026); what only public reports
of that year say is marked as reported. There are no dates.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.posting import Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, fingerprint, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.paging import further_numbers
from jobscan.sources.kit.values import join_place, text_of

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "manatal"
LABEL = "Manatal"

_DOMAIN = "careers-page.com"
_HOST = f"www.{_DOMAIN}"
_API_HOST = f"api.{_DOMAIN}"
_LIMIT = HostLimit(name="manatal", concurrency=4)
#: The largest page that is given (reported); 10 rows unless asked for.
_PAGE_SIZE = 20
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9])?", re.ASCII)
#: What else stands first in paths and hosts (reported).
_NOT_BOARDS = frozenset("api assets job jobs login static www".split())
_EXAMPLE = f'"castelion-corporation" for {_HOST}/castelion-corporation'


class _Row(msgspec.Struct):
    """A posting. Of fields that matter less than id and title another type is as good as none."""

    id: int | str
    position_name: str
    #: Names the posting in its address.
    hash: Any = None
    #: HTML.
    description: Any = None
    #: "San Diego, California, United States".
    location_display: Any = None
    country: Any = None
    state: Any = None
    city: Any = None


class _Least(msgspec.Struct):
    id: Any = None


class _List(msgspec.Struct):
    """A page of the list."""

    count: int
    results: list[msgspec.Raw]


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with the name of a career page, with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier) and identifier not in _NOT_BOARDS:
        return None
    return f'"{identifier[:80]!a}" is not the name of a career page; write the part after {_HOST}/, such as {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the first page, which says how many postings there are."""
    return _page_request(source, 1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list; the first one asks for all others.

    Raises `BoardError` when the answer is no list.
    """
    what = f"Manatal career page {source.identifier}"
    require_ok(page, what)
    listing = decode_json(page, _List, what)
    if listing.count < 0:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer counts less than no postings")
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.id),
        posting_of=lambda row, external_id: _read_row(source, row, external_id),
        seen_of=seen_only,
        noun="posting",
    )
    parsed = reader.read(listing.results, what)
    if request.context != 1:
        return parsed
    numbers = further_numbers(listing.count, len(listing.results), what)
    return replace(parsed, next=tuple(_page_request(source, number) for number in numbers), total=listing.count)


def detect(url: str) -> Source | None:
    """Recognise a board by its career page, a posting or an API URL; None when it is not Manatal's."""
    address = read_address(url)
    if address is None:
        return None
    path = address.segments
    if address.host in (_DOMAIN, _HOST):
        name = path[3] if path[:3] == ("api", "v1.0", "c") and len(path) > 3 else "".join(path[:1])
    elif address.host == _API_HOST:
        name = path[3] if path[:3] == ("open", "v1", "career-pages") and len(path) > 3 else ""
    elif address.host.endswith(f".{_DOMAIN}"):
        name = address.host.removesuffix(f".{_DOMAIN}")
    else:
        return None
    name = name.lower()
    if check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _page_request(source: Source, number: int) -> Request:
    url = f"https://{_HOST}/api/v1.0/c/{source.identifier}/jobs/?page={number}&page_size={_PAGE_SIZE}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=number)


def _read_row(source: Source, row: _Row, external_id: str) -> ReadRow:
    name = text_of(row.hash)
    if name is None:
        return ReadRow(seen_only(row, external_id, fingerprint(row)), f"({external_id[:40]}) has no address")
    place = text_of(row.location_display) or join_place(row.city, row.state, row.country)
    job = RawJob(
        external_id=external_id,
        title=row.position_name,
        locations=(place,) if place else (),
        url=f"https://{_HOST}/{source.identifier}/job/{quote(name, safe='')}",
        description=text_of(row.description) or "",
    )
    return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(job), job=job))
