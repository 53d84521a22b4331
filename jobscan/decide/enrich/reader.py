"""All facts of a posting, read by all rules: `FactReader`."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jobscan.decide.enrich.deadline import find_deadline
from jobscan.decide.enrich.language import find_language
from jobscan.decide.enrich.level import level_by_years, read_level
from jobscan.decide.enrich.pay import comparable_pay, find_pay, yearly_pay_range
from jobscan.decide.enrich.places.localities import read_localities
from jobscan.decide.enrich.places.remote_scope import find_remote_scope, is_worldwide, remote_scope
from jobscan.decide.enrich.sections import find_sections
from jobscan.decide.enrich.terms.keywords import find_keywords
from jobscan.decide.enrich.terms.skills import shipped_index
from jobscan.decide.enrich.visa import find_visa
from jobscan.decide.enrich.workplace import find_workplace
from jobscan.decide.enrich.years import find_years
from jobscan.decide.posting.places import workplace_of
from jobscan.domain.facts import FactEvidence, FactText, JobFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jobscan.decide.enrich.terms.keywords import DocumentFrequencies
    from jobscan.decide.enrich.terms.skills import SkillIndex
    from jobscan.domain.facts import Span
    from jobscan.domain.job import Job

#: Raise it when any answer changes: facts of other rules are made again.
RULES = 1
#: Imports of skills that are told apart under the same rules.
_IMPORTS = 1000
#: Texts whose facts are remembered: those of a batch, which are read to be matched and then stored, and texts that a
#: board has several times.
_KEPT = 4096


class FactReader:
    """Reads the facts of postings, and remembers those of the last texts.

    Facts are read from what the content hash covers (title, location, description) and the offices, so that they can be
    stored beside it; a board's own field for pay, workplace or language is compared with them when they are used.
    """

    def __init__(
        self, skills: SkillIndex | None = None, frequencies: DocumentFrequencies | None = None, imports: int = 0
    ) -> None:
        """Take the skills (None: the shipped ones), how often terms are used (None: no keywords), a count of imports.

        Keywords depend on the sample of postings that the frequencies are of; they stay as they are until the rules or
        the posting change.
        """
        #: The version of the rules, see `JobFacts.rules`: another one after each import of skills.
        self.rules = RULES * _IMPORTS + imports % _IMPORTS
        self._skills = skills
        self._frequencies = frequencies
        self._kept: OrderedDict[tuple[object, ...], JobFacts] = OrderedDict()
        #: (type, identifier) of a source → what its company does, by the source's own record: never guessed from words.
        self.industries: Mapping[tuple[str, str], str] = {}

    @property
    def knows_terms(self) -> bool:
        """Return whether it knows how often terms are used: else postings get no keywords."""
        return self._frequencies is not None

    def learn(self, frequencies: DocumentFrequencies) -> None:
        """Take how often terms are used."""
        self._frequencies = frequencies
        self._kept.clear()

    def read(self, job: Job) -> JobFacts:
        """Return the facts of a posting; a rule that fails is named in them, and the others count."""
        source = (job.source_type, job.source_identifier)
        key = (job.content_hash, job.offices, job.posted_at, job.workplace, self.industries.get(source))
        facts = self._kept.get(key)
        if facts is None:
            while len(self._kept) >= _KEPT:
                self._kept.popitem(last=False)
            facts = self._kept[key] = self._read(job)
        return facts if facts.job_key == job.job_key else replace(facts, job_key=job.job_key)

    def _read(self, job: Job) -> JobFacts:
        reading = _Reading(job, self._skills or shipped_index(), self._frequencies)
        failed = []
        for name, rule in _RULES.items():
            try:
                rule(reading)
            except Exception:  # noqa: BLE001 - of ours, on a text nobody has seen: one fact is lost, and counted
                failed.append(name)
        return JobFacts(
            job_key=job.job_key,
            content_hash=job.content_hash,
            rules=self.rules,
            industry=self.industries.get((job.source_type, job.source_identifier)),
            evidence=reading.evidence,
            failed=tuple(failed) or None,
            **reading.values,
        )


class _Reading:
    """What has been read of one posting so far."""

    def __init__(self, job: Job, skills: SkillIndex, frequencies: DocumentFrequencies | None) -> None:
        self.job = job
        self.skills = skills
        self.frequencies = frequencies
        #: Attributes of `JobFacts`.
        self.values: dict[str, Any] = {}
        self.evidence: dict[str, FactEvidence] = {}

    def said(self, fact: str, span: Span, text: FactText = FactText.DESCRIPTION) -> None:
        """Take note of where a fact is said."""
        self.evidence[fact] = FactEvidence(text, span.start, span.end)


def _places(reading: _Reading) -> None:
    job = reading.job
    reading.values["localities"] = read_localities(job.location, job.offices)


def _language(reading: _Reading) -> None:
    reading.values["language"] = find_language(reading.job.description)


def _sections(reading: _Reading) -> None:
    reading.values["sections"] = find_sections(reading.job.description)


def _level(reading: _Reading) -> None:
    years = find_years(reading.job.description, reading.values.get("sections"))
    if years is not None:
        reading.values |= {"years_min": years.minimum, "years_max": years.maximum}
        reading.said("years", years.span)
    level = read_level(reading.job.title)
    if level is not None and level.span is not None:
        reading.said("level", level.span, FactText.TITLE)
    elif level is None and years is not None:
        level = level_by_years(years)
    if level is not None:
        reading.values |= {"level": level.level, "level_implied": level.span is None}


def _visa(reading: _Reading) -> None:
    visa = find_visa(reading.job.description)
    if visa is not None:
        reading.values["visa"] = visa.policy
        reading.said("visa", visa.span)


def _workplace(reading: _Reading) -> None:
    words = find_workplace(reading.job.description)
    if words is not None:
        reading.values["workplace"] = words.workplace
        reading.said("workplace", words.span)


def _remote_scope(reading: _Reading) -> None:
    """Read whom remote work is open to: the names of places come before the text."""
    job = reading.job
    where = (job.location, job.offices, workplace_of(job).workplace)
    if is_worldwide(*where):
        reading.values["worldwide"] = True
        return
    scope = remote_scope(*where)
    if scope:
        reading.values["remote_scope"] = scope
        return
    said = find_remote_scope(job.description)
    if said is not None:
        reading.values |= {"worldwide": said.worldwide, "remote_scope": said.countries or None}
        reading.said("remote_scope", said.span)


def _pay(reading: _Reading) -> None:
    countries = {place.country for place in reading.values.get("localities", ()) if place.country}
    ranges = find_pay(reading.job.description, countries.pop() if len(countries) == 1 else None)
    whole = comparable_pay(ranges)
    reading.values |= {"pay": ranges, "pay_range": whole}
    if whole is None:
        return
    if whole.span is not None:
        reading.said("pay", whole.span)
    yearly = yearly_pay_range(whole)
    if yearly is not None:
        reading.values |= {"pay_year_min": yearly.minimum, "pay_year_max": yearly.maximum}


def _deadline(reading: _Reading) -> None:
    posted = reading.job.posted_at
    around = None if posted is None else posted.date()
    deadline = find_deadline(reading.job.description, around, reading.values.get("language"))
    if deadline is not None:
        reading.values["deadline"] = deadline.day
        reading.said("deadline", deadline.span)


def _skills(reading: _Reading) -> None:
    """Read the skills of the title, which are required, and those of the text."""
    job = reading.job
    titled = reading.skills.find_skills(job.title, ())
    found = reading.skills.find_skills(job.description, reading.values.get("sections", ()))
    named = (*titled.required, *titled.preferred)
    required = dict.fromkeys((*named, *found.required))
    preferred = tuple(name for name in found.preferred if name not in required)
    reading.values |= {"required_skills": tuple(required), "preferred_skills": preferred}
    for fact, names in (("required_skills", tuple(required)), ("preferred_skills", preferred)):
        if names and names[0] in titled.evidence:
            reading.said(fact, titled.evidence[names[0]], FactText.TITLE)
        elif names:
            reading.said(fact, found.evidence[names[0]])


def _keywords(reading: _Reading) -> None:
    if reading.frequencies is not None:
        reading.values["keywords"] = find_keywords(reading.job.description, reading.frequencies)


#: Name → rule, in an order in which each has what it needs.
_RULES: dict[str, Callable[[_Reading], None]] = {
    "places": _places,
    "language": _language,
    "sections": _sections,
    "level": _level,
    "visa": _visa,
    "workplace": _workplace,
    "remote_scope": _remote_scope,
    "pay": _pay,
    "deadline": _deadline,
    "skills": _skills,
    "keywords": _keywords,
}
