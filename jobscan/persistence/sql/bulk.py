"""Statements for many rows at once: the hot path.

On SQLite the driver's own executemany with tuples, each of several rows; on Postgres one statement with one array
parameter per column. Values go to the driver as the codec gives them, bypassing SQLAlchemy's processors. Both are
within a fifth of the raw driver, and both count the rows they wrote; SQLAlchemy's multi-VALUES would cost six to twelve
times as much.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, bindparam, func, type_coerce, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import NullType

from jobscan.persistence.sql.codecs import CODECS, POSTGRESQL, SQLITE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Dialect, Select
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
    from sqlalchemy.sql import ClauseElement

    from jobscan.persistence.sql.codecs import Codec

    Conflict = Callable[[Any, Callable[..., ColumnElement[Any]]], Any]
    #: Values in the order of the statement's parameters, from those in the order of its columns.
    Order = Callable[[Sequence[Any]], "Row"]
    #: On Postgres a row is like a tuple, but not one.
    Row = tuple[Any, ...]

#: Prefix of parameters, whose names must differ from those of their columns.
_PREFIX = "new_"
#: Rows in one message to Postgres: about a MiB of descriptions. With 1,000, both sides need a quarter more CPU to
#: allocate arrays of several MiB than to fill them.
_POSTGRES_ROWS = 200

#: Values in one INSERT on SQLite, as many as every version accepts, and the numbers of rows for the remainder. The
#: driver releases Python's lock at each execution, and next to a busy event loop waits 5 ms to get it back: 2,000 rows
#: one by one took 9.6 s, 50 at a time 0.3 s (measured 2026-11).
_SQLITE_VALUES, _SQLITE_REST = 999, (8, 1)

#: The larger of two values, by dialect.
LARGER: dict[str, Callable[..., ColumnElement[Any]]] = {SQLITE: func.max, POSTGRESQL: func.greatest}


def dialect_of(session: AsyncSession) -> str:
    """Return the name of the session's dialect: "sqlite" or "postgresql"."""
    return session.get_bind().dialect.name


def codec_of(session: AsyncSession) -> Codec:
    """Return the codec of the session's driver."""
    return CODECS[dialect_of(session)]


def insert_into(session: AsyncSession, table: Table) -> sqlite.Insert:
    """Return the dialect's INSERT; its ON CONFLICT clauses have the same form on both."""
    if dialect_of(session) == SQLITE:
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)  # type: ignore[return-value]  # the two differ in name only


