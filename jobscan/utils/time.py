"""Moments: aware UTC datetimes only, and parsers of what boards send that return None instead of raising."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_LATEST = datetime(9998, 12, 31, tzinfo=UTC)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DURATION = re.compile(r"(\d{1,9})\s*(s|m|h|d|w)", re.ASCII)
_UNIT_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def require_aware(moment: datetime) -> datetime:
    """Return the moment in UTC.

    Raises ValueError for a naive datetime (asyncpg would store it silently as if it were UTC) and for one that has
    no place in the calendar of UTC, such as 9999-12-31T23:59:59-01:00.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"naive datetime {moment.isoformat()}: give it a time zone, such as datetime.UTC")
    try:
        return moment.astimezone(UTC)
    except OverflowError as exc:
        raise ValueError(f"{moment.isoformat()} in UTC is outside the years 1 to 9999") from exc


def _plausible(moment: datetime) -> datetime | None:
    try:
        moment = require_aware(moment)
    except ValueError:  # 0001-01-01+01:00 and 9999-12-31-01:00 leave the calendar
        return None
    return moment if _EARLIEST <= moment <= _LATEST else None


def parse_iso(text: object) -> datetime | None:
    """Read an ISO 8601 date-time or date; a missing zone means UTC. None when it is none, or outside 1970–9998."""
    if not isinstance(text, str) or not text.isascii() or len(text) > 64:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return _plausible(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment)


def parse_epoch_ms(value: object) -> datetime | None:
    """Read milliseconds since 1970 in UTC. None when it is no whole number, or outside 1970–9998."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        return None
    try:
        return _plausible(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value))
    except OverflowError:  # past the year 9999
        return None


def parse_date(text: object) -> datetime | None:
    """Read "YYYY-MM-DD" as that day's midnight in UTC. None when it is not one."""
    if not isinstance(text, str) or not _DAY.fullmatch(text.strip()):
        return None
    try:
        return _plausible(datetime.combine(date.fromisoformat(text.strip()), time(), tzinfo=UTC))
    except ValueError:
        return None


def parse_http_date(text: str) -> datetime | None:
    """Read an HTTP date (RFC 9110 §5.6.7). None when it is not one."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return _plausible(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment)


def parse_duration(text: str) -> timedelta:
    """Read "90s", "15m", "6h", "1d", "2w" or a sum such as "1h30m".

    Raises ValueError with the accepted forms when it is none of them, or zero.
    """
    compact = text.strip().lower()
    parts = _DURATION.findall(compact)
    if not parts or _DURATION.sub("", compact).strip():
        raise ValueError(f'"{text}" is not a valid duration; write it like 90s, 15m, 6h, 1d or 1h30m')
    seconds = sum(int(number) * _UNIT_S[unit] for number, unit in parts)
    if not 0 < seconds <= 366 * 86_400:
        raise ValueError(f'"{text}" is out of range; a duration is longer than zero and at most 366d')
    return timedelta(seconds=seconds)


def format_utc(moment: datetime) -> str:
    """Write a moment as ``YYYY-MM-DDTHH:MM:SS.ffffffZ``: fixed width, so that it sorts as text.

    Raises ValueError for a naive datetime.
    """
    return require_aware(moment).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def format_utc_or_none(moment: datetime | None) -> str | None:
    """Write a moment as `format_utc` does, and none as None."""
    return None if moment is None else format_utc(moment)
