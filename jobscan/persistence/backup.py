"""Copies the database while it is in use."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from jobscan.persistence.exceptions import BackupExistsError, PersistenceError
from jobscan.persistence.settings import SqliteTarget
from jobscan.persistence.sql.translation import translate

if TYPE_CHECKING:
    from jobscan.persistence.database import Database
    from jobscan.persistence.settings import PostgresTarget


async def backup(db: Database, path: Path) -> Path:
    """Copy the database to a new file, mode 0600, and check the copy; return its path.

    On SQLite the copy is a database, made by SQLite's backup interface while others write. On Postgres it is an archive
    for ``pg_restore``, made by ``pg_dump``, which must be on the PATH. The file gets its name only when it is
    complete. Raises `PersistenceError` when it exists already, cannot be written or is damaged.
    """
    partial = _begin(path)
    try:
        if isinstance(db.target, SqliteTarget):
            await anyio.to_thread.run_sync(_copy_sqlite, db.target, partial)
        else:
            await _dump_postgres(db.target, partial)
        os.link(partial, path)  # unlike a rename it refuses to replace a file that appeared in the meantime
    except FileExistsError as exc:
        raise BackupExistsError(f"{path} appeared while the backup was being made; name another file") from exc
    finally:
        partial.unlink(missing_ok=True)
    return path


def _begin(path: Path) -> Path:
    """Create the temporary file that is written before it gets its name; return its path."""
    if path.exists():
        raise BackupExistsError(f"{path} already exists; a backup never overwrites a file: name another one")
    partial = path.with_name(path.name + ".partial")
    try:
        # Created by us: both tools would use the umask.
        os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileNotFoundError as exc:
        raise PersistenceError(f"cannot write {path}: there is no folder {path.parent}; create it first") from exc
    except FileExistsError as exc:
        raise PersistenceError(
            f"{partial} exists: another backup is being made, or one was cut off; delete the file in that case"
        ) from exc
    except OSError as exc:
        raise PersistenceError(f"cannot write {partial}: {exc.strerror}; check the folder and its permissions") from exc
    return partial


def _copy_sqlite(target: SqliteTarget, partial: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{target.path.resolve().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(partial)) as copy,
        ):
            source.backup(copy)  # all pages in one step: a writer cannot make it start over
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without -wal beside it
            verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as exc:
        raise translate(exc, target) from exc
    if verdict != "ok":
        raise PersistenceError(f"the copy of {target.place} is damaged, and so is {target.place}: {verdict}")
    _flush(partial)


async def _dump_postgres(target: PostgresTarget, partial: Path) -> None:
    pg_dump, pg_restore = shutil.which("pg_dump"), shutil.which("pg_restore")
    if pg_dump is None or pg_restore is None:
        raise PersistenceError(
            "pg_dump and pg_restore are not on the PATH: install the Postgres client programs of the server's version"
            " (Debian, Ubuntu: apt install postgresql-client)"
        )
    await _run([pg_dump, "--format=custom", "--no-password", f"--file={partial}", "--dbname", target.open_dsn], target)
    await _run([pg_restore, "--list", str(partial)], target)  # reads the whole table of contents
    _flush(partial)


async def _run(command: list[str], target: PostgresTarget) -> None:
    """Run one of Postgres's programs; the password goes through the environment, which others cannot list."""
    environment = os.environ | {"PGPASSWORD": target.password or os.environ.get("PGPASSWORD", "")}
    async with await anyio.open_process(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            parts = [part async for part in process.stderr] if process.stderr is not None else []
            code = await process.wait()
        except BaseException:
            # A cancelled task is woken once: leaving the block would wait for a copy of hours (seen 2026-11).
            process.kill()
            raise
    if code:
        said = " ".join(b"".join(parts).decode("utf-8", "replace").split())[:500]
        raise PersistenceError(
            f"{Path(command[0]).name} could not copy the database on {target.place}: {said or 'it gave no reason'}"
        )


def _flush(path: Path) -> None:
    """Flush the file to disk, so that it survives a power cut."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
