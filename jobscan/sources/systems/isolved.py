"""isolved Talent Acquisition (ApplicantPro): career sites at ``….isolvedhire.com`` and ``….applicantpro.com``.

isolved documents none of this. Fields of the list as seen in a recording (August 2026); the number of a site in its
page, and the JSON-LD in a posting's page, as publicly reported in 2026.

A scan reads the site's page for its number, then the whole list, then the pages of new and changed postings: the list
has no texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address, require_identifier
from jobscan.sources.kit.encoding import decode_text
from jobscan.sources.kit.html import parse_html
from jobscan.sources.kit.items import ListedRow, ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.job_posting import read_posting
from jobscan.sources.kit.json import decode_json, decode_or_none, require_ok
from jobscan.sources.kit.json_ld import find_postings
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.utils.time import parse_date

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.domain.job import Salary
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "isolved"
LABEL = "isolved"

#: All sites share one backend; no limit is documented.
_LIMIT = HostLimit(name="isolved", concurrency=4)
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\.(?:isolvedhire|applicantpro)\.com", re.ASCII)
_NO_SITES = frozenset({"www", "api", "admin", "feeds"})
_PAGES = frozenset({"jobs", "core"})
#: "domainId : 12" in one script, "domain_id":"12" in another.
_NUMBER = re.compile(r"\bdomain_?id[\"']?\s{0,10}[:=]\s{0,10}[\"']?(\d{1,12})\b", re.ASCII | re.IGNORECASE)
#: With status 200, as the whole page.
_GONE = ("This career site has been disabled", "You may have typed the url for this website incorrectly")
#: In this query nothing is left out but what is for employees.
_PUBLIC = "getParams=%7B%22isInternal%22%3A0%7D"
_DAY = re.compile(r"([A-Z][a-z]{2}) (\d{1,2}), (\d{4})", re.ASCII)
_MONTHS = {
    name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
}
_NO_SITE = "there is no such career site, or it is switched off; the company may have moved"
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"


class _Row(msgspec.Struct, rename="camel"):
    """A row of the list. ``endDateRef`` is years ahead for a posting that stays until somebody is found."""

    id: Any = None
    title: str | None = None
    city: str | None = None
    #: Of the state: "MT".
    abbreviation: str | None = None
    iso3: str | None = None
    #: With the street.
    job_location: str | None = None
    classification: str | None = None
    org_title: str | None = None
    workplace_type: str | None = None
    employment_type: str | None = None
    #: "17.00", "45,888", "50000".
    min_salary: str | float | None = None
    max_salary: str | float | None = None
    #: "per hour".
    pay_type_frame: str | None = None
    #: "Jul 22, 2026"
    start_date_ref: str | None = None


class _Least(msgspec.Struct):
    id: Any = None


class _Data(msgspec.Struct, rename="camel"):
    jobs: list[msgspec.Raw]
    job_count: int


class _List(msgspec.Struct):
    """An answer; after a failure ``success`` is False and ``data`` None."""

    success: bool
    data: msgspec.Raw


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with the host of a career site ("bfcc.isolvedhire.com"); None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier) and identifier.partition(".")[0] not in _NO_SITES:
        return None
    return (
        f'"{identifier[:80]}" is not the host of a career site in lower case;'
        ' write "bfcc.isolvedhire.com" for https://bfcc.isolvedhire.com/jobs/'
    )


def first_request(source: Source) -> Request:
    """Return the request for the site's page, which holds its number. Raises `BoardError` for a wrong identifier."""
    require_identifier(source, check_identifier)
    url = f"https://{source.identifier}/jobs/"
    return Request(url=url, limit=_LIMIT, purpose=Purpose.TOKEN, audience=Audience.PAGE)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the site's page, the list, which says how many postings there are, or the page of a posting.

    Raises `BoardError` for a site that does not exist or is switched off, failures and other formats.
    """
    host, what = source.identifier, f"board {source.identifier}"
    if request.purpose is Purpose.TOKEN:
        return ParsedPage(next=(_list_request(host, _read_number(page, what)),))
    if request.purpose is Purpose.DETAIL:
        listed: ListedRow[_Row] = request.context
        return _parse_detail(host, listed, page, f"posting {listed.external_id} of {what}")
    require_ok(page, what)
    answer = decode_json(page, _List, what)
    listing = decode_or_none(answer.data, _Data) if answer.success else None
    if listing is None or listing.job_count < 0:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer says that it failed, or holds no list")
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.id),
        posting_of=lambda row, external_id: _read_row(host, row, external_id),
        seen_of=seen_only,
        noun="row",
    )
    rows = reader.read(listing.jobs, what)
    return ParsedPage(postings=rows.postings, total=listing.job_count, problems=rows.problems, lost=rows.lost)


def detect(url: str) -> Source | None:
    """Recognise a career site by its page, a posting or its API; None when it is not isolved's."""
    address = read_address(url)
    if address is None or check_identifier(address.host) is not None:
        return None
    if address.segments and address.segments[0].lower() not in _PAGES:
        return None
    return Source(type=TYPE, identifier=address.host, name=guess_name(address.host.partition(".")[0]))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the career sites that an employer's page links to or embeds."""
    return page.boards(detect)


