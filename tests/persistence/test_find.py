from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jobscan.decide.match.listing import sieves_of
from jobscan.domain.alert import AlertRule
from jobscan.domain.job import JobStatus, StoredJob, Workplace
from jobscan.domain.listing import JobFilter
from jobscan.domain.source import SourceKey
from jobscan.persistence import Database, JobRepository
from tests.persistence.nouns import DAY, HOUR, NOW, stored_job


async def find(session: AsyncSession, wanted: JobFilter) -> list[StoredJob]:
    return await JobRepository(session).find(wanted, sieves_of(wanted.rule))


JOBS = [
    stored_job("1", title="Straßenbauer (m/w/d)", location="München; Berlin", workplace=Workplace.ONSITE),
    stored_job("2", title="ÉCOLE 100% backend_dev", location="Paris", first_seen_at=NOW - DAY),
    stored_job("3", title="Ученый", location="Remote", workplace=Workplace.REMOTE, first_seen_at=NOW - 2 * DAY),
    stored_job("4", title="Engineer", company="Ubuntu Ltd", source_identifier="ubuntu", first_seen_at=NOW - 3 * DAY),
    stored_job("5", title="Engineer", status=JobStatus.EXPIRED, first_seen_at=NOW - 4 * DAY),
    stored_job("6", title="日本語 エンジニア", source_type="lever", first_seen_at=NOW - 5 * DAY),
]
#: What boards date sorts by that date, whenever it was first seen.
DATED = [
    stored_job("a", title="Dated", posted_at=NOW - 2 * DAY - HOUR, department="Site Reliability"),
    stored_job("b", title="Dated", posted_at=NOW + HOUR, first_seen_at=NOW - 9 * DAY, employment_type="full_time"),
    stored_job("c", title="Dated", posted_at=NOW - 99 * DAY, employment_type="Werkvertrag"),
]

CASES: list[tuple[JobFilter, str]] = [
    (JobFilter(), "12346"),
    (JobFilter(status=None), "123456"),
    (JobFilter(status=JobStatus.EXPIRED), "5"),
    (JobFilter(rule=AlertRule(titles=("strassenbauer",))), "1"),
    (JobFilter(rule=AlertRule(titles=("STRAßENBAUER",))), "1"),
    (JobFilter(rule=AlertRule(titles=("Straße",))), ""),
    (JobFilter(rule=AlertRule(titles=("école",))), "2"),
    (JobFilter(rule=AlertRule(titles=("ecole",))), "2"),
    (JobFilter(rule=AlertRule(titles=("e\u0301cole",))), "2"),
    (JobFilter(rule=AlertRule(titles=("УЧЕНЫЙ",))), "3"),
    (JobFilter(rule=AlertRule(titles=("エンジニア",))), "6"),
    (JobFilter(rule=AlertRule(titles=("100%",))), "2"),
    (JobFilter(rule=AlertRule(titles=("0%b",))), ""),
    (JobFilter(rule=AlertRule(titles=("%",))), "2"),
    (JobFilter(rule=AlertRule(titles=("_",))), ""),
    (JobFilter(rule=AlertRule(titles=("backend dev",))), "2"),
    (JobFilter(rule=AlertRule(titles=("BackendDev",))), "2"),
    (JobFilter(rule=AlertRule(titles=("/back.nd/",))), "2"),
    (JobFilter(rule=AlertRule(titles=("backend", "/(/"))), "2"),
    (JobFilter(rule=AlertRule(titles=("back", "/(/"))), ""),
    (JobFilter(rule=AlertRule(titles=("'; DROP TABLE jobs; --",))), ""),
    (JobFilter(rule=AlertRule(titles=("",))), "12346"),
    (JobFilter(rule=AlertRule(locations=("berlin",))), "1"),
    (JobFilter(rule=AlertRule(locations=("munchen",))), "1"),
    (JobFilter(rule=AlertRule(locations=("remote", "paris"))), "2346"),
    (JobFilter(rule=AlertRule(companies=("UBUNTU",))), "4"),
    (JobFilter(rule=AlertRule(companies=("canonical",), titles=("engineer",)), status=None), "5"),
    # The others are "Home based - EMEA".
    (JobFilter(rule=AlertRule(workplace=(Workplace.REMOTE,))), "346"),
    (JobFilter(since=NOW - DAY), "12"),
    (JobFilter(since=NOW - DAY + HOUR), "1"),
    (JobFilter(sources=(SourceKey("greenhouse", "ubuntu"),)), "4"),
    (JobFilter(sources=(SourceKey("greenhouse", "ubuntu"), SourceKey("lever", "canonical"))), "46"),
    (JobFilter(sources=(SourceKey("lever", "ubuntu"),)), ""),
    (JobFilter(limit=2), "12"),
    (JobFilter(limit=0), ""),
    (JobFilter(rule=AlertRule(titles=("/e/",)), limit=2), "12"),
    (JobFilter(rule=AlertRule(titles=("/e/",)), limit=0), ""),
]


