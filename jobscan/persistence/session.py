"""The default database, for programs that need only one."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from jobscan.persistence.database import Database
from jobscan.persistence.exceptions import PersistenceError
from jobscan.persistence.settings import DatabaseSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

_default: Database | None = None


async def init_database(url: str) -> AsyncEngine:
    """Open the database at this URL and make it the default one, in place of the one before; return its engine.

    The engine is what `create_schema` wants. Raises `DatabaseConnectionError` and its relatives.
    """
    global _default
    database = await Database.open(DatabaseSettings(url=url))
    await close_database()
    _default = database
    return database.engine


@asynccontextmanager
async def get_session() -> AsyncIterator[AsyncSession]:
    """Give a session of the default database: one transaction, as `Database.write` runs it.

    Raises `PersistenceError` when there is none.
    """
    if _default is None:
        raise PersistenceError("there is no open database: await init_database(url) first")
    async with _default.write() as session:
        yield session


async def close_database() -> None:
    """Close the default database; fine when there is none."""
    global _default
    database, _default = _default, None
    if database is not None:
        await database.close()
