"""What most commands begin with: the configuration, and a place for asynchronous work."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from jobscan.cli.lazy import get_globals

if TYPE_CHECKING:
    import click

    from jobscan.config import Config
    from jobscan.persistence import Database

T = TypeVar("T")


def read_config(context: click.Context) -> Config:
    """Return the configuration that this command line names. Raises `ConfigError`."""
    from jobscan.config import load_config

    return load_config(get_globals(context).config, os.environ)


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run asynchronous work to its end."""
    return asyncio.run(work)


@asynccontextmanager
async def open_existing(config: Config) -> AsyncIterator[Database]:
    """Open the database whatever its schema, but do not make one. Raises `SchemaError` when there is none."""
    from jobscan.bootstrap import database_settings, open_unchecked
    from jobscan.services.health import require_existing

    require_existing(database_settings(config))
    async with open_unchecked(config) as database:
        yield database


def utc_now() -> datetime:
    """Return the present moment, aware."""
    return datetime.now(UTC)
