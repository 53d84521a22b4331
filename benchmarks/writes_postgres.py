"""A table of Postgres's, to be written by the repository and by asyncpg by hand."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import text

from benchmarks.databases import empty, raw_dsn
from benchmarks.harness import clock
from benchmarks.writes_work import (
    BOARDS,
    NEW,
    Cost,
    Task,
    jobs_of,
    make_boards,
    numbers_of,
    raw_insert,
    raw_upsert,
    spread_over,
    warm_up,
)
from jobscan.domain.job import StoredJob
from jobscan.persistence import Database, DatabaseSettings, upgrade
from jobscan.persistence.sql.codecs import CODECS, POSTGRESQL
from jobscan.persistence.tables.job import STORED_JOB_FORM

T = TypeVar("T")

_MARKS = ", ".join(f"${number}" for number in range(1, len(STORED_JOB_FORM.columns) + 1))
#: What a run added, and what it changed.
_FORGET = "DELETE FROM jobs WHERE source_identifier = ANY($1)"
_TAKE_BACK = f"{raw_upsert(_MARKS)} WHERE jobs.* IS DISTINCT FROM excluded.*"

#: Who writes what the backends have changed.
_WRITERS = """SELECT pid FROM pg_stat_activity
WHERE backend_type IN ('checkpointer', 'background writer', 'walwriter')"""


class PostgresTable:
    """A table of some size, brought back to what it was after each run."""

    def __init__(self, dsn: str, rows: int) -> None:
        self._dsn, self._rows = dsn, rows
        self._runner = asyncio.Runner()
        self._originals = jobs_of(make_boards(spread_over(rows))) if rows else []
        empty(dsn)
        self._runner.run(self._open())

    def insert(self, jobs: Sequence[StoredJob]) -> Cost:
        """Insert these jobs by hand."""
        return self._raw(raw_insert(_MARKS), jobs)

    def upsert(self, jobs: Sequence[StoredJob]) -> Cost:
        """Upsert these jobs by hand."""
        return self._raw(raw_upsert(_MARKS), jobs)

    def ours(self, task: Task[Any]) -> Cost:
        """Do something in a database that is open and has been used."""
        return self._runner.run(self._run(task))[1]

    def with_pglz(self, task: Task[Any]) -> Cost:
        """Do something while descriptions are compressed by the server's default."""
        compress = "ALTER TABLE jobs ALTER COLUMN description SET COMPRESSION"
        self._runner.run(self._watch.execute(f"{compress} pglz"))
        try:
            return self.ours(task)
        finally:
            self._runner.run(self._watch.execute(f"{compress} lz4"))

    def use(self, task: Task[T]) -> T:
        """Do something of which only the value matters."""
        return self._runner.run(self._run(task))[0]

    def restore(self) -> None:
        """Bring the table back to what it was, without rows that are dead."""
        self._runner.run(self._restore())

    def close(self) -> None:
        """Close the connections."""
        self._runner.run(self._close())
        self._runner.close()

    async def _open(self) -> None:
        self._database = await Database.open(DatabaseSettings(url=self._dsn))
        await upgrade(self._database)
        # One that works by hand, and one that looks at the server and puts the table in order.
        self._driver, self._watch = [await asyncpg.connect(raw_dsn(self._dsn)) for _ in range(2)]
        await self._watch.execute("ALTER TABLE jobs SET (autovacuum_enabled = off, toast.autovacuum_enabled = off)")
        for board in make_boards(numbers_of(self._rows)):
            await self._watch.copy_records_to_table(
                "jobs", records=_values(board.jobs), columns=STORED_JOB_FORM.columns
            )
        await self._watch.execute("VACUUM ANALYZE jobs")
        await warm_up(self._database, list(make_boards(range(1))))
        async with self._database.write() as session:
            ours = await session.scalar(text("SELECT pg_backend_pid()"))
        writers = await self._watch.fetch(_WRITERS)
        self._processes = [self._driver.get_server_pid(), ours, *(writer["pid"] for writer in writers)]

    def _raw(self, statement: str, jobs: Sequence[StoredJob]) -> Cost:
        async def task(_: Database) -> None:
            async with self._driver.transaction():
                await self._driver.executemany(statement, _values(jobs))

        return self.ours(task)

    async def _run(self, task: Task[T]) -> tuple[T, Cost]:
        gc.collect()
        # All runs begin alike: the first change of a page after a checkpoint goes to the log with the whole page.
        await self._watch.execute("CHECKPOINT")
        position, server = await self._position(), self._server_cpu()
        wall, cpu = clock()
        value = await task(self._database)
        wall_after, cpu_after = clock()
        wal = await self._position() - position
        # What was changed has to get to the table's files: on SQLite the commit itself does that.
        await self._watch.execute("CHECKPOINT")
        server = self._server_cpu() - server
        return value, Cost(wall_s=wall_after - wall, client_s=cpu_after - cpu, server_s=server, wal_bytes=wal)

    async def _position(self) -> int:
        return int(await self._watch.fetchval("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"))

    def _server_cpu(self) -> float:
        return sum(map(_cpu_of, self._processes))

    async def _restore(self) -> None:
        if self._rows:
            new = [board.key.source_identifier for board in make_boards(range(NEW, NEW + BOARDS))]
            await self._watch.execute(_FORGET, new)
            await self._watch.executemany(_TAKE_BACK, _values(self._originals))
            await self._watch.execute("VACUUM jobs")
        else:
            await self._watch.execute("TRUNCATE jobs")

    async def _close(self) -> None:
        await self._database.close()
        await self._driver.close()
        await self._watch.close()


def _values(jobs: Sequence[StoredJob]) -> list[tuple[Any, ...]]:
    return STORED_JOB_FORM.values(jobs, CODECS[POSTGRESQL])


def _cpu_of(process: int) -> float:
    """Return the CPU seconds of a process; 0 for one of another machine."""
    try:
        # In nanoseconds; "stat" counts hundredths of a second.
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0
