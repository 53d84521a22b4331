"""What was promised in seconds, and what writing takes in memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from benchmarks.harness import Report, Table, in_child, spread
from benchmarks.writes_postgres import PostgresTable
from benchmarks.writes_sqlite import SqliteTable
from benchmarks.writes_work import BOARDS, NEW, Cost, bulk_upsert, jobs_of, make_boards, spread_over
from jobscan.domain.listing import JobFilter
from jobscan.persistence import Database, JobRepository, LedgerRepository

AnyTable = SqliteTable | PostgresTable

#: Figure, what it is of, and the seconds it may take.
PROMISES = (
    ("stored", "5,000 postings stored, 100,000 in the table", 5.0),
    ("one_source", "the 250 postings of a source read", 0.1),
    ("was_sent", "asked whether one of 100,000 alerts was sent", 0.01),
    ("full_read", "a table of 5,000 postings read", 1.0),
)
_EVERY_JOB = """INSERT INTO alerts_sent (job_key, version_hash, sent_at, alert_id)
SELECT job_key, content_hash, first_seen_at, 1 FROM jobs"""
_ASKED = 20


def promises(database: str, times: dict[str, Sequence[float]]) -> Report:
    """Compare the times of each with what was promised."""
    lines, figures = [], {}
    for name, what, limit in PROMISES:
        middle = statistics.median(times[name])
        lines.append(
            (what, f"{limit * 1e3:,.0f}", spread([seconds * 1e3 for seconds in times[name]]), f"{limit / middle:,.0f}")
        )
        figures[f"{database.lower()}_{name}_s"] = middle
    columns = ("", "promised ms", "ms", "times better")
    table = Table(title=f"{database}, what was promised before", columns=columns, rows=tuple(lines))
    return Report(tables=(table,), figures=figures)


async def read_all(database: Database) -> list[float]:
    """Return the seconds of reading the whole table, three times."""

    async def read(_: int) -> None:
        async with database.read() as session:
            await JobRepository(session).find(JobFilter(status=None), [])

    return await _timed(read, 3)


async def read_parts(database: Database) -> dict[str, Sequence[float]]:
    """Return the seconds of reading sources and of asking for alerts, in a table of 100,000 postings."""
    boards = list(make_boards(spread_over(100_000)))
    async with database.write() as session:
        await session.execute(text(_EVERY_JOB))

    async def one_source(number: int) -> None:
        async with database.read() as session:
            assert len(await JobRepository(session).get_by_source(*boards[number].key)) == len(boards[number].jobs)

    async def was_sent(number: int) -> None:
        job = boards[number].jobs[number].job
        async with database.read() as session:
            assert await LedgerRepository(session).has_been_sent(job.job_key, job.content_hash)

    return {"one_source": await _timed(one_source, _ASKED), "was_sent": await _timed(was_sent, _ASKED)}


async def _timed(function: Callable[[int], Awaitable[None]], times: int) -> list[float]:
    seconds = []
    for number in range(times):
        started = time.perf_counter()
        await function(number)
        seconds.append(time.perf_counter() - started)
    return seconds


def memory(database: str, place: str) -> Report:
    """Return the peak memory of storing 5,000 new postings, each way in a process of its own."""
    # Of all: interpreter, modules, and the 25 MB of postings.
    peaks = {way: in_child(_store, database, place, way)[1] for way in ("nothing", "by hand", "bulk_upsert")}
    lines = tuple((way, f"{peak:,.0f}", f"{peak - peaks['nothing']:,.0f}") for way, peak in peaks.items())
    figures = {
        f"{database.lower()}_new_peak_mib": peaks["bulk_upsert"] - peaks["nothing"],
        f"{database.lower()}_new_peak_by_hand_mib": peaks["by hand"] - peaks["nothing"],
    }
    table = Table(title=f"{database}, peak memory", columns=("", "MiB", "more than nothing"), rows=lines)
    return Report(tables=(table,), figures=figures)


def _store(database: str, place: str, way: str) -> Cost | None:
    """Store 5,000 new postings in an empty table at this folder or DSN."""
    with closing(SqliteTable(Path(place), 0) if database == "SQLite" else PostgresTable(place, 0)) as table:
        new = jobs_of(make_boards(range(NEW, NEW + BOARDS)))
        if way == "nothing":
            return None
        return table.insert(new) if way == "by hand" else table.ours(lambda opened: bulk_upsert(opened, new))
