"""What the user is told when the database refuses: which error, where, what to do, and never a secret."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sqlite3
import ssl
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jobscan.persistence import (
    Database,
    DatabaseConnectionError,
    DatabaseSettings,
    DataIntegrityError,
    JobRepository,
    PersistenceError,
    SchemaError,
    StorageFullError,
)
from jobscan.persistence.settings import SqliteTarget
from jobscan.persistence.sql.translation import translate
from tests.fixtures.databases import opened
from tests.persistence.nouns import stored_job

CANARY = "c4n4ry"


async def open_and_close(settings: DatabaseSettings) -> None:
    await (await Database.open(settings)).close()


def check_text(error: BaseException) -> None:
    """Fail when the error shows a secret, a statement or a value."""
    shown = f"{error} {error!r}"
    for hidden in (CANARY, "SELECT", "INSERT", "[SQL", "parameters", "Traceback"):
        assert hidden not in shown


def path_of(settings: DatabaseSettings) -> Path:
    return Path(settings.url.removeprefix("sqlite:///"))


def no_folder(path: Path) -> Path:
    path.parent.parent.joinpath("file").write_text("")
    return path.parent.parent / "file" / "jobscan.db"


def a_folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def not_a_database(path: Path) -> Path:
    path.parent.mkdir()
    path.write_text(f"{CANARY} this is a text file, and long enough for a header " * 20)
    return path


def a_folder_in_place_of_the_log(path: Path) -> Path:
    path.parent.mkdir()
    Path(f"{path}-wal").mkdir()
    return path


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (no_folder, "database file not writable at {path} (Not a directory): check that"),
        (a_folder, "the database file {path} is a folder; name a file in it"),
        (not_a_database, "the database file {path} is not an SQLite database; it was left as it is"),
        (a_folder_in_place_of_the_log, "the database file {path} cannot be read (input/output error)"),
    ],
)
async def test_a_file_that_cannot_be_used_is_named_with_what_to_do(
    sqlite_settings: DatabaseSettings, prepare: Callable[[Path], Path], message: str
) -> None:
    path = prepare(path_of(sqlite_settings))

    with pytest.raises(DatabaseConnectionError) as caught:
        await open_and_close(replace(sqlite_settings, url=f"sqlite:///{path}"))

    assert message.format(path=path) in str(caught.value)
    check_text(caught.value)


async def test_a_file_that_is_no_database_is_left_as_it_was(sqlite_settings: DatabaseSettings) -> None:
    path = not_a_database(path_of(sqlite_settings))
    before = path.read_bytes()

    with pytest.raises(DatabaseConnectionError):
        await open_and_close(sqlite_settings)

    assert path.read_bytes() == before


async def test_a_full_disk_stores_nothing_and_what_was_there_stays_readable(sqlite_settings: DatabaseSettings) -> None:
    async with opened(sqlite_settings) as db:
        async with db.write() as session:
            await JobRepository(session).bulk_upsert([stored_job("before")])
            await session.execute(text("PRAGMA max_page_count = 60"))

        with pytest.raises(StorageFullError, match=r"no space is left for .*jobscan.db: nothing of this") as caught:
            async with db.write() as session:
                await JobRepository(session).bulk_upsert(
                    [stored_job(str(number), description=CANARY * 1_000) for number in range(100)]
                )

        async with db.read() as session:
            assert len(await JobRepository(session).get_by_source("greenhouse", "canonical")) == 1
        async with db.write() as session:
            await session.execute(text("PRAGMA max_page_count = 100000"))
        async with db.write() as session:
            assert await JobRepository(session).bulk_upsert([stored_job("after", description=CANARY * 10_000)]) == 1

    assert caught.value.retryable
    check_text(caught.value)


FILL = """
import asyncio, resource, sys
from jobscan.persistence import Database, DatabaseSettings, JobRepository, StorageFullError, upgrade
from tests.persistence.nouns import stored_job
async def main():
    db = await Database.open(DatabaseSettings(url=sys.argv[1]))
    await upgrade(db)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    try:
        async with db.write() as session:
            jobs = [stored_job(str(n), description="x" * 9_000) for n in range(2_000)]
            await JobRepository(session).bulk_upsert(jobs)
    except StorageFullError as error:
        print("full:", error)
    async with db.read() as session:
        print(await JobRepository(session).count_by_source())
    await db.close()
