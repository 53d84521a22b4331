"""Oracle Recruiting Cloud: the REST resources behind the Candidate Experience sites of ``*.oraclecloud.com``.

Fields as seen in recordings of four tenants (2026); paging, its limits and what becomes of a site that does not exist
as publicly measured on 670 hosts (September 2026).

A scan asks for the host's sites first. A list request needs the site's number, the address may have its name; and a
number that does not exist is no error to Oracle: it lists the postings of the whole host. Then come pages of 200 rows,
all asked for at once, and a GET per new or changed posting, whose texts no list holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, match_identifier, read_address
from jobscan.sources.kit.items import ListedRow, ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, decode_or_none, require_ok
from jobscan.utils.time import parse_date, parse_iso

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "oracle"
LABEL = "Oracle Recruiting"

#: More is answered with 200 all the same (measured, 2026).
PAGE_SIZE = 200
#: Behind this row every page is empty, and so is its total (measured, 2026).
REACH = 10_000

_EXAMPLE = '"eluq.fa.us2.oraclecloud.com/CX_2001"'
_IDENTIFIER = re.compile(r"((?:[a-z0-9-]{1,63}\.){1,6}oraclecloud\.(?:com|eu))/([A-Za-z0-9_-]{1,80})", re.ASCII)
#: "CX", "CX_1001": what Oracle calls a site that nobody has named.
_NUMBERED = re.compile(r"cx(?:_\d+)?", re.ASCII | re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
#: Common words for Oracle's codes; the words beside them are in the language of the site.
_WORKPLACES = {"ORA_ON_SITE": "On-site", "ORA_REMOTE": "Remote", "ORA_HYBRID": "Hybrid"}
#: Sites that a message names.
_SHOWN_SITES = 6


class _Site(msgspec.Struct, rename="pascal"):
    site_number: str
    #: The name in its addresses; None where they have its number.
    site_url_name: str | None = msgspec.field(default=None, name="SiteURLName")


class _Sites(msgspec.Struct):
    items: list[msgspec.Raw]
    has_more: bool | None = msgspec.field(default=None, name="hasMore")


class _List(msgspec.Struct):
    requisitions: list[msgspec.Raw] = msgspec.field(name="requisitionList")
    total: Any = msgspec.field(default=None, name="TotalJobsCount")


class _Answer(msgspec.Struct):
    """What is around a list: one item, which holds the rows. ``count`` and ``hasMore`` say nothing about these."""

    items: list[_List]


class _Place(msgspec.Struct, rename="pascal"):
    name: str | None = None


class _Row(msgspec.Struct, rename="pascal"):
    """A row of the list. ``Distance`` holds a moment, ``Relevancy`` and the flags are about other postings, too."""

    id: Any = None
    title: str | None = None
    #: "City, ST, Country".
    primary_location: str | None = None
    secondary_locations: list[_Place] | None = msgspec.field(default=None, name="secondaryLocations")
    workplace_type_code: str | None = None
    workplace_type: str | None = None
    job_schedule: str | None = None
    department: str | None = None
    #: A thousand characters at most.
    short_description_str: str | None = None
    #: "YYYY-MM-DD".
    posted_date: str | None = None


class _Least(msgspec.Struct, rename="pascal"):
    id: Any = None


class _Detail(_Row):
    """A posting. ``Internal…Str`` repeat the external texts; contacts and hiring managers are people, and not read."""

    category: str | None = None
    job_function: str | None = None
    #: Such as "en"; the ``Language`` of a row is a country.
    content_locale: str | None = None
    #: With the time and the zone.
    external_posted_start_date: str | None = None
    #: May be empty while the others hold the text.
    external_description_str: str | None = None
    external_responsibilities_str: str | None = None
    external_qualifications_str: str | None = None
    corporate_description_str: str | None = None
    organization_description_str: str | None = None


class _Details(msgspec.Struct):
    items: list[msgspec.Raw]


class _Board(NamedTuple):
    host: str
    #: As its address has it: a number or a name.
    site: str

    @property
    def limit(self) -> HostLimit:
        """Tenants have hosts of their own (reported, 2026)."""
        return HostLimit(name=f"oracle:{self.host}", concurrency=4)

    def api(self, resource: str, query: str) -> str:
        return f"https://{self.host}/hcmRestApi/resources/latest/{resource}?onlyData=true&{query}"

    def page_of(self, external_id: str) -> str:
        path = f"hcmUI/CandidateExperience/en/sites/{self.site}/job/{quote(external_id, safe='')}"
        return f"https://{self.host}/{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """The part of the list that a request asks for."""

    number: str
    offset: int = 0


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``host/site`` ("eluq.fa.us2.oraclecloud.com/CX_2001"); None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    hint = f"write host/site, such as {_EXAMPLE}, from the address …/hcmUI/CandidateExperience/en/sites/CX_2001"
    return f'"{identifier[:80]}" is not the host of a Candidate Experience and one of its sites; {hint}'


def first_request(source: Source) -> Request:
    """Return the request for the host's sites. Raises `BoardError` when the identifier is not one."""
    board = _board(source)
    return Request(
        url=board.api("recruitingCESites", "limit=500"), limit=board.limit, headers=_headers(), purpose=Purpose.TOKEN
    )


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the host's sites, a page of the list or a posting's details.

    The first page gives the total, which Oracle counts a little too high on some boards (measured, 2026). Of more than
    10,000 postings the rest is out of reach, and ``lost`` keeps the scan from being called complete.

    Raises `BoardError` for a site that the host does not have, other formats and details that are gone.
    """
    board, what = _board(source), f"board {source.identifier}"
    if request.purpose is Purpose.TOKEN:
        return ParsedPage(next=(_list_request(board, _Walk(number=_number_of(board, page, what))),))
    if request.purpose is Purpose.DETAIL:
        listed: ListedRow[_Row] = request.context
        return _parse_detail(board, listed, page, f"posting {listed.external_id} of {what}")
    walk: _Walk = request.context
    return _parse_list(board, walk, page, what)


def detect(url: str) -> Source | None:
    """Recognise a site by its page, a posting or an API URL; None when it is not Oracle's, or names no site."""
    address = read_address(url)
    if address is None:
        return None
    path = address.segments
    site = ""
    if path[:2] == ("hcmUI", "CandidateExperience") and "sites" in path[2:4]:
        site = "".join(path[path.index("sites") + 1 :][:1])
    elif path[:2] == ("hcmRestApi", "resources"):
        named = re.search(r"siteNumber=\"?([A-Za-z0-9_-]{1,80})", address.query.get("finder", ""))
        site = named[1] if named else ""
    found = _IDENTIFIER.fullmatch(f"{address.host}/{site}")
    if found is None:
        return None
    name = address.host.partition(".")[0] if _NUMBERED.fullmatch(site) else site
    return Source(type=TYPE, identifier=found[0], name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the sites that an employer's page links to or embeds."""
    return page.boards(detect)


def _board(source: Source) -> _Board:
    found = match_identifier(source, _IDENTIFIER, check_identifier)
    return _Board(found[1], found[2])


def _headers() -> dict[str, str]:
    return {"Accept": "application/json"}


def _list_request(board: _Board, walk: _Walk) -> Request:
    # Without ``expand`` the rows stay away (reported, 2026).
    finder = f"findReqs;siteNumber={walk.number},limit={PAGE_SIZE},offset={walk.offset},sortBy=POSTING_DATES_DESC"
    query = f"expand=requisitionList.secondaryLocations&finder={finder}"
    return Request(
        url=board.api("recruitingCEJobRequisitions", query), limit=board.limit, headers=_headers(), context=walk
    )


def _number_of(board: _Board, page: Page, what: str) -> str:
    """Return the number of the board's site.

    Six of 670 hosts do not tell their sites (measured, 2026): there the site is asked for as it is written.
    """
    if page.status in (400, 404):
        return board.site
    require_ok(page, what)
    answer = decode_json(page, _Sites, what)
    sites = [site for raw in answer.items if (site := _site(raw)) is not None]
    wanted = board.site.casefold()
    for site in sites:
        if wanted in (site.site_number.casefold(), (site.site_url_name or "").casefold()):
            return site.site_number
    if answer.has_more:
        return board.site
    if not sites:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer is no list of sites")
    known = ", ".join(site.site_url_name or site.site_number for site in sites[:_SHOWN_SITES])
    reason = f"{what}: {board.host} has no site of that name; it has {known}"
    raise BoardError(BoardFailure.NOT_FOUND, reason)


def _site(raw: msgspec.Raw) -> _Site | None:
    site = decode_or_none(raw, _Site)
    if site is None:
        return None
    # The number becomes a part of an address, and both stand in messages.
    named = site.site_url_name is None or re.fullmatch(r"[\w.-]{1,80}", site.site_url_name)
    return site if re.fullmatch(r"[A-Za-z0-9_-]{1,80}", site.site_number) and named else None


def _parse_list(board: _Board, walk: _Walk, page: Page, what: str) -> ParsedPage:
    require_ok(page, what)
    answer = decode_json(page, _Answer, what)
    if not answer.items:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer holds no list of postings")
    listing = answer.items[0]
    rows = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.id),
        posting_of=lambda row, external_id: _read_row(board, walk, row, external_id),
        seen_of=seen_only,
        noun="row",
    ).read(listing.requisitions, what)
    if walk.offset:
        return rows
    total = listing.total
    if type(total) is not int or total < 0:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer does not say how many postings there are")
    # A page that is not full is not the last one (measured, 2026).
    offsets = range(PAGE_SIZE, min(total, REACH), PAGE_SIZE)
    further = tuple(_list_request(board, _Walk(number=walk.number, offset=offset)) for offset in offsets)
    beyond = (f"{what}: has {total} postings and shows {REACH}: the rest is out of reach",) if total > REACH else ()
    return ParsedPage(
        postings=rows.postings,
        next=further,
        total=total,
        problems=rows.problems + beyond,
        lost=rows.lost + len(beyond),
    )


