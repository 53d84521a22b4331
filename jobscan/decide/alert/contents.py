"""The postings of one message: each once, in the order in which they are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.domain.delivery import MessageJob, NotificationKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobscan.domain.delivery import Notification

_ORDER = (NotificationKind.NEW, NotificationKind.REOPENED, NotificationKind.UPDATED, NotificationKind.EXISTING)


def message_jobs(notifications: Iterable[Notification]) -> list[MessageJob]:
    """Return the postings of these notifications, which are in order of time: new ones first, each once.

    Of several versions of a posting the last one is sent: as new if the first of them was, else with everything that
    changed since the first. Several alerts may match the same posting.
    """
    found: dict[str, MessageJob] = {}
    for notification in notifications:
        if notification.matched is None:
            continue
        before = found.get(notification.job_key)
        kind, changes = notification.kind, dict(notification.changes)
        if before is not None:
            kind = before.kind if before.kind is not NotificationKind.EXISTING else notification.kind
            for name, (old, _) in before.changes.items():
                if name in changes and name != "description":
                    changes[name] = (old, changes[name][1])
                changes.setdefault(name, before.changes[name])
        if kind is NotificationKind.NEW:
            # All of it is new to the reader.
            changes = {}
        found[notification.job_key] = MessageJob(kind=kind, matched=notification.matched, changes=changes)
    return sorted(map(_without_returns, found.values()), key=lambda job: _ORDER.index(job.kind))


def _without_returns(job: MessageJob) -> MessageJob:
    """Omit fields that are as they were at first."""
    return replace(job, changes={name: (old, new) for name, (old, new) in job.changes.items() if old != new})
