"""Whole processes: what they cost, and what they hold while they run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness import Sample
from jobscan.domain.source import Source

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
#: Seconds for a process to begin or to end.
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a process has used so far, and what it holds."""

    at: float
    cpu_s: float
    #: How often its threads slept and were woken.
    wakings: int
    rss_mib: float
    #: The most it ever held.
    peak_mib: float


def environment(folder: Path) -> dict[str, str]:
    """Return an environment as users have it: modules are compiled once, into ``folder``; no settings of jobscan."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JOBSCAN", "PYTHON", "DATABASE_", "COVERAGE"))
    }
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "pycache"), "COLUMNS": "120", "NO_COLOR": "1"}


def python(*words: str) -> list[str]:
    """Return a command line of this Python."""
    return [sys.executable, *words]


def jobscan(*words: str) -> list[str]:
    """Return a command line of jobscan."""
    return python("-m", "jobscan", *words)


def write_config(path: Path, sources: Iterable[Source], *lines: str) -> None:
    """Write a configuration with the database ``jobscan.db`` beside it, these sources and these lines."""
    entries = []
    for source in sources:
        named = f"type: {source.type}, identifier: {source.identifier}, name: {source.name}"
        entries.append(
            f"  - {{{named}}}" if source.base_url is None else f"  - {{{named}, base_url: {source.base_url}}}"
        )
    database = f"database: sqlite:///{path.parent / 'jobscan.db'}"
    path.write_text("\n".join((database, *lines, "sources:", *entries, "")), encoding="utf-8")


def run(command: Sequence[str], folder: Path) -> Sample:
    """Run a command in a folder to its end, its output thrown away; return what it cost. Raises when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Sample(wall_s=wall_s, cpu_s=usage.ru_utime + usage.ru_stime)


@contextmanager
def running(command: Sequence[str], folder: Path, *, until: str) -> Iterator[int]:
    """Run a command in the background from the moment when it logs ``until``; the value is its process id."""
    log = folder / "log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(folder), stdin=subprocess.DEVNULL, stdout=errors, stderr=errors
        )
    try:
        deadline = time.monotonic() + _PATIENCE_S
        while until not in log.read_text(encoding="utf-8"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{' '.join(command)} did not begin:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        yield process.pid
        if process.poll() is not None:
            raise RuntimeError(f"{' '.join(command)} ended:\n{log.read_text(encoding='utf-8')}")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def look_at(pid: int) -> Standing:
    """Return what a process has used and holds at this moment."""
    status = _fields(Path(f"/proc/{pid}/status"))
    # After the name in brackets, which may hold anything: state is the first field, utime the 12th.
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    wakings = sum(
        int(_fields(task / "status")["voluntary_ctxt_switches"]) for task in Path(f"/proc/{pid}/task").iterdir()
    )
    return Standing(
        at=time.monotonic(),
        cpu_s=(int(times[11]) + int(times[12])) * _TICK_S,
        wakings=wakings,
        rss_mib=int(status["VmRSS"].split()[0]) / 1024,
        peak_mib=int(status["VmHWM"].split()[0]) / 1024,
    )


def _fields(path: Path) -> dict[str, str]:
    pairs = (line.partition(":") for line in path.read_text().splitlines())
    return {name: value.strip() for name, _, value in pairs}
