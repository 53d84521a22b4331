"""What postings say, as far as it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.enrich.reader import FactReader
from jobscan.decide.enrich.summary import FactLine, fact_lines, fact_phrases
from jobscan.persistence import FactsRepository
from jobscan.services.skills import open_skill_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.facts import FactsProgress, JobFacts
    from jobscan.domain.job import Job
    from jobscan.persistence import Database


async def open_reader(database: Database) -> FactReader:
    """Return what reads facts, with the skills that people have imported.

    It reads no keywords until it learns how often terms are used, which the enricher teaches it. Raises
    `PersistenceError`.
    """
    skills, imports = await open_skill_index(database)
    return FactReader(skills, imports=imports)


async def facts_progress(database: Database) -> FactsProgress:
    """Return how many postings have facts of today's rules. Raises `PersistenceError`."""
    reader = await open_reader(database)
    async with database.read() as session:
        return await FactsRepository(session).progress(reader.rules)


async def facts_of(database: Database, jobs: Sequence[Job], reader: FactReader | None = None) -> dict[str, JobFacts]:
    """Return job key → facts: the stored ones, or those read now where these are missing or outdated.

    ``reader``: where the caller has one already.
    """
    reader = reader or await open_reader(database)
    async with database.read() as session:
        stored = await FactsRepository(session).load(job.job_key for job in jobs)
    return {job.job_key: _current(stored.get(job.job_key), job, reader) for job in jobs}


def _current(stored: JobFacts | None, job: Job, reader: FactReader) -> JobFacts:
    is_current = stored is not None and (stored.rules, stored.content_hash) == (reader.rules, job.content_hash)
    return stored if stored is not None and is_current else reader.read(job)


__all__ = ["FactLine", "fact_lines", "fact_phrases", "facts_of", "facts_progress", "open_reader"]
