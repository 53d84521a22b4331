"""The repository's bulk upsert against the same rows given to sqlite3 by hand."""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from jobscan.domain.job import Job, StoredJob
from jobscan.persistence import Database, DatabaseSettings, JobRepository, upgrade
from jobscan.utils.hashing import compute_job_key

ROUNDS = 5
_NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _jobs(count: int, round_: int) -> list[StoredJob]:
    text = "Build and run reliable services for people who look for work. " * 80
    return [
        StoredJob(
            job=Job(
                job_key=compute_job_key("greenhouse", f"b{round_}", str(index)),
                source_type="greenhouse",
                source_identifier=f"b{round_}",
                external_id=str(index),
                title=f"Engineer {index}",
                company="Company",
                location="Berlin",
                url=f"https://boards.greenhouse.io/b/jobs/{index}",
                posted_at=_NOW,
                updated_at=_NOW,
                fingerprint="f" * 64,
                content_hash="c" * 64,
                description=text,
            ),
            first_seen_at=_NOW,
            last_seen_at=_NOW,
        )
        for index in range(count)
    ]


def _by_hand(path: Path, rows: list[StoredJob]) -> float:
    """Return the CPU seconds of plain sqlite3 with the same columns, rows made into tuples beforehand."""
    connection = sqlite3.connect(path, isolation_level=None)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(jobs)")]
    marks = ", ".join("?" * len(columns))
    values = [
        tuple(
            _plain(getattr(row.job, name, None) if hasattr(row.job, name) else getattr(row, name)) for name in columns
        )
        for row in rows
    ]
    started = time.process_time()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO jobs ({', '.join(columns)}) VALUES ({marks})", values)
    connection.execute("COMMIT")
    spent = time.process_time() - started
    connection.close()
    return spent


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


async def _by_repository(path: Path, rows: list[StoredJob]) -> tuple[float, float]:
    """Return the CPU seconds of storing the rows, and of storing them once more."""
    database = await Database.open(DatabaseSettings(url=f"sqlite:///{path}"))
    await upgrade(database)
    spent = []
    for _ in range(2):
        started = time.process_time()
        async with database.write() as session:
            await JobRepository(session).bulk_upsert(rows)
        spent.append(time.process_time() - started)
    await database.close()
    return spent[0], spent[1]


def measure(count: int = 5_000) -> list[str]:
    """Return lines with the median ratios of interleaved rounds."""
    ratios, again = [], []
    for round_ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            rows = _jobs(count, round_)
            ours, plain = Path(folder) / "ours.db", Path(folder) / "plain.db"
            stored, equal = asyncio.run(_by_repository(ours, rows))
            asyncio.run(_empty(plain))
            by_hand = _by_hand(plain, rows)
            ratios.append(stored / by_hand)
            again.append(equal / by_hand)
    return [
        f"new rows              {statistics.median(ratios):5.2f} x sqlite3 executemany (CPU)",
        f"equal rows            {statistics.median(again):5.2f} x sqlite3 executemany of new rows (CPU)",
    ]


async def _empty(path: Path) -> None:
    database = await Database.open(DatabaseSettings(url=f"sqlite:///{path}"))
    await upgrade(database)
    await database.close()
