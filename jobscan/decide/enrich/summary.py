"""The facts of a posting in words for people: a line each, with what the posting says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.pay_words import pay_text
from jobscan.decide.enrich.places.countries import countries_text
from jobscan.decide.enrich.quoting import quote
from jobscan.decide.match.values import language_tag
from jobscan.decide.posting.places import workplace_of
from jobscan.domain.facts import VisaPolicy
from jobscan.domain.job import Workplace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.domain.facts import JobFacts, PayRange
    from jobscan.domain.job import Job

_VISA = {
    VisaPolicy.YES: "sponsors visas",
    VisaPolicy.NO: "does not sponsor visas",
    VisaPolicy.CITIZENS: "only citizens may apply",
    VisaPolicy.EXPORT_CONTROL: "rules on exports restrict who may apply",
}


class FactLine(NamedTuple):
    """One fact in words."""

    #: Its name: "Level".
    name: str
    #: "senior, by the title".
    value: str
    #: The words of the posting that say so; "" when there are none to show.
    quote: str = ""


def fact_lines(job: Job, facts: JobFacts) -> list[FactLine]:
    """Return the known facts of a posting, and what in them contradicts its board's fields."""
    return [*_pay(job, facts), *_person(job, facts), *_where(job, facts), *_rest(job, facts), *_against(job, facts)]


def fact_phrases(job: Job, facts: JobFacts) -> tuple[str, ...]:
    """Return the facts that matter in a list or a message, shortly, without what its title and places say anyway.

    Pay is among them only where the board gives none.
    """
    phrases = []
    if facts.pay_range is not None and job.salary_min is None and job.salary_max is None:
        phrases.append(f"{pay_text(facts.pay_range)} (from the text)")
    phrases += [_years(facts)] if facts.years_min is not None else []
    phrases += [_VISA[facts.visa]] if facts.visa is not None else []
    if "remote_scope" in facts.evidence and workplace_of(job).workplace is Workplace.REMOTE:
        phrases.append(f"open to {_open_to(facts)}")
    phrases += [f"apply by {facts.deadline}"] if facts.deadline is not None else []
    return tuple(phrases)


def contradictions(job: Job, facts: JobFacts) -> list[str]:
    """Return where the text says something else than the board's fields, which count."""
    found = []
    board = workplace_of(job).workplace
    if board is not None and facts.workplace is not None and facts.workplace is not board:
        found.append(f"the board says {board}, the text {facts.workplace}")
    language = language_tag(job.language).partition("-")[0]
    if language and facts.language and facts.language != language:
        found.append(f"the board says the language {language}, the text is in {facts.language}")
    pay = facts.pay_range
    given = (job.salary_min, job.salary_max)
    if pay is not None and given != (None, None) and job.salary_interval is pay.interval and not _agree(job, pay):
        found.append(f"the text gives another pay: {pay_text(pay)}")
    return found


def _agree(job: Job, pay: PayRange) -> bool:
    ends = {job.salary_min, job.salary_max} - {None}
    return job.salary_currency == pay.currency and ends == {pay.minimum, pay.maximum} - {None}


def _pay(job: Job, facts: JobFacts) -> Iterator[FactLine]:
    for pay in facts.pay:
        place = f" ({pay.applies_to})" if pay.applies_to else ""
        implied = ", the period is implied" if pay.interval_implied else ""
        yield FactLine("Pay", f"{pay_text(pay)}{place}{implied}", quote(job.description, pay.span))


def _person(job: Job, facts: JobFacts) -> Iterator[FactLine]:
    if facts.level is not None:
        how = "by the years of experience" if facts.level_implied else "by the title"
        yield FactLine("Level", f"{facts.level}, {how}")
    if facts.years_min is not None:
        yield FactLine("Experience", _years(facts), quote_of(job, facts, "years"))
    if facts.visa is not None:
        yield FactLine("Visa", _VISA[facts.visa], quote_of(job, facts, "visa"))
    if facts.required_skills:
        yield FactLine("Skills", ", ".join(facts.required_skills))
    if facts.preferred_skills:
        yield FactLine("Nice to have", ", ".join(facts.preferred_skills))


def _where(job: Job, facts: JobFacts) -> Iterator[FactLine]:
    places = [", ".join(filter(None, (place.city, place.state, place.country))) for place in facts.localities]
    if any(places):
        yield FactLine("Places", "; ".join(filter(None, places)))
    if facts.workplace is not None and workplace_of(job).workplace is None:
        yield FactLine("Workplace", str(facts.workplace), quote_of(job, facts, "workplace"))
    if open_to := _open_to(facts):
        yield FactLine("Open to", open_to, quote_of(job, facts, "remote_scope"))


def _rest(job: Job, facts: JobFacts) -> Iterator[FactLine]:
    if facts.deadline is not None:
        yield FactLine("Deadline", str(facts.deadline), quote_of(job, facts, "deadline"))
    if facts.language is not None:
        yield FactLine("Text in", facts.language)
    if facts.industry is not None:
        yield FactLine("Industry", facts.industry)
    if facts.keywords:
        yield FactLine("Keywords", ", ".join(facts.keywords))
    if facts.failed:
        yield FactLine("Not read", f"{', '.join(facts.failed)}: a fault of jobscan, please report it")


def _against(job: Job, facts: JobFacts) -> Iterator[FactLine]:
    for words in contradictions(job, facts):
        yield FactLine("But", words)


def _years(facts: JobFacts) -> str:
    if facts.years_max is None:
        return f"{facts.years_min}+ years of experience"
    return f"{facts.years_min}–{facts.years_max} years of experience"


def _open_to(facts: JobFacts) -> str:
    return "people anywhere" if facts.worldwide else countries_text(facts.remote_scope or ())


def quote_of(job: Job, facts: JobFacts, name: str) -> str:
    """Return the words of a posting that say a fact; "" when there are none."""
    said = facts.evidence.get(name)
    return "" if said is None else quote(getattr(job, said.text.value), said)
