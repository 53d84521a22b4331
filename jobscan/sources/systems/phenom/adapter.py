"""Phenom: the search of its career sites, on employers' own hosts, and the content interface at phenompeople.com.

The vendor documents none of this. Rows are those of recorded pages and answers of three employers (2026); what only
public reports of that year say is marked as reported.

A site is asked by ``/widgets``, a POST per 100 rows. Sites that refuse it, or answer it without rows (reported), are
read from the page ``search-results``, whose script holds the same object, ten rows at a time. Lists have a line or two
of each posting's text, the details all of it. The content interface has no details.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Candidate, Evidence
from jobscan.sources.kit.hosts import own_addresses
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, fingerprint, job_fingerprint
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.paging import further_offsets
from jobscan.sources.kit.values import text_of, texts_of
from jobscan.sources.systems.phenom.board import (
    TYPE,
    PhenomBoard,
    check_identifier,
    detect,
    detect_site,
    read_identifier,
)
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.source import Source
    from jobscan.sources.kit.employer_page import EmployerPage

__all__ = ["LABEL", "TYPE", "check_identifier", "detect", "detect_in", "first_request", "parse"]

LABEL = "Phenom"

_LIMIT = HostLimit(name="phenom", concurrency=4)
_PAGE_SIZE = 100
#: Where sites are whose identifier does not say it (reported as the most frequent).
_USUAL_SITE = "us/en"
#: "en_GLOBAL", "en_US".
_LOCALE = re.compile(r"([a-z]{2})_([A-Za-z]{2,12})", re.ASCII)
_NO_BOARD = "there is no such career site, or it is not Phenom's; take the host from the address of its search page"
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"
#: What a site answers that does not offer ``/widgets`` to programs.
_CLOSED = (403, 404, 405)
_MAX_PAGE = 8 * 1024 * 1024
_MAX_TRIES = 8
#: In a page of the vendor's; the pages of other sites have no use for this name.
_MARK = re.compile(r"\bphApp(?:\.ddo)?\s?=")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What a list request asks for."""

    start: int = 0
    #: By the page for people.
    by_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said of a posting whose details are asked for."""

    job: RawJob
    fingerprint: str
    by_page: bool


class _Row(msgspec.Struct, rename="camel"):
    """A row. Of fields that matter less than its title and ids another type is as good as none."""

    title: str
    job_id: Any = None
    #: The employer's number; the content interface has no ``jobId``.
    req_id: Any = None
    #: Made of employer, number and language: another one for each language of a posting.
    job_seq_no: Any = None
    #: "Durham, North Carolina, United States"; several are joined by "; ".
    location: Any = None
    multi_location: Any = msgspec.field(default=None, name="multi_location")
    city_state: Any = None
    department: Any = None
    #: "Nursing and Clinical Support".
    category: Any = None
    #: The employer's own words: "Full-Time".
    type: Any = None
    #: "2026-08-11T14:53:27.000+0000".
    posted_date: Any = None
    #: Where sent (reported).
    date_updated: Any = None
    #: Often a page of another system.
    apply_url: Any = None
    detail_url: Any = None
    description_teaser: Any = None
    #: "en_GLOBAL".
    locale: Any = None


class _Least(msgspec.Struct, rename="camel"):
    job_id: Any = None
    req_id: Any = None
    job_seq_no: Any = None


class _Data(msgspec.Struct, rename="camel"):
    #: None where a site gives counts only.
    jobs: list[msgspec.Raw] | None = None
    #: In the content interface it is here.
    total_hits: int | None = None


class _Search(msgspec.Struct, rename="camel"):
    data: _Data
    total_hits: int | None = None


class _Widgets(msgspec.Struct, rename="camel"):
    refine_search: _Search


class _Content(msgspec.Struct, rename="camel"):
    search_jobs: _Search


class _Detail(msgspec.Struct, rename="camel"):
    """A posting's details (reported)."""

    description: str
    job_id: Any = None


class _DetailData(msgspec.Struct):
    job: _Detail


