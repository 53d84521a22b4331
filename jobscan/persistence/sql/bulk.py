"""Statements for many rows at once: the hot path.

On SQLite the driver's own executemany with tuples, each of several rows; on Postgres one statement with one array
parameter per column. Values go to the driver as the codec gives them, bypassing SQLAlchemy's processors. Both are
within a fifth of the raw driver, and both count the rows they wrote; SQLAlchemy's multi-VALUES would cost six to twelve
times as much.
"""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, bindparam, column, func, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY, asyncpg
from sqlalchemy.types import NullType

from jobscan.persistence.sql.codecs import CODECS, POSTGRESQL, SQLITE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Dialect, FromClause, Select
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
    from sqlalchemy.sql import ClauseElement

    from jobscan.persistence.sql.codecs import Codec

    Insert = sqlite.Insert | postgresql.Insert
    Conflict = Callable[[Any, Callable[..., ColumnElement[Any]]], Any]
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
_INSERT = {SQLITE: sqlite.insert, POSTGRESQL: postgresql.insert}


def dialect_of(session: AsyncSession) -> str:
    """Return the name of the session's dialect: "sqlite" or "postgresql"."""
    return session.get_bind().dialect.name


def codec_of(session: AsyncSession) -> Codec:
    """Return the codec of the session's driver."""
    return CODECS[dialect_of(session)]


def insert_into(session: AsyncSession, table: Table) -> sqlite.Insert:
    """Return the dialect's INSERT; its ON CONFLICT clauses have the same form on both."""
    return _INSERT[dialect_of(session)](table)  # type: ignore[return-value]  # the two differ in name only


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
    """A statement made once, run with any number of rows."""

    def __init__(self, columns: Sequence[str], on_sqlite: ClauseElement, on_postgres: ClauseElement) -> None:
        single, self._in_order = _compiled(on_sqlite, sqlite.dialect(), columns)
        marks = f"({', '.join('?' * len(columns))})"
        sizes = (_SQLITE_VALUES // len(columns), *_SQLITE_REST) if marks in single else (1,)
        #: Number of rows → the statement for that many at once, the largest first.
        self._sqlite = {size: single.replace(marks, ", ".join([marks] * size)) for size in sizes}
        self._postgres, self._arrays_in_order = _compiled(on_postgres, asyncpg.dialect(), columns)  # type: ignore[no-untyped-call]

    async def run(self, session: AsyncSession, rows: Sequence[Row]) -> int:
        """Run the statement with these rows, whose values the codec made; return how many rows were written."""
        if not rows:
            return 0
        connection = await session.connection()
        if dialect_of(session) == SQLITE:
            return await self._run_on_sqlite(connection, list(map(self._in_order, rows)))
        written = 0
        for start in range(0, len(rows), _POSTGRES_ROWS):
            arrays = list(map(list, zip(*rows[start : start + _POSTGRES_ROWS], strict=True)))
            written += (await connection.exec_driver_sql(self._postgres, self._arrays_in_order(arrays))).rowcount
        return written

    async def _run_on_sqlite(self, connection: AsyncConnection, rows: Sequence[Row]) -> int:
        written = start = 0
        for size, statement in self._sqlite.items():
            end = start + (len(rows) - start) // size * size
            if end > start:
                parts = [tuple(chain.from_iterable(rows[at : at + size])) for at in range(start, end, size)]
                written += (await connection.exec_driver_sql(statement, parts)).rowcount
            start = end
        return written


def _compiled(
    statement: ClauseElement, dialect: Dialect, columns: Sequence[str]
) -> tuple[str, Callable[[Sequence[Any]], Row]]:
    """Return the statement's text, and a function that puts values of ``columns`` in the order of its parameters."""
    compiled = statement.compile(dialect=dialect)
    order: list[str] = compiled.positiontup  # type: ignore[attr-defined]
    places = [columns.index(name.removeprefix(_PREFIX)) for name in order]
    return str(compiled), tuple if places == list(range(len(columns))) else itemgetter(*places)


def insert_batch(table: Table, conflict: Conflict) -> BulkStatement:
    """Return an INSERT of whole rows; ``conflict(insert, larger)`` adds its ON CONFLICT clause."""
    columns = table.columns.keys()
    on_sqlite = sqlite.insert(table).values({name: bindparam(_PREFIX + name) for name in columns})
    arrays = _arrays(table, columns)
    on_postgres = postgresql.insert(table).from_select(columns, select(*arrays.columns))
    return BulkStatement(columns, conflict(on_sqlite, LARGER[SQLITE]), conflict(on_postgres, LARGER[POSTGRESQL]))


def update_batch(table: Table, columns: Sequence[str], *, never_back: str) -> BulkStatement:
    """Return an UPDATE of ``columns``, the first of which finds the row; ``never_back`` is never lowered."""
    key, *others = columns
    arrays = _arrays(table, columns)

    def values(new: Callable[[str], ColumnElement[Any]], dialect: str) -> dict[str, ColumnElement[Any]]:
        found = {name: new(name) for name in others}
        found[never_back] = LARGER[dialect](table.c[never_back], found[never_back])
        return found

    def parameter(name: str) -> ColumnElement[Any]:
        return bindparam(_PREFIX + name, type_=table.c[name].type)

    on_sqlite = update(table).where(table.c[key] == parameter(key)).values(values(parameter, SQLITE))
    on_postgres = update(table).where(table.c[key] == arrays.c[key]).values(values(lambda n: arrays.c[n], POSTGRESQL))
    return BulkStatement(columns, on_sqlite, on_postgres)


def _arrays(table: Table, columns: Sequence[str]) -> FromClause:
    """Return a table made of one array parameter per column."""
    parameters = [bindparam(_PREFIX + name, type_=ARRAY(table.c[name].type)) for name in columns]
    return (
        func.unnest(*parameters).table_valued(*(column(name, table.c[name].type) for name in columns)).render_derived()
    )