def _read_number(page: Page, what: str) -> str:
    """Return the site's number. Raises `BoardError` when the page does not hold it."""
    require_ok(page, what, missing=_NO_SITE)
    text = decode_text(page)
    if any(words in text for words in _GONE):
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: {_NO_SITE}")
    found = _NUMBER.search(text)
    if found is None:
        raise BoardError(
            BoardFailure.UNREADABLE, f"{what}: the page does not hold the site's number; it may have changed"
        )
    return found[1]


def _list_request(host: str, number: str) -> Request:
    url = f"https://{host}/core/jobs/{number}?{_PUBLIC}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"})


def _read_row(host: str, row: _Row, external_id: str) -> ReadRow:
    print_ = fingerprint(msgspec.structs.replace(row, start_date_ref=None))
    if not external_id.isascii() or not external_id.isdigit():
        seen = Posting(external_id=external_id, fingerprint=print_)
        return ReadRow(seen, f"({external_id[:40]}) has an id that is no number")
    detail = Request(
        url=_page_of(host, external_id),
        limit=_LIMIT,
        purpose=Purpose.DETAIL,
        audience=Audience.PAGE,
        context=ListedRow(external_id=external_id, fingerprint=print_, row=row),
    )
    face = Face(_page_of(host, external_id), row.title or "", _place(row) or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _page_of(host: str, external_id: str) -> str:
    return f"https://{host}/jobs/{external_id}"


def _parse_detail(host: str, listed: ListedRow[_Row], page: Page, what: str) -> ParsedPage:
    nodes = find_postings(parse_html(page, what, missing=_NO_POSTING), what).nodes
    if not nodes:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page does not hold the posting; {_NO_POSTING}")
    ad, row = read_posting(nodes[0], page.url), listed.row
    title, place = row.title or ad.title, _place(row)
    if not title:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the posting has no title")
    job = RawJob(
        external_id=listed.external_id,
        title=title,
        locations=(place,) if place else ad.places,
        url=_page_of(host, listed.external_id),
        department=row.classification or row.org_title or None,
        employment_type=row.employment_type or ad.employment_type,
        workplace=row.workplace_type or ad.workplace,
        salary=_salary(row, ad.salary),
        posted_at=_read_day(row.start_date_ref) or ad.posted_at,
        description=ad.description,
        markup=ad.markup,
    )
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _place(row: _Row) -> str:
    """Return "Browning, MT, USA"; without a town the address as it is written."""
    parts = (row.city, row.abbreviation, row.iso3)
    return ", ".join(part for part in parts if part) if row.city else (row.job_location or "").strip()


def _salary(row: _Row, told: Salary | None) -> Salary | None:
    """Return the pay of the list, in the currency that the page tells; without any, that of the page."""
    bounds = (row.min_salary, row.max_salary)
    low, high = (amount(bound.replace(",", "") if isinstance(bound, str) else bound) for bound in bounds)
    if low is None and high is None:
        return told
    return read_salary(low, high, told.currency if told else None, row.pay_type_frame)


def _read_day(text: str | None) -> datetime | None:
    day = _DAY.fullmatch((text or "").strip())
    month = _MONTHS.get(day[1]) if day else None
    return parse_date(f"{day[3]}-{month:02}-{int(day[2]):02}") if day and month else None
