"""SmartRecruiters' Posting API: pages of a list, and a GET per new or changed posting for its texts.

Documented at developers.smartrecruiters.com ("posting-api", 2026); fields as seen in recordings of three companies,
July and August 2026, details of two of them among these; errors and limits as publicly reported in the same year.

Page 0 says how many postings there are, and from it all further pages are asked for at once. A company that
SmartRecruiters does not know gets the same answer as one without postings: neither is taken for an empty board. No
other request is known to tell them apart: the API has no answer for a company as such, and of the careers pages some
report that any name gets one, others that an unknown name is redirected (2026).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import check_name, guess_name, read_address
from jobscan.sources.kit.items import MAX_POSTINGS, ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, decode_or_none, require_ok
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.sources.kit.values import join_place
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "smartrecruiters"
LABEL = "SmartRecruiters"

#: A larger page is cut to this one without a word (reported, 2026).
PAGE_SIZE = 100
#: 8 at once and 10 a second are documented for customers with a key (2026); nothing is for others.
_LIMIT = HostLimit(name="smartrecruiters", concurrency=4, per_second=8.0)

_API_HOST = "api.smartrecruiters.com"
_PAGE_HOSTS = frozenset({"careers.smartrecruiters.com", "jobs.smartrecruiters.com"})
#: First path segments of hosted pages that are no company; behind the first two follow "company" and its name.
_NOT_COMPANIES = frozenset({"oneclick-ui", "external-referrals", "ni", "sr-jobs", "my-applications", "static"})
_POSTING = re.compile(r"\d{12,20}(?:-|\Z)", re.ASCII)
_EXAMPLE = '"WesternDigital"'

#: In the order of the hosted page; others follow by name.
_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


class _Labelled(msgspec.Struct, gc=False):
    """A choice: ``label`` is in the language of the posting, ``id`` is not. Without a choice both are missing."""

    id: Any = None
    label: str | None = None


class _Location(msgspec.Struct, gc=False, rename="camel"):
    city: str | None = None
    region: str | None = None
    #: ISO 3166-1 alpha-2, lower case.
    country: str | None = None
    remote: bool | None = None
    hybrid: bool | None = None
    #: "Sandy, UT, United States"; a part may be empty ("Warsaw, , Poland").
    full_location: str | None = None


class _Company(msgspec.Struct, gc=False):
    #: As public addresses spell it: there upper and lower case matter.
    identifier: str | None = None
    name: str | None = None


class _Language(msgspec.Struct, gc=False):
    code: str | None = None


class _Row(msgspec.Struct, rename="camel"):
    """A row of the list. ``creator`` is a person, the employer's own fields say who fills the position."""

    #: 15 or 16 digits, as text. One job is published as several ads, each with an id of its own.
    id: Any = None
    name: str | None = None
    company: _Company | None = None
    location: _Location | None = None
    department: _Labelled | None = None
    #: "permanent", "part-time", "intern".
    type_of_employment: _Labelled | None = None
    language: _Language | None = None
    #: "2026-08-17T07:35:02.787Z"; nothing says when it was changed.
    released_date: str | None = None


class _Least(msgspec.Struct):
    id: Any = None


class _List(msgspec.Struct, rename="camel"):
    total_found: int
    content: list[msgspec.Raw]
    #: What the server took for the size of a page.
    limit: int | None = None


class _Section(msgspec.Struct, gc=False):
    title: str | None = None
    #: HTML; may be "".
    text: str | None = None


class _JobAd(msgspec.Struct):
    #: By name; one that holds no text ("videos") has another shape.
    sections: dict[str, msgspec.Raw] | None = None


class _Pay(msgspec.Struct, gc=False):
    min: float | str | None = None
    max: float | str | None = None
    currency: str | None = None
    #: "HOURLY".
    period: str | None = None


