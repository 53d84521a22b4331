"""Jobs that go on under another key, with everything that is known of them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Table, select

from jobscan.domain.cluster import ClusterKeys
from jobscan.domain.job import ChangeKind, JobMove, JobVersion
from jobscan.domain.posting import Face
from jobscan.domain.source import SourceKey
from jobscan.persistence import (
    AlertRepository,
    ClusterRepository,
    Database,
    DataIntegrityError,
    JobRepository,
    NotificationRepository,
    VersionRepository,
    move_jobs,
)
from jobscan.persistence.tables.cluster import CLUSTER_KEYS, SPLIT_JOBS
from jobscan.persistence.tables.job import JOB_VERSIONS, JOBS
from jobscan.persistence.tables.ledger import ALERTS_SENT
from jobscan.persistence.tables.notification import NOTIFICATIONS
from tests.persistence.nouns import NOW, stored_job
from tests.persistence.outbox_nouns import told

TABLES = (JOBS, JOB_VERSIONS, NOTIFICATIONS, ALERTS_SENT, CLUSTER_KEYS, SPLIT_JOBS)
Content = dict[str, list[dict[str, Any]]]


def entry(job_key: str, version: int = 1) -> JobVersion:
    return JobVersion(
        job_key=job_key, version=version, kind=ChangeKind.NEW, changed_at=NOW, content_hash="c", changes={"a": (1, 2)}
    )


def key(number: int | str) -> str:
    return stored_job(str(number)).job.job_key


async def fill(db: Database, numbers: range) -> None:
    """Store jobs of these ids, each with two versions, two notifications and an entry in the ledger."""
    async with db.write() as session:
        await JobRepository(session).bulk_upsert([stored_job(str(number)) for number in numbers])
        await VersionRepository(session).add([entry(key(number), version) for number in numbers for version in (1, 2)])
        notifications = [told(key(number), alert) for number in numbers for alert in (1, 2)]
        await NotificationRepository(session).add(notifications)
        for number in numbers:
            await AlertRepository(session).record_alert(key(number), "v0", NOW, 1)
        clusters = ClusterRepository(session)
        board = SourceKey("greenhouse", "acme")
        await clusters.store([ClusterKeys(key(number), ("text:1", f"url:{number}"), board) for number in numbers])
        for number in numbers:
            await clusters.split(key(number), NOW)


async def content(db: Database) -> Content:
    """Return all rows of the tables that name jobs, in one order."""

    async def rows(table: Table) -> list[dict[str, Any]]:
        found = (await session.execute(select(table).order_by(*table.primary_key))).mappings()
        return [dict(row) for row in found]

    async with db.read() as session:
        return {table.name: await rows(table) for table in TABLES}


def renamed(before: Content, moves: list[JobMove]) -> Content:
    """Return what the tables must hold after these moves."""
    by_key = {move.old_key: move for move in moves}
    after: Content = {}
    for table in TABLES:
        rows = [dict(row) for row in before[table.name]]
        for row in rows:
            if (move := by_key.get(row["job_key"])) is not None:
                row["job_key"] = move.new_key
                if table is JOBS:
                    row["external_id"] = move.external_id
        after[table.name] = sorted(rows, key=lambda row: [row[column.name] for column in table.primary_key])
    return after


async def test_a_job_takes_everything_along_and_others_stay(database: Database) -> None:
    await fill(database, range(3))
    before, moves = await content(database), [JobMove(key(1), key("moved"), "moved")]
    async with database.write() as session:
        await move_jobs(session, moves)
    assert await content(database) == renamed(before, moves)
    async with database.read() as session:
        found = await NotificationRepository(session).decided([key("moved")])
        shown = await JobRepository(session).load_faces([key(1), key("moved")])
    assert {(of.alert_id, of.version_hash) for of in found} == {(1, "v1"), (2, "v1"), (1, "v0")}
    assert shown == {key("moved"): Face("https://example.org/jobs/1", "Engineer", "Home based - Worldwide")}


async def test_more_than_one_statement_takes_move_together(database: Database) -> None:
    await fill(database, range(1_000))
    before = await content(database)
    moves = [JobMove(key(number), key(f"n{number}"), f"n{number}") for number in range(0, 1_000, 2)]
    async with database.write() as session:
        await move_jobs(session, moves)
    assert await content(database) == renamed(before, moves)


async def test_a_key_without_a_job_moves_nothing(database: Database) -> None:
    await fill(database, range(2))
    before = await content(database)
    async with database.write() as session:
        await move_jobs(session, [])
        await move_jobs(session, [JobMove(key("unknown"), key("moved"), "moved")])
    assert await content(database) == before


async def test_what_was_decided_under_the_new_key_stands(database: Database) -> None:
    # Of a job that was purged: decisions outlive it.
    await fill(database, range(1))
    new = key("moved")
    async with database.write() as session:
        await VersionRepository(session).add([entry(new, 2)])
        await NotificationRepository(session).add([told(new, 2, error_message="this one stands")])
        await AlertRepository(session).record_alert(new, "v0", NOW, 1)
        await move_jobs(session, [JobMove(key(0), new, "moved")])
    after = await content(database)
    assert [(row["job_key"], row["version"]) for row in after["job_versions"]] == [(new, 1), (new, 2)]
    notifications = [(row["job_key"], row["alert_id"], row["error_message"]) for row in after["alert_notifications"]]
    assert notifications == [(new, 1, None), (new, 2, "this one stands")]
    assert [(row["job_key"], row["version_hash"]) for row in after["alerts_sent"]] == [(new, "v0")]


async def test_a_job_does_not_move_onto_another_one_and_the_others_then_stay(database: Database) -> None:
    await fill(database, range(3))
    before = await content(database)
    with pytest.raises(DataIntegrityError):
        async with database.write() as session:
            await move_jobs(session, [JobMove(key(0), key("moved"), "moved"), JobMove(key(2), key(1), "1")])
    assert await content(database) == before


async def test_a_message_names_a_job_by_the_key_it_has_now(database: Database) -> None:
    await fill(database, range(1))
    async with database.write() as session:
        await move_jobs(session, [JobMove(key(0), key("moved"), "moved")])
        await session.execute(NOTIFICATIONS.update().values(delivery_id=7))
    async with database.read() as session:
        rows, _ = await NotificationRepository(session).of_delivery(7, 10)
    assert {row.matched.job_key for row in rows if row.matched is not None} == {key("moved")}
