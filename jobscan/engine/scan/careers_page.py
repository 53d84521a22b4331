"""Find out whether a company's own page can be read, when it names no board of a known system."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jobscan.domain.page import Audience, HostLimit, Request
from jobscan.exceptions import BoardError, FetchError
from jobscan.sources import ADAPTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.page import Page
    from jobscan.domain.source import Source
    from jobscan.fetch import Fetcher
    from jobscan.sources.careers.recognising import Recognised
    from jobscan.sources.kit.career_links import CareerLink
    from jobscan.sources.kit.html import WebPage

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
    #: What it has for machines, as the end of a sentence.
    reason: str


def request_for(url: str) -> Request:
    """Return the request for a company's own page."""
    return Request(url=url, limit=_CAREERS_LIMIT, headers={"Accept": "text/html"}, audience=Audience.PAGE)


async def recognise_page(visits: Sequence[Visit], fetcher: Fetcher) -> RecognisedPage | None:
    """Return the first page that has something for machines; None when none has.

    One that describes a single posting may be that posting's page: it is taken when no other page has anything.
    """
    from jobscan.sources.careers.recognising import recognise

    found: list[tuple[Visit, Recognised]] = []
    for visit in visits:
        html = _parsed(visit.page)
        recognised = recognise(html) if html is not None else None
        if recognised is not None:
            found.append((visit, recognised))
    for visit, recognised in sorted(found, key=lambda each: each[1].is_single):
        source = ADAPTERS[CAREERS].detect(visit.page.url)
        if source is None:
            continue
        if recognised.sample is None or await _is_described(recognised.sample, visits, fetcher):
            return RecognisedPage(source, visit, recognised.reason)
    return None


async def _is_described(url: str, visits: Sequence[Visit], fetcher: Fetcher) -> bool:
    """Say whether a posting's page describes it for machines; one that was read already is not requested again."""
    from jobscan.sources.careers.recognising import describes_posting

    page = next((visit.page for visit in visits if visit.page.url == url), None)
    try:
        page = page or await fetcher.fetch(request_for(url))
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
