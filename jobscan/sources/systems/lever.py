"""Lever's Postings API: the whole site in one bare array.

Fields as documented in Lever's postings-api README and as seen in recordings of six sites, 2026.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from jobscan.domain.job import Markup, RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Candidate, Evidence
from jobscan.sources.kit.detection import check_name, guess_name, read_address
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_json, decode_list, decode_or_none, require_ok
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.utils.time import parse_epoch_ms
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "lever"
LABEL = "Lever"

#: robots.txt of api.lever.co asks for a second between requests (2026); one request brings a whole site.
_LIMITS = {
    "": HostLimit(name="lever", concurrency=4, per_second=1.0),
    "eu": HostLimit(name="lever:eu", concurrency=4, per_second=1.0),
}
_API_HOSTS = {"": "api.lever.co", "eu": "api.eu.lever.co"}
_PAGE_HOSTS = {"": "jobs.lever.co", "eu": "jobs.eu.lever.co"}
_REGION_OF = {host: region for hosts in (_API_HOSTS, _PAGE_HOSTS) for region, host in hosts.items()}

#: The options of many sites for the public script that shows a site's postings (andreasmb.github.io/lever-jobs-embed,
#: 2026): as an object, or key by key. It requests api.lever.co, whose address is only in the script.
_EMBED_OPTIONS = re.compile(
    r"leverJobsOptions\b[^<]{0,300}?accountName[\"']?\]?\s*[:=]\s*[\"'`]([^\"'`<>]{1,100})[\"'`]"
)

_EXAMPLE = f'"spotify", or "eu/tomtom" for a site on {_PAGE_HOSTS["eu"]}'


class _Categories(msgspec.Struct, gc=False):
    """Every key is optional; leverdemo has a posting with a team and nothing else."""

    location: str | None = None
    team: str | None = None
    department: str | None = None
    commitment: str | None = None
    #: Including the primary one; may be empty.
    allLocations: list[str | None] | None = None  # noqa: N815 - the API's name


class _Section(msgspec.Struct, gc=False):
    """A list in the posting, such as requirements: plain ``text`` as its heading, bare ``<li>`` as ``content``."""

    text: str | None = None
    content: str | None = None


class _SalaryRange(msgspec.Struct, gc=False):
    currency: str | None = None
    #: "per-year-salary"; others are reported: "per-hour-wage", "per-month-salary", "one-time".
    interval: str | None = None
    min: float | str | None = None
    max: float | str | None = None


class _Posting(msgspec.Struct, gc=False):
    """A posting. ``opening`` and ``descriptionBody`` are parts of ``description`` and therefore not read."""

    id: int | float | str
    #: The title.
    text: str
    #: Milliseconds since 1970, of the posting's creation; not documented. There is no time of the last change.
    createdAt: int | float | None = None  # noqa: N815
    categories: _Categories | None = None
    #: "unspecified", "onsite" (the README: "on-site"), "remote" or "hybrid".
    workplaceType: str | None = None  # noqa: N815
    salaryRange: _SalaryRange | None = None  # noqa: N815
    description: str | None = None
    descriptionPlain: str | None = None  # noqa: N815
    lists: list[_Section] | None = None
    additional: str | None = None
    additionalPlain: str | None = None  # noqa: N815
    hostedUrl: str | None = None  # noqa: N815
    applyUrl: str | None = None  # noqa: N815


class _Group(msgspec.Struct, gc=False):
    """What a site sends instead of postings when groups are requested."""

    postings: msgspec.Raw


def check_identifier(identifier: str) -> str | None:
    """Return what is wrong with a site name ("spotify", "eu/tomtom"), with a correct one; None when it can be one."""
    return check_name(_site_of(identifier)[1], "site name", _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for the whole site.

    Without ``mode=json`` the Accept header decides, and HTML is possible. ``group`` is never sent: it changes the
    shape.
    """
    region, site = _site_of(source.identifier)
    url = f"https://{_API_HOSTS[region]}/v0/postings/{quote(site, safe='')}?mode=json"
    return Request(url=url, limit=_LIMITS[region], headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the site; it never says how many postings it has.

    Raises `BoardError` when the answer is not a list of postings.
    """
    what = f"Lever site {source.identifier}"
    region, site = _site_of(source.identifier)
    other = site if region else f"eu/{site}"
    require_ok(
        page, what, missing=f'there is no board of that name in this region; try "{other}", or the company has moved'
    )
    rows: list[_Posting] | list[msgspec.Raw] = decode_list(page, list, _Posting, what)
    parsed = read_jobs(rows, _Posting, lambda posting, external_id: _read_job(source, posting, external_id), what)
    if parsed.lost and any(decode_or_none(raw, _Group) for raw in decode_json(page, list[msgspec.Raw], what)):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer holds groups of postings, not postings")
    return parsed


def detect(url: str) -> Source | None:
    """Recognise a site by its page, a posting, a frame or an API URL, in either region; None when it is not Lever's."""
    address = read_address(url)
    region = _REGION_OF.get(address.host) if address else None
    if address is None or region is None:
        return None
    segments = address.segments
    if address.host == _API_HOSTS[region]:
        if segments[:2] != ("v0", "postings"):
            return None
        segments = segments[2:]
    if not segments or check_name(segments[0], "site name", _EXAMPLE) is not None:
        return None
    identifier = f"{region}/{segments[0]}" if region else segments[0]
    return Source(type=TYPE, identifier=identifier, name=guess_name(segments[0]))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the sites that an employer's page links to or embeds, by an address or by the options of a script."""
    named = (found[1].strip() for found in _EMBED_OPTIONS.finditer(page.live_text))
    sites = (detect(f"//{_PAGE_HOSTS['']}/{quote(name, safe='')}") for name in named)
    return [*page.boards(detect), *(Candidate(site, Evidence.EMBED) for site in sites if site is not None)]


def _site_of(identifier: str) -> tuple[str, str]:
    """Return (region, site): "eu/tomtom" → ("eu", "tomtom"), "spotify" → ("", "spotify")."""
    region, slash, site = identifier.partition("/")
    return (region, site) if slash and region == "eu" else ("", identifier)


def _read_job(source: Source, posting: _Posting, external_id: str) -> RawJob:
    categories = posting.categories or _Categories()
    return RawJob(
        external_id=external_id,
        title=posting.text,
        locations=_read_locations(categories),
        url=clean_url(posting.hostedUrl) or _page_of(source, external_id),
        apply_url=clean_url(posting.applyUrl),
        department=categories.department or categories.team or None,
        employment_type=categories.commitment or None,
        workplace=posting.workplaceType if posting.workplaceType not in ("", "unspecified") else None,
        salary=_read_salary(posting.salaryRange),
        posted_at=parse_epoch_ms(posting.createdAt),
        description=_read_description(posting),
        markup=Markup.HTML,
    )


def _page_of(source: Source, external_id: str) -> str:
    region, site = _site_of(source.identifier)
    return f"https://{_PAGE_HOSTS[region]}/{quote(site, safe='')}/{quote(external_id, safe='')}"


def _read_locations(categories: _Categories) -> tuple[str, ...]:
    primary = categories.location
    others = (place for place in categories.allLocations or () if place and place != primary)
    return (primary, *others) if primary else tuple(others)


def _read_salary(pay: _SalaryRange | None) -> Salary | None:
    if pay is None:
        return None
    low, high = amount(pay.min), amount(pay.max)
    if low is None and high is None:
        return None
    return read_salary(low, high, pay.currency, pay.interval)


def _read_description(posting: _Posting) -> str:
    """Return the whole text as HTML: description, lists, closing words. Plain text replaces missing HTML."""
    parts = [posting.description or _to_html(posting.descriptionPlain)]
    for section in posting.lists or ():
        if section.text:
            parts.append(f"<h3>{escape(section.text, quote=False)}</h3>")
        if section.content:
            parts.append(f"<ul>{section.content}</ul>")
    parts.append(posting.additional or _to_html(posting.additionalPlain))
    return "".join(parts)


def _to_html(plain: str | None) -> str:
    """Return plain text as HTML with the same lines."""
    return "<div>" + escape(plain, quote=False).replace("\n", "<br>") + "</div>" if plain else ""
