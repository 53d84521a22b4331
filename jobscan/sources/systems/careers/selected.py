"""A list of postings made for people, read by the selector that was learned for it, and the pages it links to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from jobscan.domain.job import RawJob
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detail_page import ListedPage, detail_posting, read_detail
from jobscan.sources.kit.items import fingerprint
from jobscan.sources.kit.links import is_same_site
from jobscan.sources.kit.rows import read_rows, require_title, whole_posting
from jobscan.sources.systems.careers.finding import says_nothing_is_open
from jobscan.sources.systems.careers.list_rows import FILE, MOST_ROWS, ListRow, posting_url, select_rows
from jobscan.sources.systems.careers.selectors import selector_problem

if TYPE_CHECKING:
    from jobscan.domain.page import HostLimit, Page, Request
    from jobscan.domain.source import Source
    from jobscan.sources.kit.html import WebPage

#: Longer addresses are cut, and end in a hash of the whole.
_ID_LENGTH = 200
#: Where the text of a posting is, the first in the page; the whole of it is better than nothing.
_TEXT = "main, article, [role=main], #content, #main, .content, .entry-content"
_ALL = "body"


#: Pages of one list.
_MOST_PAGES = 100
_NEXT = "a[rel~=next][href], link[rel~=next][href]"


class ListPage(NamedTuple):
    """A request's context: a further page of the list, the first being 1."""

    number: int


class _Row(NamedTuple):
    id: str
    row: ListRow


def read_list(source: Source, html: WebPage, asked: Request, what: str) -> ParsedPage:
    """Return the postings of a list; each is asked for at its own page where that is one of the same site.

    The page that this one calls the next belongs to the list; where that has no rows, the list ends.

    Raises `BoardError` when the selector takes nothing that is a list of postings, and the page does not say that there
    are none: it was made anew, and nothing must expire of that.
    """
    select = source.select or ""
    if problem := selector_problem(select):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: select: {problem}")
    taken = select_rows(html, select)
    number = asked.context.number if isinstance(asked.context, ListPage) else 1
    if taken.found >= MOST_ROWS or number > _MOST_PAGES:
        raise BoardError(BoardFailure.TOO_MANY, f"{what}: {taken.found} rows on page {number} are no list of postings")
    without_title = sum(not row.title for row in taken.rows)
    if not taken.rows and (number > 1 or says_nothing_is_open(html)):
        return ParsedPage()
    if not taken.rows or 2 * taken.without_link > taken.found or 2 * without_title > len(taken.rows):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: {_why_not(taken.found, without_title)}; {_advice(source)}")
    rows = [_Row(row_id(row.url), row) for row in taken.rows]
    read = read_rows(rows, lambda row, id_: _posting(row.row, id_, html, asked.limit), what, noun="row")
    further = _next_page(html)
    if further is None:
        return read
    return replace(read, next=(replace(asked, url=further, context=ListPage(number + 1)),))


def _next_page(html: WebPage) -> str | None:
    link = html.first(_NEXT)
    url = posting_url(html, link) if link is not None else None
    return url if url is not None and is_same_site(url, html.base) else None


def read_row_detail(request: Request, page: Page, what: str) -> ParsedPage:
    """Read the page of a row: the posting it describes for machines, else the text of its main part.

    An answer that is no web page leaves the posting without a text. Raises `BoardError` when the page is gone.
    """
    external_id, print_, row = request.context
    if page.status == 200 and "html" not in page.content_type:
        job = RawJob(external_id=external_id, title=row.title, locations=row.places, url=row.link)
        return ParsedPage(postings=(Posting(external_id=external_id, fingerprint=print_, job=job),))
    try:
        return read_detail(request, page, what, text_in=_TEXT)
    except BoardError:
        return read_detail(request, page, what, text_in=_ALL)


def row_id(url: str) -> str:
    """Return the id of a posting at an address: the address, cut where it is longer than an id may be."""
    return url if len(url) <= _ID_LENGTH else f"{url[:150]}#{fingerprint(url)[:32]}"


def _posting(row: ListRow, external_id: str, html: WebPage, limit: HostLimit) -> Posting:
    title, places = require_title(row.title), (row.place,) if row.place else ()
    if is_same_site(row.url, html.base) and not FILE.search(urlsplit(row.url).path):
        return detail_posting(ListedPage(external_id, row.url, title, places), external_id, limit)
    return whole_posting(RawJob(external_id=external_id, title=title, locations=places, url=row.url))


def _why_not(found: int, without_title: int) -> str:
    if not found:
        return "its selector finds nothing, and the page does not say that nothing is open"
    lacking = "titles" if without_title else "links"
    return f"its selector finds {found} elements, and most of them have no {lacking}"


def _advice(source: Source) -> str:
    return (
        f"the page has been made anew: see what `jobscan test-source https://{source.identifier} --select CSS` takes"
        " and write that as `select:` of this source, or remove the source and `jobscan add` it again"
    )
