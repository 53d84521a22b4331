from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import anyio
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from jobscan.persistence import (
    Database,
    DatabaseConnectionError,
    DatabaseSettings,
    InstanceLockedError,
    PersistenceError,
    instance_lock,
)
from tests.fixtures.databases import execute_sql

HOLD = """
import asyncio, sys
from jobscan.persistence import Database, DatabaseSettings, instance_lock
async def main():
    db = await Database.open(DatabaseSettings(url=sys.argv[1]))
    async with instance_lock(db):
        print("held", flush=True)
        sys.stdin.readline()
asyncio.run(main())
"""


async def hold(settings: DatabaseSettings) -> asyncio.subprocess.Process:
    """Return another process that holds the lock."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", HOLD, settings.url, stdin=pipe, stdout=pipe)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"held\n"
    return process


async def test_the_second_holder_is_refused_and_told_who_holds_it_until_the_first_is_killed(
    database: Database,
) -> None:
    holder = await hold(database.settings)
    try:
        with pytest.raises(InstanceLockedError, match="another instance of jobscan is using") as caught:
            async with instance_lock(database):
                pass
    finally:
        holder.send_signal(signal.SIGKILL)
        await holder.communicate()

    assert caught.value.holder is not None
    assert f"pid {holder.pid} " in caught.value.holder
    assert caught.value.holder in str(caught.value)
    await lock_when_free(database)


async def lock_when_free(db: Database) -> None:
    """Take and free the lock; Postgres needs a moment to notice that the holder's socket is closed."""
    while True:
        try:
            async with instance_lock(db):
                return
        except InstanceLockedError:
            await asyncio.sleep(0.01)


async def test_the_lock_can_be_taken_again_after_it_was_freed(database: Database) -> None:
    locks = []
    for _ in range(2):
        async with instance_lock(database) as lock:
            locks.append(lock)
        await anyio.lowlevel.checkpoint()

    assert [lock.lost.is_set() for lock in locks] == [False, False]


async def test_a_holder_that_did_not_say_who_it_is_is_refused_all_the_same(sqlite_settings: DatabaseSettings) -> None:
    db = await Database.open(sqlite_settings)
    path = Path(f"{sqlite_settings.url.removeprefix('sqlite:///')}.lock")
    try:
        async with instance_lock(db):
            path.write_text("")
            with pytest.raises(InstanceLockedError, match="which one is not known") as caught:
                async with instance_lock(db):
                    pass
    finally:
        await db.close()

    assert caught.value.holder is None
    assert path.stat().st_mode & 0o777 == 0o600


async def test_two_paths_to_one_file_are_one_database(sqlite_settings: DatabaseSettings, tmp_path: Path) -> None:
    first = await Database.open(sqlite_settings)
    (tmp_path / "link").symlink_to(tmp_path / "data")
    second = await Database.open(DatabaseSettings(url=f"sqlite:///{tmp_path}/link/jobscan.db"))
    try:
        async with instance_lock(first):
            with pytest.raises(InstanceLockedError):
                async with instance_lock(second):
                    pass
    finally:
        await first.close()
        await second.close()


async def test_a_lock_file_that_cannot_be_made_is_an_error_that_says_so(sqlite_settings: DatabaseSettings) -> None:
    db = await Database.open(sqlite_settings)
    os.mkdir(f"{sqlite_settings.url.removeprefix('sqlite:///')}.lock")
    try:
        with pytest.raises(DatabaseConnectionError, match="cannot create the lock file"):
            async with instance_lock(db):
                pass
    finally:
        await db.close()


async def test_losing_the_connection_to_postgres_is_losing_the_lock(
    postgres_settings: DatabaseSettings, postgres_server: str
) -> None:
    db = await Database.open(postgres_settings)
    try:
        async with instance_lock(db) as lock:
            async with db.read() as session:
                pid = await session.scalar(text("SELECT pid FROM pg_locks WHERE locktype = 'advisory'"))
            await asyncio.to_thread(execute_sql, postgres_server, f"SELECT pg_terminate_backend({pid})")
            await lock.lost.wait()
    finally:
        await db.close()


async def test_a_server_that_lets_nobody_in_gives_no_lock(
    postgres_settings: DatabaseSettings, postgres_server: str
) -> None:
    name = make_url(postgres_settings.url).database
    db = await Database.open(postgres_settings)
    try:
        await asyncio.to_thread(execute_sql, postgres_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        with pytest.raises(PersistenceError, match="SQLSTATE 55000"):
            async with instance_lock(db):
                pass
    finally:
        await asyncio.to_thread(execute_sql, postgres_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await db.close()


async def test_the_lock_of_one_database_is_not_that_of_another(
    sqlite_settings: DatabaseSettings, tmp_path: Path
) -> None:
    first = await Database.open(sqlite_settings)
    second = await Database.open(DatabaseSettings(url=f"sqlite:///{tmp_path}/data/other.db"))
    try:
        async with instance_lock(first), instance_lock(second):
            pass
    finally:
        await first.close()
        await second.close()
