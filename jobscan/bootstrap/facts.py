"""Reading facts at once, beside a daemon or without one."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from jobscan.bootstrap.reading import open_database
from jobscan.engine.enricher import Enricher, Pace
from jobscan.services.facts import open_reader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from jobscan.config import Config


@asynccontextmanager
async def open_enricher(config: Config) -> AsyncIterator[Enricher]:
    """Open the database, and give what reads the facts of its postings as fast as it can.

    Raises `SchemaError`, `DatabaseConnectionError`.
    """
    async with open_database(config) as database:
        yield Enricher(
            database, await open_reader(database, with_keywords=True), ticks=time.monotonic, pace=Pace(rate=None)
        )
