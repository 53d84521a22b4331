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

#: Doublings after which the backoff is beyond any cap in use.
_MAX_DOUBLINGS = 16
#: A source with a cron expression is tried again this long after its first failure.
_FIRST_RETRY = timedelta(minutes=5)
#: `CronSim` finds the moments before and after the one it is given, not that moment itself.
_SECOND = timedelta(seconds=1)
#: Network failures among fewer sources than this say nothing about our own network.
_OFFLINE_MIN_SOURCES = 3
_OFFLINE_SHARE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRules:
    """The settings that decide when a source is scanned again."""

    #: A duration ("15m") or a cron expression ("0 8 * * mon-fri", in UTC).
    every: str = "15m"
    #: Share of the interval by which a due time is moved, 0 to 0.5, so that sources are not all due at once.
    jitter: float = 0.1
    #: The longest wait after failures; jobscan never gives up on a source.
    max_backoff: timedelta = timedelta(days=1)
    #: Validators older than this are not sent: a server whose ETag lies is found out within a day.
    full_fetch_every: timedelta = timedelta(days=1)


def check_every(every: str) -> None:
    """Raise ValueError, saying what is accepted, unless ``every`` is a duration or a cron expression."""
    if _is_cron(every):
        try:
            CronSim(every, datetime(2026, 1, 1))  # noqa: DTZ001 - only the syntax is looked at
        except CronSimError as exc:
            raise ValueError(
                f'"{every}" is not a valid cron expression ({exc}); write it like "0 8 * * mon-fri"'
            ) from exc
        return
    parse_duration(every)


def next_due_at(
    rules: ScheduleRules, *, now: datetime, draw: float, failures: int = 0, retry_after_s: float | None = None
) -> datetime:
    """Return when the source is due again.

    ``draw`` is a random number from 0 to 1 for the jitter; ``failures`` counts failed scans in a row;
    ``retry_after_s`` is the wait that the server asked for: the source is not due before that.

    An interval is also the wait after the first failure, and doubles with each further one, up to ``max_backoff``. A
    cron expression is followed while nothing fails. After a failure its source is tried again after five minutes (or
    the gap between two of its moments, if that is less), doubled with each further failure up to ``max_backoff``:

    - as long as this is less than the gap, in between, and at the next moment at the latest: a daily board that failed
      at 8:00 is requested at 8:05, 8:15, 8:35, … and at 8:00 the next day;
    - then at the first moment after the wait: with an expression for every minute, more and more moments are skipped.

    Raises ValueError when ``every`` is neither a duration nor a cron expression.
    """
    if _is_cron(rules.every):
        due = _cron_due(rules, now, draw, failures)
    else:
        interval = parse_duration(rules.every)
        wait = _backed_off(interval, failures, rules)
        jittered = _jittered(wait, rules, draw)
        due = now + (jittered if wait == interval else min(jittered, rules.max_backoff))
    if retry_after_s is not None:
        due = max(due, now + timedelta(seconds=retry_after_s))
    return due


def effective_due_at(rules: ScheduleRules, status: SourceStatus, *, now: datetime) -> datetime:
    """Return when the source is due by its stored time and the settings as they are now.

    A stored time further away than one wait (the clock was set back, or ``every`` was made shorter) counts as one
    wait from now; None counts as due at once. Call this once, when a source enters the plan: for a stored time that is
    too far away, the result moves on with ``now``.
    """
    if status.next_due_at is None:
        return now
    latest = next_due_at(rules, now=now, draw=1.0, failures=status.failures)
    if status.failures:
        # A Retry-After of the server may exceed the interval, but not the longest backoff.
        latest = max(latest, now + rules.max_backoff)
    return min(status.next_due_at, latest)


def scan_moment(now: datetime, status: SourceStatus) -> datetime:
    """Return the one moment that a scan writes into its rows: now, but never before the last complete scan."""
    return now if status.last_complete_at is None else max(now, status.last_complete_at)


def may_send_validators(rules: ScheduleRules, status: SourceStatus, *, now: datetime) -> bool:
    """Return whether a "not modified" would be believed: the last whole read is recent.

    A whole read in the future, from a clock that was wrong, counts like one equally long ago.
    """
    return status.last_full_at is not None and abs(now - status.last_full_at) < rules.full_fetch_every


def looks_offline(failed_by_network: Collection[bool]) -> bool:
    """Return whether so many of the last scans failed in the network that ours must be down, not the boards."""
    count = len(failed_by_network)
    return count >= _OFFLINE_MIN_SOURCES and sum(failed_by_network) >= _OFFLINE_SHARE * count


def _cron_due(rules: ScheduleRules, now: datetime, draw: float, failures: int) -> datetime:
    following, late = next(CronSim(rules.every, now)), timedelta(seconds=draw * 30)
    if not failures:
        return following + late
    gap = following - next(CronSim(rules.every, following, reverse=True))
    wait = _backed_off(min(_FIRST_RETRY, gap), failures, rules)
    if wait <= gap:
        return min(following + late, now + _jittered(wait, rules, draw))
    return next(CronSim(rules.every, now + wait - _SECOND)) + late


def _backed_off(wait: timedelta, failures: int, rules: ScheduleRules) -> timedelta:
    """Return a wait, doubled for each failure after the first, up to the longest one (or itself, if that is more)."""
    for _ in range(min(max(failures - 1, 0), _MAX_DOUBLINGS)):
        wait = max(wait, min(wait * 2, rules.max_backoff))
    return wait


def _jittered(wait: timedelta, rules: ScheduleRules, draw: float) -> timedelta:
    return wait * (1 + rules.jitter * (2 * draw - 1))


def _is_cron(every: str) -> bool:
    return " " in every.strip() and len(every.split()) >= 5