class _Detail(_Row, rename="camel"):
    """A posting: its row, and what follows."""

    job_ad: _JobAd | None = None
    posting_url: str | None = None
    apply_url: str | None = None
    active: bool | None = None
    compensation: _Pay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said of a posting whose detail is asked for."""

    external_id: str
    fingerprint: str


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's identifier ("WesternDigital"), with a right one; None when nothing is."""
    return check_name(identifier, "company identifier", _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for page 0."""
    return _list_request(source, 0, PAGE_SIZE)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or a posting.

    Raises `BoardError` (not found) for a list without a posting: the company may be unknown; (unreadable) for anything
    that is no list.
    """
    if request.purpose is Purpose.DETAIL:
        return _parse_detail(source, request.context, page)
    what = f"SmartRecruiters company {source.identifier}"
    require_ok(page, what)
    listing = decode_json(page, _List, what)
    rows = _read_rows(source, listing.content, what)
    offset: int = request.context
    if offset:
        return rows
    if not listing.total_found and not listing.content:
        reason = (
            f"{what}: no postings; SmartRecruiters answers alike for a company that has none and for one that it does"
            " not know: check the identifier against the careers address"
        )
        raise BoardError(BoardFailure.NOT_FOUND, reason)
    size = listing.limit if listing.limit and 0 < listing.limit <= PAGE_SIZE else PAGE_SIZE
    offsets = range(size, min(listing.total_found, MAX_POSTINGS), size)
    further = tuple(_list_request(source, start, size) for start in offsets)
    return replace(rows, next=further, total=max(listing.total_found, 0))


def detect(url: str) -> Source | None:
    """Recognise a company by its careers page, a posting or an API URL; None when it is not SmartRecruiters'."""
    address = read_address(url)
    if address is None:
        return None
    path = address.segments
    if address.host == _API_HOST:
        path = path[2:] if path[:2] == ("v1", "companies") else ()
    elif address.host in _PAGE_HOSTS:
        if path[:2] in (("oneclick-ui", "company"), ("external-referrals", "company")):
            path = path[2:]
        elif path[:1] and path[0].lower() in _NOT_COMPANIES:
            path = ()
    elif address.host == "www.smartrecruiters.com":
        # The vendor's own pages are here too; behind a company stands the id of a posting.
        path = path if len(path) > 1 and _POSTING.match(path[1]) else ()
    else:
        return None
    if not path or check_identifier(path[0]) is not None:
        return None
    return Source(type=TYPE, identifier=path[0], name=guess_name(path[0]))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the companies whose boards a page links to or embeds."""
    return page.boards(detect)


def _api(source: Source) -> str:
    return f"https://{_API_HOST}/v1/companies/{quote(source.identifier, safe='')}/postings"


def _list_request(source: Source, offset: int, size: int) -> Request:
    url = f"{_api(source)}?limit={size}&offset={offset}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=offset)


def _read_rows(source: Source, raws: list[msgspec.Raw], what: str) -> ParsedPage:
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.id),
        posting_of=lambda row, external_id: _read_row(source, row, external_id),
        seen_of=seen_only,
        noun="posting",
    )
    return reader.read(raws, what)


def _read_row(source: Source, row: _Row, external_id: str) -> ReadRow:
    """Return the posting with the request for its texts."""
    # Not the day of its release, which says nothing of its words.
    print_ = fingerprint(
        row.name, row.company, row.location, _label(row.department), _type(row.type_of_employment), row.language
    )
    detail = Request(
        url=f"{_api(source)}/{quote(external_id, safe='')}",
        limit=_LIMIT,
        headers={"Accept": "application/json"},
        purpose=Purpose.DETAIL,
        context=_Listed(external_id=external_id, fingerprint=print_),
    )
    face = Face(_page_of(source, row.company, external_id), row.name or "", "; ".join(_locations(row.location)))
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _parse_detail(source: Source, listed: _Listed, page: Page) -> ParsedPage:
    what = f"posting {listed.external_id} of SmartRecruiters company {source.identifier}"
    require_ok(page, what, missing="it may have been taken down since the list was read; the next scan will show")
    detail = decode_json(page, _Detail, what)
    if detail.active is False:
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: no longer active; the next scan will miss it")
    if not detail.name or not detail.name.strip():
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has no title")
    job = _job(source, listed, detail, detail.name)
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _job(source: Source, listed: _Listed, detail: _Detail, title: str) -> RawJob:
    place = detail.location or _Location()
    return RawJob(
        external_id=listed.external_id,
        title=title,
        company=detail.company.name if detail.company else None,
        locations=_locations(place),
        url=clean_url(detail.posting_url) or _page_of(source, detail.company, listed.external_id),
        apply_url=clean_url(detail.apply_url),
        department=_label(detail.department),
        employment_type=_type(detail.type_of_employment),
        workplace="Hybrid" if place.hybrid else "Remote" if place.remote else None,
        salary=_salary(detail.compensation),
        language=detail.language.code if detail.language else None,
        posted_at=parse_iso(detail.released_date),
        description=_description(detail.job_ad),
    )


def _page_of(source: Source, company: _Company | None, external_id: str) -> str:
    """Return the public page of a posting; it takes the name of the company in the company's own spelling."""
    name = (company and company.identifier) or source.identifier
    return f"https://jobs.smartrecruiters.com/{quote(name, safe='')}/{quote(external_id, safe='')}"


def _locations(place: _Location | None) -> tuple[str, ...]:
    if place is None:
        return ()
    named = join_place(*(place.full_location or "").split(","))
    named = named or join_place(place.city, place.region, (place.country or "").upper())
    return (named,) if named else ()


def _label(chosen: _Labelled | None) -> str | None:
    return (chosen and chosen.label) or None


def _type(chosen: _Labelled | None) -> str | None:
    """Return the type of employment by its id, which is English ("permanent"); the label may be "Pełny etat"."""
    if chosen is None:
        return None
    return chosen.id if isinstance(chosen.id, str) and chosen.id else chosen.label or None


def _salary(pay: _Pay | None) -> Salary | None:
    if pay is None:
        return None
    low, high = amount(pay.min), amount(pay.max)
    return None if low is None and high is None else read_salary(low, high, pay.currency, pay.period)


def _description(ad: _JobAd | None) -> str:
    """Return all sections that have a text, under their titles."""
    sections = (ad and ad.sections) or {}
    names = [*(name for name in _SECTIONS if name in sections), *sorted(sections.keys() - set(_SECTIONS))]
    pieces: list[str] = []
    for name in names:
        section = decode_or_none(sections[name], _Section)
        if section is not None and section.text and section.text.strip():
            pieces += [f"<h3>{escape(section.title, quote=False)}</h3>" if section.title else "", section.text]
    return "".join(pieces)
