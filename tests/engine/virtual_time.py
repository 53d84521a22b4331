"""Months in seconds: an event loop that skips the time in which nothing happens, and a town of boards to watch."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import random
import selectors
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import anyio

from jobscan.decide.scan.lifecycle import LifecycleRules
from jobscan.decide.scan.schedule import ScheduleRules
from jobscan.domain.page import Page, Request, Validators
from jobscan.domain.source import Source, SourceKey, SourceStatus
from jobscan.engine.batch import ScanBatch
from jobscan.engine.process.log import EngineLog
from jobscan.engine.scan.cycle import Plan
from jobscan.engine.scan.poller import Poller
from jobscan.engine.scan.target import Tools
from jobscan.engine.store import EmptyStore
from jobscan.exceptions import FetchError, FetchFailure
from jobscan.persistence import PersistenceError
from jobscan.sources import ADAPTERS
from tests.engine.board_server import greenhouse_board
from tests.engine.harness import START

BODY = greenhouse_board(range(2)).body


class _Skipping(selectors.SelectSelector):
    """Does not wait: the loop's clock moves by the time it would have waited."""

    loop: VirtualLoop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("nothing will ever happen again")
            self.loop.elapsed_s += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop for code without threads and sockets, whose time costs nothing."""

    def __init__(self) -> None:
        self.elapsed_s = 0.0
        selector = _Skipping()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.elapsed_s


class MemoryStore(EmptyStore):
    """A store that remembers the status of sources; ``down`` makes it fail as a database does that is gone."""

    def __init__(self, status: Iterable[SourceStatus] = ()) -> None:
        self.status = {status.key: status for status in status}
        self.down = False

    async def ensure(self, sources: Sequence[Source]) -> dict[SourceKey, SourceStatus]:
        self._check()
        return {key: self.status.get(key, fresh) for key, fresh in (await super().ensure(sources)).items()}

    async def commit(self, batches: Sequence[ScanBatch]) -> None:
        self._check()
        self.status |= {batch.source: batch.status for batch in batches}

    async def forgive(self, keys: Collection[SourceKey]) -> None:
        self._check()
        for key in keys:
            status = self.status[key]
            self.status[key] = replace(status, failures=max(0, status.failures - 1))

    def _check(self) -> None:
        if self.down:
            raise PersistenceError("the database does not answer", retryable=True)


@dataclass
class Town:
    """Boards that answer after some seconds, and a diary of who was asked when."""

    latency_s: float = 1.0
    #: Boards that fail, and how.
    failing: dict[str, FetchFailure] = field(default_factory=dict)
    retry_after_s: float | None = None
    #: (seconds since the start, board) in order.
    diary: list[tuple[float, str]] = field(default_factory=list)
    #: Requests under way, now and at most: of all boards, and of any one.
    running: Counter[str] = field(default_factory=Counter)
    most_at_once: int = 0
    most_of_one: int = 0

    @asynccontextmanager
    async def lend(self, request: Request, validators: Validators | None = None) -> AsyncIterator[Page]:
        board = request.url.split("/boards/")[1].split("/")[0]
        self.diary.append((anyio.current_time(), board))
        self.running[board] += 1
        self.most_at_once = max(self.most_at_once, self.running.total())
        self.most_of_one = max(self.most_of_one, self.running[board])
        try:
            await anyio.sleep(self.latency_s)
        finally:
            self.running[board] -= 1
        kind = self.failing.get(board)
        if kind is not None:
            raise FetchError(kind, "it fails", url=request.url, retry_after_s=self.retry_after_s)
        digest = hashlib.sha256(BODY).hexdigest()
        yield Page(url=request.url, status=200, headers={}, body=BODY, body_hash=digest, wire_bytes=len(BODY))

    def times(self, board: str) -> list[float]:
        """Return when a board was asked, in seconds since the start."""
        return [at for at, name in self.diary if name == board]

    def gaps(self, board: str) -> list[float]:
        """Return the seconds between the requests to a board."""
        times = self.times(board)
        return [later - earlier for earlier, later in itertools.pairwise(times)]


@dataclass
class Simulation:
    """A poller in a loop with virtual time."""

    town: Town = field(default_factory=Town)
    store: MemoryStore = field(default_factory=MemoryStore)
    #: What the wall clock is ahead of the loop's; it may jump.
    wall_offset: timedelta = timedelta()
    adapters: Mapping[str, Any] = field(default_factory=lambda: ADAPTERS)

    def now(self) -> datetime:
        return START + timedelta(seconds=anyio.current_time()) + self.wall_offset

    def run(self, plan: Plan, story: Callable[[Poller], Awaitable[None]]) -> None:
        """Poll until the story, which runs beside it, is at its end."""
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            runner.run(self._run(plan, story))

    async def _run(self, plan: Plan, story: Callable[[Poller], Awaitable[None]]) -> None:
        async def commit(batch: ScanBatch) -> None:
            await self.store.commit([batch])

        tools = Tools(
            fetcher=self.town,
            store=self.store,
            commit=commit,
            clock=self.now,
            ticks=anyio.current_time,
            draw=random.Random(1).random,
            observer=EngineLog(),
        )
        poller = Poller(plan, tools)
        async with anyio.create_task_group() as group:
            await group.start(poller.run)
            await story(poller)
            group.cancel_scope.cancel()


def plan_of(*names: str, concurrency: int = 20, **rules: Any) -> Plan:
    """Return a plan for the Greenhouse boards of these names."""
    sources = tuple(Source(type="greenhouse", identifier=name, name=name) for name in names)
    schedules = {source.key: ScheduleRules(**rules) for source in sources}
    return Plan(
        sources=sources, schedules=schedules, adapters=ADAPTERS, lifecycle=LifecycleRules(), concurrency=concurrency
    )


def key(name: str) -> SourceKey:
    return SourceKey("greenhouse", name)
