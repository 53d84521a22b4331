"""Whether an amount is what a person is paid, by the words around it and its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.enrich.money.size import implied_interval, is_pay_for
from jobscan.decide.enrich.money.words import MoneyWord
from jobscan.domain.job import PayInterval

if TYPE_CHECKING:
    from jobscan.decide.enrich.money.amounts import Money
    from jobscan.decide.enrich.money.surroundings import Surroundings


#: A single amount without any word for pay is pay from here on, if it is said to be for such a time.
_EVIDENT_YEAR = 15_000.0
_EVIDENT_DAY = 100.0
_EVIDENT_HOUR = 7.0
#: Characters of a sentence before such a range ("Drivers get $1,400 - $1,700 a week"); longer ones say what it is.
_LONGEST_LEAD = 32
#: Without an interval, an amount may be pay for a month from here on: next to a word for pay, or a range by itself.
_LARGE = 1_000.0
#: Ranges of pay are narrower ("customers who pay $10,000 - $500,000 a year"), unless they are called pay.
_WIDEST = 4
#: No pay is less, whatever it is for.
_LEAST = 2.0


def is_pay(money: Money, interval: PayInterval | None, around: Surroundings) -> bool:
    """Return whether an amount is pay. ``interval``: as its own sentence says, None when it does not.

    The words next to it decide, first those behind it; then the rest of its line, the range before it, the heading
    above; at last its form: a range of dollars per hour is pay without any word.
    """
    if money.low < _LEAST or around.behind.meaning is MoneyWord.OTHER:
        return False
    before, behind = around.before.meaning, around.behind.meaning
    if before is MoneyWord.OTHER:
        # "Budget: $90,000 salary", but not "bonus of 1.000 € brutto".
        return behind is MoneyWord.PAY and around.behind.basis is not None and _is_sized(money, interval)
    if MoneyWord.PAY in (before, behind):
        is_label = before is MoneyWord.PAY and around.before.is_next
        return is_label or money.is_range or money.low >= _LARGE or _is_sized(money, interval)
    return money.high <= _WIDEST * money.low and _is_pay_without_word(money, interval, around)


def _is_pay_without_word(money: Money, interval: PayInterval | None, around: Surroundings) -> bool:
    """Return whether an amount that no word next to it calls pay is pay."""
    if MoneyWord.MAYBE in (around.before.meaning, around.behind.meaning):
        is_likely = interval is not None or money.is_range or around.before.meaning is MoneyWord.NONE
        # "18 000 - 24 000 PLN netto"
        is_large = around.behind.meaning is MoneyWord.MAYBE and money.is_range and money.low >= _LARGE
        return is_large or (is_likely and _is_sized(money, interval))
    if _is_pay_by_place(money, interval, around):
        return True
    return _is_evident(money, interval, around)


def implied_by_size(money: Money) -> PayInterval | None:
    """Return the interval that the size of an amount implies; a single small amount implies none."""
    interval = implied_interval(money.low, money.high, money.currency)
    return interval if money.is_range or interval is PayInterval.YEAR else None


def _is_sized(money: Money, interval: PayInterval | None) -> bool:
    if interval is None:
        return implied_by_size(money) is not None
    return is_pay_for(money.low, money.high, money.currency, interval)


def _is_pay_by_place(money: Money, interval: PayInterval | None, around: Surroundings) -> bool:
    """Return whether what stands before its sentence or above its line makes it pay."""
    sized = _is_sized(money, interval)
    if around.earlier is MoneyWord.OTHER:
        return False
    if around.continues or around.above.follows or around.earlier is MoneyWord.PAY:
        return sized
    if around.above.meaning is MoneyWord.PAY:
        return sized or money.is_range
    return around.above.meaning is MoneyWord.MAYBE and sized and (money.is_range or interval is PayInterval.HOUR)


def _is_evident(money: Money, interval: PayInterval | None, around: Surroundings) -> bool:
    """Return whether its form alone says that it is pay."""
    if MoneyWord.OTHER in (around.above.meaning, around.earlier):
        return False
    if MoneyWord.TOPIC in (around.before.meaning, around.earlier):
        # In a title ("contract", "Development Technician"), it may stand before a wage.
        return interval is PayInterval.HOUR and money.is_range and money.low >= _EVIDENT_HOUR
    if interval is None:
        implied = implied_by_size(money)
        is_large = implied is PayInterval.YEAR or (implied is None and money.low >= _LARGE)
        return money.is_range and around.stands_alone and is_large
    return _is_sized(money, interval) and _is_evident_for(interval, money, around)


def _is_evident_for(interval: PayInterval, money: Money, around: Surroundings) -> bool:
    """Return whether an amount of a size that is paid for an interval is pay by its form alone."""
    if interval is PayInterval.HOUR:
        return money.low >= _EVIDENT_HOUR
    if money.is_range:
        return len(around.line.before) <= _LONGEST_LEAD
    least = {PayInterval.YEAR: _EVIDENT_YEAR, PayInterval.DAY: _EVIDENT_DAY}.get(interval)
    return least is not None and around.stands_alone and money.low >= least
