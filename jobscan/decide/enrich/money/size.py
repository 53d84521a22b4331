"""How large pay is: which amounts can be pay for an interval, and which interval an amount implies."""

from __future__ import annotations

from jobscan.domain.job import PayInterval

#: Money of which one unit buys roughly what a dollar does; "$" is one of the dollars.
_LIKE_DOLLARS = frozenset({"USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD", "$"})
#: Interval → the least and the most that anybody is paid, in such money.
_SIZES = {
    PayInterval.HOUR: (2.0, 1_000.0),
    PayInterval.DAY: (20.0, 5_000.0),
    PayInterval.WEEK: (60.0, 15_000.0),
    PayInterval.MONTH: (150.0, 50_000.0),
    PayInterval.YEAR: (3_000.0, 5_000_000.0),
}
#: Of the smallest money, so many units are a dollar.
_MOST_UNITS = 30_000
#: Currency → from here on an amount is for a year: nobody is paid so much for a month.
_YEARLY = {
    "$": 9_000.0,
    "USD": 9_000.0,
    "CAD": 9_000.0,
    "AUD": 9_000.0,
    "NZD": 9_000.0,
    "EUR": 9_000.0,
    "GBP": 9_000.0,
    "CHF": 30_000.0,
    "PLN": 70_000.0,
    "kr": 200_000.0,
    "SEK": 200_000.0,
    "NOK": 200_000.0,
    "DKK": 200_000.0,
    "INR": 300_000.0,
    "JPY": 2_000_000.0,
}
_MOST_YEARLY = 600
#: Amounts of such money between these are for an hour.
_HOURLY = (7.0, 150.0)


def is_pay_for(low: float, high: float, currency: str, interval: PayInterval) -> bool:
    """Return whether an amount of a currency (see `currency_of`) is of the size of pay for the interval."""
    least, most = _SIZES[interval]
    return least <= low and high <= (most if currency in _LIKE_DOLLARS else most * _MOST_UNITS)


def implied_interval(low: float, high: float, currency: str) -> PayInterval | None:
    """Return the interval that the size of an amount of a currency (see `currency_of`) implies; None: none is clear.

    7 to 150 dollars are for an hour, 9,000 and more for a year. Other money has other figures, or none: in Poland
    20,000 may be for a month.
    """
    floor = _YEARLY.get(currency)
    if floor is not None and floor <= low and high <= floor * _MOST_YEARLY:
        return PayInterval.YEAR
    if currency in _LIKE_DOLLARS and _HOURLY[0] <= low and high <= _HOURLY[1]:
        return PayInterval.HOUR
    return None
