"""iCIMS Jibe's ``/api/jobs``, as recorded in 2026: JSON in numbered pages, with a total and whole postings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from jobscan.domain.job import PayInterval
from jobscan.simulator.market.posting import Commitment, Odd
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.wire.pieces import json_answer, page_size, shuffled, utc, whole_html

if TYPE_CHECKING:
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.posting import Advert, SimulatedPosting
    from jobscan.simulator.market.wire_board import WireBoard
    from jobscan.simulator.server.exchange import SimulatedRequest

AGES = False
UNKNOWN = SimulatedAnswer(404, b"<html><body><h1>Page not found</h1></body></html>", "text/html; charset=utf-8")
EMPTY_IS_UNKNOWN = False

_TYPES = {
    Commitment.FULL_TIME: "FULL_TIME",
    Commitment.PART_TIME: "PART_TIME",
    Commitment.CONTRACT: "CONTRACTOR",
    Commitment.INTERNSHIP: "INTERN",
}
_INTERVALS = {PayInterval.YEAR: "YEARLY", PayInterval.MONTH: "MONTHLY", PayInterval.HOUR: "HOURLY"}


def identifier(company: Company) -> str:
    """Return the board's name at the vendor's host, or its own host."""
    return (company.slug, f"jobs.{company.slug}.example")[company.habit(0, 2)]


def external_id(company: Company, posting: SimulatedPosting) -> str:
    """Return the posting's number."""
    return str(9_000 + posting.serial)


def answer(board: WireBoard, ask: SimulatedRequest) -> SimulatedAnswer:
    """Answer for a page of the list, the first one by default."""
    if ask.method != "GET" or ask.path != "/api/jobs":
        return UNKNOWN
    wanted = parse_qs(ask.query).get("page", ["1"])[0]
    number, size = int(wanted) if wanted.isdecimal() else 1, page_size(board.company)
    postings = shuffled(board.postings)
    adverts = board.adverts(postings[(number - 1) * size : number * size])
    return json_answer({"jobs": [{"data": _job(board, advert)} for advert in adverts], "totalCount": len(postings)})


def _job(board: WireBoard, advert: Advert) -> dict[str, Any]:
    posting, pay = advert.posting, advert.pay
    full = posting.odd is not Odd.SPARSE
    place = advert.places[0] if advert.places else None
    number = external_id(board.company, posting)
    return {
        "slug": number,
        "language": posting.language,
        "req_id": number,
        "title": advert.title,
        "city": place.city if place else "",
        "state": place.region if place else "",
        "country": place.country.name if place else "",
        "country_code": place.country.code if place else "",
        "categories": [{"name": advert.team}],
        "department": advert.department if full else "",
        # 0: not given (recorded).
        "salary_min_value": int(pay.minimum or 0) if pay else 0,
        "salary_max_value": int(pay.maximum or 0) if pay else 0,
        "salary_currency": pay.currency if pay else "",
        "salary_frequency": _INTERVALS[pay.interval or PayInterval.YEAR] if pay else "",
        "employment_type": _TYPES[advert.commitment] if full else "",
        "hiring_organization": board.name,
        "posted_date": f"{utc(posting.published):%Y-%m-%dT%H:%M:%S}+0000",
        "update_date": f"{utc(posting.updated):%Y-%m-%dT%H:%M:%S}+0000",
        "apply_url": f"https://careers-{board.company.slug}.icims.com/jobs/{number}/login",
        # An object with most employers (recorded).
        "meta_data": False if posting.odd is Odd.MESSY else {"icims": {"jps_is_public": True}},
        "description": whole_html(advert),
    }
