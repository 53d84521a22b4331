"""Teamtailor's JSON Feed, as recorded in 2026: pages of which each names the next one, and nothing says how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from jobscan.domain.job import PayInterval, Workplace
from jobscan.simulator.market.posting import Commitment, Odd
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.wire.pieces import json_answer, page_size, shuffled, utc, uuid_of, whole_html

if TYPE_CHECKING:
    from jobscan.domain.job import Salary
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.places import SimulatedPlace
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
_INTERVALS = {PayInterval.YEAR: "YEAR", PayInterval.MONTH: "MONTH", PayInterval.HOUR: "HOUR"}


def identifier(company: Company) -> str:
    """Return the site's name, in a few cases with its region."""
    return company.slug + ("", "", "", ".na")[company.habit(0, 4)]


def external_id(company: Company, posting: SimulatedPosting) -> str:
    """Return the posting's UUID; its page has a number."""
    return uuid_of(company.seed, "job", posting.serial)


def answer(board: WireBoard, ask: SimulatedRequest) -> SimulatedAnswer:
    """Answer for a page of the feed, the first one by default."""
    if ask.method != "GET" or ask.path != "/jobs.json":
        return UNKNOWN
    wanted = parse_qs(ask.query).get("page", ["1"])[0]
    number, size = int(wanted) if wanted.isdecimal() else 1, page_size(board.company)
    site = f"https://{board.identifier}.teamtailor.com"
    postings = shuffled(board.postings)
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": board.name,
        "home_page_url": f"{site}/jobs",
        "feed_url": f"{site}/jobs.json",
    }
    if number * size < len(postings):
        feed["next_url"] = f"{site}/jobs.json?page={number + 1}&per_page={size}"
    shown = postings[(number - 1) * size : number * size]
    feed["items"] = [_item(board, site, advert) for advert in board.adverts(shown)]
    return json_answer(feed, content_type="application/feed+json; charset=utf-8")


def place_name(place: SimulatedPlace) -> str:
    """Return a place as the feed gives it, with what it has for towns."""
    return f"{town_of(place)}, {place.country.code}"


def town_of(place: SimulatedPlace) -> str:
    """Return the town, or what stands for it where the work is remote."""
    return place.city or "Remote"


def _item(board: WireBoard, site: str, advert: Advert) -> dict[str, Any]:
    posting = advert.posting
    published = f"{utc(posting.published):%Y-%m-%dT%H:%M:%S}+00:00"
    described: dict[str, Any] = {
        "@context": "http://schema.org/",
        "@type": "JobPosting",
        "title": advert.title,
        "identifier": {"@type": "PropertyValue", "name": board.name, "value": 7_000_000 + posting.serial},
        "datePosted": published,
        "hiringOrganization": {"@type": "Organization", "name": board.name},
    }
    if posting.odd is not Odd.SPARSE:
        described["employmentType"] = _TYPES[advert.commitment]
    if advert.workplace is Workplace.REMOTE:
        described["jobLocationType"] = "TELECOMMUTE"
    if advert.pay:
        described["baseSalary"] = _pay(advert.pay)
    described["jobLocation"] = [_place(place) for place in advert.places]
    return {
        "id": external_id(board.company, posting),
        "title": advert.title,
        "url": f"{site}/jobs/{7_000_000 + posting.serial}-{posting.role}",
        "date_published": published,
        "content_html": whole_html(advert),
        "_jobposting": described,
    }


def _place(place: SimulatedPlace) -> dict[str, Any]:
    address = {"addressLocality": town_of(place), "addressCountry": place.country.code, "addressRegion": "Europe"}
    return {"@type": "Place", "address": {"@type": "PostalAddress", **address}}


def _pay(pay: Salary) -> dict[str, Any]:
    """Return the pay; its amounts are texts (recorded)."""
    amounts = {"minValue": str(int(pay.minimum or 0)), "maxValue": str(int(pay.maximum or 0))}
    unit = _INTERVALS[pay.interval or PayInterval.YEAR]
    value = {"@type": "QuantitativeValue", "unitText": unit, **amounts}
    return {"@type": "MonetaryAmount", "currency": pay.currency, "value": value}
