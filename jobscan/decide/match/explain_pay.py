"""Explains the clause on the minimum salary: what the board gives, and what the text says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.match import values as readings
from jobscan.decide.match.phrases import unknown_clause
from jobscan.domain.job import PayInterval
from jobscan.domain.match import Clause

if TYPE_CHECKING:
    from jobscan.decide.match.values import YearlyPay
    from jobscan.domain.alert import AlertRule
    from jobscan.domain.facts import JobFacts
    from jobscan.domain.job import Job

_PER: dict[PayInterval | None, str] = {
    PayInterval.HOUR: "an hour",
    PayInterval.DAY: "a day",
    PayInterval.WEEK: "a week",
    PayInterval.MONTH: "a month",
    PayInterval.YEAR: "a year",
}


def pay_clause(rule: AlertRule, least: float, job: Job, facts: JobFacts) -> Clause:
    """Return the evaluated clause on a salary of at least ``least``; the board's field or the text must reach it."""
    wanted = readings.wanted_pay(rule)
    given, read = readings.highest_pay(job), readings.read_pay(facts)
    comparable = [
        (pay, _given(pay, job) if pay is given else _read(pay, facts))
        for pay in dict.fromkeys((given, read))
        if wanted is not None and pay is not None and pay.currency == wanted.currency
    ]
    if wanted is None or not comparable:
        return unknown_clause("min_salary", _why_none(rule, job, read), rule)
    reaching = [text for pay, text in comparable if pay.amount >= wanted.amount]
    text = " and ".join(reaching or (text for _, text in comparable))
    return Clause(
        name="min_salary",
        holds=bool(reaching),
        text=f"{text}, {'not ' if reaching else ''}below {_amount(least)} {_PER[rule.interval]}",
    )


def _given(pay: YearlyPay, job: Job) -> str:
    text = f"the salary is {_amount(pay.amount)} {pay.currency} a year"
    if job.salary_interval is not PayInterval.YEAR:
        text += f", given as {_amount(readings.highest_amount(job))} {_PER[job.salary_interval]}"
    return text


def _read(pay: YearlyPay, facts: JobFacts) -> str:
    text = f"the text gives {_amount(pay.amount)} {pay.currency} a year"
    said = facts.pay_range
    if said is not None and said.interval is not PayInterval.YEAR:
        highest = said.minimum if said.maximum is None else said.maximum
        text += f", as {_amount(highest)} {_PER[said.interval]}"
    return text


def _why_none(rule: AlertRule, job: Job, read: YearlyPay | None) -> str:
    if readings.wanted_pay(rule) is None:
        return "the alert's salary cannot be compared: it needs a currency and a recurring interval"
    wanted = (rule.currency or "").strip().upper()
    in_text = "" if read is None else f", and the text's is in {read.currency}"
    if job.salary_min is None and job.salary_max is None:
        return "the board gives no salary" + (in_text and f"{in_text}, not in {wanted}")
    if job.salary_currency is None:
        return f"the salary has no currency{in_text}"
    if job.salary_interval is None:
        return f"the board does not say what period the salary is for{in_text}"
    if readings.highest_pay(job) is None:
        once = job.salary_interval is PayInterval.ONCE
        return ("the salary is paid once" if once else "the salary is not a valid number") + in_text
    return f"the salary is in {job.salary_currency}{in_text}, not in {wanted}"


def _amount(amount: float | None) -> str:
    return f"{amount:,.2f}".removesuffix(".00")
