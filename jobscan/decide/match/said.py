"""What a posting says about what rules on facts ask, as sets of keys: the one meaning of these clauses.

A clause compares the keys that a rule asks for with those that a posting has; `UNKNOWN` among them means that it may
have more. `Matcher`, `explain` and listings all use these.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.places.countries import countries_meant
from jobscan.decide.enrich.places.localities import read_localities
from jobscan.decide.enrich.terms.skills import skill_key
from jobscan.decide.match.words import fold
from jobscan.decide.posting.places import workplace_of
from jobscan.domain.alert import Unknown
from jobscan.domain.facts import VisaPolicy
from jobscan.domain.job import Workplace
from jobscan.domain.sieve import FactHint, Narrowing

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from jobscan.domain.alert import AlertRule
    from jobscan.domain.facts import JobFacts
    from jobscan.domain.job import Job

    #: Keys of a posting or a rule.
    Keys = frozenset[Hashable]

#: What a posting has besides other keys, or alone, when it may say more than we know.
UNKNOWN = "unknown"
#: Among the countries that a remote job is open to: all of them.
ANYWHERE = "anywhere"
#: Years of experience beyond which no posting asks.
MOST_YEARS = 60

_NOTHING: Keys = frozenset()
_NOT_SAID: Keys = frozenset({UNKNOWN})


class Need(Enum):
    """Which of the keys that a rule asks for a posting must have."""

    ANY = "any"
    ALL = "all"
    NONE = "none"


class FactClause(NamedTuple):
    """One clause of rules on facts."""

    #: The field of `AlertRule`.
    name: str
    need: Need
    #: Returns the keys of a posting.
    said: Callable[[Job, JobFacts], Keys]
    #: Returns the keys that a rule asks for; None: it has no such clause.
    asked: Callable[[AlertRule], Keys | None]


def fulfils(need: Need, asked: Keys, said: Keys) -> bool | None:
    """Return whether a posting fulfils a clause; None: it does not say."""
    if need is Need.NONE:
        return asked.isdisjoint(said)
    found = asked <= said if need is Need.ALL else not asked.isdisjoint(said)
    if found:
        return True
    return None if UNKNOWN in said else False


def where_done(job: Job, facts: JobFacts) -> Workplace | None:
    """Return where the work is done: what the board or the names of places say, else the text; None: nothing does."""
    return workplace_of(job).workplace or facts.workplace


def countries_said(job: Job, facts: JobFacts) -> Keys:
    """Return the countries where the work is, and those that it is open to if it is remote."""
    found: set[Hashable] = set(facts.countries)
    if not facts.localities or any(place.country is None for place in facts.localities):
        found.add(UNKNOWN)
    if where_done(job, facts) is Workplace.REMOTE and (facts.worldwide or facts.remote_scope):
        found.discard(UNKNOWN)
        found |= _scope(facts)
    return frozenset(found)


def cities_said(_job: Job, facts: JobFacts) -> Keys:
    """Return the folded names of its cities."""
    found: set[Hashable] = {fold(place.city) for place in facts.localities if place.city}
    if not facts.localities or any(place.city is None for place in facts.localities):
        found.add(UNKNOWN)
    return frozenset(found)


def remote_from_said(job: Job, facts: JobFacts) -> Keys:
    """Return the countries from which the work can be done remotely; none when it is not remote.

    Where nothing is said about that, the countries of its places count, as boards write "Remote" beside a place.
    """
    workplace = where_done(job, facts)
    if workplace is None:
        return _NOT_SAID
    if workplace is not Workplace.REMOTE:
        return _NOTHING
    return _scope(facts) or frozenset(facts.countries) or _NOT_SAID


def _scope(facts: JobFacts) -> Keys:
    return frozenset({ANYWHERE}) if facts.worldwide else frozenset(facts.remote_scope or ())


def levels_said(_job: Job, facts: JobFacts) -> Keys:
    """Return its level."""
    return _NOT_SAID if facts.level is None else frozenset({facts.level})


def years_said(_job: Job, facts: JobFacts) -> Keys:
    """Return the least number of years of experience that it asks for."""
    return _NOT_SAID if facts.years_min is None else frozenset({min(facts.years_min, MOST_YEARS)})


def visa_said(_job: Job, facts: JobFacts) -> Keys:
    """Return what it says about visas."""
    return _NOT_SAID if facts.visa is None else frozenset({facts.visa})


def skills_said(_job: Job, facts: JobFacts) -> Keys:
    """Return the keys of the skills that it asks for, required or preferred; see `skill_key`."""
    found: Keys = frozenset(map(skill_key, (*facts.required_skills, *facts.preferred_skills)))
    return found or _NOT_SAID


def text_languages_said(_job: Job, facts: JobFacts) -> Keys:
    """Return the language of its text."""
    return _NOT_SAID if facts.language is None else frozenset({facts.language})


def country_keys(written: str) -> frozenset[str]:
    """Return the ISO codes of what a rule names: a country or a region; of nothing known what was written."""
    return frozenset(countries_meant(written) or (written,))


def city_key(written: str) -> str:
    """Return the folded name of a city, whatever it is called in other languages: Munich is münchen."""
    named = read_localities(written, None)
    return fold(named[0].city if len(named) == 1 and named[0].city else written)


def _lower(written: str) -> str:
    return written.strip().lower()


def _any_country(entries: tuple[str, ...]) -> Keys | None:
    return frozenset({ANYWHERE}.union(*map(country_keys, entries))) if entries else None


def _skills(entries: tuple[str, ...]) -> Keys | None:
    return frozenset(map(skill_key, entries)) if entries else None


def _years(rule: AlertRule) -> Keys | None:
    return None if rule.max_years is None else frozenset(range(min(rule.max_years, MOST_YEARS) + 1))


def _visa(rule: AlertRule) -> Keys | None:
    if rule.visa is None:
        return None
    return frozenset({VisaPolicy.YES} if rule.visa else set(VisaPolicy) - {VisaPolicy.YES})


#: In the order in which people are told.
FACT_CLAUSES = (
    FactClause("countries", Need.ANY, countries_said, lambda rule: _any_country(rule.countries)),
    FactClause(
        "cities", Need.ANY, cities_said, lambda rule: frozenset(map(city_key, rule.cities)) if rule.cities else None
    ),
    FactClause("remote_from", Need.ANY, remote_from_said, lambda rule: _any_country(rule.remote_from)),
    FactClause("levels", Need.ANY, levels_said, lambda rule: frozenset(rule.levels) if rule.levels else None),
    FactClause("max_years", Need.ANY, years_said, _years),
    FactClause("visa", Need.ANY, visa_said, _visa),
    FactClause("skills", Need.ANY, skills_said, lambda rule: _skills(rule.skills)),
    FactClause("all_skills", Need.ALL, skills_said, lambda rule: _skills(rule.all_skills)),
    FactClause("excluded_skills", Need.NONE, skills_said, lambda rule: _skills(rule.excluded_skills)),
    FactClause(
        "text_languages",
        Need.ANY,
        text_languages_said,
        lambda rule: frozenset(map(_lower, rule.text_languages)) if rule.text_languages else None,
    ),
)


def asks_for_facts(rule: AlertRule) -> bool:
    """Return whether a rule can only be judged with facts; on pay, the text may say what the board does not."""
    return rule.min_salary is not None or any(clause.asked(rule) is not None for clause in FACT_CLAUSES)


def narrowing(rule: AlertRule, rules: int) -> Narrowing:
    """Return what a database can leave out for a rule on facts; ``rules``: their version."""
    keep = rule.unknown is Unknown.KEEP
    hints = []
    for name, columns in _COLUMNS.items():
        entries = getattr(rule, name)
        if entries and not keep:
            values = (_lower(entry) for entry in entries)
            if columns is _COUNTRIES:
                values = (code for entry in entries for code in sorted(country_keys(entry)))
            hints.append(FactHint(columns, tuple(values)))
    if rule.max_years is not None:
        hints.append(FactHint(("years_min",), at_most=rule.max_years, or_nothing=keep))
    if (visa := _visa(rule)) is not None:
        hints.append(FactHint(("visa",), tuple(map(str, visa)), or_nothing=keep))
    return Narrowing(rules, tuple(hints))


_COUNTRIES = ("countries", "remote_scope", "worldwide")
#: Field of a rule → the columns of ``job_facts`` one of which must have one of its entries.
_COLUMNS = {
    "countries": _COUNTRIES,
    "remote_from": _COUNTRIES,
    "levels": ("level",),
    "text_languages": ("language",),
}
