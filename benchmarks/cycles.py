"""The engine on a simulated market: cycles of all boards with lifecycle, versions, matching and health, as in a scan.

Differs from ``jobscan scan`` in one thing: the rate that is kept towards a vendor (Lever: a request a second) is
lifted, as all boards are on this machine.
"""

from __future__ import annotations

import asyncio
import ipaddress
import multiprocessing
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import insert, text

from benchmarks.alerts import rules
from benchmarks.harness import clock, in_child, peak_memory
from jobscan.decide.scan.lifecycle import LifecycleRules
from jobscan.decide.scan.schedule import ScheduleRules
from jobscan.domain.alert import Alert, AlertOrigin, AlertRule
from jobscan.domain.page import Page, Request, Validators
from jobscan.domain.scan import ScanRecord
from jobscan.domain.source import Source
from jobscan.domain.user import User
from jobscan.engine.events import EngineEvent, ScanEnded
from jobscan.engine.scan.cycle import Plan
from jobscan.engine.store import DatabaseStore
from jobscan.engine.supervisor import Engine, Outlets
from jobscan.fetch import Fetcher, FetchSettings
from jobscan.persistence import Database, DatabaseSettings, upgrade
from jobscan.persistence.repositories.alert import bump_revision
from jobscan.persistence.tables.alert import ALERT_FORM, ALERTS
from jobscan.services.users import ensure_owner
from jobscan.sources import ADAPTERS, Adapter

#: Each names places, as most people's do: together they match each posting about twice.
RULES = 10_000
_PLACES = (
    "Berlin München Zürich Wien Paris Lyon London Dublin Madrid Barcelona Lisboa Milano Warszawa Kraków Praha Stockholm"
    " Amsterdam Toronto Boston Austin Seattle Chicago Denver Bengaluru Singapore Tokyo Sydney Remote"
).split()
_LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


def registered() -> Mapping[str, Adapter]:
    """Return the adapters that there are."""
    return ADAPTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """What one cycle over all boards found and cost."""

    wall_s: float
    cpu_s: float
    #: From the beginning of the cycle to the first board whose rows are committed.
    first_commit_s: float
    counts: Counter[str]
    #: Rows of notifications afterwards.
    notifications: int
    wal_bytes: int
    #: Peak memory of the worker; 0: there was none.
    worker_mib: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Cycles to be run in a process of their own."""

    sources: Sequence[Source]
    cycles: int = 1
    #: None: a SQLite file that is deleted afterwards.
    url: str | None = None
    #: As is the default.
    workers: int = 1
    rules: int = RULES
    #: Makes the adapters by type, in the process of the cycles.
    adapters: Callable[[], Mapping[str, Adapter]] = registered


class _Progress:
    """Counts, and knows when the first board was committed, and what memory workers have when the last one is."""

    def __init__(self) -> None:
        self.begin(0)

    def begin(self, sources: int) -> None:
        """Begin anew, for a cycle of so many sources."""
        self._left = sources
        self.first: float | None = None
        self.worker_mib = 0.0
        self.counts: Counter[str] = Counter()

    def on_event(self, event: EngineEvent) -> None:
        """Take in what a board gave; committed."""
        if isinstance(event, ScanEnded):
            self._count(event.result.record)

    def _count(self, record: ScanRecord) -> None:
        if self.first is None:
            self.first = time.perf_counter()
        for name in ("postings", "new", "updated", "unchanged", "expired", "reopened"):
            self.counts[name] += getattr(record.counts, name)
        self._left -= 1
        if not self._left:
            self.worker_mib = max(
                (peak_memory(each.pid) for each in multiprocessing.active_children() if each.pid), default=0
            )
        self.counts[record.outcome.value] += 1
        self.counts["requests"] += record.requests
        if record.error is not None:
            raise RuntimeError(f"{record.source}: {record.error}")


class _Impolite:
    """A fetcher that keeps no rates."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    def lend(self, request: Request, validators: Validators | None = None) -> AbstractAsyncContextManager[Page]:
        """Fetch at once."""
        return self._fetcher.lend(replace(request, limit=replace(request.limit, per_second=None)), validators)


