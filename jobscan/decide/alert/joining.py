"""One notification for postings that are for the same job: which of them is sent, and what becomes of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from jobscan.decide.posting.same_job import counts_between
from jobscan.domain.cluster import JoinedNotifications, NotificationKey, TwinRecord
from jobscan.domain.delivery import DeliveryStatus, NotificationKind, OtherPosting
from jobscan.domain.job import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from jobscan.domain.cluster import ClusterKeys
    from jobscan.domain.delivery import Notification
    from jobscan.domain.event import JobEvent

#: A job that was gone for longer is news when it is posted again.
REPOSTED_WITHIN = timedelta(days=60)
#: Changes and returns of the postings for one job that are this close are one.
SAME_EVENT = timedelta(days=7)

_NEWS = (NotificationKind.NEW, NotificationKind.EXISTING)


def join_notifications(
    fresh: Iterable[Notification], keys: Mapping[str, ClusterKeys], recorded: Sequence[TwinRecord]
) -> JoinedNotifications:
    """Decide which of these notifications are sent.

    One for a job of which the alert has been notified is recorded instead, with the reason; if the notification of
    the other posting is in no message yet, it shows the place of this one, too. ``keys`` are those of postings that
    may be joined, by job key; ``recorded`` is what is stored about others that share one of them. What was given up
    or cancelled is not in it: nobody was notified of that.
    """
    return _Join(keys, recorded).run(fresh)


def must_compare(planned: Iterable[Notification], event: JobEvent) -> bool:
    """Return whether the keys of a posting must be stored with its notifications, and not later by the enricher.

    Those of a known posting, which may be recorded for alerts that need no notification of this event; and of a new
    one that is sent. What is only recorded waits: all of a board at first sight is, where time matters most.
    """
    return event.kind is not ChangeKind.NEW or any(
        notification.delivery_status is DeliveryStatus.PENDING for notification in planned
    )


class _Join:
    def __init__(self, keys: Mapping[str, ClusterKeys], recorded: Sequence[TwinRecord]) -> None:
        self._keys = keys
        self._rows: list[Notification] = []
        self._additions: dict[NotificationKey, list[OtherPosting]] = {}
        #: (alert, cluster key) → what is recorded.
        self._found: dict[tuple[int, str], list[TwinRecord]] = {}
        #: Of notifications of this run → where they are in the rows.
        self._places: dict[NotificationKey, int] = {}
        for record in recorded:
            self._found.setdefault((record.alert_id, record.cluster_key), []).append(record)

    def run(self, fresh: Iterable[Notification]) -> JoinedNotifications:
        rows, joined = self._rows, set[NotificationKey]()
        for notification in fresh:
            twin = self._twin_of(notification) if notification.delivery_status is DeliveryStatus.PENDING else None
            if twin is None:
                self._places[_key_of(notification)] = len(rows)
                rows.append(notification)
                self._note(notification, is_open=notification.delivery_status is DeliveryStatus.PENDING)
                continue
            if twin.is_open:
                self._show(notification, twin)
            record = _recorded(notification, twin.job_key)
            if _key_of(record) not in joined:
                joined.add(_key_of(record))
                rows.append(record)
                self._note(record, is_open=False)
        return JoinedNotifications(rows=tuple(rows), additions=self._additions)

    def _twin_of(self, notification: Notification) -> TwinRecord | None:
        """Return what was recorded for the same job; one that can still show this posting, if there is such a one."""
        mine = self._keys.get(notification.job_key)
        if mine is None:
            return None
        twins = [
            record
            for key in mine.keys
            for record in self._found.get((notification.alert_id, key), ())
            if record.job_key != notification.job_key
            and record.channel in ("", notification.channel)
            and counts_between(key, mine.source, record.source)
            and is_same_news(notification, record)
        ]
        # Of several the oldest: the order of rows does not matter.
        return min(
            twins,
            key=lambda twin: (not twin.is_open, twin.channel == "", twin.created_at, twin.job_key, twin.version_hash),
            default=None,
        )

    def _note(self, notification: Notification, *, is_open: bool) -> None:
        mine = self._keys.get(notification.job_key)
        for key in mine.keys if mine is not None else ():
            record = TwinRecord(
                cluster_key=key,
                job_key=notification.job_key,
                source=mine.source,  # type: ignore[union-attr]  # there are no keys without it
                alert_id=notification.alert_id,
                channel=notification.channel,
                kind=notification.kind,
                changes=notification.changes,
                version_hash=notification.version_hash,
                created_at=notification.created_at,
                is_open=is_open,
                expired_at=None,
            )
            self._found.setdefault((notification.alert_id, key), []).append(record)

    def _show(self, notification: Notification, twin: TwinRecord) -> None:
        """Let the notification of a posting show another one, too."""
        matched = notification.matched
        if matched is None:
            return
        other = OtherPosting(matched.job_key, matched.location, matched.url)
        key = NotificationKey(twin.job_key, twin.alert_id, twin.version_hash, twin.channel)
        at = self._places.get(key)
        if at is None:
            self._additions.setdefault(key, []).append(other)
            return
        shown = self._rows[at]
        if shown.matched is not None:
            self._rows[at] = replace(shown, matched=shown.matched.with_others([other]))


def is_same_news(notification: Notification, record: TwinRecord) -> bool:
    """Return whether a notification tells nothing new after what was recorded for another posting of the same job."""
    age = abs(notification.created_at - record.created_at)
    if notification.kind in _NEWS:
        return not _is_long_gone(record, notification.created_at)
    if notification.kind is NotificationKind.REOPENED:
        # That it existed before the alert does not say that it has returned.
        return age <= SAME_EVENT and record.kind not in (NotificationKind.UPDATED, NotificationKind.EXISTING)
    return record.kind is NotificationKind.UPDATED and age <= SAME_EVENT and record.changes == notification.changes


def _is_long_gone(record: TwinRecord, now: datetime) -> bool:
    return record.expired_at is not None and now - record.expired_at > REPOSTED_WITHIN


def _key_of(notification: Notification) -> NotificationKey:
    return NotificationKey(notification.job_key, notification.alert_id, notification.version_hash, notification.channel)


def _recorded(notification: Notification, twin: str) -> Notification:
    """Return the record of a notification that is not sent."""
    return replace(
        notification,
        channel="",
        matched=None,
        delivery_status=DeliveryStatus.BASELINE,
        next_attempt_at=None,
        error_message=f"the same job as {twin}",
    )
