"""softgarden: the whole board as a DataFeed of schema.org's JobPostings.

Shape as seen in a recording of the vendor's demonstration board, and reported of others, 2026.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.page import HostLimit, Request
from jobscan.domain.posting import Posting
from jobscan.domain.source import Source
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, job_fingerprint, seen_only
from jobscan.sources.kit.job_posting import read_posting
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.json_ld import with_plain_names

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "softgarden"
LABEL = "softgarden"

_LIMIT = HostLimit(name="softgarden", concurrency=4)
_HOST = ".career.softgarden.de"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class _Feed(msgspec.Struct, rename={"elements": "dataFeedElement", "total": "numberOfItems"}):
    elements: list[msgspec.Raw]
    total: int | None = None


class _Element(msgspec.Struct):
    #: A JobPosting, whose names are those of schema.org.
    item: dict[str, Any]


class _Identified(msgspec.Struct):
    item: Any = None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a board's name ("acme"), with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    example = 'write the part before ".career.softgarden.de" alone, in lower case, such as "acme"'
    return f'"{identifier[:80]}" is not a board name of softgarden; {example}'


def first_request(source: Source) -> Request:
    """Return the request for the whole board."""
    return Request(url=f"{_page_of(source)}/jobs.feed.json", limit=_LIMIT, headers={"Accept": "application/json"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the board, which says how many postings it has.

    An unknown board is a 404 (reported). Raises `BoardError` for everything but the feed.
    """
    what = f"softgarden board {source.identifier}"
    require_ok(page, what, missing="there is no board of that name; the company may have moved")
    feed = decode_json(page, _Feed, what)
    reader = RowReader(
        shape=_Element,
        least=_Identified,
        id_of=_id_of,
        posting_of=lambda element, external_id: _read_row(source, element, external_id),
        seen_of=seen_only,
    )
    return replace(reader.read(feed.elements, what), total=feed.total)


def detect(url: str) -> Source | None:
    """Recognise a board by its page or a posting; None for others, and for boards at ``softgarden.io``."""
    address = read_address(url)
    name = address.host.removesuffix(_HOST) if address and address.host.endswith(_HOST) else ""
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if _NAME.fullmatch(name) else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _page_of(source: Source) -> str:
    return f"https://{source.identifier}{_HOST}"


def _id_of(row: _Element | _Identified) -> str | None:
    """Return the number in ``identifier``, an integer or text; its name is the board's."""
    if not isinstance(row.item, dict):
        return None
    return canonical_id(read_posting(with_plain_names(row.item), "").identifier)


def _read_row(source: Source, element: _Element, external_id: str) -> ReadRow:
    posting = read_posting(with_plain_names(element.item), _page_of(source))
    job = replace(posting.to_job(external_id, f"{_page_of(source)}/jobs/{external_id}/"), company=None)
    if not job.title.strip():
        return ReadRow(seen_only(element, external_id, job_fingerprint(job)), f"({external_id[:40]}) has no title")
    return ReadRow(Posting(external_id=external_id, fingerprint=job_fingerprint(job), job=job))
