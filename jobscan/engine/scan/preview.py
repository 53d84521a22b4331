"""A look at a board without storing anything: does it answer, and what would be stored of its first postings?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.decide.posting.normalise import normalise
from jobscan.domain.posting import ParsedPage
from jobscan.engine.scan.answer import Failed
from jobscan.engine.scan.board_client import BoardClient
from jobscan.engine.scan.details import read_details
from jobscan.engine.scan.reading import Reading
from jobscan.engine.scan.walk import ListWalk
from jobscan.sources import ADAPTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.job import Job, RawJob
    from jobscan.domain.page import Page, Request
    from jobscan.domain.posting import Posting
    from jobscan.domain.source import Source
    from jobscan.engine.scan.walk import WalkStep
    from jobscan.fetch import Fetcher

#: Requests until the list arrives: a token page, a second address, the list.
MAX_STEPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the first page of a board says."""

    #: The number that the board gives, else that of its first page.
    postings: int
    #: Whether there are more pages than the first.
    more: bool
    #: The first postings, as they would be stored.
    jobs: tuple[Job, ...]
    #: The employer's name as the board gives it; None when it gives none.
    company: str | None
    #: A token found on the board's page.
    token: str | None
    problems: tuple[str, ...]


async def preview(source: Source, fetcher: Fetcher, limit: int) -> Preview:
    """Read the first page of a board and up to ``limit`` of its postings.

    Raises `FetchError` or `BoardError` when the board cannot be read.
    """
    board = BoardClient(source, ADAPTERS[source.type], fetcher)

    async def read(request: Request, page: Page) -> Reading:
        return Reading(parsed=await board.read(request, page))

    walk, parsed, token = ListWalk(board, read), ParsedPage(), source.token
    for _ in range(MAX_STEPS):
        if parsed.postings or not walk.has_more:
            break
        [parsed, *_] = [_parsed(step) for step in await walk.step()]
        token = parsed.token or token
    problems = list(parsed.problems)
    raws = await _read(board, parsed.postings[:limit], problems)
    return Preview(
        postings=parsed.total if parsed.total is not None else len(parsed.postings),
        more=walk.has_more,
        jobs=tuple(normalise(source, raw, "") for raw in raws),
        company=next((raw.company for raw in raws if raw.company), None),
        token=token,
        problems=tuple(problems),
    )


def _parsed(step: WalkStep) -> ParsedPage:
    """Return what a page says. Raises the error if there was one."""
    if isinstance(step, Failed):
        raise step.error
    assert isinstance(step.said, Reading)
    return step.said.parsed


async def _read(board: BoardClient, postings: Sequence[Posting], problems: list[str]) -> list[RawJob]:
    """Return the content of these postings in order, requesting details where the list has none."""
    raws = {posting.external_id: posting.job for posting in postings}
    stubs = [posting for posting in postings if posting.job is None and posting.detail is not None]
    async for details in read_details(board, stubs):
        raws.update((posting.external_id, posting.job) for posting in details.postings)
        problems += details.problems
        problems += [reason for _, reason in details.unread]
    return [raw for raw in raws.values() if raw is not None]
