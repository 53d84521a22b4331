"""Facts of stored postings are made beside the scans: all of them, the newest first, whatever interrupts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import anyio
from sqlalchemy import select

from jobscan.decide.enrich.reader import FactReader
from jobscan.domain.event import JobEvent
from jobscan.domain.facts import FactsProgress
from jobscan.domain.job import ChangeKind, JobMove, StoredJob
from jobscan.domain.source import SourceKey, SourceStatus
from jobscan.engine.batch import ScanBatch
from jobscan.engine.enricher import BATCH, MAX_WAITING, Enricher, Pace
from jobscan.engine.events import BatchesCommitted, EngineEvent, EnrichingEnded, EnrichingFailed
from jobscan.engine.store import DatabaseStore
from jobscan.persistence import Database, FactsRepository, JobRepository
from jobscan.persistence.tables.facts import JOB_FACTS
from tests.persistence.nouns import HOUR, NOW, stored_job

SOURCE = SourceKey("greenhouse", "canonical")


class Steps:
    """Records events, and lets a test wait for the next one of a kind."""

    def __init__(self) -> None:
        self.events: list[EngineEvent] = []

    def on_event(self, event: EngineEvent) -> None:
        self.events.append(event)


def jobs_of(count: int) -> list[StoredJob]:
    """Return postings, the newest first."""
    return [stored_job(str(number), first_seen_at=NOW - number * HOUR, last_seen_at=NOW) for number in range(count)]


def enricher_of(database: Database, reader: FactReader | None = None, **options: object) -> Enricher:
    return Enricher(database, reader or FactReader(), ticks=anyio.current_time, pace=Pace(None, 0.0, BATCH), **options)  # type: ignore[arg-type]


def of_rules(rules: int) -> FactReader:
    reader = FactReader()
    reader.rules = rules
    return reader


async def store(database: Database, *jobs: StoredJob) -> None:
    async with database.write() as session:
        await JobRepository(session).bulk_upsert(jobs)


async def facts_in(database: Database) -> dict[str, str]:
    """Return job key → the content hash of the text that its facts are of."""
    async with database.read() as session:
        rows = await session.execute(select(JOB_FACTS.c.job_key, JOB_FACTS.c.content_hash))
        return {row.job_key: row.content_hash for row in rows}


async def until(holds: Callable[[dict[str, str]], bool], database: Database) -> None:
    with anyio.fail_after(30):
        while not holds(await facts_in(database)):
            await anyio.lowlevel.checkpoint()


def batch_of(*stored: StoredJob, kind: ChangeKind = ChangeKind.NEW, seq: int = 0, **parts: object) -> ScanBatch:
    status = SourceStatus(source_type=SOURCE[0], source_identifier=SOURCE[1], name="Canonical", scan_seq=seq + 1)
    events = tuple(JobEvent(job_key=each.job.job_key, kind=kind, version=1, job=each.job) for each in stored)
    return ScanBatch(source=SOURCE, scan_seq=seq, status=status, rows=stored, events=events, found_at=NOW, **parts)  # type: ignore[arg-type]


async def test_all_that_is_due_is_made_once_and_a_new_version_of_the_rules_makes_it_again(database: Database) -> None:
    jobs, steps = jobs_of(BATCH + 3), Steps()
    seen: list[int] = []
    await store(database, *jobs)
    enricher = enricher_of(database, observer=steps)
    assert await enricher.catch_up(seen.append) == len(jobs)
    assert seen == [BATCH, BATCH + 3]
    assert await facts_in(database) == {each.job.job_key: each.job.content_hash for each in jobs}
    assert await enricher.catch_up() == 0
    assert [type(event) for event in steps.events] == [EnrichingEnded]
    better = enricher_of(database, of_rules(99))
    assert await better.progress() == FactsProgress(jobs=len(jobs), current=0, outdated=len(jobs), failed=0)
    assert await better.catch_up() == len(jobs)
    assert await better.progress() == FactsProgress(jobs=len(jobs), current=len(jobs), outdated=0, failed=0)


async def test_a_stopped_rebuild_goes_on_where_it_was(database: Database) -> None:
    jobs = jobs_of(2 * BATCH)
    await store(database, *jobs)
    enricher = enricher_of(database)
    await enricher.catch_up()
    assert await enricher.outdate() == len(jobs)

    with anyio.CancelScope() as scope:
        await enricher.catch_up(lambda _made: scope.cancel())
    assert scope.cancelled_caught
    progress = await enricher.progress()
    assert (progress.current, progress.outdated) == (BATCH, BATCH)
    assert await enricher_of(database).catch_up() == BATCH


async def test_what_scans_commit_is_made_while_running(database: Database) -> None:
    enricher, engine_store = enricher_of(database), DatabaseStore(database)
    first, second = jobs_of(2)
    changed = stored_job("0", description="Other things.", first_seen_at=NOW, version=2)

    async def commit(batch: ScanBatch) -> None:
        await engine_store.commit([batch])
        enricher.on_event(BatchesCommitted(batches=[batch]))

    async with anyio.create_task_group() as group:
        group.start_soon(enricher.run)
        await commit(batch_of(first))
        await until(lambda made: first.job.job_key in made, database)
        await commit(batch_of(changed, second, kind=ChangeKind.UPDATED, seq=1))
        await until(lambda made: made.get(first.job.job_key) == changed.job.content_hash and len(made) == 2, database)
        moved = stored_job("9").job
        await commit(batch_of(seq=2, moves=(JobMove(second.job.job_key, moved.job_key, moved.external_id),)))
        await until(lambda made: moved.job_key in made, database)
        assert second.job.job_key not in await facts_in(database)
        group.cancel_scope.cancel()


async def test_facts_of_a_changed_posting_do_not_outlive_its_commit(database: Database) -> None:
    before = jobs_of(1)[0]
    amended = replace(before, job=replace(before.job, department="Research"))
    engine_store = DatabaseStore(database)
    await engine_store.commit([batch_of(before)])
    await enricher_of(database).catch_up()
    await engine_store.commit([batch_of(amended, kind=ChangeKind.AMENDED, seq=1)])
    assert await facts_in(database) == {}


async def test_more_changes_than_are_remembered_are_found_by_looking_at_everything(database: Database) -> None:
    enricher, jobs = enricher_of(database), jobs_of(3)
    async with anyio.create_task_group() as group:
        group.start_soon(enricher.run)
        # The first walk has found nothing.
        await anyio.wait_all_tasks_blocked()
        await store(database, *jobs)
        events = tuple(
            JobEvent(job_key=str(at), kind=ChangeKind.NEW, version=1, job=jobs[0].job) for at in range(MAX_WAITING + 1)
        )
        enricher.on_event(BatchesCommitted(batches=[replace(batch_of(), events=events)]))
        await until(lambda made: len(made) == len(jobs), database)
        group.cancel_scope.cancel()


async def test_an_error_of_the_database_is_reported_and_all_is_looked_at_again(
    database: Database,
) -> None:
    steps, jobs = Steps(), jobs_of(2)
    await store(database, *jobs)
    async with database.write() as session:
        await session.execute(JOB_FACTS.delete())
    enricher = enricher_of(database, observer=steps)
    # The table is gone for the first attempt, as on a disk that fails.
    async with database.write() as session:
        await (await session.connection()).exec_driver_sql("ALTER TABLE job_facts RENAME TO away")
    async with anyio.create_task_group() as group:
        group.start_soon(enricher.run)
        with anyio.fail_after(30):
            while not any(isinstance(event, EnrichingFailed) for event in steps.events):
                await anyio.lowlevel.checkpoint()
        async with database.write() as session:
            await (await session.connection()).exec_driver_sql("ALTER TABLE away RENAME TO job_facts")
        await until(lambda made: len(made) == len(jobs), database)
        group.cancel_scope.cancel()


async def test_the_rate_bounds_how_many_postings_are_read_in_a_second(database: Database) -> None:
    jobs = jobs_of(4)
    await store(database, *jobs)
    clock = 0.0

    def ticks() -> float:
        return clock

    enricher = Enricher(database, FactReader(), ticks=ticks, pace=Pace(4_000.0))
    before = anyio.current_time()
    assert await enricher.catch_up() == 4
    # By its own clock the work took no time, so it rested for all of it.
    assert anyio.current_time() - before >= 4 / 4_000.0


async def test_reading_makes_no_event_and_no_version(database: Database) -> None:
    jobs = jobs_of(2)
    await store(database, *jobs)
    await enricher_of(database).catch_up()
    async with database.read() as session:
        found = await JobRepository(session).load_stored(each.job.job_key for each in jobs)
        assert sorted(found.values(), key=lambda each: each.job.external_id) == jobs
        assert len(await FactsRepository(session).load(found)) == 2


async def test_keywords_are_read_once_terms_have_been_counted_in_enough_postings(database: Database) -> None:
    common = [stored_job(str(number), description=f"signals and trains number{number % 7}") for number in range(240)]
    rare = [stored_job(f"rare{number}", description="interlocking of trains") for number in range(3)]
    await store(database, *common, *rare)
    reader = FactReader()
    assert reader.read(rare[0].job).keywords == ()
    await enricher_of(database, reader).catch_up()
    async with database.read() as session:
        [facts] = (await FactsRepository(session).load([rare[0].job.job_key])).values()
    assert facts.keywords == ("interlocking",)
    assert reader.read(rare[0].job).keywords == ("interlocking",)
