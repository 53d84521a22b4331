"""Large batches look at the table first: what stands there already is not sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from jobscan.domain.job import JobStatus, StoredJob
from jobscan.persistence import Database, DataIntegrityError, JobRepository
from jobscan.persistence.repositories import job as job_repository
from jobscan.persistence.sql import unchanged
from jobscan.persistence.sql.bulk import BulkStatement
from tests.persistence.nouns import DAY, HOUR, NOW, stored_job


def look_from(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.setattr(job_repository, "LOOK_FIRST", jobs)


async def store(db: Database, *jobs: StoredJob) -> int:
    async with db.write() as session:
        return await JobRepository(session).bulk_upsert(jobs)


async def differing(db: Database, *jobs: StoredJob) -> set[str]:
    async with db.read() as session:
        return set(await unchanged.without_equal(session, {stored.job.job_key: stored for stored in jobs}))


async def test_equal_rows_of_a_large_batch_are_not_sent(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = [stored_job(str(number)) for number in range(unchanged.LOOK_FIRST)]
    await store(database, *jobs)
    sent: list[int] = []
    run = BulkStatement.run

    async def watched(self: BulkStatement, session: Any, rows: Any) -> int:
        sent.append(len(rows))
        return await run(self, session, rows)

    monkeypatch.setattr(BulkStatement, "run", watched)

    assert await store(database, *jobs) == 0
    assert await store(database, *jobs[:-1], replace(jobs[-1], misses=1), stored_job("new")) == 2
    assert await store(database, *jobs[1:]) == 1

    # The last one is small: the database itself leaves its equal rows alone.
    assert sent == [0, 2, len(jobs) - 1]


moments = st.sampled_from([None, NOW, NOW + HOUR, (NOW + HOUR).astimezone(timezone(timedelta(hours=9)))])
jobs = st.builds(
    lambda key, source, first, last, **fields: stored_job(
        key,
        source_type=source[0],
        source_identifier=source[1],
        first_seen_at=NOW + first * HOUR,
        last_seen_at=NOW + last * HOUR,
        **fields,
    ),
    st.sampled_from("abc"),
    st.sampled_from([("greenhouse", "canonical"), ("greenhouse", "other"), ("lever", "canonical")]),
    st.integers(0, 2),
    st.integers(0, 2),
    title=st.sampled_from(["x", "y"]),
    fingerprint=st.sampled_from(["f" * 64, "g" * 64]),
    status=st.sampled_from(JobStatus),
    expiry_reason=st.sampled_from([None, "gone"]),
    misses=st.integers(0, 1),
    version=st.integers(1, 2),
    posted_at=moments,
    updated_at=moments,
    expired_at=moments,
)


@given(before=st.lists(jobs, max_size=6), batch=st.lists(jobs, max_size=6), parts=st.integers(1, 3))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_looking_first_changes_nothing_but_the_cost(
    database: Database, monkeypatch: pytest.MonkeyPatch, before: list[StoredJob], batch: list[StoredJob], parts: int
) -> None:
    """``before`` and half of it once more: many rows are equal."""
    monkeypatch.setattr(unchanged, "_PARTS", parts)
    batch = batch + before[::2]

    async def outcome(look_first: int) -> tuple[int, dict[str, StoredJob]]:
        look_from(monkeypatch, look_first)
        async with database.write() as session:
            await session.execute(text("DELETE FROM jobs"))
            repository = JobRepository(session)
            await repository.bulk_upsert(before)
            written = await repository.bulk_upsert(batch)
            return written, await repository.load_stored(stored.job.job_key for stored in [*before, *batch])

    assert await outcome(look_first=0) == await outcome(look_first=1_000)


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({}, False),
        ({"last_seen_at": NOW - HOUR}, False),
        ({"last_seen_at": NOW + HOUR}, True),
        ({"first_seen_at": NOW - DAY}, False),
        ({"fingerprint": "g" * 64}, True),
        ({"title": "Senior Engineer"}, True),
        ({"location": "Berlin"}, True),
        ({"description": "Build other things."}, True),
        ({"status": JobStatus.EXPIRED}, True),
        ({"expired_at": NOW}, True),
        ({"expiry_reason": "gone"}, True),
        ({"misses": 1}, True),
        ({"version": 2}, True),
        ({"posted_at": NOW}, True),
        ({"updated_at": NOW}, True),
        # What the fingerprint stands for: of a listing with the same one nothing else is looked at.
        ({"department": "R&D"}, False),
    ],
    ids=str,
)
async def test_what_counts_as_a_difference(database: Database, change: dict[str, Any], differs: bool) -> None:
    await store(database, stored_job())
    changed = stored_job(**change)

    assert await differing(database, changed) == ({changed.job.job_key} if differs else set())


async def test_a_part_of_a_large_board_is_looked_up_by_key(database: Database) -> None:
    board = [stored_job(str(number)) for number in range(100)]
    await store(database, *board)
    changed = replace(board[3], misses=1)

    assert await differing(database, *board[:3], changed, stored_job("new")) == {
        changed.job.job_key,
        stored_job("new").job.job_key,
    }


async def test_boards_of_several_kinds_are_looked_at_together(database: Database) -> None:
    jobs = [
        stored_job(str(number), source_type=source_type, source_identifier=name)
        for number in range(3)
        for source_type in ("greenhouse", "lever")
        for name in ("one", "two")
    ]
    await store(database, *jobs[:-1])

    assert await differing(database, *jobs) == {jobs[-1].job.job_key}


@pytest.mark.parametrize("field", ["first_seen_at", "last_seen_at", "expired_at", "posted_at", "updated_at"])
async def test_a_naive_moment_is_refused_where_the_row_is_equal_otherwise(
    database: Database, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    look_from(monkeypatch, 0)
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    aware: dict[str, Any] = {field: moment}
    naive: dict[str, Any] = {field: moment.replace(tzinfo=None)}
    await store(database, stored_job(**aware))

    with pytest.raises(DataIntegrityError, match="naive datetime"):
        await store(database, stored_job(**naive))
