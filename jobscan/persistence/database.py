"""The open database: engines, and the two kinds of transactions that everything else runs in."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, Self

import anyio
import msgspec
from sqlalchemy import URL, event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from jobscan.persistence.exceptions import DataIntegrityError, PersistenceError
from jobscan.persistence.files import prepare_file, sqlite_version_warnings
from jobscan.persistence.settings import PostgresTarget, SqliteTarget, redact_dsn
from jobscan.persistence.sql.codecs import POSTGRESQL, SQLITE
from jobscan.persistence.sql.driver import connect_file
from jobscan.persistence.sql.translation import translate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sqlalchemy import Connection
    from sqlalchemy.engine import ExceptionContext
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

    from jobscan.persistence.settings import DatabaseSettings, DatabaseTarget

#: Of each connection, before any BEGIN: inside a transaction some of them do nothing. FULL, because a lost "sent" mark
#: is a second mail. No mmap_size: it made a known corruption worse.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    f"journal_size_limit={64 * 1024 * 1024}",
)
#: Lets the server notice that we are gone while it works for us. Not in the start-up packet: servers before 14, and
#: those on systems without POLLRDHUP, refuse it.
_NOTICE_LOST_CLIENTS = """DO $$ BEGIN PERFORM set_config('client_connection_check_interval', '1s', false);
EXCEPTION WHEN OTHERS THEN NULL; END $$"""

#: Connections that read a SQLite file at once: each has a thread, and more of them only wait for Python's lock. Those
#: beyond the pool's size would be opened and closed for each use, for ten times the cost of a read.
_READERS = 4

#: Seconds without use after which a connection is checked.
PAUSE_S = 1.0

#: What the drivers raise unchanged: a socket's error, text that is not Unicode, a number beyond 64 bits.
_DRIVERS_LEAK = (OSError, UnicodeEncodeError, OverflowError)


class Database:
    """An open database; made by `Database.open`.

    On SQLite one engine with one connection writes (``BEGIN IMMEDIATE``: the driver's own transactions lose updates
    silently) and another reads. On Postgres one pool does both.
    """

    def __init__(
        self, settings: DatabaseSettings, target: DatabaseTarget, engines: tuple[AsyncEngine, AsyncEngine]
    ) -> None:
        self.settings = settings
        self.target = target
        self._writer, self._reader = engines
        #: What the user should fix: file modes wider than needed.
        self.warnings: tuple[str, ...] = ()
        #: Known bugs of this version of SQLite; for the daemon's log and `doctor`, too much for every command.
        self.version_warnings: tuple[str, ...] = ()

    @classmethod
    async def open(cls, settings: DatabaseSettings) -> Self:
        """Open the database, create the file and its folders on SQLite, and prove that it answers.

        The tables are not checked; see `jobscan.persistence.upgrade` and `require_current`.
        Raises `DatabaseConnectionError` and its relatives.
        """
        target = settings.target()
        if isinstance(target, SqliteTarget):
            file_warnings = prepare_file(target.path)
            db = cls(settings, target, (_sqlite_engine(settings, target, write=True), _sqlite_engine(settings, target)))
            db.warnings = file_warnings
            db.version_warnings = sqlite_version_warnings(sqlite3.sqlite_version_info)
        else:
            engine = postgres_engine(settings, target)
            reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            db = cls(settings, target, (engine, reader))
        try:
            # Reading is enough to prove it; writing would wait for other writers.
            async with db.read():
                pass
        except BaseException:
            await db.close()
            raise
        return db

    @property
    def dialect(self) -> str:
        """Return "sqlite" or "postgresql"."""
        return SQLITE if isinstance(self.target, SqliteTarget) else POSTGRESQL

    @property
    def engine(self) -> AsyncEngine:
        """Return the engine that writes, for tools that need one; our own code uses `write` and `read`."""
        return self._writer

    def describe(self) -> str:
        """Return the URL without secrets."""
        return redact_dsn(self.settings.url)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Run the body in one transaction that may write; commit at its end, roll back when it raises.

        The body and the commit are shielded from cancellation, which takes effect right after: a cancelled query would
        leave its backend running on Postgres (measured: 12 of 12). So keep the body short: no network except the
        database's. It is aborted after ``transaction_timeout_s``.
        Raises `PersistenceError` and its relatives for everything the database refuses.
        """
        async with self._transaction(self._writer) as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Run the body in one read-only transaction, whose queries all see the same state.

        Shielded and limited as `write` is. Raises `PersistenceError` and its relatives.
        """
        async with self._transaction(self._reader) as session:
            yield session

    async def close(self) -> None:
        """Close all connections; the database cannot be used after it. Safe to call twice."""
        with anyio.CancelScope(shield=True):
            await self._writer.dispose()
            await self._reader.dispose()

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        limit_s = self.settings.transaction_timeout_s
        with anyio.CancelScope(shield=True):
            # asyncio's time limit, not anyio's: it cancels once, so that the rollback after it can run.
            limit = asyncio.timeout(limit_s)
            try:
                async with limit, AsyncSession(engine, expire_on_commit=False) as session, session.begin():
                    with connecting(self.target):
                        await session.connection()
                    yield session
            except TimeoutError as exc:
                if not limit.expired():
                    raise
                raise PersistenceError(
                    f"a transaction on {self.target.place} took longer than {limit_s:g} s and was rolled back;"
                    " another one may hold what it waited for",
                    retryable=True,
                ) from exc


@contextmanager
def connecting(target: DatabaseTarget) -> Iterator[None]:
    """Translate errors while a connection is made or awaited: the engine's hook sees statements only."""
    try:
        yield
    except (SQLAlchemyError, OSError) as exc:
        raise translate(exc, target) from exc


