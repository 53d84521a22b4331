"""Paycom: the career pages at ``www.paycomonline.net/v4/ats/web.php/portal/{key}``.

Paycom documents none of this. Fields as seen in recordings of two portals (2026); the page's configuration and the
headers of the requests as publicly reported in 2026.

A scan reads the portal's page, which holds an anonymous token and the address of the service, then the pages of the
list, then new and changed postings one by one: the texts of the list are cut at 150 characters, and it has no dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import read_address, require_identifier
from jobscan.sources.kit.encoding import decode_text
from jobscan.sources.kit.items import MAX_POSTINGS, ListedRow, ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, decode_or_none, require_ok
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.sources.kit.scripts import value_after
from jobscan.utils.time import parse_date

if TYPE_CHECKING:
    from jobscan.domain.job import Salary
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "paycom"
LABEL = "Paycom"

#: Up to 250 are answered (reported, 2026).
PAGE_SIZE = 100

_HOSTS = frozenset({"www.paycomonline.net", "paycomonline.net"})
_PORTAL = "https://www.paycomonline.net/v4/ats/web.php/portal"
#: All portals share one service; no limit is documented.
_LIMIT = HostLimit(name="paycom", concurrency=4)
_IDENTIFIER = re.compile(r"[0-9A-F]{32}", re.ASCII)
_CONFIG = re.compile(r"configsFromHost\s{0,10}=\s{0,10}")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{20,8192}", re.ASCII)
_SERVICE = re.compile(r"https://(?:[a-z0-9-]{1,63}\.){1,4}paycomonline\.net/?", re.ASCII)
#: All of them: with less, the answer is empty (reported, 2026).
_NO_FILTERS = {
    "distanceFrom": 0,
    "workEnvironments": [],
    "positionTypes": [],
    "educationLevels": [],
    "categories": [],
    "travelTypes": [],
    "shiftTypes": [],
    "otherFilters": [],
    "keywordSearchText": "",
    "location": "",
    "sortOption": "",
}
#: "$19.00 - $22.00 Hourly"; whose dollars they are it does not say.
_PAY = re.compile(
    r"\$([\d,]{1,15}(?:\.\d{1,2})?)(?: ?- ?\$([\d,]{1,15}(?:\.\d{1,2})?))?(?: ([A-Za-z][A-Za-z -]{0,30}))?"
)
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"


class _Config(msgspec.Struct):
    """What the page tells its own scripts."""

    token: str = msgspec.field(name="sessionJWT")
    #: JSON.
    library: str = msgspec.field(name="libConfig")


class _Library(msgspec.Struct):
    service: str = msgspec.field(name="atsPortalMantleServiceUrl")


class _Row(msgspec.Struct, rename="camel"):
    """A row of the list. ``postedOn`` is "" nearly everywhere, ``isHotJob`` is about other postings, too."""

    job_id: Any = None
    job_title: str | None = None
    position_type: str | None = None
    remote_type: str | None = None
    #: "KALISPELL, MT 59901"
    locations: str | None = None
    #: Plain text, cut.
    description: str | None = None


class _Least(msgspec.Struct, rename="camel"):
    job_id: Any = None


class _List(msgspec.Struct, rename="camel"):
    job_posting_previews: list[msgspec.Raw]
    job_posting_previews_count: int


class _Posting(msgspec.Struct, rename="camel"):
    job_id: Any
    job_title: str | None = None
    #: "Onslow Memorial Hospital - Jacksonville, NC 28546"
    location: str | None = None
    #: Texts, as far as was seen.
    secondary_locations: list[Any] | None = None
    position_type: str | None = None
    remote_type: str | None = None
    job_category: str | None = None
    salary_range: str | None = None
    description: str | None = None
    qualifications: str | None = None
    #: The JSON-LD of the posting's page, as a text.
    google_job_json: str | None = None


class _Detail(msgspec.Struct, rename="camel"):
    job_posting: _Posting


class _Organization(msgspec.Struct):
    name: str | None = None


class _Ad(msgspec.Struct, rename="camel"):
    """What only the JSON-LD says."""

    #: "YYYY-MM-DD"
    date_posted: str | None = None
    hiring_organization: _Organization | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    """What requests to the service are sent with; it is the scan's own."""

    service: str
    token: str
    skip: int = 0

    def headers(self, key: str) -> dict[str, str]:
        return {
            "Accept": "application/json",
            # Bare: not as a bearer token.
            "Authorization": self.token,
            "Locale": "en-US",
            "Translation-Highlights": "false",
            "Portal-Host-Referrer": f"{_PORTAL}/{key}/career-page",
        }


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a portal's key of 32 hexadecimal digits in upper case; None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    if _IDENTIFIER.fullmatch(identifier.upper()):
        return f'write the key in upper case: "{identifier.upper()}"'
    return (
        f'"{identifier[:80]}" is not a portal\'s key of 32 digits, such as "8A447BC5FCD6B95C1D0610E61444DA92",'
        " from its address …/portal/8A447BC5FCD6B95C1D0610E61444DA92/career-page"
    )


