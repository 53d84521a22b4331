"""Pay as boards write it: numbers, decimal strings, cents; intervals in words; several ranges for several places."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from jobscan.domain.job import PayInterval, Salary

if TYPE_CHECKING:
    from collections.abc import Iterable

_INTERVAL_WORDS = {
    "year": PayInterval.YEAR,
    "yearly": PayInterval.YEAR,
    "annual": PayInterval.YEAR,
    "annually": PayInterval.YEAR,
    "annum": PayInterval.YEAR,
    "month": PayInterval.MONTH,
    "monthly": PayInterval.MONTH,
    "week": PayInterval.WEEK,
    "weekly": PayInterval.WEEK,
    "day": PayInterval.DAY,
    "daily": PayInterval.DAY,
    "hour": PayInterval.HOUR,
    "hourly": PayInterval.HOUR,
    "once": PayInterval.ONCE,
    "onetime": PayInterval.ONCE,
}
#: Before the interval these make it another one: "semi-month-salary", "bi-weekly".
_SPOILERS = frozenset({"semi", "bi", "half"})
#: A number counts these ("6 MONTH"); before "annual" it numbers something else ("Zone 2 annual range").
_COUNTABLE = frozenset({"year", "month", "week", "day", "hour"})
_WORD = re.compile(r"[a-z]+|[0-9]+")
_LONGEST_LABEL = 200


def amount(value: float | str | None, *, scale: float = 1) -> float | None:
    """Return a sum of money, given as a number or a decimal string, divided by ``scale``.

    None when there is none: 0, less, and text that is no number are how boards write "not given".
    """
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number / scale if 0 < number < 1e15 else None  # NaN and infinity fail this comparison


def currency_code(text: str | None) -> str | None:
    """Return a currency as ISO 4217 writes it ("USD"); None when the text is not three letters."""
    code = (text or "").strip().upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else None


def pay_interval(text: str | None) -> PayInterval | None:
    """Return what a salary is paid for, from words around it: "1 YEAR", "per-hour-wage", "Annual Pay Range".

    None when the words name no interval, several, or a part or multiple of one ("semi-month", "6 MONTH").
    """
    text = text or ""
    # Boards repeat a few; what is longer than any label is not kept.
    return _read_interval(text) if len(text) <= _LONGEST_LABEL else _read_interval.__wrapped__(text)


@lru_cache(maxsize=1024)
def _read_interval(text: str) -> PayInterval | None:
    words = _WORD.findall(text.lower().replace("one-time", "onetime"))
    named: set[PayInterval] = set()
    for before, word in zip(["", *words], words, strict=False):
        if word not in _INTERVAL_WORDS:
            continue
        if before in _SPOILERS or (before.isdigit() and before != "1" and word in _COUNTABLE):
            return None
        named.add(_INTERVAL_WORDS[word])
    return named.pop() if len(named) == 1 else None


def merge_salaries(salaries: Iterable[Salary]) -> Salary | None:
    """Return one salary that spans those of one currency; None when none has an amount.

    The first with an amount decides the currency. Ranges for another interval are left out too: an hourly and a yearly
    range have no span. A range that does not say its interval goes with the others.
    """
    usable = [salary for salary in salaries if salary.minimum is not None or salary.maximum is not None]
    if not usable:
        return None
    currency = usable[0].currency
    usable = [salary for salary in usable if salary.currency == currency]
    interval = next((salary.interval for salary in usable if salary.interval is not None), None)
    usable = [salary for salary in usable if salary.interval in (None, interval)]
    low = min((salary.minimum for salary in usable if salary.minimum is not None), default=None)
    high = max((salary.maximum for salary in usable if salary.maximum is not None), default=None)
    return Salary(low, high, currency, interval)
