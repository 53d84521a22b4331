"""NEOGOV: the RSS feeds of agencies at governmentjobs.com, and the lists there and at schooljobs.com.

Fields of the feed as seen in recordings of a state's, 2012 and 2013; its address as reported in 2026. The list is the
part of a page that the page's own script asks for, 10 postings at a time, as reported by several in 2026. It is what
schools have, and what is asked of an agency that has no feed. Names at the two hosts are not the same employers'.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import ParsedPage
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.dates import read_moment
from jobscan.sources.kit.detail_page import ListedPage, detail_posting, read_detail
from jobscan.sources.kit.detection import guess_name, match_identifier, read_address
from jobscan.sources.kit.feed import FeedItem, read_feed
from jobscan.sources.kit.html import WebPage, first_in, node_text, parse_html
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.paging import further_numbers
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.utils.time import parse_http_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from jobscan.domain.page import Page
    from jobscan.domain.posting import Posting
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "neogov"
LABEL = "NEOGOV"

_LIMIT = HostLimit(name="neogov", concurrency=4)
_AGENCY_HOST = "agency.governmentjobs.com"
_AGENCIES, _SCHOOLS = "governmentjobs.com", "schooljobs.com"
_IDENTIFIER = re.compile(rf"(?:(?P<host>{re.escape(_SCHOOLS)})/)?(?P<name>[A-Za-z0-9][A-Za-z0-9_-]{{0,60}})", re.ASCII)
#: Pages of the vendor's own at the hosts of agencies.
_OTHERS = frozenset({"home", "jobs", "jobfeed", "jobinfo", "applications", "index", "careers"})
#: "/careers/{agency}/jobs/{number}/{title}"
_POSTING = re.compile(r"/careers/[^/]+/jobs/(?P<number>\d{1,12})(?:/|\Z)")
#: Where the lists of all agencies are.
_LIST_PATH = ("careers", "home", "index")
_COUNT = "#job-postings-number"
_MISSING = "there is no agency of that name, or it shows neither a feed nor a list"


class _Row(NamedTuple):
    id: str | None
    item: FeedItem


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with an agency's name ("michigan", "schooljobs.com/ummissoula"); None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    example = (
        'write the name of the agency alone, such as "michigan" from www.governmentjobs.com/careers/michigan, or with'
        f' its host, such as "{_SCHOOLS}/ummissoula"'
    )
    return f'"{identifier[:80]}" is not an agency name of NEOGOV; {example}'


def first_request(source: Source) -> Request:
    """Return the request for the feed, or for the first page of a school's list.

    Raises `BoardError` when the identifier is none.
    """
    found = match_identifier(source, _IDENTIFIER, check_identifier)
    if found["host"]:
        return _list_request(source, 1)
    url = f"https://{_AGENCY_HOST}/jobfeed.cfm?agency={quote(source.identifier, safe='')}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/rss+xml, application/xml, text/xml"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the feed, a page of the list, or the page of a posting.

    The feed never says how many postings it has, and keeps those whose time is over (recorded): they are left out by
    the server's own clock, and none is when the answer has no ``Date``. The first page of a list says how many there
    are. Raises `BoardError` for everything else.
    """
    what = f"NEOGOV agency {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        return read_detail(request, page, what, text_in="#details-info")
    if request.context is not None:
        return _read_list(source, request.context, page, what)
    if page.status in (404, 410):
        return ParsedPage(next=(_list_request(source, 1),))
    require_ok(page, what, missing=_MISSING)
    now = parse_http_date(page.headers.get("date", ""))
    rows = [_Row(item.text_of("jobId"), item) for item in read_feed(page, what).items]
    return read_rows(rows, lambda row, external_id: _read_job(source, row.item, external_id, now), what)


def detect(url: str) -> Source | None:
    """Recognise an agency by its page, a posting, its feed or a link of somebody's widget; None for others."""
    address = read_address(url)
    if address is None:
        return None
    segments, host = address.segments, address.host.removeprefix("www.")
    if host == _AGENCY_HOST:
        name = address.query.get("agency", "") if segments[:1] == ("jobfeed.cfm",) else "".join(segments[:1])
    elif host in (_AGENCIES, _SCHOOLS) and segments[:1] == ("careers",):
        name = address.query.get("agency", "") if segments == _LIST_PATH else "".join(segments[1:2])
    else:
        return None
    name = name.lower()
    if name in _OTHERS or not _IDENTIFIER.fullmatch(name):
        return None
    return Source(type=TYPE, identifier=f"{host}/{name}" if host == _SCHOOLS else name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the agencies that a page links to or embeds."""
    return page.boards(detect)


def _list_request(source: Source, number: int) -> Request:
    host, _, name = source.identifier.rpartition("/")
    query = f"agency={quote(name, safe='')}&page={number}&sort=PositionTitle&isDescendingSort=false"
    return Request(
        url=f"https://www.{host or _AGENCIES}/{'/'.join(_LIST_PATH)}?{query}",
        limit=_LIMIT,
        # Without it the answer is the whole page, which has no postings.
        headers={"Accept": "text/html", "X-Requested-With": "XMLHttpRequest"},
        audience=Audience.PAGE,
        context=number,
    )


def _read_list(source: Source, number: int, page: Page, what: str) -> ParsedPage:
    html = parse_html(page, what, missing=_MISSING)
    count = html.first(_COUNT)
    words = node_text(count).replace(",", "") if count is not None else ""
    is_empty = html.first(".jobs-not-found-container") is not None and not words
    is_frame = "<html" in html.source[:4_096].lower()
    if is_frame or not (is_empty or (words.isascii() and words.isdigit() and len(words) < 9)):
        # A name that nobody has is answered with the frame of the page, too.
        reason = f"{what}: the answer is no list of postings; check the name against the address of its careers page"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    rows = list(_rows(html))
    total = int(words or 0)
    if bool(rows) != bool(total) and number == 1:
        reason = f"{what}: the answer has {len(rows)} rows and says that there are {total} postings"
        raise BoardError(BoardFailure.UNREADABLE, reason)

    def read(row: ListedPage, external_id: str) -> Posting:
        require_title(row.title)
        return detail_posting(row, external_id, _LIMIT)

    parsed = read_rows(rows, read, what, noun="row")
    if number > 1:
        return parsed
    numbers = further_numbers(total, len(rows), what)
    return replace(parsed, total=total, next=tuple(_list_request(source, further) for further in numbers))


def _rows(html: WebPage) -> Iterator[ListedPage]:
    """Yield the cards of the list; the table beside them has the same postings, and their places."""
    places = {
        cell.attributes.get("data-job-id"): node_text(found)
        for cell in html.select("th.job-table-title[data-job-id]")
        if cell.parent is not None and (found := first_in(cell.parent, ".job-table-location")) is not None
    }
    for node in html.select("li.list-item[data-job-id]"):
        link = first_in(node, "a.item-details-link[href]")
        url = html.absolute(link.attributes.get("href")) if link is not None else None
        if link is None or url is None:
            continue
        posting = _POSTING.match(urlsplit(url).path)
        number = posting["number"] if posting else None
        place = places.get(number)
        # Words about place, type, pay and category, and the beginning of the text: they tell of changes.
        about = (first_in(node, part) for part in (".list-meta", ".list-entry"))
        yield ListedPage(
            id=number,
            link=url.partition("?")[0],
            title=node_text(link),
            places=(place,) if place else (),
            department=link.attributes.get("data-department-name") or None,
            stamp=" ".join(node_text(part) for part in about if part is not None),
        )


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
