"""Explains one rule for one posting, clause by clause, in words for people; the simple form of `Matcher`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from jobscan.decide.match import values as readings
from jobscan.decide.match import where
from jobscan.decide.match.explain_facts import fact_clauses
from jobscan.decide.match.explain_pay import pay_clause
from jobscan.decide.match.phrases import listed, unknown_clause
from jobscan.decide.match.terms import Heading, Term, Text, is_expression
from jobscan.decide.match.wanted_place import WantedPlace
from jobscan.decide.posting.places import places_text, workplace_of
from jobscan.domain.alert import SearchField
from jobscan.domain.facts import no_facts
from jobscan.domain.job import Workplace
from jobscan.domain.match import Clause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from jobscan.domain.alert import AlertRule
    from jobscan.domain.facts import JobFacts
    from jobscan.domain.job import Job

#: Characters of the posting shown where an expression was found.
_SHOWN = 60

#: How a field is searched.
_READ: dict[SearchField, Callable[[str | None], Text | Heading]] = {
    SearchField.TITLE: Heading.of,
    SearchField.DESCRIPTION: Text.of,
}


def holds(rule: AlertRule, job: Job, facts: JobFacts | None = None) -> bool:
    """Return whether a rule holds for a posting; the caller checks the changes that it wants (``on``).

    ``facts``: what the posting says; None: nothing is known of it.
    """
    return all(clause.holds for clause in _clauses(rule, job, facts or no_facts(job)))


def explain(rule: AlertRule, job: Job, facts: JobFacts | None = None) -> list[Clause]:
    """Return the evaluated clauses of a rule, in the order of its fields; ``facts`` as in `holds`."""
    return list(_clauses(rule, job, facts or no_facts(job)))


def _clauses(rule: AlertRule, job: Job, facts: JobFacts) -> Iterator[Clause]:
    yield from _words_of_fields(rule, job)
    if rule.locations:
        yield _locations(rule, job)
    if rule.departments:
        yield _words("departments", rule.departments, job.department, "department")
    if rule.employment_types:
        yield _employment_types(rule, job)
    if rule.is_remote is not None:
        yield _is_remote(rule.is_remote, job)
    if rule.workplace:
        yield _workplace(rule, job)
    if rule.min_salary is not None:
        yield pay_clause(rule, rule.min_salary, job, facts)
    if rule.languages:
        yield _languages(rule, job)
    yield from fact_clauses(rule, job, facts)
    if rule.sources:
        names = readings.source_names(job.source_type, job.source_identifier)
        matched = tuple(entry for entry in rule.sources if readings.source_name(entry) in names)
        source = f"{job.source_type}/{job.source_identifier}"
        yield _one_of("sources", matched, f"the source is {source}", rule.sources)


def _words_of_fields(rule: AlertRule, job: Job) -> Iterator[Clause]:
    if rule.companies:
        yield _words("companies", rule.companies, job.company, "company")
    if rule.titles:
        yield _words("titles", rule.titles, job.title, "title")
    yield from _keywords(rule, job)


#: Searches for a term; returns where it was found, in words that follow "is", and what was found; None if it was not.
_Look: TypeAlias = "Callable[[Term], tuple[str, str] | None]"


class _Search:
    """The search for the entries of one list of words."""

    def __init__(self, entries: Sequence[str], look: _Look) -> None:
        self.terms = [Term.of(entry) for entry in entries]
        self.matched: list[str] = []
        #: Where → the entries found there for people.
        self.finds: dict[str, list[str]] = {}
        self.missing: list[str] = []
        for term in self.terms:
            found = look(term)
            if found is None:
                self.missing.append(_quoted(term.written))
            else:
                self.matched.append(term.written)
                shown = _quoted(term.written) if term.pattern is None else f'{term.written} ("{_line(found[1])}")'
                self.finds.setdefault(found[0], []).append(shown)

    def said(self) -> str:
        """Return what was found where, as a text; "" when nothing was."""
        return "; ".join(f"{listed(shown)} {_are(shown)} {place}" for place, shown in self.finds.items())

    def not_said(self, where: str) -> str:
        """Return the text when nothing was found."""
        if len(self.missing) == 1:
            return f"{self.missing[0]} is not in {where}"
        return f"none of {listed(self.missing, ', ')} is in {where}"

    def clause(self, name: str, passes: bool, text: str) -> Clause:
        """Return the clause; when RE2 refuses an expression, it never holds."""
        for term in self.terms:
            if term.refusal is not None:
                return Clause(
                    name=name, holds=False, text=f"{term.written} is not a valid RE2 regular expression: {term.refusal}"
                )
        return Clause(name=name, holds=passes, text=text, matched=tuple(self.matched))


def _in_texts(texts: Mapping[str, Text | Heading]) -> _Look:
    """Search some texts; a term counts only in the first text that has it."""

    def look(term: Term) -> tuple[str, str] | None:
        found = ((name, term.found_in(text)) for name, text in texts.items())
        return next(((f"in {name}", what) for name, what in found if what is not None), None)

    return look


def _words(name: str, entries: Sequence[str], value: str | None, noun: str) -> Clause:
    place = f'the {noun} "{value}"'
    search = _Search(entries, _in_texts({place: Heading.of(value)}))
    if not value:
        return search.clause(name, False, f"the board gives no {noun}")
    return search.clause(name, bool(search.matched), search.said() or search.not_said(place))


def _locations(rule: AlertRule, job: Job) -> Clause:
    workplace = workplace_of(job).workplace
    places = Heading.of(places_text(job.location, job.offices))

    def look(term: Term) -> tuple[str, str] | None:
        wanted = WantedPlace.of(term)
        found = wanted.found_in(places, workplace)
        if found is None:
            return None
        if not wanted.asks(workplace):
            return f"in {where.place_of(term, job)}", found
        at = f" and in {where.place_of(wanted.place, job)}" if wanted.place else ""
        return f"the workplace{at}: {where.workplace_text(job)}", found

    search = _Search(rule.locations, look)
    if search.matched:
        return search.clause("locations", True, search.said())
    if where.names_no_country(job):
        text = f'the place is only "{job.location}", which names no country'
    else:
        text = search.not_said(where.all_places(job)) if places.written else "the board gives no place"
    if any(WantedPlace.of(term).asks(workplace) for term in search.terms):
        text += f"; {where.workplace_text(job)}"
    return search.clause("locations", False, text)


def _keywords(rule: AlertRule, job: Job) -> Iterator[Clause]:
    texts = {f"the {field}": _READ[field](getattr(job, field)) for field in rule.search}
    fields, look = " or ".join(texts) or "any field", _in_texts(texts)
    if rule.keywords:
        search = _Search(rule.keywords, look)
        yield search.clause("keywords", bool(search.matched), search.said() or search.not_said(fields))
    if rule.all_keywords:
        search = _Search(rule.all_keywords, look)
        missing = search.missing
        text = f"{listed(missing)} {_are(missing)} not in {fields}" if missing else search.said()
        yield search.clause("all_keywords", not missing, text)
    if rule.excluded_keywords:
        search = _Search(rule.excluded_keywords, look)
        yield search.clause("excluded_keywords", not search.matched, search.said() or search.not_said(fields))


def _employment_types(rule: AlertRule, job: Job) -> Clause:
    word = readings.employment_word(job.employment_type)
    if not word:
        return Clause(name="employment_types", holds=False, text="the board gives no employment type")
    matched = tuple(entry for entry in rule.employment_types if readings.employment_word(entry) == word)
    return _one_of("employment_types", matched, f"the employment type is {job.employment_type}", rule.employment_types)


def _is_remote(wanted: bool, job: Job) -> Clause:
    is_remote = workplace_of(job).workplace is Workplace.REMOTE
    return Clause(name="is_remote", holds=is_remote is wanted, text=where.workplace_text(job))


def _workplace(rule: AlertRule, job: Job) -> Clause:
    workplace, text = workplace_of(job).workplace, where.workplace_text(job)
    matched = tuple(str(entry) for entry in rule.workplace if entry is workplace)
    if not matched:
        text += f"; asked for {listed(rule.workplace, ' or ')}"
    return Clause(name="workplace", holds=bool(matched), text=text, matched=matched)


def _languages(rule: AlertRule, job: Job) -> Clause:
    beginnings = readings.language_beginnings(readings.language_tag(job.language))
    if not beginnings:
        return unknown_clause("languages", "the board gives no language", rule)
    matched = tuple(entry for entry in rule.languages if readings.language_tag(entry) in beginnings)
    return _one_of("languages", matched, f"the language is {job.language}", rule.languages)


def _one_of(name: str, matched: tuple[str, ...], text: str, wanted: Sequence[str]) -> Clause:
    if not matched:
        text += f", not {listed(wanted, ' or ')}"
    return Clause(name=name, holds=bool(matched), text=text, matched=matched)


def _quoted(entry: str) -> str:
    return entry if is_expression(entry) else f'"{_line(entry)}"'


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _are(words: Sequence[str]) -> str:
    return "is" if len(words) == 1 else "are"