class _DetailIsland(msgspec.Struct):
    data: _DetailData


class _DetailAnswer(msgspec.Struct, rename="camel"):
    job_detail: _DetailIsland


def first_request(source: Source) -> Request:
    """Return the request for the first rows. Raises `BoardError` when the identifier is not one."""
    return _list_request(read_identifier(source.identifier), _Ask())


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read rows of the list, from an answer or from a page's script, or a posting's details.

    Raises `BoardError` for an unknown board and for another format.
    """
    board = read_identifier(source.identifier)
    what = f"Phenom site {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        listed: _Listed = request.context
        return _parse_detail(listed, page, f"posting {listed.job.external_id} of {what}")
    ask: _Ask = request.context
    can_turn = not board.is_content and not ask.by_page and ask.start == 0
    turned = ParsedPage(next=(_list_request(board, _Ask(by_page=True)),))
    if can_turn and page.status in _CLOSED:
        return turned
    require_ok(page, what, missing=_NO_BOARD)
    search = _read_search(board, ask, page, what)
    jobs = search.data.jobs
    total = search.total_hits if search.total_hits is not None else search.data.total_hits
    if can_turn and not jobs and (jobs is None or total):
        return turned
    if jobs is None or total is None or total < 0:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer has no list of postings, or no total")
    parsed = _read_rows(board, ask, jobs, what)
    if ask.start:
        return parsed
    offsets = further_offsets(total, len(jobs), what)
    return replace(
        parsed, next=tuple(_list_request(board, replace(ask, start=offset)) for offset in offsets), total=total
    )


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that a page names, and the site that it belongs to if its script is that of Phenom's pages."""
    found = page.boards(detect)
    if _MARK.search(page.live_text):
        sites = (detect_site(url) for url in own_addresses(page.live_text))
        found += [Candidate(site, Evidence.EMBED) for site in sites if site is not None]
    return found


def _list_request(board: PhenomBoard, ask: _Ask) -> Request:
    if board.is_content:
        url = f"https://{board.host}/api/{board.site}/searchJobs?from={ask.start}&size={_PAGE_SIZE}"
        return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=ask)
    if ask.by_page:
        url = f"https://{board.host}/{board.site or _USUAL_SITE}/search-results?from={ask.start}"
        return Request(url=url, limit=_LIMIT, audience=Audience.PAGE, context=ask)
    # Without ``jobs`` there are counts only.
    wanted = {"ddoKey": "refineSearch", "jobs": True, "from": ask.start, "size": _PAGE_SIZE}
    return _widgets_request(board, wanted, context=ask)


def _widgets_request(
    board: PhenomBoard, wanted: dict[str, object], *, context: object, purpose: Purpose = Purpose.LIST
) -> Request:
    if board.site is not None:
        country, _, language = board.site.partition("/")
        wanted = wanted | {"country": country, "lang": f"{language}_{country}", "deviceType": "desktop"}
    return Request(
        url=f"https://{board.host}/widgets",
        limit=_LIMIT,
        method="POST",
        headers={"Accept": "application/json", "Content-Type": "application/json"},
        body=msgspec.json.encode(wanted),
        purpose=purpose,
        context=context,
    )


def _read_search(board: PhenomBoard, ask: _Ask, page: Page, what: str) -> _Search:
    if board.is_content:
        return decode_json(page, _Content, what).search_jobs
    if not ask.by_page:
        return decode_json(page, _Widgets, what).refine_search
    return decode_json(_island(page, "eagerLoadRefineSearch", what), _Search, what)


