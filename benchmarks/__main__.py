"""Measure jobscan: ``python -m benchmarks [NAME …]``; each benchmark prints its tables and writes JSON."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.floors import Floor, read_floors
from benchmarks.harness import ROUNDS, Options, Report, machine
from benchmarks.show import show

#: In the order in which they are run; each is a module with ``measure(options) -> Report``.
NAMES = (
    "market",
    "writes",
    "parsing",
    "detection",
    "facts",
    "http",
    "matching",
    "scans",
    "stalls",
    "delivery",
    "startup",
    "queries",
    "idle",
    "systems",
    "growth",
    "upgrade",
    "rebuild",
)
RESULTS = Path(__file__).parent / "results"
#: A busy machine spoils a run; a slow program spoils all of them.
ATTEMPTS = 3


def main() -> int:
    """Run what is asked for; return 1 when a floor is broken."""
    chosen = _arguments()
    options = Options(rounds=chosen.rounds, long=chosen.long, postgres=chosen.postgres)
    floors = read_floors()
    broken = []
    for name in chosen.names or NAMES:
        report = _measure(name, options)
        if chosen.check:
            for _ in range(ATTEMPTS - 1):
                if not _broken(floors.get(name, {}), report):
                    break
                report = _measure(name, options)
            broken += [f"{name}: {line}" for line in _broken(floors.get(name, {}), report)]
        else:
            _write(name, report)
    for line in broken:
        print(f"below the floor: {line}", file=sys.stderr)
    return 1 if broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--check", action="store_true", help="fail below the floors; write nothing")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of each variant")
    parser.add_argument("--long", action="store_true", help="with the sizes that take many minutes, too")
    parser.add_argument("--postgres", metavar="DSN", help="an empty database; without it the embedded one is started")
    return parser.parse_args()


def _measure(name: str, options: Options) -> Report:
    module = importlib.import_module(f"benchmarks.{name}")
    report: Report = module.measure(options)
    show(report)
    return report


def _broken(floors: dict[str, Floor], report: Report) -> list[str]:
    return [line for figure, floor in floors.items() if (line := floor.broken_by(report.figures.get(figure)))]


def _write(name: str, report: Report) -> None:
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps({"benchmark": name, "machine": machine(), **asdict(report)}, indent=1, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
