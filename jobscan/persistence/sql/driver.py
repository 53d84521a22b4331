"""The SQLite connection that SQLAlchemy uses, with one trip to its thread for a statement instead of four."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import aiosqlite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Sequence
    from pathlib import Path

#: Rows that are fetched with a statement, and the minimum for each further trip; nearly all answers have fewer.
_ALONG = 1_000


class SqliteConnection(aiosqlite.Connection):
    """A connection whose cursors fetch their rows together with the statement.

    Each trip to the connection's thread costs the event loop about 50 us, and the caller waits for a turn of the loop.
    aiosqlite makes four for a SELECT: cursor, execute, fetch, close. A first scan of 200 boards took 5,800 trips that
    way, and takes 1,300 (measured 2026-11). This uses only internals of aiosqlite that SQLAlchemy also uses.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(partial(sqlite3.connect, path), _ALONG)
        # A process that ends without closing must not wait for this one.
        self._thread.daemon = True
        #: Runs before the next statement.
        self._begin: str | None = None
        #: Trips started, counted in the loop, and finished, counted in the thread.
        self._sent = 0
        self._over = 0

    def begin_with_next(self, statement: str) -> None:
        """Begin a transaction in the trip of the next statement; without a statement there is none."""
        self._begin = statement

    def cursor(self) -> SqliteCursor:  # type: ignore[override]
        """Return a cursor without a trip."""
        return SqliteCursor(self)

    async def commit(self) -> None:
        """Commit the transaction, if there is one."""
        if self._is_idle():
            self._begin = None
        else:
            await self.run(self._conn.commit)

    async def rollback(self) -> None:
        """Roll the transaction back, if there is one."""
        if self._is_idle():
            self._begin = None
        else:
            await self.run(self._conn.rollback)

    def take_begin(self) -> str | None:
        """Return what must run before the next statement, once."""
        begin, self._begin = self._begin, None
        return begin

    async def run(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Run this in the connection's thread, after all that was sent before it."""
        self._sent += 1
        return await self._execute(self._count, work, *arguments)  # type: ignore[no-untyped-call]

    def _count(self, work: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return work(*arguments)
        finally:
            self._over += 1

    def _is_idle(self) -> bool:
        """Return whether there is no transaction, nor can one still begin, by a BEGIN whose caller gave up."""
        return self._sent == self._over and not self._conn.in_transaction


class SqliteCursor:
    """What SQLAlchemy needs of a cursor; made in the loop, its statements run in the connection's thread."""

    def __init__(self, connection: SqliteConnection) -> None:
        self._connection = connection
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1
        #: Rows that have been fetched but not returned yet.
        self._rows: list[Any] = []
        #: The driver's cursor while there are more rows in the database.
        self._more: sqlite3.Cursor | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.close()

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        """Run a statement and fetch its rows, or the first of them when there are many."""
        await self._connection.run(self._run, self._connection.take_begin(), "execute", sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Run a statement without result rows with each of these parameters."""
        await self._connection.run(self._run, self._connection.take_begin(), "executemany", sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        rows, self._rows = self._rows, []
        if self._more is not None:
            rows += await self._connection.run(self._fetch, -1)
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return this many of the remaining rows."""
        size = self.arraysize if size is None else size
        if len(self._rows) < size and self._more is not None:
            self._rows += await self._connection.run(self._fetch, max(size, _ALONG))
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchone(self) -> Any:
        """Return the next row; None: there are no more."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def __aiter__(self) -> AsyncIterator[Any]:
        while (row := await self.fetchone()) is not None:
            yield row

    async def close(self) -> None:
        """Drop the rows that are left."""
        self._rows = []
        if self._more is not None:
            await self._connection.run(self._more.close)
            self._more = None

    def _run(self, begin: str | None, method: str, sql: str, parameters: Any) -> None:
        cursor = self._connection._conn.cursor()
        if begin is not None:
            cursor.execute(begin)
        getattr(cursor, method)(sql, parameters)
        self._more = cursor
        self._rows = self._fetch(_ALONG)
        # With RETURNING they are correct only after the rows.
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid

    def _fetch(self, size: int) -> list[Any]:
        """Return the next ``size`` rows, all if it is negative; drop the cursor after the last."""
        cursor = self._more
        if cursor is None:
            return []
        rows = cursor.fetchmany(size) if size >= 0 else cursor.fetchall()
        if size < 0 or len(rows) < size:
            self._more = None
        return rows


async def connect_file(path: Path) -> SqliteConnection:
    """Open a database file."""
    return await SqliteConnection(path)  # type: ignore[return-value]
