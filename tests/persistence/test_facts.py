"""What is stored of postings' facts, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from jobscan.domain.facts import (
    FactEvidence,
    FactsProgress,
    FactText,
    JobFacts,
    Level,
    Locality,
    PayBasis,
    PayRange,
    SectionKind,
    Span,
    TextSection,
    VisaPolicy,
)
from jobscan.domain.job import JobMove, PayInterval, StoredJob, Workplace
from jobscan.persistence import Database, FactsRepository, JobRepository, move_jobs
from jobscan.persistence.tables.facts import JOB_FACTS, JOB_SKILLS
from tests.persistence.nouns import HOUR, NOW, stored_job

RULES = 7
PAY = PayRange(
    minimum=80_000.5,
    maximum=None,
    currency="EUR",
    interval=PayInterval.YEAR,
    interval_implied=True,
    basis=PayBasis.OTE,
    applies_to="Berlin",
    span=Span(3, 9),
)


def facts_of(stored: StoredJob, rules: int = RULES) -> JobFacts:
    """Return facts in which every part says something."""
    return JobFacts(
        job_key=stored.job.job_key,
        content_hash=stored.job.content_hash,
        rules=rules,
        language="de",
        level=Level.SENIOR,
        level_implied=True,
        years_min=3,
        years_max=5,
        workplace=Workplace.HYBRID,
        remote_scope=("DE", "AT"),
        worldwide=True,
        visa=VisaPolicy.EXPORT_CONTROL,
        localities=(Locality("Berlin", "Berlin", "DE", Workplace.REMOTE), Locality(None, None, "AT", None)),
        pay=(PAY, replace(PAY, basis=PayBasis.BASE, interval=None, span=None, minimum=None, maximum=2.0)),
        pay_range=PAY,
        pay_year_min=80_000.5,
        required_skills=("python", "go"),
        preferred_skills=("rust", "go"),
        industry="rail",
        keywords=("interlocking",),
        sections=(TextSection(SectionKind.REQUIREMENTS, 0, 12),),
        deadline=date(2026, 12, 31),
        evidence={"level": FactEvidence(FactText.TITLE, 0, 6)},
    )


def nothing_of(stored: StoredJob, rules: int = RULES) -> JobFacts:
    return JobFacts(job_key=stored.job.job_key, content_hash=stored.job.content_hash, rules=rules, evidence={})


async def put(database: Database, *jobs: StoredJob, facts: tuple[JobFacts, ...] = ()) -> None:
    async with database.write() as session:
        await JobRepository(session).bulk_upsert(jobs)
        await FactsRepository(session).store(facts)


async def skills(database: Database) -> list[tuple[str, str, bool]]:
    async with database.read() as session:
        rows = await session.execute(select(JOB_SKILLS).order_by(*JOB_SKILLS.primary_key))
        return [(row.skill, row.job_key, row.required) for row in rows]


async def test_facts_come_back_as_they_were_stored_and_are_replaced_whole(database: Database) -> None:
    one, other = stored_job("1"), stored_job("2")
    await put(database, one, other, facts=(facts_of(one), nothing_of(other)))
    async with database.read() as session:
        found = await FactsRepository(session).load([one.job.job_key, other.job.job_key, "unknown"])
    assert found == {one.job.job_key: facts_of(one), other.job.job_key: nothing_of(other)}
    # A skill that is both required and preferred is required.
    key = one.job.job_key
    assert await skills(database) == [("go", key, True), ("python", key, True), ("rust", key, False)]
    async with database.write() as session:
        await FactsRepository(session).store([nothing_of(one), facts_of(other)])
    async with database.read() as session:
        found = await FactsRepository(session).load([one.job.job_key, other.job.job_key])
    assert found == {one.job.job_key: nothing_of(one), other.job.job_key: facts_of(other)}
    assert {row[1] for row in await skills(database)} == {other.job.job_key}


async def test_postings_without_present_facts_are_due_the_newest_first(database: Database) -> None:
    jobs = [stored_job(str(number), first_seen_at=NOW - number * HOUR, last_seen_at=NOW) for number in range(5)]
    current, changed, older = jobs[1], jobs[2], jobs[3]
    broken = replace(facts_of(older, RULES - 1), failed=("pay",))
    await put(
        database,
        *jobs,
        facts=(facts_of(current), replace(facts_of(changed), content_hash="another"), broken),
    )
    async with database.read() as session:
        repository = FactsRepository(session)
        first = await repository.due(RULES, None, 3)
        assert first.after is not None
        second = await repository.due(RULES, first.after, 3)
        assert await repository.progress(RULES) == FactsProgress(jobs=5, current=2, outdated=1, failed=1)
    assert first.job_keys == [jobs[0].job.job_key, changed.job.job_key]
    assert (second.job_keys, second.after) == ([older.job.job_key, jobs[4].job.job_key], None)


async def test_a_rebuild_makes_all_facts_outdated_and_leaves_them_in_use(database: Database) -> None:
    jobs = [stored_job(str(number)) for number in range(3)]
    await put(database, *jobs, facts=tuple(map(facts_of, jobs)))
    async with database.write() as session:
        assert await FactsRepository(session).mark_outdated() == 3
        assert await FactsRepository(session).mark_outdated() == 0
    async with database.read() as session:
        repository = FactsRepository(session)
        assert await repository.progress(RULES) == FactsProgress(jobs=3, current=0, outdated=3, failed=0)
        assert sorted((await repository.due(RULES, None, 10)).job_keys) == sorted(job.job.job_key for job in jobs)
        assert len(await repository.load(job.job.job_key for job in jobs)) == 3


async def test_facts_go_with_their_posting_and_are_made_again_under_another_key(database: Database) -> None:
    kept, purged, moved = (stored_job(str(number)) for number in range(3))
    await put(database, kept, purged, moved, facts=tuple(map(facts_of, (kept, purged, moved))))
    to = stored_job("4").job
    async with database.write() as session:
        await JobRepository(session).delete([purged.job.job_key])
        await move_jobs(session, [JobMove(moved.job.job_key, to.job_key, to.external_id)])
    async with database.read() as session:
        stored = list(await session.scalars(select(JOB_FACTS.c.job_key)))
        due = await FactsRepository(session).due(RULES, None, 10)
    assert stored == [kept.job.job_key]
    assert {key for _, key, _ in await skills(database)} == {kept.job.job_key}
    assert due.job_keys == [to.job_key]
    async with database.write() as session:
        await FactsRepository(session).forget([kept.job.job_key])
    assert await skills(database) == []
