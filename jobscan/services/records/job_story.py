"""One posting with everything that is known of it: what it says, and what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.services.records.cluster import ClusterRecord
from jobscan.services.records.facts import FactsRecord
from jobscan.services.records.job import JobRecord
from jobscan.utils.time import format_utc

if TYPE_CHECKING:
    from jobscan.domain.job import JobVersion
    from jobscan.services.jobs import JobStory


class ChangeRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The change of one field: old and new value; for a description in a history, the difference instead."""

    #: JSON-ready; None: the field was unknown.
    old: Any = msgspec.UNSET
    #: JSON-ready; None: the field is now unknown.
    new: Any = msgspec.UNSET
    #: A unified diff; absent for other fields.
    diff: Any = msgspec.UNSET


class VersionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a posting's history."""

    #: Of the posting, after the change; 1 is the first sight.
    version: int
    #: new, updated, amended, expired or reopened.
    kind: str
    #: UTC.
    changed_at: str
    #: After the change.
    content_hash: str
    #: By the name of the field.
    changes: dict[str, ChangeRecord]

    @staticmethod
    def of(version: JobVersion) -> VersionRecord:
        """Return the record of an entry; for descriptions with the difference, not both texts."""
        return VersionRecord(
            version=version.version,
            kind=version.kind,
            changed_at=format_utc(version.changed_at),
            content_hash=version.content_hash,
            changes={
                name: ChangeRecord(diff=new) if name == "description" else ChangeRecord(old=old, new=new)
                for name, (old, new) in version.changes.items()
            },
        )


class JobStoryRecord(JobRecord, frozen=True, kw_only=True):
    """A posting and everything that happened to it."""

    #: What it says in its own words.
    facts: FactsRecord
    #: The other postings for the same job.
    cluster: ClusterRecord
    #: The oldest first.
    history: list[VersionRecord]

    @staticmethod
    def from_story(story: JobStory) -> JobStoryRecord:
        """Return the record of a posting with its history."""
        history = [VersionRecord.of(version) for version in story.versions]
        facts = FactsRecord.of(story.stored.job, story.facts)
        values = msgspec.structs.asdict(JobRecord.of(story.stored))
        return JobStoryRecord(**values, facts=facts, cluster=ClusterRecord.of(story.cluster), history=history)
