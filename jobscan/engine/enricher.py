"""Reads the facts of stored postings: a task beside the poller, never in the way of a scan."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import anyio
import anyio.lowlevel

from jobscan.decide.enrich.terms.keywords import DocumentFrequencies
from jobscan.decide.posting.same_job import cluster_keys
from jobscan.engine.events import NO_OBSERVER, BatchesCommitted, EnrichingEnded, EnrichingFailed
from jobscan.exceptions import JobscanError
from jobscan.persistence import ClusterRepository, FactsRepository, JobRepository, SkillRepository

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jobscan.decide.enrich.reader import FactReader
    from jobscan.domain.cluster import ClusterKeys
    from jobscan.domain.facts import FactsProgress, JobFacts
    from jobscan.engine.events import EngineEvent, Observer
    from jobscan.persistence import Database

#: Postings in one transaction where nothing waits for it, and texts read at once.
BATCH = 200
#: Postings looked at in one query: most have their facts, and reading keys is cheap.
STRETCH = 500
#: Newest postings in which terms are counted: half a second of CPU, once.
SAMPLE = 2_000
#: Changed postings that are remembered; beyond them all stored ones are looked at again.
MAX_WAITING = 20_000


class Pace(NamedTuple):
    """How fast facts are made."""

    #: Postings a second; None: as many as possible. 200 are 10 % of a core (0.5 ms each, measured 2026-11).
    rate: float | None = 200.0
    #: The pause after an error of the database, in seconds.
    retry_s: float = 60.0
    #: Postings in one transaction, which scans wait for: with 200, the slowest of a hundred scans took six times as
    #: long, with 10 three times (`python -m benchmarks rebuild`, 2026-11).
    batch: int = 10


_USUAL = Pace()


class Enricher:
    """Makes the facts that are missing, or that are those of other rules or of an older text, the newest first.

    It makes no event: a better rule is no news of a posting. It can be stopped at any moment; what is missing is found
    again at the next start.
    """

    def __init__(
        self,
        database: Database,
        reader: FactReader,
        *,
        ticks: Callable[[], float],
        pace: Pace = _USUAL,
        observer: Observer = NO_OBSERVER,
    ) -> None:
        self._database = database
        self._reader = reader
        self._ticks = ticks
        self._pace = pace
        self._observer = observer
        self._waiting: deque[str] = deque()
        self._must_walk = True
        self._wake = anyio.Event()
        self._is_busy = False

    def on_event(self, event: EngineEvent) -> None:
        """Take note of the postings that a commit has added or changed; see `Observer`."""
        if not isinstance(event, BatchesCommitted):
            return
        for batch in event.batches:
            self._waiting.extend(found.job_key for found in batch.events if found.job is not None)
            self._waiting.extend(move.new_key for move in batch.moves)
        if len(self._waiting) > MAX_WAITING:
            self._waiting.clear()
            self._must_walk = True
        if self._waiting or self._must_walk:
            self._wake.set()

    async def run(self) -> None:
        """Make facts until cancelled; when the database cannot be used, try again later."""
        self._is_busy = True
        while True:
            try:
                if self._must_walk:
                    self._must_walk = False
                    await self.catch_up()
                await self._make_waiting()
            except JobscanError as exc:
                self._must_walk = True
                self._observer.on_event(EnrichingFailed(error=exc, retry_in_s=self._pace.retry_s))
                await anyio.sleep(self._pace.retry_s)
                continue
            if not self._waiting and not self._must_walk:
                self._wake, self._is_busy = anyio.Event(), False
                await self._wake.wait()
                self._is_busy = True

    async def catch_up(self, on_progress: Callable[[int], None] = lambda _made: None) -> int:
        """Make all facts that are due, the newest posting's first; return how many.

        ``on_progress`` is called with how many there are so far. Raises `PersistenceError`.
        """
        if not self._reader.knows_terms:
            self._reader.learn(await self._count_terms())
        after, made, began = None, 0, self._ticks()
        while True:
            async with self._database.read() as session:
                page = await FactsRepository(session).due(self._reader.rules, after, STRETCH)
            for start in range(0, len(page.job_keys), self._pace.batch):
                made += await self._make(page.job_keys[start : start + self._pace.batch])
                on_progress(made)
            after = page.after
            if after is None:
                break
        if made:
            self._observer.on_event(EnrichingEnded(postings=made, seconds=self._ticks() - began))
        return made

    def summary(self) -> str:
        """Return in a few words what is still to be done, for ``systemctl status``; "" when that is nothing."""
        return "reading facts out of postings" if self._is_busy else ""

    async def progress(self) -> FactsProgress:
        """Return how many postings have facts of today's rules. Raises `PersistenceError`."""
        async with self._database.read() as session:
            return await FactsRepository(session).progress(self._reader.rules)

    async def outdate(self) -> int:
        """Let all facts be made again by `catch_up`, and go on if that is stopped; return how many."""
        async with self._database.write() as session:
            return await FactsRepository(session).mark_outdated()

    async def _count_terms(self) -> DocumentFrequencies:
        """Return how often terms are used in the newest postings; keywords are compared with that."""
        frequencies = DocumentFrequencies()
        for offset in range(0, SAMPLE, BATCH):
            async with self._database.read() as session:
                texts = await SkillRepository(session).newest_texts(BATCH, offset)
            for text in texts:
                frequencies.add(text)
                await anyio.lowlevel.checkpoint()
            if len(texts) < BATCH:
                break
        return frequencies.without_rare()

    async def _make_waiting(self) -> None:
        while self._waiting:
            keys = [self._waiting.popleft() for _ in range(min(self._pace.batch, len(self._waiting)))]
            await self._make(list(dict.fromkeys(keys)))

    async def _make(self, job_keys: Sequence[str]) -> int:
        """Read and store the facts of some postings, then rest, so that the rate is kept; return how many."""
        began = self._ticks()
        async with self._database.read() as session:
            stored = await JobRepository(session).load_stored(job_keys)
        facts: list[JobFacts] = []
        keys: list[ClusterKeys] = []
        for each in stored.values():
            facts.append(self._reader.read(each.job))
            keys.append(cluster_keys(each.job))
            # Half a millisecond each: scans go on in between.
            await anyio.lowlevel.checkpoint()
        async with self._database.write() as session:
            await FactsRepository(session).store(facts)
            await ClusterRepository(session).store(keys)
        if self._pace.rate is not None:
            await anyio.sleep(max(0.0, len(facts) / self._pace.rate - (self._ticks() - began)))
        return len(facts)
