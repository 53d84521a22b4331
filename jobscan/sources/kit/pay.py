"""Pay as boards write it: numbers, decimal strings, cents; intervals in words; several ranges for several places."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jobscan.domain.job import PayInterval, Salary

if TYPE_CHECKING:
    from collections.abc import Iterable


class PayPeriod(NamedTuple):
    """The period of one payment."""

    #: None: not known.
    interval: PayInterval | None
    #: How many intervals one payment is for: 2 when people are paid every two weeks, 0.5 when twice a month.
    times: float = 1


_UNKNOWN = PayPeriod(None)
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
#: Payments for a part or a multiple of an interval, in words ("bi-week-salary", "semi-monthly").
_TWO_WEEKS = re.compile(r"\b(?:bi[-_ ]?week(?:ly)?|fortnight(?:ly)?|(?:2|two)[-_ ]weeks?|every other week)\b")
_HALF_A_MONTH = re.compile(r"\b(?:(?:semi|half)[-_ ]?month(?:ly)?|twice (?:(?:a|per) month|monthly))\b")
_PHRASES = ((_TWO_WEEKS, PayPeriod(PayInterval.WEEK, 2)), (_HALF_A_MONTH, PayPeriod(PayInterval.MONTH, 0.5)))
#: Ashby's own form: "6 MONTH".
_COUNTED = re.compile(r"([1-9]\d?) (year|month|week|day|hour)s?")
#: These change the interval, or make it ambiguous: "bi-monthly" is twice a month or every two months.
_SPOILERS = frozenset({"semi", "bi", "half"})
#: A number counts these ("6 MONTH"); before "annual" it numbers something else ("Zone 2 annual range").
_COUNTABLE = frozenset({"year", "month", "week", "day", "hour"})
_WORD = re.compile(r"[a-z]+|[0-9]+")
_LONGEST_LABEL = 200


def amount(value: float | str | None, *, scale: float = 1) -> float | None:
    """Return a sum of money, given as a number or a decimal string, divided by ``scale``.

    None when there is none: boards write 0, less, or text that is not a number for "not given".
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


def read_salary(low: float | None, high: float | None, currency: str | None, paid: str | None) -> Salary:
    """Return a salary from its bounds, its currency and the words that say what it is paid for ("Annual Pay Range").

    Pay for two weeks, half a month or several months becomes that of one week or month, which can be compared.
    """
    interval, times = pay_period(paid)
    if times != 1:
        low, high = (None if bound is None else round(bound / times, 2) for bound in (low, high))
    return Salary(low, high, currency_code(currency), interval)


def pay_period(text: str | None) -> PayPeriod:
    """Return the period of a salary, from words around it: "1 YEAR", "per-hour-wage", "every two weeks".

    It has no interval when the words name none, several, or one with two meanings ("bi-monthly").
    """
    text = text or ""
    # Boards repeat a few; text longer than any label is not cached.
    return _read_period(text) if len(text) <= _LONGEST_LABEL else _read_period.__wrapped__(text)


@lru_cache(maxsize=1024)
def _read_period(text: str) -> PayPeriod:
    text = text.lower().replace("one-time", "onetime")
    if counted := _COUNTED.fullmatch(text.strip()):
        return PayPeriod(_INTERVAL_WORDS[counted[2]], int(counted[1]))
    named: set[PayPeriod] = set()
    for phrase, period in _PHRASES:
        text, found = phrase.subn(" ", text)
        if found:
            named.add(period)
    words = _WORD.findall(text)
    for before, word in zip(["", *words], words, strict=False):
        if word not in _INTERVAL_WORDS:
            continue
        if before in _SPOILERS or (before.isdigit() and before != "1" and word in _COUNTABLE):
            return _UNKNOWN
        named.add(PayPeriod(_INTERVAL_WORDS[word]))
    return named.pop() if len(named) == 1 else _UNKNOWN


def merge_salaries(salaries: Iterable[Salary]) -> Salary | None:
    """Return one salary that spans those of one currency; None when none has an amount.

    The first with an amount decides the currency. Ranges for another interval are also left out: an hourly and a yearly
    range have no common span. A range without an interval is included.
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