asyncio.run(main())
"""


def test_a_limit_of_the_file_s_size_is_a_full_disk(sqlite_settings: DatabaseSettings) -> None:
    done = subprocess.run([sys.executable, "-c", FILL, sqlite_settings.url], capture_output=True, text=True, check=True)

    lines = done.stdout.splitlines()
    assert lines[0].startswith("full: no space is left for the database file")
    assert lines[1] == "{}"


async def test_another_process_that_writes_is_waited_for_and_then_named(sqlite_settings: DatabaseSettings) -> None:
    async with opened(replace(sqlite_settings, busy_timeout_s=0.05)) as db:
        with contextlib.closing(sqlite3.connect(path_of(sqlite_settings), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(PersistenceError, match="is locked by another process") as caught:
                async with db.write():
                    pass
            other.execute("ROLLBACK")
        async with db.write() as session:
            await JobRepository(session).bulk_upsert([stored_job()])

    assert caught.value.retryable


async def test_a_damaged_file_is_an_error_and_stays_as_it_is(sqlite_settings: DatabaseSettings) -> None:
    async with opened(sqlite_settings) as db, db.write() as session:
        await JobRepository(session).bulk_upsert([stored_job(str(n), description="x" * 4_000) for n in range(50)])
    path = path_of(sqlite_settings)
    damaged = bytearray(path.read_bytes())
    for page in range(1, len(damaged) // 4096):
        damaged[page * 4096 : page * 4096 + 200] = b"\xa5" * 200
    path.write_bytes(damaged)

    # Opening reads the tables' definitions, which lie on damaged pages themselves.
    async def look() -> None:
        async with contextlib.AsyncExitStack() as stack:
            db = await Database.open(sqlite_settings)
            stack.push_async_callback(db.close)
            async with db.read() as session:
                await JobRepository(session).get_by_source("greenhouse", "canonical")

    with pytest.raises(DataIntegrityError, match=r"is damaged; it was left as it is. Make a copy of it, then restore"):
        await look()

    assert path.read_bytes() == damaged


@pytest.mark.parametrize(
    "statement",
    ["SELECT * FROM nowhere WHERE x = 'c4n4ry'", "SELECT absent FROM jobs WHERE title = 'c4n4ry'"],
)
async def test_tables_of_another_schema_are_a_schema_error(database: Database, statement: str) -> None:
    with pytest.raises(SchemaError, match="jobscan db upgrade") as caught:
        async with database.read() as session:
            await session.execute(text(statement))

    assert caught.value.state is None
    check_text(caught.value)


async def null_in_a_column(session: AsyncSession) -> None:
    await session.execute(text("INSERT INTO alerts_sent (job_key, version_hash) VALUES (:key, 'x')"), {"key": CANARY})


async def lone_surrogate(session: AsyncSession) -> None:
    await JobRepository(session).bulk_upsert([stored_job(company=f"{CANARY}\ud800")])


async def lone_surrogate_in_a_change(session: AsyncSession) -> None:
    await session.execute(text("SELECT :x"), {"x": f"{CANARY}\ud800"})


async def number_past_64_bits(session: AsyncSession) -> None:
    await JobRepository(session).bulk_upsert([stored_job(misses=2**70)])


@pytest.mark.parametrize("write", [null_in_a_column, lone_surrogate, lone_surrogate_in_a_change, number_past_64_bits])
async def test_a_value_that_does_not_fit_is_an_integrity_error_without_the_value(
    database: Database, write: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    with pytest.raises(DataIntegrityError) as caught:
        async with database.write() as session:
            await write(session)

    check_text(caught.value)


async def test_errors_are_ours_inside_the_transaction_too(database: Database) -> None:
    async with database.write() as session:
        with pytest.raises(SchemaError):
            await session.execute(text("SELECT * FROM nowhere"))
        await session.rollback()


async def test_a_mistake_in_the_program_stays_the_error_it_is(database: Database) -> None:
    async with database.read() as session:
        with pytest.raises(Exception, match="bind parameter") as caught:
            await session.execute(text("SELECT :missing"))

    assert not isinstance(caught.value, PersistenceError)


SQLITE_CODES = [
    ("SQLITE_READONLY", DatabaseConnectionError, "is not writable: check the owner and mode"),
    ("SQLITE_READONLY_DIRECTORY", DatabaseConnectionError, "is not writable"),
    ("SQLITE_CANTOPEN", DatabaseConnectionError, "cannot be opened"),
    ("SQLITE_PERM", DatabaseConnectionError, "is not accessible"),
    ("SQLITE_IOERR_READ", DatabaseConnectionError, "cannot be read"),
    ("SQLITE_IOERR_WRITE", StorageFullError, "no space is left"),
    ("SQLITE_IOERR_FSYNC", StorageFullError, "no space is left"),
    ("SQLITE_FULL", StorageFullError, "no space is left"),
    ("SQLITE_BUSY_SNAPSHOT", PersistenceError, "is locked by another process"),
    ("SQLITE_LOCKED", PersistenceError, "is locked by another transaction"),
    ("SQLITE_TOOBIG", DataIntegrityError, "too large"),
    ("SQLITE_CORRUPT_INDEX", DataIntegrityError, "is damaged"),
    ("SQLITE_CONSTRAINT_UNIQUE", DataIntegrityError, "does not fit the rules"),
    ("SQLITE_MISMATCH", PersistenceError, "failed unexpectedly (SQLite result 20)"),
    ("SQLITE_ERROR", PersistenceError, "failed unexpectedly (SQLite result 1)"),
]


@pytest.mark.parametrize(("code", "kind", "message"), SQLITE_CODES)
def test_every_result_code_of_sqlite_says_what_to_do(code: str, kind: type[PersistenceError], message: str) -> None:
    error = sqlite3.OperationalError("near nothing")
    error.sqlite_errorcode = getattr(sqlite3, code)

    found = translate(error, SqliteTarget(path=Path("/data/jobscan.db")))

    assert type(found) is kind
    assert message in str(found)


POSTGRES_STATES = [
    ("08006", DatabaseConnectionError, "was lost", True),
    ("0A000", PersistenceError, "forgot a prepared statement", True),
    ("22003", DataIntegrityError, "a value does not fit its column", False),
    ("23505", DataIntegrityError, "a row does not fit the rules", False),
    ("25006", DatabaseConnectionError, "is read-only", False),
    ("25P03", PersistenceError, "left idle", True),
    ("28000", DatabaseConnectionError, "does not let user", False),
    ("28P01", DatabaseConnectionError, "password refused for user", False),
    ("3D000", DatabaseConnectionError, "there is no database", False),
    ("3F000", SchemaError, "does not have the tables", False),
    ("40001", PersistenceError, "run this one again", True),
    ("40P01", PersistenceError, "run this one again", True),
    ("42501", DatabaseConnectionError, "lacks a right", False),
    ("42601", PersistenceError, "failed unexpectedly (SQLSTATE 42601)", False),
    ("53100", StorageFullError, "no space is left", True),
    ("53300", DatabaseConnectionError, "short of connections", True),
    ("55P03", PersistenceError, "did not give a lock in time", True),
    ("57014", PersistenceError, "took too long", True),
    ("57P03", DatabaseConnectionError, "shutting down or starting", True),
    ("58030", DatabaseConnectionError, "trouble with its files", False),
    ("P0001", PersistenceError, "SQLSTATE P0001", False),
]


async def test_every_state_of_postgres_says_what_to_do(postgres_settings: DatabaseSettings) -> None:
    db = await Database.open(postgres_settings)
    try:
        for state, kind, message, retryable in POSTGRES_STATES:
            with pytest.raises(PersistenceError) as caught:
                async with db.write() as session:
                    await session.execute(
                        text(f"DO $$ BEGIN RAISE EXCEPTION 'c4n4ry' USING ERRCODE = '{state}'; END $$")
                    )
            assert (type(caught.value), caught.value.retryable) == (kind, retryable), state
            assert message in str(caught.value), state
            check_text(caught.value)
    finally:
        await db.close()


async def test_a_broken_rule_is_named(postgres_settings: DatabaseSettings) -> None:
    async with opened(postgres_settings) as db:
        async with db.write() as session:
            await session.execute(text("INSERT INTO alerts_sent VALUES ('c4n4ry', 'x', now(), 0)"))
        with pytest.raises(DataIntegrityError, match="SQLSTATE 23505, rule pk_alerts_sent") as caught:
            async with db.write() as session:
                await session.execute(text("INSERT INTO alerts_sent VALUES ('c4n4ry', 'x', now(), 0)"))

    check_text(caught.value)


@contextlib.asynccontextmanager
async def postgres_that_says(answer: bytes | None) -> AsyncIterator[int]:
    """Run a server that gives one answer to a login, after refusing TLS; None: none at all. Yield its port."""
    done = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while answer is not None:
                length, code = struct.unpack("!II", await reader.readexactly(8))
                await reader.readexactly(length - 8)
                writer.write(b"N" if code == 80_877_103 else answer)
                await writer.drain()
                if code != 80_877_103:
                    break
            else:
                await done.wait()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        done.set()
        server.close()
        await server.wait_closed()


def error_response(state: str) -> bytes:
    """Return an ErrorResponse (Postgres documentation, "Message Formats")."""
    fields = b"".join(
        key + value + b"\0" for key, value in [(b"S", b"FATAL"), (b"C", state.encode()), (b"M", CANARY.encode())]
    )
    return b"E" + struct.pack("!I", len(fields) + 5) + fields + b"\0"


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("28P01", "password refused for user anna at the Postgres server at 127.0.0.1:{port}"),
        ("28000", "does not let user anna in"),
        ("3D000", 'there is no database "jobs" on the Postgres server at 127.0.0.1:{port}: create it'),
        ("53300", "short of connections"),
        ("57P03", "is shutting down or starting"),
    ],
)
async def test_a_refused_login_names_user_server_and_remedy_but_no_password(state: str, message: str) -> None:
    async with postgres_that_says(error_response(state)) as port:
        with pytest.raises(DatabaseConnectionError) as caught:
            await open_and_close(DatabaseSettings(url=f"postgresql://anna:{CANARY}@127.0.0.1:{port}/jobs"))

    assert message.format(port=port) in str(caught.value)
    check_text(caught.value)


@pytest.mark.parametrize("mode", ["require", "verify-full"])
async def test_a_server_without_tls_is_named_when_tls_is_asked_for(mode: str) -> None:
    async with postgres_that_says(error_response("28000")) as port:
        url = f"postgresql://anna:{CANARY}@127.0.0.1:{port}/jobs?sslmode={mode}"
        with pytest.raises(DatabaseConnectionError, match="it does not speak TLS") as caught:
            await open_and_close(DatabaseSettings(url=url))

    check_text(caught.value)


async def test_a_server_that_never_answers_is_given_up() -> None:
    async with postgres_that_says(None) as port:
        url = f"postgresql://anna:{CANARY}@127.0.0.1:{port}/jobs"
        with pytest.raises(DatabaseConnectionError, match="it does not answer in time") as caught:
            await open_and_close(DatabaseSettings(url=url, connect_timeout_s=0.2))

    assert caught.value.retryable
    check_text(caught.value)


@pytest.mark.parametrize(
    "url", ["postgresql://anna:c4n4ry@127.0.0.1:{port}/jobs", "postgresql://anna:c4n4ry@/jobs?host={tmp}"]
)
async def test_no_server_is_named_with_its_address(url: str, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        filled = url.format(port=unused.getsockname()[1], tmp=tmp_path)
        with pytest.raises(DatabaseConnectionError, match="no Postgres server answers there") as caught:
            await open_and_close(DatabaseSettings(url=filled))

    assert ("127.0.0.1:" in str(caught.value)) or (str(tmp_path) in str(caught.value))
    check_text(caught.value)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (socket.gaierror(-2, "Name or service not known"), "the host name cannot be resolved"),
        (ssl.SSLError(1, "wrong version number"), "TLS could not be agreed on"),
        (ssl.SSLCertVerificationError(1, "x"), "its certificate cannot be verified"),
    ],
)
def test_a_network_error_says_what_to_check(error: OSError, message: str) -> None:
    if isinstance(error, ssl.SSLCertVerificationError):
        error.verify_message = "self-signed certificate"

    found = translate(error, DatabaseSettings(url=f"postgresql://u:{CANARY}@db.example/jobs").target())

    assert isinstance(found, DatabaseConnectionError)
    assert message in str(found)
    assert "db.example:5432" in str(found)
    check_text(found)


def test_an_error_nobody_knows_is_still_ours_and_shows_nothing() -> None:
    found = translate(ValueError(CANARY), SqliteTarget(path=Path("x.db")))

    assert type(found) is PersistenceError
    assert "ValueError" in str(found)
    check_text(found)


async def test_text_with_nul_is_refused_by_postgres_as_data(postgres_settings: DatabaseSettings) -> None:
    async with opened(postgres_settings) as db:
        with pytest.raises(DataIntegrityError) as caught:
            async with db.write() as session:
                await JobRepository(session).bulk_upsert([stored_job(company=f"{CANARY}\0")])

    check_text(caught.value)


async def test_the_repr_of_settings_and_errors_shows_no_secret() -> None:
    settings = DatabaseSettings(url=f"postgresql://u:{CANARY}@h/d?password={CANARY}&sslpassword={CANARY}")

    assert CANARY not in repr(settings)
    assert CANARY not in repr(settings.target())
