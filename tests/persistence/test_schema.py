from __future__ import annotations

import asyncio
import sys
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, column, insert, inspect, select, table, text

from jobscan.domain.alert import AlertRecord
from jobscan.domain.job import StoredJob
from jobscan.persistence import (
    AlertRepository,
    Database,
    DatabaseSettings,
    JobRepository,
    PersistenceError,
    SchemaError,
    SchemaState,
    SchemaStatus,
    SourceRepository,
    create_schema,
    require_current,
    schema_state,
    upgrade,
)
from jobscan.persistence.migrate import REVISIONS, migration_config
from jobscan.persistence.sql.codecs import UtcDateTime
from jobscan.persistence.tables import whole_metadata
from jobscan.persistence.tables.job import JOBS, STORED_JOB_FORM
from tests.persistence.nouns import DAY, HOUR, NOW, stored_job

HEAD = "0007"


@pytest.fixture
async def empty(database_settings: DatabaseSettings) -> AsyncIterator[Database]:
    """An open database without tables, of each kind in turn."""
    db = await Database.open(database_settings)
    try:
        yield db
    finally:
        await db.close()


async def set_revision(db: Database, revision: str) -> None:
    async with db.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


async def run(db: Database, statement: str) -> None:
    async with db.write() as session:
        await session.execute(text(statement))


async def tables(db: Database) -> set[str]:
    async with db.engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def test_an_empty_database_becomes_current(empty: Database) -> None:
    assert await schema_state(empty) == SchemaState(current=None, head=HEAD, status=SchemaStatus.EMPTY)
    with pytest.raises(SchemaError, match="has no tables yet: run `jobscan db upgrade`"):
        await require_current(empty)

    current = SchemaState(current=HEAD, head=HEAD, status=SchemaStatus.CURRENT)
    assert await upgrade(empty) == current
    assert await upgrade(empty) == current
    assert await schema_state(empty) == current
    await require_current(empty)


def test_the_migrations_are_known_without_alembic() -> None:
    scripts = ScriptDirectory.from_config(migration_config())
    assert list(reversed(REVISIONS)) == [script.revision for script in scripts.walk_revisions()]
    assert REVISIONS[-1] == scripts.get_current_head() == HEAD


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    with without_expressions():
        found: list[object] = compare_metadata(context, whole_metadata())
    return found


