"""Cornerstone OnDemand: the career sites at ``{corp}.csod.com/ux/ats/careersite/{site}``.

Cornerstone documents none of this. Fields of the list as seen in a recording (October 2026); the token in the site's
page, the request and the paging as publicly reported and measured in 2026.

A scan reads the site's page, which holds an anonymous token and the address of the region's API, then the pages of the
list. A site that does not exist is redirected to an error page, while the API would answer with an empty list. The
text of the list is plain, and in most cases a part of the posting's. The whole is to be had at the site's own host only
(``/Services/API/ATS/CareerSite/{site}/JobRequisitions/{id}``, measured in 2026), whose robots.txt asks for ten seconds
between requests: a new site of 500 postings would be read for an hour and a half. It is not asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from jobscan.domain.job import Markup, RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, match_identifier, read_address
from jobscan.sources.kit.encoding import decode_text
from jobscan.sources.kit.items import MAX_POSTINGS, ReadRow, RowReader, canonical_id, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.scripts import value_after
from jobscan.utils.time import parse_date

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "csod"
LABEL = "Cornerstone"

#: Up to 1,000 are answered (measured, 2026); the sites themselves ask for 25.
PAGE_SIZE = 100

#: All corporations share the APIs of a few regions; no limit of those is documented.
_LIMIT = HostLimit(name="csod", concurrency=4)
#: Seconds that robots.txt of the sites asks for between requests (reported, 2026); a scan has one.
_CRAWL_DELAY_S = 10
_IDENTIFIER = re.compile(r"([a-z0-9][a-z0-9-]{0,62})/(\d{1,6})", re.ASCII)
_HOST = re.compile(r"([a-z0-9][a-z0-9-]{0,62})\.csod\.com", re.ASCII)
_CONTEXT = re.compile(r"csod\.context\s{0,10}=\s{0,10}")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{20,8192}", re.ASCII)
_CLOUD = re.compile(r"https://[a-z0-9-]{1,40}\.api\.csod\.com/", re.ASCII)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
#: Of the culture depends in which order dates are written, not which postings are listed (measured, 2026).
_CULTURE = {"cultureId": 1, "cultureName": "en-US"}


class _Endpoints(msgspec.Struct):
    cloud: str


class _Context(msgspec.Struct):
    """What the page tells its own scripts."""

    token: str
    endpoints: _Endpoints


class _Place(msgspec.Struct):
    city: str | None = None
    state: str | None = None
    country: str | None = None


class _Row(msgspec.Struct, rename="camel"):
    """A posting; no surface of Cornerstone has more than this and the text."""

    display_job_title: str
    requisition_id: Any = None
    locations: list[_Place] | None = None
    #: Plain text.
    external_description: str | None = None
    #: "10/5/2026", or "-".
    posting_effective_date: str | None = None


class _Least(msgspec.Struct, rename="camel"):
    requisition_id: Any = None


class _Data(msgspec.Struct, rename="camel"):
    requisitions: list[msgspec.Raw]
    total_count: int


class _List(msgspec.Struct):
    """An answer. ``status`` is "Success" or 0 (both recorded), and says nothing more than the data does."""

    data: _Data


class _Board(NamedTuple):
    corp: str
    site: str

    @property
    def address(self) -> str:
        return f"https://{self.corp}.csod.com/ux/ats/careersite/{self.site}/home"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What a list request is sent with."""

    cloud: str
    token: str
    #: From 1.
    number: int = 1


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``corp/site`` as in the address of a career site; None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    return (
        f'"{identifier[:80]}" is not corp/site, such as "chopard/5", both in lower case;'
        " take them from the address chopard.csod.com/ux/ats/careersite/5/home"
    )


