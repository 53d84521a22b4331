"""What is sent when: from events and rules to notifications, messages, and the result of an attempt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jobscan.decide.posting.places import places_text, workplace_of
from jobscan.domain.alert import SendKind, StoredAlert
from jobscan.domain.delivery import (
    DeliveryStatus,
    MatchedJob,
    Notification,
    NotificationKind,
    Outcome,
    Result,
)
from jobscan.domain.job import ChangeKind, PayInterval, Workplace
from jobscan.utils.diff import excerpt_diff
from jobscan.utils.hashing import compute_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jobscan.domain.alert import Send
    from jobscan.domain.delivery import Delivery
    from jobscan.domain.event import JobEvent
    from jobscan.domain.job import Job
    from jobscan.domain.user import StoredUser, User

#: A board that never arrives whole would never cause notifications: so first sight ends this long after its first
#: posting.
FIRST_SIGHT = timedelta(days=1)
#: How long notifications of a board's first sight wait for the scan to end.
HOLD = timedelta(hours=1)
#: The minimum time between two messages of one alert on one channel; matches in between go into the second.
COOLDOWN = timedelta(minutes=1)
#: When matches beyond the daily cap are sent, in the user's time.
MORNING = time(8)
#: Lines of a description's difference shown in a message.
DIFF_LINES = 12

RETRY_FIRST = timedelta(minutes=1)
RETRY_MAX = timedelta(hours=4)
#: About three days of `RETRY_FIRST` doubling to `RETRY_MAX`.
MAX_ATTEMPTS = 25
#: Longer than a busy server needs to confirm a large mail.
UNCERTAIN_WAIT = timedelta(minutes=10)
_RETRY_JITTER = 0.2

#: Failures of a channel in a row after which it is paused, and for how long, doubling.
BREAKER_AFTER = 3
BREAKER_FIRST = timedelta(seconds=30)
BREAKER_MAX = timedelta(minutes=15)


class Watch(NamedTuple):
    """An active alert and its user."""

    alert: StoredAlert
    user: StoredUser


def is_first_sight(oldest: datetime | None, *, now: datetime) -> bool:
    """Return whether a source that has never arrived whole is in its first sight.

    ``oldest`` is when its first posting was stored; None: it has none.
    """
    return oldest is None or now - oldest < FIRST_SIGHT


def reason_to_tell(alert: StoredAlert, event: JobEvent) -> NotificationKind | None:
    """Return why an alert whose rule matches would notify of an event; None when its ``on`` does not include it.

    An amended posting counts as updated; the caller excludes those that matched before. A posting that is back with
    another text is both reopened and updated.
    """
    on = alert.alert.rule.on
    if event.kind is ChangeKind.REOPENED:
        if ChangeKind.REOPENED in on:
            return NotificationKind.REOPENED
        changed = event.changes.keys() & {"title", "location", "description"}
        return NotificationKind.UPDATED if changed and ChangeKind.UPDATED in on else None
    if event.kind is ChangeKind.NEW:
        return NotificationKind.NEW if ChangeKind.NEW in on else None
    return NotificationKind.UPDATED if ChangeKind.UPDATED in on else None


def version_hash_of(job: Job, kind: NotificationKind, version: int, now: datetime) -> str:
    """Return the hash for which a version is sent once: of its content, or for a reopened posting also of the return.

    Version numbers alone do not identify a return: they begin again when an expired posting was purged.
    """
    if kind is NotificationKind.REOPENED:
        return compute_hash(job.content_hash, str(version), now.isoformat())
    return job.content_hash


def job_before(job: Job, changes: Mapping[str, tuple[object, object]]) -> Job:
    """Return an amended posting as it was: all tracked fields are in ``changes`` with their old values."""
    before: dict[str, Any] = {name: old for name, (old, _) in changes.items() if name != "description"}
    for name, read in _ENUMS.items():
        # They are plain words in ``changes``; rules and what they cache distinguish them from members of enums.
        if before.get(name) is not None:
            before[name] = read(before[name])
    return replace(job, **before)


def _as_told(job: Job) -> MatchedJob:
    """Return the part of a posting that people read, with its places and workplace as meant."""
    workplace = workplace_of(job).workplace
    return MatchedJob.from_job(replace(job, location=places_text(job.location, job.offices), workplace=workplace))


def with_facts(planned: Iterable[Notification], phrases: tuple[str, ...]) -> Iterator[Notification]:
    """Yield notifications of one posting that show what its text says."""
    for notification in planned:
        if notification.matched is None:
            yield notification
        else:
            yield replace(notification, matched=replace(notification.matched, facts=phrases))


_ENUMS: dict[str, type[StrEnum]] = {"workplace": Workplace, "salary_interval": PayInterval}


def plan_notifications(
    watch: Watch, job: Job, event: JobEvent, *, first_sight: bool, now: datetime
) -> Iterator[Notification]:
    """Yield the rows to write for an alert whose rule matches: one for each channel, or one that is not sent.

    ``first_sight``: the board is in its first sight, so all of it existed before. What comes only from the move of its
    board is recorded, whatever the alert asks for.
    """
    if not event.is_news:
        yield _baseline(watch, job, now)
        return
    if first_sight:
        yield from plan_existing(watch, job, now=now, due=now + HOLD)
        return
    alert, kind = watch.alert.alert, reason_to_tell(watch.alert, event)
    if kind is None:
        return
    shown = {
        name: (old, excerpt_diff(new, DIFF_LINES) if name == "description" and isinstance(new, str) else new)
        for name, (old, new) in event.changes.items()
    }
    due = next_send_at(alert.send, watch.user.user, now=now)
    for channel in alert.to:
        yield Notification(
            alert_id=watch.alert.id,
            job_key=job.job_key,
            version_hash=version_hash_of(job, kind, event.version, now),
            channel=channel,
            kind=kind,
            matched=_as_told(job),
            changes=shown,
            created_at=now,
            next_attempt_at=due,
        )
    if kind is NotificationKind.REOPENED:
        # It is sent with its text, which from now on is not news for this alert.
        yield _baseline(watch, job, now)


def plan_existing(watch: Watch, job: Job, *, now: datetime, due: datetime) -> Iterator[Notification]:
    """Yield the rows for a posting that existed before the alert, or before its board was watched.

    It is recorded but not sent, unless the alert includes existing postings: then it is sent at ``due``.
    """
    alert, recorded = watch.alert.alert, _baseline(watch, job, now)
    if not alert.notify_existing:
        yield recorded
        return
    for channel in alert.to:
        yield replace(
            recorded,
            channel=channel,
            matched=_as_told(job),
            delivery_status=DeliveryStatus.PENDING,
            next_attempt_at=due,
        )


def _baseline(watch: Watch, job: Job, now: datetime) -> Notification:
    """Return the row that records that an alert needs no notification of a posting in its present state."""
    return Notification(
        alert_id=watch.alert.id,
        job_key=job.job_key,
        version_hash=job.content_hash,
        channel="",
        kind=NotificationKind.EXISTING,
        matched=None,
        created_at=now,
        delivery_status=DeliveryStatus.BASELINE,
    )


def next_send_at(send: Send, user: User, *, now: datetime) -> datetime:
    """Return when a match is sent: at once, except in quiet hours, or at the next time of a digest after now."""
    if send.kind is SendKind.IMMEDIATE or send.at is None:
        return after_quiet_hours(user, now=now)
    zone = _zone(user)
    today = now.astimezone(zone).date()
    # Nine days have each weekday at each time.
    moments = (
        datetime.combine(day, send.at, zone).astimezone(UTC)
        for day in (today + timedelta(days=number) for number in range(9))
        if send.weekday in (None, day.weekday())
    )
    return next(moment for moment in moments if moment > now)


def after_quiet_hours(user: User, *, now: datetime) -> datetime:
    """Return now, or the end of the user's quiet hours when it is within them."""
    quiet = user.quiet_hours
    if quiet is None:
        return now
    zone = _zone(user)
    local = now.astimezone(zone)
    clock, over_midnight = local.time(), quiet.begin > quiet.end
    inside = (clock >= quiet.begin or clock < quiet.end) if over_midnight else quiet.begin <= clock < quiet.end
    if not inside:
        return now
    day = local.date() + timedelta(days=1 if over_midnight and clock >= quiet.begin else 0)
    # When clocks are set back, the end may be an hour before now if its time is taken as the first of the two.
    return max(now, datetime.combine(day, quiet.end, zone).astimezone(UTC))


