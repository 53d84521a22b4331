"""Pay that a posting's text states: its ranges, and the one range to compare with."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.decide.enrich.money.amounts import read_amounts
from jobscan.decide.enrich.money.bounds import stated_bounds
from jobscan.decide.enrich.money.currencies import currency_in, is_shared
from jobscan.decide.enrich.money.scope import country_in, heading_scope, place_or_level
from jobscan.decide.enrich.money.size import is_pay_for
from jobscan.decide.enrich.money.surroundings import surroundings_of
from jobscan.decide.enrich.money.verdict import implied_by_size, is_pay
from jobscan.decide.match.values import TIMES_A_YEAR
from jobscan.domain.facts import PayBasis, PayRange, Span
from jobscan.domain.job import PayInterval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jobscan.decide.enrich.money.amounts import Money
    from jobscan.decide.enrich.money.surroundings import Surroundings

#: Between amounts that share the words behind them: "3,850 USD / 2,310 GBP per week".
_OR = re.compile(r"\s?[/|,]\s?|\s(?:or|oder|ou|o|lub|eller)\s")

#: Characters in which a country is looked for: behind an amount, and in the sentences before its own.
_NEAR = 40
_EARLIER = 120


def find_pay(text: str, country: str | None = None) -> tuple[PayRange, ...]:
    """Return every amount of pay that a description states, in its order.

    ``country`` is the posting's (ISO 3166-1 alpha-2): it decides which dollar "$" is, unless the sentence names a
    country; without either the currency is None. Bonuses, budgets, stipends, revenue and other money are left out.
    """
    found: list[PayRange] = []
    amounts = list(read_amounts(text))
    previous_end = -1
    for at, money in enumerate(amounts):
        around = surroundings_of(text, money, _end_of_row(text, amounts, at), previous_end)
        said = money.interval or around.behind.interval or _fitting(money, around.before.interval)
        if is_pay(money, said, around):
            said = said or _inherited(money, around, found)
            found.append(_pay_range(money, said, around, country))
            previous_end = money.end
    return _agreeing(found)


def comparable_pay(ranges: Iterable[PayRange]) -> PayRange | None:
    """Return the one range to filter by: it spans those of one currency, interval and basis; None without any.

    Base comes before OTE and these before total pay, a known interval and currency before an unknown one, then the
    first of the text. Its span reaches from the first to the last of its ranges.
    """
    ranges = list(ranges)
    if not ranges:
        return None
    first = min(ranges, key=_preference)
    kind = _kind(first)
    return _spanning([one for one in ranges if _kind(one) == kind])


def yearly_pay_range(pay: PayRange) -> PayRange | None:
    """Return a range for a year of full-time work, to compare with others; never to be stored.

    None when its interval is not known, or it is paid once.
    """
    times = None if pay.interval is None else TIMES_A_YEAR.get(pay.interval)
    if times is None:
        return None
    low, high = (None if bound is None else bound * times for bound in (pay.minimum, pay.maximum))
    return replace(pay, minimum=low, maximum=high, interval=PayInterval.YEAR)


def _end_of_row(text: str, amounts: Sequence[Money], at: int) -> int:
    """Return the end of the last of the amounts that share the words behind them."""
    while at + 1 < len(amounts):
        one, other = amounts[at], amounts[at + 1]
        if one.currency == other.currency or not _OR.fullmatch(text[one.end : min(other.start, one.end + 9)]):
            break
        at += 1
    return amounts[at].end


def _inherited(money: Money, around: Surroundings, found: Sequence[PayRange]) -> PayInterval | None:
    """Return the interval that the heading says, or the range before it in a list."""
    if around.above.words is not None:
        return _fitting(money, around.above.words.interval)
    if (around.above.follows or around.continues) and found and not found[-1].interval_implied:
        return _fitting(money, found[-1].interval)
    return None


def _fitting(money: Money, interval: PayInterval | None) -> PayInterval | None:
    """Return the interval unless the amount is not of the size of such pay."""
    if interval is None or not is_pay_for(money.low, money.high, money.currency, interval):
        return None
    return interval


def _pay_range(money: Money, said: PayInterval | None, around: Surroundings, country: str | None) -> PayRange:
    minimum, maximum = stated_bounds(money, around.line.before, around.line.behind)
    scope = _scope(around)
    currency = _currency(money, around, scope, country)
    # "$22,865" is a month's pay in Hong Kong.
    implied = None if said else implied_by_size(money._replace(currency=currency or money.currency))
    above = around.above.words.basis if around.above.words else None
    return PayRange(
        minimum=minimum,
        maximum=maximum,
        currency=currency,
        interval=said or implied,
        interval_implied=implied is not None,
        basis=around.behind.basis or around.before.basis or above or PayBasis.BASE,
        applies_to=scope,
        span=Span(money.start, money.end),
    )


def _scope(around: Surroundings) -> str | None:
    named = place_or_level(around.line.before, around.line.behind)
    return named or next((name for heading in around.above.headings if (name := heading_scope(heading))), None)


def _currency(money: Money, around: Surroundings, scope: str | None, country: str | None) -> str | None:
    if not is_shared(money.currency):
        return money.currency
    line = around.line
    places = (
        scope or "",
        line.before,
        *around.above.headings,
        line.earlier[-_EARLIER:],
        line.behind[:_NEAR].partition(". ")[0],
    )
    named = next((named for place in places if (named := country_in(place, money.currency))), None)
    return currency_in(money.currency, named or country)


def _agreeing(found: Sequence[PayRange]) -> tuple[PayRange, ...]:
    """Return the ranges, of which those with the same figures also have the same currency and interval."""
    known: dict[tuple[float | None, float | None], PayRange] = {}
    for pay in found:
        if pay.currency is not None and not pay.interval_implied:
            known.setdefault((pay.minimum, pay.maximum), pay)
    return tuple(_agreed(pay, known.get((pay.minimum, pay.maximum))) for pay in found) if known else tuple(found)


def _agreed(pay: PayRange, same: PayRange | None) -> PayRange:
    if same is None or (pay.currency is not None and pay.currency != same.currency):
        return pay
    interval, implied = pay.interval, pay.interval_implied
    if same.interval is not None and (interval is None or (implied and interval is same.interval)):
        interval, implied = same.interval, False
    return replace(pay, currency=same.currency, interval=interval, interval_implied=implied)


_BASES = (PayBasis.BASE, PayBasis.OTE, PayBasis.TOTAL)


def _preference(pay: PayRange) -> tuple[int, bool, bool]:
    return _BASES.index(pay.basis), pay.interval is None, pay.currency is None


def _kind(pay: PayRange) -> tuple[str | None, PayInterval | None, PayBasis]:
    return pay.currency, pay.interval, pay.basis


def _spanning(ranges: Sequence[PayRange]) -> PayRange:
    """Return the range from the least to the most of ranges of one kind."""
    first = ranges[0]
    lows = [one.minimum for one in ranges if one.minimum is not None]
    highs = [one.maximum for one in ranges if one.maximum is not None]
    scopes = {one.applies_to for one in ranges}
    spans = [one.span for one in ranges if one.span is not None]
    return replace(
        first,
        minimum=min(lows, default=None),
        maximum=max(highs, default=None),
        interval_implied=any(one.interval_implied for one in ranges),
        applies_to=scopes.pop() if len(scopes) == 1 else None,
        span=Span(min(span.start for span in spans), max(span.end for span in spans)) if spans else None,
    )
