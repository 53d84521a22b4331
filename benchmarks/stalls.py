"""How long the event loop stands still while boards of 1,000 and 3,000 postings are read, matched and stored."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from functools import partial

from benchmarks.cycles import RULES, Task, open_bench
from benchmarks.harness import Options, Report, Table, in_child, in_turns, spread
from jobscan.domain.source import Source
from jobscan.simulator import MarketSettings
from jobscan.simulator.server.process import market_process
from tests.fixtures.stalls import StallMeter

SIZES = (1_000, 3_000)
WORKERS = (0, 1)


def measure(options: Options) -> Report:
    """Scan large boards for the first time, read here and by a worker."""
    rows, figures = [], {}
    for size in SIZES:
        settings = MarketSettings(companies=3, postings=size, systems=("greenhouse",)).still()
        with market_process(settings) as market:
            market.warm()
            sources = market.sources()
            variants = {str(workers): partial(_in_child, sources, workers) for workers in WORKERS}
            found = in_turns(variants, options.rounds)
        for workers in WORKERS:
            longest = found[str(workers)]
            rows.append((f"{size:,}", str(workers), spread([value * 1e3 for value in longest])))
            figures[f"{size:,} postings, {workers} workers, ms"] = statistics.median(longest) * 1e3
    table = Table(
        title=f"The longest stop of the event loop, ms (3 boards at once, first sight, {RULES:,} rules)",
        columns=("postings", "workers", "ms"),
        rows=tuple(rows),
    )
    notes = ("A gap counts as far as this process spent it on a processor: on a busy machine others make gaps, too.",)
    return Report(tables=(table,), figures=figures, notes=notes)


def _in_child(sources: Sequence[Source], workers: int, _round: int) -> float:
    return in_child(_longest, sources, workers)[0]


def _longest(sources: Sequence[Source], workers: int) -> float:
    """Return the longest stop of a cycle, in seconds."""

    async def run() -> float:
        with tempfile.TemporaryDirectory() as folder:
            async with open_bench(f"sqlite:///{folder}/bench.db", Task(sources=sources, workers=workers)) as bench:
                async with StallMeter() as meter:
                    await bench.cycle()
                return meter.longest_s

    return asyncio.run(run())
