"""Zoho Recruit: the whole career site in one RSS feed.

Fields as seen in a recording of a feed, May 2026; hosts of other regions as in lists of boards, 2026.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import guess_name, match_identifier, read_address
from jobscan.sources.kit.feed import FeedItem, read_feed
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.links import without_tracking
from jobscan.sources.kit.rows import read_rows, require_title

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "zoho"
LABEL = "Zoho Recruit"

_LIMIT = HostLimit(name="zoho", concurrency=4)
#: Without a region an account is at ".com".
_IDENTIFIER = re.compile(r"(?:(?P<region>eu|in)/)?(?P<name>[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)")
_HOST = re.compile(r"(?P<name>[a-z0-9-]{1,63})\.zohorecruit\.(?P<region>com|eu|in)")
#: The vendor's own.
_OTHERS = frozenset({"www", "help", "static", "accounts"})
_POSTING = re.compile(r"/jobs/[^/]+/(?P<number>\d{6,24})(?:/|$)")
#: What stands before the text: "Category: Airline <br><br>Location: Cayman Brac . Cayman Islands <br><br><br>".
_HEAD = re.compile(
    r"\s*(?:Category:(?P<category>[^<]{0,200})<br ?/?>\s*(?:<br ?/?>)?\s*)?"
    r"(?:Location:(?P<place>[^<]{0,200})<br ?/?>\s*(?:<br ?/?>\s*){0,2})?"
)


class _Row(NamedTuple):
    id: str | None
    item: FeedItem


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with an account's name ("acme", "eu/acme"), with a right one; None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    example = 'write "acme" for acme.zohorecruit.com, "eu/acme" for .eu, "in/acme" for .in'
    return f'"{identifier[:80]}" is not an account name of Zoho Recruit; {example}'


def first_request(source: Source) -> Request:
    """Return the request for the feed. Raises `BoardError` when the identifier is not one."""
    url = f"https://{_host_of(source)}/jobs/Careers/rss"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/rss+xml, application/xml, text/xml"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the feed; it never says how many postings it has, and gives no dates.

    An unknown account is answered with a web page and status 200 (reported). Raises `BoardError` for everything but the
    feed.
    """
    what = f"Zoho Recruit account {source.identifier}"
    require_ok(page, what, missing="there is no account of that name in this region, or it has no career site")
    rows = [_Row(_id_of(item), item) for item in read_feed(page, what).items]
    return read_rows(rows, lambda row, external_id: _read_job(row.item, external_id), what)


def detect(url: str) -> Source | None:
    """Recognise an account by its career site or a posting; None for the vendor's own pages."""
    address = read_address(url)
    found = _HOST.fullmatch(address.host) if address else None
    if found is None or found["name"] in _OTHERS:
        return None
    region = "" if found["region"] == "com" else f"{found['region']}/"
    identifier = region + found["name"]
    if check_identifier(identifier) is not None:
        return None
    return Source(type=TYPE, identifier=identifier, name=guess_name(found["name"]))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the accounts that an employer's page links to or embeds."""
    return page.boards(detect)


def _host_of(source: Source) -> str:
    found = match_identifier(source, _IDENTIFIER, check_identifier)
    return f"{found['name']}.zohorecruit.{found['region'] or 'com'}"


def _id_of(item: FeedItem) -> str | None:
    found = _POSTING.search((item.link or "").partition("?")[0])
    return found["number"] if found else None


def _read_job(item: FeedItem, external_id: str) -> RawJob:
    head = _HEAD.match(item.description)
    category, place = (head["category"], head["place"]) if head else (None, None)
    # "Cayman Brac . Cayman Islands"
    place = ", ".join(part.strip() for part in (place or "").split(" . ") if part.strip())
    return RawJob(
        external_id=external_id,
        title=require_title(item.title),
        locations=(place,) if place else (),
        url=without_tracking(item.link or ""),
        department=(category or "").strip() or None,
        description=item.description[head.end() :] if head else item.description,
    )
