"""Processes that read pages while the event loop goes on."""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import TYPE_CHECKING

import anyio
import structlog

from jobscan.engine.scan.reading import Refusal, read_whole
from jobscan.exceptions import BoardError
from jobscan.sources import ADAPTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobscan.domain.job import KnownJob
    from jobscan.domain.page import Page, Request
    from jobscan.domain.source import Source
    from jobscan.engine.scan.reading import Reading
    from jobscan.sources import Adapter

#: Smaller pages are read here: about ten postings take less time than handing them over.
MIN_BYTES = 64 * 1024
#: Bytes of pages in a burst that make it worth starting processes: about four boards of 100 postings.
BURST_BYTES = 2 * 1024 * 1024
#: Bytes a second that do not count: they take the main process a fiftieth of its time.
_STEADY = 1024 * 1024
#: Seconds without pages after which the processes end.
IDLE_S = 60.0
#: Pages that a worker has: the one it is reading, and those on their way to it. With 3, every second page of a first
#: scan was read here while the worker waited for the event loop (measured 2026-11).
_IN_HAND = 8

_log = structlog.get_logger("jobscan.engine")


class Workers:
    """Reads pages in ``count`` other processes; 0: none.

    Processes start in the background when pages arrive in a burst, as they do in a cycle. Until they have started, or
    when all are busy, pages are read in this process: nothing waits for a worker. They end when no page has arrived for
    a while, and with `close`.

    Not anyio's worker processes: their pipes are fed by the event loop, 64 KiB in each of its turns, so that a page
    took 50 ms to get there and back (measured 2026-11).
    """

    def __init__(self, count: int = 0, *, idle_s: float = IDLE_S) -> None:
        self._count = count
        self._idle_s = idle_s
        #: Held while a large page is read, here or by a worker: reading takes up to twice its size once more.
        self.large = anyio.Lock()
        self._wanted = anyio.Event()
        self._pool: ProcessPoolExecutor | None = None
        self._in_hand = 0
        #: Bytes that came faster than `_STEADY`, up to the last page, and the time of that page by the loop's clock.
        self._surplus = 0.0
        self._last_at = -math.inf

    def resize(self, count: int) -> None:
        """Use another number of processes from the next start on; with 0, none from now on."""
        self._count = count

    async def run(self) -> None:
        """Start the processes when they are needed and end them when they are not; may be cancelled."""
        while True:
            await self._wanted.wait()
            await self.begin()
            # Processes that could not start, or died, are not restarted at once either.
            await self._idle()
            self.close()
            self._wanted = anyio.Event()

    async def _idle(self) -> None:
        """Return when no page has arrived for a while, and none is being read."""
        while True:
            left = self._last_at + self._idle_s - anyio.current_time()
            if left <= 0 and not self._in_hand:
                return
            await anyio.sleep(max(left, 1.0))

    async def begin(self) -> None:
        """Start the processes, and pass pages to them from then on; log it when they cannot start."""
        if not self._count:
            return
        try:
            # Spawned: a forked copy of a process with threads and open databases is undefined.
            pool = ProcessPoolExecutor(self._count, multiprocessing.get_context("spawn"), initializer=_start_worker)
        except (ImportError, NotImplementedError, OSError) as exc:
            # No semaphores on this system, or none left.
            self._say_none(exc)
            return
        try:
            loop = asyncio.get_running_loop()
            await asyncio.gather(*(loop.run_in_executor(pool, _is_there) for _ in range(self._count)))
        except (BrokenExecutor, OSError) as exc:
            pool.shutdown(wait=False, cancel_futures=True)
            self._say_none(exc)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        else:
            self._pool = pool

    @staticmethod
    def _say_none(reason: Exception) -> None:
        _log.warning("no_workers", error=str(reason), hint="pages are read without them")

    def close(self) -> None:
        """End the processes, without waiting for what they are reading."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def want(self, adapter: Adapter, page: Page) -> bool:
        """Return whether to pass a page to a worker: it is large, and a worker is free."""
        if not self._count or ADAPTERS.get(adapter.TYPE) is not adapter or len(page.body) <= MIN_BYTES:
            return False
        now = anyio.current_time()
        self._surplus = max(0.0, self._surplus - _STEADY * (now - self._last_at)) + len(page.body)
        self._last_at = now
        if self._surplus >= BURST_BYTES:
            self._wanted.set()
        return self._pool is not None and self._in_hand < _IN_HAND * self._count

    async def read(self, source: Source, request: Request, page: Page, known: Mapping[str, KnownJob]) -> Reading | None:
        """Return what a page says; None: the worker died, so read the page here. Raises `BoardError`."""
        assert self._pool is not None
        fingerprints = {key: job.fingerprint for key, job in known.items()}
        self._in_hand += 1
        try:
            outcome = await asyncio.get_running_loop().run_in_executor(
                self._pool, read_whole, source, request, page, fingerprints
            )
        except BrokenExecutor as exc:
            _log.warning("worker_died", source=str(source.key), error=str(exc), hint="pages are read without it")
            self.close()
            return None
        finally:
            self._in_hand -= 1
        if isinstance(outcome, Refusal):
            raise BoardError(outcome.kind, outcome.reason)
        return outcome.unpack()


def count_cores() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _is_there() -> None:
    """Do nothing: an answer shows that a process is running."""


def _start_worker() -> None:
    """Prepare a worker process, which must not outlive the one that started it."""
    # Ctrl-C reaches the whole terminal, and systemd's SIGTERM all processes; the main process ends the workers when its
    # own work is finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    # A killed main process could not say that no more pages will come, and its workers would wait for ever.
    os._exit(1)
