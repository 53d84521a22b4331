"""Connections to Postgres that nobody used for a while are asked whether they are there still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from jobscan.persistence import Database, DatabaseSettings
from jobscan.persistence import database as database_module
from tests.fixtures.databases import execute_sql


@pytest.fixture
async def db(postgres_settings: DatabaseSettings) -> AsyncIterator[Database]:
    # Of each pool one connection, so that it is known which one comes next.
    opened = await Database.open(replace(postgres_settings, pool_size=1, max_overflow=0))
    yield opened
    await opened.close()


@pytest.fixture
def asked(db: Database, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The connections that were asked."""
    asked: list[object] = []
    dialect = db.engine.dialect
    do_ping = dialect.do_ping

    def watched(connection: Any) -> bool:
        asked.append(connection)
        return do_ping(connection)

    monkeypatch.setattr(dialect, "do_ping", watched)
    return asked


async def backend(db: Database) -> int:
    async with db.write() as session:
        return int(await session.scalar(text("SELECT pg_backend_pid()")) or 0)


async def kill(db: Database, server: str, pid: int) -> None:
    """End the one connection of the pool, and return when its driver has heard of it.

    Before that nobody can know that it is gone: whoever uses it then gets an error and tries again.
    """
    async with db.engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
    await asyncio.to_thread(execute_sql, server, f"SELECT pg_terminate_backend({pid}, 5000)")
    assert driver is not None
    while not driver.is_closed():
        await asyncio.sleep(0)


async def test_a_connection_in_use_is_not_asked(db: Database, asked: list[object]) -> None:
    assert await backend(db) == await backend(db)

    assert asked == []


async def test_a_connection_that_was_idle_is_asked(
    db: Database, asked: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await backend(db)
    monkeypatch.setattr(database_module, "PAUSE_S", 0.0)

    assert await backend(db) == before
    assert len(asked) == 1


@pytest.mark.parametrize("pause_s", [0.0, 3600.0], ids=["after a pause", "at once"])
async def test_a_connection_that_is_lost_is_replaced_unnoticed(
    db: Database, postgres_server: str, monkeypatch: pytest.MonkeyPatch, pause_s: float
) -> None:
    monkeypatch.setattr(database_module, "PAUSE_S", pause_s)
    before = await backend(db)

    await kill(db, postgres_server, before)

    assert await backend(db) != before
