"""Problems of a database, found before they do harm: the checks behind ``jobscan doctor``."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import anyio.to_thread
from sqlalchemy import text

from jobscan.persistence.exceptions import SchemaError
from jobscan.persistence.files import mode_warnings, sqlite_version_warnings
from jobscan.persistence.migrate import require_current
from jobscan.persistence.settings import SqliteTarget
from jobscan.persistence.sql.translation import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobscan.persistence.database import Database

#: Where locks and shared memory do not reach across machines (https://sqlite.org/howtocorrupt.html §2).
_NETWORK_FILE_SYSTEMS = frozenset("nfs nfs4 cifs smb3 smbfs 9p afs ceph glusterfs fuse.sshfs fuse.glusterfs".split())
#: Less than this, or than the database's size, is too little: a migration and a backup need a second copy.
_LITTLE_SPACE = 200 * 1024 * 1024
_SKEW_S = 5.0
#: The oldest version that still gets fixes (https://www.postgresql.org/support/versioning/, seen November 2026).
_OLDEST_POSTGRES = 140_000


class CheckStatus(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was checked."""

    #: Such as "integrity".
    name: str
    status: CheckStatus
    #: What was found, and what to do about it where it is not ok.
    detail: str


async def diagnose(db: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> tuple[Check, ...]:
    """Check an open database without changing it; return what was found, good and bad.

    ``clock`` gives our time, to be compared with the server's. Reading a whole SQLite file for its integrity takes
    about a second per GB. Raises `PersistenceError` only when the database stops answering.
    """
    if isinstance(db.target, SqliteTarget):
        checks = await _diagnose_sqlite(db, db.target)
    else:
        checks = await _diagnose_postgres(db, clock)
    return (await _schema(db), *checks)


async def _diagnose_sqlite(db: Database, target: SqliteTarget) -> tuple[Check, ...]:
    async with db.read() as session:
        journal = str(await session.scalar(text("PRAGMA journal_mode")))
    return (
        _check("sqlite", sqlite3.sqlite_version, " ".join(sqlite_version_warnings(sqlite3.sqlite_version_info))),
        journal_check(journal),
        *await anyio.to_thread.run_sync(_look_at_file, target),
    )


def _look_at_file(target: SqliteTarget) -> tuple[Check, ...]:
    path, mounts = target.path.resolve(), Path("/proc/mounts")
    return (
        _integrity(target),
        _check("file modes", "for their owner only", "; ".join(mode_warnings(path))),
        space_check(shutil.disk_usage(path.parent).free, path.stat().st_size),
        file_system_check(path, mounts.read_text() if mounts.exists() else ""),
    )


async def _diagnose_postgres(db: Database, clock: Callable[[], datetime]) -> tuple[Check, ...]:
    async with db.read() as session:
        version = int(await session.scalar(text("SELECT current_setting('server_version_num')")) or 0)
        compression = await session.scalar(
            text(
                "SELECT to_jsonb(a) ->> 'attcompression' FROM pg_attribute a"
                " WHERE a.attrelid = to_regclass('jobs') AND a.attname = 'description'"
            )
        )
        before = clock()
        theirs = await session.scalar(text("SELECT clock_timestamp()"))
        after = clock()
    assert isinstance(theirs, datetime)
    return (
        version_check(version),
        compression_check(compression),
        clock_check((theirs - (before + (after - before) / 2)).total_seconds()),
    )


async def _schema(db: Database) -> Check:
    try:
        await require_current(db)
    except SchemaError as exc:
        return Check(name="schema", status=CheckStatus.FAILED, detail=str(exc))
    return Check(name="schema", status=CheckStatus.OK, detail="at the newest version")


def _integrity(target: SqliteTarget) -> Check:
    """Read every page of the file, on a connection of its own: it may take longer than a transaction of ours may."""
    try:
        with closing(sqlite3.connect(f"{target.path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as exc:
        return Check(name="integrity", status=CheckStatus.FAILED, detail=str(translate(exc, target)))
    if verdict == "ok":
        return Check(name="integrity", status=CheckStatus.OK, detail="every page is sound")
    hint = "stop jobscan, copy the file away, restore a backup made with `jobscan backup`"
    return Check(name="integrity", status=CheckStatus.FAILED, detail=f"{verdict}: {hint}")


def journal_check(mode: str) -> Check:
    """Judge the journal mode: only with a write-ahead log can others read while one writes."""
    return _check("journal", mode, "" if mode == "wal" else f"the journal mode is {mode}, not wal: readers will wait")


def space_check(free: int, size: int) -> Check:
    """Judge the free bytes of the disk beside a database of ``size`` bytes."""
    least = max(_LITTLE_SPACE, size)
    little = f"{_mib(free)} free, but a backup needs {_mib(least)}: free some space" if free < least else ""
    return _check("disk", f"{_mib(free)} free", little)


def file_system_check(path: Path, mounts: str) -> Check:
    """Judge the file system of an absolute path by the lines of ``/proc/mounts`` ("" where there are none)."""
    found, kind = Path("/"), "unknown"
    for fields in map(str.split, mounts.splitlines()):
        place = Path(fields[1].replace("\\040", " "))
        # The last of equal mounts hides the others.
        if path.is_relative_to(place) and len(place.parts) >= len(found.parts):
            found, kind = place, fields[2]
    remote = f"{found} is a network file system ({kind}): SQLite's locks fail there; use a local disk or Postgres"
    return _check("file system", kind, remote if kind in _NETWORK_FILE_SYSTEMS else "")


def version_check(version: int) -> Check:
    """Judge the server's version, a number such as 180004."""
    old = f"Postgres {version // 10_000} no longer gets fixes: upgrade the server" if version < _OLDEST_POSTGRES else ""
    return _check("postgres", f"version {version // 10_000}.{version % 10_000}", old)


def compression_check(compression: str | None) -> Check:
    """Judge how descriptions are compressed: "l" is lz4."""
    slow = (
        "" if compression == "l" else "descriptions are not compressed with lz4, which would write them twice as fast"
    )
    return _check("compression", "lz4", slow)


def clock_check(skew_s: float) -> Check:
    """Judge how many seconds the server's clock is ahead of ours (behind: negative)."""
    wrong = f"the server's clock is {skew_s:+.1f} s off ours: run NTP on both" if abs(skew_s) > _SKEW_S else ""
    return _check("clock", f"within {abs(skew_s):.1f} s of the server's", wrong)


def _check(name: str, detail: str, warning: str) -> Check:
    """Return a check that is a warning when there is a text for one."""
    return Check(name=name, status=CheckStatus.WARNING if warning else CheckStatus.OK, detail=warning or detail)


def _mib(size: int) -> str:
    return f"{size / (1024 * 1024):,.0f} MiB"
