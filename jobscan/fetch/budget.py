from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from jobscan.fetch.failures import DeadlinePassed

if TYPE_CHECKING:
    from types import TracebackType

    from jobscan.fetch.net.stream import Deadline


class Share:
    """One answer's part of the budget, from its first byte until its reader is done with it: a ``with`` block."""

    __slots__ = ("_budget", "held", "is_over")

    def __init__(self, budget: ByteBudget) -> None:
        self._budget = budget
        #: Bytes.
        self.held = 0
        #: The answer is no longer needed.
        self.is_over = False

    def __enter__(self) -> Share:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.is_over = True
        self.release()

    async def take(self, size: int, deadline: Deadline) -> None:
        """Add ``size`` bytes; wait for room. The deadline moves by the wait, which is not the server's fault.

        Raises `DeadlinePassed` when the attempt was abandoned, or when the block has ended: then what is still read is
        not needed.
        """
        await self._budget.take(self, size, deadline)

    def release(self) -> None:
        """Give back what is held, because the attempt failed or its page has been read."""
        self._budget.release(self)


class ByteBudget:
    """Bounds the decoded bytes of all answers together that are arriving, or have arrived but are not read yet.

    An answer that would exceed the limit waits until others are read, while its server waits for our receive window.
    The oldest may always go on: otherwise all of them might wait, each holding what the others need. So at most the
    limit plus one whole body is held. The condition is that reading a page needs no other page.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        #: Shares that hold something, in order of their first bytes. Not of their requests: one that waits for its turn
        #: under a host limit, behind an answer that waits for room here, must not be the one that may go on.
        self._shares: dict[Share, None] = {}
        self._changed = asyncio.Event()

    def share(self) -> Share:
        """Return an empty share for one answer."""
        return Share(self)

    async def take(self, share: Share, size: int, deadline: Deadline) -> None:
        """Add ``size`` bytes to a share, as `Share.take` says."""
        if not share.is_over:
            self._shares.setdefault(share)
        if not self._has_room(share, size):
            began = time.monotonic()
            while not self._has_room(share, size):
                with deadline.waiting():
                    await self._changed.wait()
            deadline.extend(time.monotonic() - began)
        if share.is_over:
            raise DeadlinePassed("the request is over: its answer is no longer needed")
        share.held += size
        self._held += size

    def release(self, share: Share) -> None:
        """Take back everything that a share holds."""
        if share not in self._shares:
            return
        del self._shares[share]
        self._held -= share.held
        share.held = 0
        self._changed.set()
        self._changed = asyncio.Event()

    def _has_room(self, share: Share, size: int) -> bool:
        return share.is_over or self._held + size <= self._limit or next(iter(self._shares)) is share
