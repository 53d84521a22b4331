"""Postgres' form of statements for many rows: one array parameter per column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY, asyncpg, insert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Dialect, FromClause, Table
    from sqlalchemy.dialects.postgresql import Insert


def driver_dialect() -> Dialect:
    """Return the dialect of the driver, which numbers parameters its own way."""
    dialect: Dialect = asyncpg.dialect()  # type: ignore[no-untyped-call]
    return dialect


def insert_arrays(table: Table, parameters: Mapping[str, str]) -> Insert:
    """Return an INSERT of the rows that the arrays hold; ``parameters``: column → the name of its parameter."""
    return insert(table).from_select(list(parameters), select(*rows_of_arrays(table, parameters).columns))


def rows_of_arrays(table: Table, parameters: Mapping[str, str]) -> FromClause:
    """Return the arrays as rows; ``parameters``: column → the name of its parameter."""
    types = {name: table.c[name].type for name in parameters}
    arrays = [bindparam(parameter, type_=ARRAY(types[name])) for name, parameter in parameters.items()]
    return func.unnest(*arrays).table_valued(*(column(name, types[name]) for name in types)).render_derived()
