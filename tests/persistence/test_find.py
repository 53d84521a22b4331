from __future__ import annotations

from jobscan.domain.job import JobFilter, JobStatus, Workplace
from jobscan.domain.source import SourceKey
from jobscan.persistence import Database, JobRepository
from tests.persistence.nouns import DAY, HOUR, NOW, stored_job

JOBS = [
    stored_job("1", title="Straßenbauer (m/w/d)", location="München; Berlin", workplace=Workplace.ONSITE),
    stored_job("2", title="ÉCOLE 100% backend_dev", location="Paris", first_seen_at=NOW - DAY),
    stored_job("3", title="Ученый", location="Remote", workplace=Workplace.REMOTE, first_seen_at=NOW - 2 * DAY),
    stored_job("4", title="Engineer", company="Ubuntu Ltd", source_identifier="ubuntu", first_seen_at=NOW - 3 * DAY),
    stored_job("5", title="Engineer", status=JobStatus.EXPIRED, first_seen_at=NOW - 4 * DAY),
    stored_job("6", title="日本語 エンジニア", source_type="lever", first_seen_at=NOW - 5 * DAY),
]


CASES: list[tuple[JobFilter, str]] = [
    (JobFilter(), "12346"),
    (JobFilter(status=None), "123456"),
    (JobFilter(status=JobStatus.EXPIRED), "5"),
    (JobFilter(title="strasse"), "1"),
    (JobFilter(title="STRAßE"), "1"),
    (JobFilter(title="école"), "2"),
    (JobFilter(title="e\u0301cole"), "2"),
    (JobFilter(title="УЧЕНЫЙ"), "3"),
    (JobFilter(title="エンジニア"), "6"),
    (JobFilter(title="100%"), "2"),
    (JobFilter(title="0%b"), ""),
    (JobFilter(title="%"), "2"),
    (JobFilter(title="_"), "2"),
    (JobFilter(title="backend dev"), ""),
    (JobFilter(title="'; DROP TABLE jobs; --"), ""),
    (JobFilter(title=""), "12346"),
    (JobFilter(location="berlin"), "1"),
    (JobFilter(company="UBUNTU"), "4"),
    (JobFilter(company="canonical", title="engineer", status=None), "5"),
    (JobFilter(workplace=Workplace.REMOTE), "3"),
    (JobFilter(since=NOW - DAY), "12"),
    (JobFilter(since=NOW - DAY + HOUR), "1"),
    (JobFilter(sources=(SourceKey("greenhouse", "ubuntu"),)), "4"),
    (JobFilter(sources=(SourceKey("greenhouse", "ubuntu"), SourceKey("lever", "canonical"))), "46"),
    (JobFilter(sources=(SourceKey("lever", "ubuntu"),)), ""),
    (JobFilter(limit=2), "12"),
    (JobFilter(limit=0), ""),
    (JobFilter(title="e", limit=2), "12"),
    (JobFilter(title="e", limit=0), ""),
]


async def test_the_filter_gives_the_same_jobs_on_both_databases_newest_first(database: Database) -> None:
    async with database.write() as session:
        await JobRepository(session).bulk_upsert(JOBS)

    async with database.read() as session:
        found = [(wanted, await JobRepository(session).find(wanted)) for wanted, _ in CASES]

    assert [(wanted, "".join(job.job.external_id for job in jobs)) for wanted, jobs in found] == CASES


async def test_jobs_first_seen_together_come_by_key(database: Database) -> None:
    jobs = [stored_job(str(number)) for number in range(50)]
    async with database.write() as session:
        await JobRepository(session).bulk_upsert(jobs)

    async with database.read() as session:
        plain = await JobRepository(session).find(JobFilter())
        by_text = await JobRepository(session).find(JobFilter(title="ENGINEER"))

    assert plain == by_text == sorted(jobs, key=lambda job: job.job.job_key)


async def test_a_search_by_text_stops_when_it_has_enough_of_a_large_table(database: Database) -> None:
    async with database.write() as session:
        await JobRepository(session).bulk_upsert([stored_job(str(number)) for number in range(2_500)])

    async with database.read() as session:
        found = await JobRepository(session).find(JobFilter(title="engineer", limit=3))
        every = await JobRepository(session).find(JobFilter(title="engineer"))

    assert (len(found), len(every)) == (3, 2_500)
    assert found == every[:3]
