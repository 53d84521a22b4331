"""A look at a board that stores nothing: does it answer, and what would be stored of its first postings?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.decide.posting.normalise import normalise
from jobscan.engine.scan.board_client import BOARD_ERRORS, BoardClient
from jobscan.sources import ADAPTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.job import Job
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.domain.source import Source
    from jobscan.fetch import Fetcher

#: Requests until the list is there: a token page, a second address, the list.
MAX_STEPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the first page of a board says."""

    #: What the board says it has, else what its first page has.
    postings: int
    #: Whether there are more pages than the one that was read.
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
    pending, token = [board.first_request()], source.token
    parsed: ParsedPage | None = None
    for _ in range(MAX_STEPS):
        request, pending = pending[0], pending[1:]
        [answer] = await board.ask([request], board.read)
        parsed = answer.get()
        token = parsed.token or token
        pending = [*parsed.next, *pending]
        if parsed.postings or not pending:
            break
    assert parsed is not None
    problems = list(parsed.problems)
    readable = await _read(board, parsed.postings[:limit], problems)
    raws = [posting.job for posting in readable if posting.job is not None]
    return Preview(
        postings=parsed.total if parsed.total is not None else len(parsed.postings),
        more=bool(pending),
        jobs=tuple(normalise(source, raw, "") for raw in raws),
        company=next((raw.company for raw in raws if raw.company), None),
        token=token,
        problems=tuple(problems),
    )


async def _read(board: BoardClient, postings: Sequence[Posting], problems: list[str]) -> list[Posting]:
    """Return these postings with their content, details asked for where the list has none."""
    readable: list[Posting] = []
    for posting in postings:
        if posting.job is not None or posting.detail is None:
            readable.append(posting)
            continue
        try:
            [answer] = await board.ask([posting.detail], board.read)
            readable.extend(answer.get().postings)
        except BOARD_ERRORS as exc:
            problems.append(str(exc))
    return readable
