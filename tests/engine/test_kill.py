"""Killed at any moment of a scan, the next scan ends in the state that an undisturbed one reaches."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from jobscan.persistence import Database, DatabaseSettings, upgrade
from tests.engine import kill_driver
from tests.engine.board_server import BoardServer, WorkdayBoard, greenhouse_job, greenhouse_reply
from tests.engine.harness import Rows, dump
from tests.fixtures.databases import execute_sql

pytestmark = pytest.mark.slow

#: Enough that the second scan commits before its end, too.
POSTINGS = 800


def show_first(boards: BoardServer) -> WorkdayBoard:
    """Show both boards as they were before the change."""
    boards.greenhouse("acme", greenhouse_reply((greenhouse_job(number) for number in range(300)), etag=True))
    return WorkdayBoard(boards, 25)


def show_second(boards: BoardServer, workday: WorkdayBoard) -> None:
    """Show them changed: of the large one 20 are gone, 60 changed, 500 new; of the other one 5, 5 and 10."""
    jobs = [
        greenhouse_job(number, title=f"Lead {number}" if number < 80 else f"Engineer {number}")
        for number in range(20, POSTINGS)
    ]
    boards.greenhouse("acme", greenhouse_reply(jobs, etag=True))
    requisitions = list(workday.rows)
    for requisition in requisitions[:5]:
        del workday.rows[requisition]
    for requisition in requisitions[5:10]:
        workday.rows[requisition]["title"] = "Lead " + requisition
    row = workday.rows[requisitions[10]]
    for number in range(10):
        workday.rows[f"JR{5000 + number}"] = {**row, "externalPath": f"/job/Berlin/New_JR{5000 + number}"}


async def run_driver(boards: BoardServer, databases: list[str]) -> list[dict[str, Any]]:
    """Kill one scan on each database but the first, then finish all; return what the kills left."""
    job = {"boards": boards.url, "seed": random.randrange(2**32), "databases": databases}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.engine.kill_driver",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    try:
        output, _ = await process.communicate(json.dumps(job).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0
    return [json.loads(line) for line in output.splitlines()]


async def end_state(url: str) -> dict[str, Rows]:
    """Return what a database holds, without what a repeated attempt rightly counts and asks otherwise."""
    database = await Database.open(DatabaseSettings(url=url))
    try:
        rows = await dump(database)
    finally:
        await database.close()
    scans = [(row["source_identifier"], row["started_at"], row["outcome"], row["postings"]) for row in rows["scans"]]
    return {**rows, "scans": [{"scan": scan} for scan in scans]}


def check_versions(rows: dict[str, Rows]) -> None:
    """Check that each job's history counts up to its version without a gap."""
    histories: dict[str, list[int]] = {}
    for row in rows["job_versions"]:
        histories.setdefault(row["job_key"], []).append(row["version"])
    for job in rows["jobs"]:
        assert histories.get(job["job_key"], []) == list(range(2, job["version"] + 1))


async def kill_scans(boards: BoardServer, first: str, copy: Callable[[int], str], kills: int) -> list[str]:
    """Kill scans on copies of a database that knows the first state; check the end states; return the copies."""
    database = await Database.open(DatabaseSettings(url=first))
    await upgrade(database)
    await database.close()
    workday = show_first(boards)
    await kill_driver.scan(first, boards.url, upto=1)
    show_second(boards, workday)
    copies = [await asyncio.to_thread(copy, number) for number in range(kills + 1)]

    left = await run_driver(boards, copies)

    expected = await end_state(copies[0])
    assert (len(expected["jobs"]), len(expected["scans"])) == (POSTINGS + 35, 4)
    check_versions(expected)
    for url, found in zip(copies[1:], left[1:], strict=True):
        state = await end_state(url)
        for table, rows in expected.items():
            assert state[table] == rows, f"{table} differs after a kill that left {found}"
    # The kills were where they should be: in the middle, and not all before the first commit.
    assert sum(found["killed"] for found in left) >= kills // 4
    assert len({(found["rows"], *found["seqs"]) for found in left if found["killed"]}) > 1
    return copies


async def kill_on_sqlite(boards: BoardServer, folder: Path, kills: int) -> None:
    def copy(number: int) -> str:
        shutil.copy(folder / "first.db", folder / f"{number}.db")
        return f"sqlite:///{folder}/{number}.db"

    copies = await kill_scans(boards, f"sqlite:///{folder}/first.db", copy, kills)
    for url in copies:
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()


async def kill_on_postgres(boards: BoardServer, dsn: str, kills: int) -> None:
    url = make_url(dsn)
    names: list[str] = []

    def copy(number: int) -> str:
        names.append(f"{url.database}_{number}")
        execute_sql(
            str(url.set(database="postgres").render_as_string(hide_password=False)),
            f"CREATE DATABASE {names[-1]} TEMPLATE {url.database}",
        )
        return url.set(database=names[-1]).render_as_string(hide_password=False)

    try:
        await kill_scans(boards, dsn, copy, kills)
    finally:
        for name in names:
            await asyncio.to_thread(execute_sql, dsn, f"DROP DATABASE {name} WITH (FORCE)")


async def test_kills_on_sqlite(boards: BoardServer, tmp_path: Path) -> None:
    await kill_on_sqlite(boards, tmp_path, 14)


async def test_kills_on_postgres(boards: BoardServer, postgres_dsn: str) -> None:
    await kill_on_postgres(boards, postgres_dsn, 7)


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_200_kills_on_sqlite(boards: BoardServer, tmp_path: Path) -> None:
    await kill_on_sqlite(boards, tmp_path, 200)


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_50_kills_on_postgres(boards: BoardServer, postgres_dsn: str) -> None:
    await kill_on_postgres(boards, postgres_dsn, 50)
