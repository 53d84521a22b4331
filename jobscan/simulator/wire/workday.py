"""Workday's undocumented ``/wday/cxs/`` endpoints, as recorded and reported in 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import msgspec

from jobscan.simulator.market.advert import advertised_workplace, title_of
from jobscan.simulator.market.places import PLACES
from jobscan.simulator.market.posting import Odd
from jobscan.simulator.market.texts import escaped
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.wire.pieces import hash_of, json_answer, mess_up, number_from, paragraphs, utc
from jobscan.simulator.wire.workday_facets import facets, select
from jobscan.simulator.wire.workday_words import (
    days_ago,
    location_slug,
    place_name,
    time_type,
    title_slug,
    workplace_word,
)

if TYPE_CHECKING:
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.posting import Advert, SimulatedPosting
    from jobscan.simulator.market.wire_board import WireBoard
    from jobscan.simulator.server.exchange import SimulatedRequest

#: "Posted 3 Days Ago".
AGES = True

_TYPE = "application/json;charset=UTF-8"
_PAGE_SIZE = 20
#: Where most tenants stop counting.
_CAP = 2_000
_PODS = ("wd1", "wd3", "wd5", "wd12", "wd103", "wd5.myworkdaysite.com")
_SITES = ("External_Career_Site", "Careers", "2", "External")
_PREFIXES = ("R", "JR", "JR-0", "")
_FIRST_NUMBER, _NUMBERS_APART = 200_000, 3
_WANTED = {"appliedFacets", "limit", "offset", "searchText"}

_LEGAL_FORMS = ("Inc.", "Government, LLC")


def _error(status: int) -> SimulatedAnswer:
    body = {
        "errorCode": f"HTTP_{status}",
        "errorCaseId": "C81638MIE67ERZ",
        "httpStatus": status,
        "message": "",
        "messageParams": {},
    }
    return json_answer(body, status=status, content_type=_TYPE)


UNKNOWN = _error(422)
EMPTY_IS_UNKNOWN = False


def identifier(company: Company) -> str:
    """Return tenant, pod and site; a few tenants are written with "-" but spelt with "_" in paths."""
    site = _SITES[company.habit(1, 4)]
    return f"{_tenant(company, '-')}/{_PODS[company.habit(0, 6)]}/{site}"


def external_id(company: Company, posting: SimulatedPosting) -> str:
    """Return the requisition, followed by a number if it is not the first posting of its job."""
    further = posting.serial - posting.job
    return _requisition(company, posting) + (f"-{further}" if further else "")


def answer(board: WireBoard, ask: SimulatedRequest) -> SimulatedAnswer:
    """Answer for a page of the list (POST) or one posting's details."""
    company = board.company
    base = f"/wday/cxs/{_tenant(company, '_')}/{_SITES[company.habit(1, 4)]}"
    path = unquote(ask.path)
    if not path.startswith(base + "/"):
        return UNKNOWN
    rest = path.removeprefix(base)
    if rest == "/jobs":
        return _list(board, ask.body) if ask.method == "POST" else _error(400)
    if ask.method != "GET" or not rest.startswith("/job/"):
        return _error(404)
    posting = board.posting(_serial(company, rest.rpartition("_")[2]))
    return _detail(board, next(board.adverts([posting]))) if posting else _error(404)


def _tenant(company: Company, joint: str) -> str:
    return company.slug if company.habit(2, 8) else f"{company.slug}{joint}jobs"


def _requisition(company: Company, posting: SimulatedPosting) -> str:
    return f"{_PREFIXES[company.habit(3, 4)]}{_FIRST_NUMBER + posting.job * _NUMBERS_APART}"


def _serial(company: Company, external_id: str) -> int:
    """Return the serial of the posting with this id; -1 if no posting can have it."""
    number, _, further = external_id.removeprefix(_PREFIXES[company.habit(3, 4)]).partition("-")
    if not number.isdecimal() or not (further or "0").isdecimal():
        return -1
    job, rest = divmod(int(number) - _FIRST_NUMBER, _NUMBERS_APART)
    return job + int(further or 0) if rest == 0 else -1


def _list(board: WireBoard, body: bytes) -> SimulatedAnswer:
    """Return a page: 422 for an incomplete body, 400 for a page that is too large."""
    try:
        asked = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError:
        return _error(400)
    if not asked.keys() >= _WANTED:
        return _error(422)
    limit, offset, applied = asked["limit"], asked["offset"], asked["appliedFacets"]
    if not isinstance(limit, int) or not isinstance(offset, int) or not 0 < limit <= _PAGE_SIZE or offset < 0:
        return _error(400)
    company = board.company
    found = select(company, board.postings, applied)
    found.sort(key=lambda posting: (-posting.published, posting.serial))
    total = len(found)
    if company.habit(4, 5):
        # Most tenants count no further, and past it give their first rows again.
        total = min(total, _CAP)
        offset = offset if offset < _CAP else 0
    rows = [_row(board, posting) for posting in found[offset : offset + limit]]
    first = asked["offset"] == 0
    page = {
        # Only on page 0, on some tenants (recorded).
        "total": total if first or company.habit(5, 2) else 0,
        "jobPostings": rows,
        "facets": facets(company, found) if first else [],
        "userAuthenticated": False,
    }
    return json_answer(page, content_type=_TYPE)


