"""Comeet (now Spark Hire Recruit): the careers API, whose token is on the company's hosted page.

Fields as documented at developers.comeet.com ("careers-api-overview") and as seen in recordings of two boards (August
and October 2026); errors and the hosted page as publicly reported in 2026.

The list is one bare JSON array, always whole. A token is public but can rotate: without one, or when the API refuses
it, it is read from the hosted page, once. A hosted page that shows positions but no token is itself the list. The only
date is ``time_updated``, and there is no salary. A position in several places is several positions, each with an id of
its own ("18.767" and "18.767-9B.20A").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Candidate, Evidence
from jobscan.sources.kit.detection import guess_name, match_identifier, read_address
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, fingerprint, job_fingerprint, seen_only
from jobscan.sources.kit.json import decode_list, require_ok
from jobscan.sources.systems.comeet.page import find_credentials, read_islands
from jobscan.utils.text import has_text
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "comeet"
LABEL = "Comeet"

#: All companies share one backend; no limit is documented.
_LIMIT = HostLimit(name="comeet", concurrency=4)
_HOSTS = frozenset({"www.comeet.com", "comeet.com", "www.comeet.co", "comeet.co"})

_IDENTIFIER = re.compile(r"(?:([A-Za-z0-9_][A-Za-z0-9._-]*)/)?([0-9A-F]{2,3}\.[0-9A-F]{3})", re.ASCII)
_TOKEN = re.compile(r"[0-9A-Za-z]{8,128}", re.ASCII)
#: A sign of a bot wall only if nothing else is on the page: Imperva also puts its script into good pages.
_CHALLENGE = re.compile(rb"incapsula|imperva|incap_ses", re.IGNORECASE)
#: Longer values are not searched for text before they are kept.
_SHORT = 2_000


class _Location(msgspec.Struct, gc=False):
    name: str | None = None
    #: ISO 3166-1 alpha-2, or "".
    country: str | None = None
    #: May be "", or a country ("USA").
    city: str | None = None
    state: str | None = None
    #: Deprecated since the end of 2023, and true for hybrid positions too.
    is_remote: bool | None = None


class _Section(msgspec.Struct, gc=False):
    name: str | None = None
    #: HTML, null, or empty paragraphs.
    value: str | None = None
    order: float | None = None


class _CustomFields(msgspec.Struct, gc=False):
    details: list[_Section] | None = None


class _Position(msgspec.Struct, gc=False):
    """A position. ``position_url`` is left out, since it carries the token; mailboxes and pictures are not ours."""

    uid: Any = None
    name: str | None = None
    department: str | None = None
    company_name: str | None = None
    location: _Location | None = None
    #: "On-site", "On-Site", "Hybrid", "Remote".
    workplace_type: str | None = None
    #: The tenant's own words.
    employment_type: str | None = None
    is_internal: bool | None = None
    #: "2026-08-12T02:36:49Z"
    time_updated: str | None = None
    url_comeet_hosted_page: str | None = None
    url_recruit_hosted_page: str | None = None
    #: The page that the employer chose; may be one careers page for all, or have a cache-buster ("?t=…").
    url_active_page: str | None = None
    details: list[_Section] | None = None
    #: The sections, in the hosted page.
    custom_fields: _CustomFields | None = None


class _Identified(msgspec.Struct, gc=False):
    """The minimum to read from a position whose shape is not the documented one."""

    uid: Any = None


class _Board(NamedTuple):
    #: None: the hosted page cannot be requested, since the slug is part of its address.
    slug: str | None
    uid: str

    @property
    def hosted_page(self) -> str | None:
        return f"https://www.comeet.com/jobs/{self.slug}/{self.uid}" if self.slug else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What a list request was sent with."""

    #: The token came from the hosted page in this scan: if it is refused too, there is no other.
    renewed: bool


def check_identifier(identifier: str) -> str | None:
    """Return what is wrong with ``slug/UID`` or ``UID``; None when it can be one.

    The uid is upper case, so that one board has one identity. A bare uid needs a configured token.
    """
    if _IDENTIFIER.fullmatch(identifier):
        return None
    slug, slash, uid = identifier.rpartition("/")
    if _IDENTIFIER.fullmatch(slug + slash + uid.upper()):
        return f'write the uid in upper case: "{slug + slash + uid.upper()}"'
    return (
        f'"{identifier[:80]}" is not slug/UID, such as "wiliot/F6.003", from the hosted page'
        " www.comeet.com/jobs/wiliot/F6.003; the UID alone will do when a token is configured"
    )


