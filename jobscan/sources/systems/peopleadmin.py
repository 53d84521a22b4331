"""PeopleAdmin: the whole board in one Atom feed.

Fields as seen in a recording of a university's feed, September 2026.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.feed import FeedItem, read_feed
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.rows import read_rows, require_title

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "peopleadmin"
LABEL = "PeopleAdmin"

_LIMIT = HostLimit(name="peopleadmin", concurrency=4)
_HOST = ".peopleadmin.com"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
#: The vendor's own.
_OTHERS = frozenset({"www", "support", "help", "info", "go", "community"})
#: An entry's id is the posting's address: ".../postings/323091".
_POSTING = re.compile(r"/postings/(\d{1,12})/?$")


class _Row(NamedTuple):
    id: str | None
    item: FeedItem


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a site's name ("unc"), with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    example = 'write the part before ".peopleadmin.com" alone, in lower case, such as "unc"'
    return f'"{identifier[:80]}" is not a site name of PeopleAdmin; {example}'


def first_request(source: Source) -> Request:
    """Return the request for the feed of all postings."""
    url = f"https://{source.identifier}{_HOST}/postings/all_jobs.atom"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/atom+xml, application/xml"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the feed; it never says how many postings it has, and its own date is older than its entries'.

    Raises `BoardError` for everything but the feed.
    """
    what = f"PeopleAdmin site {source.identifier}"
    require_ok(page, what, missing="there is no site of that name, or it shows no feed")
    rows = [_Row(_id_of(item), item) for item in read_feed(page, what).items]
    return read_rows(rows, lambda row, external_id: _read_job(source, row.item, external_id), what, noun="entry")


def detect(url: str) -> Source | None:
    """Recognise a site by any of its pages; None for the vendor's own."""
    address = read_address(url)
    name = address.host.removesuffix(_HOST) if address and address.host.endswith(_HOST) else ""
    if not _NAME.fullmatch(name) or name in _OTHERS:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the sites that an employer's page links to or embeds."""
    return page.boards(detect)


def _id_of(item: FeedItem) -> str | None:
    found = _POSTING.search(item.id or "")
    return found[1] if found else None


def _read_job(source: Source, item: FeedItem, external_id: str) -> RawJob:
    """Return the posting. An entry's author is the department; places are in the text only."""
    return RawJob(
        external_id=external_id,
        title=require_title(item.title),
        url=item.link or f"https://{source.identifier}{_HOST}/postings/{external_id}",
        department=item.author,
        posted_at=item.published,
        updated_at=item.updated,
        description=item.description,
    )
