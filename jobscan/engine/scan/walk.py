"""The walk through a board's list, for a scan and for a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from jobscan.engine.scan.answer import Answered
from jobscan.engine.scan.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jobscan.domain.page import Page, Request, Validators
    from jobscan.engine.scan.answer import Answer
    from jobscan.engine.scan.board_client import BoardClient


class NotModified(NamedTuple):
    """The board gave the same answer as in its last complete scan."""

    #: Those of the answer, if it was read whole; None: it said "not modified".
    validators: Validators | None


#: Reads a page of the list. Raises `BoardError` when it cannot.
ReadPage: TypeAlias = "Callable[[Request, Page], Awaitable[Reading | NotModified]]"
WalkStep: TypeAlias = "Answer[Reading | NotModified]"


class ListWalk:
    """Requests the pages of a list until no page names another one; the caller may stop before that."""

    def __init__(self, board: BoardClient, read: ReadPage) -> None:
        self._board = board
        self._read = read
        #: The requests that the pages read so far have named; None: nothing has been requested.
        self._pending: list[Request] | None = None

    @property
    def has_more(self) -> bool:
        """Return whether there are requests that have not been sent."""
        return self._pending is None or bool(self._pending)

    async def step(self, validators_for: Callable[[Request], Validators | None] | None = None) -> list[WalkStep]:
        """Request the next pages, as many at once as the board allows; return the results in order.

        Raises our own faults.
        """
        pending = [self._board.first_request()] if self._pending is None else self._pending
        size = pending[0].limit.concurrency
        wave, self._pending = pending[:size], pending[size:]
        answers = await self._board.ask(wave, self._read, validators_for and validators_for(wave[0]))
        for answer in answers:
            if isinstance(answer, Answered) and isinstance(answer.said, Reading):
                self._pending.extend(answer.said.parsed.next)
        return answers
