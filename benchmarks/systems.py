"""A cycle over boards of all systems at once: memory, requests in flight, and what so many systems cost a start.

Each board is the sample of its system, served on loopback. Rates (requests a second) are not kept here, numbers in
flight are: the server counts them.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.cycles import Cycle, Task, run_cycles
from benchmarks.harness import Options, Report, Sample, Table, in_turns, ratio, spread
from benchmarks.history import fill
from benchmarks.processes import jobscan, python, run, write_config
from benchmarks.sample_server import InFlight, counts, sample_adapters, sample_of, sample_sources, serve_samples
from jobscan.sources import SYSTEMS

BOARDS = 2_000
RULES = 1_000
#: As many as there were before there were many.
FEW = 5
#: Runs jobscan as if only the first systems were registered.
_WITH_FEW = (
    "import runpy, jobscan.sources as s\n"
    f"for name in list(s.SYSTEMS)[{FEW}:]: del s.SYSTEMS[name]\n"
    "runpy.run_module('jobscan', run_name='__main__', alter_sys=True)"
)
_STARTS = {"few": f"jobs, {FEW} systems", "all": "jobs, all systems", "used": "jobs, a board of each system"}


def measure(options: Options) -> Report:
    """Scan the boards cold and once more, then start commands."""
    with serve_samples(BOARDS) as url:
        sources = sample_sources(url, BOARDS)
        task = Task(sources=sources, cycles=2, rules=RULES, adapters=sample_adapters)
        (cold, again), peak = run_cycles(task)
        limits = counts(url)
    postings = sum(len(sample_of(source.type).ids) for source in sources)
    assert cold.counts["new"] == postings, cold.counts
    assert again.counts["new"] + again.counts["updated"] + again.counts["expired"] == 0, again.counts
    starts = _starts(max(options.rounds, 5))
    cpu = {name: [sample.cpu_s for sample in samples] for name, samples in starts.items()}
    figures = {
        "peak memory, MiB": peak,
        "requests in flight, to the limit": max(limit.most / limit.limit for limit in limits.values()),
        "cold, ms CPU a request": cold.cpu_s * 1e3 / cold.counts["requests"],
        "requests of the second cycle, to a board": again.counts["requests"] / BOARDS,
        "jobs, all systems / few": ratio(cpu["all"], cpu["few"]),
        "jobs, a board of each system / few": ratio(cpu["used"], cpu["few"]),
    }
    tables = (_cycles(cold, again, peak, postings), _in_flight(limits), _starting(starts))
    notes = (
        f"{BOARDS:,} boards of {len(SYSTEMS)} systems, {RULES:,} rules, SQLite; an answer takes 5 ms.",
        f"{FEW} systems: the others are taken out of the registry before the command begins.",
    )
    return Report(tables=tables, figures=figures, notes=notes)


def _starts(rounds: int) -> dict[str, list[Sample]]:
    """Run `jobscan jobs` with few systems, with all, and with a configuration that has a board of each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(fill(f"sqlite:///{folder / 'jobscan.db'}", 100))
        boards = [sample_of(type_).source for type_ in SYSTEMS]
        write_config(folder / "config.yaml", boards[:FEW])
        write_config(folder / "used.yaml", boards)
        lines = {
            "few": python("-c", _WITH_FEW, "jobs"),
            "all": jobscan("jobs"),
            "used": jobscan("--config", "used.yaml", "jobs"),
        }
        for line in lines.values():
            run(line, folder)  # compiles the modules
        return in_turns({name: _variant(partial(run, line, folder)) for name, line in lines.items()}, rounds)


def _variant(call: Callable[[], Sample]) -> Callable[[int], Sample]:
    return lambda _round: call()


def _cycles(cold: Cycle, again: Cycle, peak: float, postings: int) -> Table:
    rows = tuple(
        (
            name,
            f"{cycle.wall_s:.1f}",
            f"{cycle.cpu_s:.1f}",
            f"{cycle.counts['requests']:,}",
            f"{cycle.counts['requests'] / cycle.wall_s:,.0f}",
            f"{cycle.counts['postings']:,}",
            f"{peak:.0f}",
        )
        for name, cycle in (("cold", cold), ("again", again))
    )
    columns = ("cycle", "wall s", "CPU s", "requests", "requests/s", "postings", "peak MiB of both")
    return Table(title=f"{BOARDS:,} boards of all systems, {postings:,} postings", columns=columns, rows=rows)


def _in_flight(limits: dict[str, InFlight]) -> Table:
    rows = tuple(
        (name, f"{limit.limit}", f"{limit.most}", f"{limit.requests:,}") for name, limit in sorted(limits.items())
    )
    return Table(
        title="Requests in flight, as the server counts them", columns=("limit", "allowed", "most", "all"), rows=rows
    )


def _starting(starts: dict[str, list[Sample]]) -> Table:
    few = statistics.median(sample.cpu_s for sample in starts["few"])
    rows = tuple(
        (
            _STARTS[name],
            spread([sample.cpu_s * 1e3 for sample in samples], "{:.0f}"),
            f"{statistics.median(sample.cpu_s for sample in samples) / few:.2f}",
        )
        for name, samples in starts.items()
    )
    return Table(title="Starting `jobscan jobs`", columns=("command", "CPU ms", "× few"), rows=rows)
