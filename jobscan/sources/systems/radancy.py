"""Radancy (TalentBrew): the search of career sites on employers' own hosts, whose answers are HTML inside of JSON.

The vendor documents none of this. Rows are those of recorded answers of five employers (2026); the request, and what
else is marked so, are those of public reports of that year.

Designs differ from one employer to the next. Common to all are the total, in an attribute, and a link with the
posting's id; places are in elements of a few names. Texts are on the postings' pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Candidate, Evidence
from jobscan.sources.kit.detection import read_address
from jobscan.sources.kit.hosts import check_board_host, guess_owner, own_addresses
from jobscan.sources.kit.html import node_text, parse_fragment
from jobscan.sources.kit.items import fingerprint
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.paging import further_numbers
from jobscan.sources.kit.posting_page import with_page
from jobscan.sources.kit.rows import RowError, read_rows, require_title
from jobscan.utils.text import clean_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from jobscan.domain.page import Page
    from jobscan.sources.kit.employer_page import EmployerPage
    from jobscan.sources.kit.html import WebPage

TYPE = "radancy"
LABEL = "Radancy"

#: Sites share one backend (reported).
_LIMIT = HostLimit(name="radancy", concurrency=4)
#: Larger ones are given, too (reported).
_PAGE_SIZE = 100
#: Rows behind this one are not shown (reported).
_WINDOW = 10_000
_PREFIX = re.compile(r"[a-z]{2}(?:-[a-z]{2})?", re.ASCII)
_EXAMPLE = '"jobs.disneycareers.com", or "jobs.walgreens.com/en" for a site whose addresses have a language'
_NO_BOARD = "there is no such site, or it is not Radancy's; copy host and language from the address of its search page"
#: What a link and the places behind it are found by.
_TOTALS = ("data-total-job-results", "data-total-results")
_PLACES = frozenset("job-address-list job-location location".split())
_PLACES_LENGTH = 1_000
_TITLE = "h2, h3, h4, [class*=job-title]"
#: Hosts of the vendor's files, in pages of its sites.
_MARK = re.compile(r"\btbcdn\.talentbrew\.com\b|\bcdn\.radancy\.eu\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said of a posting whose page is asked for."""

    job: RawJob
    fingerprint: str


class _Answer(msgspec.Struct, rename="camel"):
    results: str
    has_jobs: bool = False


class _Row(NamedTuple):
    """A link with a posting's id, and what stands behind it up to the next."""

    id: str
    title: str
    link: str | None
    places: tuple[str, ...]


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``host`` or ``host/language``, with right ones; None when it can be one."""
    host, slash, prefix = identifier.partition("/")
    problem = check_board_host(host, _EXAMPLE)
    if problem is not None or not slash or _PREFIX.fullmatch(prefix):
        return problem
    return f'"{prefix[:80]!a}" is not a language of two letters; write the host, such as {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the first page, which says how many postings there are."""
    return _page_request(source, 1)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the list, or a posting's page; the first page of the list asks for all others.

    Raises `BoardError` when the answer is no list, or a page that is not the posting's.
    """
    what = f"Radancy site {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        listed: _Listed = request.context
        job = with_page(listed.job, page, f"posting {listed.job.external_id} of {what}")
        return ParsedPage(postings=(Posting(external_id=job.external_id, fingerprint=listed.fingerprint, job=job),))
    require_ok(page, what, missing=_NO_BOARD)
    answer = decode_json(page, _Answer, what)
    results = parse_fragment(answer.results, request.url)
    if results is None:
        raise BoardError(BoardFailure.TOO_MANY, f"{what}: the answer holds more markup than any list of postings")
    total = _read_total(results)
    rows = _read_rows(results)
    if total is None or (request.context > 1 and not rows) or (answer.has_jobs and total and not rows):
        raise BoardError(
            BoardFailure.UNREADABLE, f"{what}: the answer has no total, or no rows where some are promised"
        )
    parsed = read_rows(rows, lambda row, external_id: _read_row(source, row, external_id), what, noun="link")
    return parsed if request.context > 1 else _with_others(source, parsed, total, len(rows), what)


def detect(url: str) -> Source | None:
    """Recognise nothing: sites are on employers' hosts, whose addresses do not show what they are."""
    return None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the site that a page belongs to, if it loads the files of Radancy's pages."""
    if not _MARK.search(page.live_text):
        return []
    sites = (_detect_site(url) for url in own_addresses(page.live_text))
    return [Candidate(site, Evidence.EMBED) for site in sites if site is not None]


