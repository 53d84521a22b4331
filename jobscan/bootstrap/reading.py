"""The reading side: opens the database for commands that read it or make small changes.

Neither the engine nor the network is imported here: `jobscan jobs` needs neither, and together they take a third of its
time to start (0.35 s of 1.05 s; `python -m benchmarks startup` checks it).
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from jobscan.persistence import Database, DatabaseSettings, require_current
from jobscan.services.presence import require_existing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from jobscan.config import Config


def database_settings(config: Config) -> DatabaseSettings:
    """Return the settings of the database connection."""
    database = config.database
    return DatabaseSettings(
        url=database.url,
        pool_size=database.pool_size,
        max_overflow=database.max_overflow,
        pool_recycle_s=int(database.pool_recycle.total_seconds()),
        pre_ping=database.pre_ping,
        echo=database.echo,
        statement_timeout_s=database.statement_timeout.total_seconds(),
        lock_timeout_s=database.lock_timeout.total_seconds(),
        idle_in_transaction_timeout_s=database.idle_in_transaction_timeout.total_seconds(),
        connect_timeout_s=database.connect_timeout.total_seconds(),
        transaction_timeout_s=database.transaction_timeout.total_seconds(),
    )


@asynccontextmanager
async def open_database(config: Config) -> AsyncIterator[Database]:
    """Open the database for reading and small changes.

    Raises `SchemaError` when there is none yet or its schema is not the one of this version,
    `DatabaseConnectionError`.
    """
    settings = database_settings(config)
    require_existing(settings)
    database = await Database.open(settings)
    try:
        await require_current(database)
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def open_unchecked(config: Config) -> AsyncIterator[Database]:
    """Open the database with any schema, to inspect or migrate it."""
    database = await Database.open(database_settings(config))
    try:
        yield database
    finally:
        await database.close()


__all__ = ["Database", "database_settings", "open_database", "open_unchecked"]
