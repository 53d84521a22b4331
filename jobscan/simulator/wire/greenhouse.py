"""Greenhouse's Job Board API, as documented at developers.greenhouse.io/job-board.html and recorded 2020 to 2026."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from jobscan.domain.job import PayInterval
from jobscan.simulator.market.posting import Commitment, Odd
from jobscan.simulator.market.texts import escaped
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.wire.pieces import bullets, json_answer, mess_up, number_from, paragraphs, shuffled

if TYPE_CHECKING:
    from jobscan.domain.job import Salary
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.posting import Advert, SimulatedPosting
    from jobscan.simulator.market.wire_board import WireBoard
    from jobscan.simulator.server.exchange import SimulatedRequest

AGES = False

#: All times are in New York time (recorded).
_EASTERN = ZoneInfo("America/New_York")
_TYPE = "application/json"
_BASE = "/v1/boards/"

UNKNOWN = json_answer({"status": 404, "error": "Job not found"}, status=404, content_type=_TYPE)
EMPTY_IS_UNKNOWN = False

_GDPR = {
    "type": "gdpr",
    "requires_consent": False,
    "requires_processing_consent": False,
    "requires_retention_consent": False,
    "retention_period": None,
    "demographic_data_consent_applies": False,
}
#: Names of employers' own fields; a board without such a field does not say.
_WORKPLACE_FIELDS = ("Workplace Type", "Location Type", None)
_EMPLOYMENT_FIELDS = ("Employment Type", "Time Type", None, None)
_EMPLOYMENT_WORDS = {
    Commitment.FULL_TIME: "Full-time",
    Commitment.PART_TIME: "Part-time",
    Commitment.CONTRACT: "Contract",
    Commitment.INTERNSHIP: "Intern",
}
_PAY_TITLES = {
    PayInterval.YEAR: "Annual Pay Range",
    PayInterval.MONTH: "Monthly Pay Range",
    PayInterval.HOUR: "Hourly Pay Range",
}
_PAGES = (
    "https://job-boards.greenhouse.io/{token}/jobs/{id}",
    "https://boards.greenhouse.io/{token}/jobs/{id}",
    "https://www.{token}.example/careers/opening?gh_jid={id}",
)


def identifier(company: Company) -> str:
    """Return the board token; the API accepts it in any case."""
    return company.slug


def external_id(company: Company, posting: SimulatedPosting) -> str:
    """Return the id of the job post: 7 digits in the oldest silo, 10 that end in its number in the others."""
    return str(_post_id(company, posting.serial))


def workplace_field(company: Company) -> str | None:
    """Return the employer's own field for where the work is done; None: there is none."""
    return _WORKPLACE_FIELDS[company.habit(0, 3)]


def employment_field(company: Company) -> str | None:
    """Return the employer's own field for the type of employment; None: there is none."""
    return _EMPLOYMENT_FIELDS[company.habit(1, 4)]


def pay_form(company: Company) -> str:
    """Return where the board gives pay apart from the text: "ranges", "field" or "" for nowhere."""
    return ("ranges", "field", "", "")[company.habit(2, 4)]


def answer(board: WireBoard, ask: SimulatedRequest) -> SimulatedAnswer:
    """Answer for the board's name, its jobs, or one of them."""
    path = unquote(ask.path)
    token, _, rest = path.removeprefix(_BASE).partition("/")
    if ask.method != "GET" or not path.startswith(_BASE) or token.lower() != board.identifier:
        return UNKNOWN
    options = ask.query.split("&")
    if not rest:
        return json_answer({"name": board.name, "content": None}, content_type=_TYPE)
    if rest == "jobs":
        return _jobs(board, whole="content=true" in options)
    wanted = rest.removeprefix("jobs/")
    found = [posting for posting in board.postings if external_id(board.company, posting) == wanted]
    return json_answer(_job(board, next(board.adverts(found)), whole=True), content_type=_TYPE) if found else UNKNOWN


def _jobs(board: WireBoard, *, whole: bool) -> SimulatedAnswer:
    jobs = [_job(board, advert, whole=whole) for advert in board.adverts(shuffled(board.postings))]
    parts = {"jobs": jobs, "meta": {"total": len(jobs)}}
    if board.company.habit(3, 2):
        parts = dict(reversed(parts.items()))
    return json_answer(parts, content_type=_TYPE)


def _post_id(company: Company, serial: int) -> int:
    number = 4_100_000 + serial * 7
    silo = company.habit(4, 4)
    return number * 1_000 + silo + 1 if silo else number


