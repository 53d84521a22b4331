from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobscan.fetch.network import Deadline


class Share:
    """What one unfinished answer holds of the budget, in bytes."""

    __slots__ = ("held",)

    def __init__(self) -> None:
        self.held = 0


class ByteBudget:
    """Bounds the decoded bytes that all unfinished answers hold together.

    An answer that would pass the limit waits until others finish, while its server waits for our receive window. The
    oldest unfinished answer may always go on: if all could wait, all of them might, each holding what the others need.
    So at most the limit plus one whole body is held.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        #: In order of arrival.
        self._shares: dict[Share, None] = {}
        self._changed = asyncio.Event()

    @contextmanager
    def share(self) -> Iterator[Share]:
        """Hold a share for the time of one answer."""
        share = Share()
        self._shares[share] = None
        try:
            yield share
        finally:
            del self._shares[share]
            self._held -= share.held
            self._wake()

    async def take(self, share: Share, size: int, deadline: Deadline) -> None:
        """Add ``size`` bytes to a share; wait for room. The deadline moves by the wait, which is not the server's."""
        if not self._has_room(share, size):
            began = time.monotonic()
            while not self._has_room(share, size):
                with deadline.waiting():
                    await self._changed.wait()
            deadline.extend(time.monotonic() - began)
        share.held += size
        self._held += size

    def _has_room(self, share: Share, size: int) -> bool:
        return self._held + size <= self._limit or next(iter(self._shares)) is share

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
