"""Processes that read pages while the event loop goes on."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from typing import TYPE_CHECKING

import anyio
import structlog

from jobscan.engine.reading import Reading, Refusal, read_whole
from jobscan.exceptions import BoardError
from jobscan.sources import ADAPTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobscan.domain.fetching import Page, Request
    from jobscan.domain.job import KnownJob
    from jobscan.domain.source import Source
    from jobscan.sources import Adapter

#: Smaller pages are read here: about ten postings, in less time than it takes to hand them over.
MIN_BYTES = 64 * 1024
#: Larger ones go to a worker even where most of their postings are known: 1 MiB takes about 10 ms to parse.
MAX_BYTES = 1024 * 1024
#: Pages that a worker has in hand: the one it reads, and those on their way to it.
_IN_HAND = 3

_log = structlog.get_logger("jobscan.engine")


class Workers:
    """Reads pages in other processes, ``count`` of them; 0: it never does.

    Processes are begun in the background when the first page would be handed over, and until they are there, or when
    all have enough to do, pages are read in this one: nothing waits for a worker. They end with `close`.

    Not anyio's worker processes: their pipes are fed by the event loop, 64 KiB in each of its turns, so that a page
    took 50 ms to get there and back (measured 2026-11).
    """

    def __init__(self, count: int = 0) -> None:
        self._count = count
        self._wanted = anyio.Event()
        self._pool: ProcessPoolExecutor | None = None
        self._in_hand = 0

    def resize(self, count: int) -> None:
        """Use another number of processes from the next start on; none from now on when it is 0."""
        self._count = count

    async def run(self) -> None:
        """Begin the processes once they are wanted; for a task of its own, which may be cancelled."""
        await self._wanted.wait()
        await self.begin()

    async def begin(self) -> None:
        """Begin the processes, and hand pages over from then on; log it when they cannot be begun."""
        if not self._count:
            return
        # Spawned: a forked copy of a process with threads and open databases is undefined.
        pool = ProcessPoolExecutor(self._count, multiprocessing.get_context("spawn"), initializer=_begin_worker)
        try:
            loop = asyncio.get_running_loop()
            await asyncio.gather(*(loop.run_in_executor(pool, _begin_worker) for _ in range(self._count)))
        except (BrokenExecutor, OSError) as exc:
            pool.shutdown(wait=False, cancel_futures=True)
            _log.warning("no_workers", error=str(exc), hint="pages are read without them")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        else:
            self._pool = pool

    def close(self) -> None:
        """End the processes; what they read is not waited for."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def want(self, adapter: Adapter, page: Page, known: Mapping[str, KnownJob]) -> bool:
        """Say whether to hand a page over: it is large, most of it must be read in full, and somebody has time for it.

        Of a board that is known, most postings are skipped by their fingerprints, in less time than it takes to hand
        over the page.
        """
        if not self._count or ADAPTERS.get(adapter.TYPE) is not adapter:
            return False
        if len(page.body) <= (MAX_BYTES if known else MIN_BYTES):
            return False
        self._wanted.set()
        return self._pool is not None and self._in_hand < _IN_HAND * self._count

    async def read(self, source: Source, request: Request, page: Page, known: Mapping[str, KnownJob]) -> Reading | None:
        """Return what a page says; None: the worker died, the page is to be read here. Raises `BoardError`."""
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
        return outcome


def _begin_worker() -> None:
    # Ctrl-C reaches the whole terminal; the main process ends the workers when it has put everything in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
