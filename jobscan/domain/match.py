"""Matches: what a rule says about a posting, what has been recorded, and queries on the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.domain.delivery import DeliveryStatus, Notification


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of a rule, judged for a posting."""

    #: The field as it is written in a configuration.
    name: str
    #: Whether the posting passes; if `unknown`, as the rule's own ``unknown`` says.
    holds: bool
    #: Why, for people: one line without a full stop.
    text: str
    #: The posting does not say what the clause asks about.
    unknown: bool = False
    #: The entries of the clause's list that were found, as people wrote them.
    matched: tuple[str, ...] = ()


class Decided(NamedTuple):
    """A version of a job that has been decided for an alert, with whatever result."""

    alert_id: int
    job_key: str
    version_hash: str


class DueGroup(NamedTuple):
    """Notifications that wait to be sent together."""

    alert_id: int
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchFilter:
    """Which notifications to list; parts that are None do not restrict."""

    alert_ids: tuple[int, ...] | None = None
    status: DeliveryStatus | None = None
    job_key: str | None = None
    #: Recorded at or after.
    since: datetime | None = None
    #: None: all of them.
    limit: int | None = None


class FoundMatch(NamedTuple):
    """A notification with what is now known of its job; None where the job has been purged."""

    notification: Notification
    title: str | None
    company: str | None
    location: str | None
    url: str | None
