"""What postings say, as far as it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.enrich.reader import FactReader
from jobscan.persistence import FactsRepository

if TYPE_CHECKING:
    from jobscan.domain.facts import FactsProgress, JobFacts
    from jobscan.domain.job import Job
    from jobscan.persistence import Database


async def open_reader(database: Database) -> FactReader:
    """Return what reads facts, with everything that the database adds to the rules."""
    return FactReader()


async def facts_progress(database: Database) -> FactsProgress:
    """Return how many postings have facts of today's rules. Raises `PersistenceError`."""
    reader = await open_reader(database)
    async with database.read() as session:
        return await FactsRepository(session).progress(reader.rules)


async def facts_of(database: Database, job: Job) -> JobFacts:
    """Return the facts of a posting: the stored ones, or those read now when these are missing or outdated."""
    reader = await open_reader(database)
    async with database.read() as session:
        stored = (await FactsRepository(session).load([job.job_key])).get(job.job_key)
    if stored is not None and (stored.rules, stored.content_hash) == (reader.rules, job.content_hash):
        return stored
    return reader.read(job)
