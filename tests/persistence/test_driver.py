"""SQLite's driver as we drive it: long answers come whole, given-up ones leave nothing, nothing begun is forgotten."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import anyio
import pytest
from sqlalchemy import text

from jobscan.persistence import Database, DatabaseSettings, JobRepository
from jobscan.persistence.settings import SqliteTarget
from tests.fixtures.databases import opened
from tests.persistence.nouns import stored_job

#: More than come along with the statement.
ROWS = 2_500
COUNTING = text(f"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {ROWS}) SELECT x FROM n")


async def test_an_answer_that_comes_in_several_trips_is_whole(sqlite_settings: DatabaseSettings) -> None:
    async with opened(sqlite_settings) as db, db.read() as session:
        assert list(await session.scalars(COUNTING)) == list(range(1, ROWS + 1))


@pytest.mark.parametrize("size", [1, 7, 999, 1_000, 1_001, ROWS])
async def test_an_answer_is_streamed_in_parts_of_any_size(sqlite_settings: DatabaseSettings, size: int) -> None:
    async with opened(sqlite_settings) as db, db.read() as session:
        parts = [len(part) async for part in (await session.stream(COUNTING)).partitions(size)]
    assert parts == [size] * (ROWS // size) + [ROWS % size] * (ROWS % size > 0)


async def test_an_answer_that_is_given_up_halfway_holds_nothing(sqlite_settings: DatabaseSettings) -> None:
    async with opened(sqlite_settings) as db:
        async with db.read() as session:
            rows = await session.stream(COUNTING)
            assert (await rows.first()) == (1,)
        async with db.write() as session:
            await JobRepository(session).upsert(stored_job())
        async with db.read() as session:
            assert await session.scalar(text("SELECT count(*) FROM jobs")) == 1


async def test_what_returns_rows_is_counted_and_committed(sqlite_settings: DatabaseSettings) -> None:
    async with opened(sqlite_settings) as db:
        async with db.write() as session:
            await JobRepository(session).bulk_upsert([stored_job(str(number)) for number in range(3)])
            deleted = await session.execute(text("DELETE FROM jobs RETURNING external_id"))
            assert sorted(deleted.scalars()) == ["0", "1", "2"]
        async with db.read() as session:
            assert await session.scalar(text("SELECT count(*) FROM jobs")) == 0


async def test_reads_that_say_nothing_leave_no_transaction(sqlite_settings: DatabaseSettings) -> None:
    """A reader that stayed in one would see the same moment for ever, and the log could not be taken back."""
    async with opened(sqlite_settings) as db:
        assert isinstance(db.target, SqliteTarget)
        async with db.read():
            pass
        async with db.write() as session:
            await JobRepository(session).upsert(stored_job())
        async with db.read() as session:
            assert await session.scalar(text("SELECT count(*) FROM jobs")) == 1
        with closing(sqlite3.connect(db.target.path, isolation_level=None)) as other:
            busy, _, _ = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not busy


async def test_a_read_that_is_cancelled_at_any_turn_leaves_no_transaction(sqlite_settings: DatabaseSettings) -> None:
    async with opened(sqlite_settings) as db:
        assert isinstance(db.target, SqliteTarget)

        async def read() -> None:
            async with db.read() as session:
                await session.scalars(COUNTING)

        for turns in range(40):
            async with anyio.create_task_group() as group:
                group.start_soon(read)
                for _ in range(turns):
                    await anyio.lowlevel.checkpoint()
                group.cancel_scope.cancel()
        with closing(sqlite3.connect(db.target.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("COMMIT")
            busy, _, _ = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not busy


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 33, 34, 35, 41, 42, 43, 75, 76, 77, 150])
async def test_any_number_of_rows_is_written_and_counted(database: Database, count: int) -> None:
    """They travel in executions of different sizes."""
    jobs = [stored_job(str(number), title=f"Engineer {number}") for number in range(count)]
    async with database.write() as session:
        repository = JobRepository(session)
        assert await repository.bulk_upsert(jobs) == count
        assert await repository.bulk_upsert(jobs) == 0
        changed = [
            stored_job(str(number), title="Other" if number % 3 else f"Engineer {number}") for number in range(count)
        ]
        assert await repository.bulk_upsert(changed) == sum(number % 3 > 0 for number in range(count))
        found = await repository.get_by_source("greenhouse", "canonical")
    assert sorted((job.job.external_id, job.job.title) for job in found) == sorted(
        (job.job.external_id, job.job.title) for job in changed
    )
