"""A careers page that belongs to no known system, read as its owner meant it for machines.

With ``select``, the rows that it finds are the postings: a list that only people can read, see `learning`. Otherwise,
in this order: the JobPostings that the page itself describes (JSON-LD or microdata of schema.org); the list of a plugin
of WordPress; a feed of postings that it names; its links to postings of the same site, whose pages describe them. The
site map says when those changed, and lists them where the page has no links.

With ``render`` all of this is read of what the page's scripts made in a browser; feeds and site maps need none.

JSON-LD as defined at schema.org and in Google's guide for job postings, site maps at sitemaps.org; both as seen in
recordings of eight sites, 2026.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detail_page import ListedPage, detail_posting, read_detail
from jobscan.sources.kit.detection import read_address, require_identifier
from jobscan.sources.kit.feed import FeedItem, read_feed
from jobscan.sources.kit.hosts import guess_owner
from jobscan.sources.kit.html import WebPage, parse_html
from jobscan.sources.kit.items import fingerprint
from jobscan.sources.kit.job_posting import JobPosting, read_posting
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.json_ld import find_postings
from jobscan.sources.kit.links import is_same_site, without_tracking
from jobscan.sources.kit.rows import read_rows, require_title, whole_posting
from jobscan.sources.kit.xml import child_text, children_of, local_name, parse_xml
from jobscan.sources.systems.careers.finding import (
    PostingLink,
    is_posting_address,
    posting_feeds,
    posting_links,
    says_nothing_is_open,
)
from jobscan.sources.systems.careers.scripted import needs_scripts, read_scripted, rendered_details
from jobscan.sources.systems.careers.selected import read_list, read_row_detail
from jobscan.sources.systems.careers.wordpress import WordpressList, find_interface, read_wordpress, request_list
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.job import RawJob
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "careers"
LABEL = "Careers page"

#: Site maps of one site that are read: those of other languages and of news are none of ours.
_MOST_MAPS = 20
_EXAMPLE = 'write the address of the page with its postings without "https://", such as "acme.com/careers"'


@dataclass(frozen=True, slots=True)
class _Feed:
    """The request is for a feed that the page names."""


@dataclass(frozen=True, slots=True)
class _Map:
    """The request is for a site map."""

    #: What the page links to; with none, the map lists the postings.
    links: tuple[PostingLink, ...]
    #: Whether it is named by an index of maps.
    is_inner: bool = False


class _Described(NamedTuple):
    """A posting that the page describes."""

    id: str
    posting: JobPosting


class _Row(NamedTuple):
    """An item of a feed."""

    id: str | None
    item: FeedItem


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a page's address without scheme ("acme.com/careers"); None when it can be one."""
    if "://" in identifier:
        return f'"{identifier[:80]}" has a scheme; {_EXAMPLE}'
    address = read_address(identifier)
    is_address = address is not None and "." in address.host and clean_url(f"https://{identifier}") is not None
    if not is_address or "#" in identifier or identifier != identifier.strip() or identifier.startswith("/"):
        return f'"{identifier[:80]}" is not the address of a page; {_EXAMPLE}'
    return None


def first_request(source: Source) -> Request:
    """Return the request for the page. Raises `BoardError` when the identifier is no address."""
    return _request(source, _own_url(source))


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the page, its feed, its site map, or the page of one posting.

    Raises `BoardError` for a page that describes no posting, names no feed, links to none, and does not say that there
    are none: one that was made anew must not look like a board that lost all its postings.
    """
    what = f"careers page {source.identifier}"
    if page.rendering is None:
        read = _read(source, request, page, what)
    else:
        read = read_scripted(lambda: _read(source, request, page, what), page.rendering, what)
    return rendered_details(read) if source.render else read


def _read(source: Source, request: Request, page: Page, what: str) -> ParsedPage:
    if request.purpose is Purpose.DETAIL:
        return read_detail(request, page, what) if source.select is None else read_row_detail(request, page, what)
    if isinstance(request.context, WordpressList):
        return read_wordpress(request, page, what)
    if isinstance(request.context, _Feed):
        return _read_feed(page, what)
    if isinstance(request.context, _Map):
        return _read_map(source, request.context, page, what)
    own = _own_url(source)
    here = page if is_same_site(page.url, own) else replace(page, url=request.url)
    html = parse_html(here, what, missing="there is no such page; has it moved?")
    if source.select is not None:
        return read_list(source, html, request, what)
    return _read_page(source, html, what)


def detect(url: str) -> Source | None:
    """Take any web address as that of a careers page; `SYSTEMS` names no host, so that nobody is asked by mistake."""
    address = read_address(url)
    cleaned = clean_url(url if "://" in url else f"https://{url}")
    if address is None or cleaned is None:
        return None
    identifier = without_tracking(cleaned).partition("://")[2].rstrip("/")
    if check_identifier(identifier) is not None:
        return None
    return Source(type=TYPE, identifier=identifier, name=guess_owner(address.host))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find nothing: a page does not say at which address it is, and every other system stands before this one."""
    return []


def _own_url(source: Source) -> str:
    require_identifier(source, check_identifier)
    return clean_url(f"https://{source.identifier}") or ""


def _limit(url: str) -> HostLimit:
    """One request at a time for each host: it is somebody's own web site."""
    return HostLimit(name=f"careers:{urlsplit(url).hostname}", concurrency=1, per_second=1.0)


def _request(source: Source, url: str, context: object = None) -> Request:
    accept = "text/html" if context is None else "application/xml, text/xml, application/rss+xml, application/atom+xml"
    return Request(
        url=url,
        limit=_limit(_own_url(source)),
        headers={"Accept": accept},
        audience=Audience.PAGE,
        context=context,
        renders=needs_scripts if source.render and context is None else None,
    )


