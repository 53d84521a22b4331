"""Greenhouse's Job Board API: the whole board in one answer.

Fields as documented at developers.greenhouse.io/job-board.html and as seen in recordings of 1,000 boards, 2020 to 2026.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import quote

import msgspec

from jobscan.domain.job import Markup, RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import check_name, guess_name, read_address
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_list, decode_or_none, require_ok
from jobscan.sources.kit.pay import amount, merge_salaries, read_salary
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

_T = TypeVar("_T")

TYPE = "greenhouse"
LABEL = "Greenhouse"

#: 40 requests at once were never refused (204 boards, 2026); no limit is documented for reading.
_LIMIT = HostLimit(name="greenhouse", concurrency=8)

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
#: boards.eu and job-boards.eu show European customers, whose API is on the same host as all others.
_PAGE_HOSTS = frozenset(
    {"boards.greenhouse.io", "job-boards.greenhouse.io", "boards.eu.greenhouse.io", "job-boards.eu.greenhouse.io"}
)
_API_HOSTS = frozenset({"boards-api.greenhouse.io", "api.greenhouse.io"})
#: First path segments of hosted pages that are not boards.
_NOT_BOARDS = frozenset({"embed", "assets", "packs", "favicon.ico", "robots.txt"})

#: A pseudo-department for postings without one.
_NO_DEPARTMENT = "No Department"

#: Names that employers give to these custom fields, in lower case without punctuation at the end; the first that is
#: filled in decides. Greenhouse itself has no field for either ("employment" says whether applicants must list jobs).
_WORKPLACE_NAMES = (
    "workplace type",
    "location type",
    "remote type",
    "workplace",
    "work arrangement",
    "work model",
    "work location type",
    "remote status",
    "remote",
)
_EMPLOYMENT_NAMES = (
    "employment type",
    "employment status",
    "employment length",
    "time type",
    "job type",
    "contract type",
)
_SELECTS = frozenset(_WORKPLACE_NAMES + _EMPLOYMENT_NAMES)

_MONEY_TYPES = ("currency_range", "currency")
#: Amounts that are no salary: "Referral bonus", "Sign-on bonus", "Agency fee".
_NOT_PAY = ("bonus", "budget", "commission", "equity", "fee", "referral", "relocation", "stock")


class _Named(msgspec.Struct, gc=False):
    name: str | None = None


class _Office(msgspec.Struct, gc=False):
    name: str | None = None
    #: The address, as on a map: "Dublin, Ireland"; null if the name is not a place, and sometimes even if it is one.
    location: str | None = None


class _Department(msgspec.Struct, gc=False):
    id: int | str | None = None
    name: str | None = None


class _Custom(msgspec.Struct, gc=False):
    """A field of the employer's own.

    The value stays undecoded unless we read its name and type: values of type "user" are people.
    """

    name: str | None = None
    value_type: str | None = None
    value: msgspec.Raw = msgspec.Raw(b"null")


class _Money(msgspec.Struct, gc=False):
    """The value of a custom field of type "currency_range" (min_value, max_value) or "currency" (amount)."""

    unit: str | None = None
    min_value: float | str | None = None
    max_value: float | str | None = None
    amount: float | str | None = None


class _PayRange(msgspec.Struct, gc=False):
    min_cents: float | str | None = None
    max_cents: float | str | None = None
    currency_type: str | None = None
    title: str | None = None


class _Job(msgspec.Struct, gc=False):
    """A posting. Prospect posts (``internal_job_id`` null) are postings like others."""

    #: Of the job post: 7 or 10 digits, unique in a board. ``internal_job_id`` is shared by posts of one job.
    id: int | float | str
    title: str
    absolute_url: str | None = None
    location: _Named | None = None
    updated_at: str | None = None
    #: Absent before 2025, null on some boards.
    first_published: str | None = None
    company_name: str | None = None
    language: str | None = None
    metadata: list[_Custom] | None = None
    #: HTML, escaped once more; only with ``content=true``.
    content: str | None = None
    departments: list[_Department] | None = None
    offices: list[_Office] | None = None
    pay_input_ranges: list[_PayRange] | None = None


class _Meta(msgspec.Struct, gc=False):
    total: int | None = None


class _Board(msgspec.Struct, Generic[_T], gc=False):
    jobs: list[_T]
    #: Absent in some recordings, whose recorders dropped it.
    meta: _Meta | None = None


def check_identifier(identifier: str) -> str | None:
    """Return what is wrong with a board token, with a correct example; None when it can be one."""
    problem = check_name(identifier, "board token", '"canonical"')
    if problem is None and (not _TOKEN.fullmatch(identifier) or identifier.lower() in _NOT_BOARDS):
        return (
            f'"{identifier}" is not a board token; write the part after job-boards.greenhouse.io/, such as "canonical"'
        )
    return problem


def first_request(source: Source) -> Request:
    """Return the request for the whole board, including descriptions."""
    token = quote(source.identifier, safe="")
    url = f"https://boards-api.greenhouse.io/v1/boards/{token}/jobs?content=true"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the board.

    ``total`` is the number that the board gives; None when it gives none.
    Raises `BoardError` when the answer is not a board.
    """
    what = f"Greenhouse board {source.identifier}"
    require_ok(page, what)
    board: _Board[_Job] | _Board[msgspec.Raw] = decode_list(page, _Board, _Job, what)
    parsed = read_jobs(board.jobs, _Job, lambda job, external_id: _read_job(source, job, external_id), what)
    return replace(parsed, total=board.meta.total if board.meta else None)


