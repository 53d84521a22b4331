"""What becomes of a transaction of SQLite's that is given up while it waits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import text

from jobscan.persistence import Database, DatabaseSettings, PersistenceError, upgrade
from jobscan.persistence.settings import SqliteTarget


async def test_a_transaction_given_up_while_it_waits_does_not_begin_later(sqlite_settings: DatabaseSettings) -> None:
    db = await Database.open(replace(sqlite_settings, transaction_timeout_s=0.2, busy_timeout_s=1))
    assert isinstance(db.target, SqliteTarget)
    try:
        await upgrade(db)
        with closing(sqlite3.connect(db.target.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(PersistenceError, match=r"took longer than 0\.2 s"):
                async with db.write():
                    pass
            other.execute("ROLLBACK")
            async with db.write() as session:
                assert await session.scalar(text("SELECT count(*) FROM jobs")) == 0
            # Nobody holds the lock for ever.
            other.execute("BEGIN IMMEDIATE")
    finally:
        await db.close()