def _read_row(board: _Board, walk: _Walk, row: _Row, external_id: str) -> ReadRow:
    print_ = fingerprint(msgspec.structs.replace(row, posted_date=None))
    finder = f"ById;Id=%22{quote(external_id, safe='')}%22,siteNumber={walk.number}"
    detail = Request(
        url=board.api("recruitingCEJobRequisitionDetails", f"expand=all&finder={finder}"),
        limit=board.limit,
        headers=_headers(),
        purpose=Purpose.DETAIL,
        context=ListedRow(external_id=external_id, fingerprint=print_, row=row),
    )
    face = Face(board.page_of(external_id), row.title or "", "; ".join(_places(row)) or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _parse_detail(board: _Board, listed: ListedRow[_Row], page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing="it may have been taken down since the list was read; the next scan will show")
    items = decode_json(page, _Details, what).items
    if not items:
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: no longer posted; the next scan will miss it")
    detail = decode_or_none(items[0], _Detail)
    title = detail and (detail.title or listed.row.title)
    if detail is None or not title:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the details have no title, or another shape")
    job = _job(board, listed, detail, title)
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _job(board: _Board, listed: ListedRow[_Row], detail: _Detail, title: str) -> RawJob:
    row = listed.row
    code = detail.workplace_type_code or row.workplace_type_code or ""
    locale = (detail.content_locale or "").replace("_", "-")
    return RawJob(
        external_id=listed.external_id,
        title=title,
        locations=_places(detail) or _places(row),
        url=board.page_of(listed.external_id),
        department=detail.department or detail.category or detail.job_function or row.department or None,
        employment_type=detail.job_schedule or row.job_schedule or None,
        workplace=_WORKPLACES.get(code) or detail.workplace_type or row.workplace_type or None,
        language=locale if _LANGUAGE.fullmatch(locale) else None,
        posted_at=parse_iso(detail.external_posted_start_date) or parse_date(row.posted_date),
        description=_text(detail) or row.short_description_str or "",
    )


def _places(row: _Row) -> tuple[str, ...]:
    named = (row.primary_location, *(place.name for place in row.secondary_locations or ()))
    return tuple(place for place in named if place and place.strip())


def _text(detail: _Detail) -> str:
    parts = (
        detail.external_description_str,
        detail.external_responsibilities_str,
        detail.external_qualifications_str,
        detail.corporate_description_str,
        detail.organization_description_str,
    )
    return "\n".join(f"<div>{part}</div>" for part in parts if part and part.strip())
