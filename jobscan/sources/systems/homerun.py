"""Homerun: the Atom feed of a board, which its pages name; postings with their texts, in one answer.

The vendor says where an employer finds the feed's address, and nothing of its elements. These are as publicly reported
of several boards, 2026; there is no recording. The pages themselves are drawn by scripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.feed import FeedItem, read_feed
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.xml import child_text

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "homerun"
LABEL = "Homerun"

_LIMIT = HostLimit(name="homerun", concurrency=4)
_DOMAIN = "homerun.co"
_FEEDS = f"feed.{_DOMAIN}"
#: Subdomains that are no company's, besides those that vendors generally have.
_OTHERS = frozenset("feed feeds media img embed widget jobs careers".split())


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in the address of its board, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "microsure")


def first_request(source: Source) -> Request:
    """Return the request for the feed."""
    url = f"https://{_FEEDS}/{source.identifier}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/atom+xml, application/xml"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the feed, which is whole and does not say how many postings it has.

    An unknown board is a 404 (reported). Raises `BoardError` for everything but a feed.
    """
    what = f"Homerun board {source.identifier}"
    require_ok(page, what, missing="there is no board of that name; the company may have moved")
    return read_rows(read_feed(page, what).items, lambda item, external_id: _read_item(source, item, external_id), what)


def detect(url: str) -> Source | None:
    """Recognise a board by its page, a posting or its feed; None when it is not at Homerun's domain."""
    address = read_address(url)
    if address is None:
        return None
    name = subdomain_of(address.host, _DOMAIN, _OTHERS)
    if address.host == _FEEDS:
        name = "".join(address.segments[:1]).lower()
    if name is None or check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _read_item(source: Source, item: FeedItem, external_id: str) -> RawJob:
    # ``updated`` has no zone in some entries; there is no date of publication.
    place = child_text(item.element, "location", "name")
    return RawJob(
        external_id=external_id,
        title=require_title(item.title),
        locations=(place,) if place else (),
        url=item.link or f"https://{source.identifier}.{_DOMAIN}/{quote(external_id, safe='')}",
        department=child_text(item.element, "department", "name"),
        employment_type=child_text(item.element, "type", "name"),
        updated_at=item.updated,
        # Beside Atom's own elements, of which the summary is shorter.
        description=item.text_of("description") or item.description,
    )