def _read_page(source: Source, html: WebPage, what: str) -> ParsedPage:
    found = find_postings(html, what)
    if found.nodes:
        rows = [_described(read_posting(node, html.base), html) for node in found.nodes]
        read = read_rows(rows, lambda row, id_: _own_posting(source, html, row, id_), what, noun="JobPosting")
        return replace(read, problems=found.problems + read.problems)
    wordpress = find_interface(html)
    if wordpress is not None:
        return ParsedPage(next=(request_list(wordpress, _limit(_own_url(source))),), problems=found.problems)
    feeds = [url for url in posting_feeds(html) if is_same_site(url, html.base)]
    if feeds:
        return ParsedPage(next=(_request(source, feeds[0], _Feed()),), problems=found.problems)
    links = posting_links(html, html.base)
    # Pages with a filter carry such words for what it finds.
    if not links and says_nothing_is_open(html):
        return ParsedPage(problems=found.problems)
    site_map = urljoin(html.base, "/sitemap.xml")
    return ParsedPage(next=(_request(source, site_map, _Map(links)),), problems=found.problems)


def _described(posting: JobPosting, html: WebPage) -> _Described:
    """Name a posting by its identifier, else by its own page, else by what it says."""
    own = without_tracking(posting.url) if posting.url else None
    if own == without_tracking(html.base):
        own = None
    return _Described(posting.identifier or own or fingerprint(posting.title, posting.places)[:32], posting)


def _own_posting(source: Source, html: WebPage, row: _Described, external_id: str) -> RawJob | Posting:
    """Return a posting that the page describes; one without text is asked for where it has a page of its own."""
    posting = row.posting
    title = require_title(posting.title)
    if not posting.description and posting.url and is_same_site(posting.url, html.base):
        listed = ListedPage(external_id, posting.url, title, posting.places, posted_at=posting.posted_at)
        if without_tracking(posting.url) != without_tracking(html.base):
            return detail_posting(listed, external_id, _limit(_own_url(source)))
    return posting.to_job(external_id, html.base)


def _read_feed(page: Page, what: str) -> ParsedPage:
    feed = read_feed(page, f"the feed of {what}")
    rows = [_Row(item.id, item) for item in feed.items]

    def read(row: _Row, external_id: str) -> Posting:
        item = row.item
        described = JobPosting(
            title=require_title(item.title),
            description=item.description,
            posted_at=item.published,
            updated_at=item.updated,
        )
        return whole_posting(described.to_job(external_id, item.link or page.url))

    return read_rows(rows, read, what)


def _read_map(source: Source, asked: _Map, page: Page, what: str) -> ParsedPage:
    """Read a site map, or an index of them. With links of the page a map that is none costs only the dates."""
    own = _own_url(source)
    try:
        require_ok(page, f"the site map of {what}")
        root = parse_xml(page, f"the site map of {what}", "urlset", "sitemapindex")
    except BoardError as exc:
        if asked.links:
            return _listed(source, asked.links, {}, what)
        raise BoardError(BoardFailure.UNREADABLE, f"{_nothing_for_machines(what)} ({exc})") from exc
    if local_name(root) == "sitemapindex":
        return _inner_maps(source, asked, [child_text(one, "loc") for one in children_of(root, "sitemap")], what)
    pages = [(clean_url(child_text(one, "loc")), child_text(one, "lastmod") or "") for one in children_of(root, "url")]
    dates = {without_tracking(url): day for url, day in pages if url is not None and is_same_site(url, own)}
    links = asked.links or tuple(PostingLink(url, "") for url in dates if is_posting_address(url, own))
    # A map of postings that lists nothing says that there are none.
    if not links and (pages or not asked.is_inner):
        raise BoardError(BoardFailure.UNREADABLE, _nothing_for_machines(what))
    return _listed(source, links, dates, what)


def _nothing_for_machines(what: str) -> str:
    return (
        f"{what}: it describes no posting for machines, names no feed, links to no posting, and does not say that there"
        " are none; if its postings are shown, it fetches them from a system: look at where they link to,"
        " or write `render: true` to have its scripts run in a browser"
    )


def _inner_maps(source: Source, asked: _Map, found: list[str | None], what: str) -> ParsedPage:
    """Ask for the maps of an index that are of postings by their names; with links of the page it costs only dates."""
    own = _own_url(source)
    urls = [url for link in found if (url := clean_url(link)) and is_same_site(url, own)]
    words = ("job", "career", "position", "vacanc", "stelle")
    named = [url for url in urls if any(word in url.lower() for word in words)]
    if asked.links:
        return _listed(source, asked.links, {}, what)
    if asked.is_inner or not named:
        raise BoardError(BoardFailure.UNREADABLE, _nothing_for_machines(what))
    inner = replace(asked, is_inner=True)
    return ParsedPage(next=tuple(_request(source, url, inner) for url in named[:_MOST_MAPS]))


def _listed(source: Source, links: tuple[PostingLink, ...], dates: dict[str, str], what: str) -> ParsedPage:
    """Return the postings of links, with the day of their last change where the map says it."""
    limit = _limit(_own_url(source))
    # Words of a link may be the title, or "Learn more".
    rows = [ListedPage(link.url, link.url, "", stamp=f"{dates.get(link.url, '')} {link.words}") for link in links]
    return read_rows(rows, lambda row, external_id: detail_posting(row, external_id, limit), what, noun="link")
