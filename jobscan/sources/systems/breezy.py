"""Breezy HR: the list in one answer, and the page of each new or changed posting for its text.

The vendor documents none of this. Fields of the list as seen in recordings of three boards (2026); that the page of a
posting describes it by JSON-LD, and what becomes of one that is gone, as publicly reported in the same year. A board
that there is none of is answered with a redirect to the vendor's own pages, which is not followed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.html import parse_html
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.job_posting import read_posting
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.json_ld import find_postings
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.values import join_place
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "breezy"
LABEL = "Breezy HR"

#: All boards share one backend; no limit is documented.
_LIMIT = HostLimit(name="breezy", concurrency=4)
_DOMAIN = "breezy.hr"
#: Subdomains of the vendor besides those that all vendors have.
_VENDORS = frozenset({"attachments-cdn", "gallery-cdn", "resources", "marketing-assets"})

#: "$170,000 – $300,000 / year", "$1.40k - $1.80k", "€25 / hour"; with another mark for thousands it is not read.
_SIGN = r"[^\s\d.,/-]{1,3}"
_SUM = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,2})?"
_PAY = re.compile(
    rf"(?P<sign>{_SIGN})?(?P<low>{_SUM})(?P<low_k>k)?"
    rf"(?: ?[-–—] ?(?:{_SIGN})?(?P<high>{_SUM})(?P<high_k>k)?)?"
    r"(?: ?/ ?(?P<per>[a-z]{1,10}))?",
    re.ASCII,
)
#: Signs of one currency; "$" is that of many.
_CURRENCIES = {"€": "EUR", "£": "GBP", "₱": "PHP", "₹": "INR", "US$": "USD", "CA$": "CAD", "A$": "AUD"}


class _Named(msgspec.Struct, gc=False):
    name: str | None = None
    id: Any = None


class _Place(msgspec.Struct, gc=False):
    """All of it may be null or missing, the country too."""

    name: str | None = None
    city: str | None = None
    state: _Named | None = None
    country: _Named | None = None
    is_remote: bool | None = None


class _Row(msgspec.Struct):
    """A row of the list. ``published_date`` moves while a posting is open, and is no date of it."""

    #: 12 hexadecimal digits; ``_id`` in an older form.
    id: Any = None
    old_id: Any = msgspec.field(default=None, name="_id")
    friendly_id: str | None = None
    name: str | None = None
    #: Its host may be that of the board's former name.
    url: str | None = None
    #: An object with a name ("Full-Time"), or a text.
    type: Any = None
    location: _Place | None = None
    locations: list[_Place] | None = None
    department: str | None = None
    #: As the page shows it, or "".
    salary: str | None = None
    company: _Named | None = None


class _Least(msgspec.Struct):
    id: Any = None
    old_id: Any = msgspec.field(default=None, name="_id")


class _OldList(msgspec.Struct):
    positions: list[msgspec.Raw]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said of a posting whose page is asked for."""

    external_id: str
    fingerprint: str
    url: str
    row: _Row


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a board's name in its address, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "matroid")