def first_request(source: Source) -> Request:
    """Return the request for the site's page, which holds the token. Raises `BoardError` for a wrong identifier."""
    board = _board(source)
    return Request(
        url=f"{board.address}?c={board.corp}",
        limit=HostLimit(name=f"csod:{board.corp}", concurrency=1, per_second=1 / _CRAWL_DELAY_S),
        purpose=Purpose.TOKEN,
        audience=Audience.PAGE,
    )


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the site's page, or a page of the list; the first of these says how many postings there are.

    Raises `BoardError` for a site that does not exist, a refused token and other formats.
    """
    board, what = _board(source), f"board {source.identifier}"
    if request.purpose is Purpose.TOKEN:
        return ParsedPage(next=(_list_request(board, _read_context(page, what)),))
    ask: _Ask = request.context
    require_ok(page, what, missing="the region's API does not know this site; open it to see whether it lists anything")
    listing = decode_json(page, _List, what).data
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.requisition_id),
        posting_of=lambda row, external_id: _read_row(board, row, external_id),
        seen_of=seen_only,
    )
    rows = reader.read(listing.requisitions, what)
    if ask.number > 1:
        return rows
    total = listing.total_count
    if total < len(listing.requisitions):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has more postings than it says that there are")
    pages = (min(total, MAX_POSTINGS) + PAGE_SIZE - 1) // PAGE_SIZE
    further = tuple(_list_request(board, replace(ask, number=number)) for number in range(2, pages + 1))
    return ParsedPage(postings=rows.postings, next=further, total=total, problems=rows.problems, lost=rows.lost)


def detect(url: str) -> Source | None:
    """Recognise a career site by its page or a posting, the older form included; None when it names no site."""
    address = read_address(url)
    found = _HOST.fullmatch(address.host) if address else None
    if address is None or found is None:
        return None
    path, site = tuple(segment.lower() for segment in address.segments), ""
    if path[:3] == ("ux", "ats", "careersite"):
        site = path[3] if len(path) > 3 else ""
    elif path[:2] == ("ats", "careersite"):
        site = address.query.get("site", "")
    identifier = f"{found[1]}/{site}"
    if not _IDENTIFIER.fullmatch(identifier):
        return None
    return Source(type=TYPE, identifier=identifier, name=guess_name(found[1]))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the career sites that an employer's page links to or embeds."""
    return page.boards(detect)


def _board(source: Source) -> _Board:
    found = match_identifier(source, _IDENTIFIER, check_identifier)
    return _Board(found[1], found[2])


def _read_context(page: Page, what: str) -> _Ask:
    """Return what the list is asked for with. Raises `BoardError` when the page does not hold it."""
    missing = "there is no such career site; check corp and site against its address"
    require_ok(page, what, missing=missing)
    context = value_after(decode_text(page), _CONTEXT, _Context)
    if context is None:
        if "/ui/error" in page.url:
            raise BoardError(BoardFailure.NOT_FOUND, f"{what}: {missing}")
        raise BoardError(
            BoardFailure.UNREADABLE, f"{what}: the page holds no token; it may be a login, or have changed"
        )
    if not _CLOUD.fullmatch(context.endpoints.cloud) or not _TOKEN.fullmatch(context.token):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page names no API of Cornerstone's")
    return _Ask(cloud=context.endpoints.cloud, token=context.token)


def _list_request(board: _Board, ask: _Ask) -> Request:
    site = int(board.site)
    body = {
        "careerSiteId": site,
        "careerSitePageId": site,
        "pageNumber": ask.number,
        "pageSize": PAGE_SIZE,
        **_CULTURE,
        "searchText": "",
        "states": [],
        "countryCodes": [],
        "cities": [],
        "placeID": "",
        "radius": None,
        "postingsWithinDays": None,
        "customFieldCheckboxKeys": [],
        "customFieldDropdowns": [],
        "customFieldRadios": [],
    }
    headers = {"Accept": "application/json", "Content-Type": "application/json", "Authorization": f"Bearer {ask.token}"}
    return Request(
        url=f"{ask.cloud}rec-job-search/external/jobs",
        limit=_LIMIT,
        method="POST",
        headers=headers,
        body=msgspec.json.encode(body),
        context=ask,
    )


def _read_row(board: _Board, row: _Row, external_id: str) -> ReadRow:
    if not external_id.isascii() or not external_id.isdigit():
        seen = Posting(external_id=external_id, fingerprint=job_fingerprint(_job(board, row, "0")))
        return ReadRow(seen, f"({external_id[:40]}) has an id that is no number")
    job = _job(board, row, external_id)
    return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(job), job=job))


def _job(board: _Board, row: _Row, external_id: str) -> RawJob:
    return RawJob(
        external_id=external_id,
        # Escaped as in HTML where it holds such characters (measured, 2026).
        title=unescape(row.display_job_title),
        locations=tuple(place for place in map(_place, row.locations or ()) if place),
        url=f"{board.address}/requisition/{external_id}?c={board.corp}",
        posted_at=_read_day(row.posting_effective_date),
        description=row.external_description or "",
        markup=Markup.TEXT,
    )


def _place(place: _Place) -> str:
    return ", ".join(part for part in (place.city, place.state, place.country) if part)


def _read_day(text: str | None) -> datetime | None:
    """Read "10/5/2026", the fifth of October as the culture has it; None for "-" and all else."""
    day = _DAY.fullmatch(text or "")
    return parse_date(f"{day[3]}-{int(day[1]):02}-{int(day[2]):02}") if day else None
