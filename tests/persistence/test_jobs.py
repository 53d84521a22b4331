from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from jobscan.domain.job import (
    Job,
    JobBookkeeping,
    JobStatus,
    KnownJob,
    PayInterval,
    StoredJob,
    Workplace,
)
from jobscan.domain.listing import JobFilter
from jobscan.domain.source import Source, SourceKey, SourceStatus
from jobscan.persistence import (
    Database,
    DataIntegrityError,
    JobRepository,
    RecordNotFoundError,
    SourceRepository,
)
from jobscan.persistence.tables.job import JobRow
from tests.persistence.nouns import DAY, HOUR, NOW, stored_job

CANONICAL = SourceKey("greenhouse", "canonical")

FULL = stored_job(
    "full",
    company="Ubuntu",
    location="Kraków; Θεσσαλονίκη",
    offices="Kraków, Polska",
    fingerprint="a" * 64,
    title="Ingénieur·e logiciel 🚀",
    apply_url="https://example.org/apply",
    department="R&D",
    employment_type="full_time",
    workplace=Workplace.HYBRID,
    workplace_word="Hybrid: 3 days",
    salary_min=0.1,
    salary_max=1e15,
    salary_currency="EUR",
    salary_interval=PayInterval.YEAR,
    language="fr-CA",
    posted_at=datetime(1970, 1, 2, tzinfo=UTC),
    updated_at=datetime(9998, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    description="first\n\nsecond\ttab",
    status=JobStatus.EXPIRED,
    expired_at=NOW + HOUR,
    expiry_reason="missing from 2 complete scans",
    misses=2,
    version=7,
)


async def store(db: Database, *jobs: StoredJob) -> None:
    async with db.write() as session:
        await JobRepository(session).bulk_upsert(jobs)


async def load(db: Database, job: StoredJob) -> StoredJob | None:
    async with db.read() as session:
        return await JobRepository(session).get_by_key(job.job.job_key)


async def complete_scan(db: Database, at: datetime, key: SourceKey = CANONICAL) -> None:
    async with db.write() as session:
        await SourceRepository(session).upsert(
            SourceStatus(
                source_type=key.source_type, source_identifier=key.source_identifier, name="C", last_complete_at=at
            )
        )


@pytest.mark.parametrize("job", [FULL, stored_job("sparse", location="", description="")], ids=["full", "sparse"])
async def test_every_field_comes_back_as_it_was_stored(database: Database, job: StoredJob) -> None:
    await store(database, job)

    assert await load(database, job) == job


def test_the_full_job_sets_every_field_there_is() -> None:
    unset = [field.name for field in fields(Job) if getattr(FULL.job, field.name) is None]
    unset += [field.name for field in fields(StoredJob) if getattr(FULL, field.name) is None]

    assert unset == []


async def test_the_orm_model_and_the_batch_store_the_same(database: Database) -> None:
    async with database.write() as session:
        session.add(JobRow.from_domain(FULL))

    assert await load(database, FULL) == FULL
    async with database.write() as session:
        assert await JobRepository(session).bulk_upsert([FULL]) == 0


async def test_a_row_held_by_the_session_does_not_hide_what_a_batch_wrote(database: Database) -> None:
    await store(database, stored_job())
    changed = stored_job(title="Senior Engineer")

    async with database.write() as session:
        held = await session.get_one(JobRow, changed.job.job_key)
        await JobRepository(session).bulk_upsert([changed])
        assert await JobRepository(session).get_by_key(changed.job.job_key) == changed
        assert held.title == "Engineer"  # SQLAlchemy's copy, which nobody reads


async def test_an_unknown_key_is_none(database: Database) -> None:
    assert await load(database, FULL) is None


async def test_a_moment_of_another_zone_is_stored_in_utc(database: Database) -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    await store(database, stored_job(first_seen_at=tokyo, last_seen_at=tokyo))

    found = await load(database, stored_job())

    assert found is not None
    assert (found.first_seen_at, found.first_seen_at.utcoffset()) == (NOW, timedelta(0))


@pytest.mark.parametrize("field", ["first_seen_at", "last_seen_at", "expired_at", "posted_at", "updated_at"])
async def test_a_naive_moment_is_refused_and_nothing_is_stored(database: Database, field: str) -> None:
    naive = NOW.replace(tzinfo=None)

    with pytest.raises(DataIntegrityError, match=r"naive datetime .* time zone"):
        await store(database, stored_job("good"), stored_job("bad", **{field: naive}))

    assert await load(database, stored_job("good")) is None


async def test_upsert_returns_the_job_as_it_stands(database: Database) -> None:
    await store(database, stored_job(first_seen_at=NOW - DAY, last_seen_at=NOW))

    async with database.write() as session:
        found = await JobRepository(session).upsert(
            stored_job(title="Senior Engineer", first_seen_at=NOW, last_seen_at=NOW - HOUR, version=2)
        )

    assert (found.job.title, found.version) == ("Senior Engineer", 2)
    assert found.first_seen_at == NOW - DAY
    assert found.last_seen_at == NOW


async def test_only_rows_that_differ_are_written(database: Database) -> None:
    jobs = [stored_job(str(number)) for number in range(10)]
    async with database.write() as session:
        assert await JobRepository(session).bulk_upsert(jobs) == 10
    async with database.write() as session:
        repository = JobRepository(session)
        assert await repository.bulk_upsert(jobs) == 0
        assert await repository.bulk_upsert([*jobs[:8], replace(jobs[8], misses=1), stored_job("new")]) == 2
        assert await repository.bulk_upsert([]) == 0


async def test_a_change_of_any_field_is_written_and_can_be_taken_back(database: Database) -> None:
    fixed = {"job_key", "source_type", "source_identifier", "external_id", "first_seen_at", "last_seen_at"}
    before = stored_job()
    for field in {*Job.__slots__, *StoredJob.__slots__} - fixed - {"job"}:
        life = field in StoredJob.__slots__
        value = getattr(FULL if life else FULL.job, field)
        changed = (
            replace(before, **{field: value}) if life else replace(before, job=replace(before.job, **{field: value}))
        )
        assert changed != before, field

        await store(database, changed)
        assert await load(database, before) == changed, field
        await store(database, before)
        assert await load(database, before) == before, field


batches = st.lists(
    st.builds(
        lambda key, title, first, last: stored_job(
            key, title=title, first_seen_at=NOW + first * HOUR, last_seen_at=NOW + last * HOUR
        ),
        st.sampled_from("abc"),
        st.sampled_from(["x", "y"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=8,
)


@given(batch=batches)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_a_batch_stores_what_its_jobs_would_one_after_the_other(
    database: Database, batch: list[StoredJob]
) -> None:
    async def state_after(*parts: list[StoredJob]) -> list[StoredJob]:
        async with database.write() as session:
            repository = JobRepository(session)
            await session.execute(text("DELETE FROM jobs"))
            for part in parts:
                await repository.bulk_upsert(part)
            return await repository.get_by_source(*CANONICAL)

    assert await state_after(batch) == await state_after(*([job] for job in batch))


async def test_a_batch_larger_than_one_message_is_stored_whole(database: Database) -> None:
    jobs = [stored_job(str(number), description=f"text {number}") for number in range(2_345)]

    async with database.write() as session:
        assert await JobRepository(session).bulk_upsert(jobs) == 2_345
    async with database.read() as session:
        found = await JobRepository(session).load_stored(job.job.job_key for job in jobs)

    assert found == {job.job.job_key: job for job in jobs}


async def test_load_stored_leaves_unknown_keys_out(database: Database) -> None:
    await store(database, FULL)

    async with database.read() as session:
        found = await JobRepository(session).load_stored([FULL.job.job_key, "0" * 64])
        assert await JobRepository(session).load_stored([]) == {}

    assert found == {FULL.job.job_key: FULL}


async def test_load_known_gives_the_rows_own_last_seen_at(database: Database) -> None:
    other = stored_job("1", source_identifier="other")
    await store(database, stored_job("1"), FULL, other)
    await complete_scan(database, NOW + DAY)

    async with database.read() as session:
        known = await JobRepository(session).load_known(CANONICAL)

    assert set(known) == {stored_job("1").job.job_key, FULL.job.job_key}
    assert known[FULL.job.job_key] == KnownJob(
        job_key=FULL.job.job_key,
        fingerprint=FULL.job.fingerprint,
        content_hash=FULL.job.content_hash,
        status=JobStatus.EXPIRED,
        misses=2,
        version=7,
        last_seen_at=NOW,
        updated_at=FULL.job.updated_at,
    )
    assert isinstance(known[FULL.job.job_key].status, JobStatus)


def touch_of(job: StoredJob, **changes: Any) -> JobBookkeeping:
    values = {
        "job_key": job.job.job_key,
        "fingerprint": job.job.fingerprint,
        "updated_at": job.job.updated_at,
        "last_seen_at": job.last_seen_at,
        "status": job.status,
        "expired_at": job.expired_at,
        "expiry_reason": job.expiry_reason,
        "misses": job.misses,
        "version": job.version,
    }
    return JobBookkeeping(**(values | changes))


async def test_touch_sets_the_bookkeeping_of_many_jobs_and_nothing_else(database: Database) -> None:
    jobs = [stored_job(str(number)) for number in range(1_500)]
    await store(database, *jobs)
    gone: dict[str, Any] = {
        "status": JobStatus.EXPIRED,
        "expired_at": NOW + HOUR,
        "expiry_reason": "gone",
        "misses": 2,
        "version": 2,
        "last_seen_at": NOW + HOUR,
    }

    async with database.write() as session:
        repository = JobRepository(session)
        bookkeeping = [touch_of(job, fingerprint="g", updated_at=NOW, **gone) for job in jobs[:1_200]]
        assert await repository.bookkeeping(bookkeeping) == 1_200
        assert await repository.bookkeeping([]) == 0
        assert await repository.bookkeeping([touch_of(FULL)]) == 0

    first, last = await load(database, jobs[0]), await load(database, jobs[-1])
    assert first == replace(jobs[0], job=replace(jobs[0].job, fingerprint="g", updated_at=NOW), **gone)
    assert last == jobs[-1]


async def test_touch_never_moves_last_seen_at_back(database: Database) -> None:
    await store(database, stored_job())

    async with database.write() as session:
        await JobRepository(session).bookkeeping([touch_of(stored_job(), last_seen_at=NOW - DAY, misses=1)])

    assert await load(database, stored_job()) == stored_job(misses=1)


async def test_update_last_seen_moves_forward_only(database: Database) -> None:
    await store(database, stored_job())

    for at, expected in [(NOW + HOUR, NOW + HOUR), (NOW, NOW + HOUR)]:
        async with database.write() as session:
            await JobRepository(session).update_last_seen(stored_job().job.job_key, at)
        found = await load(database, stored_job())
        assert found is not None
        assert found.last_seen_at == expected


async def test_update_last_seen_of_an_unknown_job_is_an_error(database: Database) -> None:
    async with database.write() as session:
        with pytest.raises(RecordNotFoundError, match="no job has the key abc"):
            await JobRepository(session).update_last_seen("abc", NOW)


@pytest.mark.parametrize(
    ("life", "effective"),
    [
        ({}, NOW + DAY),
        ({"last_seen_at": NOW + 2 * DAY}, NOW + 2 * DAY),
        ({"misses": 1}, NOW),
        ({"status": JobStatus.EXPIRED, "misses": 0}, NOW),
    ],
    ids=["listed", "listed, seen later than the last complete scan", "missed", "expired"],
)
async def test_every_reader_gives_the_effective_last_seen_at(
    database: Database, life: dict[str, Any], effective: datetime
) -> None:
    job = stored_job(**life)
    await store(database, job, stored_job("elsewhere", source_identifier="other"))
    await complete_scan(database, NOW + DAY)

    async with database.read() as session:
        repository = JobRepository(session)
        by_key = await repository.get_by_key(job.job.job_key)
        found = [
            *await repository.get_by_source(*CANONICAL),
            *await repository.find(JobFilter(status=None, sources=(CANONICAL,)), []),
            *await repository.find_by_prefix(job.job.job_key[:12]),
            *(await repository.load_stored([job.job.job_key])).values(),
        ]

    assert by_key == replace(job, last_seen_at=effective)
    assert found == [by_key] * 4


async def test_a_source_that_never_had_a_complete_scan_changes_nothing(database: Database) -> None:
    await store(database, stored_job())
    async with database.write() as session:
        await SourceRepository(session).ensure([Source(type="greenhouse", identifier="canonical", name="C")])

    assert await load(database, stored_job()) == stored_job()


async def test_jobs_of_a_source_come_last_seen_first_then_by_key(database: Database) -> None:
    listed = [stored_job("a"), stored_job("b")]
    missed = stored_job("m", misses=1, last_seen_at=NOW + HOUR)
    expired = stored_job("e", status=JobStatus.EXPIRED, last_seen_at=NOW - HOUR)
    await store(database, expired, *listed, missed)
    await complete_scan(database, NOW + DAY)

    async with database.read() as session:
        found = await JobRepository(session).get_by_source(*CANONICAL)

    in_order = [*sorted(job.job.job_key for job in listed), missed.job.job_key, expired.job.job_key]
    assert [job.job.job_key for job in found] == in_order


async def test_stale_jobs_are_active_and_effectively_unseen_the_longest_first(database: Database) -> None:
    older = stored_job("older", misses=2, last_seen_at=NOW - 3 * DAY)
    old = stored_job("old", misses=1, last_seen_at=NOW - 2 * DAY)
    listed = stored_job("listed", last_seen_at=NOW - 9 * DAY)
    expired = stored_job("expired", status=JobStatus.EXPIRED, last_seen_at=NOW - 9 * DAY)
    await store(database, old, listed, expired, older)
    await complete_scan(database, NOW)

    async with database.read() as session:
        repository = JobRepository(session)
        assert await repository.get_stale_jobs(NOW - DAY) == [older, old]
        assert await repository.get_stale_jobs(NOW - 2 * DAY) == [older]


async def test_counts_by_source_are_active_and_expired(database: Database) -> None:
    expired = stored_job("3", status=JobStatus.EXPIRED)
    await store(database, stored_job("1"), stored_job("2"), expired, stored_job("4", source_identifier="other"))

    async with database.read() as session:
        counts = await JobRepository(session).count_by_source()

    assert counts == {CANONICAL: (2, 1), SourceKey("greenhouse", "other"): (1, 0)}


async def test_a_prefix_of_the_key_is_enough(database: Database) -> None:
    jobs = sorted((stored_job(str(number)) for number in range(300)), key=lambda job: job.job.job_key)
    await store(database, *jobs)
    prefix = jobs[150].job.job_key[:1]
    same = [job for job in jobs if job.job.job_key.startswith(prefix)]

    async with database.read() as session:
        repository = JobRepository(session)
        assert await repository.find_by_prefix(prefix, limit=300) == same
        assert await repository.find_by_prefix(prefix) == same[:10]
        assert await repository.find_by_prefix(f" {jobs[7].job.job_key.upper()} ") == [jobs[7]]
        for nothing in ("", "xyz", "%", "_", jobs[7].job.job_key + "0"):
            assert await repository.find_by_prefix(nothing) == []