def first_request(source: Source) -> Request:
    """Return the request for the list; without a token the one for the hosted page that holds it.

    With neither token nor slug the list is requested anyway: its refusal says what to do.
    Raises `BoardError` when the identifier is not one.
    """
    board = _board(source)
    if source.token or board.hosted_page is None:
        return _list_request(board, source.token, _Ask(renewed=False))
    return _page_request(board.hosted_page)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the list, or the hosted page for its token (or, when it has none, for its positions).

    Raises `BoardError` for an unknown board, a refused token that cannot be renewed, a challenge, another format.
    """
    board = _board(source)
    what = f"board {source.identifier}"
    if request.purpose is Purpose.TOKEN:
        return _parse_hosted_page(board, page, what)
    ask: _Ask = request.context
    if page.status == 400:
        return _answer_refusal(board, ask, page, what)
    _refuse_challenge(page, what)
    require_ok(page, what)
    return _read_positions(board, page, what)


def detect(url: str) -> Source | None:
    """Recognise a board by its hosted page, one of its positions, or an API URL (with its token).

    The WordPress plugin's URLs (``/careers/co/{place}/{position}/{title}/all``) name no company; their pages do.
    """
    address = read_address(url)
    if address is None or address.host not in _HOSTS:
        return None
    path = address.segments
    if path[:1] == ("jobs",) and len(path) >= 3:
        return _source(path[1], path[2])
    if path[:3] == ("careers-api", "2.0", "company") and len(path) >= 4:
        return _source(None, path[3], address.query.get("token"))
    return None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that a page links to or embeds, each once: with slug and token where the page has them."""
    found = page.boards(detect)
    for uid, token in find_credentials(page.live_text):
        source = _source(None, uid, token)
        if source is not None:
            found.append(Candidate(source, Evidence.EMBED))
    boards: dict[str, list[Candidate]] = {}
    for candidate in found:
        boards.setdefault(_board(candidate.source).uid, []).append(candidate)
    return [_as_one(board) for board in boards.values()]


def _as_one(candidates: list[Candidate]) -> Candidate:
    """Combine what these say about one board: its slug is in some addresses, its token in others."""
    sources = [candidate.source for candidate in candidates]
    named = next((source for source in sources if _board(source).slug), sources[0])
    token = next((source.token for source in sources if source.token), None)
    evidence = max(candidate.evidence for candidate in candidates)
    return Candidate(replace(named, token=token), evidence, sum(candidate.mentions for candidate in candidates))


def _source(slug: str | None, uid: str, token: str | None = None) -> Source | None:
    identifier = f"{slug}/{uid.upper()}" if slug else uid.upper()
    if not _IDENTIFIER.fullmatch(identifier):
        return None
    name = guess_name(slug) if slug else f"{LABEL} {identifier}"
    return Source(
        type=TYPE, identifier=identifier, name=name, token=token if token and _TOKEN.fullmatch(token) else None
    )


def _board(source: Source) -> _Board:
    found = match_identifier(source, _IDENTIFIER, check_identifier)
    return _Board(found[1], found[2])


def _page_request(hosted_page: str) -> Request:
    return Request(url=hosted_page, limit=_LIMIT, purpose=Purpose.TOKEN, audience=Audience.PAGE)


def _list_request(board: _Board, token: str | None, ask: _Ask) -> Request:
    query = urlencode({"token": token, "details": "true"} if token else {"details": "true"})
    url = f"https://www.comeet.co/careers-api/2.0/company/{board.uid}/positions?{query}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=ask)


def _answer_refusal(board: _Board, ask: _Ask, page: Page, what: str) -> ParsedPage:
    """Request the hosted page when the token is refused for the first time; raise `BoardError` otherwise."""
    said = page.body[:2_000].lower()
    if b"invalid company id" in said:
        reason = f"{what}: Comeet knows no company {board.uid}; take the uid from the hosted page's address"
        raise BoardError(BoardFailure.NOT_FOUND, reason)
    if b"token is missing" in said:
        how = f'configure a token, or write the identifier as slug/UID, such as "acme/{board.uid}", to have it found'
        raise BoardError(BoardFailure.FORBIDDEN, f"{what}: the API needs a token; {how}")
    if b"not valid" not in said:
        require_ok(page, what)
    if board.hosted_page is not None and not ask.renewed:
        return ParsedPage(next=(_page_request(board.hosted_page),))
    if ask.renewed:
        how = "and so is the one on the hosted page; open that page to see whether the company is still there"
    else:
        how = f'write the identifier as slug/UID, such as "acme/{board.uid}", to have the new one found'
    raise BoardError(BoardFailure.FORBIDDEN, f"{what}: the token is refused, {how}")


def _refuse_challenge(page: Page, what: str) -> None:
    start = page.body[:65_536]
    if start.lstrip().startswith(b"<") and _CHALLENGE.search(start):
        reason = f"{what}: a challenge of Imperva's bot wall instead of the board; it is asked again later"
        raise BoardError(BoardFailure.UNREADABLE, reason)


