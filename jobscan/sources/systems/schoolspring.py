"""SchoolSpring (PowerSchool): the interface behind a school district's board; a list in pages, details with the texts.

The vendor documents none of it. Rows as seen in a recording of one district, 2026; the addresses of list and details,
and the texts in these, as publicly reported of several districts in that year. A district that SchoolSpring does not
know may get the same answer as one without postings: neither is taken for an empty board.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import MAX_POSTINGS, ReadRow, RowReader, canonical_id, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.values import text_of
from jobscan.utils.time import parse_date
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "schoolspring"
LABEL = "SchoolSpring"

_LIMIT = HostLimit(name="schoolspring", concurrency=4)
_DOMAIN = "schoolspring.com"
_API = f"https://api.{_DOMAIN}/api/Jobs"
#: The largest page that is given (reported).
_PAGE_SIZE = 100
#: Filters that the interface wants to be named.
_NO_FILTERS = "keyword=&location=&category=&gradelevel=&jobtype=&organization="
_NO_BOARD = "no postings: there is no district of that name, or it has none; look at its page"
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What a list request asks for."""

    number: int = 1
    #: Ids of the page before it: a server that does not know the page may give the same again.
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said of a posting whose details are asked for."""

    job: RawJob
    fingerprint: str


class _Row(msgspec.Struct, rename="camel"):
    """A posting. Texts have HTML's references in them ("Lewis &amp; Clark")."""

    job_id: int | str
    title: str
    #: The school.
    employer: Any = None
    #: "Lewistown, Montana".
    location: Any = None
    #: "2026-06-25T06:00:00", without a zone; old of postings that stay open.
    display_date: Any = None


class _Least(msgspec.Struct, rename="camel"):
    job_id: Any = None


class _Page(msgspec.Struct, rename="camel"):
    jobs_list: list[msgspec.Raw]


class _List(msgspec.Struct):
    """An answer; after a failure ``success`` is False."""

    success: bool
    value: _Page


class _Info(msgspec.Struct, rename="camel"):
    #: HTML.
    job_description: Any = None
    #: Where the district takes applications.
    info_url: Any = msgspec.field(default=None, name="infoURL")


class _Box(msgspec.Struct, rename="camel"):
    job_info: _Info


class _Detail(msgspec.Struct):
    value: _Box


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a district's name in the address of its board, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "lewistown")


def first_request(source: Source) -> Request:
    """Return the request for the first page of the list."""
    return _list_request(source, _Ask())


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or a posting's details. Pages are asked for until one is not full; none says a total.

    Raises `BoardError` (not found) for a list without a posting, and (unreadable) for another format.
    """
    what = f"SchoolSpring board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        listed: _Listed = request.context
        return _parse_detail(listed, page, f"posting {listed.job.external_id} of {what}")
    require_ok(page, what)
    answer = decode_json(page, _List, what)
    if not answer.success:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer says that it failed")
    rows, ask = answer.value.jobs_list, request.context
    if ask.number == 1 and not rows:
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: {_NO_BOARD}")
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.job_id),
        posting_of=lambda row, external_id: _read_row(source, row, external_id),
        seen_of=seen_only,
        noun="posting",
    )
    parsed = reader.read(rows, what)
    ids = tuple(posting.external_id for posting in parsed.postings)
    if len(rows) < _PAGE_SIZE or ids == ask.before:
        return parsed
    if ask.number * _PAGE_SIZE >= MAX_POSTINGS:
        raise BoardError(BoardFailure.TOO_MANY, f"{what}: more than {MAX_POSTINGS} postings on one board")
    return replace(parsed, next=(_list_request(source, _Ask(number=ask.number + 1, before=ids)),))


def detect(url: str) -> Source | None:
    """Recognise a district by its board or a posting; None for what is at the host that all districts share."""
    address = read_address(url)
    name = subdomain_of(address.host, _DOMAIN) if address else None
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the districts whose boards a page links to or embeds."""
    return page.boards(detect)


def _host(source: Source) -> str:
    return f"{source.identifier}.{_DOMAIN}"


def _list_request(source: Source, ask: _Ask) -> Request:
    shown = f"page={ask.number}&size={_PAGE_SIZE}&sortDateAscending=false"
    url = f"{_API}/GetPagedJobsWithSearch?domainName={_host(source)}&{_NO_FILTERS}&{shown}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=ask)


def _read_row(source: Source, row: _Row, external_id: str) -> ReadRow:
    place = unescape(text_of(row.location) or "")
    job = RawJob(
        external_id=external_id,
        title=unescape(row.title),
        locations=(place,) if place else (),
        url=f"https://{_host(source)}/jobdetail?jobId={external_id}",
        department=unescape(text_of(row.employer) or "") or None,
        posted_at=parse_date((text_of(row.display_date) or "")[:10]),
    )
    listed = _Listed(job=job, fingerprint=job_fingerprint(job))
    if not external_id.isascii() or not external_id.isdigit():
        seen = Posting(external_id=external_id, fingerprint=listed.fingerprint)
        return ReadRow(seen, f"({external_id[:40]}) has an id that is no number")
    detail = Request(
        url=f"{_API}/{external_id}?domainName={_host(source)}",
        limit=_LIMIT,
        headers={"Accept": "application/json"},
        purpose=Purpose.DETAIL,
        context=listed,
    )
    face = Face(job.url, job.title, place or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=listed.fingerprint, detail=detail, face=face))


def _parse_detail(listed: _Listed, page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing=_NO_POSTING)
    info = decode_json(page, _Detail, what).value.job_info
    job = replace(listed.job, apply_url=clean_url(info.info_url), description=text_of(info.job_description) or "")
    return ParsedPage(postings=(Posting(external_id=job.external_id, fingerprint=listed.fingerprint, job=job),))
