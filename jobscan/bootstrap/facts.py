"""Reading facts at once, beside a daemon or without one."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from jobscan.bootstrap.reading import open_database
from jobscan.engine.enricher import BATCH, Enricher, Pace
from jobscan.services.facts import open_reader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from jobscan.config import Config


def industries_of(config: Config) -> dict[tuple[str, str], str]:
    """Return source → what its company does, of the sources that say it."""
    return {source.key: source.industry for source in config.to_sources() if source.industry}


@asynccontextmanager
async def open_enricher(config: Config) -> AsyncIterator[Enricher]:
    """Open the database, and give what reads the facts of its postings as fast as it can.

    Raises `SchemaError`, `DatabaseConnectionError`.
    """
    async with open_database(config) as database:
        reader = await open_reader(database)
        reader.industries = industries_of(config)
        yield Enricher(database, reader, ticks=time.monotonic, pace=Pace(rate=None, batch=BATCH))
