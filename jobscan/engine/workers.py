"""Processes that read pages while the event loop goes on."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import anyio
import anyio.to_process
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

#: Pages that a worker has in hand: the one it reads, and the next.
_IN_HAND = 2

_log = structlog.get_logger("jobscan.engine")


class Workers:
    """Reads pages in other processes, ``count`` of them; 0: it never does.

    Processes are begun in the background when the first page would be handed over, and until they are there, or when
    all have enough to do, pages are read in this one: nothing waits for a worker. They end with this process.
    """

    def __init__(self, count: int = 0) -> None:
        self._limiter = anyio.CapacityLimiter(max(1, count))
        self._count = count
        self._wanted = anyio.Event()
        self._is_ready = False

    def resize(self, count: int) -> None:
        """Use another number of processes from now on."""
        self._limiter.total_tokens = max(1, count)
        self._count = count

    async def run(self) -> None:
        """Begin the processes once they are wanted; for a task of its own, which may be cancelled."""
        await self._wanted.wait()
        await self.begin()

    async def begin(self) -> None:
        """Begin the processes, and hand pages over from then on; log it when they cannot be begun."""
        try:
            async with anyio.create_task_group() as group:
                for _ in range(self._count):
                    group.start_soon(self._begin_one)
        except* (anyio.BrokenWorkerProcess, OSError) as errors:
            _log.warning("no_workers", error=str(errors.exceptions[0]), hint="pages are read without them")
        else:
            self._is_ready = True

    async def _begin_one(self) -> None:
        await anyio.to_process.run_sync(_begin_worker, limiter=self._limiter)

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
        under_way = self._limiter.borrowed_tokens + self._limiter.statistics().tasks_waiting
        return self._is_ready and under_way < _IN_HAND * self._count

    async def read(self, source: Source, request: Request, page: Page, known: Mapping[str, KnownJob]) -> Reading | None:
        """Return what a page says; None: the worker died, the page is to be read here. Raises `BoardError`."""
        fingerprints = {key: job.fingerprint for key, job in known.items()}
        try:
            outcome = await anyio.to_process.run_sync(
                read_whole, source, request, page, fingerprints, limiter=self._limiter
            )
        except anyio.BrokenWorkerProcess as exc:
            _log.warning("worker_died", source=str(source.key), error=str(exc), hint="its page is read without it")
            return None
        if isinstance(outcome, Refusal):
            raise BoardError(outcome.kind, outcome.reason)
        return outcome


def _begin_worker() -> None:
    # Ctrl-C reaches the whole terminal; the main process ends the workers when it has put everything in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
