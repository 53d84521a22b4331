"""What all measurements share: samples taken in turns, children of their own, tables, and what is written as JSON."""

from __future__ import annotations

import multiprocessing
import os
import platform
import resource
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

MIB = 1024 * 1024
#: Rounds of each variant; a median of fewer follows a single disturbed round.
ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What one run cost."""

    wall_s: float
    #: Of this process and its children that have ended.
    cpu_s: float
    #: Bytes that were added to the write-ahead log; None: not looked at.
    wal_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures for people. Each row has as many cells as there are columns; the first one names it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a benchmark found."""

    tables: tuple[Table, ...]
    #: Name → figure. Those that `floors.toml` knows are ratios, which machines can be compared by.
    figures: dict[str, float]
    #: What a reader must know to believe the figures.
    notes: tuple[str, ...] = ()
    #: Name → points (x, y) of a graph.
    curves: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How much to measure."""

    rounds: int = ROUNDS
    #: With the sizes that take many minutes, too.
    long: bool = False
    #: DSN of an empty Postgres database; None: the embedded one is started.
    postgres: str | None = None


def clock() -> tuple[float, float]:
    """Return (wall, CPU) seconds; CPU with the children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), time.process_time() + children.ru_utime + children.ru_stime


def timed(function: Callable[[], T]) -> tuple[T, Sample]:
    """Call a function; return its value and what it cost."""
    wall, cpu = clock()
    value = function()
    wall_after, cpu_after = clock()
    return value, Sample(wall_s=wall_after - wall, cpu_s=cpu_after - cpu)


def in_turns(variants: Mapping[str, Callable[[int], T]], rounds: int) -> dict[str, list[T]]:
    """Run each variant once a round, in alternating order, so that a busy minute meets all of them.

    A variant is given the number of its round.
    """
    results: dict[str, list[T]] = {name: [] for name in variants}
    for round_ in range(rounds):
        names = list(variants) if round_ % 2 == 0 else list(variants)[::-1]
        for name in names:
            results[name].append(variants[name](round_))
    return results


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios, round by round."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def spread(values: Sequence[float], form: str = "{:.1f}") -> str:
    """Return ``median [lowest-highest]``."""
    low, middle, high = (form.format(value) for value in (min(values), statistics.median(values), max(values)))
    return f"{middle} [{low}–{high}]"


def in_child(function: Callable[..., T], *arguments: Any) -> tuple[T, float]:
    """Call a function of a module in a fresh process; return its value and the process's peak memory in MiB."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(theirs, function, arguments))
    process.start()
    theirs.close()
    try:
        value, peak = ours.recv()
    except EOFError:
        process.join()
        raise RuntimeError(f"{function.__name__} ended with exit code {process.exitcode}") from None
    finally:
        process.join()
    if isinstance(value, BaseException):
        raise value
    return value, peak


def _run(pipe: Any, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        value = function(*arguments)
    except Exception as exc:  # noqa: BLE001 - the other process raises it
        exc.__traceback__ = None
        sys.excepthook(type(exc), exc, exc.__traceback__)
        value = exc
    pipe.send((value, peak_memory()))


def peak_memory(process: int | str = "self") -> float:
    """Return the peak memory of a process in MiB.

    ru_maxrss is inherited across fork and exec from a bigger parent; VmHWM is this process's own.
    """
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> dict[str, str]:
    """Return what the figures depend on."""
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": model,
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
    }
