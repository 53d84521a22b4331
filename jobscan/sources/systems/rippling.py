"""Rippling's job boards: rows of postings, and a GET per new or changed posting for its text.

The vendor documents none of this. Fields of the list and of a posting as seen in recordings of three boards, paging,
pay and the address of a posting as publicly reported (all 2026).

A posting has a row for each of its places, so what the list counts are rows. The second version of the interface is
asked first, which the hosted pages use; a board that it does not know is asked for by the first one, once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import check_name, guess_name, read_address
from jobscan.sources.kit.items import MAX_POSTINGS, ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.pay import amount, merge_salaries, read_salary
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "rippling"
LABEL = "Rippling"

#: The most that is given (reported, 2026); nearly all boards are one page then. Unasked, it would be 20 without a word.
PAGE_SIZE = 1_000
#: All boards share one backend; no limit is documented.
_LIMIT = HostLimit(name="rippling", concurrency=4)

_PAGE_HOST = "ats.rippling.com"
_APIS = {1: "https://api.rippling.com/platform/api/ats/v1/board", 2: f"https://{_PAGE_HOST}/api/v2/board"}
_API_PATHS = {
    "api.rippling.com": ("platform", "api", "ats", "v1", "board"),
    _PAGE_HOST: ("api", "v2", "board"),
}
#: Before a board in the addresses of its pages.
_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}", re.ASCII)
_NOT_BOARDS = frozenset({"api", "_next", "static", "assets", "favicon.ico", "robots.txt"})
_EXAMPLE = '"11fs-group-ltd"'

#: In the order of the hosted page; others follow by name.
_SECTIONS = ("company", "role")


class _Named(msgspec.Struct, gc=False):
    """A department or a type of employment: the list has a name, its first version a label."""

    name: str | None = None
    label: str | None = None
    id: Any = None


class _Place(msgspec.Struct, gc=False):
    name: str | None = None
    #: "ON_SITE", "REMOTE", "HYBRID".
    workplaceType: str | None = None  # noqa: N815 - the API's names, here and below


class _Row(msgspec.Struct):
    """A row of either version: one place of a posting."""

    id: Any = None
    name: str | None = None
    url: str | None = None
    department: _Named | None = None
    locations: list[_Place] | None = None
    #: Such as "en-US".
    language: str | None = None
    #: The first version's id and place.
    uuid: Any = None
    workLocation: _Named | None = None  # noqa: N815


class _Least(msgspec.Struct):
    id: Any = None
    uuid: Any = None


class _List(msgspec.Struct, rename="camel"):
    items: list[msgspec.Raw]
    #: Of rows.
    total_items: int
    #: What the server took for the size of a page.
    page_size: int | None = None


class _Pay(msgspec.Struct, gc=False):
    """The range for one place."""

    rangeStart: float | str | None = None  # noqa: N815
    rangeEnd: float | str | None = None  # noqa: N815
    currency: str | None = None
    #: "YEAR", "HOUR".
    frequency: str | None = None


class _Detail(msgspec.Struct, rename="camel"):
    name: str | None = None
    company_name: str | None = None
    #: HTML by name: ``company`` and ``role``.
    description: Any = None
    department: _Named | None = None
    work_locations: list[str | None] | None = None
    #: The id is for people ("Salaried, full-time"), the label a code ("SALARIED_FT").
    employment_type: _Named | None = None
    #: With microseconds and an offset.
    created_on: str | None = None
    pay_range_details: list[_Pay] | None = None


class _Ask(NamedTuple):
    """The part of the list that a request asks for."""

    version: int = 2
    page: int = 0
    size: int = PAGE_SIZE
    #: How many rows page 0 promised for this page; None: this is page 0.
    expected: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said of a posting, and of where its detail is."""

    external_id: str
    title: str
    url: str
    department: str | None
    language: str | None
    #: (name, workplace) of each.
    places: tuple[tuple[str, str | None], ...]
    version: int

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.title, self.url, self.department, self.language, self.places)


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with the name of a board ("11fs-group-ltd"), with a right one; None when nothing is."""
    return check_name(identifier, "board name", _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for page 0."""
    return _list_request(source, _Ask())


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or a posting. No total is given: what Rippling counts are rows.

    Raises `BoardError` when the answer holds no list, or no posting.
    """
    if request.purpose is Purpose.DETAIL:
        return _parse_detail(source, request.context, page)
    ask: _Ask = request.context
    what = f"Rippling board {source.identifier}"
    if page.status == 404 and ask == _Ask():
        return ParsedPage(next=(_list_request(source, _Ask(version=1)),))
    require_ok(page, what)
    if ask.version == 1:
        return _read_rows(source, 1, decode_json(page, list[msgspec.Raw], what), what)
    listing = decode_json(page, _List, what)
    rows = _read_rows(source, 2, listing.items, what)
    further, expected = _further(source, ask, listing)
    missing = max(0, expected - len(listing.items))
    if missing:
        problem = f"{what}: page {ask.page} has {len(listing.items)} rows of {expected} that were promised"
        rows = replace(rows, lost=rows.lost + missing, problems=(*rows.problems, problem))
    return replace(rows, next=further)


def detect(url: str) -> Source | None:
    """Recognise a board by its page, a posting or an API URL, in any language; None when it is not Rippling's."""
    address = read_address(url)
    before = _API_PATHS.get(address.host) if address else None
    if address is None or before is None:
        return None
    path = address.segments
    if path[: len(before)] == before:
        path = path[len(before) :]
    elif address.host != _PAGE_HOST or (path[:1] and path[0].lower() in _NOT_BOARDS):
        return None
    elif len(path) > 1 and _LOCALE.fullmatch(path[0]):
        path = path[1:]
    if not path or check_identifier(path[0]) is not None:
        return None
    return Source(type=TYPE, identifier=path[0], name=guess_name(path[0]))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that a page links to or embeds."""
    return page.boards(detect)


def _list_request(source: Source, ask: _Ask) -> Request:
    url = f"{_APIS[ask.version]}/{quote(source.identifier, safe='')}/jobs"
    if ask.version == 2:
        url += f"?page={ask.page}&pageSize={ask.size}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=ask)


def _further(source: Source, ask: _Ask, listing: _List) -> tuple[tuple[Request, ...], int]:
    """Return the requests for all further pages, and how many rows this page should have."""
    if ask.expected is not None:
        return (), ask.expected
    given, total = listing.page_size, max(listing.total_items, 0)
    size = given if given is not None and 0 < given <= PAGE_SIZE else PAGE_SIZE
    reach = min(total, MAX_POSTINGS)
    pages = range(1, -(-reach // size))
    further = (_Ask(page=number, size=size, expected=min(size, total - number * size)) for number in pages)
    return tuple(_list_request(source, ask) for ask in further), min(size, total)


def _read_rows(source: Source, version: int, raws: list[msgspec.Raw], what: str) -> ParsedPage:
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.id if row.id is not None else row.uuid),
        posting_of=lambda row, external_id: ReadRow(_posting(source, _listed(source, version, row, external_id))),
        seen_of=seen_only,
        noun="row",
    )
    parsed = reader.read(raws, what)
    rows: dict[str, list[Posting]] = {}
    for posting in parsed.postings:
        rows.setdefault(posting.external_id, []).append(posting)
    return replace(parsed, postings=tuple(_merged(source, same) for same in rows.values()))


def _listed(source: Source, version: int, row: _Row, external_id: str) -> _Listed:
    places = [(place.name, place.workplaceType) for place in row.locations or ()]
    if row.workLocation is not None:
        places.append((row.workLocation.label, None))
    department = row.department and (row.department.name or row.department.label)
    page = f"https://{_PAGE_HOST}/{quote(source.identifier, safe='')}/jobs/{quote(external_id, safe='')}"
    return _Listed(
        external_id=external_id,
        title=row.name or "",
        url=clean_url(row.url) or page,
        department=department or None,
        language=row.language,
        places=tuple((name.strip(), workplace) for name, workplace in places if name and name.strip()),
        version=version,
    )


def _posting(source: Source, listed: _Listed) -> Posting:
    board = f"{_APIS[listed.version]}/{quote(source.identifier, safe='')}"
    detail = Request(
        url=f"{board}/jobs/{quote(listed.external_id, safe='')}",
        limit=_LIMIT,
        headers={"Accept": "application/json"},
        purpose=Purpose.DETAIL,
        context=listed,
    )
    face = Face(listed.url, listed.title, "; ".join(name for name, _ in listed.places))
    return Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, detail=detail, face=face)


def _merged(source: Source, rows: list[Posting]) -> Posting:
    """Return the posting of several rows, with the places of all, whatever their order."""
    if len(rows) == 1:
        return rows[0]
    listed: list[_Listed] = [row.detail.context for row in rows if row.detail is not None]
    if not listed:
        return rows[0]
    first = min(listed, key=lambda one: one.fingerprint)
    places = {place for one in listed for place in one.places}
    ordered = sorted(places, key=lambda place: (place[0], place[1] or ""))
    return _posting(source, replace(first, places=tuple(ordered)))


def _parse_detail(source: Source, listed: _Listed, page: Page) -> ParsedPage:
    what = f"posting {listed.external_id} of Rippling board {source.identifier}"
    require_ok(page, what, missing="it may have been taken down since the list was read; the next scan will show")
    detail = decode_json(page, _Detail, what)
    if not detail.name or not detail.name.strip():
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has no title")
    job = RawJob(
        external_id=listed.external_id,
        title=detail.name,
        company=detail.company_name,
        locations=_locations(listed, detail.work_locations or ()),
        url=listed.url,
        department=(detail.department and detail.department.name) or listed.department,
        employment_type=_type(detail.employment_type),
        workplace=" / ".join(sorted({workplace for _, workplace in listed.places if workplace})) or None,
        salary=_salary(detail.pay_range_details or ()),
        language=listed.language,
        posted_at=parse_iso(detail.created_on),
        description=_description(detail.description),
    )
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _locations(listed: _Listed, named: Iterable[str | None]) -> tuple[str, ...]:
    places = tuple(name for name in named if name and name.strip())
    return places or tuple(name for name, _ in listed.places)


def _type(chosen: _Named | None) -> str | None:
    if chosen is None:
        return None
    return chosen.id if isinstance(chosen.id, str) and chosen.id else chosen.label or None


def _salary(ranges: Iterable[_Pay]) -> Salary | None:
    return merge_salaries(
        read_salary(amount(pay.rangeStart), amount(pay.rangeEnd), pay.currency, pay.frequency) for pay in ranges
    )


def _description(given: object) -> str:
    """Return all sections that are texts; a text alone is one."""
    if isinstance(given, str):
        return given
    if not isinstance(given, dict):
        return ""
    sections = {name: text for name, text in given.items() if isinstance(text, str)}
    names = [*(name for name in _SECTIONS if name in sections), *sorted(sections.keys() - set(_SECTIONS))]
    return "".join(sections[name] for name in names)
