"""Wakes one sleeper; what it missed while it was awake wakes it at once when it lies down."""

from __future__ import annotations

import anyio


class WakeUpEvent:
    """Rung by those who have made work, waited for by the one who does it."""

    def __init__(self) -> None:
        self._event = anyio.Event()

    def set(self) -> None:
        """Wake whoever waits, or whoever waits next."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Return when it has been set, or after so many seconds."""
        with anyio.move_on_after(max(0.0, seconds)):
            await self._event.wait()
        self._event = anyio.Event()