def _parse_hosted_page(board: _Board, page: Page, what: str) -> ParsedPage:
    if page.status == 403:
        _refuse_challenge(page, what)
    require_ok(page, what, missing="no such hosted page; copy slug and uid from its address, or the account is closed")
    html = page.body.decode("utf-8", "replace")
    companies = [island.value for island in read_islands(html, "COMPANY_DATA", dict)]
    token = _company_token(companies, board, what)
    if token is None:
        token = next((token for uid, token in find_credentials(html) if uid == board.uid), None)
    if token is not None:
        return ParsedPage(token=token, next=(_list_request(board, token, _Ask(renewed=True)),))
    positions = next(read_islands(html, "COMPANY_POSITIONS_DATA", list), None)
    if positions is not None:
        island = replace(page, body=positions.text.encode())
        return _read_positions(board, island, what)
    _refuse_challenge(page, what)
    reason = f"{what}: the hosted page holds neither token nor positions; the slug is wrong or the account is closed"
    raise BoardError(BoardFailure.NOT_FOUND, reason)


def _company_token(companies: list[dict[str, Any]], board: _Board, what: str) -> str | None:
    """Return the company's token among the data of its hosted page; None when there is none.

    A first value may be a placeholder without uid. Raises `BoardError` when the page has only another company's data.
    """
    uids = [uid.upper() if isinstance(uid := company.get("company_uid"), str) else None for company in companies]
    if any(uids) and board.uid not in uids:
        reason = f"{what}: the hosted page belongs to another company; copy slug and uid from its address"
        raise BoardError(BoardFailure.NOT_FOUND, reason)
    pairs = list(zip(companies, uids, strict=True))
    tokens = [company.get("token") for wanted in (board.uid, None) for company, uid in pairs if uid == wanted]
    return next((token for token in tokens if isinstance(token, str) and _TOKEN.fullmatch(token)), None)


def _read_positions(board: _Board, page: Page, what: str) -> ParsedPage:
    reader = RowReader(
        shape=_Position,
        least=_Identified,
        id_of=lambda row: canonical_id(row.uid),
        posting_of=lambda item, external_id: _read_position(board, item, external_id),
        seen_of=seen_only,
        # Some are not for the public, though listed.
        is_listed=lambda item: not item.is_internal,
        noun="position",
    )
    return reader.read(decode_list(page, list, _Position, what), what)


def _read_position(board: _Board, item: _Position, external_id: str) -> ReadRow:
    job = _job(board, item, external_id)
    if job is None:
        seen = seen_only(item, external_id, fingerprint(item))
        return ReadRow(seen, f"({external_id[:40]}) has no name or no address")
    return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(job), job=job))


def _job(board: _Board, item: _Position, external_id: str) -> RawJob | None:
    """Return the posting; None when it has no name or no address."""
    active = _public_url(item.url_active_page)
    hosted = _public_url(item.url_comeet_hosted_page) or _public_url(item.url_recruit_hosted_page)
    url = hosted or active or board.hosted_page
    if url is None or not item.name or not item.name.strip():
        return None
    place = item.location or _Location()
    sections = item.details
    if sections is None and item.custom_fields is not None:
        sections = item.custom_fields.details
    return RawJob(
        external_id=external_id,
        title=item.name,
        company=item.company_name or None,
        locations=_locations(place),
        url=url,
        apply_url=active if active != url else None,
        department=item.department or None,
        employment_type=item.employment_type or None,
        workplace=(item.workplace_type or "").strip() or ("Remote" if place.is_remote else None),
        updated_at=parse_iso(item.time_updated),
        description=_description(sections or []),
    )


def _public_url(text: str | None) -> str | None:
    """Return the URL without token, and without cache-buster, which would make every scan a change."""
    url = clean_url(text)
    if url is None or "?" not in url:
        return url
    address, hash_, fragment = url.partition("#")
    address, _, query = address.partition("?")
    query = "&".join(pair for pair in query.split("&") if pair.partition("=")[0].lower() not in ("t", "token"))
    return f"{address}{'?' if query else ''}{query}{hash_}{fragment}"


def _locations(place: _Location) -> tuple[str, ...]:
    if place.name and place.name.strip():
        return (place.name,)
    parts = (part.strip() for part in (place.city, place.state, place.country) if part and part.strip())
    joined = ", ".join(dict.fromkeys(parts))
    return (joined,) if joined else ()


def _description(sections: list[_Section]) -> str:
    """Return the sections in their order under their names; those without text are left out."""
    ordered = sorted(sections, key=lambda section: float("inf") if section.order is None else section.order)
    pieces: list[str] = []
    for section in ordered:
        if not section.value or (len(section.value) <= _SHORT and not has_text(section.value, _SHORT)):
            continue
        if section.name:
            pieces.append(f"<h3>{escape(section.name)}</h3>")
        pieces.append(section.value)
    return "\n".join(pieces)
