"""A cycle over 200 boards of 100 postings, end to end: cold, then without news, in the ways in which there is none."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.cycles import RULES, Cycle, Task, run_cycles
from benchmarks.databases import empty, postgres
from benchmarks.harness import MIB, Options, Report, Sample, Table, in_child, in_turns, ratio, spread, timed
from benchmarks.plain import scan_plainly
from jobscan.domain.source import Source
from jobscan.simulator import ALL_SYSTEMS, MarketSettings
from jobscan.simulator.faults.behaviour import Behaviour
from jobscan.simulator.server.process import Remote, market_process

BOARDS, POSTINGS = 200, 100
JOBS = BOARDS * POSTINGS
#: Systems that get so many requests a second and no more: a run would measure that.
_PACED = frozenset({"smartrecruiters", "careers"})
#: In the order in which a run meets them.
COLD, SAME, EQUAL, TOUCHED = KINDS = ("cold", "304", "same body", "new body, no news")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Cycles of one database that followed each other."""

    cycles: dict[str, Cycle]
    peak_mib: float


def market_settings(boards: int = BOARDS, systems: Sequence[str] = ("greenhouse",)) -> MarketSettings:
    """Return a market in which nothing happens but that stamps of postings move."""
    still = MarketSettings(companies=boards, postings=POSTINGS, systems=tuple(systems)).still()
    return replace(still, touch=0.02)


def run_kinds(market: Remote, url: str | None) -> Run:
    """Scan a market cold, then in the ways in which nothing is new. The market has moved on by a tick afterwards."""
    sources = market.sources()
    behave(market, sources, Behaviour())
    market.warm()

    def prepare(number: int) -> None:
        if KINDS[number] == EQUAL:
            behave(market, sources, Behaviour(etag=False))
        elif KINDS[number] == TOUCHED:
            market.tick()
            market.warm()

    cycles, peak = run_cycles(Task(sources=sources, cycles=len(KINDS), url=url), prepare)
    for kind, cycle in zip(KINDS, cycles, strict=True):
        assert cycle.counts["new" if kind == COLD else "unchanged"] >= JOBS, (kind, cycle)
    return Run(cycles=dict(zip(KINDS, cycles, strict=True)), peak_mib=peak)


def behave(market: Remote, sources: Sequence[Source], behaviour: Behaviour) -> None:
    for source in sources:
        market.behave((source.base_url or "").rpartition("/")[2], behaviour)


def _plain(sources: Sequence[Source]) -> Sample:
    with tempfile.TemporaryDirectory() as folder:
        count, sample = timed(lambda: scan_plainly(sources, Path(folder) / "plain.db"))
    assert count == JOBS
    return sample


def _cold_alone(market: Remote) -> Cycle:
    """Scan a market cold, without a worker."""
    behave(market, market.sources(), Behaviour())
    market.warm()
    (cold,), _ = run_cycles(Task(sources=market.sources(), workers=0))
    return cold


