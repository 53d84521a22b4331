"""Reading the facts of all stored postings anew, as after a change of the rules, and scans beside it."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence

import anyio
from sqlalchemy import text

from benchmarks.cycles import Bench, Task, open_bench
from benchmarks.harness import Options, Report, Table, in_child
from benchmarks.history import fill
from jobscan.decide.enrich.reader import FactReader
from jobscan.domain.source import Source
from jobscan.engine.enricher import BATCH, Enricher, Pace
from jobscan.persistence import Database
from jobscan.simulator import MarketSettings
from jobscan.simulator.server.process import market_process

#: Stored, and those of them that are scanned beside it, on as many boards.
POSTINGS = 100_000
BOARDS, ON_A_BOARD = 40, 50
CYCLES = 15
#: What must not change.
_COUNTED = ("alert_notifications", "deliveries", "job_versions", "alerts_sent")


def measure(options: Options) -> Report:
    """Scan boards that do not change, alone and beside the enricher at its usual pace; then read everything at once."""
    settings = MarketSettings(companies=BOARDS, postings=ON_A_BOARD, systems=("greenhouse",)).still()
    with market_process(settings) as market:
        market.warm()
        (alone, beside, seconds), mib = in_child(_measure, market.sources())
    rows = (
        ("scans alone, p99, ms", f"{_p99(alone) * 1e3:.1f}"),
        ("scans beside the enricher, p99, ms", f"{_p99(beside) * 1e3:.1f}"),
        ("median, alone and beside, ms", f"{statistics.median(alone) * 1e3:.1f} {statistics.median(beside) * 1e3:.1f}"),
        (f"reading {POSTINGS:,} postings at once, s", f"{seconds:.0f}"),
        ("peak memory, MiB", f"{mib:.0f}"),
    )
    return Report(
        tables=(Table(title=f"A rebuild of {POSTINGS:,} postings in SQLite", columns=("", ""), rows=rows),),
        figures={"scan_p99_beside_to_alone": _p99(beside) / _p99(alone), "seconds": seconds},
        notes=(
            f"{len(alone)} unchanged scans each; no notification, delivery or version is made: it raises otherwise.",
        ),
    )


def _p99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def _measure(sources: Sequence[Source]) -> tuple[list[float], list[float], float]:
    async def run() -> tuple[list[float], list[float], float]:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/bench.db"
            await fill(url, POSTINGS)
            async with open_bench(url, Task(sources=sources, workers=0, rules=0)) as bench:
                await bench.cycle()
                before = await _counts(bench.database)
                alone = [seconds for _ in range(CYCLES) for seconds in await _scan_each(bench)]
                enricher = Enricher(bench.database, FactReader(), ticks=time.monotonic)
                async with anyio.create_task_group() as group:
                    group.start_soon(enricher.run)
                    beside = [seconds for _ in range(CYCLES) for seconds in await _scan_each(bench)]
                    group.cancel_scope.cancel()
                began = time.perf_counter()
                await Enricher(
                    bench.database, FactReader(), ticks=time.monotonic, pace=Pace(rate=None, batch=BATCH)
                ).catch_up()
                seconds = time.perf_counter() - began
                after = await _counts(bench.database)
                if after != before:
                    raise RuntimeError(f"reading facts changed what people are sent: {before} became {after}")
        return alone, beside, seconds

    return asyncio.run(run())


async def _scan_each(bench: Bench) -> list[float]:
    """Scan the boards one after the other; return the seconds of each."""
    found = []
    for source in bench.sources:
        began = time.perf_counter()
        await bench.scan([source])
        found.append(time.perf_counter() - began)
        # Scans do not come without a pause: the enricher has its turns.
        await anyio.sleep(0.01)
    return found


async def _counts(database: Database) -> dict[str, int]:
    async with database.read() as session:
        return {name: int(await session.scalar(text(f"SELECT count(*) FROM {name}")) or 0) for name in _COUNTED}
