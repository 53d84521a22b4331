"""When a source is due: intervals and cron expressions, backoff, jitter, and clocks that jump."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cronsim import CronSim, CronSimError

from jobscan.utils.time import parse_duration

if TYPE_CHECKING:
    from collections.abc import Collection

    from jobscan.domain.source import SourceStatus

#: Doublings after which the backoff has passed any cap in use.
_MAX_DOUBLINGS = 16
#: Network failures among fewer sources than this say nothing about ourselves.
_OFFLINE_MIN_SOURCES = 3
_OFFLINE_SHARE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRules:
    """The settings that decide when a source is scanned again."""

    #: A duration ("15m") or a cron expression ("0 8 * * mon-fri", in UTC).
    every: str = "15m"
    #: Share of the interval by which a due time is moved, 0 to 0.5, so that sources do not march in step.
    jitter: float = 0.1
    #: The longest wait after failures; a source is never given up.
    max_backoff: timedelta = timedelta(days=1)
    #: Validators older than this are not sent: a server whose ETag lies is found out within a day.
    full_fetch_every: timedelta = timedelta(days=1)


def check_every(every: str) -> None:
    """Raise ValueError, saying what is accepted, unless ``every`` is a duration or a cron expression."""
    if _is_cron(every):
        try:
            CronSim(every, datetime(2026, 1, 1))  # noqa: DTZ001 - only the syntax is looked at
        except CronSimError as exc:
            raise ValueError(f'"{every}" is no cron expression ({exc}); write it like "0 8 * * mon-fri"') from exc
        return
    parse_duration(every)


def next_due_at(
    rules: ScheduleRules, *, now: datetime, draw: float, failures: int = 0, retry_after_s: float | None = None
) -> datetime:
    """Return when the source is due again.

    ``draw`` is a random number from 0 to 1 that places the jitter; ``failures`` counts failed scans in a row and
    doubles the wait from the second on, up to ``max_backoff``; ``retry_after_s`` is what the server asked for.
    Raises ValueError when ``every`` is neither a duration nor a cron expression.
    """
    if _is_cron(rules.every):
        due = next(CronSim(rules.every, now)) + timedelta(seconds=draw * 30)
    else:
        interval = wait = parse_duration(rules.every)
        for _ in range(min(max(failures - 1, 0), _MAX_DOUBLINGS)):
            wait = max(wait, min(wait * 2, rules.max_backoff))
        jittered = wait * (1 + rules.jitter * (2 * draw - 1))
        due = now + (jittered if wait == interval else min(jittered, rules.max_backoff))
    if retry_after_s is not None:
        due = max(due, now + timedelta(seconds=retry_after_s))
    return due


def effective_due_at(rules: ScheduleRules, status: SourceStatus, *, now: datetime) -> datetime:
    """Return when the source is due by its stored time and the settings as they are now.

    A stored time further away than one wait (the clock was set back, or ``every`` was made shorter) counts as one
    wait from now; None counts as due at once. Ask once, when a source enters the plan: the answer for a stored time
    that lies too far away moves on with ``now``.
    """
    if status.next_due_at is None:
        return now
    latest = next_due_at(rules, now=now, draw=1.0, failures=status.failures)
    if status.failures:
        # A Retry-After of the server may lie beyond the interval, but not beyond the longest backoff.
        latest = max(latest, now + rules.max_backoff)
    return min(status.next_due_at, latest)


def scan_moment(now: datetime, status: SourceStatus) -> datetime:
    """Return the one moment that a scan stamps on what it writes: now, but never before the last complete scan."""
    return now if status.last_complete_at is None else max(now, status.last_complete_at)


def may_send_validators(rules: ScheduleRules, status: SourceStatus, *, now: datetime) -> bool:
    """Return whether a "not modified" would be believed: the last whole read is recent.

    A whole read in the future, left by a clock that was wrong, is as far away as one in the past.
    """
    return status.last_full_at is not None and abs(now - status.last_full_at) < rules.full_fetch_every


def looks_offline(failed_by_network: Collection[bool]) -> bool:
    """Return whether so many of the last scans failed in the network that the fault is ours, not the boards'."""
    count = len(failed_by_network)
    return count >= _OFFLINE_MIN_SOURCES and sum(failed_by_network) >= _OFFLINE_SHARE * count


def _is_cron(every: str) -> bool:
    return " " in every.strip() and len(every.split()) >= 5
