"""Ashby's public job posting API, as documented at developers.ashbyhq.com and recorded in 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from jobscan.domain.job import PayInterval, Workplace
from jobscan.simulator.market.places import PLACES
from jobscan.simulator.market.posting import Commitment, Odd
from jobscan.simulator.market.texts import escaped
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.wire.pieces import bullets, json_answer, mess_up, paragraphs, shuffled, utc, uuid_of

if TYPE_CHECKING:
    from jobscan.domain.job import Salary
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.places import SimulatedPlace
    from jobscan.simulator.market.posting import Advert, SimulatedPosting
    from jobscan.simulator.market.wire_board import WireBoard
    from jobscan.simulator.server.exchange import SimulatedRequest

AGES = False
UNKNOWN = SimulatedAnswer(404, b"Not Found", "text/plain; charset=utf-8")
EMPTY_IS_UNKNOWN = False

_BASE = "/posting-api/job-board/"
_EMPLOYMENT = {
    Commitment.FULL_TIME: "FullTime",
    Commitment.PART_TIME: "PartTime",
    Commitment.CONTRACT: "Contract",
    Commitment.INTERNSHIP: "Intern",
}
_WORKPLACES = {Workplace.REMOTE: "Remote", Workplace.HYBRID: "Hybrid", Workplace.ONSITE: "OnSite"}
_INTERVALS = {PayInterval.YEAR: "1 YEAR", PayInterval.MONTH: "1 MONTH", PayInterval.HOUR: "1 HOUR"}
#: As employers spell them, including blanks at the end.
_COUNTRIES = {"US": ("USA", "United States", "USA "), "GB": ("UK", "United Kingdom", "UK")}
_P, _END = '<p style="min-height:1.5em">', "</p>"
#: An employer's note on pay that must not be shown.
_HIDDEN_PAY = {"compensationType": "Salary", "interval": "1 YEAR", "currencyCode": "USD", "minValue": 1, "maxValue": 2}


def identifier(company: Company) -> str:
    """Return the board's name, which is case-sensitive and may contain blanks and more."""
    return (company.slug, company.slug, company.stem, company.name())[company.habit(0, 4)]


def external_id(company: Company, posting: SimulatedPosting) -> str:
    """Return the posting's UUID."""
    return uuid_of(company.seed, "job", posting.serial)


def place_name(company: Company, place: SimulatedPlace) -> str:
    """Return a company's name for a place: "Remote (Germany)", "Denver (HQ)" for its first office."""
    if place.is_remote:
        return f"Remote ({place.country.name})"
    return f"{place.label} (HQ)" if place is _headquarters(company) else place.label


def answer(board: WireBoard, ask: SimulatedRequest) -> SimulatedAnswer:
    """Answer for the board, including unlisted postings; with pay if that is requested."""
    if ask.method != "GET" or unquote(ask.path) != _BASE + board.identifier:
        return UNKNOWN
    paid = "includeCompensation=true" in ask.query.split("&")
    hidden = {posting.serial for posting in board.unlisted}
    postings = shuffled((*board.postings, *board.unlisted))
    jobs = [
        _job(board.company, advert, listed=advert.posting.serial not in hidden, paid=paid)
        for advert in board.adverts(postings)
    ]
    return json_answer({"jobs": jobs, "apiVersion": "1"})


def _headquarters(company: Company) -> SimulatedPlace:
    return PLACES[company.offices[0]]


def _job(company: Company, advert: Advert, *, listed: bool, paid: bool) -> dict[str, Any]:
    posting = advert.posting
    sparse = posting.odd is Odd.SPARSE
    workplace = advert.workplace
    page = f"https://jobs.ashbyhq.com/{quote(identifier(company), safe='')}/{external_id(company, posting)}"
    places = [{"location": place_name(company, place), "address": _address(place)} for place in advert.places]
    job: dict[str, Any] = {
        "id": external_id(company, posting),
        "title": advert.title,
        "department": advert.department + (" " if posting.role % 9 == 0 else ""),
        "team": advert.team,
        "employmentType": _EMPLOYMENT[advert.commitment],
        "location": places[0]["location"] if places else "",
    }
    if paid:
        job["shouldDisplayCompensationOnJobPostings"] = not _hides_pay(advert)
    job |= {
        "secondaryLocations": places[1:],
        "publishedAt": f"{utc(posting.published):%Y-%m-%dT%H:%M:%S}.{posting.serial % 1000:03}+00:00",
        "isListed": listed,
        # Also true for hybrid work (recorded).
        "isRemote": None if workplace is None else workplace is not Workplace.ONSITE,
        "workplaceType": _WORKPLACES[workplace] if workplace else None,
        "address": places[0]["address"] if places and not sparse else None,
        "jobUrl": page,
        "applyUrl": f"{page}/application",
        "descriptionHtml": mess_up(_html(advert), posting),
        "descriptionPlain": _plain(advert),
    }
    if paid:
        job["compensation"] = _compensation(advert)
    return job


