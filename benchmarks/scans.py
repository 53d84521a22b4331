"""A whole cycle, end to end: cold, then unchanged by body hash, then unchanged by 304."""

from __future__ import annotations

import asyncio
import ipaddress
import random
import resource
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.boards import serve
from jobscan.decide.lifecycle import LifecycleRules
from jobscan.decide.schedule import ScheduleRules
from jobscan.domain.source import Source
from jobscan.engine.cycle import Plan
from jobscan.engine.ports import Silence
from jobscan.engine.store import DatabaseStore
from jobscan.engine.supervisor import Engine
from jobscan.fetch import Fetcher, FetchSettings
from jobscan.persistence import Database, DatabaseSettings, upgrade
from jobscan.sources import ADAPTERS


@asynccontextmanager
async def _engine(url: str) -> AsyncIterator[Engine]:
    database = await Database.open(DatabaseSettings(url=url))
    await upgrade(database)
    try:
        async with Fetcher(FetchSettings(allow_networks=(ipaddress.ip_network("127.0.0.0/8"),))) as fetcher:
            yield Engine(
                fetcher=fetcher,
                store=DatabaseStore(database),
                clock=lambda: datetime.now(UTC),
                ticks=time.monotonic,
                draw=random.random,
            )
    finally:
        await database.close()


async def _cycles(base_url: str, database_url: str, boards: int) -> list[tuple[float, float]]:
    """Return (wall, CPU) seconds of three cycles: cold, unchanged, unchanged."""
    sources = tuple(
        Source(type="greenhouse", identifier=f"b{number}", name=f"Board {number}", base_url=base_url)
        for number in range(boards)
    )
    plan = Plan(
        sources=sources,
        schedules={source.key: ScheduleRules() for source in sources},
        adapters=ADAPTERS,
        lifecycle=LifecycleRules(),
    )
    times = []
    async with _engine(database_url) as engine:
        for _ in range(3):
            wall, cpu = time.perf_counter(), time.process_time()
            results = await engine.scan(plan, sources, Silence())
            times.append((time.perf_counter() - wall, time.process_time() - cpu))
            assert all(result.record.error is None for result in results), results[0].record.error
    return times


def measure(database_url: str | None = None, boards: int = 200, postings: int = 100) -> list[str]:
    """Return lines: jobs per second of each kind of cycle, and its ratio to the cold one."""
    lines = []
    jobs = boards * postings
    cold = 0.0
    for etags, kind in ((False, "unchanged, same body"), (True, "unchanged, 304")):
        with tempfile.TemporaryDirectory() as folder, serve(boards, postings, etags=etags) as url:
            target = database_url or f"sqlite:///{Path(folder) / 'bench.db'}"
            first, _, again = asyncio.run(_cycles(url, target, boards))
        if not etags:
            cold = first[0]
            lines.append(f"{'cold':<22}{jobs / first[0]:>12,.0f} jobs/s  {first[1] / jobs * 1e6:8.1f} µs CPU/job")
        ratio = cold / again[0]
        lines.append(
            f"{kind:<22}{jobs / again[0]:>12,.0f} jobs/s  {again[1] / jobs * 1e6:8.1f} µs CPU/job  {ratio:6.1f} x cold"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines.append(f"{'peak memory':<22}{peak:>12,.0f} MiB")
    return lines
