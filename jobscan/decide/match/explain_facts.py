"""Explains the clauses of a rule on facts, with the words of the posting that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.enrich.places.countries import countries_text, country_title
from jobscan.decide.enrich.summary import quote_of
from jobscan.decide.match.phrases import listed, unknown_clause
from jobscan.decide.match.said import FACT_CLAUSES, Need, fulfils, where_done
from jobscan.decide.match.where import workplace_text
from jobscan.domain.job import Workplace
from jobscan.domain.match import Clause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jobscan.domain.alert import AlertRule
    from jobscan.domain.facts import JobFacts
    from jobscan.domain.job import Job

_HOW = {Need.ANY: "", Need.ALL: "all of ", Need.NONE: "none of "}
_JOINED = {Need.ANY: " or ", Need.ALL: " and ", Need.NONE: " and "}


def fact_clauses(rule: AlertRule, job: Job, facts: JobFacts) -> Iterator[Clause]:
    """Yield the evaluated clauses of a rule on facts, in their order."""
    for clause in FACT_CLAUSES:
        asked = clause.asked(rule)
        if asked is None:
            continue
        said = clause.said(job, facts)
        holds = fulfils(clause.need, asked, said)
        text = _SAYS[clause.name](job, facts)
        if holds is None:
            yield unknown_clause(clause.name, text, rule)
        else:
            text += "" if holds else _asked_for(getattr(rule, clause.name), clause.need)
            yield Clause(name=clause.name, holds=holds, text=text)


def _asked_for(written: object, need: Need) -> str:
    """Return what a rule asks for, where that is a list."""
    if not isinstance(written, tuple):
        return ""
    return f"; asked for {_HOW[need]}{listed(list(map(str, written)), _JOINED[need])}"


def _quoted(job: Job, facts: JobFacts, name: str) -> str:
    """Return what a posting says, as ': "…"'; "" when nothing is said in words."""
    words = quote_of(job, facts, name)
    return f': "{words}"' if words else ""


def _countries(job: Job, facts: JobFacts) -> str:
    named = f"the places are in {_named(facts)}" if facts.countries else "no place names a country"
    if where_done(job, facts) is Workplace.REMOTE and (facts.worldwide or facts.remote_scope):
        return f"{named}, and it is remote and open to {_open_to(job, facts)}"
    return named


def _named(facts: JobFacts) -> str:
    return listed(list(map(country_title, facts.countries)))


def _open_to(job: Job, facts: JobFacts) -> str:
    said = _quoted(job, facts, "remote_scope")
    return f"{'people anywhere' if facts.worldwide else countries_text(facts.remote_scope or ())}{said}"


def _cities(_job: Job, facts: JobFacts) -> str:
    cities = [place.city for place in facts.localities if place.city]
    return f"the places are in {listed(cities)}" if cities else "no place names a city that is known"


def _remote_from(job: Job, facts: JobFacts) -> str:
    done, text = where_done(job, facts), workplace_text(job)
    if done is None:
        return text
    if done is not Workplace.REMOTE:
        return f"it is not remote: {text}"
    if facts.worldwide or facts.remote_scope:
        return f"it is remote and open to {_open_to(job, facts)}"
    if facts.countries:
        return f"it is remote, and its places are in {_named(facts)}"
    return "it is remote, and does not say from where"


def _levels(job: Job, facts: JobFacts) -> str:
    if facts.level is None:
        return "neither the title nor the years of experience give a level"
    if facts.level_implied:
        return f"the level is {facts.level}, by the years of experience{_quoted(job, facts, 'years')}"
    return f"the level is {facts.level}, by the title"


def _years(job: Job, facts: JobFacts) -> str:
    if facts.years_min is None:
        return "the text asks for no number of years of experience"
    years = f"{facts.years_min}" if facts.years_max is None else f"{facts.years_min} to {facts.years_max}"
    return f"the text asks for {years} years of experience{_quoted(job, facts, 'years')}"


_VISA = {
    "yes": "the employer sponsors visas",
    "no": "the employer does not sponsor visas",
    "citizens": "only citizens may apply",
    "export_control": "rules on exports restrict who may apply",
}


def _visa(job: Job, facts: JobFacts) -> str:
    if facts.visa is None:
        return "the text says nothing about visas"
    return f"{_VISA[facts.visa]}{_quoted(job, facts, 'visa')}"


def _skills(_job: Job, facts: JobFacts) -> str:
    required, preferred = list(facts.required_skills), list(facts.preferred_skills)
    if not required and not preferred:
        return "no skill that is known was found in the text"
    parts = [f"required: {listed(required)}"] if required else []
    parts += [f"nice to have: {listed(preferred)}"] if preferred else []
    return f"skills in the text, {'; '.join(parts)}"


def _text_language(_job: Job, facts: JobFacts) -> str:
    return "the language of the text is not certain" if facts.language is None else f"the text is in {facts.language}"


_SAYS: dict[str, Callable[[Job, JobFacts], str]] = {
    "countries": _countries,
    "cities": _cities,
    "remote_from": _remote_from,
    "levels": _levels,
    "max_years": _years,
    "visa": _visa,
    "skills": _skills,
    "all_skills": _skills,
    "excluded_skills": _skills,
    "text_languages": _text_language,
}
