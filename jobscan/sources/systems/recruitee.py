"""Recruitee's Careers Site API: the whole board in one answer.

Documented at docs.recruitee.com ("Careers Site API", August 2026); fields as seen in recordings of three companies
(2026), errors as publicly reported in the same year.

From 10 February 2027 on the vendor refuses every request without a token of the company's own (documented, August
2026). It is sent where one is configured, and a refusal says how to get one. A company whose site is not hosted is
answered with a redirect to ``recruitee.com/careers_not_hosted``, which is not followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_list, require_ok
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.values import join_place
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

_T = TypeVar("_T")

TYPE = "recruitee"
LABEL = "Recruitee"

#: All companies share one backend; no limit is documented.
_LIMIT = HostLimit(name="recruitee", concurrency=4)
_DOMAIN = "recruitee.com"
_TOKEN_HEADER = "X-Careers-Sites-Token"  # noqa: S105 - the name of the header
#: Subdomains of the vendor besides those that all vendors have.
_VENDORS = frozenset({"careers", "recruiteecdn", "recruiteedemo", "tellent"})


class _Place(msgspec.Struct, gc=False):
    city: str | None = None
    state: str | None = None
    country: str | None = None


class _Pay(msgspec.Struct, gc=False):
    """Always there; all of it may be null."""

    #: As text: "75000", "95.00".
    min: float | str | None = None
    max: float | str | None = None
    #: "year", "month", "hour".
    period: str | None = None
    currency: str | None = None


class _Offer(msgspec.Struct):
    """A posting. Questions, translations and mailboxes are not read."""

    id: int | float | str
    title: str
    #: "published"; others are not for the public.
    status: str | None = None
    #: "job", or "talent_pool": a form for people who fit no posting (reported, 2026).
    kind: str | None = None
    slug: str | None = None
    company_name: str | None = None
    department: str | None = None
    #: The primary place as the page shows it: "Berlin, Berlin, Deutschland", "Remote job". Countries are in the
    #: company's language, here and below.
    location: str | None = None
    locations: list[_Place] | None = None
    city: str | None = None
    state_name: str | None = None
    country: str | None = None
    #: Several of the three may be true.
    remote: bool | None = None
    hybrid: bool | None = None
    on_site: bool | None = None
    #: "fulltime_permanent", "parttime_minijob", "internship".
    employment_type_code: str | None = None
    salary: _Pay | None = None
    #: "2026-08-05 10:10:39 UTC", like the next one.
    published_at: str | None = None
    updated_at: str | None = None
    careers_url: str | None = None
    careers_apply_url: str | None = None
    #: HTML, like the next one.
    description: str | None = None
    requirements: str | None = None


class _Offers(msgspec.Struct, Generic[_T]):
    offers: list[_T]


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in the address of its site, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "channable")


def first_request(source: Source) -> Request:
    """Return the request for the whole board, with the token where there is one.

    Raises `BoardError` when no header can hold the token.
    """
    headers = {"Accept": "application/json"}
    if source.token is not None:
        if not (source.token.isascii() and source.token.isprintable()):
            reason = "the token has characters that no header can have; copy it anew"
            raise BoardError(BoardFailure.FORBIDDEN, f"Recruitee site {source.identifier}: {reason}")
        headers[_TOKEN_HEADER] = source.token
    return Request(url=f"https://{source.identifier}.{_DOMAIN}/api/offers/", limit=_LIMIT, headers=headers)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the board, which never says how many postings it has.

    Raises `BoardError` (forbidden) when the token is missing or refused; (unreadable) when there is no list of offers.
    """
    what = f"Recruitee site {source.identifier}"
    if page.status == 401:
        token = "a token" if source.token is None else "another token: the one configured is refused"
        how = (
            "the company makes one in its settings (Apps and plugins, Careers API tokens); set it as the source's token"
        )
        raise BoardError(BoardFailure.FORBIDDEN, f"{what}: HTTP 401, Recruitee wants {token}; {how}")
    require_ok(page, what)
    offers: _Offers[_Offer | msgspec.Raw] = decode_list(page, _Offers, _Offer, what)
    return read_jobs(offers.offers, _Offer, lambda offer, external_id: _job(source, offer, external_id), what)


def detect(url: str) -> Source | None:
    """Recognise a company by its careers site, a posting or an API URL; None when it is not at Recruitee's domain.

    Sites on the companies' own domains cannot be told from others by an address.
    """
    address = read_address(url)
    name = subdomain_of(address.host, _DOMAIN, _VENDORS) if address else None
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the companies whose sites a page links to or embeds."""
    return page.boards(detect)


def _job(source: Source, offer: _Offer, external_id: str) -> RawJob | None:
    """Return the posting; None when it is not for the public, or is no posting."""
    if offer.status not in (None, "published") or offer.kind == "talent_pool":
        return None
    site = f"https://{source.identifier}.{_DOMAIN}"
    page = f"{site}/o/{quote(offer.slug, safe='')}" if offer.slug else site
    own_place = join_place(offer.city, offer.state_name, offer.country)
    return RawJob(
        external_id=external_id,
        title=offer.title,
        company=offer.company_name,
        locations=_locations(offer),
        offices=(own_place,) if own_place else (),
        url=clean_url(offer.careers_url) or page,
        apply_url=clean_url(offer.careers_apply_url),
        department=offer.department or None,
        employment_type=offer.employment_type_code or None,
        workplace=_workplace(offer),
        salary=_salary(offer.salary),
        posted_at=_parse_moment(offer.published_at),
        updated_at=_parse_moment(offer.updated_at),
        description=(offer.description or "") + (offer.requirements or ""),
    )


def _locations(offer: _Offer) -> tuple[str, ...]:
    """Return the place that the page shows, and behind it the others."""
    others = (join_place(place.city, place.state, place.country) for place in offer.locations or ())
    return tuple(line for line in (join_place(*(offer.location or "").split(",")), *others) if line)


def _workplace(offer: _Offer) -> str | None:
    flags = {"Remote": offer.remote, "Hybrid": offer.hybrid, "On-site": offer.on_site}
    return " / ".join(word for word, is_so in flags.items() if is_so) or None


def _salary(pay: _Pay | None) -> Salary | None:
    low, high = (amount(pay.min), amount(pay.max)) if pay is not None else (None, None)
    return read_salary(low, high, pay.currency, pay.period) if pay and (low or high) else None


def _parse_moment(text: str | None) -> datetime | None:
    """Read "2026-08-05 10:10:39 UTC", or the same as ISO 8601 has it."""
    return parse_iso(text.removesuffix(" UTC")) if text else None
