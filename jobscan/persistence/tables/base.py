"""What all tables share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Double, Index, Integer, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase

from jobscan.persistence.sql.codecs import POSTGRESQL, SQLITE, UtcDateTime
from jobscan.persistence.sql.rows import keeps

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The default of columns that were added to tables with rows.
ZERO = text("0")
#: Names of constraints and indexes, the same in both databases and all migrations.
NAMING = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """What all tables share: one metadata, text of any length, aware datetimes."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text(), float: Double(), int: Integer(), datetime: UtcDateTime()}  # noqa: RUF012 - SQLAlchemy's form


#: The key of a partial index's condition in its `info`.
_ROWS = "rows"


def partial_index(name: str, *columns: str, rows: str) -> Index:
    """Return an index of those rows only for which the condition ``rows`` holds.

    `set_conditions` hands the condition over to the databases: an option of Postgres in an index imports all of
    SQLAlchemy's code for Postgres, which would take a tenth of the time in which `jobscan jobs` answers.
    """
    return Index(name, *columns, info={_ROWS: rows})


def set_conditions(metadata: MetaData) -> None:
    """Give the partial indexes of all tables their conditions."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if _ROWS in index.info:
                for dialect in (SQLITE, POSTGRESQL):
                    index.dialect_options[dialect]["where"] = text(index.info[_ROWS])


def _as_lists(changes: Mapping[str, tuple[object, object]]) -> dict[str, list[object]]:
    return {name: list(pair) for name, pair in changes.items()}


def _as_pairs(changes: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    return {name: (old, new) for name, (old, new) in changes.items()}


#: For columns with changes: JSON has no pairs.
CHANGES = keeps(store=_as_lists, read=_as_pairs)
