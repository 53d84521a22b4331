"""What stands for an empty search page of SuccessFactors: the interface that its script asks, and a feed for Google.

Neither is documented, and both are as publicly reported in 2026. The interface gives 10 postings a page whatever is
asked for, and those of one language: with another one it has none, with status 200. On some sites the same page is
not the same twice; such a walk misses postings, and is called incomplete. Sites without the interface refuse it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detail_page import ListedPage, detail_posting
from jobscan.sources.kit.feed import FeedItem, read_feed
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, seen_only
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.paging import further_numbers
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.sources.kit.values import text_of, texts_of
from jobscan.utils.text import clean_line
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.html import WebPage

_LIMIT = HostLimit(name="successfactors", concurrency=4)
#: Languages that are asked for after the page's own.
_COMMON = ("en_US", "en_GB")
_LOCALE = re.compile(r"\blocale(?:=|[\"']?\s{0,5}[:=]\s{0,5}[\"'])([a-z]{2}_[A-Z]{2})\b")
_TAG = re.compile(r"<[^<>]{0,200}>")
_ID = re.compile(r"\d{3,18}", re.ASCII)
#: "/job/{title}/{number}-{language}", of either half of the address.
_LINK = re.compile(r"/job/(?:[^/?#]+/)?(?P<number>\d{3,18})(?:-[a-z]{2}_[A-Z]{2})?/?(?:[?#]|\Z)")
_NOTHING = (
    "its search page has no rows, and neither the site's interface nor its feed has a posting: it may have none, or be"
    " of another make; look at the page in a browser, and report it with its address if there are postings"
)


@dataclass(frozen=True, slots=True)
class SiteSearch:
    """The request is for a page of the interface."""

    #: The first is asked for now; the others when it has nothing.
    locales: tuple[str, ...]
    #: From 0.
    number: int = 0


@dataclass(frozen=True, slots=True)
class GoogleFeed:
    """The request is for the feed."""


class _Job(msgspec.Struct):
    """A posting. Employers choose what ``filter1`` and others mean; the day is in the order of the language."""

    id: int | str
    unifiedStandardTitle: str  # noqa: N815 - the API's name
    #: Percent-encoded already.
    unifiedUrlTitle: Any = None  # noqa: N815
    urlTitle: Any = None  # noqa: N815
    #: "Tampa, USA-FL, USA, 33634<br/>" each.
    jobLocationShort: Any = None  # noqa: N815


class _Row(msgspec.Struct):
    response: _Job


class _LeastJob(msgspec.Struct):
    id: Any = None


class _Least(msgspec.Struct):
    response: _LeastJob


class _List(msgspec.Struct):
    """A page; past the end, and in a language without postings, it has no list."""

    totalJobs: int  # noqa: N815
    jobSearchResult: list[msgspec.Raw] | None = None  # noqa: N815


class _Item(NamedTuple):
    id: str | None
    item: FeedItem


def ask_site(host: str, html: WebPage) -> ParsedPage:
    """Return the request for the interface of a site whose search page has no rows."""
    named = _LOCALE.search(html.source)
    parts = (html.language or "").replace("-", "_").partition("_")
    own = named[1] if named else f"{parts[0].lower()}_{parts[2].upper()}" if len(parts[2]) == 2 else _COMMON[0]
    locales = tuple(dict.fromkeys((own, *_COMMON)))
    return ParsedPage(next=(_search_request(host, SiteSearch(locales)),))


def read_site_search(host: str, asked: SiteSearch, page: Page, what: str) -> ParsedPage:
    """Read a page of the interface; the first one asks for all others, for another language, or for the feed.

    Raises `BoardError` for a later page that is none.
    """
    is_first = asked.number == 0
    try:
        require_ok(page, what)
        listing = decode_json(page, _List, what)
    except BoardError as exc:
        if is_first and exc.kind is not BoardFailure.TOO_MANY:
            return ParsedPage(next=(_feed_request(host),))
        raise
    rows = listing.jobSearchResult or []
    if is_first and not rows:
        others = asked.locales[1:]
        return ParsedPage(next=(_search_request(host, SiteSearch(others)) if others else _feed_request(host),))
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.response.id),
        posting_of=lambda row, external_id: _read_row(host, asked.locales[0], row.response, external_id),
        seen_of=seen_only,
        noun="posting",
    )
    parsed = reader.read(rows, what)
    if not is_first:
        return parsed
    if listing.totalJobs < len(rows):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has more postings than it says that there are")
    numbers = range(1, len(further_numbers(listing.totalJobs, len(rows), what)) + 1)
    further = tuple(_search_request(host, replace(asked, number=number)) for number in numbers)
    return replace(parsed, total=listing.totalJobs, next=further)


def read_google_feed(host: str, page: Page, what: str) -> ParsedPage:
    """Read the feed, which has whole postings and no days; raise `BoardError` when it is none or has no posting."""
    if page.status in (404, 410):
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: {_NOTHING}")
    require_ok(page, what)
    items = read_feed(page, what).items
    if not items:
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: {_NOTHING}")
    rows = [_Item(_number_of(item), item) for item in items]
    return read_rows(rows, lambda row, external_id: _read_item(host, row.item, external_id), what)


def _search_request(host: str, asked: SiteSearch) -> Request:
    body = {
        "locale": asked.locales[0],
        "pageNumber": asked.number,
        "sortBy": "",
        "keywords": "",
        "location": "",
        "facetFilters": {},
        "brand": "",
        "skills": [],
        "categoryId": 0,
        "alertId": "",
        "rcmCandidateId": "",
    }
    return Request(
        url=f"https://{host}/services/recruiting/v1/jobs",
        limit=_LIMIT,
        method="POST",
        headers={"Accept": "application/json", "Content-Type": "application/json"},
        body=msgspec.json.encode(body),
        context=asked,
    )


def _feed_request(host: str) -> Request:
    headers = {"Accept": "application/xml, text/xml, application/rss+xml"}
    return Request(url=f"https://{host}/googlefeed.xml", limit=_LIMIT, headers=headers, context=GoogleFeed())


def _read_row(host: str, locale: str, job: _Job, external_id: str) -> ReadRow:
    if not _ID.fullmatch(external_id):
        return ReadRow(seen_only(job, external_id, "no number"), f"({external_id[:40]}) has an id that is no number")
    slug = text_of(job.unifiedUrlTitle) or text_of(job.urlTitle) or "job"
    # What is no part of a path is left out: the number finds the posting.
    page = clean_url(f"https://{host}/job/{slug}/{external_id}-{locale}") if not set("/?#") & set(slug) else None
    listed = ListedPage(
        id=external_id,
        link=page or f"https://{host}/job/job/{external_id}-{locale}",
        title=job.unifiedStandardTitle,
        places=tuple(
            place for text in texts_of(job.jobLocationShort) if (place := clean_line(_TAG.sub(" ", text), 200))
        ),
    )
    if not listed.title.strip():
        return ReadRow(seen_only(job, external_id, "no title"), f"({external_id[:40]}) has no title")
    return ReadRow(detail_posting(listed, external_id, _LIMIT))


def _number_of(item: FeedItem) -> str | None:
    """Return the number in the item's link, else the one that it has for Google."""
    found = _LINK.search(item.link or "")
    named = item.text_of("id")
    return found["number"] if found else named if named and _ID.fullmatch(named) else None


def _read_item(host: str, item: FeedItem, external_id: str) -> RawJob:
    place = item.text_of("location")
    title = require_title(item.title)
    if place and title.endswith(f" ({place})"):
        title = title.removesuffix(f" ({place})")
    text = item.description
    return RawJob(
        external_id=external_id,
        title=title,
        locations=(place,) if place else (),
        # What follows tells the site who sent its visitor.
        url=item.link.partition("?")[0] if item.link else f"https://{host}/job/job/{external_id}/",
        # Escaped once more than a feed needs.
        description=unescape(text) if "&lt;" in text and "<" not in text else text,
    )
