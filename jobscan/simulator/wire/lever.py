"""Lever's Postings API: a bare array, as documented in its postings-api README and recorded in 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from jobscan.domain.job import PayInterval
from jobscan.simulator.market.posting import Commitment, Odd
from jobscan.simulator.market.texts import escaped
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.wire.pieces import json_answer, mess_up, paragraphs, shuffled, uuid_of

if TYPE_CHECKING:
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.posting import Advert, SimulatedPosting
    from jobscan.simulator.market.texts import AdvertText
    from jobscan.simulator.market.wire_board import WireBoard
    from jobscan.simulator.server.exchange import SimulatedRequest

AGES = False
UNKNOWN = json_answer({"ok": False, "error": "Document not found"}, status=404)
EMPTY_IS_UNKNOWN = False

_BASE = "/v0/postings/"
_COMMITMENTS = (
    ("Full-time", "Part-time", "Contract", "Intern"),
    ("Regular Full Time (Salary)", "Regular Part Time", "Contractor", "Internship"),
)
_INTERVALS = {
    PayInterval.YEAR: "per-year-salary",
    PayInterval.MONTH: "per-month-salary",
    PayInterval.HOUR: "per-hour-wage",
}


def identifier(company: Company) -> str:
    """Return the site's name, after "eu/" if it is on Lever's European servers, as a few are."""
    return company.slug if company.habit(0, 8) else f"eu/{company.slug}"


def external_id(company: Company, posting: SimulatedPosting) -> str:
    """Return the posting's UUID."""
    return uuid_of(company.seed, "posting", posting.serial)


def commitment_word(company: Company, commitment: Commitment) -> str:
    """Return the company's word for an employment type."""
    return _COMMITMENTS[company.habit(1, 2)][tuple(Commitment).index(commitment)]


def answer(board: WireBoard, ask: SimulatedRequest) -> SimulatedAnswer:
    """Answer for the site's postings, some of them, or one; with a web page to requests that do not ask for JSON."""
    site, _, wanted = unquote(ask.path).removeprefix(_BASE).partition("/")
    if ask.method != "GET" or not ask.path.startswith(_BASE) or site != board.company.slug:
        return UNKNOWN
    options = parse_qs(ask.query)
    if options.get("mode") != ["json"]:
        return SimulatedAnswer(
            200, b"<!DOCTYPE html><html><body>Open positions</body></html>", "text/html; charset=utf-8"
        )
    postings = shuffled(board.postings)
    if wanted:
        postings = [posting for posting in postings if external_id(board.company, posting) == wanted]
        return json_answer(_posting(board, next(board.adverts(postings)))) if postings else UNKNOWN
    first = _whole(options.get("skip"), 0)
    last = first + _whole(options.get("limit"), len(postings))
    return json_answer([_posting(board, advert) for advert in board.adverts(postings[first:last])])


def _whole(values: list[str] | None, otherwise: int) -> int:
    return int(values[0]) if values and values[0].isdecimal() else otherwise


def _posting(board: WireBoard, advert: Advert) -> dict[str, Any]:
    company, posting = board.company, advert.posting
    text, plain = escaped(advert.text), advert.text
    page = f"https://jobs{'' if company.habit(0, 8) else '.eu'}.lever.co/{company.slug}/{external_id(company, posting)}"
    opening, body = _divs(text.headings[0], text.about), _divs(text.headings[1], text.opening)
    plain_opening, plain_body = _lines(plain.headings[0], plain.about), _lines(plain.headings[1], plain.opening)
    item: dict[str, Any] = {
        "additionalPlain": _lines("", plain.closing),
        "additional": mess_up(_divs("", text.closing), posting),
        "categories": _categories(company, advert),
        "createdAt": posting.published * 1_000 + posting.serial % 1_000,
        "descriptionPlain": plain_opening + plain_body,
        "description": opening + body,
        "id": external_id(company, posting),
        "lists": _lists(text, posting),
    }
    if advert.pay:
        item["salaryRange"] = {
            "interval": _INTERVALS[advert.pay.interval or PayInterval.YEAR],
            "currency": advert.pay.currency,
            "min": int(advert.pay.minimum or 0),
            "max": int(advert.pay.maximum or 0),
        }
        words = "Where you fall in this range depends on experience & location."
        item["salaryDescription"] = f"<div>{words.replace('&', '&amp;')}</div>"
        item["salaryDescriptionPlain"] = words
    sparse = posting.odd is Odd.SPARSE or not advert.places
    item |= {
        "text": advert.title,
        "country": None if sparse else advert.places[0].country.code,
        "workplaceType": advert.workplace or "unspecified",
        "opening": opening,
        "openingPlain": plain_opening,
        "descriptionBody": body,
        "descriptionBodyPlain": plain_body,
        "hostedUrl": page,
        "applyUrl": f"{page}/apply",
    }
    return item


def _categories(company: Company, advert: Advert) -> dict[str, Any]:
    """Return the categories, each of which may be absent."""
    names = [place.label for place in advert.places]
    found: dict[str, Any] = {}
    if advert.posting.odd is not Odd.SPARSE:
        found["commitment"] = commitment_word(company, advert.commitment)
        found["department"] = advert.department
    if names:
        found["location"] = names[0]
    found["team"] = advert.team
    found["allLocations"] = names
    return found


def _lists(text: AdvertText, posting: SimulatedPosting) -> list[dict[str, str]]:
    """Return the lists with the requirements; the list of benefits of a messy posting has no heading."""
    parts = zip(text.headings[2:6], (text.duties, text.wants, text.nice, text.benefits), strict=True)
    lists = [{"text": heading, "content": "\n" + paragraphs(items, "<li>", "</li>\n")} for heading, items in parts]
    if posting.odd is Odd.MESSY:
        lists[-1]["text"] = ""
    return lists


def _divs(heading: str, parts: tuple[str, ...]) -> str:
    title = f'<div><b style="font-size: 24px">{heading}</b></div>' if heading else ""
    spans = paragraphs(parts, '<div><br></div><div><span style="font-size: 11pt">', "&nbsp;</span></div>")
    return title + spans


def _lines(heading: str, parts: tuple[str, ...]) -> str:
    return "\n\n".join((heading, *parts) if heading else parts) + "\u00a0\n"
