from __future__ import annotations

import asyncio
import os
import stat
from dataclasses import replace
from pathlib import Path

import anyio
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jobscan.domain.source import Source, SourceKey
from jobscan.persistence import (
    Database,
    DatabaseConnectionError,
    DatabaseSettings,
    JobRepository,
    PersistenceError,
    SourceRepository,
    close_database,
    create_schema,
    get_session,
    init_database,
    upgrade,
)
from jobscan.persistence.files import sqlite_version_warnings
from tests.fixtures.databases import execute_sql
from tests.persistence.nouns import NOW, stored_job


async def failures(db: Database) -> int:
    async with db.read() as session:
        status = await SourceRepository(session).get_by_identifier("greenhouse", "canonical")
    assert status is not None
    return status.failures


async def test_twenty_concurrent_read_modify_write_transactions_are_all_applied(database: Database) -> None:
    async with database.write() as session:
        await SourceRepository(session).update_success("greenhouse", "canonical", NOW)
    # As another process would: with connections of its own, so that it is the database that keeps them apart.
    other = await Database.open(database.settings)

    async def add_one(db: Database) -> None:
        async with db.write() as session:
            repository = SourceRepository(session)
            (status,) = (await repository.lock([SourceKey("greenhouse", "canonical")])).values()
            await asyncio.sleep(0)
            await repository.upsert(replace(status, failures=status.failures + 1))

    try:
        async with asyncio.TaskGroup() as group:
            for number in range(20):
                group.create_task(add_one(database if number % 2 else other))
    finally:
        await other.close()

    assert await failures(database) == 20


async def test_an_error_in_the_body_rolls_everything_back(database: Database) -> None:
    async def fail() -> None:
        async with database.write() as session:
            await SourceRepository(session).update_success("greenhouse", "canonical", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    async with database.read() as session:
        assert await SourceRepository(session).get_all() == []


async def test_a_cancelled_write_is_committed_and_the_cancellation_takes_effect_after_it(database: Database) -> None:
    reached = []
    with anyio.CancelScope() as scope:
        async with database.write() as session:
            await SourceRepository(session).update_error("greenhouse", "canonical", "x", NOW)
            scope.cancel()
            await SourceRepository(session).update_error("greenhouse", "canonical", "y", NOW)
            reached.append("the end of the body")
        await anyio.lowlevel.checkpoint()
        reached.append("the code after it")

    assert reached == ["the end of the body"]
    assert await failures(database) == 2


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseConnectionError, match=r"not writable|read-only"):
        async with database.read() as session:
            await SourceRepository(session).update_success("greenhouse", "canonical", NOW)


async def test_all_queries_of_a_reader_see_the_same_moment(database: Database) -> None:
    async with database.read() as session:
        before = await SourceRepository(session).get_all()
        async with database.write() as writer:
            await SourceRepository(writer).update_success("greenhouse", "canonical", NOW)
        after = await SourceRepository(session).get_all()

    assert before == after == []


async def write_and_hang(db: Database) -> None:
    async with db.write() as session:
        await SourceRepository(session).update_success("greenhouse", "canonical", NOW)
        await asyncio.Event().wait()


async def test_a_transaction_that_takes_too_long_is_given_up_and_the_next_one_works(
    database_settings: DatabaseSettings,
) -> None:
    db = await Database.open(replace(database_settings, transaction_timeout_s=0.2))
    try:
        await upgrade(db)
        with pytest.raises(PersistenceError, match=r"took longer than 0.2 s and was rolled back") as caught:
            await write_and_hang(db)
        async with db.read() as session:
            assert await SourceRepository(session).get_all() == []
    finally:
        await db.close()

    assert caught.value.retryable


async def test_a_time_limit_of_the_body_is_the_body_s_own(database: Database) -> None:
    with pytest.raises(TimeoutError) as caught:
        async with database.write():
            raise TimeoutError("mine")

    assert caught.value.args == ("mine",)


async def test_waiting_for_the_pool_has_a_limit(database_settings: DatabaseSettings) -> None:
    settings = replace(database_settings, pool_size=1, max_overflow=0, transaction_timeout_s=5, pool_timeout_s=0.1)
    db = await Database.open(settings)
    try:
        async with db.write():
            with pytest.raises(PersistenceError, match=r"no connection to .* became free in time") as caught:
                async with db.write():
                    pass
    finally:
        await db.close()

    assert caught.value.retryable


