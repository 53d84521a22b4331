"""The other postings for the same job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from jobscan.utils.time import format_utc, format_utc_or_none

if TYPE_CHECKING:
    from jobscan.domain.cluster import ClusterMember, JobCluster


class ClusterMemberRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Another posting for the same job."""

    #: As in `JobRecord`, like those below.
    job_key: str
    #: As the board writes it.
    title: str
    #: As the board names it.
    company: str
    #: All places as written.
    location: str
    #: "" when the board gives none.
    url: str
    #: active or expired.
    status: str
    #: UTC.
    first_seen_at: str
    #: For people: why it counts as the same job.
    reasons: list[str]

    @staticmethod
    def of(member: ClusterMember) -> ClusterMemberRecord:
        """Return the record of a member."""
        job = member.stored.job
        return ClusterMemberRecord(
            job_key=job.job_key,
            title=job.title,
            company=job.company,
            location=job.location,
            url=job.url,
            status=member.stored.status,
            first_seen_at=format_utc(member.stored.first_seen_at),
            reasons=list(member.reasons),
        )


class ClusterRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The other postings for a posting's job: people are notified of them once."""

    #: The first seen first.
    members: list[ClusterMemberRecord]
    #: UTC: when people took the posting out of its cluster; None: they did not.
    split_at: str | None

    @staticmethod
    def of(cluster: JobCluster) -> ClusterRecord:
        """Return the record of a cluster."""
        members = list(map(ClusterMemberRecord.of, cluster.members))
        return ClusterRecord(members=members, split_at=format_utc_or_none(cluster.split_at))
