"""Words for people: counts, places, salaries, moments. All of it total: any text gives one clean line."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jobscan.domain.delivery import NotificationKind
from jobscan.utils.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from jobscan.domain.delivery import MatchedJob

#: Not from strftime, which depends on the locale.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_INTERVALS = {"year": "a year", "month": "a month", "week": "a week", "day": "a day", "hour": "an hour", "once": "once"}
_COUNTED = {
    NotificationKind.NEW: "new",
    NotificationKind.UPDATED: "updated",
    NotificationKind.REOPENED: "reopened",
    NotificationKind.EXISTING: "existing",
}
_LINE_LIMIT = 2_000
_TOKEN = re.compile(r"[0-9a-f]{8,64}")


def line(text: object, limit: int = 300) -> str:
    """Return the text as one clean line of at most ``limit`` characters, a cut shown by "…".

    Anything but a str gives "".
    """
    cleaned = clean_line(text, _LINE_LIMIT)
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1].rstrip() + "…"


def sha256_hex(text: str) -> str:
    """Return the hex SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def safe_token(token: str) -> str:
    """Return a message's token as it goes into identities; one that is not hex as its digest."""
    return token if _TOKEN.fullmatch(token) else sha256_hex(token)


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return "1 job", "2,000 jobs"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def count_jobs(kinds: Iterable[NotificationKind], more: int = 0) -> str:
    """Return what a message holds: "5 new jobs, 2 updated, 30 more". Existing ones come last, so that ``more`` are."""
    found = Counter(kinds)
    if found[NotificationKind.EXISTING]:
        found[NotificationKind.EXISTING] += max(0, more)
        more = 0
    counts = [(found[kind], word) for kind, word in _COUNTED.items() if found[kind]]
    if not counts:
        return counted(more, "job")
    (first, word), *others = counts
    parts = [counted(first, f"{word} job"), *(f"{count:,} {word}" for count, word in others)]
    return ", ".join(parts + ([f"{more:,} more"] if more > 0 else []))


def spoken(word: object) -> str:
    """Return one of our common words as people write it: ``full_time`` is "Full-time"; other words unchanged."""
    text = line(word, 80)
    return text.replace("_", "-").capitalize() if text.isascii() and text.islower() else text


def short_place(location: str) -> str:
    """Return the first of several places and how many more there are: "London +2"."""
    places = [place for part in location.split(";") if (place := line(part))]
    if not places:
        return ""
    return places[0] if len(places) == 1 else f"{places[0]} +{len(places) - 1}"


def salary(matched: MatchedJob, replaced: Mapping[str, object] | None = None) -> str:
    """Return "80,000–100,000 EUR a year"; "" when there is none. ``replaced`` are other values for its fields."""
    values = {name: getattr(matched, f"salary_{name}") for name in ("min", "max", "currency", "interval")}
    values |= replaced or {}
    low, high = _amount(values["min"]), _amount(values["max"])
    if not low and not high:
        return ""
    amount = low if low == high else f"{low}–{high}" if low and high else f"from {low}" if low else f"up to {high}"
    interval = line(values["interval"], 20)
    return " ".join(part for part in (amount, line(values["currency"], 10), _INTERVALS.get(interval, "")) if part)


def _amount(value: object) -> str:
    # A NaN is not below anything.
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) < 1e15:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def plain_value(value: object) -> str:
    """Return one value of a change; "none" when there is none."""
    if isinstance(value, str):
        return line(value) or "none"
    return _amount(value) or "none"


def moment(at: datetime, time_zone: str) -> str:
    """Return "12 Nov 2026, 08:05 (Europe/Berlin)"; in UTC when there is no such zone."""
    zone = _zone(time_zone)
    return f"{_local(at, zone)} ({line(time_zone, 60) if zone else 'UTC'})"


def span(since: datetime, until: datetime, time_zone: str) -> str:
    """Return "5 Nov 2026, 08:05 to 12 Nov 2026, 08:05 (Europe/Berlin)"; in UTC when there is no such zone."""
    return f"{_local(since, _zone(time_zone))} to {moment(until, time_zone)}"


def _local(at: datetime, zone: ZoneInfo | None) -> str:
    try:
        local = at.astimezone(zone or UTC)
    except OverflowError:  # at the ends of the calendar
        local = at
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, a path, a directory; all of them seen from ZoneInfo
        return None