async def test_the_log_of_statements_shows_no_values(
    database_settings: DatabaseSettings, caplog: pytest.LogCaptureFixture
) -> None:
    db = await Database.open(replace(database_settings, echo=True))
    try:
        await upgrade(db)
        async with db.write() as session:
            await SourceRepository(session).update_error("greenhouse", "canonical", "c4n4ry", NOW)
            await JobRepository(session).bulk_upsert([stored_job(description="c4n4ry")])
    finally:
        await db.close()

    assert "INSERT INTO sources" in caplog.text
    assert "INSERT INTO jobs" in caplog.text
    assert "c4n4ry" not in caplog.text


async def test_closing_twice_is_fine(database: Database) -> None:
    await database.close()
    await database.close()


async def test_a_database_says_what_it_is_without_its_password(database: Database) -> None:
    assert database.describe().startswith(database.dialect)
    assert "***" in database.describe() or database.dialect == "sqlite"


async def test_twelve_cancelled_slow_queries_leave_no_backend_and_a_healthy_pool(
    postgres_settings: DatabaseSettings, postgres_server: str
) -> None:
    db = await Database.open(replace(postgres_settings, pool_size=3, max_overflow=0, statement_timeout_s=0.3))

    async def slow() -> None:
        async with db.read() as session:
            await session.execute(text("SELECT pg_sleep(20)"))

    ended: list[BaseException] = []
    try:
        for _ in range(4):
            try:
                async with anyio.create_task_group() as group:
                    for _ in range(3):
                        group.start_soon(slow)
                    await anyio.lowlevel.checkpoint()
                    group.cancel_scope.cancel()
            except* PersistenceError as errors:
                ended += errors.exceptions
        async with db.read() as session:
            busy = await session.scalar(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE"
                    " '%pg_sleep%' AND state <> 'idle' AND pid <> pg_backend_pid()"
                )
            )
        assert busy == 0
        async with db.read() as one, db.read() as two, db.read() as three:
            assert [await session.scalar(text("SELECT 1")) for session in (one, two, three)] == [1, 1, 1]
    finally:
        await db.close()
    assert all("took too long" in str(error) for error in ended)


async def test_sources_are_made_in_the_order_in_which_scans_lock_them(postgres_settings: DatabaseSettings) -> None:
    """Else a reload and a commit of several scans would each hold a row that the other wants."""
    db = await Database.open(postgres_settings)
    first, second = (Source(type="lever", identifier=name, name=name) for name in ("a", "b"))

    async def make() -> None:
        async with db.write() as session:
            await SourceRepository(session).ensure([second, first])

    try:
        await upgrade(db)
        await make()
        async with db.write() as session:
            repository = SourceRepository(session)
            await repository.lock([first.key])
            making = asyncio.create_task(make())
            while not await session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                pass
            await repository.lock([second.key])
        await making
    finally:
        await db.close()


async def test_a_lost_connection_costs_one_transaction_and_no_more(
    postgres_settings: DatabaseSettings, postgres_server: str
) -> None:
    db = await Database.open(replace(postgres_settings, pre_ping=False))

    async def lose_the_connection() -> None:
        async with db.write() as session:
            pid = await session.scalar(text("SELECT pg_backend_pid()"))
            await asyncio.to_thread(execute_sql, postgres_server, f"SELECT pg_terminate_backend({pid})")
            await session.execute(text("SELECT 1"))

    try:
        with pytest.raises(DatabaseConnectionError, match=r"connection .* was lost|shutting down") as caught:
            await lose_the_connection()
        async with db.write() as session:
            assert await session.scalar(text("SELECT 1")) == 1
    finally:
        await db.close()

    assert caught.value.retryable


