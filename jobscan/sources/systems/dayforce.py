"""Dayforce: the candidate portals at ``jobs.dayforcehcm.com``.

Dayforce documents none of this. Fields of the list as seen in a recording (October 2026); the token, its cookie and the
portal's context as publicly reported in 2026.

A scan asks for the portal's context, which only a real portal has, then for a token with its cookie, then for the pages
of 25 postings with their texts, all at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, match_identifier, read_address
from jobscan.sources.kit.items import MAX_POSTINGS, ReadRow, RowReader, canonical_id, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.utils.time import parse_iso

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "dayforce"
LABEL = "Dayforce"

#: Fixed by the server.
PAGE_SIZE = 25

_HOST = "jobs.dayforcehcm.com"
#: All portals share one host; no limit is documented.
_LIMIT = HostLimit(name="dayforce", concurrency=4)
#: In another language than its own a portal is empty, or refused; most have this one.
_FIRST_CULTURE = "en-US"
_NAME = r"[A-Za-z0-9_-]{1,80}"
_CULTURE = re.compile(r"[a-z]{2}-[A-Z]{2}", re.ASCII)
_IDENTIFIER = re.compile(rf"({_NAME})/({_NAME})(?:/([a-z]{{2}}-[A-Z]{{2}}))?", re.ASCII)
_NO_NAMESPACES = frozenset({"api", "_next", "static"})
_TOKEN = re.compile(r"[0-9A-Za-z._-]{8,256}", re.ASCII)
_COOKIE = re.compile(r"(?:__Host-|__Secure-)?next-auth\.csrf-token=[0-9A-Za-z%|._~-]{1,512}", re.ASCII)


class _Context(msgspec.Struct, rename="camel"):
    """What a portal says of itself."""

    client_namespace: str
    job_board_code: str
    is_disabled: bool | None = None


class _Csrf(msgspec.Struct, rename="camel"):
    csrf_token: str


class _Place(msgspec.Struct, rename="camel"):
    #: "Salt Lake City, UT, USA"; "Massachusetts, USA" where the city is None.
    formatted_address: str | None = None
    city_name: str | None = None
    state_code: str | None = None
    iso_country_code: str | None = None


class _Row(msgspec.Struct, rename="camel"):
    """A posting. ``postingAppliedStatus`` and ``searchScore`` are about who looks at it."""

    job_title: str
    job_posting_id: Any = None
    job_description: str | None = None
    has_virtual_location: bool | None = None
    #: None for work without a place.
    posting_locations: list[_Place] | None = None
    posting_start_timestamp_utc: str | None = msgspec.field(default=None, name="postingStartTimestampUTC")


class _Least(msgspec.Struct, rename="camel"):
    job_posting_id: Any = None


class _List(msgspec.Struct, rename="camel"):
    job_postings: list[msgspec.Raw]
    max_count: int


class _Board(NamedTuple):
    namespace: str
    portal: str
    culture: str

    @property
    def address(self) -> str:
        return f"https://{_HOST}/{self.culture}/{self.namespace}/{self.portal}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What is known when a request is sent."""

    #: The board's code, from the portal's context.
    code: str
    token: str = ""
    cookie: str = ""
    offset: int = 0


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``namespace/portal`` or ``namespace/portal/culture``; None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    return (
        f'"{identifier[:80]}" is not namespace/portal, such as "gbank/CANDIDATEPORTAL", or with a language'
        f' other than {_FIRST_CULTURE} "dcrusa/Join-us/fr-CA"; take them from {_HOST}/gbank/CANDIDATEPORTAL'
    )


