"""Moments as feeds and pages write them: RFC 2822, ISO 8601 and what is nearly that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobscan.utils.time import parse_date, parse_http_date, parse_iso

if TYPE_CHECKING:
    from datetime import datetime

#: "2026-5-13", and the day of what is no ISO 8601 behind it ("2031-09-09 00:00:00T23:59").
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", re.ASCII)
#: "Fri, 23 Sep 2011", "23 Sep 2011".
_ONLY_DAY = re.compile(r"(?:[A-Za-z]{3,9}, *)?\d{1,2} [A-Za-z]{3,9} \d{4}", re.ASCII)
#: "Sep 23, 2026" and "Mon Aug 24 00:00:00 UTC 2026", as English pages and Java write it.
_MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]{3,9}) (?P<day>\d{1,2}), (?P<year>\d{4})", re.ASCII)
_JAVA = re.compile(
    r"[A-Za-z]{3} (?P<month>[A-Za-z]{3}) (?P<day>\d{1,2}) (?P<time>[\d:]{8}) (?:UTC|GMT) (?P<year>\d{4})", re.ASCII
)
#: "6/8/2026": June, where only employers in the United States write so.
_US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_LONGEST = 64


def read_moment(text: object) -> datetime | None:
    """Read a date or a date-time as feeds and JSON-LD write it; a missing zone means UTC.

    None when it is none of the known forms. "10/5/2026" is not read: it is two days in one.
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    text = text.strip()
    if moment := parse_iso(text):
        return moment
    if day := _DAY.match(text):
        return parse_date(f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}")
    if found := _MONTH_FIRST.fullmatch(text) or _JAVA.fullmatch(text):
        time = found.groupdict().get("time", "00:00:00")
        text = f"{found['day']} {found['month'][:3]} {found['year']} {time}"
    elif _ONLY_DAY.fullmatch(text):
        text += " 00:00:00"
    return parse_http_date(text)


def read_us_day(text: str | None) -> datetime | None:
    """Read month, day and year ("6/8/2026" is the 8th of June) as that day's midnight in UTC; None when it is none.

    For systems whose boards are all in the United States.
    """
    day = _US_DAY.fullmatch((text or "").strip())
    return parse_date(f"{day[3]}-{int(day[1]):02}-{int(day[2]):02}") if day else None
