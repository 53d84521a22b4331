"""Postings for the same job: which they are and why, and what people decide otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.posting.same_job import cluster_keys, counts_between, reasons_for
from jobscan.domain.cluster import ClusterMember, JobCluster
from jobscan.domain.source import SourceKey
from jobscan.persistence import ClusterRepository, JobRepository

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.domain.job import StoredJob
    from jobscan.persistence import Database

#: Shared keys that are read; a posting has at most four.
_MOST = 1_000


async def load_cluster(database: Database, stored: StoredJob) -> JobCluster:
    """Return the other postings for the same job; none for a posting that was split, and none that were.

    Its keys are made here, so that this holds before it has been read for facts; the others need theirs.
    """
    keys = cluster_keys(stored.job)
    async with database.read() as session:
        clusters = ClusterRepository(session)
        shared = await clusters.sharing(keys, _MOST)
        split = await clusters.split_among([stored.job.job_key, *shared])
        others = await JobRepository(session).load_stored(shared.keys() - split.keys())
    if (split_at := split.get(stored.job.job_key)) is not None:
        return JobCluster(split_at=split_at)
    members = []
    for key, other in sorted(others.items(), key=lambda item: (item[1].first_seen_at, item[0])):
        board = SourceKey(other.job.source_type, other.job.source_identifier)
        if counting := [each for each in shared[key] if counts_between(each, keys.source, board)]:
            members.append(ClusterMember(other, reasons_for(stored, other, counting)))
    return JobCluster(members=tuple(members))


async def split_job(database: Database, job_key: str, *, now: datetime) -> bool:
    """Take a posting out of its cluster, for ever; return whether that was new. Nothing is sent by that."""
    async with database.write() as session:
        return await ClusterRepository(session).split(job_key, now)


async def undo_split(database: Database, job_key: str) -> bool:
    """Let a posting be joined with others again; return whether it was split. Nothing is sent by that."""
    async with database.write() as session:
        return await ClusterRepository(session).unsplit(job_key)