def _detect_site(url: str) -> Source | None:
    address = read_address(url)
    if address is None:
        return None
    first = "".join(address.segments[:1])
    identifier = f"{address.host}/{first}" if _PREFIX.fullmatch(first) else address.host
    if check_identifier(identifier) is not None:
        return None
    return Source(type=TYPE, identifier=identifier, name=guess_owner(address.host))


def _page_request(source: Source, number: int) -> Request:
    # Without the module's name the answer has no rows (reported).
    query = f"CurrentPage={number}&RecordsPerPage={_PAGE_SIZE}&SearchResultsModuleName=Search+Results"
    url = f"https://{source.identifier}/search-jobs/results?{query}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=number)


def _with_others(source: Source, parsed: ParsedPage, total: int, rows: int, what: str) -> ParsedPage:
    numbers = further_numbers(min(total, _WINDOW), rows, what)
    further = tuple(_page_request(source, number) for number in numbers)
    if total <= _WINDOW:
        return replace(parsed, next=further, total=total)
    reason = f"{what}: shows {_WINDOW} of {total} postings; the rest is out of reach"
    return replace(parsed, next=further, total=total, lost=parsed.lost + 1, problems=(*parsed.problems, reason))


def _read_total(results: WebPage) -> int | None:
    """Return how many postings there are: other pages than postings may be counted beside. None: it does not say."""
    for name in _TOTALS:
        node = results.first(f"[{name}]")
        text = (node.attributes.get(name) or "").strip() if node is not None else ""
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
    return None


def _read_rows(results: WebPage) -> list[_Row]:
    """Return a row for each id, in order; some designs have two links to a posting.

    The answer is walked once: a text counts for the element that it stands in, not for all around it.
    """
    rows: dict[str, _Row] = {}
    current = ""
    body = results.first("body")
    for node in body.traverse(include_text=True) if body is not None else ():
        id_ = (node.attributes.get("data-job-id") or "").strip() if node.tag == "a" else ""
        if id_ and node.attributes.get("href"):
            current = id_
            known = rows.get(id_) or _Row(id_, "", results.absolute(node.attributes.get("href")), ())
            rows[id_] = known._replace(title=known.title or _title_of(node))
        elif node.tag == "-text" and current and not rows[current].places and _is_place(node.parent):
            places = clean_line(node.text_content or "", _PLACES_LENGTH).split(" / ")
            rows[current] = rows[current]._replace(places=tuple(place.strip() for place in places if place.strip()))
    return list(rows.values())


def _is_place(holder: LexborNode | None) -> bool:
    return holder is not None and not _PLACES.isdisjoint((holder.attributes.get("class") or "").split())


def _title_of(link: LexborNode) -> str:
    return next((title for node in link.css(_TITLE) if (title := node_text(node))), "") or node_text(link)


def _read_row(source: Source, row: _Row, external_id: str) -> Posting:
    host = source.identifier.partition("/")[0]
    title = require_title(row.title)
    if row.link is None or urlsplit(row.link).hostname != host:
        raise RowError("has no address on this site")
    job = RawJob(external_id=external_id, title=title, locations=row.places, url=row.link)
    listed = _Listed(job=job, fingerprint=fingerprint(job.title, job.locations, job.url))
    detail = Request(url=row.link, limit=_LIMIT, purpose=Purpose.DETAIL, audience=Audience.PAGE, context=listed)
    face = Face(job.url, job.title, "; ".join(job.locations) or None)
    return Posting(external_id=external_id, fingerprint=listed.fingerprint, detail=detail, face=face)