def _job(board: WireBoard, advert: Advert, *, whole: bool) -> dict[str, Any]:
    company, posting = board.company, advert.posting
    sparse = posting.odd is Odd.SPARSE
    number = _post_id(company, posting.serial)
    job: dict[str, Any] = {
        "absolute_url": _PAGES[company.habit(5, 3)].format(token=company.slug, id=number),
        "data_compliance": [_GDPR],
        "internal_job_id": None if sparse else _post_id(company, posting.job) - 2_000_000,
        "location": {"name": _location(advert)},
        "metadata": None if sparse else _metadata(company, advert),
        "id": number,
        "updated_at": _eastern(posting.updated),
        "requisition_id": None if sparse else f"REQ-{posting.job + 100}",
        "title": advert.title,
        "company_name": board.name,
        "first_published": None if sparse else _eastern(posting.published),
    }
    if not sparse:
        job["language"] = posting.language
    job["application_deadline"] = None
    if whole:
        job["content"] = _escape_all(mess_up(_content(advert), posting))
        job["departments"] = [] if sparse else [_department(company, advert)]
        job["offices"] = [] if sparse else _offices(company, advert)
    job.update(ai_disclaimer=None, include_ai_disclaimer=None, ai_opt_out_request_url=None)
    if advert.pay and pay_form(company) == "ranges":
        job["pay_input_ranges"] = _pay_ranges(posting, advert.pay)
    return job


def _eastern(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, _EASTERN).isoformat()


def _location(advert: Advert) -> str:
    return " | ".join(place.label for place in advert.places)


def _metadata(company: Company, advert: Advert) -> list[dict[str, Any]] | None:
    """Return the employer's own fields; None if it has none."""
    fields: list[tuple[str, str, Any]] = []
    if name := workplace_field(company):
        words = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "On-site"}
        fields.append((name, "single_select", words[advert.workplace] if advert.workplace else None))
    if name := employment_field(company):
        fields.append((name, "single_select", _EMPLOYMENT_WORDS[advert.commitment]))
    if advert.pay and pay_form(company) == "field":
        pay = {
            "unit": advert.pay.currency,
            "min_value": str(advert.pay.minimum),
            "max_value": str(advert.pay.maximum),
        }
        fields.append((f"{_PAY_TITLES[advert.pay.interval or PayInterval.YEAR]}", "currency_range", pay))
    if company.habit(6, 2):
        fields.append(("People management responsibilities?", "yes_no", advert.posting.role % 7 == 0))
        fields.append(("Core skills", "multi_select", None))
        fields.append(("Earliest Hire Date", "date", ""))
        person = {"user_id": 4_000_001, "name": "Sam Sample", "email": "sam.sample@example.invalid"}
        fields.append(("Hiring Sponsor", "user", person))
    return [
        {"id": number_from(company.seed, name), "name": name, "value": value, "value_type": kind}
        for name, kind, value in fields
    ] or None


def _department(company: Company, advert: Advert) -> dict[str, Any]:
    name = advert.department
    return {"id": number_from(company.seed, "department", name), "name": name, "child_ids": [], "parent_id": None}


def _offices(company: Company, advert: Advert) -> list[dict[str, Any]]:
    return [
        {
            "id": number_from(company.seed, "office", place.label),
            "name": place.city or place.label,
            "location": None if place.is_remote else f"{place.city}, {place.country.name}",
            "child_ids": [],
            "parent_id": None,
        }
        for place in advert.places
    ]


def _pay_ranges(posting: SimulatedPosting, pay: Salary) -> list[dict[str, Any]]:
    """Return one range, or for some two zones that span it; in cents."""
    low, high = int((pay.minimum or 0) * 100), int((pay.maximum or 0) * 100)
    title = _PAY_TITLES[pay.interval or PayInterval.YEAR]
    zones = [(low, high, title)]
    if posting.job % 4 == 0:
        middle = (low + high) // 2
        zones = [(middle, high, f"Zone 1 {title}"), (low, middle, f"Zone 2 {title}")]
    blurb = "<p>The range below is what we expect to pay.</p>"
    return [
        {"min_cents": least, "max_cents": most, "currency_type": pay.currency, "title": name, "blurb": blurb}
        for least, most, name in zones
    ]


def _content(advert: Advert) -> str:
    text = escaped(advert.text)
    about, role, duties, wants, nice, benefits, pay = (
        f"<h3><strong>{title}</strong></h3>\n" for title in text.headings
    )
    conclusion = paragraphs(text.closing, closing="&nbsp;</p>\n")
    perks = bullets(text.benefits, '<li><span style="font-weight: 400;">', "</span></li>\n")
    pieces = [
        f'<div class="content-intro">{about}{paragraphs(text.about)}</div>\n{role}{paragraphs(text.opening)}',
        f"{duties}{bullets(text.duties)}{wants}{bullets(text.wants)}{nice}{bullets(text.nice)}{benefits}{perks}",
    ]
    if advert.pay and text.pay:
        low, high = (f"{advert.pay.currency} {amount:,.0f}" for amount in (advert.pay.minimum, advert.pay.maximum))
        pieces.append(
            f'<div class="content-pay-transparency"><div class="pay-input"><div class="description">'
            f'<p>{text.pay[0]}</p></div><div class="title">{pay}</div><div class="pay-range"><span>{low}</span>'
            f'<span class="divider">&mdash;</span><span>{high}</span></div></div></div>'
        )
    pieces.append(f'<div class="content-conclusion">{conclusion}</div>')
    return "".join(pieces)


def _escape_all(html: str) -> str:
    html = html.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return html.replace('"', "&quot;").replace("'", "&#39;")
