"""One instance at a time: a lock that the kernel or the server frees when its holder dies."""

from __future__ import annotations

import fcntl
import os
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
from sqlalchemy import func, select, text

from jobscan.persistence.database import connecting, postgres_engine
from jobscan.persistence.exceptions import DatabaseConnectionError, InstanceLockedError
from jobscan.persistence.settings import SqliteTarget

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from jobscan.persistence.database import Database
    from jobscan.persistence.settings import PostgresTarget

#: Of the Postgres advisory lock, which belongs to one database of the server: "jobs" as a number, and one.
INSTANCE_LOCK = 0x6A6F_6273_0000

#: The lock's connection is idle for months: no limit ends it, and the server notices within a minute when our machine
#: vanished. Each setting alone, for servers that do not know it.
_STAY = """DO $$ DECLARE setting text; BEGIN
FOREACH setting IN ARRAY ARRAY['idle_session_timeout=0', 'tcp_keepalives_idle=30', 'tcp_keepalives_interval=10',
'tcp_keepalives_count=3'] LOOP
BEGIN PERFORM set_config(split_part(setting, '=', 1), split_part(setting, '=', 2), false);
EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; END $$"""
_HOLDER = text("""
SELECT a.application_name, a.backend_start FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
AND (l.classid::bigint << 32) + l.objid::bigint = :key""")


@dataclass(frozen=True, slots=True)
class InstanceLock:
    """The lock while it is held."""

    #: Set when the lock was lost: the connection to Postgres broke, and another instance may begin any moment. Stop
    #: writing then. A lock on a file is never lost.
    lost: anyio.Event = field(default_factory=anyio.Event)


@asynccontextmanager
async def instance_lock(db: Database) -> AsyncIterator[InstanceLock]:
    """Hold the lock of the only instance that may scan into this database, while the body runs.

    On SQLite it is an flock on ``<file>.lock`` beside the database, on Postgres an advisory lock of a connection of its
    own; both are free again the moment their holder dies. The file stays: deleting it would let two instances hold
    "the" lock.
    Raises `InstanceLockedError`, which names the holder when it is known, and `DatabaseConnectionError`.
    """
    if isinstance(db.target, SqliteTarget):
        handle = _lock_file(db.target)
        try:
            yield InstanceLock()
        finally:
            os.close(handle)
    else:
        async with _postgres_lock(db, db.target) as lock:
            yield lock


def _lock_file(target: SqliteTarget) -> int:
    """Lock the file beside the database and write our name into it; return its descriptor, which holds the lock."""
    path = Path(f"{target.path.resolve()}.lock")  # resolved: two ways to one file are one database
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as exc:
        raise DatabaseConnectionError(
            f"cannot create the lock file {path} ({exc.strerror}): check that its folder is writable"
        ) from exc
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        holder = os.pread(handle, 200, 0).decode("utf-8", "replace").strip() or None
        os.close(handle)
        raise _locked(target.place, holder) from exc
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"pid {os.getpid()} since {_seconds(datetime.now(UTC))}\n".encode(), 0)
    return handle


@asynccontextmanager
async def _postgres_lock(db: Database, target: PostgresTarget) -> AsyncIterator[InstanceLock]:
    name = f"jobscan pid {os.getpid()} on {socket.gethostname()}"
    # Of its own, so that no pool gives the connection away or replaces it.
    engine = postgres_engine(
        replace(db.settings, pool_size=1, max_overflow=0), replace(target, application_name=name[:63])
    )
    lock = InstanceLock()

    def lose(_connection: object) -> None:
        lock.lost.set()

    try:
        with anyio.CancelScope(shield=True):
            connection = await _take(engine, target)
            driver: Any = (await connection.get_raw_connection()).driver_connection
            driver.add_termination_listener(lose)
        try:
            yield lock
        finally:
            driver.remove_termination_listener(lose)
            with anyio.CancelScope(shield=True):
                await connection.close()
    finally:
        with anyio.CancelScope(shield=True):
            await engine.dispose()


async def _take(engine: AsyncEngine, target: PostgresTarget) -> AsyncConnection:
    """Return a connection that holds the advisory lock."""
    with connecting(target):
        connection = await engine.connect()
    await connection.execution_options(isolation_level="AUTOCOMMIT")
    await connection.execute(text(_STAY))
    if not await connection.scalar(select(func.pg_try_advisory_lock(INSTANCE_LOCK))):
        row = (await connection.execute(_HOLDER, {"key": INSTANCE_LOCK})).first()
        await connection.close()
        raise _locked(target.place, f"{row[0]} since {_seconds(row[1])}" if row else None)
    return connection


def _locked(place: str, holder: str | None) -> InstanceLockedError:
    return InstanceLockedError(
        f"another instance of jobscan is using {place} ({holder or 'which one is not known'}): stop it first,"
        " or give this one a database of its own",
        holder,
    )


def _seconds(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
