"""join.com: the list in the data of the company's page, five postings a page; the text of each from the public API.

Shape of the list as seen in a recording of a company's page, October 2026. The API is not documented; its postings are
read as reported in August and September 2026, and nothing is required of them but a title and a text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import Markup, RawJob, Salary
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detail_page import GONE
from jobscan.sources.kit.detection import check_name, guess_name, read_address
from jobscan.sources.kit.html import parse_html
from jobscan.sources.kit.items import MAX_POSTINGS, ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.pay import amount, currency_code, read_salary
from jobscan.utils.time import parse_iso

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "join"
LABEL = "JOIN"

#: Sixteen requests at once were refused with 429; two at once, one each half second, were not (reported, 2026).
_LIMIT = HostLimit(name="join", concurrency=2, per_second=2.0)
_SITE = "https://join.com"
_HOSTS = frozenset({"join.com", "www.join.com"})
_EXAMPLE = '"acme", from join.com/companies/acme'
_MISSING = "there is no company of that name; it may have left"
#: Their amounts are whole; those of all others are hundredths.
_WHOLE = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())


class _Named(msgspec.Struct):
    name: str | None = None


class _City(msgspec.Struct, rename="camel"):
    city_name: str | None = None
    country_name: str | None = None


class _Money(msgspec.Struct):
    amount: float | str | None = None
    currency: str | None = None


class _Item(msgspec.Struct, rename="camel"):
    """A posting of the list. ``settings`` does not tell whether there is a salary."""

    id: Any
    title: str
    #: The end of its address. Given anew when the posting is published again, and its number is not the id then.
    id_param: str | None = None
    created_at: str | None = None
    #: "ONSITE", "REMOTE", "HYBRID"
    workplace_type: str | None = None
    city: _City | None = None
    #: The company's own word: "Employee".
    employment_type: _Named | None = None
    category: _Named | None = None
    #: Hundredths.
    salary_amount_from: _Money | None = None
    salary_amount_to: _Money | None = None
    #: "PER_YEAR"
    salary_frequency: str | None = None


class _Identified(msgspec.Struct):
    id: Any = None


class _Pagination(msgspec.Struct, rename="camel"):
    page: int
    page_count: int
    total: int | None = None


class _Jobs(msgspec.Struct):
    items: list[msgspec.Raw]
    pagination: _Pagination


class _State(msgspec.Struct):
    jobs: _Jobs


class _PageProps(msgspec.Struct, rename="camel"):
    initial_state: _State | None = None
    #: 404 and 410 of pages that come with status 200.
    status_code: int | None = None


class _Props(msgspec.Struct, rename="camel"):
    page_props: _PageProps


class _NextData(msgspec.Struct):
    props: _Props


class _Detail(msgspec.Struct, rename="camel"):
    title: str | None = None
    #: Markdown.
    description: str | None = None
    status: str | None = None
    #: Instead of ``description``, in this order.
    intro: str | None = None
    tasks: str | None = None
    requirements: str | None = None
    benefits: str | None = None
    outro: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    external_id: str
    fingerprint: str
    item: _Item


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in addresses ("acme"), with a right one; None when it can be one."""
    return check_name(identifier, "company name", _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for the company's page."""
    return _list_request(source, 1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or one posting of the API.

    The first page says how many there are, and the others are asked for at once. Past the end the last page is repeated
    (reported), so that a page must be the one that was asked for. Raises `BoardError` for anything else.
    """
    what = f"JOIN company {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        return _parse_detail(source, request.context, page, what)
    number: int = request.context
    jobs = _read_state(page, what).jobs
    if jobs.pagination.page != number:
        reason = f"{what}: page {jobs.pagination.page} came for page {number}"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    reader = RowReader(
        shape=_Item,
        least=_Identified,
        id_of=lambda row: canonical_id(row.id),
        posting_of=lambda item, external_id: _read_row(source, item, external_id),
        seen_of=seen_only,
    )
    parsed = reader.read(jobs.items, what)
    if number != 1:
        return parsed
    pages = range(2, min(jobs.pagination.page_count, MAX_POSTINGS // 5) + 1)
    further = tuple(_list_request(source, one) for one in pages)
    return replace(parsed, total=jobs.pagination.total, next=further)


def detect(url: str) -> Source | None:
    """Recognise a company by its page or a posting, in any language; None for others."""
    address = read_address(url)
    if address is None or address.host not in _HOSTS:
        return None
    segments = address.segments
    # "/de/companies/acme"
    segments = segments[1:] if segments and len(segments[0]) == 2 else segments
    if segments[:1] != ("companies",) or len(segments) < 2:
        return None
    name = segments[1]
    if check_name(name, "company name", _EXAMPLE) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the companies that an employer's page links to or embeds."""
    return page.boards(detect)


def _page_of(source: Source) -> str:
    return f"{_SITE}/companies/{quote(source.identifier, safe='')}"


def _list_request(source: Source, number: int) -> Request:
    query = f"?page={number}" if number > 1 else ""
    return Request(
        url=_page_of(source) + query,
        limit=_LIMIT,
        headers={"Accept": "text/html"},
        audience=Audience.PAGE,
        context=number,
    )


def _read_state(page: Page, what: str) -> _State:
    html = parse_html(page, what, missing=_MISSING)
    script = html.first("script#__NEXT_DATA__")
    if script is None:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page has no data (a challenge, or it was made anew)")
    props = decode_json(replace(page, body=script.text(deep=True).encode()), _NextData, what).props.page_props
    if props.status_code in (404, 410):
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: {_MISSING}")
    if props.initial_state is None:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page's data has no postings")
    return props.initial_state


def _read_row(source: Source, item: _Item, external_id: str) -> ReadRow:
    # The day alone is no change.
    print_ = fingerprint(msgspec.structs.replace(item, id=external_id, created_at=None))
    if not item.title.strip():
        return ReadRow(Posting(external_id=external_id, fingerprint=print_), f"({external_id[:40]}) has no title")
    detail = Request(
        url=f"{_SITE}/api/public/jobs/{quote(external_id, safe='')}",
        limit=_LIMIT,
        headers={"Accept": "application/json"},
        purpose=Purpose.DETAIL,
        context=_Listed(external_id=external_id, fingerprint=print_, item=item),
    )
    face = Face(_url(source, item), item.title, "; ".join(_places(item)) or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _parse_detail(source: Source, listed: _Listed, page: Page, what: str) -> ParsedPage:
    what = f"posting {listed.external_id} of {what}"
    require_ok(page, what, missing=GONE)
    detail = decode_json(page, _Detail, what)
    if detail.status not in (None, "ONLINE"):
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: no longer online; the next scan will miss it")
    parts = (detail.intro, detail.tasks, detail.requirements, detail.benefits, detail.outro)
    text = detail.description or "\n\n".join(part for part in parts if part)
    if not detail.title and not text:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has neither title nor text")
    job = _job(source, listed, text)
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _job(source: Source, listed: _Listed, text: str) -> RawJob:
    item = listed.item
    return RawJob(
        external_id=listed.external_id,
        title=item.title,
        locations=_places(item),
        url=_url(source, item),
        department=item.category.name if item.category else None,
        employment_type=item.employment_type.name if item.employment_type else None,
        workplace=item.workplace_type,
        salary=_read_salary(item),
        posted_at=parse_iso(item.created_at),
        description=text,
        markup=Markup.TEXT,
    )


def _url(source: Source, item: _Item) -> str:
    return f"{_page_of(source)}/{quote(item.id_param or str(item.id), safe='')}"


def _places(item: _Item) -> tuple[str, ...]:
    parts = (item.city.city_name, item.city.country_name) if item.city else ()
    place = ", ".join(part for part in parts if part)
    return (place,) if place else ()


def _read_salary(item: _Item) -> Salary | None:
    low, high = item.salary_amount_from or _Money(), item.salary_amount_to or _Money()
    currency = low.currency or high.currency
    scale = 1 if currency_code(currency) in _WHOLE else 100
    bounds = amount(low.amount, scale=scale), amount(high.amount, scale=scale)
    if bounds == (None, None):
        return None
    return read_salary(*bounds, currency, (item.salary_frequency or "").replace("_", " "))
