"""What a command costs before it does anything: whole processes, on a database of 1,000 postings."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.harness import Options, Report, Sample, Table, in_turns, ratio, spread
from benchmarks.history import boards_of, fill, source_of
from benchmarks.processes import jobscan, python, run, write_config

POSTINGS = 1_000
#: In the second configuration; in the first there is one for each board that has postings.
SOURCES = 1_000
#: Milliseconds of CPU that the project promises.
_GOALS = {"--help": 150, "jobs": 350}

_COMMANDS = (
    "--help",
    "--version",
    "jobs --help",
    "jobs",
    "jobs --limit 50",
    "jobs --limit 50 --color always",
    "jobs --json",
    "sources",
    "matches --limit 50",
    "report",
)
_BARE = "python"
_CLICK = "import click"
_SQLALCHEMY = "import sqlalchemy.ext.asyncio"
_MANY = f"jobs, {SOURCES:,} sources"


def measure(options: Options) -> Report:
    """Run each command in turns with bare Python, and with the imports that no such program can do without."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(fill(f"sqlite:///{folder / 'jobscan.db'}", POSTINGS))
        write_config(folder / "config.yaml", map(source_of, range(boards_of(POSTINGS))))
        write_config(folder / "many.yaml", map(source_of, range(SOURCES)))
        lines = {
            _BARE: python("-c", "pass"),
            _CLICK: python("-c", _CLICK),
            _SQLALCHEMY: python("-c", _SQLALCHEMY),
            **{words: jobscan(*words.split()) for words in _COMMANDS},
            _MANY: jobscan("--config", "many.yaml", "jobs"),
        }
        for line in lines.values():
            run(line, folder)  # compiles the modules
        variants = {name: _variant(partial(run, line, folder)) for name, line in lines.items()}
        return _report(in_turns(variants, max(options.rounds, 5)))


def _variant(call: Callable[[], Sample]) -> Callable[[int], Sample]:
    return lambda _round: call()


def _report(samples: dict[str, list[Sample]]) -> Report:
    cpu = {name: [sample.cpu_s for sample in of_one] for name, of_one in samples.items()}
    rows = tuple(
        (
            name,
            spread([sample.cpu_s * 1e3 for sample in of_one], "{:.0f}"),
            spread([sample.wall_s * 1e3 for sample in of_one], "{:.0f}"),
            f"{ratio(cpu[name], cpu[_BARE]):.1f}",
            f"{ratio(cpu[name], cpu[_SQLALCHEMY]):.2f}",
            f"< {_GOALS[name]}" if name in _GOALS else "",
        )
        for name, of_one in samples.items()
    )
    return Report(
        tables=(
            Table(
                title=f"Whole processes, {POSTINGS:,} postings in SQLite",
                columns=("command", "CPU ms", "wall ms", "× python", "× SQLAlchemy", "goal, CPU ms"),
                rows=rows,
            ),
        ),
        figures={
            "help_to_click": ratio(cpu["--help"], cpu[_CLICK]),
            "jobs_to_sqlalchemy": ratio(cpu["jobs"], cpu[_SQLALCHEMY]),
            "jobs_json_to_sqlalchemy": ratio(cpu["jobs --json"], cpu[_SQLALCHEMY]),
            "sources_to_sqlalchemy": ratio(cpu["sources"], cpu[_SQLALCHEMY]),
            "many_sources_to_few": ratio(cpu[_MANY], cpu["jobs"]),
        },
        notes=(
            "× SQLAlchemy: of `python -c 'import sqlalchemy.ext.asyncio'`, without which no command reads a database.",
            "Modules are compiled beforehand; a first start, or one without leave to write them, takes 80 ms more.",
        ),
    )
