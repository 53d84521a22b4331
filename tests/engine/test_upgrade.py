"""A database of the version before: upgraded, nothing of it is lost, and nobody is notified again."""

from __future__ import annotations

from benchmarks.upgrade import Boards, fill_earlier, upgrade_and_scan
from jobscan.persistence import Database, DatabaseSettings


async def test_postings_alerts_and_ledger_of_the_version_before_go_on(database_settings: DatabaseSettings) -> None:
    """The benchmark, which raises when anything is lost, with 100,000 postings; here more than one statement takes."""
    boards = Boards(2, 700)
    database = await Database.open(database_settings)
    try:
        await fill_earlier(database, boards)
        await upgrade_and_scan(database, boards)
    finally:
        await database.close()