def day_began_at(user: User, *, now: datetime) -> datetime:
    """Return the beginning of the user's current day: the cap counts from there."""
    zone = _zone(user)
    return datetime.combine(now.astimezone(zone).date(), time(), zone).astimezone(UTC)


def next_morning(user: User, *, now: datetime) -> datetime:
    """Return when notifications beyond today's cap are sent."""
    zone = _zone(user)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return after_quiet_hours(user, now=datetime.combine(tomorrow, MORNING, zone).astimezone(UTC))


def _zone(user: User) -> tzinfo:
    try:
        return ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # unknown, a path, a folder of zones
        # It was valid when it was entered: a system without it must not prevent notifications.
        return UTC


class GroupAction(StrEnum):
    """What to do with the waiting notifications of one alert on one channel."""

    SEND = "send"
    #: Until the cooldown is over.
    WAIT = "wait"
    #: Goes into tomorrow morning's digest.
    ROLL = "roll"
    #: The alert or its user is gone.
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """The facts about an alert on a channel when its notifications are due."""

    is_active: bool
    #: When its last message was made; None: never.
    last_at: datetime | None
    #: Messages made for its user today.
    today: int
    #: The most messages a day.
    cap: int


def judge_group(facts: GroupFacts, *, now: datetime, cooldown: timedelta = COOLDOWN) -> GroupAction:
    """Return what to do with due notifications."""
    if not facts.is_active:
        return GroupAction.CANCEL
    # A last message in the future comes from a wrong clock.
    if facts.last_at is not None and timedelta() <= now - facts.last_at < cooldown:
        return GroupAction.WAIT
    return GroupAction.ROLL if facts.today >= facts.cap else GroupAction.SEND


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The status of a delivery after an attempt."""

    status: DeliveryStatus
    next_attempt_at: datetime | None = None
    sent_at: datetime | None = None
    error_message: str | None = None


def after_attempt(delivery: Delivery, outcome: Outcome, *, now: datetime, draw: float, resend: bool) -> Settled:
    """Return the status of a delivery after an attempt, which ``delivery.attempts`` already includes.

    ``draw`` is a random number from 0 to 1 for the jitter; ``resend``: a message that may have arrived is sent again,
    up to the usual number of attempts. Faults of the channel never end the attempts.
    """
    match outcome.result:
        case Result.SENT:
            return Settled(status=DeliveryStatus.SENT, sent_at=now)
        case Result.DEAD:
            return Settled(status=DeliveryStatus.DEAD, error_message=outcome.reason)
        case Result.UNCERTAIN:
            again = None
            if resend and delivery.attempts < MAX_ATTEMPTS:
                again = now + max(UNCERTAIN_WAIT, retry_wait(delivery.attempts, draw))
            return Settled(status=DeliveryStatus.UNCERTAIN, next_attempt_at=again, error_message=outcome.reason)
    if delivery.attempts >= MAX_ATTEMPTS and not outcome.is_channel_fault:
        reason = f"given up after {delivery.attempts} attempts: {outcome.reason}"
        return Settled(status=DeliveryStatus.DEAD, error_message=reason)
    wait = max(retry_wait(delivery.attempts, draw), timedelta(seconds=outcome.retry_after_s or 0))
    return Settled(status=DeliveryStatus.PENDING, next_attempt_at=now + wait, error_message=outcome.reason)


def retry_wait(attempts: int, draw: float) -> timedelta:
    """Return the wait after this many attempts: one minute, doubling to four hours, shifted by up to a fifth."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(RETRY_FIRST * 2.0**doublings, RETRY_MAX) * (1 + _RETRY_JITTER * (2 * draw - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """Prevents a broken channel from being tried for every message; the first message after a pause is a probe."""

    failures: int = 0
    #: When the pause ends; None: there is none.
    open_until: datetime | None = None

    def may_try(self, *, now: datetime) -> bool:
        """Return whether messages may be tried; a pause made too long by a wrong clock does not count."""
        return self.open_until is None or now >= self.open_until or self.open_until - now > BREAKER_MAX

    def after(self, outcome: Outcome, *, now: datetime) -> Breaker:
        """Return the breaker after an attempt."""
        if not outcome.is_channel_fault:
            return Breaker()
        failures = self.failures + 1
        asked = min(timedelta(seconds=outcome.retry_after_s or 0), BREAKER_MAX)
        if failures < BREAKER_AFTER and not asked:
            return Breaker(failures=failures)
        pause = max(asked, min(BREAKER_FIRST * 2.0 ** max(0, min(failures - BREAKER_AFTER, 10)), BREAKER_MAX))
        return Breaker(failures=failures, open_until=now + pause)