async def test_the_filter_gives_the_same_jobs_on_both_databases_newest_first(database: Database) -> None:
    async with database.write() as session:
        await JobRepository(session).bulk_upsert(JOBS)

    async with database.read() as session:
        found = [(wanted, await find(session, wanted)) for wanted, _ in CASES]

    assert [(wanted, "".join(job.job.external_id for job in jobs)) for wanted, jobs in found] == CASES


DATED_CASES: list[tuple[JobFilter, str]] = [
    (JobFilter(), "b123a46c"),
    (JobFilter(limit=5), "b123a"),
    (JobFilter(rule=AlertRule(titles=("dated", "engineer"))), "ba4c"),
    (JobFilter(posted_since=NOW - 99 * DAY), "bac"),
    (JobFilter(posted_since=NOW - 3 * DAY), "ba"),
    (JobFilter(posted_since=NOW - 3 * DAY, since=NOW - DAY), "a"),
    (JobFilter(posted_since=NOW + DAY), ""),
    (JobFilter(rule=AlertRule(departments=("RELIABILITY",))), "a"),
    (JobFilter(rule=AlertRule(departments=("site-reliability",))), "a"),
    (JobFilter(rule=AlertRule(departments=("reliab",))), ""),
    (JobFilter(rule=AlertRule(employment_types=("full_time", "werkvertrag"))), "bc"),
    (JobFilter(rule=AlertRule(employment_types=("Full-time", ""))), "b"),
    (JobFilter(rule=AlertRule(employment_types=("full",))), ""),
]


async def test_what_boards_date_is_listed_and_asked_for_by_that_date(database: Database) -> None:
    async with database.write() as session:
        await JobRepository(session).bulk_upsert([*JOBS, *DATED])

    async with database.read() as session:
        found = [(wanted, await find(session, wanted)) for wanted, _ in DATED_CASES]

    assert [(wanted, "".join(job.job.external_id for job in jobs)) for wanted, jobs in found] == DATED_CASES


async def test_jobs_first_seen_together_come_by_key(database: Database) -> None:
    jobs = [stored_job(str(number)) for number in range(50)]
    async with database.write() as session:
        await JobRepository(session).bulk_upsert(jobs)

    async with database.read() as session:
        plain = await find(session, JobFilter())
        by_text = await find(session, JobFilter(rule=AlertRule(titles=("ENGINEER",))))

    assert plain == by_text == sorted(jobs, key=lambda job: job.job.job_key)


async def test_a_search_by_text_stops_when_it_has_enough_of_a_large_table(database: Database) -> None:
    async with database.write() as session:
        await JobRepository(session).bulk_upsert([stored_job(str(number)) for number in range(2_500)])

    async with database.read() as session:
        found = await find(session, JobFilter(rule=AlertRule(titles=("engineer",)), limit=3))
        every = await find(session, JobFilter(rule=AlertRule(titles=("engineer",))))

    assert (len(found), len(every)) == (3, 2_500)
    assert found == every[:3]
