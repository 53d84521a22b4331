"""Find postings and show their history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jobscan.exceptions import JobscanError
from jobscan.persistence import JobRepository, VersionRepository

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from jobscan.domain.cluster import JobCluster
    from jobscan.domain.facts import JobFacts
    from jobscan.domain.job import Job, JobVersion, StoredJob
    from jobscan.domain.listing import JobFilter
    from jobscan.domain.place import WorkplaceReading
    from jobscan.persistence import Database

_CANDIDATES = 10
#: Postings held in memory at a time, about 6 MB, when their number is unlimited.
_PART = 1_000
#: How far postings that are not shown are counted.
_COUNTED = 10_000


class JobNotFoundError(JobscanError):
    """No posting has a key with this beginning."""


class AmbiguousKeyError(JobscanError):
    """Several postings have keys with this beginning; ``candidates`` holds the first of them."""

    def __init__(self, prefix: str, candidates: list[StoredJob]) -> None:
        self.candidates = candidates
        lines = [f"  {found.job.job_key[:16]}  {found.job.title} ({found.job.company})" for found in candidates]
        more = ["  …"] if len(candidates) >= _CANDIDATES else []
        super().__init__("\n".join([f"{prefix} is ambiguous; give more of the key:", *lines, *more]))


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStory:
    """A posting and everything that happened to it."""

    stored: StoredJob
    #: The oldest first.
    versions: list[JobVersion]
    #: What it says.
    facts: JobFacts
    #: The other postings for the same job.
    cluster: JobCluster


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """The newest of the postings that fit a filter."""

    jobs: list[StoredJob]
    #: How many fit, shown or not.
    total: int
    #: There are more than ``total``: counting stopped there.
    is_counted_short: bool


async def _find_keys(database: Database, wanted: JobFilter) -> list[str]:
    """Return the keys of the postings that fit, the newest first."""
    if not wanted.rule.has_conditions:
        async with database.read() as session:
            return await JobRepository(session).find_keys(wanted, ())
    # Only here: a plain list starts without regular expressions.
    from jobscan.services.selection import select_keys

    return await select_keys(database, wanted)


async def find_page(database: Database, wanted: JobFilter) -> JobPage:
    """Return the first ``wanted.limit`` postings that fit, the newest first, and how many there are."""
    counted = max(_COUNTED, wanted.limit or 0)
    keys = await _find_keys(database, replace(wanted, limit=counted + 1))
    async with database.read() as session:
        found = await JobRepository(session).load_stored(keys[: wanted.limit])
    # Those that were deleted since are left out.
    jobs = [found[key] for key in keys[: wanted.limit] if key in found]
    return JobPage(jobs=jobs, total=min(len(keys), counted), is_counted_short=len(keys) > counted)


async def find_read_pay(database: Database, jobs: Sequence[Job]) -> dict[str, str]:
    """Return job key → the pay that its text states, in words; of those whose board gives none, as far as stored."""
    # Only here: narrow tables have no room for it.
    from jobscan.decide.enrich.pay_words import pay_text
    from jobscan.persistence import FactsRepository

    silent = [job.job_key for job in jobs if job.salary_min is None and job.salary_max is None]
    async with database.read() as session:
        facts = await FactsRepository(session).load(silent)
    return {key: pay_text(found.pay_range) for key, found in facts.items() if found.pay_range is not None}


async def find_jobs(database: Database, wanted: JobFilter) -> list[StoredJob]:
    """Return the postings that fit the filter, the newest first."""
    return [stored async for part in iterate_jobs(database, wanted) for stored in part]


async def iterate_jobs(database: Database, wanted: JobFilter) -> AsyncIterator[list[StoredJob]]:
    """Yield the result of `find_jobs` in parts: a million postings with their texts are 6 GB."""
    async for part in load_jobs(database, await _find_keys(database, wanted)):
        yield part


async def load_jobs(database: Database, keys: Sequence[str]) -> AsyncIterator[list[StoredJob]]:
    """Yield the postings with these keys in their order, in parts, without those that no longer exist.

    Each part is read in its own transaction: all of them would exceed the time limit of one.
    """
    for start in range(0, len(keys), _PART):
        part = keys[start : start + _PART]
        async with database.read() as session:
            found = await JobRepository(session).load_stored(part)
        yield [found[key] for key in part if key in found]


async def get_job(database: Database, prefix: str) -> JobStory:
    """Return the one posting whose key begins with ``prefix``, with its history.

    Raises `JobNotFoundError` or `AmbiguousKeyError`, which lists the candidates.
    """
    async with database.read() as session:
        found = await JobRepository(session).find_by_prefix(prefix, _CANDIDATES)
        if not found:
            raise JobNotFoundError(f"no posting has a key that begins with {prefix!r}; `jobscan jobs` lists keys")
        if len(found) > 1:
            raise AmbiguousKeyError(prefix, found)
        versions = await VersionRepository(session).get_by_job(found[0].job.job_key)
    # Only here: lists do without.
    from jobscan.services.clusters import load_cluster
    from jobscan.services.facts import facts_of

    job = found[0].job
    facts = (await facts_of(database, [job]))[job.job_key]
    return JobStory(stored=found[0], versions=versions, facts=facts, cluster=await load_cluster(database, found[0]))


def meant_workplace(job: Job) -> WorkplaceReading:
    """Return where the work of a posting is done, as alerts and listings understand it, and who says so."""
    # Only here: a plain table starts without regular expressions.
    from jobscan.decide.posting.places import workplace_of

    return workplace_of(job)


def places_shown(job: Job) -> str:
    """Return the places of a posting for people: as written, with the offices that stand in for places."""
    if not job.offices:
        return job.location
    from jobscan.decide.posting.places import places_text

    return places_text(job.location, job.offices)