def first_request(source: Source) -> Request:
    """Return the request for the whole list."""
    url = f"https://{source.identifier}.{_DOMAIN}/json"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the list, which never says how many postings it has, or the page of a posting.

    Raises `BoardError` when the answer is no list, or the page describes no posting.
    """
    if request.purpose is Purpose.DETAIL:
        return _parse_page(source, request.context, page)
    what = f"Breezy board {source.identifier}"
    require_ok(page, what)
    is_old = page.body[:64].lstrip().startswith(b"{")
    rows = decode_json(page, _OldList, what).positions if is_old else decode_json(page, list[msgspec.Raw], what)
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.id if row.id is not None else row.old_id),
        posting_of=lambda row, external_id: _read_row(source, row, external_id),
        seen_of=seen_only,
        noun="position",
    )
    return reader.read(rows, what)


def detect(url: str) -> Source | None:
    """Recognise a board by its page, a posting or the address of its list; None when it is not Breezy's."""
    address = read_address(url)
    name = subdomain_of(address.host, _DOMAIN, _VENDORS) if address else None
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that a page links to or embeds."""
    return page.boards(detect)


def _read_row(source: Source, row: _Row, external_id: str) -> ReadRow:
    url = _page_of(source, row, external_id)
    locations = _locations(row)
    print_ = fingerprint(
        row.name, url, _type(row.type), locations, _workplace(row), row.department, row.salary, row.company
    )
    if not row.name or not row.name.strip():
        return ReadRow(seen_only(row, external_id, print_), f"({external_id[:40]}) has no name")
    detail = Request(
        url=url,
        limit=_LIMIT,
        purpose=Purpose.DETAIL,
        audience=Audience.PAGE,
        context=_Listed(external_id=external_id, fingerprint=print_, url=url, row=row),
    )
    face = Face(url, row.name, "; ".join(locations))
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _page_of(source: Source, row: _Row, external_id: str) -> str:
    """Return the public page of a posting; an address elsewhere than at the vendor's is not believed."""
    address = read_address(row.url or "")
    url = clean_url(row.url)
    if url and url.startswith("https://") and address and subdomain_of(address.host, _DOMAIN, _VENDORS):
        return url
    return f"https://{source.identifier}.{_DOMAIN}/p/{quote(row.friendly_id or external_id, safe='')}"


def _parse_page(source: Source, listed: _Listed, page: Page) -> ParsedPage:
    what = f"posting {listed.external_id} of Breezy board {source.identifier}"
    gone = "it may have been taken down since the list was read; the next scan will show"
    web_page = parse_html(page, what, missing=gone)
    if urlsplit(page.url).path.rstrip("/") == "":
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: led to the list of the board; {gone}")
    nodes = find_postings(web_page, what).nodes
    described = read_posting(nodes[0], page.url) if nodes else None
    if described is None or not described.description.strip():
        reason = f"{what}: the page does not describe a posting for machines (a challenge, or its form has changed)"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    row = listed.row
    job = RawJob(
        external_id=listed.external_id,
        title=row.name or "",
        company=row.company.name if row.company else None,
        locations=_locations(row),
        url=listed.url,
        department=row.department or None,
        employment_type=_type(row.type),
        workplace=_workplace(row),
        salary=described.salary or _salary(row.salary),
        language=described.language,
        posted_at=described.posted_at,
        description=described.description,
        markup=described.markup,
    )
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _locations(row: _Row) -> tuple[str, ...]:
    places = [place for place in (row.location, *(row.locations or ())) if place is not None]
    lines = (
        place.name or join_place(place.city, place.state and place.state.name, place.country and place.country.name)
        for place in places
    )
    return tuple(dict.fromkeys(line for line in lines if line and line.strip()))


def _workplace(row: _Row) -> str | None:
    return "Remote" if row.location is not None and row.location.is_remote else None


def _type(given: object) -> str | None:
    """Return the type of employment, which is an object with a name, or a text."""
    if isinstance(given, dict):
        given = given.get("name") or given.get("id")
    return given if isinstance(given, str) and given.strip() else None


def _salary(text: str | None) -> Salary | None:
    """Return the pay that the page shows; None when it is not written in the one form that is known."""
    found = _PAY.fullmatch((text or "").strip())
    if found is None:
        return None
    low, high = (_sum(found[name], found[f"{name}_k"]) for name in ("low", "high"))
    if low is None and high is None:
        return None
    return read_salary(low, high if found["high"] else low, _CURRENCIES.get(found["sign"] or ""), found["per"])


def _sum(digits: str | None, thousands: str | None) -> float | None:
    found = amount((digits or "").replace(",", ""), scale=0.001 if thousands else 1)
    return None if found is None else round(found, 2)