def _address(place: SimulatedPlace) -> dict[str, Any]:
    spellings = _COUNTRIES.get(place.country.code, (place.country.name,))
    postal = {"addressRegion": place.region} if place.region else {}
    postal["addressCountry"] = spellings[len(place.city) % len(spellings)]
    if place.city:
        postal["addressLocality"] = place.city
    return {"postalAddress": postal}


def _hides_pay(advert: Advert) -> bool:
    return advert.pay is None and advert.posting.job % 4 == 0


def _compensation(advert: Advert) -> dict[str, Any]:
    """Return the pay: in one tier, or in two for two zones that span it."""
    if advert.pay is None:
        tiers = [_tier(advert, 0, [_HIDDEN_PAY])] if _hides_pay(advert) else []
        return _summed_up(None, None, tiers, [])
    pay = advert.pay
    low, high = int(pay.minimum or 0), int(pay.maximum or 0)
    ranges = [(low, high)]
    if advert.posting.job % 5 == 0:
        middle = (low + high) // 2
        ranges = [(middle, high), (low, middle)]
    equity = {
        "compensationType": "EquityPercentage",
        "interval": "NONE",
        "currencyCode": None,
        "minValue": None,
        "maxValue": None,
    }
    tiers = [_tier(advert, number, [_salary(pay, least, most), equity]) for number, (least, most) in enumerate(ranges)]
    short = f"{_short(low, pay)} - {_short(high, pay)}"
    return _summed_up(f"{short.replace('-', '–')} • Offers Equity", short, tiers, [_salary(pay, low, high), equity])


def _summed_up(
    tier: str | None, salary: str | None, tiers: list[dict[str, Any]], summary: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "compensationTierSummary": tier,
        "scrapeableCompensationSalarySummary": salary,
        "compensationTiers": tiers,
        "summaryComponents": summary,
    }


def _tier(advert: Advert, number: int, components: list[dict[str, Any]]) -> dict[str, Any]:
    serial = advert.posting.serial
    named = [
        {"id": uuid_of("component", serial, number, place), "summary": component["compensationType"], **component}
        for place, component in enumerate(components)
    ]
    return {
        "id": uuid_of("tier", serial, number),
        "tierSummary": "Salary • Offers Equity",
        "title": f"Zone {number + 1}" if number else None,
        "additionalInformation": None,
        "components": named,
    }


def _salary(pay: Salary, low: int, high: int) -> dict[str, Any]:
    return {
        "compensationType": "Salary",
        "interval": _INTERVALS[pay.interval or PayInterval.YEAR],
        "currencyCode": pay.currency,
        "minValue": low,
        "maxValue": high,
    }


def _short(amount: int, pay: Salary) -> str:
    sign = {"USD": "$", "EUR": "€", "GBP": "£"}.get(pay.currency or "", f"{pay.currency} ")
    return f"{sign}{amount / 1_000:g}K" if amount >= 1_000 else f"{sign}{amount}"


def _html(advert: Advert) -> str:
    text = escaped(advert.text)
    about, role, duties, wants, nice, benefits, _ = (f"<h1><strong>{title}</strong></h1>" for title in text.headings)
    gap = _P + _END
    return "".join(
        (
            about + paragraphs(text.about, _P, _END) + gap,
            role + paragraphs(text.opening, _P, _END) + gap,
            duties + _bullets(text.duties) + wants + _bullets(text.wants) + nice + _bullets(text.nice),
            benefits + _bullets(text.benefits) + gap,
            paragraphs(text.closing, f"{_P}<em>", f"</em>{_END}"),
        )
    )


def _bullets(items: tuple[str, ...]) -> str:
    return bullets(items, f"<li>{_P}", f"{_END}</li>")


def _plain(advert: Advert) -> str:
    text = advert.text
    about, role, duties, wants, nice, benefits, _ = (title.upper() for title in text.headings)
    dash = "\n\n - "
    return "\n\n".join(
        (
            about,
            *text.about,
            role,
            *text.opening,
            duties + dash + dash.join(text.duties),
            wants + dash + dash.join(text.wants),
            nice + dash + dash.join(text.nice),
            benefits + dash + dash.join(text.benefits),
            *text.closing,
        )
    )
