"""The same job twice: postings that share a key are a cluster, and people are notified of it once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from jobscan.domain.delivery import Notification, NotificationKind, OtherPosting
    from jobscan.domain.job import StoredJob
    from jobscan.domain.source import SourceKey


class ClusterKeys(NamedTuple):
    """What a posting has in common with others for the same job: see `decide.posting.same_job`."""

    job_key: str
    #: Each begins with what it stands for: "text:", "town:", "url:".
    keys: tuple[str, ...]
    #: Its board: an address counts only between two boards.
    source: SourceKey


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinRecord:
    """What has been recorded for an alert about a posting that shares a key with another one."""

    cluster_key: str
    job_key: str
    source: SourceKey
    alert_id: int
    #: "": for all channels.
    channel: str
    #: None: only the ledger knows, which does not keep it.
    kind: NotificationKind | None
    changes: Mapping[str, tuple[object, object]]
    #: Of the version that is recorded.
    version_hash: str
    created_at: datetime
    #: It waits, and is in no message yet.
    is_open: bool
    #: When the posting expired; None: it is on its board.
    expired_at: datetime | None


class ClusterMember(NamedTuple):
    """Another posting for the same job."""

    stored: StoredJob
    #: For people, one line each: why it counts as the same job.
    reasons: tuple[str, ...]


class NotificationKey(NamedTuple):
    """The primary key of a notification."""

    job_key: str
    alert_id: int
    version_hash: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedNotifications:
    """What to write for some notifications."""

    rows: tuple[Notification, ...]
    #: Stored notification that is in no message yet → further postings that it shows.
    additions: Mapping[NotificationKey, Sequence[OtherPosting]]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCluster:
    """The other postings for a posting's job."""

    #: The first seen first.
    members: tuple[ClusterMember, ...] = ()
    #: When people took the posting out of its cluster; None: they did not.
    split_at: datetime | None = None
