from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from jobscan.persistence import CheckStatus, Database, DatabaseSettings, diagnose, upgrade
from jobscan.persistence.files import sqlite_version_warnings
from jobscan.persistence.health import (
    Check,
    clock_check,
    compression_check,
    file_system_check,
    journal_check,
    space_check,
    version_check,
)

MIB = 1024 * 1024


async def by_name(db: Database) -> dict[str, Check]:
    return {check.name: check for check in await diagnose(db)}


async def test_a_healthy_database_passes_every_check_of_its_kind(database: Database) -> None:
    checks = await by_name(database)

    expected = {
        "sqlite": {"schema", "sqlite", "journal", "integrity", "file modes", "disk", "file system"},
        "postgresql": {"schema", "postgres", "compression", "clock"},
    }
    assert set(checks) == expected[database.dialect]
    # What this machine has is not ours to judge: its SQLite, its free space, a server built without lz4.
    ours = set(checks) - {"sqlite", "disk", "file system", "compression"}
    assert {name: checks[name].detail for name in ours if checks[name].status is not CheckStatus.OK} == {}
    if database.dialect == "sqlite":
        faulty = bool(sqlite_version_warnings(sqlite3.sqlite_version_info))
        assert (checks["sqlite"].status is CheckStatus.WARNING) == faulty


async def test_a_schema_that_is_not_current_fails(database_settings: DatabaseSettings) -> None:
    db = await Database.open(database_settings)
    try:
        check = (await by_name(db))["schema"]
        await upgrade(db)
        after = (await by_name(db))["schema"]
    finally:
        await db.close()

    assert check.status is CheckStatus.FAILED
    assert "run `jobscan db upgrade`" in check.detail
    assert after.status is CheckStatus.OK


async def test_a_damaged_file_fails_with_what_to_do(sqlite_settings: DatabaseSettings) -> None:
    db = await Database.open(sqlite_settings)
    try:
        await upgrade(db)
        async with db.write() as session:
            await session.execute(text("PRAGMA writable_schema = ON"))
            await session.execute(text("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'ix_jobs_first_seen_at'"))
        check = (await by_name(db))["integrity"]
    finally:
        await db.close()

    assert check.status is CheckStatus.FAILED
    assert "restore a backup" in check.detail


async def test_a_file_whose_header_was_overwritten_fails(sqlite_settings: DatabaseSettings) -> None:
    path = Path(sqlite_settings.url.removeprefix("sqlite:///"))
    db = await Database.open(sqlite_settings)
    try:
        await upgrade(db)
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        await by_name(db)  # our connections know the first page from here on
        with path.open("r+b") as file:
            file.write(b"no database here")
        check = (await by_name(db))["integrity"]
    finally:
        await db.close()

    assert check.status is CheckStatus.FAILED
    assert "is not an SQLite database" in check.detail


async def test_modes_that_are_too_wide_are_warned_of(sqlite_settings: DatabaseSettings) -> None:
    db = await Database.open(sqlite_settings)
    try:
        Path(sqlite_settings.url.removeprefix("sqlite:///")).chmod(0o666)
        check = (await by_name(db))["file modes"]
    finally:
        await db.close()

    assert check.status is CheckStatus.WARNING
    assert "chmod 600" in check.detail


async def test_a_clock_that_is_off_the_server_s_is_warned_of(postgres_settings: DatabaseSettings) -> None:
    db = await Database.open(postgres_settings)
    try:
        checks = await diagnose(db, lambda: datetime.now(UTC) - timedelta(hours=1))
    finally:
        await db.close()

    found = next(check for check in checks if check.name == "clock")
    assert found.status is CheckStatus.WARNING
    assert "+36" in found.detail


@pytest.mark.parametrize(
    ("check", "status", "detail"),
    [
        (journal_check("wal"), CheckStatus.OK, "wal"),
        (journal_check("delete"), CheckStatus.WARNING, "not wal"),
        (space_check(201 * MIB, 1 * MIB), CheckStatus.OK, "201 MiB free"),
        (space_check(199 * MIB, 1 * MIB), CheckStatus.WARNING, "199 MiB free, but a backup needs 200 MiB"),
        (space_check(900 * MIB, 1_000 * MIB), CheckStatus.WARNING, "900 MiB free, but a backup needs 1,000 MiB"),
        (version_check(180_004), CheckStatus.OK, "version 18.4"),
        (version_check(130_021), CheckStatus.WARNING, "Postgres 13 no longer gets fixes"),
        (compression_check("l"), CheckStatus.OK, "lz4"),
        (compression_check("p"), CheckStatus.WARNING, "not compressed with lz4"),
        (compression_check(None), CheckStatus.WARNING, "not compressed with lz4"),
        (clock_check(-5.0), CheckStatus.OK, "within 5.0 s"),
        (clock_check(-5.1), CheckStatus.WARNING, "-5.1 s off ours"),
    ],
)
def test_each_check_warns_past_its_limit(check: Check, status: CheckStatus, detail: str) -> None:
    assert check.status is status
    assert detail in check.detail


MOUNTS = r"""
/dev/sda1 / ext4 rw,relatime 0 0
server:/jobs /data nfs4 rw 0 0
/dev/sdb1 /data/local xfs rw 0 0
//pc/share /mnt/my\040share cifs rw 0 0
overlay /twice overlay rw 0 0
server:/two /twice nfs rw 0 0
""".strip()


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/home/anna/jobscan.db", CheckStatus.OK, "ext4"),
        ("/data/jobscan.db", CheckStatus.WARNING, "/data is a network file system (nfs4)"),
        ("/database/jobscan.db", CheckStatus.OK, "ext4"),
        ("/data/local/jobscan.db", CheckStatus.OK, "xfs"),
        ("/mnt/my share/jobscan.db", CheckStatus.WARNING, "/mnt/my share is a network file system (cifs)"),
        ("/twice/jobscan.db", CheckStatus.WARNING, "nfs"),
    ],
)
def test_a_network_file_system_is_found_by_the_innermost_mount(path: str, status: CheckStatus, detail: str) -> None:
    found = file_system_check(Path(path), MOUNTS)

    assert found.status is status
    assert detail in found.detail


def test_without_a_list_of_mounts_nothing_is_said() -> None:
    assert file_system_check(Path("/x"), "").detail == "unknown"
