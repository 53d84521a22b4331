"""Find out whether a company's own page can be read, when it names no board of a known system."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from jobscan.domain.page import Audience, HostLimit, Request
from jobscan.exceptions import BoardError, BoardFailure, FetchError
from jobscan.sources import ADAPTERS
from jobscan.utils.urls import redact_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.page import Page
    from jobscan.domain.source import Source
    from jobscan.fetch import Fetcher
    from jobscan.sources.kit.career_links import CareerLink
    from jobscan.sources.kit.html import WebPage
    from jobscan.sources.systems.careers.list_rows import ListRow

#: The type of sources that are careers pages of no known system.
CAREERS = "careers"
#: Companies' own careers pages, requested one at a time.
_CAREERS_LIMIT = HostLimit(name="careers-page", concurrency=1)


class Visit(NamedTuple):
    """A page that was read while a board was looked for."""

    page: Page
    #: The link that led there; None: it is the page that was given.
    via: CareerLink | None


class RecognisedPage(NamedTuple):
    """A page that can be watched."""

    source: Source
    visit: Visit
    #: What it has for machines, as the end of a sentence; for people only: what its rows are found by.
    reason: str
    #: The rows of a list that only people can read; ``source`` has the selector. Empty: the page is for machines.
    rows: tuple[ListRow, ...] = ()


def request_for(url: str) -> Request:
    """Return the request for a company's own page."""
    return Request(url=url, limit=_CAREERS_LIMIT, headers={"Accept": "text/html"}, audience=Audience.PAGE)


async def recognise_page(visits: Sequence[Visit], fetcher: Fetcher) -> RecognisedPage | None:
    """Return the first page that has something for machines, else the first with a list of postings; None: neither.

    One that describes a single posting may be that posting's page: it is taken when no other page has anything for
    machines.
    """
    from jobscan.sources.systems.careers.recognising import recognise

    pages = [(visit, html) for visit in visits if (html := _parsed(visit.page)) is not None]
    found = [(visit, recognised) for visit, html in pages if (recognised := recognise(html)) is not None]
    for visit, recognised in sorted(found, key=lambda each: each[1].is_single):
        source = _source_of(visit.page)
        if source is None:
            continue
        if recognised.sample is None or await _is_described(recognised.sample, visits, fetcher, render=source.render):
            return RecognisedPage(source, visit, recognised.reason)
    return next((learned for visit, html in pages if (learned := _learned(visit, html)) is not None), None)


async def fetch_rendered(url: str, fetcher: Fetcher) -> Page:
    """Return a company's own page as its scripts make it. Raises `FetchError`."""
    from jobscan.sources.systems.careers.scripted import needs_scripts

    return await fetcher.fetch(replace(request_for(url), renders=needs_scripts))


def read_selected(url: str, page: Page, select: str) -> RecognisedPage:
    """Return the page at an address with the rows that a selector takes of it.

    Raises `BoardError` when these are no postings.
    """
    from jobscan.sources.kit.html import parse_html
    from jobscan.sources.systems.careers.list_rows import select_rows
    from jobscan.sources.systems.careers.selectors import selector_problem

    if problem := selector_problem(select):
        raise BoardError(BoardFailure.NOT_FOUND, f"--select: {problem}")
    taken = select_rows(parse_html(page, redact_url(url)), select)
    rows = tuple(row for row in taken.rows if row.title)
    source = _source_of(page)
    if not rows or source is None:
        reason = f"{taken.found} elements of {redact_url(url)}, none with a title and a link to a page of its own"
        raise BoardError(BoardFailure.NOT_FOUND, f"--select {select} finds {reason}")
    return RecognisedPage(replace(source, select=select), Visit(page, None), _found_by(select, rows), rows)


def _source_of(page: Page) -> Source | None:
    """Return the page as a source, to be read as it was read now; None when its address can be none."""
    source = ADAPTERS[CAREERS].detect(page.url)
    return source if source is None or page.rendering is None else replace(source, render=True)


def _learned(visit: Visit, html: WebPage) -> RecognisedPage | None:
    from jobscan.sources.systems.careers.learning import learn_list

    learned, source = learn_list(html), _source_of(visit.page)
    if learned is None or source is None:
        return None
    reason = _found_by(learned.selector, learned.rows)
    return RecognisedPage(replace(source, select=learned.selector), visit, reason, learned.rows)


def _found_by(select: str, rows: Sequence[ListRow]) -> str:
    return f"{len(rows):,} row{'' if len(rows) == 1 else 's'} of a list for people, found by {select}"


async def _is_described(url: str, visits: Sequence[Visit], fetcher: Fetcher, *, render: bool) -> bool:
    """Say whether a posting's page describes it for machines; one that was read already is not requested again."""
    from jobscan.sources.systems.careers.recognising import describes_posting
    from jobscan.sources.systems.careers.scripted import lacks_posting

    request = replace(request_for(url), renders=lacks_posting if render else None)
    page = next((visit.page for visit in visits if visit.page.url == url), None)
    try:
        page = page or await fetcher.fetch(request)
    except FetchError:
        return False
    html = _parsed(page)
    return html is not None and describes_posting(html)


def _parsed(page: Page) -> WebPage | None:
    from jobscan.sources.kit.html import parse_html

    try:
        return parse_html(page, "page")
    except BoardError:
        return None
