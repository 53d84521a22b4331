"""TRAFFIT: a company's published postings, in pages that headers ask for.

The vendor offers this interface to all of its customers ("Public API"). Fields as publicly reported of several boards,
2024 to 2026; there is no recording. What employers may call as they like is read where it has the usual name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import MAX_POSTINGS, read_jobs
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.links import without_tracking
from jobscan.sources.kit.pay import read_salary
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.values import amount_of, join_place, text_of, texts_of
from jobscan.utils.time import parse_date
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "traffit"
LABEL = "TRAFFIT"

_LIMIT = HostLimit(name="traffit", concurrency=4)
_DOMAIN = "traffit.com"
#: The vendor's own, besides those that vendors generally have.
_OTHERS = frozenset({"cdn3", "knowledge"})
_PAGE_SIZE = 100
#: The texts of a posting, in the order of its page.
_TEXTS = ("description", "responsibilities", "requirements", "benefits")
_COUNT = re.compile(r"\d{1,6}", re.ASCII)


class _Value(msgspec.Struct):
    field_id: Any = None
    value: Any = None


class _Advert(msgspec.Struct):
    name: str
    #: "pl".
    language: Any = None
    values: list[_Value] = []


class _Geo(msgspec.Struct):
    """What ``geolocation`` holds, as an object or as JSON in a text."""

    locality: Any = None
    region1: Any = None
    country: Any = None


class _Post(msgspec.Struct):
    """A posting. ``awarded`` says that it is shown above others."""

    id: int | str
    advert: _Advert
    url: Any = None
    application_form: Any = None
    #: "2026-06-03 15:58:21", by the clock of the company.
    valid_start: Any = None
    #: ``job_type``, ``remote``, ``branches``; ``_Salary_MIN`` and others that employers add. A list when it is empty.
    options: Any = None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in the address of its board, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "bataug")


def first_request(source: Source) -> Request:
    """Return the request for the first page, which says how many postings there are."""
    return _page_request(source, 1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list; the first one asks for all others.

    Raises `BoardError` for everything but a list, and for a full first page that does not say how many there are.
    """
    what = f"TRAFFIT board {source.identifier}"
    require_ok(page, what)
    posts = decode_json(page, list[msgspec.Raw], what)
    parsed = read_jobs(posts, _Post, lambda post, external_id: _read_job(source, post, external_id), what)
    if request.context != 1:
        return parsed
    total, pages = (_count(page, name) for name in ("x-result-total-count", "x-result-total-pages"))
    if pages is None and len(posts) >= _PAGE_SIZE:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the first page is full and does not say how many there are")
    if pages is not None and pages * _PAGE_SIZE > MAX_POSTINGS:
        raise BoardError(BoardFailure.TOO_MANY, f"{what}: {pages} pages of postings; {MAX_POSTINGS} is the limit")
    further = (_page_request(source, number) for number in range(2, (pages or 1) + 1))
    return replace(parsed, total=total, next=tuple(further))


def detect(url: str) -> Source | None:
    """Recognise a board by its page, a posting or the API; None when it is not at TRAFFIT's domain."""
    address = read_address(url)
    name = subdomain_of(address.host, _DOMAIN, _OTHERS) if address else None
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _page_request(source: Source, number: int) -> Request:
    url = f"https://{source.identifier}.{_DOMAIN}/public/job_posts/published"
    return Request(
        # The headers decide; the number in the address keeps a cache from giving one page for another.
        url=f"{url}?page={number}" if number > 1 else url,
        limit=_LIMIT,
        headers={
            "Accept": "application/json",
            "X-Request-Page-Size": str(_PAGE_SIZE),
            "X-Request-Current-Page": str(number),
        },
        context=number,
    )


def _count(page: Page, name: str) -> int | None:
    value = page.headers.get(name, "").strip()
    return int(value) if _COUNT.fullmatch(value) else None


def _read_job(source: Source, post: _Post, external_id: str) -> RawJob:
    values = {value.field_id: value.value for value in post.advert.values if isinstance(value.field_id, str)}
    options = post.options if isinstance(post.options, dict) else {}
    link = clean_url(post.url)
    place = _place(values.get("geolocation"))
    is_remote = options.get("remote") in ("1", 1, True)
    return RawJob(
        external_id=external_id,
        title=post.advert.name,
        locations=(place,) if place else (),
        url=without_tracking(link) if link else f"https://{source.identifier}.{_DOMAIN}/career/",
        apply_url=clean_url(post.application_form),
        department=", ".join(texts_of(options.get("branches"))) or None,
        employment_type=", ".join(texts_of(options.get("job_type"))) or None,
        workplace="Remote" if is_remote else text_of(options.get("_work_model")),
        salary=_salary(options),
        language=text_of(post.advert.language),
        posted_at=parse_date((text_of(post.valid_start) or "")[:10]),
        description="".join(f"<div>{text}</div>" for name in _TEXTS if (text := text_of(values.get(name)))),
    )


def _place(value: object) -> str:
    """Return town, region and country; "" when there are none."""
    try:
        geo = msgspec.json.decode(value, type=_Geo) if isinstance(value, str) else msgspec.convert(value, _Geo)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return ""
    return join_place(geo.locality, geo.region1, geo.country)


def _salary(options: Mapping[str, Any]) -> Salary | None:
    low, high = amount_of(options.get("_Salary_MIN")), amount_of(options.get("_Salary_MAX"))
    if low is None and high is None:
        return None
    return read_salary(low, high, text_of(options.get("_Salary_Currency")), text_of(options.get("_Salary_Rate")))