def first_request(source: Source) -> Request:
    """Return the request for the portal's context. Raises `BoardError` when the identifier is not one."""
    board = _board(source)
    path = f"{board.namespace}/sitecontext/{board.namespace}/{board.portal}/{board.culture}"
    return Request(
        url=f"https://{_HOST}/api/geo/{path}", limit=_LIMIT, headers=_headers(), purpose=Purpose.TOKEN, context=None
    )


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the portal's context, the token or a page of the list; the first page says how many postings there are.

    Raises `BoardError` for an unknown or disabled portal, a refused token and other formats.
    """
    board, what = _board(source), f"board {source.identifier}"
    require_ok(page, what, missing="there is no such portal, or not in this language; copy it from its address")
    ask: _Ask | None = request.context
    if ask is None:
        context = decode_json(page, _Context, what)
        if context.is_disabled:
            raise BoardError(BoardFailure.NOT_FOUND, f"{what}: the portal is switched off; the company may have moved")
        return ParsedPage(next=(_token_request(_Ask(code=context.job_board_code)),))
    if request.purpose is Purpose.TOKEN:
        return ParsedPage(next=(_list_request(board, _with_token(ask, page, what)),))
    return _parse_list(board, ask, page, what)


def detect(url: str) -> Source | None:
    """Recognise a portal by its page or a posting, in any language; None when it is not Dayforce's, or names none."""
    address = read_address(url)
    if address is None or address.host != _HOST:
        return None
    path, culture = address.segments, ""
    if path and _CULTURE.fullmatch(path[0]):
        path, culture = path[1:], path[0]
    if len(path) < 2 or path[0].lower() in _NO_NAMESPACES:
        return None
    identifier = "/".join(path[:2]) + (f"/{culture}" if culture not in ("", _FIRST_CULTURE) else "")
    if not _IDENTIFIER.fullmatch(identifier):
        return None
    return Source(type=TYPE, identifier=identifier, name=guess_name(path[0]))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the portals that an employer's page links to or embeds."""
    return page.boards(detect)


def _board(source: Source) -> _Board:
    found = match_identifier(source, _IDENTIFIER, check_identifier)
    return _Board(found[1], found[2], found[3] or _FIRST_CULTURE)


def _headers() -> dict[str, str]:
    return {"Accept": "application/json"}


def _token_request(ask: _Ask) -> Request:
    url = f"https://{_HOST}/api/auth/csrf"
    return Request(url=url, limit=_LIMIT, headers=_headers(), purpose=Purpose.TOKEN, context=ask)


def _with_token(ask: _Ask, page: Page, what: str) -> _Ask:
    token = decode_json(page, _Csrf, what).csrf_token
    if not _TOKEN.fullmatch(token):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer holds no token")
    cookie = _COOKIE.search(page.headers.get("set-cookie", ""))
    return _Ask(code=ask.code, token=token, cookie=cookie[0] if cookie else "")


def _list_request(board: _Board, ask: _Ask) -> Request:
    headers = {**_headers(), "Content-Type": "application/json", "X-CSRF-TOKEN": ask.token}
    if ask.cookie:
        headers["Cookie"] = ask.cookie
    body = {
        "clientNamespace": board.namespace,
        "jobBoardCode": ask.code,
        "cultureCode": board.culture,
        "paginationStart": ask.offset,
    }
    return Request(
        url=f"https://{_HOST}/api/geo/{board.namespace}/jobposting/search",
        limit=_LIMIT,
        method="POST",
        headers=headers,
        body=msgspec.json.encode(body),
        context=ask,
    )


def _parse_list(board: _Board, ask: _Ask, page: Page, what: str) -> ParsedPage:
    listing = decode_json(page, _List, what)
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.job_posting_id),
        posting_of=lambda row, external_id: _read_row(board, row, external_id),
        seen_of=seen_only,
    )
    rows = reader.read(listing.job_postings, what)
    if ask.offset:
        return rows
    total = listing.max_count
    if total < len(listing.job_postings):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has more postings than it says that there are")
    offsets = range(PAGE_SIZE, min(total, MAX_POSTINGS), PAGE_SIZE)
    further = tuple(
        _list_request(board, _Ask(code=ask.code, token=ask.token, cookie=ask.cookie, offset=offset))
        for offset in offsets
    )
    return ParsedPage(postings=rows.postings, next=further, total=total, problems=rows.problems, lost=rows.lost)


def _read_row(board: _Board, row: _Row, external_id: str) -> ReadRow:
    job = RawJob(
        external_id=external_id,
        title=row.job_title,
        locations=tuple(place for place in map(_place, row.posting_locations or ()) if place),
        url=f"{board.address}/jobs/{quote(external_id, safe='')}",
        workplace="Remote" if row.has_virtual_location else None,
        posted_at=parse_iso(row.posting_start_timestamp_utc),
        description=row.job_description or "",
    )
    return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(job), job=job))


def _place(place: _Place) -> str:
    named = (place.formatted_address or "").strip()
    return named or ", ".join(part for part in (place.city_name, place.state_code, place.iso_country_code) if part)
