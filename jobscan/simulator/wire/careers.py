"""A careers page of a company's own: links in HTML, a site map with dates, and pages with JSON-LD (schema.org)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.job import PayInterval, Workplace
from jobscan.simulator.market.advert import title_of
from jobscan.simulator.market.posting import Commitment, Odd
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.wire.pieces import shuffled, utc, whole_html

if TYPE_CHECKING:
    from jobscan.domain.job import Salary
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.places import SimulatedPlace
    from jobscan.simulator.market.posting import Advert, SimulatedPosting
    from jobscan.simulator.market.wire_board import WireBoard
    from jobscan.simulator.server.exchange import SimulatedRequest

_HTML = "text/html; charset=utf-8"
AGES = False
UNKNOWN = SimulatedAnswer(404, b"<!DOCTYPE html><html><body><h1>Page not found</h1></body></html>", _HTML)
EMPTY_IS_UNKNOWN = False

_JOBS = "/jobs/"
_TYPES = {
    Commitment.FULL_TIME: "FULL_TIME",
    Commitment.PART_TIME: ["PART_TIME"],
    Commitment.CONTRACT: "CONTRACTOR",
    Commitment.INTERNSHIP: "INTERN",
}
_UNITS = {PayInterval.YEAR: "YEAR", PayInterval.MONTH: "MONTH", PayInterval.HOUR: "HOUR"}


def identifier(company: Company) -> str:
    """Return the page's address without its scheme."""
    return f"{_host(company)}/{('careers', 'en/careers')[company.habit(0, 2)]}"


def external_id(company: Company, posting: SimulatedPosting) -> str:
    """Return the address of the posting's page, which is its identity."""
    return f"https://{_host(company)}{_JOBS}{1_000 + posting.serial}"


def answer(board: WireBoard, ask: SimulatedRequest) -> SimulatedAnswer:
    """Answer for the careers page, the site map or the page of a posting."""
    _, _, own = board.identifier.partition("/")
    if ask.method != "GET":
        return UNKNOWN
    if ask.path == f"/{own}":
        return _page("Careers", _links(board))
    if ask.path == "/sitemap.xml":
        return _site_map(board)
    number = ask.path.removeprefix(_JOBS)
    posting = board.posting(int(number) - 1_000) if ask.path.startswith(_JOBS) and number.isdecimal() else None
    if posting is None:
        return UNKNOWN
    advert = next(board.adverts([posting]))
    # "</" would end the script.
    script = msgspec.json.encode(_described(board, advert)).decode().replace("</", "<\\/")
    return _page(advert.title, f'<script type="application/ld+json">{script}</script>')


def place_name(place: SimulatedPlace) -> str:
    """Return a place as JSON-LD gives it."""
    return ", ".join(part for part in (place.city or "Remote", place.region, place.country.code) if part)


def _host(company: Company) -> str:
    return f"{('www.', '')[company.habit(1, 2)]}{company.slug}.example"


def _page(title: str, body: str) -> SimulatedAnswer:
    html = f"<!DOCTYPE html>\n<html><head><title>{escape(title)}</title></head><body>{body}</body></html>\n"
    return SimulatedAnswer(200, html.encode(), _HTML)


def _links(board: WireBoard) -> str:
    links = [
        f'<li><a href="{_JOBS}{1_000 + posting.serial}?utm_source=careers">{escape(title_of(posting))}</a></li>'
        for posting in shuffled(board.postings)
    ]
    listed = f"<ul>{''.join(links)}</ul>" if links else "<p>There are currently no open positions.</p>"
    return f'<nav><a href="/">Home</a> <a href="/about">About us</a></nav><h1>Work with us</h1>{listed}'


def _site_map(board: WireBoard) -> SimulatedAnswer:
    urls = "".join(
        f"<url><loc>{external_id(board.company, posting)}</loc>"
        f"<lastmod>{utc(posting.updated):%Y-%m-%dT%H:%M:%S}+00:00</lastmod></url>"
        for posting in board.postings
    )
    home = f"<url><loc>https://{_host(board.company)}/</loc></url>"
    text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{home}{urls}</urlset>'
    return SimulatedAnswer(200, text.encode(), "application/xml")


def _described(board: WireBoard, advert: Advert) -> dict[str, Any]:
    posting = advert.posting
    node: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": advert.title,
        "description": whole_html(advert),
        "datePosted": f"{utc(posting.published):%Y-%m-%d}",
        "hiringOrganization": {"@type": "Organization", "name": board.name},
        "jobLocation": [_place(place) for place in advert.places],
    }
    if posting.odd is not Odd.SPARSE:
        node["employmentType"] = _TYPES[advert.commitment]
    if advert.workplace is Workplace.REMOTE:
        node["jobLocationType"] = "TELECOMMUTE"
    if advert.pay:
        node["baseSalary"] = _pay(advert.pay)
    return node


def _place(place: SimulatedPlace) -> dict[str, Any]:
    address = {"addressLocality": place.city or "Remote", "addressCountry": place.country.code}
    if place.region:
        address["addressRegion"] = place.region
    return {"@type": "Place", "address": {"@type": "PostalAddress", **address}}


def _pay(pay: Salary) -> dict[str, Any]:
    value = {"minValue": pay.minimum, "maxValue": pay.maximum, "unitText": _UNITS[pay.interval or PayInterval.YEAR]}
    return {"@type": "MonetaryAmount", "currency": pay.currency, "value": {"@type": "QuantitativeValue", **value}}