async def test_the_server_knows_the_limits_of_our_connections(postgres_settings: DatabaseSettings) -> None:
    db = await Database.open(postgres_settings)
    names = ["application_name", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
    names.append("client_connection_check_interval")
    try:
        async with db.write() as session:
            found = [await session.scalar(text(f"SHOW {name}")) for name in names]
        async with db.read() as session:
            reader = await session.scalar(text("SHOW transaction_read_only"))
    finally:
        await db.close()

    assert found == ["jobscan", "30s", "5s", "30s", "1s"]
    assert reader == "on"


async def pragma(session: AsyncSession, name: str) -> object:
    return await session.scalar(text(f"PRAGMA {name}"))


async def test_both_engines_of_sqlite_have_the_pragmas(sqlite_settings: DatabaseSettings) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "trusted_schema": 0,
        "mmap_size": 0,
    }
    db = await Database.open(sqlite_settings)
    try:
        async with db.write() as session:
            assert {name: await pragma(session, name) for name in wanted} == wanted
        async with db.read() as session:
            assert {name: await pragma(session, name) for name in wanted} == wanted
    finally:
        await db.close()


async def test_opening_and_reading_does_not_wait_for_a_writer(sqlite_settings: DatabaseSettings) -> None:
    db = await Database.open(sqlite_settings)
    try:
        await upgrade(db)
        async with db.write() as session:
            await SourceRepository(session).update_success("greenhouse", "canonical", NOW)
            other = await Database.open(replace(sqlite_settings, busy_timeout_s=0))
            async with other.read() as reader:
                assert await SourceRepository(reader).get_all() == []
            await other.close()
    finally:
        await db.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_the_file_and_its_folders_are_made_for_their_owner_only(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        db = await Database.open(DatabaseSettings(url=f"sqlite:///{tmp_path}/a/b/jobscan.db"))
        try:
            await upgrade(db)
            files = sorted((tmp_path / "a/b").iterdir())
            assert [mode(path) for path in files] == [0o600] * 3, files
            assert (mode(tmp_path / "a"), mode(tmp_path / "a/b")) == (0o700, 0o700)
            assert [warning for warning in db.warnings if "open to other users" in warning] == []
        finally:
            await db.close()
    finally:
        os.umask(old)


async def test_a_file_and_a_folder_that_others_may_use_are_warned_of(sqlite_settings: DatabaseSettings) -> None:
    await (await Database.open(sqlite_settings)).close()
    path = Path(sqlite_settings.url.removeprefix("sqlite:///"))
    path.chmod(0o644)
    path.parent.chmod(0o755)

    db = await Database.open(sqlite_settings)
    await db.close()

    wide = [warning for warning in db.warnings if "open to other users" in warning]
    assert wide == [
        f"the database file {path} is open to other users (mode 0644): chmod 600 {path}",
        f"the folder of the database {path.parent} is open to other users (mode 0755): chmod 700 {path.parent}",
    ]


@pytest.mark.parametrize(
    ("version", "warning"),
    [
        ((3, 6, 23), "older than 3.24"),
        ((3, 23, 1), "older than 3.24"),
        ((3, 24, 0), "known fault"),
        ((3, 51, 2), "known fault"),
        ((3, 51, 3), None),
        ((3, 53, 0), None),
    ],
)
def test_versions_of_sqlite_with_faults_are_warned_of(version: tuple[int, ...], warning: str | None) -> None:
    found = sqlite_version_warnings(version)

    assert len(found) == (warning is not None)
    assert warning is None or warning in found[0]


async def test_the_default_database_is_opened_used_replaced_and_closed(database_settings: DatabaseSettings) -> None:
    engine = await init_database(database_settings.url)
    try:
        await create_schema(engine)
        async with get_session() as session:
            await SourceRepository(session).update_success("greenhouse", "canonical", NOW)
        again = await init_database(database_settings.url)
        assert again is not engine
        async with get_session() as session:
            assert await SourceRepository(session).get_by_identifier("greenhouse", "canonical") is not None
    finally:
        await close_database()
        await close_database()
    with pytest.raises(PersistenceError, match=r"await init_database\(url\) first"):
        async with get_session():
            pass


async def test_a_default_database_that_cannot_be_opened_leaves_the_one_before(
    sqlite_settings: DatabaseSettings, tmp_path: Path
) -> None:
    await create_schema(await init_database(sqlite_settings.url))
    try:
        with pytest.raises(DatabaseConnectionError):
            await init_database(f"sqlite:///{tmp_path}")
        async with get_session() as session:
            assert await SourceRepository(session).get_all() == []
    finally:
        await close_database()
