"""Comeet's careers API and hosted pages, as documented at developers.comeet.com and recorded in 2026."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

import msgspec

from jobscan.domain.job import Workplace
from jobscan.simulator.market.posting import Commitment, Odd
from jobscan.simulator.market.texts import escaped
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.wire.pieces import bullets, hash_of, json_answer, mess_up, number_from, paragraphs, shuffled, utc

if TYPE_CHECKING:
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.places import SimulatedPlace
    from jobscan.simulator.market.posting import Advert, SimulatedPosting
    from jobscan.simulator.market.wire_board import WireBoard
    from jobscan.simulator.server.exchange import SimulatedRequest

AGES = False
UNKNOWN = SimulatedAnswer(404, b"<html><body><h1>Page not found</h1></body></html>", "text/html; charset=utf-8")
EMPTY_IS_UNKNOWN = False

_HTML = "text/html; charset=utf-8"
_API = "/careers-api/2.0/company/"
_PAGES = "/jobs/"
#: Uids have 20 bits; an odd factor gives each number one of its own.
_UIDS, _SCRAMBLE = 2**20, 40_503
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
#: Companies' words for full-time and part-time work, contracts and internships; None: they do not say.
_EMPLOYMENT: tuple[dict[Commitment, str | None], ...] = (
    dict(zip(Commitment, ("Full-time", "Part-time", "Contract", "Internship"), strict=True)),
    dict(zip(Commitment, ("full time", "part time", "contractor", "Student"), strict=True)),
    dict.fromkeys(Commitment),
)
_WORKPLACES = (
    {Workplace.REMOTE: "Remote", Workplace.HYBRID: "Hybrid", Workplace.ONSITE: "On-site"},
    {Workplace.REMOTE: "Remote", Workplace.HYBRID: "Hybrid", Workplace.ONSITE: "On-Site"},
)


def identifier(company: Company) -> str:
    """Return the slug of the hosted page and the company's uid."""
    return f"{_slug(company)}/{_company_uid(company)}"


def external_id(company: Company, posting: SimulatedPosting) -> str:
    """Return the position's uid, followed by a second one if the job is open in another place."""
    uid = _uid(posting.job * _SCRAMBLE + company.habits)
    return uid if posting.serial == posting.job else f"{uid}-{_uid(posting.serial * _SCRAMBLE)}"


def employment_word(company: Company, commitment: Commitment) -> str | None:
    """Return the company's words for an employment type; None: it has none."""
    return _EMPLOYMENT[company.habit(0, 3)][commitment]


def place_name(place: SimulatedPlace) -> str:
    """Return a company's name for a place."""
    return place.city or f"{place.country.name} (Remote)"


def hides_token(company: Company) -> bool:
    """Return whether the hosted page has the positions without the token of the API."""
    return company.habit(1, 8) == 0


def answer(board: WireBoard, ask: SimulatedRequest) -> SimulatedAnswer:
    """Answer for the positions, one of them, or the hosted page."""
    path = unquote(ask.path)
    if ask.method != "GET":
        return UNKNOWN
    if path.startswith(_PAGES):
        return _hosted_page(board) if path == _PAGES + board.identifier else UNKNOWN
    uid, _, rest = path.removeprefix(_API).partition("/")
    list_, _, wanted = rest.partition("/")
    if not path.startswith(_API) or list_ != "positions":
        return UNKNOWN
    options = parse_qs(ask.query)
    refusal = _why_refused(board, uid, options.get("token"))
    if refusal:
        return json_answer({"status": 400, "message": refusal}, status=400)
    return _positions(board, wanted, details=options.get("details") == ["true"])


def token(board: WireBoard) -> str:
    """Return the token of the API; a company that changes its name gets another one."""
    return hash_of(board.company.seed, "token", board.renames, size=32).hex().upper()[:35]


def _why_refused(board: WireBoard, uid: str, tokens: list[str] | None) -> str | None:
    if uid.upper() != _company_uid(board.company):
        return "invalid company id"
    if tokens is None:
        return "Token is missing"
    return None if tokens == [token(board)] else "Account uid or token are not valid"


def _positions(board: WireBoard, wanted: str, *, details: bool) -> SimulatedAnswer:
    items = _items(board, "details" if details else "")
    if not wanted:
        return json_answer(items)
    return next((json_answer(item) for item in items if item["uid"] == wanted), UNKNOWN)


def _items(board: WireBoard, sections: str) -> list[dict[str, Any]]:
    """Return all positions, including those not for the public, with their texts under this name ("": without)."""
    hidden = board.unlisted
    key, internal = token(board), {posting.serial for posting in hidden}
    items = []
    for advert in board.adverts(shuffled((*board.postings, *hidden))):
        item = _position(board, advert, key)
        item["is_internal"] = advert.posting.serial in internal
        if sections == "details":
            item["details"] = _details(advert)
        elif sections == "custom_fields":
            item["custom_fields"] = {"details": _details(advert), "categories": []}
        items.append(item)
    return items


def _slug(company: Company) -> str:
    return company.slug + ("", "", ".com", "_inc")[company.habit(2, 4)]


