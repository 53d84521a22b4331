"""Where a careers page leads: to postings, to a feed of them; and whether it says that there are none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from jobscan.sources.kit.html import WebPage, node_text
from jobscan.sources.kit.links import is_same_site, without_tracking

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Parts of paths below which each page is a posting, in the languages of recorded boards.
_POSTINGS = frozenset(
    "job jobs jobdetail job-detail job-details job-offer job-offers job-posting job-postings jobposting jobpostings"
    " position positions open-position open-positions vacancy vacancies opening openings open-role open-roles role"
    " roles opportunity opportunities posting postings requisition stelle stellen stellenangebot stellenangebote"
    " stellenanzeige offre offres offre-emploi offres-emploi emploi emplois offerta offerte oferta ofertas vacature"
    " vacatures".split()
)
#: Below these are pages about work, too: only what has a number is a posting.
_ABOUT_WORK = frozenset("career careers karriere carriere carrieres jobboerse join-us work-with-us".split())
#: The ends of addresses that are none.
_OTHERS = frozenset(
    "all alert alerts apply archive benefits categories category culture departments faq faqs feed filter home index"
    " job-alert job-alerts life locations login register rss saved saved-jobs search search-jobs search-results teams"
    " thank-you thanks unsolicited".split()
)
_NUMBER = re.compile(r"\d{3}|[0-9a-f]{8}-[0-9a-f]{4}-")
#: Answers that are no pages.
_FILE = re.compile(r"\.(?:pdf|docx?|jpe?g|png|svg|zip|ics|xml|css|js)$", re.IGNORECASE)
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})
_ABOUT_POSTINGS = re.compile(r"job|career|karriere|vacanc|stelle|position|opening|emploi|recruit", re.IGNORECASE)
#: How pages say that there is nothing: words that stand in no posting.
_NOTHING = re.compile(
    r"\b(?:no|not any|zero)\s(?:\w+\s){0,2}(?:positions?|openings?|vacanc(?:y|ies)|jobs?|roles|opportunities)\b"
    r"|\bnot (?:currently |presently )?(?:hiring|recruiting)\b|\b0 (?:open )?(?:positions|jobs|openings|vacancies)\b"
    r"|\bkeine (?:offenen |freien |aktuellen )?(?:stellen|vakanzen|jobs|positionen)"
    r"|\baucun(?:e)? (?:offre|poste)|\bgeen (?:openstaande )?vacatures|\bno hay (?:ofertas|vacantes)",
    re.IGNORECASE,
)
#: More links to postings than a page that people read has.
_MOST = 2_000


class PostingLink(NamedTuple):
    """A link that should lead to a posting."""

    url: str
    #: Its words; "" when it comes from a site map.
    words: str


def posting_links(page: WebPage, own: str) -> tuple[PostingLink, ...]:
    """Return the links of a page that lead to postings of the same site, each once, in the page's order."""
    found: dict[str, PostingLink] = {}
    for node, link in page.links():
        url = without_tracking(link)
        if url not in found and is_same_site(url, own) and is_posting_address(url, own):
            found[url] = PostingLink(url, node_text(node, 300))
            if len(found) >= _MOST:
                break
    return tuple(found.values())


def is_posting_address(url: str, own: str) -> bool:
    """Say whether an address looks like a posting's, by its path alone; the page ``own`` is none, nor what is above."""
    parts = urlsplit(url)
    segments = _segments(parts.path)
    if len(segments) < 2 or _FILE.search(parts.path) or _begins_path(own, segments):
        return False
    *above, last = segments
    if last in _OTHERS or last in _POSTINGS or last in _ABOUT_WORK:
        return False
    if _POSTINGS & set(above):
        return True
    return bool(_ABOUT_WORK & set(above)) and _NUMBER.search(last) is not None


def _begins_path(own: str, segments: list[str]) -> bool:
    """Say whether a path is that of the page, or of one above it."""
    return _segments(urlsplit(own).path)[: len(segments)] == segments


def _segments(path: str) -> list[str]:
    return [segment.lower() for segment in unquote(path).split("/") if segment]


def posting_feeds(page: WebPage) -> Iterator[str]:
    """Yield the feeds that a page names for itself and that are of postings by their title or address."""
    for node, url in page.links("link[href]"):
        words = f"{node.attributes.get('title') or ''} {urlsplit(url).path} {urlsplit(url).query}"
        is_feed = (node.attributes.get("type") or "").strip().lower() in _FEED_TYPES
        if is_feed and "alternate" in (node.attributes.get("rel") or "").lower() and _ABOUT_POSTINGS.search(words):
            yield url


def says_nothing_is_open(page: WebPage) -> bool:
    """Say whether the page tells people that there are no postings."""
    return _NOTHING.search(page.text) is not None