def first_request(source: Source) -> Request:
    """Return the request for the portal's page, which holds the token. Raises `BoardError` for a wrong key."""
    require_identifier(source, check_identifier)
    url = f"{_PORTAL}/{source.identifier}/career-page"
    return Request(url=url, limit=_LIMIT, purpose=Purpose.TOKEN, audience=Audience.PAGE)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the portal's page, a page of the list, or a posting; the list's first page says how many there are.

    Raises `BoardError` for a portal that does not exist, a refused token and other formats.
    """
    key, what = source.identifier, f"board {source.identifier}"
    if request.purpose is Purpose.TOKEN:
        return ParsedPage(next=(_list_request(key, _read_session(page, what)),))
    if request.purpose is Purpose.DETAIL:
        listed: ListedRow[_Row] = request.context
        return _parse_detail(key, listed, page, f"posting {listed.external_id} of {what}")
    session: _Session = request.context
    require_ok(page, what)
    listing = decode_json(page, _List, what)
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.job_id),
        posting_of=lambda row, external_id: _read_row(key, session, row, external_id),
        seen_of=seen_only,
        noun="row",
    )
    rows = reader.read(listing.job_posting_previews, what)
    if session.skip:
        return rows
    total = listing.job_posting_previews_count
    if total < len(listing.job_posting_previews):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has more postings than it says that there are")
    skips = range(PAGE_SIZE, min(total, MAX_POSTINGS), PAGE_SIZE)
    further = tuple(_list_request(key, replace(session, skip=skip)) for skip in skips)
    return ParsedPage(postings=rows.postings, next=further, total=total, problems=rows.problems, lost=rows.lost)


def detect(url: str) -> Source | None:
    """Recognise a portal by its page or a posting, the older forms included; None when it names no key."""
    address = read_address(url)
    if address is None or address.host not in _HOSTS or "web.php" not in address.segments:
        return None
    path = address.segments[address.segments.index("web.php") + 1 :]
    key = path[1] if len(path) > 1 and path[0] == "portal" else address.query.get("clientkey", "")
    key = key.strip().upper()
    if not _IDENTIFIER.fullmatch(key):
        return None
    return Source(type=TYPE, identifier=key, name=f"{LABEL} {key[:8]}")


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the portals that an employer's page links to or embeds."""
    return page.boards(detect)


def _read_session(page: Page, what: str) -> _Session:
    """Return what the service is asked with. Raises `BoardError` when the page does not hold it."""
    require_ok(page, what)
    text = decode_text(page)
    config = value_after(text, _CONFIG, _Config)
    if config is None:
        if "Job board does not exist" in text:
            reason = f"{what}: the portal does not exist, or is switched off; the company may have moved"
            raise BoardError(BoardFailure.NOT_FOUND, reason)
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page holds no token; it may have changed")
    library = decode_or_none(msgspec.Raw(config.library.encode("utf-8", "replace")), _Library)
    if library is None or not _SERVICE.fullmatch(library.service) or not _TOKEN.fullmatch(config.token):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page names no service of Paycom's")
    return _Session(service=library.service.rstrip("/"), token=config.token)


def _list_request(key: str, session: _Session) -> Request:
    body = {"skip": session.skip, "take": PAGE_SIZE, "filtersForQuery": _NO_FILTERS}
    return Request(
        url=f"{session.service}/api/ats/job-posting-previews/search",
        limit=_LIMIT,
        method="POST",
        headers={**session.headers(key), "Content-Type": "application/json"},
        body=msgspec.json.encode(body),
        context=session,
    )


def _read_row(key: str, session: _Session, row: _Row, external_id: str) -> ReadRow:
    print_ = fingerprint(row)
    if not external_id.isascii() or not external_id.isdigit():
        seen = Posting(external_id=external_id, fingerprint=print_)
        return ReadRow(seen, f"({external_id[:40]}) has an id that is no number")
    detail = Request(
        url=f"{session.service}/api/ats/job-postings/{external_id}",
        limit=_LIMIT,
        headers=session.headers(key),
        purpose=Purpose.DETAIL,
        context=ListedRow(external_id=external_id, fingerprint=print_, row=row),
    )
    face = Face(_page_of(key, external_id), row.job_title or "", row.locations or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _page_of(key: str, external_id: str) -> str:
    return f"{_PORTAL}/{key}/jobs/{external_id}"


def _parse_detail(key: str, listed: ListedRow[_Row], page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing=_NO_POSTING)
    posting = decode_json(page, _Detail, what).job_posting
    title = posting.job_title or listed.row.job_title
    if not title or canonical_id(posting.job_id) != listed.external_id:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the details have no title, or are of another posting")
    ad = decode_or_none(msgspec.Raw((posting.google_job_json or "").encode("utf-8", "replace")), _Ad) or _Ad()
    row, employer = listed.row, ad.hiring_organization
    text = "\n".join(part for part in (posting.description, posting.qualifications) if part and part.strip())
    job = RawJob(
        external_id=listed.external_id,
        title=title,
        company=(employer.name or None) if employer else None,
        locations=_places(posting) or tuple(place for place in (row.locations,) if place),
        url=_page_of(key, listed.external_id),
        department=posting.job_category or None,
        employment_type=posting.position_type or row.position_type or None,
        workplace=posting.remote_type or row.remote_type or None,
        salary=_salary(posting.salary_range),
        posted_at=parse_date(ad.date_posted),
        description=text or row.description or "",
    )
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _places(posting: _Posting) -> tuple[str, ...]:
    places = (posting.location, *(posting.secondary_locations or ()))
    return tuple(place for place in places if isinstance(place, str) and place.strip())


def _salary(text: str | None) -> Salary | None:
    pay = _PAY.fullmatch(" ".join((text or "")[:100].split()))
    if pay is None:
        return None
    low, high = (amount(bound.replace(",", "")) if bound else None for bound in (pay[1], pay[2]))
    if low is None and high is None:
        return None
    return read_salary(low, high if pay[2] else low, None, pay[3])
