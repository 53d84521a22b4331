"""Workable's public widget: the whole account in one answer.

The vendor documents none of this. Fields as seen in recordings of five accounts (July and August 2026) and as publicly
reported in the same year. A posting is listed once for each of its places; its rows are read as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import check_name, guess_name, read_address
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, seen_only
from jobscan.sources.kit.json import decode_list, require_ok
from jobscan.sources.kit.repeated import merge_rows
from jobscan.sources.kit.rows import whole_posting
from jobscan.sources.kit.subdomains import subdomain_of
from jobscan.sources.kit.values import join_place
from jobscan.utils.time import parse_date
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

_T = TypeVar("_T")

TYPE = "workable"
LABEL = "Workable"

#: All accounts share one host, which refuses for minutes what comes too fast (reported, 2026).
_LIMIT = HostLimit(name="workable", concurrency=1)

_HOST = "apply.workable.com"
#: First path segments of this host that are no account; "j" is followed by a posting without its account.
_NOT_ACCOUNTS = frozenset({"api", "j", "assets", "static", "oauth", "signin"})
#: What precedes an account in the addresses of programs.
_API_PATHS = (("api", "v1", "widget", "accounts"), ("api", "v2", "accounts"), ("api", "v3", "accounts"))
#: Subdomains of the vendor besides those that all vendors have; "jobs" is its market of all accounts.
_VENDORS = frozenset({"apply", "careers", "jobs", "resources", "university", "workable"})
_EXAMPLE = '"huggingface"'


class _Place(msgspec.Struct, gc=False):
    country: str | None = None
    city: str | None = None
    region: str | None = None
    #: The city is not shown: it stands for a posting that is for all of its country.
    hidden: bool | None = None


class _Job(msgspec.Struct):
    """A row. ``created_at`` is when the posting was drafted, which may be years before it was published."""

    #: Ten hexadecimal digits, as text; "1865248842" is one too.
    shortcode: int | float | str
    title: str
    #: "Full-time", or "".
    employment_type: str | None = None
    #: Remote; on-site and hybrid are the same here.
    telecommuting: bool | None = None
    department: str | None = None
    url: str | None = None
    application_url: str | None = None
    #: "YYYY-MM-DD"; later when it is published again.
    published_on: str | None = None
    country: str | None = None
    city: str | None = None
    state: str | None = None
    locations: list[_Place] | None = None
    #: HTML, requirements and benefits included.
    description: str | None = None


class _Least(msgspec.Struct):
    shortcode: int | float | str | None = None


class _Account(msgspec.Struct, Generic[_T]):
    jobs: list[_T]
    name: str | None = None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with an account ("huggingface"), with a right one; None when nothing is."""
    return check_name(identifier, "account", _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for the whole account, descriptions included."""
    url = f"https://{_HOST}/api/v1/widget/accounts/{quote(source.identifier, safe='')}?details=true"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the account, which never says how many postings it has.

    Raises `BoardError` when the answer holds no list of jobs.
    """
    what = f"Workable account {source.identifier}"
    require_ok(page, what)
    account: _Account[_Job | msgspec.Raw] = decode_list(page, _Account, _Job, what)
    reader = RowReader(
        shape=_Job,
        least=_Least,
        id_of=lambda row: canonical_id(row.shortcode),
        posting_of=lambda row, external_id: ReadRow(whole_posting(_job(source, account.name, row, external_id))),
        seen_of=seen_only,
        noun="job",
    )
    return merge_rows(reader.read(account.jobs, what))


def detect(url: str) -> Source | None:
    """Recognise an account by its careers page, a posting or an API URL; None when it is not Workable's.

    Short addresses (``apply.workable.com/j/F4C096B22E``) name no account.
    """
    address = read_address(url)
    if address is None:
        return None
    path = address.segments
    account: str | None = None
    if address.host == _HOST:
        before = next((names for names in _API_PATHS if path[: len(names)] == names), ())
        path = path[len(before) :]
        account = path[0] if path and (before or path[0].lower() not in _NOT_ACCOUNTS) else None
    elif address.host == "www.workable.com":
        account = path[2] if path[:2] == ("api", "accounts") and len(path) > 2 else None
    else:
        account = subdomain_of(address.host, "workable.com", _VENDORS)
    if account is None or check_identifier(account) is not None:
        return None
    return Source(type=TYPE, identifier=account, name=guess_name(account))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the accounts that a page links to or embeds.

    The vendor's script gets a number (``whr_embed(123)``), by which no account can be asked for.
    """
    return page.boards(detect)


def _job(source: Source, company: str | None, row: _Job, external_id: str) -> RawJob:
    account = quote(source.identifier, safe="")
    return RawJob(
        external_id=external_id,
        title=row.title,
        company=company,
        locations=_locations(row),
        url=clean_url(row.url) or f"https://{_HOST}/{account}/j/{quote(external_id, safe='')}/",
        apply_url=clean_url(row.application_url),
        department=row.department or None,
        employment_type=row.employment_type or None,
        workplace="Remote" if row.telecommuting else None,
        posted_at=parse_date(row.published_on),
        description=row.description or "",
    )


def _locations(row: _Job) -> tuple[str, ...]:
    """Return all places; without a list of them the one that the row is for."""
    places = row.locations or [_Place(country=row.country, city=row.city, region=row.state)]
    lines = (
        join_place(place.country) if place.hidden else join_place(place.city, place.region, place.country)
        for place in places
    )
    return tuple(line for line in lines if line)
