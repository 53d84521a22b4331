"""Storing 5,000 postings of 20 boards: the repository against the drivers by hand, on SQLite and on Postgres.

- new: `bulk_upsert`, against a plain INSERT by executemany.
- same: a scan that finds nothing changed, and `bulk_upsert` of the same rows, against what it takes without a look
  first: an upsert by executemany of all rows, with the time at which they were seen in each.
- changed: the same with two percent changed.

All make the same rows of the same objects for the same table, and commit once.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from benchmarks.databases import postgres
from benchmarks.harness import Options, Report, Table, in_turns, ratio, spread
from benchmarks.writes_limits import AnyTable, memory, promises, read_all, read_parts
from benchmarks.writes_postgres import PostgresTable
from benchmarks.writes_sqlite import SqliteTable
from benchmarks.writes_work import (
    BOARDS,
    LATER,
    NEW,
    ROWS,
    Cost,
    bookkeeping,
    bulk_upsert,
    changed,
    jobs_of,
    make_boards,
    scan,
    spread_over,
)

Run = Callable[[], Cost]

#: Rows in the table → what is measured on it.
SIZES: dict[int, tuple[str, ...]] = {0: ("new",), ROWS: ("same", "changed"), 100_000: ("new", "same", "changed")}
#: Of the long run: the time for what is unchanged may not depend on the size.
LONG_SIZES: dict[int, tuple[str, ...]] = {10_000: ("same",), 1_000_000: ("new", "same", "changed")}
LEAVE_JOBS_ALONE = ("same: scan", "same: bulk_upsert")
NOTES = (
    "CPU is that of the client and the server's processes, until what was changed is in the table's files. By hand: the"
    " driver's executemany, with making the rows.",
    "same, changed: by hand all rows are replaced by what was seen, with the time they were seen at; 'unseen' leaves"
    " that out. A scan reads what is known of each board, compares fingerprints, and writes what differs with the"
    " status of the boards, which holds that time.",
)


def measure(options: Options) -> Report:
    """Measure both databases."""
    with tempfile.TemporaryDirectory(prefix="jobscan-writes-") as folder:
        reports = [_database("SQLite", lambda rows: SqliteTable(Path(folder), rows), options)]
        reports.append(memory("SQLite", folder))
    with postgres(options.postgres) as dsn:
        reports.append(_database("Postgres", lambda rows: PostgresTable(dsn, rows), options))
        reports.append(memory("Postgres", dsn))
    return _joined(reports)


def _joined(reports: Sequence[Report]) -> Report:
    tables = tuple(table for report in reports for table in report.tables)
    figures = {name: figure for report in reports for name, figure in report.figures.items()}
    return Report(tables=tables, figures=figures, notes=NOTES)


def _database(database: str, make_table: Callable[[int], AnyTable], options: Options) -> Report:
    reports: list[Report] = []
    times: dict[str, Sequence[float]] = {}
    scans: dict[int, float] = {}
    for rows, groups in (SIZES | (LONG_SIZES if options.long else {})).items():
        with closing(make_table(rows)) as table:
            runs = {name: run for group in groups for name, run in _runs(table, rows, group).items()}
            costs = in_turns({name: _turn(table, name, run) for name, run in runs.items()}, options.rounds)
            reports.append(_report(database, rows, costs))
            if rows == ROWS:
                times["full_read"] = table.use(read_all)
            if rows == max(SIZES):
                times |= table.use(read_parts) | {"stored": [cost.wall_s for cost in costs["new: bulk_upsert"]]}
            if "same" in groups:
                scans[rows] = statistics.median(cost.cpu_s for cost in costs["same: scan"])
    report = _joined([*reports, promises(database, times)])
    if options.long:
        small, huge = LONG_SIZES
        report.figures[f"{database.lower()}_same_scan_1m_to_10k"] = scans[huge] / scans[small]
    return report


def _turn(table: AnyTable, name: str, run: Run) -> Callable[[int], Cost]:
    def turn(_round: int) -> Cost:
        cost = run()
        if name not in LEAVE_JOBS_ALONE:
            table.restore()
        return cost

    return turn


def _runs(table: AnyTable, rows: int, group: str) -> dict[str, Run]:
    """Return what is measured of a group by name, such as "same: scan"."""
    if group == "new":
        new = jobs_of(make_boards(range(NEW, NEW + BOARDS)))
        runs: dict[str, Run] = {
            "new: by hand": lambda: table.insert(new),
            "new: bulk_upsert": lambda: table.ours(lambda database: bulk_upsert(database, new)),
        }
        if isinstance(table, PostgresTable) and not rows:
            # What the schema spares: the default of the server.
            runs["new: bulk_upsert, pglz"] = lambda: table.with_pglz(lambda database: bulk_upsert(database, new))
        return runs
    boards = list(make_boards(spread_over(rows)))
    if group == "changed":
        boards = changed(boards)
    jobs = jobs_of(boards)
    seen = [replace(job, last_seen_at=LATER) for job in jobs]
    runs = {
        f"{group}: by hand": lambda: table.upsert(seen),
        f"{group}: scan": lambda: table.ours(lambda database: scan(database, boards)),
        f"{group}: bulk_upsert": lambda: table.ours(lambda database: bulk_upsert(database, jobs)),
    }
    if group == "same":
        runs["same: by hand, unseen"] = lambda: table.upsert(jobs)
        runs["same: touch"] = lambda: table.ours(lambda database: bookkeeping(database, jobs, LATER))
    return runs


def _report(database: str, rows: int, costs: dict[str, list[Cost]]) -> Report:
    lines, figures = [], {}
    for name, of_run in costs.items():
        group, _, run = name.partition(": ")
        times = _times(of_run, costs[f"{group}: by hand"])
        unseen = costs.get(f"{group}: by hand, unseen")
        wal = max(cost.wal_bytes for cost in of_run)
        lines.append(
            (
                name,
                spread([cost.cpu_s * 1e3 for cost in of_run]),
                spread([cost.server_s * 1e3 for cost in of_run]) if any(cost.server_s for cost in of_run) else "",
                spread([cost.wall_s * 1e3 for cost in of_run]),
                f"{wal / 1e3:,.0f}",
                f"{times:.2f}",
                f"{_times(of_run, unseen):.2f}" if unseen else "",
            )
        )
        if not run.startswith("by hand") and "pglz" not in run:
            key = f"{database}_{group}_{run.replace(', ', '_')}_{_short(rows)}".lower()
            figures[key] = times
            figures[f"{key}_wal_kb"] = wal / 1e3
    if "new: bulk_upsert, pglz" in costs:
        figures[f"{database.lower()}_new_to_pglz"] = _times(costs["new: bulk_upsert"], costs["new: bulk_upsert, pglz"])
    table = Table(
        title=f"{database}, 5,000 postings, " + (f"{rows:,} in the table" if rows else "empty table"),
        columns=("", "CPU ms", "of the server", "wall ms", "WAL kB", "× by hand", "× unseen"),
        rows=tuple(lines),
    )
    return Report(tables=(table,), figures=figures)


def _times(costs: Sequence[Cost], of_base: Sequence[Cost]) -> float:
    return ratio([cost.cpu_s for cost in costs], [cost.cpu_s for cost in of_base])


def _short(rows: int) -> str:
    """Return "empty", "5k", "100k", "1m"."""
    if rows == 0:
        return "empty"
    return f"{rows // 1_000}k" if rows < 1_000_000 else f"{rows // 1_000_000}m"