def measure(options: Options) -> Report:
    """Scan with SQLite, with Postgres and with a plain script, in turns."""
    with postgres(options.postgres) as dsn, market_process(market_settings()) as market:

        def on_postgres(_round: int) -> Run:
            empty(dsn)
            return run_kinds(market, dsn)

        runs = in_turns(
            {"SQLite": lambda _: run_kinds(market, None), "Postgres": on_postgres},
            options.rounds,
        )
        alone = in_turns({"alone": lambda _: _cold_alone(market)}, options.rounds)["alone"]
        plain = in_turns({"plain": lambda _: in_child(_plain, market.sources())[0]}, options.rounds)["plain"]
    figures: dict[str, float] = {}
    tables = []
    for name, found in runs.items():
        tables.append(_table(name, found))
        figures |= _figures(name.lower(), found)
    colds = [run.cycles[COLD] for run in runs["SQLite"]]
    figures["sqlite cold without a worker, jobs/s"] = statistics.median(JOBS / one.wall_s for one in alone)
    figures["a worker, MiB"] = statistics.median(cold.worker_mib for cold in colds)
    figures["plain script / cold sqlite, CPU"] = ratio([one.cpu_s for one in plain], [one.cpu_s for one in colds])
    figures["plain script / cold sqlite, wall"] = ratio([one.wall_s for one in plain], [one.wall_s for one in colds])
    mixed = _mixed()
    tables.append(mixed)
    notes = (
        f"{BOARDS} Greenhouse boards with {POSTINGS} postings of 4-8 KB of HTML, {RULES:,} rules"
        f" ({colds[0].notifications / JOBS:.1f} matches a posting), 20 boards at once; one worker helps to read"
        f" ({figures['a worker, MiB']:.0f} MiB), without it cold are"
        f" {figures['sqlite cold without a worker, jobs/s']:,.0f} jobs/s.",
        f"A plain script (one thread, html.parser, no rules, no history): {JOBS / plain[0].wall_s:,.0f} jobs/s.",
    )
    return Report(tables=tuple(tables), figures=figures, notes=notes)


def _table(name: str, runs: Sequence[Run]) -> Table:
    rows = []
    for kind in KINDS:
        cycles = [run.cycles[kind] for run in runs]
        faster = [run.cycles[COLD].wall_s / run.cycles[kind].wall_s for run in runs]
        rows.append(
            (
                kind,
                spread([JOBS / cycle.wall_s for cycle in cycles], "{:,.0f}"),
                spread([cycle.cpu_s / JOBS * 1e6 for cycle in cycles]),
                spread(faster) if kind != COLD else "",
                f"{statistics.median(cycle.wal_bytes for cycle in cycles) / MIB:.1f}",
                spread([cycle.first_commit_s for cycle in cycles], "{:.2f}"),
            )
        )
    peak = statistics.median(run.peak_mib for run in runs)
    return Table(
        title=f"{BOARDS} boards x {POSTINGS} postings on {name} (peak memory {peak:.0f} MiB)",
        columns=("cycle", "jobs/s", "µs CPU/job", "x cold", "MiB written", "first rows after s"),
        rows=tuple(rows),
    )


def _figures(name: str, runs: Sequence[Run]) -> dict[str, float]:
    figures = {f"{name} cold, jobs/s": statistics.median(JOBS / run.cycles[COLD].wall_s for run in runs)}
    for kind in KINDS[1:]:
        figures[f"{name} {kind} / cold"] = statistics.median(
            run.cycles[COLD].wall_s / run.cycles[kind].wall_s for run in runs
        )
    figures[f"{name} first rows, s"] = statistics.median(run.cycles[COLD].first_commit_s for run in runs)
    figures[f"{name} peak, MiB"] = statistics.median(run.peak_mib for run in runs)
    return figures


def _mixed() -> Table:
    """Scan boards of each system cold, then again: what pages, details, tokens and other formats cost."""
    rows = []
    for system in ALL_SYSTEMS:
        if system in _PACED:
            continue
        with market_process(market_settings(40, (system,))) as market:
            market.warm()
            (cold, again), _ = run_cycles(Task(sources=market.sources(), cycles=2))
        postings = cold.counts["postings"]
        rows.append(
            (
                system,
                f"{postings / cold.wall_s:,.0f}",
                f"{cold.cpu_s / postings * 1e6:.0f}",
                str(cold.counts["requests"]),
                f"{postings / again.wall_s:,.0f}",
                f"{again.cpu_s / postings * 1e6:.0f}",
                str(again.counts["requests"]),
            )
        )
    return Table(
        title="40 boards x 100 postings of each system on SQLite, one run",
        columns=("system", "cold jobs/s", "µs CPU/job", "requests", "again jobs/s", "µs CPU/job", "requests"),
        rows=tuple(rows),
    )