def _row(board: WireBoard, posting: SimulatedPosting) -> dict[str, Any]:
    company = board.company
    row: dict[str, Any] = {"title": title_of(posting), "externalPath": _path(company, posting)}
    if posting.places:
        primary = place_name(company, PLACES[posting.places[0]])
        row["locationsText"] = primary if len(posting.places) == 1 else f"{len(posting.places)} Locations"
    published = utc(posting.published).date()
    row["postedOn"] = days_ago((board.now.date() - published).days, german=company.offices[0] in _GERMAN)
    if company.habit(6, 2):
        row["timeType"] = time_type(posting)
    workplace = advertised_workplace(posting)
    if company.habit(7, 2) and workplace:
        row["remoteType"] = workplace_word(company, workplace)
    if posting.odd is not Odd.SPARSE:
        requisition = _requisition(company, posting)
        market = ["Seattle (Market/Region)"] if company.habit(8, 8) == 0 else []
        row["bulletFields"] = [*market, requisition]
    return row


_GERMAN = frozenset(number for number, place in enumerate(PLACES) if place.country.language == "de")


def _path(company: Company, posting: SimulatedPosting) -> str:
    """Return the path of a posting: its slugs are those of the current place, and of a title that may have changed."""
    where = f"/{location_slug(company, PLACES[posting.places[0]])}" if posting.places else ""
    return f"/job{where}/{title_slug(posting)}_{external_id(company, posting)}"


def _detail(board: WireBoard, advert: Advert) -> SimulatedAnswer:
    page = {
        "jobPostingInfo": _posting_info(board, advert),
        "hiringOrganization": {
            "name": f"{board.name} {_LEGAL_FORMS[number_from(_path(board.company, advert.posting), below=2)]}",
            "url": "",
        },
        "similarJobs": [],
        "userAuthenticated": False,
    }
    return json_answer(page, content_type=_TYPE)


def _posting_info(board: WireBoard, advert: Advert) -> dict[str, Any]:
    company, posting = board.company, advert.posting
    _, _, site = identifier(company).split("/")
    names = [place_name(company, place) for place in advert.places]
    path = _path(company, posting)
    info: dict[str, Any] = {
        "id": hash_of(company.seed, "page", posting.serial).hex(),
        "title": advert.title,
        "jobDescription": mess_up(_html(advert), posting),
        "location": names[0] if names else "",
    }
    if names[1:]:
        info["additionalLocations"] = names[1:]
    country = advert.places[0].country if advert.places else PLACES[company.offices[0]].country
    described = {"descriptor": country.name, "id": hash_of("country", country.code).hex()}
    published = utc(posting.published).date()
    info |= {
        "postedOn": days_ago((board.now.date() - published).days, german=company.offices[0] in _GERMAN),
        "startDate": published.isoformat(),
        "timeType": time_type(posting),
        "jobReqId": _requisition(company, posting),
        "jobPostingId": path.rpartition("/")[2],
        "jobPostingSiteId": site,
        "country": described,
        "canApply": True,
        "posted": True,
        "includeResumeParsing": True,
        "jobRequisitionLocation": {
            "descriptor": names[0] if names else None,
            "country": {**described, "alpha2Code": country.code},
        },
        "externalUrl": _public_address(board, path),
        "questionnaireId": hash_of(company.seed, "questions").hex(),
    }
    if company.habit(7, 2) and advert.workplace:
        info["remoteType"] = workplace_word(company, advert.workplace)
    return info


def _public_address(board: WireBoard, path: str) -> str:
    tenant, pod, site = identifier(board.company).split("/")
    if pod.endswith(".com"):
        return f"https://{pod}/recruiting/{_tenant(board.company, '_')}/{site}{path}"
    return f"https://{tenant}.{pod}.myworkdayjobs.com/{site}{path}"


def _html(advert: Advert) -> str:
    """Return the description as Workday's editor writes it: nested spans, empty paragraphs."""
    text = escaped(advert.text)
    gap = '<p style="text-align:inherit"></p><p style="text-align:inherit"></p>'
    left, end = '<p style="text-align:left"><span>', "</span></p>"
    about, role, duties, wants, nice, benefits, pay = (
        f'<p style="text-align:left"><u><span><span><b>{title}:</b></span></span></u></p>' for title in text.headings
    )
    return "".join(
        (
            about + paragraphs(text.about, left, end) + gap,
            role + paragraphs(text.opening, "", gap),
            duties + _bullets(text.duties) + gap + wants + _bullets(text.wants),
            nice + _bullets(text.nice) + gap + benefits + _bullets(text.benefits),
            pay + paragraphs(text.pay, "<p>", "<br />\u00a0</p>") if text.pay else "",
            paragraphs(text.closing, "<p><i>", "</i></p>"),
        )
    )


def _bullets(items: tuple[str, ...]) -> str:
    return "<ul>" + paragraphs(items, "<li><p>", "</p></li>") + "</ul>"
