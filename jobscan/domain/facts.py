"""What a posting says: facts read out of its fields and its text, each with the place where it is said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from jobscan.domain.job import Job, PayInterval, Workplace


class Span(NamedTuple):
    """A part of a text, in characters: ``text[start:end]``."""

    start: int
    end: int


class FactText(StrEnum):
    """The texts of a posting that facts are read out of."""

    TITLE = "title"
    LOCATION = "location"
    DESCRIPTION = "description"


class FactEvidence(NamedTuple):
    """Where a fact is said."""

    text: FactText
    start: int
    end: int


class FactOrigin(StrEnum):
    """Who says a fact."""

    #: The board, in a field for it.
    BOARD = "board"
    #: The words of the posting.
    TEXT = "text"


class Level(StrEnum):
    """How senior a position is, lowest first."""

    INTERNSHIP = "internship"
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    LEAD = "lead"
    PRINCIPAL = "principal"
    MANAGER = "manager"
    DIRECTOR = "director"
    EXECUTIVE = "executive"


class LevelReading(NamedTuple):
    """A level and how it is known."""

    level: Level
    #: In the title; None when it follows from the years of experience only.
    span: Span | None


class VisaPolicy(StrEnum):
    """What an employer says about the right to work."""

    #: It sponsors visas.
    YES = "yes"
    #: It does not sponsor them: one must have the right to work.
    NO = "no"
    #: Only citizens may apply.
    CITIZENS = "citizens"
    #: Rules on exports restrict who may apply; permanent residents may.
    EXPORT_CONTROL = "export_control"


class VisaReading(NamedTuple):
    """What an employer says about visas, and where."""

    policy: VisaPolicy
    span: Span


class ScopeReading(NamedTuple):
    """Who may work remotely, as a text says it, and where."""

    #: ISO 3166-1 alpha-2, sorted; () when it is open to people anywhere.
    countries: tuple[str, ...]
    #: It says that people anywhere in the world may apply.
    worldwide: bool
    span: Span


class Years(NamedTuple):
    """Years of experience that are asked for."""

    minimum: int
    #: None: no upper bound is given.
    maximum: int | None
    span: Span


class ClosingDate(NamedTuple):
    """The last day to apply."""

    day: date
    span: Span


class SectionKind(StrEnum):
    """What a part of a description is about."""

    COMPANY = "company"
    DUTIES = "duties"
    REQUIREMENTS = "requirements"
    #: Nice to have.
    PREFERRED = "preferred"
    PAY = "pay"
    BENEFITS = "benefits"
    #: Equal opportunities, privacy, visas and other law.
    LEGAL = "legal"
    #: How to apply and what happens then.
    APPLYING = "applying"


class TextSection(NamedTuple):
    """A part of a description under its heading; the heading belongs to it."""

    kind: SectionKind
    start: int
    end: int


class PayBasis(StrEnum):
    """What an amount covers."""

    BASE = "base"
    #: On-target earnings: with commission.
    OTE = "ote"
    #: Everything, such as bonus and equity.
    TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRange:
    """An amount or range of pay, in whole units of its currency per interval; never annualised."""

    minimum: float | None
    maximum: float | None
    #: ISO 4217; None when the sign does not decide ("$" in a posting without a country).
    currency: str | None
    #: None when neither words nor size tell.
    interval: PayInterval | None
    #: The interval follows from the size of the amount only.
    interval_implied: bool = False
    basis: PayBasis = PayBasis.BASE
    #: The place or level it is for, as written: "New York", "Level 4"; None when it is for all.
    applies_to: str | None = None
    #: In the description; None for a board's own field.
    span: Span | None = None


class Locality(NamedTuple):
    """A place with the names that the gazetteer knows for it; None: not said, or not certain."""

    city: str | None
    #: The code of a state or province of the US, Canada and Australia ("CA"), elsewhere its name.
    state: str | None
    #: ISO 3166-1 alpha-2, upper case.
    country: str | None
    #: What the place's own words say; None when there are none.
    workplace: Workplace | None


class FactsProgress(NamedTuple):
    """How many postings have been read by the rules of today."""

    #: Stored postings, expired ones included.
    jobs: int
    #: Those with facts of today's rules.
    current: int
    #: Those with facts of other rules: they are used until they are made again.
    outdated: int
    #: Those on which a rule failed, by a fault of jobscan.
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFacts:
    """What a posting says. Derived: it can be thrown away and made again from the posting and the rules."""

    job_key: str
    #: Of the version that was read.
    content_hash: str
    #: The version of the rules that read it.
    rules: int
    #: Of the text: ISO 639-1; None when it is not certain.
    language: str | None = None
    level: Level | None = None
    #: The level follows from the years of experience only.
    level_implied: bool = False
    years_min: int | None = None
    years_max: int | None = None
    #: What the text says; the names of places and the board's own field come before it.
    workplace: Workplace | None = None
    #: Countries (ISO 3166-1) that a remote job is open to; None: not said, which does not mean anywhere.
    remote_scope: tuple[str, ...] | None = None
    #: The job is said to be open to people anywhere in the world.
    worldwide: bool = False
    visa: VisaPolicy | None = None
    #: In the order of the posting.
    localities: tuple[Locality, ...] = ()
    #: Ranges read out of the text; the board's own field stays with the posting.
    pay: tuple[PayRange, ...] = ()
    #: One range of ``pay`` to compare with; see `decide.enrich.pay`.
    pay_range: PayRange | None = None
    #: The same for a year of full-time work, only to compare; None without a range or an interval.
    pay_year_min: float | None = None
    pay_year_max: float | None = None
    required_skills: tuple[str, ...] = ()
    preferred_skills: tuple[str, ...] = ()
    #: From the company's record only, never read out of words.
    industry: str | None = None
    keywords: tuple[str, ...] = ()
    sections: tuple[TextSection, ...] = ()
    deadline: date | None = None
    #: Name of the fact → where it is said; facts of the board's fields have none.
    evidence: Mapping[str, FactEvidence]
    #: Rules that failed on this text, by a fault of jobscan; the other facts stand. None: none of them did.
    failed: tuple[str, ...] | None = None

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the countries of its places, each once, in the order of the posting."""
        return tuple(dict.fromkeys(place.country for place in self.localities if place.country))


def no_facts(job: Job) -> JobFacts:
    """Return the facts of a posting of which nothing has been read."""
    return JobFacts(job_key=job.job_key, content_hash=job.content_hash, rules=0, evidence={})
