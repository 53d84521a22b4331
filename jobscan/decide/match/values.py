"""Values of postings and rules, other than words, in comparable form."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.match.words import fold
from jobscan.decide.posting.vocabulary import common_employment_type
from jobscan.domain.job import PayInterval

if TYPE_CHECKING:
    from jobscan.domain.alert import AlertRule
    from jobscan.domain.facts import JobFacts
    from jobscan.domain.job import Job

#: How often an amount is paid in a year of full-time work: 52 weeks of 5 days of 8 hours. "once" cannot be compared.
TIMES_A_YEAR = {
    PayInterval.HOUR: 2080,
    PayInterval.DAY: 260,
    PayInterval.WEEK: 52,
    PayInterval.MONTH: 12,
    PayInterval.YEAR: 1,
}


class YearlyPay(NamedTuple):
    """An amount that can be compared with others in its currency."""

    #: ISO 4217, upper case.
    currency: str
    #: In whole units of the currency for a year of full-time work; finite.
    amount: float


def highest_amount(job: Job) -> float | None:
    """Return the upper bound of the salary, or its only bound, as the board gave it; None when it gives none."""
    return job.salary_min if job.salary_max is None else job.salary_max


def highest_pay(job: Job) -> YearlyPay | None:
    """Return the highest amount for a year; None when it cannot be compared with any other."""
    return yearly(highest_amount(job), job.salary_currency, job.salary_interval)


def read_pay(facts: JobFacts) -> YearlyPay | None:
    """Return the highest amount for a year that the text gives; None when it cannot be compared with any other."""
    pay = facts.pay_range
    if pay is None:
        return None
    return yearly(pay.minimum if pay.maximum is None else pay.maximum, pay.currency, pay.interval)


def wanted_pay(rule: AlertRule) -> YearlyPay | None:
    """Return the minimum pay of a rule; None when it has none, or one that cannot be compared."""
    return yearly(rule.min_salary, rule.currency, rule.interval)


def yearly(amount: float | None, currency: str | None, interval: PayInterval | None) -> YearlyPay | None:
    """Return the amount for a year; None when a part is missing, the amount is not finite, or it is paid once."""
    times = None if interval is None else TIMES_A_YEAR.get(interval)
    if amount is None or times is None or not currency or not math.isfinite(amount):
        return None
    return YearlyPay(currency.strip().upper(), amount * times)


def employment_word(word: str | None) -> str:
    """Return an employment type as the common word, or the board's own, folded; "" when there is none."""
    return fold(common_employment_type(word or "") or "")


def language_tag(written: str | None) -> str:
    """Return a language tag in comparable form ("en_GB" en-gb); "" when there is none."""
    return (written or "").strip().replace("_", "-").lower()


def language_beginnings(tag: str) -> tuple[str, ...]:
    """Return all tags that match a posting in a language: en, en-gb for "en-gb"; () for ""."""
    parts = tag.split("-") if tag else []
    return tuple("-".join(parts[:count]) for count in range(1, len(parts) + 1))


def source_name(written: str) -> str:
    """Return a source, or a system, in comparable form."""
    return written.strip().casefold()


def source_names(type_: str, identifier: str) -> tuple[str, str]:
    """Return the names that match a source: its system, and ``type/identifier``."""
    return source_name(type_), source_name(f"{type_}/{identifier}")