@contextmanager
def without_expressions() -> Iterator[None]:
    """Let SQLAlchemy pass over indexes on expressions, which it cannot read back from SQLite; a test looks for ours."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "(?s).*ix_jobs_listed_at")
        yield


async def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_difference_between_migrations_and_models_would_be_found(database: Database) -> None:
    await run(database, "ALTER TABLE jobs ADD COLUMN extra TEXT")
    await run(database, "DROP INDEX ix_jobs_first_seen_at")

    async with database.engine.connect() as connection:
        assert len(await connection.run_sync(differences)) == 2


async def test_indexes_are_those_that_scans_and_lists_need(database: Database) -> None:
    async with database.engine.connect() as connection:
        with without_expressions():
            found = await connection.run_sync(
                lambda sync: {index["name"]: index["column_names"] for index in inspect(sync).get_indexes("jobs")}
            )
        found.pop("ix_jobs_listed_at", None)
        columns = await connection.run_sync(lambda sync: inspect(sync).get_columns("jobs"))

    assert found == {
        "ix_jobs_source_type_source_identifier": ["source_type", "source_identifier"],
        "ix_jobs_first_seen_at": ["first_seen_at"],
        "ix_jobs_last_seen_at_expired": ["last_seen_at"],
        "ix_jobs_with_offices": ["job_key"],
    }
    # Behind it, where a migration puts them, only what bookkeeping never writes and few questions read.
    names = [column["name"] for column in columns]
    assert names[names.index("description") + 1 :] == ["offices", "workplace_word"]


async def test_lists_come_sorted_from_an_index(database: Database) -> None:
    kind = database.engine.dialect.name
    query = (
        "SELECT sql FROM sqlite_master WHERE name = 'ix_jobs_listed_at'"
        if kind == "sqlite"
        else "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_jobs_listed_at'"
    )
    async with database.read() as session:
        assert "coalesce(posted_at, first_seen_at)" in str(await session.scalar(text(query))).lower()
        if kind == "sqlite":
            listed = "SELECT job_key FROM jobs ORDER BY coalesce(posted_at, first_seen_at) DESC, job_key LIMIT 9"
            plan = await session.execute(text(f"EXPLAIN QUERY PLAN {listed}"))
            assert any("USING INDEX ix_jobs_listed_at" in row.detail for row in plan)


async def test_a_newer_schema_is_refused_and_left_alone(database: Database) -> None:
    await set_revision(database, "9999")

    for attempt in (upgrade, require_current):
        with pytest.raises(SchemaError, match="has schema 9999, this version knows none after " + HEAD) as caught:
            await attempt(database)
        assert caught.value.state == SchemaState(current="9999", head=HEAD, status=SchemaStatus.NEWER)
    with pytest.raises(SchemaError):
        await create_schema(database.engine)
    assert (await schema_state(database)).current == "9999"


async def test_somebody_else_s_tables_are_refused_and_left_alone(empty: Database) -> None:
    await run(empty, "CREATE TABLE jobs (id INTEGER)")

    with pytest.raises(SchemaError, match="holds tables that are not jobscan's") as caught:
        await upgrade(empty)

    assert caught.value.state is not None
    assert caught.value.state.status is SchemaStatus.FOREIGN
    assert await tables(empty) == {"jobs"}


async def test_a_file_with_other_tables_is_refused_but_a_server_s_database_may_be_shared(empty: Database) -> None:
    await run(empty, "CREATE TABLE bookmarks (id INTEGER)")
    expected = {"sqlite": SchemaStatus.FOREIGN, "postgresql": SchemaStatus.EMPTY}

    assert (await schema_state(empty)).status is expected[empty.dialect]


async def test_create_schema_makes_a_current_database(empty: Database) -> None:
    await create_schema(empty.engine)
    await create_schema(empty.engine)

    await require_current(empty)
    assert await tables(empty) == {*whole_metadata().tables, "alembic_version"}


async def test_an_upgrade_that_fails_leaves_nothing_behind(empty: Database) -> None:
    # A view takes the name of the last table, which no state can foresee: tables only are looked at.
    await run(empty, "CREATE VIEW alerts_sent AS SELECT 1 AS one")

    with pytest.raises(PersistenceError):
        await upgrade(empty)

    assert await tables(empty) == set()
    await run(empty, "DROP VIEW alerts_sent")
    assert (await upgrade(empty)).status is SchemaStatus.CURRENT


async def test_downgrading_removes_everything(database: Database) -> None:
    def down(connection: Connection) -> None:
        command.downgrade(migration_config(connection), "base")

    async with database.engine.begin() as connection:
        await connection.run_sync(down)

    assert await tables(database) == {"alembic_version"}
    assert (await schema_state(database)).status is SchemaStatus.EMPTY
    await upgrade(database)


#: The ledger as 0001 has it.
FIRST_LEDGER = table("alerts_sent", column("job_key"), column("version_hash"), column("sent_at", UtcDateTime()))


def first_columns(stored: StoredJob) -> dict[str, object]:
    """Return the row of a posting in the first tables."""
    row = STORED_JOB_FORM.record(stored)
    return {name: value for name, value in row.items() if name not in ("offices", "workplace_word")}


async def read_ledger(db: Database) -> list[tuple[object, ...]]:
    async with db.read() as session:
        return [tuple(row) for row in await session.execute(select(FIRST_LEDGER).order_by(FIRST_LEDGER.c.sent_at))]


async def test_what_was_told_survives_the_way_to_alerts_and_back(empty: Database) -> None:
    async with empty.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(migration_config(sync), "0001"))
    told = [("a", "v1", NOW - DAY), ("é", "v1", NOW), ("a", "v2", NOW + HOUR)]
    async with empty.write() as session:
        await session.execute(insert(FIRST_LEDGER).values(told))
        await session.execute(insert(JOBS).values(first_columns(stored_job())))

    assert (await schema_state(empty)).status is SchemaStatus.OLDER
    assert (await upgrade(empty)).status is SchemaStatus.CURRENT

    async with empty.write() as session:
        ledger = AlertRepository(session)
        assert await ledger.get_by_alerts([0]) == [
            AlertRecord(job_key=job_key, version_hash=version, sent_at=at, alert_id=0) for job_key, version, at in told
        ]
        assert not await ledger.has_been_sent("a", "v1", alert_id=1)
        assert await JobRepository(session).page_of_active("", 10) == [stored_job()]
        # Told of alerts since: an older jobscan knows the first time.
        await ledger.record_alert("a", "v1", NOW, alert_id=1)
        await ledger.record_alert("a", "v2", NOW - HOUR, alert_id=1)
        await ledger.record_alert("b", "v1", NOW + DAY, alert_id=2)
    async with empty.engine.begin() as connection:
        assert await connection.run_sync(differences) == []
        await connection.run_sync(lambda sync: command.downgrade(migration_config(sync), "0001"))

    assert (await schema_state(empty)).current == "0001"
    assert await read_ledger(empty) == [told[0], ("a", "v2", NOW - HOUR), told[1], ("b", "v1", NOW + DAY)]
    assert "users" not in await tables(empty)
    assert (await upgrade(empty)).status is SchemaStatus.CURRENT
    async with empty.read() as session:
        assert await JobRepository(session).page_of_active("", 10) == [stored_job()]


async def test_tasks_that_upgrade_at_once_wait_for_each_other(database_settings: DatabaseSettings) -> None:
    databases = [await Database.open(database_settings) for _ in range(4)]
    try:
        states = await asyncio.gather(*map(upgrade, databases))
    finally:
        for db in databases:
            await db.close()

    assert [state.status for state in states] == [SchemaStatus.CURRENT] * 4


UPGRADE = """
import asyncio, sys
from jobscan.persistence import Database, DatabaseSettings, upgrade
async def main():
    print("ready", flush=True)
    sys.stdin.readline()
    db = await Database.open(DatabaseSettings(url=sys.argv[1]))
    print((await upgrade(db)).status)
    await db.close()
