"""The schema's versions: which one a database has, and upgrading it to the newest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import anyio
from sqlalchemy import func, inspect, select, text

from jobscan.persistence.exceptions import SchemaError
from jobscan.persistence.schema_status import SchemaState, SchemaStatus
from jobscan.persistence.sql.codecs import POSTGRESQL, SQLITE
from jobscan.persistence.tables import whole_metadata

# Alembic is imported where it migrates: one query tells that there is nothing to do, and the import would take a sixth
# of the time in which `jobscan jobs` answers.
if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

    from jobscan.persistence.database import Database

#: Of the Postgres advisory lock under which one process at a time migrates: "jobscan" and "schema" as numbers.
MIGRATION_LOCK = 0x6A6F_6273_0001
_SCRIPTS = Path(__file__).parent / "migrations"
#: Of all migrations, the oldest first: their files are called ``vNNNN_what.py``.
REVISIONS = tuple(sorted(path.name[1:5] for path in (_SCRIPTS / "versions").glob("v*_*.py")))


async def schema_state(db: Database) -> SchemaState:
    """Return the state of the database's schema."""
    async with db.read() as session:
        return await (await session.connection()).run_sync(_state)


async def require_current(db: Database) -> None:
    """Raise `SchemaError`, with its ``state``, unless the schema is the one this version of jobscan needs."""
    state = await schema_state(db)
    if state.status is not SchemaStatus.CURRENT:
        raise _refusal(state, db.describe())


async def upgrade(db: Database) -> SchemaState:
    """Upgrade an empty or older schema to the newest version, in one transaction; return its new state.

    Two processes that start together do not disturb each other: the second waits and finds nothing to do. There is no
    time limit, because migrating a large table can take long.
    Raises `SchemaError` for a newer or a foreign schema, and leaves it unchanged.
    """
    return await _upgrade(db.engine, db.describe())


async def create_schema(engine: AsyncEngine) -> None:
    """Create the tables in the database of this engine, with the same migrations as `upgrade`; fine if they exist.

    Raises `SchemaError` for a newer or a foreign schema.
    """
    await _upgrade(engine, f"the {engine.dialect.name} database")


def migration_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for the migrations in this package, to be run on ``connection``."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def _upgrade(engine: AsyncEngine, place: str) -> SchemaState:
    with anyio.CancelScope(shield=True):
        async with engine.begin() as connection:
            state = await connection.run_sync(_upgrade_on, place)
    return state


def _upgrade_on(connection: Connection, place: str) -> SchemaState:
    """Migrate inside the connection's transaction, which on SQLite holds the write lock already."""
    if connection.dialect.name == POSTGRESQL:
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
    state = _state(connection)
    if state.status in (SchemaStatus.NEWER, SchemaStatus.FOREIGN):
        raise _refusal(state, place)
    if state.status is not SchemaStatus.CURRENT:
        from alembic import command

        command.upgrade(migration_config(connection), "head")
    return _state(connection)


def _state(connection: Connection) -> SchemaState:
    head, current = REVISIONS[-1], None
    if inspect(connection).has_table("alembic_version"):
        current = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if current is None:
        status = SchemaStatus.FOREIGN if _has_strange_tables(connection) else SchemaStatus.EMPTY
    elif current in REVISIONS:
        status = SchemaStatus.CURRENT if current == head else SchemaStatus.OLDER
    else:
        status = SchemaStatus.NEWER
    return SchemaState(current=current, head=head, status=status)


def _has_strange_tables(connection: Connection) -> bool:
    tables = set(inspect(connection).get_table_names())
    # A file with other tables belongs to another program; a database on a server is often shared.
    strange = tables if connection.dialect.name == SQLITE else tables & whole_metadata().tables.keys()
    return bool(strange - {"alembic_version"})


def _refusal(state: SchemaState, place: str) -> SchemaError:
    reason = {
        SchemaStatus.EMPTY: "has no tables yet: run `jobscan db upgrade`",
        SchemaStatus.OLDER: f"has schema {state.current}, this version needs {state.head}: run `jobscan db upgrade`",
        SchemaStatus.NEWER: f"has schema {state.current}, this version knows none after {state.head}: a newer jobscan"
        " has used it, so upgrade jobscan. Nothing was changed",
        SchemaStatus.FOREIGN: "holds tables that are not jobscan's: give jobscan a database"
        " of its own. Nothing was changed",
    }
    return SchemaError(f"{place} {reason[state.status]}", state)