def _island(page: Page, key: str, what: str) -> Page:
    """Return a page with an object of its script as its body, up to the object's own end.

    Raises `BoardError` (not found) when no script has it.
    """
    html = page.body[:_MAX_PAGE].decode("utf-8", "replace")
    at = -1
    for _ in range(_MAX_TRIES):
        at = html.find(f'"{key}":', at + 1)
        if at < 0:
            break
        start = at + len(key) + 3
        start += len(html[start : start + 100]) - len(html[start : start + 100].lstrip())
        try:
            value, end = json.JSONDecoder().raw_decode(html, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return replace(page, body=html[start:end].encode())
    raise BoardError(BoardFailure.NOT_FOUND, f"{what}: the page holds no data of Phenom's; {_NO_BOARD}")


def _read_rows(board: PhenomBoard, ask: _Ask, jobs: list[msgspec.Raw], what: str) -> ParsedPage:
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=_id_of,
        posting_of=lambda row, external_id: _read_row(board, ask, row, external_id),
        seen_of=lambda _row, external_id, print_: Posting(external_id=external_id, fingerprint=print_),
        noun="job",
    )
    return reader.read(jobs, what)


def _id_of(row: _Row | _Least) -> str | None:
    """Return the employer's number: the vendor's is another one for each language of a posting."""
    return canonical_id(row.job_id) or canonical_id(row.req_id) or canonical_id(row.job_seq_no)


def _read_row(board: PhenomBoard, ask: _Ask, row: _Row, external_id: str) -> ReadRow:
    job = _job(board, row, external_id)
    if job is None:
        seen = Posting(external_id=external_id, fingerprint=fingerprint(row))
        return ReadRow(seen, f"({external_id[:40]}) has no address")
    print_ = job_fingerprint(job)
    if board.is_content:
        return ReadRow(Posting(external_id=external_id, fingerprint=print_, job=job))
    listed = _Listed(job=job, fingerprint=print_, by_page=ask.by_page)
    detail = _detail_request(board, row, listed)
    face = Face(job.url, job.title, "; ".join(job.locations) or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _detail_request(board: PhenomBoard, row: _Row, listed: _Listed) -> Request:
    if listed.by_page:
        return Request(
            url=_page_of(board, row, listed.job.external_id),
            limit=_LIMIT,
            purpose=Purpose.DETAIL,
            audience=Audience.PAGE,
            context=listed,
        )
    ids = {name: value for name, value in (("jobId", row.job_id), ("jobSeqNo", row.job_seq_no)) if text_of(value)}
    wanted = {"ddoKey": "jobDetail", "pageName": "job", **(ids or {"jobId": listed.job.external_id})}
    return _widgets_request(board, wanted, context=listed, purpose=Purpose.DETAIL)


def _page_of(board: PhenomBoard, row: _Row, external_id: str) -> str:
    """Return the posting's page on the site; of its address only the id counts (reported)."""
    locale = _LOCALE.fullmatch(text_of(row.locale) or "")
    site = board.site or (f"{locale[2].lower()}/{locale[1]}" if locale else _USUAL_SITE)
    return f"https://{board.host}/{site}/job/{quote(external_id, safe='')}"


def _job(board: PhenomBoard, row: _Row, external_id: str) -> RawJob | None:
    """Return the posting as far as its row tells it; None when it has no address."""
    locale = text_of(row.locale)
    url = clean_url(row.detail_url) if board.is_content else _page_of(board, row, external_id)
    if url is None:
        return None
    return RawJob(
        external_id=external_id,
        title=row.title,
        locations=texts_of(row.multi_location) or texts_of(row.location) or texts_of(row.city_state),
        url=url,
        apply_url=clean_url(row.apply_url),
        department=text_of(row.department) or text_of(row.category),
        employment_type=text_of(row.type),
        language=locale.partition("_")[0] if locale else None,
        posted_at=parse_iso(row.posted_date),
        updated_at=parse_iso(row.date_updated),
        description=text_of(row.description_teaser) or "",
    )


def _parse_detail(listed: _Listed, page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing=_NO_POSTING)
    if listed.by_page:
        detail = decode_json(_island(page, "jobDetail", what), _DetailIsland, what).data.job
    else:
        detail = decode_json(page, _DetailAnswer, what).job_detail.data.job
    if canonical_id(detail.job_id) not in (None, listed.job.external_id):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer is another posting")
    job = replace(listed.job, description=detail.description)
    return ParsedPage(postings=(Posting(external_id=job.external_id, fingerprint=listed.fingerprint, job=job),))