def as_driven(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Select a value as the driver gives it, for `read_many`; the codec converts those that need it."""
    return type_coerce(value, NullType())


async def read_many(session: AsyncSession, query: Select[Any], parameters: dict[str, Any] | None = None) -> list[Row]:
    """Return the rows as the driver gives them; SQLAlchemy's own row objects take a tenth of the time of the read."""
    result: Any = await session.execute(query, parameters)
    rows: list[Row] = result.cursor.fetchall()
    result.close()
    return rows


class BulkStatement:
    """A statement that is compiled once, when it first runs, and runs with any number of rows.

    Only for the database that it runs on: compiling all of them for both would take a tenth of the time in which
    `jobscan jobs` answers.
    """

    def __init__(
        self,
        columns: Sequence[str],
        *,
        on_sqlite: Callable[[], ClauseElement],
        on_postgres: Callable[[], tuple[ClauseElement, Dialect]],
    ) -> None:
        self._columns, self._on_sqlite, self._on_postgres = columns, on_sqlite, on_postgres

    @cached_property
    def _sqlite(self) -> tuple[dict[int, str], Order]:
        """Number of rows → the statement for that many at once, the largest first; and the order of values."""
        single, in_order = _compiled(self._on_sqlite(), sqlite.dialect(), self._columns)
        marks = f"({', '.join('?' * len(self._columns))})"
        sizes = (_SQLITE_VALUES // len(self._columns), *_SQLITE_REST) if marks in single else (1,)
        return {size: single.replace(marks, ", ".join([marks] * size)) for size in sizes}, in_order

    @cached_property
    def _postgres(self) -> tuple[str, Order]:
        """The statement, which takes an array for each column, and the order of the arrays."""
        return _compiled(*self._on_postgres(), self._columns)

    async def run(self, session: AsyncSession, rows: Sequence[Row]) -> int:
        """Run the statement with these rows, whose values the codec made; return how many rows were written."""
        if not rows:
            return 0
        connection = await session.connection()
        if dialect_of(session) == SQLITE:
            return await self._run_on_sqlite(connection, rows)
        statement, in_order = self._postgres
        written = 0
        for start in range(0, len(rows), _POSTGRES_ROWS):
            arrays = list(map(list, zip(*rows[start : start + _POSTGRES_ROWS], strict=True)))
            written += (await connection.exec_driver_sql(statement, in_order(arrays))).rowcount
        return written

    async def _run_on_sqlite(self, connection: AsyncConnection, rows: Sequence[Row]) -> int:
        statements, in_order = self._sqlite
        rows = list(map(in_order, rows))
        written = start = 0
        for size, statement in statements.items():
            end = start + (len(rows) - start) // size * size
            if end > start:
                parts = [tuple(chain.from_iterable(rows[at : at + size])) for at in range(start, end, size)]
                written += (await connection.exec_driver_sql(statement, parts)).rowcount
            start = end
        return written


def _compiled(statement: ClauseElement, dialect: Dialect, columns: Sequence[str]) -> tuple[str, Order]:
    """Return the statement's text, and a function that puts values of ``columns`` in the order of its parameters."""
    compiled = statement.compile(dialect=dialect)
    order: list[str] = compiled.positiontup  # type: ignore[attr-defined]
    places = [columns.index(name.removeprefix(_PREFIX)) for name in order]
    return str(compiled), tuple if places == list(range(len(columns))) else itemgetter(*places)


def insert_batch(table: Table, conflict: Conflict) -> BulkStatement:
    """Return an INSERT of whole rows; ``conflict(insert, larger)`` adds its ON CONFLICT clause."""
    columns = table.columns.keys()

    def on_sqlite() -> ClauseElement:
        insert = sqlite.insert(table).values({name: bindparam(_PREFIX + name) for name in columns})
        made: ClauseElement = conflict(insert, LARGER[SQLITE])
        return made

    def on_postgres() -> tuple[ClauseElement, Dialect]:
        from jobscan.persistence.sql import arrays

        return conflict(arrays.insert_arrays(table, _parameters(columns)), LARGER[POSTGRESQL]), arrays.driver_dialect()

    return BulkStatement(columns, on_sqlite=on_sqlite, on_postgres=on_postgres)


def update_batch(table: Table, columns: Sequence[str], *, never_back: str) -> BulkStatement:
    """Return an UPDATE of ``columns``, the first of which finds the row; ``never_back`` is never lowered."""
    key, *others = columns

    def setting(new: Callable[[str], ColumnElement[Any]], dialect: str) -> ClauseElement:
        found = {name: new(name) for name in others}
        found[never_back] = LARGER[dialect](table.c[never_back], found[never_back])
        return update(table).where(table.c[key] == new(key)).values(found)

    def parameter(name: str) -> ColumnElement[Any]:
        return bindparam(_PREFIX + name, type_=table.c[name].type)

    def on_postgres() -> tuple[ClauseElement, Dialect]:
        from jobscan.persistence.sql import arrays

        rows = arrays.rows_of_arrays(table, _parameters(columns))
        return setting(lambda name: rows.c[name], POSTGRESQL), arrays.driver_dialect()

    return BulkStatement(columns, on_sqlite=lambda: setting(parameter, SQLITE), on_postgres=on_postgres)


def _parameters(columns: Iterable[str]) -> dict[str, str]:
    return {name: _PREFIX + name for name in columns}