class Bench:
    """An engine with its database, ready for cycles."""

    def __init__(self, database: Database, engine: Engine, plan: Plan, progress: _Progress) -> None:
        self.database = database
        self._engine = engine
        self._progress = progress
        self._plan = plan

    @property
    def sources(self) -> Sequence[Source]:
        """Return the boards."""
        return self._plan.sources

    async def scan(self, sources: Sequence[Source]) -> None:
        """Scan some of the boards once."""
        self._progress.begin(len(sources))
        await self._engine.scan(self._plan, sources)

    async def cycle(self) -> Cycle:
        """Scan all boards once."""
        progress = self._progress
        progress.begin(len(self._plan.sources))
        before = await self._wal_position()
        wall, cpu = clock()
        await self._engine.scan(self._plan, self._plan.sources)
        wall_after, _ = clock()
        for worker in multiprocessing.active_children():
            # What it cost counts once it has ended.
            worker.join()
        _, cpu_after = clock()
        async with self.database.read() as session:
            notifications = await session.scalar(text("SELECT count(*) FROM alert_notifications"))
        return Cycle(
            wall_s=wall_after - wall,
            cpu_s=cpu_after - cpu,
            first_commit_s=(progress.first or wall_after) - wall,
            counts=progress.counts,
            notifications=int(notifications or 0),
            wal_bytes=await self._wal_position() - before,
            worker_mib=progress.worker_mib,
        )

    async def _wal_position(self) -> int:
        """Return a number of bytes that grows with what is logged: on SQLite the file itself, whose log is reused."""
        if self.database.dialect == "postgresql":
            async with self.database.read() as session:
                return int(await session.scalar(text("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")) or 0)
        path = Path(self.database.settings.url.removeprefix("sqlite:///"))
        return sum(file.stat().st_size for file in path.parent.glob(path.name + "*") if not file.name.endswith("-shm"))


def make_plan(task: Task) -> Plan:
    """Return a plan of the boards with the rules that are the defaults."""
    return Plan(
        sources=tuple(task.sources),
        schedules={source.key: ScheduleRules() for source in task.sources},
        adapters=task.adapters(),
        lifecycle=LifecycleRules(),
        workers=task.workers,
    )


async def _store_rules(database: Database, count: int) -> None:
    """Store alerts in one go; one by one, as people make them, 10,000 take longer than all that is measured."""
    if not count:
        return
    now = datetime.now(UTC)
    owner = await ensure_owner(database, User(email="o@example.org"), now=now)
    fixed = {"user_id": owner.id, "origin": AlertOrigin.FILE.value, "created_at": now, "baselined_at": now}
    wanted = [Alert(name=f"rule {number}", rule=rule) for number, rule in enumerate(local_rules(count))]
    async with database.write() as session:
        await session.execute(insert(ALERTS), [ALERT_FORM.record(alert) | fixed | {"revision": 0} for alert in wanted])
        await bump_revision(session, ALERTS.c.id > 0)


def local_rules(count: int) -> list[AlertRule]:
    """Return rules each of which asks for a place."""
    draw = random.Random(5)
    return [replace(rule, locations=tuple(draw.sample(_PLACES, 2)), is_remote=None) for rule in rules(count)]


@asynccontextmanager
async def open_bench(url: str, task: Task) -> AsyncIterator[Bench]:
    """Open the database, bring it to the newest schema, store the alerts."""
    database = await Database.open(DatabaseSettings(url=url, transaction_timeout_s=600))
    try:
        await upgrade(database)
        await _store_rules(database, task.rules)
        async with Fetcher(FetchSettings(allow_networks=_LOOPBACK)) as fetcher:
            progress = _Progress()
            engine = Engine(
                fetcher=_Impolite(fetcher),
                store=DatabaseStore(database),
                clock=lambda: datetime.now(UTC),
                ticks=time.monotonic,
                draw=random.random,
                outlets=Outlets(observer=progress),
            )
            yield Bench(database, engine, make_plan(task), progress)
    finally:
        await database.close()


def run_cycles(task: Task, prepare: Callable[[int], object] = lambda _: None) -> tuple[list[Cycle], float]:
    """Run cycles in a fresh process; return them with the process's peak memory in MiB.

    ``prepare`` is called here, in a thread, with the number of each cycle before it begins.
    """
    ours, theirs = multiprocessing.Pipe()

    def make_ready() -> None:
        for number in range(task.cycles):
            ours.recv()
            prepare(number)
            ours.send(None)

    preparing = threading.Thread(target=make_ready, daemon=True)
    preparing.start()
    result = in_child(_run_stepwise, task, theirs)
    preparing.join()
    return result


def _run_stepwise(task: Task, steps: Connection) -> list[Cycle]:

    async def run(target: str) -> list[Cycle]:
        cycles = []
        async with open_bench(target, task) as bench:
            for _ in range(task.cycles):
                steps.send(None)
                steps.recv()
                cycles.append(await bench.cycle())
        return cycles

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(run(task.url or f"sqlite:///{folder}/bench.db"))
