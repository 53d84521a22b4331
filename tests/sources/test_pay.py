"""Pay in the boards' words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.domain.job import PayInterval, Salary
from jobscan.sources.kit.pay import amount, currency_code, merge_salaries, pay_period, read_salary


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (55000, 55000.0),
        ("55000.0", 55000.0),
        (0.5, 0.5),
        (None, None),
        (0, None),
        (-5, None),
        (True, None),
        ("", None),
        ("55k", None),
        ("nan", None),
        ("inf", None),
        (10**400, None),
        (float("nan"), None),
    ],
)
def test_an_amount_is_a_positive_number(value: float | str | None, kept: float | None) -> None:
    assert amount(value) == kept


def test_cents_become_whole_units() -> None:
    assert amount(6100050, scale=100) == 61000.5


@pytest.mark.parametrize(
    ("text", "kept"),
    [("USD", "USD"), (" usd ", "USD"), ("EURO", None), ("$", None), ("", None), (None, None), ("ÉÜÖ", None)],
)
def test_a_currency_is_three_letters(text: str | None, kept: str | None) -> None:
    assert currency_code(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("France Annual Pay Range", PayInterval.YEAR),
        ("Zone 2 annual range 2026", PayInterval.YEAR),
        ("1 YEAR", PayInterval.YEAR),
        ("per annum", PayInterval.YEAR),
        ("Hourly rate", PayInterval.HOUR),
        ("$/hour", PayInterval.HOUR),
        ("one-time", PayInterval.ONCE),
        ("full-time annual", PayInterval.YEAR),
        ("semi-annual", None),
        ("bi-monthly", None),
        ("bi-month-salary", None),
        ("Zone 2 hour range", None),
        ("biweekly or annual", None),
        ("0 MONTH", None),
        ("annual or hourly", None),
        ("Holiday pay", None),
        ("NONE", None),
        ("", None),
        (None, None),
    ],
)
def test_an_interval_is_named_by_whole_words(text: str | None, kept: PayInterval | None) -> None:
    assert pay_period(text) == (kept, 1)


@pytest.mark.parametrize(
    ("text", "interval", "count"),
    [
        ("2 WEEK", PayInterval.WEEK, 2),
        ("bi-week-salary", PayInterval.WEEK, 2),
        ("bi-weekly", PayInterval.WEEK, 2),
        ("Biweekly pay", PayInterval.WEEK, 2),
        ("every two weeks", PayInterval.WEEK, 2),
        ("paid every 2 weeks", PayInterval.WEEK, 2),
        ("Fortnightly", PayInterval.WEEK, 2),
        ("semi-month-salary", PayInterval.MONTH, 0.5),
        ("Semimonthly rate", PayInterval.MONTH, 0.5),
        ("HALF_MONTH", PayInterval.MONTH, 0.5),
        ("twice a month", PayInterval.MONTH, 0.5),
        ("6 MONTH", PayInterval.MONTH, 6),
        ("12 MONTH", PayInterval.MONTH, 12),
        ("4 WEEKS", PayInterval.WEEK, 4),
    ],
)
def test_a_payment_for_several_intervals_is_counted_in_them(text: str, interval: PayInterval, count: float) -> None:
    assert pay_period(text) == (interval, count)


@pytest.mark.parametrize(
    ("low", "high", "paid", "salary"),
    [
        (4000.0, 5000.0, "2 WEEK", Salary(2000.0, 2500.0, "USD", PayInterval.WEEK)),
        (2500.0, None, "semi-month-salary", Salary(5000.0, None, "USD", PayInterval.MONTH)),
        (None, 100.0, "3 MONTH", Salary(None, 33.33, "USD", PayInterval.MONTH)),
        (60.0, 75.5, "1 HOUR", Salary(60.0, 75.5, "USD", PayInterval.HOUR)),
        (60.123, 75.0, "1 HOUR", Salary(60.123, 75.0, "USD", PayInterval.HOUR)),
        (1000.0, 2000.0, "bi-monthly", Salary(1000.0, 2000.0, "USD", None)),
    ],
)
def test_a_salary_is_that_of_one_interval(low: float | None, high: float | None, paid: str, salary: Salary) -> None:
    assert read_salary(low, high, "usd", paid) == salary


_SALARIES = st.lists(
    st.builds(
        Salary,
        st.none() | st.integers(1, 9).map(float),
        st.none() | st.integers(1, 9).map(float),
        st.sampled_from(["USD", "EUR", None]),
        st.sampled_from([PayInterval.YEAR, PayInterval.HOUR, None]),
    )
)


@given(_SALARIES)
def test_a_merged_salary_spans_ranges_of_one_currency_and_interval(salaries: list[Salary]) -> None:
    merged = merge_salaries(salaries)
    given_amounts = [salary for salary in salaries if salary.minimum is not None or salary.maximum is not None]
    if merged is None:
        assert given_amounts == []
        return
    assert merged.currency == given_amounts[0].currency
    alike = [s for s in given_amounts if s.currency == merged.currency and s.interval in (None, merged.interval)]
    assert merged.minimum == min((s.minimum for s in alike if s.minimum is not None), default=None)
    assert merged.maximum == max((s.maximum for s in alike if s.maximum is not None), default=None)
