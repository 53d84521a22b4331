"""Teamtailor: the JSON Feed of a career site at teamtailor.com, in pages of 100, with whole postings.

The feed's form is JSON Feed 1.1 with a schema.org JobPosting in each item; the vendor documents its RSS twin only.
Fields are those of recorded boards of five employers (2026); what only public reports of that year say is marked as
reported. A site's own host may be a stale copy (reported): the one at teamtailor.com is always asked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import canonical_id, read_jobs
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.pay import read_salary
from jobscan.sources.kit.values import amount_of, join_place, text_of, texts_of
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "teamtailor"
LABEL = "Teamtailor"

_DOMAIN = "teamtailor.com"
_LIMIT = HostLimit(name="teamtailor", concurrency=4)
#: What the feed's own links ask for.
_PAGE_SIZE = 100
#: With the label of its region for some: "bearingpointusa.na".
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z]{2,4})?", re.ASCII)
#: Hosts of the vendor's own; "career" is its own board.
_SERVICES = frozenset("api app assets cdn docs help images status support tt www".split())
#: Behind the name of a company when another one has it already: a moment in seconds.
_SUFFIX = re.compile(r"-\d{9,12}(?=\.|\Z)", re.ASCII)
_EXAMPLE = f'"leaseweb" for leaseweb.{_DOMAIN}, or "bearingpointusa.na"'


class _Item(msgspec.Struct):
    """A posting. Of fields that matter less than id, title and address another type is as good as none."""

    #: A UUID, the same as in the RSS feed.
    id: str
    title: str
    url: Any = None
    #: "2026-05-26T08:33:05+02:00".
    date_published: Any = None
    #: Where sent (reported).
    date_modified: Any = None
    content_html: Any = None
    jobposting: Any = msgspec.field(default=None, name="_jobposting")


class _Feed(msgspec.Struct):
    items: list[msgspec.Raw]
    #: None on the last page.
    next_url: Any = None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a name at teamtailor.com, with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier) and identifier not in _SERVICES:
        return None
    return f'"{identifier[:80]!a}" is not a name at {_DOMAIN}; write what stands before it, such as {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the feed's first page: without a number, its validators are those of the whole feed."""
    return Request(url=_feed_of(source), limit=_LIMIT, headers={"Accept": "application/json"}, context=1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the feed; each but the last one names the next. It never says how many postings there are.

    Raises `BoardError` when the answer is no feed.
    """
    what = f"Teamtailor site {source.identifier}"
    require_ok(page, what)
    feed = decode_json(page, _Feed, what)
    parsed = read_jobs(feed.items, _Item, lambda item, external_id: _read_job(source, item, external_id), what)
    has_more = text_of(feed.next_url) is not None
    if not feed.items and (has_more or request.context > 1):
        # The page before it said that there are more, and nothing else would tell that they are missing.
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: page {request.context} of its feed has no postings")
    if not has_more:
        return parsed
    number = request.context + 1
    url = f"{_feed_of(source)}?page={number}&per_page={_PAGE_SIZE}"
    further = Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=number)
    return replace(parsed, next=(further,))


def detect(url: str) -> Source | None:
    """Recognise a site by any address at teamtailor.com; None for other hosts, whose addresses do not show it."""
    address = read_address(url)
    if address is None or not address.host.endswith(f".{_DOMAIN}"):
        return None
    name = address.host.removesuffix(f".{_DOMAIN}")
    if check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(_SUFFIX.sub("", name).partition(".")[0]))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the sites that an employer's page links to or embeds."""
    return page.boards(detect)


def _feed_of(source: Source) -> str:
    return f"https://{source.identifier}.{_DOMAIN}/jobs.json"


def _read_job(source: Source, item: _Item, external_id: str) -> RawJob:
    posting = _fields(item.jobposting)
    return RawJob(
        external_id=external_id,
        title=item.title,
        company=text_of(_fields(posting.get("hiringOrganization")).get("name")),
        locations=_read_locations(posting.get("jobLocation")),
        url=clean_url(item.url) or _page_of(source, posting),
        employment_type=", ".join(texts_of(posting.get("employmentType"))) or None,
        # TELECOMMUTE, or nothing.
        workplace=text_of(posting.get("jobLocationType")),
        salary=_read_pay(_fields(posting.get("baseSalary"))),
        posted_at=parse_iso(item.date_published) or parse_iso(posting.get("datePosted")),
        updated_at=parse_iso(item.date_modified),
        description=text_of(item.content_html) or text_of(posting.get("description")) or "",
    )


def _page_of(source: Source, posting: dict[str, Any]) -> str:
    """Return the posting's page by its number, else that of all postings."""
    number = canonical_id(_fields(posting.get("identifier")).get("value"))
    return f"https://{source.identifier}.{_DOMAIN}/jobs" + (f"/{quote(number, safe='')}" if number else "")


def _fields(value: object) -> dict[str, Any]:
    """Return the fields of an object; none for anything else."""
    return value if isinstance(value, dict) else {}


def _read_locations(places: object) -> tuple[str, ...]:
    """Return towns with the code of their country; regions are the employer's own ("APAC", "Europe", "Germany")."""
    addresses = (_fields(_fields(place).get("address")) for place in (places if isinstance(places, list) else [places]))
    named = (
        join_place(text_of(each.get("addressLocality")) or each.get("addressRegion"), each.get("addressCountry"))
        for each in addresses
    )
    return tuple(place for place in named if place)


def _read_pay(pay: dict[str, Any]) -> Salary | None:
    """Return the salary: a range, or one amount; None when there is none."""
    value = _fields(pay.get("value"))
    low, high = amount_of(value.get("minValue")), amount_of(value.get("maxValue"))
    if low is None and high is None:
        low = high = amount_of(value.get("value"))
    if low is None and high is None:
        return None
    return read_salary(low, high, text_of(pay.get("currency")), text_of(value.get("unitText")))
