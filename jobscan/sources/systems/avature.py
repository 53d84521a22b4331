"""Avature: the search pages of career sites, at avature.net and on employers' own hosts.

The vendor documents none of this. Pages are those that were recorded of three employers (2026); what only public
reports of that year say is marked as reported.

Designs differ from one employer to the next, and so does the number of rows on a page. Common to all are links to
``…/JobDetail/{title}/{id}``. Many sites at avature.net lead to the employer's own host (reported), so pages are asked
for as people ask for them. Texts are cut; the postings' pages have them whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from jobscan.domain.job import Markup, RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Candidate, Evidence
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.hosts import check_board_host, guess_owner, own_addresses
from jobscan.sources.kit.html import node_text, parse_html
from jobscan.sources.kit.items import fingerprint
from jobscan.sources.kit.paging import further_offsets
from jobscan.sources.kit.posting_page import with_page
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.utils.text import clean_line
from jobscan.utils.time import parse_date

if TYPE_CHECKING:
    from datetime import datetime

    from selectolax.lexbor import LexborNode

    from jobscan.domain.page import Page
    from jobscan.sources.kit.employer_page import EmployerPage
    from jobscan.sources.kit.html import WebPage

TYPE = "avature"
LABEL = "Avature"

_VENDOR = "avature.net"
#: More at once, or faster, is refused with 406 after some hundred requests (reported).
_LIMIT = HostLimit(name="avature", concurrency=2, per_second=1.0)
#: Past this row come pages without any (reported).
_WINDOW = 2_000
#: Of nearly all sites whose addresses are known.
_USUAL_SECTION = "careers"
_LANGUAGE = re.compile(r"[a-z]{2}_[A-Z]{2}", re.ASCII)
_SECTION = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}", re.ASCII)
#: Pages of a section; a section that is called like one exists ("/en_US/searchjobs/SearchJobs").
_PAGES = frozenset("SearchJobs SearchJobsMaps JobDetail Login Register ApplicationMethods Home".split())
#: Hosts of the vendor's own.
_SERVICES = frozenset("www".split())
#: In the head of every page of its sites.
_MARK = re.compile(r"<meta\s[^>]{0,20}\bname=[\"']avature\.portal\.")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_EXAMPLE = f'"ally/careers" for ally.{_VENDOR}/careers, or "jobs.ea.com/en_US/careers"'
_NO_BOARD = "there is no such section; copy it from the address of the search page, with the language before it"
_POSTING = re.compile(r"/JobDetail/(?:[^/]{1,500}/)?(\d{1,19})/?\Z", re.ASCII)
_OFFSET = re.compile(r"[?&]jobOffset=(\d{1,6})(?:&|\Z)", re.ASCII)
#: "1-6 of 65 results", in any language.
_LEGEND = re.compile(r"(\d{1,6})\D{1,20}(\d{1,6})\D{1,40}(\d{1,7})(?!\d)", re.ASCII)
_TEXT_LENGTH = 4_000
#: Elements that are called so.
_MAX_LEGENDS = 5
_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
#: "Posted Jul-28-2026", "Date Posted: 28-Jul-2026".
_POSTED = re.compile(
    r"\bposted:? ?(?:(?P<day>\d{1,2})-(?P<month>[a-z]{3})|(?P<month_>[a-z]{3})-(?P<day_>\d{1,2}))-(?P<year>\d{4})\b",
    re.ASCII | re.IGNORECASE,
)
_PLACE_CLASSES = frozenset(("locationText", "list-item-location"))
_TEXT_CLASSES = frozenset(("article__content", "jobDescription", "listSingleColumnItemDescription"))
#: Values without names stand in this element, places first, then "Ref #22821", then the day.
_SUBTITLE = "article__header__text__subtitle"
_NAMED_VALUE = re.compile(r"(?:ref\b|posted\b|[^:]{1,40}:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What a list request asks for."""

    offset: int = 0
    #: All pages are asked for already.
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said of a posting whose page is asked for."""

    job: RawJob
    fingerprint: str


@dataclass(slots=True)
class _Row:
    """A link to a posting, and what stands behind it up to the next."""

    id: str
    link: str
    title: str = ""
    place: str = ""
    posted_at: datetime | None = None
    text: str = ""
    #: Values without names, up to the first one with a name.
    unnamed: list[str] = field(default_factory=list)
    has_names: bool = False


class _Board(NamedTuple):
    host: str
    #: "careers", "en_US/careers".
    section: str


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``name/section`` or ``host/section``, with right ones; None when it can be one.

    A section may have its language before it: ``host/en_US/section``.
    """
    host, _, section = identifier.partition("/")
    language, slash, rest = section.partition("/")
    is_section = _SECTION.fullmatch(rest) and _LANGUAGE.fullmatch(language) if slash else _SECTION.fullmatch(section)
    if not is_section or section in _PAGES:
        return f'"{identifier[:80]!a}" names no section of a career site; write it as its address has it: {_EXAMPLE}'
    if host.endswith(f".{_VENDOR}"):
        return f'write "{host.removesuffix(f".{_VENDOR}")}/{section}"; hosts are for sites that are elsewhere'
    return None if _NAME.fullmatch(host) else check_board_host(host, _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for the first page of the search. Raises `BoardError` when the identifier is not one."""
    return _page_request(_read_identifier(source.identifier), _Ask())


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read a page of the search, or a posting's page.

    A first page with a legend asks for all others, a page without one for the next that it links to. Raises
    `BoardError` for another page than Avature's, and for one without rows where some are promised.
    """
    board = _read_identifier(source.identifier)
    what = f"Avature site {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        listed: _Listed = request.context
        job = with_page(listed.job, page, f"posting {listed.job.external_id} of {what}")
        return ParsedPage(postings=(Posting(external_id=job.external_id, fingerprint=listed.fingerprint, job=job),))
    web_page = parse_html(page, what, missing=_NO_BOARD)
    ask: _Ask = request.context
    rows = _read_rows(web_page, {board.host, urlsplit(page.url).hostname or board.host})
    if not rows and (ask.offset or not _is_search(web_page)):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer is no search page with postings; {_NO_BOARD}")
    parsed = read_rows(rows, _read_row, what, noun="link")
    return parsed if ask.counted else _with_others(board, ask, parsed, web_page, what)


def detect(url: str) -> Source | None:
    """Recognise a site at avature.net by any address of a section; one without a section is taken for "careers".

    None for other hosts, whose addresses do not show what they are.
    """
    address = read_address(url)
    if address is None or not address.host.endswith(f".{_VENDOR}"):
        return None
    return _site_of(address.host.removesuffix(f".{_VENDOR}"), address.segments)


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the sites at avature.net that a page names, and the one that it belongs to if it is a page of Avature's."""
    found = page.boards(detect)
    if _MARK.search(page.live_text):
        for url in own_addresses(page.live_text):
            address = read_address(url)
            if address is not None and not address.host.endswith(_VENDOR) and address.segments:
                site = _site_of(address.host, address.segments)
                found += [Candidate(site, Evidence.EMBED)] if site is not None else []
    return found


def _site_of(host: str, path: tuple[str, ...]) -> Source | None:
    languages = 1 if path and _LANGUAGE.fullmatch(path[0]) else 0
    section = "".join(path[languages : languages + 1])
    if not section or (section in _PAGES and len(path) == languages + 1):
        section = _USUAL_SECTION
    identifier = "/".join((host, *path[:languages], section))
    if host in _SERVICES or check_identifier(identifier) is not None:
        return None
    return Source(type=TYPE, identifier=identifier, name=guess_owner(host) if "." in host else guess_name(host))


def _read_identifier(identifier: str) -> _Board:
    problem = check_identifier(identifier)
    if problem is not None:
        raise BoardError(BoardFailure.NOT_FOUND, problem)
    host, _, section = identifier.partition("/")
    return _Board(host if "." in host else f"{host}.{_VENDOR}", section)


def _page_request(board: _Board, ask: _Ask) -> Request:
    url = f"https://{board.host}/{board.section}/SearchJobs/?jobOffset={ask.offset}"
    return Request(url=url, limit=_LIMIT, audience=Audience.PAGE, context=ask)


def _is_search(page: WebPage) -> bool:
    """Say whether this is a search page of Avature's, if there are no postings on it."""
    named = page.first('meta[name="avature.portal.page"]')
    return named is not None and (named.attributes.get("content") or "").startswith("SearchJobs")


def _with_others(board: _Board, ask: _Ask, parsed: ParsedPage, page: WebPage, what: str) -> ParsedPage:
    """Return what was read with the requests that follow from it."""
    size = len(parsed.postings) + parsed.lost
    total = _read_total(page, size) if ask.offset == 0 else None
    if total is not None:
        offsets = further_offsets(total, size, what)
        reached = [offset for offset in offsets if offset <= _WINDOW]
        is_cut = len(reached) < len(offsets)
        further = tuple(_page_request(board, _Ask(offset=offset, counted=True)) for offset in reached)
    else:
        following = _next_offset(page, ask.offset)
        is_cut = following is not None and following > _WINDOW
        further = () if following is None or is_cut else (_page_request(board, _Ask(offset=following)),)
    parsed = replace(parsed, next=further, total=total)
    if not is_cut:
        return parsed
    reason = f"{what}: shows about {_WINDOW} postings and has more; the rest is out of reach"
    return replace(parsed, lost=parsed.lost + 1, problems=(*parsed.problems, reason))


def _read_total(page: WebPage, size: int) -> int | None:
    """Return the last number of the legend, if it fits the rows of a first page; None when there is no such legend."""
    for node in page.select("[class*=egend]")[:_MAX_LEGENDS]:
        found = _LEGEND.search(node_text(node).replace(",", "").replace(".", ""))
        if found is not None and (int(found[1]), int(found[2])) == (1, size) and int(found[3]) >= size:
            return int(found[3])
    return None


def _next_offset(page: WebPage, offset: int) -> int | None:
    """Return the next row that a link of the page leads to; None on the last page."""
    links = (_OFFSET.search(url) for _, url in page.links() if "/SearchJobs" in url)
    return min((start for found in links if found and (start := int(found[1])) > offset), default=None)


def _read_rows(page: WebPage, hosts: set[str]) -> list[_Row]:
    """Return a row for each posting that is linked to on its own site, in order.

    The page is walked once: texts count for the element that they stand in, not for all around it.
    """
    rows: dict[str, _Row] = {}
    row: _Row | None = None
    body = page.first("body")
    for node in body.traverse(include_text=True) if body is not None else ():
        if node.tag == "a":
            url = (page.absolute(node.attributes.get("href")) or "").partition("?")[0]
            found = _POSTING.search(url)
            if found is not None and urlsplit(url).hostname in hosts:
                row = rows.setdefault(found[1], _Row(id=found[1], link=url))
                row.title = row.title or node_text(node)
        elif row is not None and node.tag == "-text" and node.parent is not None:
            _take(row, node.parent, clean_line(node.text_content or "", _TEXT_LENGTH))
    return list(rows.values())


def _take(row: _Row, holder: LexborNode, text: str) -> None:
    """Take in a text that stands behind a posting's link: its place, its day, its description."""
    classes = _classes_of(holder)
    if not text or holder.tag == "a":
        return
    if classes & _TEXT_CLASSES:
        row.text = row.text or text
    elif holder.tag == "span":
        if found := _POSTED.search(text):
            row.posted_at = row.posted_at or _read_day(found)
        if classes & _PLACE_CLASSES:
            row.place = row.place or text
        elif holder.parent is not None and _SUBTITLE in _classes_of(holder.parent) and not row.has_names:
            row.has_names = _NAMED_VALUE.match(text) is not None
            row.unnamed += [] if row.has_names else [text]


def _classes_of(node: LexborNode) -> set[str]:
    return set((node.attributes.get("class") or "").split())


def _read_day(found: re.Match[str]) -> datetime | None:
    month = _MONTHS.get((found["month"] or found["month_"]).lower())
    day = int(found["day"] or found["day_"])
    return parse_date(f"{found['year']}-{month:02}-{day:02}") if month else None


def _read_row(row: _Row, external_id: str) -> Posting:
    # Without a named value behind them nothing says that they are a place.
    place = row.place or (", ".join(row.unnamed) if row.has_names else "")
    job = RawJob(
        external_id=external_id,
        title=require_title(row.title),
        locations=(place,) if place else (),
        url=row.link,
        posted_at=row.posted_at,
        description=row.text,
        markup=Markup.TEXT,
    )
    listed = _Listed(job=job, fingerprint=fingerprint(job.title, job.locations, job.url, job.description))
    detail = Request(url=row.link, limit=_LIMIT, purpose=Purpose.DETAIL, audience=Audience.PAGE, context=listed)
    face = Face(job.url, job.title, place or None)
    return Posting(external_id=external_id, fingerprint=listed.fingerprint, detail=detail, face=face)
