"""Dover: the interface behind the career pages at app.dover.com.

The vendor documents none of this. Rows are those of a recorded list (2026), without the object around them; that
object, the way from a page's name to its id, and the details are those of several public reports of that year.

A scan asks for the id of the page, then for its list, then for the details of new and changed postings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, fingerprint
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.pay import read_salary
from jobscan.sources.kit.values import amount_of, text_of
from jobscan.utils.time import parse_iso

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "dover"
LABEL = "Dover"

_HOST = "app.dover.com"
_API = f"https://{_HOST}/api/v1"
_LIMIT = HostLimit(name="dover", concurrency=4)
#: More than boards have (reported to be given).
_PAGE_SIZE = 300
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_EXAMPLE = f'"work-at-cerrion" for {_HOST}/jobs/work-at-cerrion'
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What a list request asks for."""

    #: Of the career page.
    id: str
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said of a posting whose details are asked for."""

    job: RawJob
    fingerprint: str


class _CareersPage(msgspec.Struct):
    id: str


class _Row(msgspec.Struct):
    """A row. Of fields that matter less than id and title another type is as good as none."""

    #: A UUID.
    id: str
    title: str
    #: ``name``, else ``location_option.display_name``: "United States".
    locations: Any = None
    #: "REMOTE"; "ONSITE", "HYBRID" (reported).
    workplace_type: Any = None
    is_published: Any = None
    #: Every page begins with postings that are samples.
    is_sample: Any = None


class _Least(msgspec.Struct):
    id: Any = None


class _List(msgspec.Struct):
    count: int
    results: list[msgspec.Raw]
    #: The next page's address; None on the last one.
    next: str | None = None


class _Detail(msgspec.Struct):
    """A posting's details (reported)."""

    id: str
    #: HTML.
    user_provided_description: str | None = None
    client_name: Any = None
    created: Any = None
    #: ``lower_bound``, ``upper_bound``, ``currency_code``, ``employment_type``; nothing says what the sums are for.
    compensation: Any = None
    active: Any = None
    is_private: Any = None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with the name or the id of a career page, with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    return f'"{identifier[:80]!a}" is not the name of a career page; write the part after /jobs/, such as {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the career page's id, or for its list when the identifier is that id."""
    if _UUID.fullmatch(source.identifier):
        return _list_request(_Ask(id=source.identifier))
    url = f"{_API}/careers-page-slug/{source.identifier}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, purpose=Purpose.TOKEN)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a career page's id, a page of its list, or a posting's details.

    Raises `BoardError` for an unknown page, for details that are not public, and for another format.
    """
    what = f"Dover career page {source.identifier}"
    if request.purpose is Purpose.TOKEN:
        require_ok(page, what)
        found = decode_json(page, _CareersPage, what)
        if not _UUID.fullmatch(found.id):
            raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has no valid id of a career page")
        return ParsedPage(next=(_list_request(_Ask(id=found.id)),))
    if request.purpose is Purpose.DETAIL:
        listed: _Listed = request.context
        return _parse_detail(listed, page, f"posting {listed.job.external_id} of {what}")
    require_ok(page, what)
    return _parse_list(source, request.context, decode_json(page, _List, what), what)


def detect(url: str) -> Source | None:
    """Recognise a career page by its address, a posting or an API URL; None when it is not Dover's."""
    address = read_address(url)
    if address is None or address.host not in (_HOST, f"www.{_HOST}"):
        return None
    path = address.segments
    name = ""
    if path[:1] == ("jobs",):
        name = "".join(path[1:2]).lower()
    elif path[:1] == ("apply",):
        # The page's name; in some addresses it is the company's, which differs in its capitals.
        name = "".join(path[1:2])
    elif path[1:2] == ("careers",) and _UUID.fullmatch("".join(path[2:3]).lower()):
        name = path[2].lower()
    elif path[:2] == ("api", "v1") and path[2:3] in (("careers-page-slug",), ("careers-page",)):
        name = "".join(path[3:4]).lower()
    if check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the career pages that an employer's page links to or embeds."""
    return page.boards(detect)


def _list_request(ask: _Ask) -> Request:
    url = f"{_API}/careers-page/{ask.id}/jobs?limit={_PAGE_SIZE}&offset={ask.start}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=ask)


def _parse_list(source: Source, ask: _Ask, listing: _List, what: str) -> ParsedPage:
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.id),
        posting_of=lambda row, external_id: _read_row(source, row, external_id),
        seen_of=lambda _row, external_id, print_: Posting(external_id=external_id, fingerprint=print_),
        is_listed=lambda row: row.is_published is not False and row.is_sample is not True,
        noun="posting",
    )
    parsed = reader.read(listing.results, what)
    rows = len(listing.results)
    if listing.next and rows:
        return replace(parsed, next=(_list_request(replace(ask, start=ask.start + rows)),))
    if ask.start and ask.start + rows < listing.count:
        reason = f"{what}: its list ends with row {ask.start + rows} of {listing.count}"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    # The count is that of all rows, those included that are not for the public: only of one page it is known how many.
    hidden = rows - len(parsed.postings) - parsed.lost
    return replace(parsed, total=listing.count - hidden) if ask.start == 0 else parsed


def _read_row(source: Source, row: _Row, external_id: str) -> ReadRow:
    job = RawJob(
        external_id=external_id,
        title=row.title,
        locations=_read_locations(row.locations),
        url=f"https://{_HOST}/apply/{source.identifier}/{quote(external_id, safe='')}",
        workplace=text_of(row.workplace_type),
    )
    listed = _Listed(job=job, fingerprint=fingerprint(job.title, job.locations, job.workplace))
    detail = Request(
        url=f"{_API}/inbound/application-portal-job/{quote(external_id, safe='')}",
        limit=_LIMIT,
        headers={"Accept": "application/json"},
        purpose=Purpose.DETAIL,
        context=listed,
    )
    face = Face(job.url, job.title, "; ".join(job.locations) or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=listed.fingerprint, detail=detail, face=face))


def _read_locations(places: object) -> tuple[str, ...]:
    """Return the names of the places, the primary one first."""
    found: list[tuple[bool, str]] = []
    for place in places if isinstance(places, list) else ():
        if not isinstance(place, dict):
            continue
        option = place.get("location_option")
        name = text_of(place.get("name")) or text_of(option.get("display_name") if isinstance(option, dict) else None)
        if name:
            found.append((place.get("is_primary") is not True, name))
    return tuple(name for _, name in sorted(found, key=lambda each: each[0]))


def _parse_detail(listed: _Listed, page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing=_NO_POSTING)
    detail = decode_json(page, _Detail, what)
    if canonical_id(detail.id) != listed.job.external_id:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer is another posting")
    if detail.active is False or detail.is_private is True:
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: no longer public; the next scan will show")
    pay = detail.compensation if isinstance(detail.compensation, dict) else {}
    job = replace(
        listed.job,
        company=text_of(detail.client_name),
        employment_type=text_of(pay.get("employment_type")),
        salary=_read_pay(pay),
        posted_at=parse_iso(detail.created),
        description=detail.user_provided_description or "",
    )
    return ParsedPage(postings=(Posting(external_id=job.external_id, fingerprint=listed.fingerprint, job=job),))


def _read_pay(pay: dict[str, Any]) -> Salary | None:
    """Return the salary; None when there is none, or the employer does not show it."""
    low, high = amount_of(pay.get("lower_bound")), amount_of(pay.get("upper_bound"))
    if pay.get("open_to_sharing_comp") is not True or (low is None and high is None):
        return None
    return read_salary(low, high, text_of(pay.get("currency_code")), None)
