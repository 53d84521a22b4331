"""Ways to open the database for commands that accept any schema, or that create the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from jobscan.bootstrap.reading import database_settings, open_unchecked
from jobscan.clock import utc_now
from jobscan.services.health import prepare_schema
from jobscan.services.presence import require_existing
from jobscan.services.users import ensure_owner

if TYPE_CHECKING:
    from jobscan.bootstrap.reading import Database
    from jobscan.config import Config


@asynccontextmanager
async def open_existing(config: Config) -> AsyncIterator[Database]:
    """Open the database whatever its schema, but do not create it. Raises `SchemaError` when there is none."""
    require_existing(database_settings(config))
    async with open_unchecked(config) as database:
        yield database


@asynccontextmanager
async def open_with_owner(config: Config) -> AsyncIterator[Database]:
    """Open the database for adding to it: create it if there is none, and store the configured owner.

    A daemon may be using it. Raises `SchemaError` when its schema is of another version.
    """
    async with open_unchecked(config) as database:
        await prepare_schema(database)
        await ensure_owner(database, config.to_owner(), now=utc_now())
        yield database
