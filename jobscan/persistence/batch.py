"""Statements that write many rows at once: the hot path.

On SQLite the driver's own executemany with tuples; on Postgres one statement whose parameters are one array per column.
Both are within a fifth of the raw driver, and both count the rows they wrote; SQLAlchemy's multi-VALUES would cost six
to twelve times as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, bindparam, column, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY

from jobscan.persistence.types import CODECS, POSTGRESQL, SQLITE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import CursorResult, Executable, FromClause
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.sql import ClauseElement

    from jobscan.persistence.types import Codec

    Insert = sqlite.Insert | postgresql.Insert
    Conflict = Callable[[Any, Callable[..., ColumnElement[Any]]], Any]

#: Of parameters, whose names must differ from those of the columns they are for.
_PREFIX = "new_"
#: Rows in one message to Postgres: bounds its size, and costs one round trip per thousand.
_POSTGRES_ROWS = 1000

#: The larger of two values, by dialect.
LARGER: dict[str, Callable[..., ColumnElement[Any]]] = {SQLITE: func.max, POSTGRESQL: func.greatest}
_INSERT = {SQLITE: sqlite.insert, POSTGRESQL: postgresql.insert}


def dialect_of(session: AsyncSession) -> str:
    """Return the name of the session's dialect: "sqlite" or "postgresql"."""
    return session.get_bind().dialect.name


def codec_of(session: AsyncSession) -> Codec:
    """Return how the session's driver takes values."""
    return CODECS[dialect_of(session)]


def insert_into(session: AsyncSession, table: Table) -> sqlite.Insert:
    """Return the dialect's INSERT, whose ON CONFLICT clauses have one form on both."""
    return _INSERT[dialect_of(session)](table)  # type: ignore[return-value]  # the two differ in name only


class Batch:
    """A statement made once, run with any number of rows."""

    def __init__(self, columns: Sequence[str], on_sqlite: ClauseElement, on_postgres: Executable) -> None:
        self._columns = tuple(columns)
        compiled = on_sqlite.compile(dialect=sqlite.dialect())
        self._sqlite = str(compiled)
        order = [name.removeprefix(_PREFIX) for name in compiled.positiontup or ()]  # type: ignore[attr-defined]
        # Rows come in the order of ``columns``; an UPDATE names its key last.
        self._places = None if order == list(self._columns) else [self._columns.index(name) for name in order]
        self._postgres = on_postgres

    async def run(self, session: AsyncSession, rows: Sequence[tuple[Any, ...]]) -> int:
        """Run it with these rows, their values as the codec gives them; return how many rows were written."""
        if not rows:
            return 0
        connection = await session.connection()
        if dialect_of(session) == SQLITE:
            if self._places is not None:
                rows = [tuple(row[place] for place in self._places) for row in rows]
            return (await connection.exec_driver_sql(self._sqlite, list(rows))).rowcount
        written = 0
        for start in range(0, len(rows), _POSTGRES_ROWS):
            arrays = map(list, zip(*rows[start : start + _POSTGRES_ROWS], strict=True))
            result: CursorResult[Any] = await connection.execute(
                self._postgres, {_PREFIX + name: array for name, array in zip(self._columns, arrays, strict=True)}
            )
            written += result.rowcount
        return written


def insert_batch(table: Table, conflict: Conflict) -> Batch:
    """Return an INSERT of whole rows; ``conflict(insert, larger)`` adds its ON CONFLICT clause."""
    columns = table.columns.keys()
    on_sqlite = sqlite.insert(table).values({name: bindparam(_PREFIX + name) for name in columns})
    arrays = _arrays(table, columns)
    on_postgres = postgresql.insert(table).from_select(columns, select(*arrays.columns))
    return Batch(columns, conflict(on_sqlite, LARGER[SQLITE]), conflict(on_postgres, LARGER[POSTGRESQL]))


def update_batch(table: Table, columns: Sequence[str], *, never_back: str) -> Batch:
    """Return an UPDATE of ``columns``, the first of which finds the row; ``never_back`` only ever grows."""
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
    return Batch(columns, on_sqlite, on_postgres)


def _arrays(table: Table, columns: Sequence[str]) -> FromClause:
    """Return a table made of one array parameter per column."""
    parameters = [bindparam(_PREFIX + name, type_=ARRAY(table.c[name].type)) for name in columns]
    return (
        func.unnest(*parameters).table_valued(*(column(name, table.c[name].type) for name in columns)).render_derived()
    )
