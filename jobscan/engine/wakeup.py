"""Wakes one waiting task; an event that comes while it is not waiting ends its next wait at once."""

from __future__ import annotations

import anyio


class WakeUpEvent:
    """Set by the tasks that make work, waited for by the one that does it."""

    def __init__(self) -> None:
        self._event = anyio.Event()

    def set(self) -> None:
        """Wake the waiter, or the next one to wait."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Return when it is set, or after this many seconds."""
        with anyio.move_on_after(max(0.0, seconds)):
            await self._event.wait()
        self._event = anyio.Event()
