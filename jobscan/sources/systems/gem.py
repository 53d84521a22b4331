"""Gem's job board API: the whole board in one answer.

Fields as seen in a recording of one board (September 2026) and as publicly reported (2026).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from jobscan.domain.job import Markup, RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import check_name, guess_name, read_address
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_list, require_ok
from jobscan.utils.time import parse_iso
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "gem"
LABEL = "Gem"

#: All boards share one backend; no limit is documented.
_LIMIT = HostLimit(name="gem", concurrency=4)
_API_HOST = "api.gem.com"
_PAGE_HOST = "jobs.gem.com"
#: First path segments of the hosted pages that are no board.
_NOT_BOARDS = frozenset({"api", "_next", "static", "assets", "favicon.ico", "robots.txt"})
_EXAMPLE = '"resprop"'


class _Named(msgspec.Struct, gc=False):
    name: str | None = None


class _Post(msgspec.Struct):
    """A posting; in many ways like Greenhouse's, but its text is HTML that is not escaped once more."""

    #: A number, or a long text without a meaning.
    id: int | float | str
    title: str
    absolute_url: str | None = None
    #: Its name may be "", while the offices have one.
    location: _Named | None = None
    offices: list[_Named] | None = None
    #: "in_office", "hybrid", "remote".
    location_type: str | None = None
    #: "full_time".
    employment_type: str | None = None
    departments: list[_Named] | None = None
    #: ISO 8601 with milliseconds, like the next two.
    created_at: str | None = None
    first_published_at: str | None = None
    updated_at: str | None = None
    content: str | None = None
    content_plain: str | None = None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with the name of a board ("resprop"), with a right one; None when nothing is."""
    return check_name(identifier, "board name", _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for the whole board."""
    url = f"https://{_API_HOST}/job_board/v0/{quote(source.identifier, safe='')}/job_posts/"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the board, which never says how many postings it has.

    Raises `BoardError` when the answer is no list.
    """
    what = f"Gem board {source.identifier}"
    require_ok(page, what)
    rows: list[_Post] | list[msgspec.Raw] = decode_list(page, list, _Post, what)
    return read_jobs(rows, _Post, lambda post, external_id: _job(source, post, external_id), what)


def detect(url: str) -> Source | None:
    """Recognise a board by its page, a posting or an API URL; None when it is not Gem's."""
    address = read_address(url)
    if address is None:
        return None
    path = address.segments
    if address.host == _API_HOST:
        path = path[2:] if path[:2] == ("job_board", "v0") else ()
    elif address.host != _PAGE_HOST or (path[:1] and path[0].lower() in _NOT_BOARDS):
        return None
    if not path or check_identifier(path[0]) is not None:
        return None
    return Source(type=TYPE, identifier=path[0], name=guess_name(path[0]))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that a page links to or embeds."""
    return page.boards(detect)


def _job(source: Source, post: _Post, external_id: str) -> RawJob:
    departments, offices = _names(post.departments), _names(post.offices)
    page = f"https://{_PAGE_HOST}/{quote(source.identifier, safe='')}/{quote(external_id, safe='')}"
    return RawJob(
        external_id=external_id,
        title=post.title,
        locations=_names([post.location] if post.location else None),
        offices=offices,
        url=clean_url(post.absolute_url) or page,
        department=departments[0] if departments else None,
        employment_type=post.employment_type or None,
        workplace=post.location_type or None,
        posted_at=parse_iso(post.first_published_at) or parse_iso(post.created_at),
        updated_at=parse_iso(post.updated_at),
        description=post.content or post.content_plain or "",
        markup=Markup.HTML if post.content else Markup.TEXT,
    )


def _names(named: list[_Named] | None) -> tuple[str, ...]:
    return tuple(one.name for one in named or () if one.name and one.name.strip())