def _company_uid(company: Company) -> str:
    return _uid(company.number * _SCRAMBLE + 77)


def _uid(number: int) -> str:
    number %= _UIDS
    return f"{number >> 12:02X}.{number & 0xFFF:03X}"


def _hosted_page(board: WireBoard) -> SimulatedAnswer:
    """Return the page that people see; its script has the page's data, and usually the token."""
    company = board.company
    about = {"name": board.name, "company_uid": _company_uid(company), "slug": _slug(company)}
    if not hides_token(company):
        about["token"] = token(board)
    # If the API can be used, the positions of the page are not needed.
    items = _items(board, "custom_fields") if hides_token(company) else []
    page = (
        f"<!DOCTYPE html>\n<html><head><title>{_slug(company)} Careers</title></head><body>\n<script>\n"
        "var COMPANY_DATA, COMPANY_POSITIONS_DATA, POSITION_DATA;\n"
        f"COMPANY_DATA = {_script(about)};\nCOMPANY_POSITIONS_DATA = {_script(items)};\nPOSITION_DATA = null;\n"
        "</script>\n</body></html>\n"
    )
    return SimulatedAnswer(200, page.encode(), _HTML)


def _script(value: Any) -> str:
    """Return JSON that is allowed in a script."""
    return msgspec.json.encode(value).decode().replace("</", "<\\/")


def _position(board: WireBoard, advert: Advert, key: str) -> dict[str, Any]:
    company, posting = board.company, advert.posting
    uid = external_id(company, posting)
    sparse = posting.odd is Odd.SPARSE
    slug = _NOT_IN_SLUGS.sub("-", advert.title.lower()).strip("-") or "position"
    hosted = f"https://www.comeet.com/jobs/{board.identifier}/{slug}/{uid}"
    return {
        "name": advert.title,
        "department": None if sparse else advert.department,
        "email": f"{_slug(company)}.{uid}@applynow.example",
        "email_alias": None,
        "url_comeet_hosted_page": hosted,
        "url_recruit_hosted_page": hosted,
        "url_active_page": active_page(board, uid) or hosted,
        "employment_type": None if sparse else employment_word(company, advert.commitment),
        "experience_level": None if sparse else ("Senior", "Intermediate", None)[posting.level % 3],
        "uid": uid,
        "location": _location(advert, sparse=sparse),
        "internal_use_custom_id": ("", None, f"R{posting.job}")[company.habit(3, 3)],
        "is_consent_needed": True,
        "is_sms_consent_needed": False,
        "referrals_reward": None,
        "is_reward": False,
        "is_company_reward": True,
        "company_referrals_reward": "5,000 ILS",
        "url_detected_page": None,
        "picture_url": None,
        "time_updated": f"{utc(posting.updated):%Y-%m-%dT%H:%M:%SZ}",
        "company_name": board.name,
        "is_internal": False,
        "linkedin_job_posting_id": None,
        "workplace_type": _WORKPLACES[company.habit(5, 2)][advert.workplace] if advert.workplace else None,
        "position_url": (f"https://www.comeet.co{_API}{_company_uid(company)}/positions/{uid}?token={token(board)}"),
    }


def active_page(board: WireBoard, uid: str) -> str | None:
    """Return the page that the employer chose for people, None for the hosted one.

    For some it is one page for all positions, for some it has a number that prevents caching.
    """
    site = f"https://www.{board.company.slug}.example"
    pages = (f"{site}/careers/", f"{site}/jobs/position-{uid}?t={board.version}", None, None)
    return pages[board.company.habit(4, 4)]


def _location(advert: Advert, *, sparse: bool) -> dict[str, Any] | None:
    if not advert.places:
        return None
    place = advert.places[0]
    return {
        "name": place_name(place),
        "country": "" if sparse else place.country.code,
        "city": place.city if not sparse else None,
        "state": place.region,
        "postal_code": "",
        "street_name": "" if place.is_remote else "1 Market Square",
        "arrival_instructions": "<p><br/></p>" if place.city else None,
        "street_number": "",
        "timezone": place.timezone,
        "location_uid": _uid(number_from("location", place.label)),
        # Also true for hybrid work (reported).
        "is_remote": advert.workplace in (Workplace.REMOTE, Workplace.HYBRID),
    }


def _details(advert: Advert) -> list[dict[str, Any]]:
    """Return the sections, out of order, some without text."""
    text, posting = escaped(advert.text), advert.posting
    pieces = (
        ("Description", mess_up(paragraphs((*text.about, *text.opening), "<p>", "</p>"), posting)),
        ("Responsibilities", bullets(text.duties)),
        ("Requirements", bullets(text.wants)),
        ("Advantages", bullets(text.nice)),
        ("Benefits", bullets(text.benefits) + paragraphs(text.pay)),
        ("Equal opportunity", paragraphs(text.closing, "<p>", "&nbsp;</p>")),
        ("Internal notes", (None, "<p><br></p><p>&nbsp;</p>", "")[posting.serial % 3]),
    )
    sections = [{"name": name, "value": value, "order": order} for order, (name, value) in enumerate(pieces, 1)]
    return sections[3:] + sections[:3]
