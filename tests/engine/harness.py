"""The basis of all engine tests: a clock that they move, a real fetcher, a real database, dumps of its tables."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

from sqlalchemy import select

from jobscan.decide.scan.lifecycle import LifecycleRules
from jobscan.decide.scan.schedule import ScheduleRules
from jobscan.domain.job import JobVersion, StoredJob
from jobscan.domain.page import Page, Request
from jobscan.domain.posting import ParsedPage
from jobscan.domain.scan import ScanRecord
from jobscan.domain.source import Source, SourceStatus
from jobscan.engine.events import Observers
from jobscan.engine.ports import PageFetcher, Store
from jobscan.engine.process.log import EngineLog
from jobscan.engine.scan.cycle import Plan
from jobscan.engine.scan.target import Tools
from jobscan.engine.store import DatabaseStore
from jobscan.engine.supervisor import NO_OUTLETS, Engine, Outlets
from jobscan.fetch import Fetcher, FetchSettings
from jobscan.persistence import Database, JobRepository, ScanRepository, SourceRepository, VersionRepository
from jobscan.persistence.tables.job import JOB_VERSIONS, JOBS
from jobscan.persistence.tables.scan import SCANS
from jobscan.persistence.tables.source import SOURCES
from jobscan.sources import ADAPTERS, Adapter
from tests.fixtures.replay import Replay

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)

#: No request of a test may be slow or be tried again, unless the test is about that.
QUICK = FetchSettings(allow_networks=(ip_network("127.0.0.0/8"),), retries=0, read_timeout_s=60, total_timeout_s=120)

HOSTS = {
    "greenhouse": "boards-api.greenhouse.io",
    "lever": "api.lever.co",
    "ashby": "api.ashbyhq.com",
    "comeet": "www.comeet.co",
}

Rows = list[dict[str, Any]]


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def ticks(self) -> float:
        return self.moment.timestamp()

    def advance(self, by: timedelta = HOUR) -> None:
        self.moment += by


@dataclass
class Harness:
    """An engine on one database, whose clock moves one hour per scan."""

    database: Database
    fetcher: PageFetcher
    clock: Clock = field(default_factory=Clock)
    lifecycle: LifecycleRules = field(default_factory=LifecycleRules)
    schedule: ScheduleRules = field(default_factory=lambda: ScheduleRules(jitter=0))
    adapters: Mapping[str, Adapter] = field(default_factory=lambda: dict(ADAPTERS))

    def engine(self, store: Store | None = None, outlets: Outlets = NO_OUTLETS) -> Engine:
        return Engine(
            fetcher=self.fetcher,
            store=store or DatabaseStore(self.database),
            clock=self.clock.now,
            ticks=self.clock.ticks,
            draw=lambda: 0.5,
            outlets=replace(outlets, observer=Observers(EngineLog(), outlets.observer)),
        )

    def tools(self, **fields: Any) -> Tools:
        """Return what one scan works with, without a writer in between."""
        store = DatabaseStore(self.database)
        tools = Tools(
            fetcher=self.fetcher,
            store=store,
            commit=lambda batch: store.commit([batch]),
            clock=self.clock.now,
            ticks=self.clock.ticks,
            draw=lambda: 0.5,
            observer=EngineLog(),
        )
        return replace(tools, **fields)

    def plan(self, *sources: Source, **fields: Any) -> Plan:
        schedules = {source.key: self.schedule for source in sources}
        return Plan(sources=sources, schedules=schedules, adapters=self.adapters, lifecycle=self.lifecycle, **fields)

    async def cycle(self, *sources: Source, store: Store | None = None) -> list[ScanRecord]:
        """Scan the sources once, an hour after the last cycle; return what came of it, in their order."""
        self.clock.advance()
        results = await self.engine(store).scan(self.plan(*sources), sources)
        return [result.record for result in results]

    async def scan(self, source: Source) -> ScanRecord:
        """Scan one source, an hour after the last cycle."""
        [record] = await self.cycle(source)
        return record

    async def jobs(self, source: Source) -> dict[str, StoredJob]:
        """Return all jobs of a source by external id."""
        async with self.database.read() as session:
            found = await JobRepository(session).get_by_source(*source.key)
        return {stored.job.external_id: stored for stored in found}

    async def active(self, source: Source) -> set[str]:
        """Return the external ids of the active jobs of a source."""
        return {name for name, stored in (await self.jobs(source)).items() if stored.status == "active"}

    async def history(self, stored: StoredJob) -> list[JobVersion]:
        async with self.database.read() as session:
            return await VersionRepository(session).get_by_job(stored.job.job_key)

    async def status(self, source: Source) -> SourceStatus:
        async with self.database.read() as session:
            found = await SourceRepository(session).get_by_identifier(*source.key)
        assert found is not None
        return found

    async def scans(self, source: Source) -> list[ScanRecord]:
        """Return the scans of a source, the newest first."""
        async with self.database.read() as session:
            return await ScanRepository(session).latest(source.key)

    async def dump(self) -> dict[str, Rows]:
        return await dump(self.database)


class CountingAdapter:
    """An adapter that hands everything to another one and counts what it reads."""

    def __init__(self, inner: Adapter) -> None:
        self.inner = inner
        self.parsed = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def parse(self, source: Source, request: Request, page: Page) -> ParsedPage:
        self.parsed += 1
        return self.inner.parse(source, request, page)


def recorded_source(replay: Replay, type_: str, identifier: str, **fields: Any) -> Source:
    """Return the source of a recorded board."""
    host = HOSTS.get(type_)
    if host is None:
        tenant, pod, _ = identifier.split("/")
        host = f"{tenant}.{pod}.myworkdayjobs.com"
    fields = {"name": identifier, "base_url": replay.base_url(host), **fields}
    return Source(type=type_, identifier=identifier, **fields)


async def dump(database: Database) -> dict[str, Rows]:
    """Return all rows of the tables that a scan writes, in one order, without ids and measured times."""
    found: dict[str, Rows] = {}
    async with database.read() as session:
        for table in (JOBS, JOB_VERSIONS, SOURCES, SCANS):
            rows: Rows = [dict(row) for row in (await session.execute(select(table))).mappings()]
            keys = [column.name for column in table.primary_key]
            rows.sort(key=lambda row: [row[key] for key in keys])
            for row in rows:
                row.pop("id", None)
                row.pop("seconds", None)
            found[table.name] = rows
    found["scans"].sort(key=lambda row: (row["source_type"], row["source_identifier"], row["started_at"]))
    return found


@asynccontextmanager
async def open_fetcher(**fields: Any) -> AsyncIterator[Fetcher]:
    """Open a fetcher that may reach loopback; ``fields`` are other settings than `QUICK`."""
    async with Fetcher(replace(QUICK, **fields)) as fetcher:
        yield fetcher
