"""What a careers page has for machines, said before it is watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jobscan.sources.kit.detail_page import describe_page
from jobscan.sources.kit.json_ld import find_postings
from jobscan.sources.kit.links import is_same_site
from jobscan.sources.systems.careers.finding import posting_feeds, posting_links
from jobscan.sources.systems.careers.wordpress import find_interface

if TYPE_CHECKING:
    from jobscan.sources.kit.html import WebPage


class Recognised(NamedTuple):
    """What the reader finds on a page, in the order in which it looks."""

    #: Ends the sentence "careers page: …".
    reason: str
    #: A posting's page that has to describe its posting; None: the page itself is enough.
    sample: str | None = None
    #: Whether it may be the page of one posting, and no list of them.
    is_single: bool = False


def recognise(page: WebPage) -> Recognised | None:
    """Say what a page has for machines; None when it has nothing, or only a site map may have something."""
    described = len(find_postings(page, "careers page").nodes)
    if described:
        many = "1 posting" if described == 1 else f"{described:,} postings"
        return Recognised(f"{many} described by the page itself (schema.org)", is_single=described == 1)
    if find_interface(page) is not None:
        return Recognised("the list of WP Job Manager, a plugin of WordPress")
    if any(is_same_site(url, page.base) for url in posting_feeds(page)):
        return Recognised("a feed of postings that the page names")
    links = posting_links(page, page.base)
    if links:
        many = "a link to 1 posting" if len(links) == 1 else f"links to {len(links):,} postings"
        return Recognised(f"{many} of the same site, whose pages describe them (schema.org)", sample=links[0].url)
    return None


def describes_posting(page: WebPage) -> bool:
    """Say whether a page describes a posting for machines."""
    return describe_page(page, "posting") is not None
