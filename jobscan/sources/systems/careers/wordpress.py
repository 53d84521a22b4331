"""WP Job Manager, a plugin of WordPress: its REST interface and its feed, recognised by the markup of a page.

Interface, fields of ``meta`` and the feed "job_feed" as in the plugin's source (2026); paging as in WordPress's REST
handbook. Nothing was recorded.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

import msgspec

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import Audience, HostLimit, Request
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.dates import read_moment
from jobscan.sources.kit.feed import FeedItem, read_feed
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_list, require_ok
from jobscan.sources.kit.links import is_same_site
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.sources.kit.rows import read_rows, require_title, whole_posting
from jobscan.sources.kit.xml import child_text
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import Posting
    from jobscan.sources.kit.html import WebPage

#: WordPress gives no more at once.
_PER_PAGE = 100
_MOST_PAGES = 250
#: The feed has no pages: one that is full may lack some.
_FEED_LENGTH = 500
_MARKUP = '.job_listings, .job_listing, [href*="/plugins/wp-job-manager"], [src*="/plugins/wp-job-manager"]'
#: The number of a posting in its guid, "https://acme.com/?post_type=job_listing&#038;p=123".
_GUID = re.compile(r"[?&;]p=(\d{1,12})(?!\d)")


class WordpressList(NamedTuple):
    """A request's context: a page of the plugin's list, or its feed where the interface is closed."""

    #: The address of the site's REST interface.
    root: str
    number: int = 1
    is_feed: bool = False


class _Rendered(msgspec.Struct):
    rendered: str


class _Listing(msgspec.Struct):
    id: int
    title: _Rendered
    link: str | None = None
    content: _Rendered | None = None
    date_gmt: str | None = None
    modified_gmt: str | None = None
    #: An object; an empty list where there is none.
    meta: Any = None


class _FeedRow(NamedTuple):
    id: str | None
    item: FeedItem


def find_interface(page: WebPage) -> WordpressList | None:
    """Return the plugin's list for a page that shows its postings; None when the page has nothing of the plugin."""
    if page.first(_MARKUP) is None:
        return None
    named = page.first('link[rel="https://api.w.org/"][href]')
    root = page.absolute(named.attributes.get("href")) if named is not None else None
    if root is None or not is_same_site(root, page.base):
        root = urljoin(page.base, "/wp-json/")
    return WordpressList(root)


def request_list(wanted: WordpressList, limit: HostLimit) -> Request:
    """Return the request for a page of the list, or for the feed."""
    if wanted.is_feed:
        site = wanted.root.partition("?")[0].partition("/wp-json")[0].rstrip("/")
        url = f"{site}/?feed=job_feed&posts_per_page={_FEED_LENGTH}"
        return Request(url=url, limit=limit, headers={"Accept": "application/rss+xml, application/xml"}, context=wanted)
    # Without permalinks the root is "/?rest_route=/".
    mark = "&" if "?" in wanted.root else "?"
    url = f"{wanted.root.rstrip('/')}/wp/v2/job-listings{mark}per_page={_PER_PAGE}&page={wanted.number}"
    return Request(url=url, limit=limit, headers={"Accept": "application/json"}, audience=Audience.API, context=wanted)


def read_wordpress(request: Request, page: Page, what: str) -> ParsedPage:
    """Read a page of the list, or the feed; where the interface is closed, the feed is asked for.

    Raises `BoardError` when neither can be read.
    """
    wanted: WordpressList = request.context
    what = f"job listings of {what}"
    if wanted.is_feed:
        return _read_feed(page, what)
    if wanted.number == 1 and (page.status in (401, 403, 404) or "json" not in page.content_type):
        return ParsedPage(next=(request_list(wanted._replace(is_feed=True), request.limit),))
    if wanted.number > 1 and page.status == 400:
        # Beyond the last page.
        return ParsedPage()
    require_ok(page, what)
    rows: list[_Listing] | list[msgspec.Raw] = decode_list(page, list, _Listing, what)
    read = read_jobs(rows, _Listing, _to_job, what)
    return _with_next(read, wanted, len(rows), page, request.limit)


def _with_next(read: ParsedPage, wanted: WordpressList, count: int, page: Page, limit: HostLimit) -> ParsedPage:
    """Add the requests for the pages behind this one: all of them where the server says how many there are."""
    said = page.headers.get("x-wp-totalpages", "")
    pages = int(said) if re.fullmatch(r"[0-9]{1,6}", said) else None
    if pages is None:
        numbers = range(wanted.number + 1, wanted.number + 2 if count >= _PER_PAGE else 0)
    else:
        numbers = range(2, pages + 1) if wanted.number == 1 else range(0)
    if max(numbers, default=0) > _MOST_PAGES:
        raise BoardError(BoardFailure.TOO_MANY, f"more than {_MOST_PAGES} pages of job listings")
    further = tuple(request_list(wanted._replace(number=number), limit) for number in numbers)
    return ParsedPage(postings=read.postings, problems=read.problems, lost=read.lost, next=further)


def _to_job(listing: _Listing, external_id: str) -> RawJob | None:
    """Return a posting; None for one that is filled, which stays in the list."""
    meta = listing.meta if isinstance(listing.meta, dict) else {}
    if _says_yes(meta.get("_filled")):
        return None
    place = _words(meta.get("_job_location"))
    application = _words(meta.get("_application"))
    return RawJob(
        external_id=external_id,
        title=unescape(listing.title.rendered),
        company=_words(meta.get("_company_name")),
        locations=(place,) if place else (),
        url=clean_url(listing.link) or "",
        apply_url=clean_url(application) if application and "://" in application else None,
        workplace="Remote" if _says_yes(meta.get("_remote_position")) else None,
        salary=_salary(meta),
        posted_at=read_moment(listing.date_gmt),
        updated_at=read_moment(listing.modified_gmt),
        description=listing.content.rendered if listing.content is not None else "",
    )


def _says_yes(value: object) -> bool:
    """Say whether a flag is set: true, 1 or "1"."""
    return value in (True, 1, "1", "true", "yes")


def _words(value: object) -> str | None:
    return unescape(value).strip() or None if isinstance(value, str) else None


def _salary(meta: dict[str, Any]) -> Salary | None:
    pay = meta.get("_job_salary")
    sum_ = amount(pay.replace(",", "") if isinstance(pay, str) else pay) if isinstance(pay, str | int | float) else None
    if sum_ is None:
        return None
    return read_salary(sum_, sum_, _words(meta.get("_job_salary_currency")), _words(meta.get("_job_salary_unit")))


def _read_feed(page: Page, what: str) -> ParsedPage:
    feed = read_feed(page, what)
    if len(feed.items) >= _FEED_LENGTH:
        raise BoardError(BoardFailure.TOO_MANY, f"{what}: a feed of {len(feed.items)} items may lack some")
    return read_rows([_FeedRow(_id_of(item), item) for item in feed.items], _to_posting, what)


def _id_of(item: FeedItem) -> str | None:
    """Return the number that the interface has as the posting's id, else what the feed calls it."""
    number = _GUID.search(item.id or "")
    return number[1] if number else item.id


def _to_posting(row: _FeedRow, external_id: str) -> Posting:
    item = row.item
    place = child_text(item.element, "location")
    job = RawJob(
        external_id=external_id,
        title=unescape(require_title(item.title)),
        company=child_text(item.element, "company"),
        locations=(place,) if place else (),
        url=item.link or "",
        employment_type=child_text(item.element, "job_type"),
        posted_at=item.published,
        description=item.description,
    )
    return whole_posting(job)