asyncio.run(main())
"""


async def test_processes_that_upgrade_at_once_do_not_break_each_other(database_settings: DatabaseSettings) -> None:
    pipe = asyncio.subprocess.PIPE
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", UPGRADE, database_settings.url, stdin=pipe, stdout=pipe, stderr=pipe
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"

    answers = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))

    assert answers == [(b"current\n", b"")] * 3


async def test_descriptions_are_compressed_with_lz4_where_the_server_can(postgres_settings: DatabaseSettings) -> None:
    db = await Database.open(postgres_settings)
    try:
        await upgrade(db)
        async with db.read() as session:
            used = await session.scalar(
                text(
                    "SELECT attcompression = 'l' FROM pg_attribute WHERE attrelid = 'jobs'::regclass"
                    " AND attname = 'description'"
                )
            )
            can = await session.scalar(
                text("SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'")
            )
    finally:
        await db.close()

    assert used == can


async def test_a_board_whose_postings_had_been_read_keeps_the_moment_and_each_how_its_last_scan_ended(
    empty: Database,
) -> None:
    async with empty.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(migration_config(sync), "0002"))
    await run(
        empty,
        "INSERT INTO sources (source_type, source_identifier, name, last_complete_at, failures, postings, missing,"
        " quarantine_scans, scan_seq) VALUES ('lever', 'whole', 'Whole', '2026-11-01T00:00:00.000000Z', 0, 1, 0, 0, 1),"
        " ('lever', 'refused', 'Refused', '2026-11-01T00:00:00.000000Z', 0, 1, 0, 0, 1),"
        " ('lever', 'never', 'Never', NULL, 0, 0, 0, 0, 1), ('greenhouse', 'offices', 'Offices', NULL, 0, 0, 0, 0, 1)",
    )
    await run(empty, "UPDATE sources SET etag = 'e', last_modified = 'm', body_hash = 'h'")
    await run(
        empty,
        "INSERT INTO jobs (job_key, source_type, source_identifier, external_id, title, company, location, url,"
        " first_seen_at, last_seen_at, status, misses, version, fingerprint, content_hash, description) VALUES"
        " ('k', 'lever', 'whole', '1', 'T', 'C', 'L', 'https://x.example', '2026-10-01T00:00:00.000000Z',"
        " '2026-10-01T00:00:00.000000Z', 'active', 0, 1, 'f', 'h', '')",
    )
    for moment, outcome in (("2026-11-01", "failed"), ("2026-11-02", "incomplete"), ("2026-10-31", "ok")):
        await run(
            empty,
            "INSERT INTO scans (source_type, source_identifier, started_at, seconds, outcome, postings, new, updated,"
            " expired, reopened, unchanged, requests, wire_bytes, problems) VALUES ('lever', 'refused',"
            f" '{moment}T00:00:00.000000Z', 1, '{outcome}', 0, 0, 0, 0, 0, 0, 0, 0, '[]')",
        )

    assert (await upgrade(empty)).status is SchemaStatus.CURRENT

    async with empty.read() as session:
        sources = {status.source_identifier: status for status in await SourceRepository(session).get_all()}
    assert sources["whole"].first_read_at == sources["whole"].last_complete_at == datetime(2026, 11, 1, tzinfo=UTC)
    assert (sources["refused"].first_read_at, sources["never"].first_read_at) == (None, None)
    assert {name: status.last_outcome for name, status in sources.items()} == {
        "whole": None,
        "refused": "incomplete",
        "never": None,
        "offices": None,
    }
    # A board whose offices were never read is read again, whether it changed or not.
    validators = {name: (status.etag, status.last_modified, status.body_hash) for name, status in sources.items()}
    assert validators.pop("offices") == (None, None, None)
    assert set(validators.values()) == {("e", "m", "h")}
    assert {status.unread for status in sources.values()} == {0}


async def test_boards_of_the_third_schema_have_neither_moved_nor_gone(empty: Database) -> None:
    async with empty.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(migration_config(sync), "0003"))
    await run(
        empty,
        "INSERT INTO sources (source_type, source_identifier, name, failures, postings, missing, quarantine_scans,"
        " scan_seq) VALUES ('lever', 'acme', 'Acme', 3, 1, 0, 0, 4)",
    )

    assert (await upgrade(empty)).status is SchemaStatus.CURRENT

    async with empty.write() as session:
        sources = SourceRepository(session)
        [status] = await sources.get_all()
        assert (status.moved_from, status.moved_read_at, status.gone_since) == (None, None, None)
        assert (status.failures, status.scan_seq) == (3, 4)
        moved = replace(status, moved_from="greenhouse/acme", moved_read_at=NOW, gone_since=NOW - DAY)
        await sources.upsert(moved)
    async with empty.read() as session:
        assert await SourceRepository(session).get_all() == [moved]
    async with empty.engine.begin() as connection:
        assert await connection.run_sync(differences) == []
        await connection.run_sync(lambda sync: command.downgrade(migration_config(sync), "0003"))
    assert (await schema_state(empty)).current == "0003"
