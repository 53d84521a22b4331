"""The dead man's switch: a service is pinged while scans are stored, and raises an alarm when that stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import structlog

from jobscan.domain.page import HostLimit, Request
from jobscan.domain.scan import ScanOutcome
from jobscan.engine.events import ScanEnded
from jobscan.engine.wakeup import WakeUpEvent
from jobscan.exceptions import FetchError

if TYPE_CHECKING:
    from jobscan.domain.scan import ScanRecord
    from jobscan.engine.events import EngineEvent
    from jobscan.engine.ports import PageFetcher

#: Minimum seconds between two pings: a daemon with many boards stores a scan every second.
PING_EVERY_S = 60.0
_LIMIT = HostLimit(name="ping", concurrency=1)
_log = structlog.get_logger("jobscan.ping")


def is_sign_of_life(record: ScanRecord) -> bool:
    """Return whether a scan shows that jobscan works: a board answered, and the result is stored."""
    return record.outcome is not ScanOutcome.FAILED


class Pinger:
    """Requests an address after scans that were stored; a ping that fails is tried again after the next one."""

    def __init__(self, fetcher: PageFetcher, url: str) -> None:
        self._fetcher = fetcher
        self._url = url
        self._wake_up = WakeUpEvent()
        self._is_failing = False

    def on_event(self, event: EngineEvent) -> None:
        """Take note of a scan that was stored."""
        if isinstance(event, ScanEnded) and is_sign_of_life(event.result.record):
            self._wake_up.set()

    async def run(self) -> None:
        """Ping after scans that were stored, at most once a minute, until cancelled."""
        while True:
            await self._wake_up.wait(float("inf"))
            await self.ping()
            await anyio.sleep(PING_EVERY_S)

    async def ping(self) -> None:
        """Request the address once. A failure is logged, without the address, which is a secret."""
        try:
            async with self._fetcher.lend(Request(url=self._url, limit=_LIMIT)) as page:
                status = page.status
        except FetchError as exc:
            reason = exc.reason
        else:
            if status < 400:
                self._is_failing = False
                return
            reason = f"HTTP {status}"
        write = _log.debug if self._is_failing else _log.warning
        write("ping_failed", reason=reason, hint="check report.ping_url; it is asked again after the next scan")
        self._is_failing = True
