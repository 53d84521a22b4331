"""NEOGOV (governmentjobs.com): all postings of an agency in one RSS feed.

Fields as seen in recordings of a state's feed, 2012 and 2013; the feed's address as reported in 2026.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.dates import read_moment
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.feed import FeedItem, read_feed
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.utils.time import parse_http_date

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "neogov"
LABEL = "NEOGOV"

_LIMIT = HostLimit(name="neogov", concurrency=4)
_AGENCY_HOST = "agency.governmentjobs.com"
_HOSTS = frozenset({"governmentjobs.com", "www.governmentjobs.com"})
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,60})", re.ASCII)
#: Pages of the vendor's own at the hosts of agencies.
_OTHERS = frozenset({"home", "jobs", "jobfeed", "index", "careers"})


class _Row(NamedTuple):
    id: str | None
    item: FeedItem


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with an agency's name ("michigan"), with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    example = 'write the name of the agency alone, such as "michigan" from www.governmentjobs.com/careers/michigan'
    return f'"{identifier[:80]}" is not an agency name of NEOGOV; {example}'


def first_request(source: Source) -> Request:
    """Return the request for the feed."""
    url = f"https://{_AGENCY_HOST}/jobfeed.cfm?agency={quote(source.identifier, safe='')}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/rss+xml, application/xml, text/xml"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the feed; it never says how many postings it has.

    Postings whose time is over stay in it (recorded): they are left out by the server's own clock, and none is when the
    answer has no ``Date``. Raises `BoardError` for everything but the feed.
    """
    what = f"NEOGOV agency {source.identifier}"
    require_ok(page, what, missing="there is no agency of that name, or it shows no feed")
    now = parse_http_date(page.headers.get("date", ""))
    rows = [_Row(item.text_of("jobId"), item) for item in read_feed(page, what).items]
    return read_rows(rows, lambda row, external_id: _read_job(source, row.item, external_id, now), what)


def detect(url: str) -> Source | None:
    """Recognise an agency by its page, a posting or its feed; None for others."""
    address = read_address(url)
    if address is None:
        return None
    segments = address.segments
    if address.host == _AGENCY_HOST:
        name = address.query.get("agency", "") if segments[:1] == ("jobfeed.cfm",) else "".join(segments[:1])
    elif address.host in _HOSTS and segments[:1] == ("careers",):
        name = "".join(segments[1:2])
    else:
        return None
    if name.lower() in _OTHERS or not _NAME.fullmatch(name):
        return None
    return Source(type=TYPE, identifier=name.lower(), name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the agencies that a page links to or embeds."""
    return page.boards(detect)


def _read_job(source: Source, item: FeedItem, external_id: str, now: datetime | None) -> RawJob | None:
    """Return the posting; None when its time is over."""
    end = read_moment(item.text_of("advertiseToDateTimeUTC"))
    if now is not None and end is not None and end < now:
        return None
    place = ", ".join(part for part in (item.text_of("location"), item.text_of("state")) if part)
    agency = quote(source.identifier, safe="")
    return RawJob(
        external_id=external_id,
        title=require_title(item.title),
        locations=(place,) if place else (),
        url=item.link or f"https://www.governmentjobs.com/careers/{agency}/jobs/{external_id}",
        department=item.text_of("department"),
        employment_type=item.text_of("jobType"),
        salary=_read_salary(item),
        posted_at=read_moment(item.text_of("advertiseFromDateUTC") or item.text_of("advertiseFromDate")),
        description=item.description,
    )


def _read_salary(item: FeedItem) -> Salary | None:
    """Return the pay: "37.33" to "52.47", "USD", "Hour"; "Not Displayed" is none."""
    low, high = amount(item.text_of("minimumSalary")), amount(item.text_of("maximumSalary"))
    if low is None and high is None:
        return None
    return read_salary(low, high, item.text_of("salaryCurrency"), item.text_of("salaryInterval"))
