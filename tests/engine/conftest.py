"""Fixtures of this room: an engine on each database, and a board server that a test controls."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from jobscan.persistence import Database, DatabaseSettings
from tests.engine.board_server import BoardServer, serve_boards
from tests.engine.harness import Harness, open_fetcher
from tests.fixtures.databases import opened


@pytest.fixture
async def boards() -> AsyncIterator[BoardServer]:
    """A server whose boards say what the test sets."""
    async with serve_boards() as server:
        yield server


@pytest.fixture
async def harness(database: Database) -> AsyncIterator[Harness]:
    """An engine on an empty database, of each kind in turn."""
    async with open_fetcher() as fetcher:
        yield Harness(database, fetcher)


@pytest.fixture
async def sqlite_harness(sqlite_settings: DatabaseSettings) -> AsyncIterator[Harness]:
    """An engine on an empty SQLite file, for what does not depend on the database."""
    async with opened(sqlite_settings) as database, open_fetcher() as fetcher:
        yield Harness(database, fetcher)