def detect(url: str) -> Source | None:
    """Recognise a board by a hosted page, a posting, an embed or an API URL; None when it is not Greenhouse's.

    ``?gh_jid=`` on an employer's own site names a posting but no board; the page behind it embeds the board.
    """
    address = read_address(url)
    if address is None:
        return None
    token = ""
    if address.host in _API_HOSTS and address.segments[:2] == ("v1", "boards"):
        token = address.segments[2] if len(address.segments) > 2 else ""
    elif address.host in _PAGE_HOSTS and address.segments:
        token = address.query.get("for", "") if address.segments[0] == "embed" else address.segments[0]
    if not token or check_identifier(token) is not None:
        return None
    # The API accepts any case; one board must not become two sources.
    return Source(type=TYPE, identifier=token.lower(), name=guess_name(token))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _read_job(source: Source, job: _Job, external_id: str) -> RawJob:
    custom = job.metadata or ()
    selects = _read_selects(custom)
    return RawJob(
        external_id=external_id,
        title=job.title,
        company=job.company_name or None,
        locations=(job.location.name,) if job.location and job.location.name else (),
        offices=_read_offices(job.offices or ()),
        url=clean_url(job.absolute_url) or _page_of(source, external_id),
        department=_read_departments(job.departments or ()),
        employment_type=_first_filled(selects, _EMPLOYMENT_NAMES),
        workplace=_first_filled(selects, _WORKPLACE_NAMES),
        salary=_read_salary(job.pay_input_ranges or (), custom),
        language=_read_language(job.language),
        posted_at=parse_iso(job.first_published),
        updated_at=parse_iso(job.updated_at),
        description=job.content or "",
        markup=Markup.ESCAPED_HTML,
    )


def _page_of(source: Source, external_id: str) -> str:
    return f"https://boards.greenhouse.io/{quote(source.identifier, safe='')}/jobs/{quote(external_id, safe='')}"


def _read_offices(offices: Iterable[_Office]) -> tuple[str, ...]:
    """Return the offices as places: each by its address, with its name before it if that differs.

    They are the employer's locations, and the place of work only if the posting itself names none.
    """
    places: list[str] = []
    for office in offices:
        name, address = (office.name or "").strip(), (office.location or "").strip()
        if name.casefold() not in address.casefold():
            places.append(name)
        if address:
            places.append(address)
    # Sorted, because the order of this list means nothing and must not make a change.
    return tuple(sorted(places))


def _read_departments(departments: Iterable[_Department]) -> str | None:
    # Sorted, because the order of this list means nothing and must not make a change.
    names = sorted(d.name for d in departments if d.name and d.id not in (0, "0") and d.name != _NO_DEPARTMENT)
    return ", ".join(names) or None


def _read_selects(custom: Iterable[_Custom]) -> dict[str, str]:
    """Return the filled-in choices of the fields that we read, by name as in `_SELECTS`."""
    selects: dict[str, str] = {}
    for field in custom:
        if field.value_type != "single_select" or not field.name:
            continue
        name = field.name.lower().rstrip(" :?")
        if name in _SELECTS:
            value = decode_or_none(field.value, str)
            if value:
                selects[name] = value
    return selects


def _first_filled(selects: dict[str, str], names: Iterable[str]) -> str | None:
    if not selects:
        return None
    return next((selects[name] for name in names if name in selects), None)


def _read_salary(ranges: Iterable[_PayRange], custom: Iterable[_Custom]) -> Salary | None:
    """Return the salary: from the pay ranges, else from a custom field with a range, else from one with an amount."""
    salary = merge_salaries(
        read_salary(
            amount(pay.min_cents, scale=100),
            amount(pay.max_cents, scale=100),
            pay.currency_type,
            pay.title,  # the only place that says it: "France Annual Pay Range"
        )
        for pay in ranges
    )
    money = [field for field in custom if field.value_type in _MONEY_TYPES]
    for wanted in _MONEY_TYPES if money else ():
        if salary is None:
            salary = merge_salaries(_read_money(field) for field in money if field.value_type == wanted)
    return salary


def _read_money(field: _Custom) -> Salary:
    name = (field.name or "").lower()
    money = None if any(word in name for word in _NOT_PAY) else decode_or_none(field.value, _Money)
    if money is None:
        return Salary(None, None, None, None)
    low, high = amount(money.min_value), amount(money.max_value)
    if field.value_type == "currency":
        low = high = amount(money.amount)
    return read_salary(low, high, money.unit, name)


def _read_language(code: str | None) -> str | None:
    """Write "zhHant" and "pt_BR" as BCP 47 does: "zh-Hant", "pt-BR"."""
    code = (code or "").strip().replace("_", "-")
    if not 2 <= len(code) <= 35 or not code.isascii() or not code.replace("-", "").isalnum():
        return None
    if len(code) > 3 and "-" not in code:
        code = f"{code[:2]}-{code[2:]}"
    return code