def _sqlite_engine(settings: DatabaseSettings, target: SqliteTarget, *, write: bool = False) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(target.path)),
        async_creator=lambda: connect_file(target.path),
        echo=settings.echo,
        hide_parameters=True,
        json_deserializer=msgspec.json.decode,
        pool_size=1 if write else _READERS,
        max_overflow=0,
        pool_timeout=settings.pool_timeout_s,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None  # the driver never begins a transaction by itself
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={int(settings.busy_timeout_s * 1000)}")
        for pragma in (*_PRAGMAS, "query_only=OFF" if write else "query_only=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        if write:
            # A transaction that reads first and writes later fails at once when another wrote in between, whatever the
            # busy_timeout; one that says at its beginning that it will write waits its turn.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            driver: Any = connection.connection.driver_connection
            driver.begin_with_next("BEGIN")

    _translate_errors(engine, target)
    return engine


def postgres_engine(settings: DatabaseSettings, target: PostgresTarget) -> AsyncEngine:
    """Return a pool of connections to this server, with all limits set and errors translated."""
    connect_args: dict[str, Any] = {
        "dsn": target.dsn,
        "timeout": settings.connect_timeout_s,
        "server_settings": {
            "application_name": target.application_name,
            "statement_timeout": _milliseconds(settings.statement_timeout_s),
            "lock_timeout": _milliseconds(settings.lock_timeout_s),
            "idle_in_transaction_session_timeout": _milliseconds(settings.idle_in_transaction_timeout_s),
        },
    }
    if target.tls is not None:
        connect_args["ssl"] = target.tls
    engine = create_async_engine(
        "postgresql+asyncpg://",  # the DSN goes to the driver: it knows libpq's options, and no engine repr shows it
        connect_args=connect_args,
        echo=settings.echo,
        hide_parameters=True,
        json_deserializer=msgspec.json.decode,
        pool_size=settings.pool_size,
        max_overflow=settings.max_overflow,
        pool_timeout=settings.pool_timeout_s,
        pool_recycle=settings.pool_recycle_s,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        # Outside SQLAlchemy's transaction, which the pool would roll back together with the setting.
        connection.run_async(lambda driver: driver.execute(_NOTICE_LOST_CLIENTS))

    if settings.pre_ping:
        _ask_after_pauses(engine)
    _translate_errors(engine, target)
    return engine


def _ask_after_pauses(engine: AsyncEngine) -> None:
    """Check connections that were idle, and replace those that are gone.

    SQLAlchemy's own ping before each use takes three round trips: half the time of a short transaction.
    """

    @event.listens_for(engine.sync_engine, "checkin")
    def checkin(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["used_at"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def checkout(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        used_at = record.info.get("used_at")  # forgotten with its connection: a new one was never used
        closed = connection.driver_connection.is_closed()
        if used_at is None or (time.monotonic() - used_at < PAUSE_S and not closed):
            return
        try:
            engine.dialect.do_ping(connection)
        except (engine.dialect.loaded_dbapi.Error, OSError) as exc:
            raise InvalidatePoolError from exc


def _milliseconds(seconds: float) -> str:
    return str(int(seconds * 1000))


def _translate_errors(engine: AsyncEngine, target: DatabaseTarget) -> None:
    """Replace every driver error of this engine by ours, at the statement that caused it."""

    @event.listens_for(engine.sync_engine, "handle_error")
    def handle(context: ExceptionContext) -> BaseException | None:
        original = context.original_exception
        if isinstance(original, PersistenceError):  # a naive datetime, refused by a column's type
            return DataIntegrityError(str(original))
        ours = isinstance(context.sqlalchemy_exception, DBAPIError) or isinstance(original, _DRIVERS_LEAK)
        return translate(context.sqlalchemy_exception or original, target) if ours else None
