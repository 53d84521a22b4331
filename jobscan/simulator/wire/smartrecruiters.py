"""SmartRecruiters' Posting API, as documented ("posting-api") and recorded in 2026: pages by offset, then details."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote

from jobscan.domain.job import Workplace
from jobscan.simulator.market.advert import advertised_workplace, commitment_of, department_of, title_of
from jobscan.simulator.market.places import PLACES
from jobscan.simulator.market.posting import Commitment, Odd
from jobscan.simulator.wire.pieces import json_answer, page_size, sections_of, shuffled, utc

if TYPE_CHECKING:
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.places import SimulatedPlace
    from jobscan.simulator.market.posting import Advert, SimulatedPosting
    from jobscan.simulator.market.wire_board import WireBoard
    from jobscan.simulator.server.exchange import SimulatedAnswer, SimulatedRequest

AGES = False
UNKNOWN = json_answer({"offset": 0, "limit": 100, "totalFound": 0, "content": []})
EMPTY_IS_UNKNOWN = True

_BASE = "/v1/companies/"
_FIRST_ID, _IDS = 744_000_000_000_000, 100_000
_TYPES = {
    Commitment.FULL_TIME: ("permanent", "Full-time"),
    Commitment.PART_TIME: ("part-time", "Part-time"),
    Commitment.CONTRACT: ("contract", "Contract"),
    Commitment.INTERNSHIP: ("intern", "Intern"),
}
#: The sections that an ad has, in the order of the text's parts.
_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


def identifier(company: Company) -> str:
    """Return the company's identifier; many end in a digit."""
    return company.stem + ("", "", "1", "2")[company.habit(0, 4)]


def external_id(company: Company, posting: SimulatedPosting) -> str:
    """Return the posting's number of 15 digits."""
    return str(_FIRST_ID + company.number * _IDS + posting.serial)


def answer(board: WireBoard, ask: SimulatedRequest) -> SimulatedAnswer:
    """Answer for a page of the list or one posting; a company's name may have any case."""
    name, _, rest = unquote(ask.path).removeprefix(_BASE).partition("/")
    kind, _, wanted = rest.partition("/")
    is_known = ask.path.startswith(_BASE) and name.lower() == board.identifier.lower()
    if ask.method != "GET" or not is_known or kind != "postings":
        return UNKNOWN
    if wanted:
        posting = board.posting(int(wanted) - _FIRST_ID - board.company.number * _IDS) if wanted.isdecimal() else None
        return _missing() if posting is None else _detail(board, next(board.adverts([posting])))
    options = parse_qs(ask.query)
    limit = min(_whole(options, "limit", 10), page_size(board.company))
    offset = _whole(options, "offset", 0)
    postings = shuffled(board.postings)
    rows = [_row(board, posting) for posting in postings[offset : offset + limit]]
    return json_answer({"offset": offset, "limit": limit, "totalFound": len(postings), "content": rows})


def place_name(place: SimulatedPlace) -> str:
    """Return a place as an ad writes it out."""
    return ", ".join(part for part in (place.city, place.region, place.country.name) if part)


def _whole(options: dict[str, list[str]], name: str, otherwise: int) -> int:
    value = options.get(name, [""])[0]
    return int(value) if value.isdecimal() else otherwise


def _missing() -> SimulatedAnswer:
    return json_answer({"message": "Posting not found"}, status=404)


def _row(board: WireBoard, posting: SimulatedPosting) -> dict[str, Any]:
    full = posting.odd is not Odd.SPARSE
    type_, label = _TYPES[commitment_of(posting)]
    department = department_of(posting)
    return {
        "id": external_id(board.company, posting),
        "name": title_of(posting),
        "uuid": f"00000000-0000-4000-8000-{posting.serial:012}",
        "refNumber": f"REF{posting.job}X",
        "company": {"identifier": board.identifier, "name": board.name},
        "releasedDate": f"{utc(posting.published):%Y-%m-%dT%H:%M:%S}.{posting.serial % 1000:03}Z",
        "location": _location(posting),
        "department": {"id": str(posting.role), "label": department} if full else {},
        "typeOfEmployment": {"id": type_, "label": label} if full else {},
        "visibility": "PUBLIC",
        "language": {"code": posting.language, "label": posting.language.upper()},
    }


def _location(posting: SimulatedPosting) -> dict[str, Any]:
    workplace = advertised_workplace(posting)
    found: dict[str, Any] = {
        "remote": workplace is Workplace.REMOTE,
        "hybrid": workplace is Workplace.HYBRID,
    }
    if not posting.places:
        return found
    place = PLACES[posting.places[0]]
    # A part that is missing leaves its comma (recorded).
    full = f"{place.city}, {place.region}, {place.country.name}" if place.city else place.country.name
    where = {"city": place.city, "region": place.region, "country": place.country.code.lower()}
    return {**where, **found, "fullLocation": full}


def _detail(board: WireBoard, advert: Advert) -> SimulatedAnswer:
    posting = advert.posting
    page = f"https://jobs.smartrecruiters.com/{quote(board.identifier)}/{external_id(board.company, posting)}"
    parts = sections_of(advert)
    texts = [*parts[:3], ("", "".join(f"<h4>{heading}</h4>{html}" for heading, html in parts[3:]))]
    sections = {name: {"title": heading, "text": html} for name, (heading, html) in zip(_SECTIONS, texts, strict=True)}
    detail = _row(board, posting) | {
        "postingUrl": f"{page}-{posting.role}",
        "applyUrl": f"{page}-{posting.role}?oga=true",
        "active": True,
        "jobAd": {"sections": {**sections, "videos": {"urls": []}}},
    }
    return json_answer(detail)
