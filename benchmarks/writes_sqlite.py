"""A table in a file of SQLite's, to be written by the repository and by sqlite3 by hand."""

from __future__ import annotations

import asyncio
import gc
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.harness import clock
from benchmarks.writes_work import Cost, Task, make_boards, numbers_of, raw_insert, raw_upsert, warm_up
from jobscan.domain.job import StoredJob
from jobscan.persistence import Database, DatabaseSettings, upgrade
from jobscan.persistence.sql.codecs import CODECS, SQLITE
from jobscan.persistence.tables.job import STORED_JOB_FORM

T = TypeVar("T")

_MARKS = ", ".join("?" * len(STORED_JOB_FORM.columns))
#: As `Database` sets them. The commit that fills the log's 1,000 pages copies them back, which is part of its cost.
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


class SqliteTable:
    """A table of some size: a file that is copied anew after each run."""

    def __init__(self, folder: Path, rows: int) -> None:
        self._template = folder / f"template-{rows}.db"
        self._file = folder / "run.db"
        self._known = list(make_boards(range(1)))
        asyncio.run(_make(self._template))
        with closing(sqlite3.connect(self._template, isolation_level=None)) as connection:
            for board in make_boards(numbers_of(rows)):
                _write(connection, raw_insert(_MARKS), board.jobs)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.restore()

    def insert(self, jobs: Sequence[StoredJob]) -> Cost:
        """Insert these jobs by hand."""
        return self._raw(raw_insert(_MARKS), jobs)

    def upsert(self, jobs: Sequence[StoredJob]) -> Cost:
        """Upsert these jobs by hand."""
        return self._raw(raw_upsert(_MARKS), jobs)

    def ours(self, task: Task[Any]) -> Cost:
        """Do something in a database that is open and has been used."""
        return asyncio.run(self._run(task))[1]

    def use(self, task: Task[T]) -> T:
        """Do something of which only the value matters."""
        return asyncio.run(self._run(task))[0]

    def restore(self) -> None:
        """Bring the table back to what it was."""
        for suffix in ("-wal", "-shm"):
            Path(f"{self._file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self._template, self._file)
        self._file.chmod(0o600)

    def close(self) -> None:
        """Remove the files."""
        self._template.unlink()
        self._file.unlink()

    def _raw(self, statement: str, jobs: Sequence[StoredJob]) -> Cost:
        with closing(sqlite3.connect(self._file, isolation_level=None)) as connection:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            gc.collect()
            wall, cpu = clock()
            _write(connection, statement, jobs)
            wall_after, cpu_after = clock()
            return Cost(wall_s=wall_after - wall, client_s=cpu_after - cpu, wal_bytes=self._wal())

    async def _run(self, task: Task[T]) -> tuple[T, Cost]:
        database = await Database.open(DatabaseSettings(url=f"sqlite:///{self._file}"))
        try:
            await warm_up(database, self._known)
            gc.collect()
            before = self._wal()
            wall, cpu = clock()
            value = await task(database)
            wall_after, cpu_after = clock()
            return value, Cost(wall_s=wall_after - wall, client_s=cpu_after - cpu, wal_bytes=self._wal() - before)
        finally:
            await database.close()

    def _wal(self) -> int:
        wal = Path(f"{self._file}-wal")
        return wal.stat().st_size if wal.exists() else 0


def _write(connection: sqlite3.Connection, statement: str, jobs: Sequence[StoredJob]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(statement, STORED_JOB_FORM.values(jobs, CODECS[SQLITE]))
    connection.execute("COMMIT")


async def _make(path: Path) -> None:
    database = await Database.open(DatabaseSettings(url=f"sqlite:///{path}"))
    await upgrade(database)
    await database.close()
