"""The daemon with 1,000 boards: when none of them is due, and when each is asked every quarter of an hour in vain."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.boards import serve
from benchmarks.harness import Options, Report, Table, spread
from benchmarks.history import fill, source_of
from benchmarks.processes import jobscan, look_at, python, run, running, write_config
from jobscan.domain.source import Source
from jobscan.utils.time import format_utc

SOURCES = 1_000
POSTINGS = 1_000
#: Until what only the start needs has been done.
SETTLE_S = 10.0
WATCH_S = 30.0
#: What the project promises.
GOAL_RSS_MIB = 90
GOAL_CPU_PERCENT = 0.5
#: What the daemon cannot do without.
_LIBRARIES = "asyncio, sqlalchemy.ext.asyncio, aiosqlite, httpx, anyio, pydantic, yaml, click, msgspec, structlog, re2"
_ASLEEP = f"import time, {_LIBRARIES}\nprint('asleep', flush=True)\ntime.sleep(999)"
_EVERY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a process did in a span of time, and what it holds."""

    cpu_percent: float
    wakings_a_second: float
    rss_mib: float
    peak_mib: float


def measure(options: Options) -> Report:
    """Watch the daemon for half a minute, several times over."""
    rounds = max(2, options.rounds // 2)
    bare = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(fill(f"sqlite:///{folder / 'jobscan.db'}", POSTINGS, boards=SOURCES))
        write_config(folder / "config.yaml", map(source_of, range(SOURCES)), "scan: {interval: 365d}")
        with running(jobscan("run"), folder, until="started"):
            pass  # compiles the modules, which would be seen in the memory
        idle = []
        for _ in range(rounds):
            bare.append(_watch(python("-c", _ASLEEP), folder, until="asleep", settle_s=1, watch_s=1))
            idle.append(_watch(jobscan("run"), folder, until="started"))
    return _report(bare, idle, _ask_in_vain(rounds))


def _ask_in_vain(rounds: int) -> list[Watched]:
    """Watch the daemon while about one board a second is due, whose server says that nothing has changed."""
    with tempfile.TemporaryDirectory() as name, serve(SOURCES, POSTINGS // SOURCES, etags=True) as url:
        folder = Path(name)
        sources = [
            Source(type="greenhouse", identifier=f"b{number}", name=f"Company {number}", base_url=url)
            for number in range(SOURCES)
        ]
        network = "network: {allow_networks: [127.0.0.0/8]}"
        write_config(folder / "config.yaml", sources, f"scan: {{interval: {_EVERY.seconds}s}}", network)
        run(jobscan("scan", "--quiet"), folder)
        watched = []
        for _ in range(rounds):
            _spread_out(folder / "jobscan.db", sources)
            watched.append(_watch(jobscan("run"), folder, until="started"))
        return watched


def _spread_out(path: Path, sources: Sequence[Source]) -> None:
    """Let each source be due at its own moment of the next quarter of an hour, as they are after a day."""
    now = datetime.now(UTC) + timedelta(seconds=SETTLE_S / 2)
    step = _EVERY / len(sources)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "UPDATE sources SET next_due_at = ? WHERE source_identifier = ?",
            [(format_utc(now + step * index), source.identifier) for index, source in enumerate(sources)],
        )


def _watch(
    command: Sequence[str], folder: Path, *, until: str, settle_s: float = SETTLE_S, watch_s: float = WATCH_S
) -> Watched:
    with running(command, folder, until=until) as pid:
        time.sleep(settle_s)
        before = look_at(pid)
        time.sleep(watch_s)
        after = look_at(pid)
    span = after.at - before.at
    return Watched(
        cpu_percent=100 * (after.cpu_s - before.cpu_s) / span,
        wakings_a_second=(after.wakings - before.wakings) / span,
        rss_mib=after.rss_mib,
        peak_mib=after.peak_mib,
    )


def _report(bare: list[Watched], idle: list[Watched], asking: list[Watched]) -> Report:
    rows = {
        "the libraries alone, asleep": bare,
        f"idle, {SOURCES:,} sources": idle,
        "one board a second, 304": asking,
    }
    goals = ("goal", f"< {GOAL_RSS_MIB}", "", f"< {GOAL_CPU_PERCENT}", "")
    return Report(
        tables=(
            Table(
                title=f"The daemon, watched for {WATCH_S:.0f} s after {SETTLE_S:.0f} s",
                columns=("process", "RSS MiB", "peak MiB", "CPU % of a core", "wakings a second"),
                rows=(*(_row(name, watched) for name, watched in rows.items()), goals),
            ),
        ),
        figures={
            "rss_to_libraries": _least(one.rss_mib for one in idle) / _least(one.rss_mib for one in bare),
            "rss_mib": _least(one.rss_mib for one in idle),
            "cpu_percent": _least(one.cpu_percent for one in idle),
            "asking_rss_to_libraries": _least(one.rss_mib for one in asking) / _least(one.rss_mib for one in bare),
            "asking_cpu_percent": _least(one.cpu_percent for one in asking),
        },
        notes=(f"CPU is counted in ticks of 10 ms: {GOAL_CPU_PERCENT} % of {WATCH_S:.0f} s are 15 of them.",),
    )


def _row(name: str, watched: list[Watched]) -> tuple[str, ...]:
    return (
        name,
        spread([one.rss_mib for one in watched]),
        spread([one.peak_mib for one in watched]),
        spread([one.cpu_percent for one in watched], "{:.2f}"),
        spread([one.wakings_a_second for one in watched], "{:.2f}"),
    )


def _least(values: Iterable[float]) -> float:
    """Return the lowest: what else runs on the machine can only add to it."""
    return min(values)
