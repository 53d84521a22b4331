"""What postings say, and how far it has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from jobscan.decide.enrich.summary import contradictions, quote_of

if TYPE_CHECKING:
    from jobscan.domain.facts import FactsProgress, JobFacts, PayRange
    from jobscan.domain.job import Job


class LocalityRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A place; None is not said, or not certain."""

    city: str | None
    #: The code of a state or province of the US, Canada and Australia, elsewhere its name.
    state: str | None
    #: ISO 3166-1 alpha-2.
    country: str | None


class PayRangeRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Pay that the text gives, in whole units of the currency per interval."""

    min: float | None
    max: float | None
    #: ISO 4217; None when the sign does not decide.
    currency: str | None
    #: year, month, week, day, hour or once.
    interval: str | None
    #: The interval follows from the size of the amount only.
    interval_implied: bool
    #: base, ote or total.
    basis: str
    #: The place or level that it is for, as written.
    applies_to: str | None

    @staticmethod
    def of(pay: PayRange) -> PayRangeRecord:
        """Return the record of a range."""
        return PayRangeRecord(
            min=pay.minimum,
            max=pay.maximum,
            currency=pay.currency,
            interval=pay.interval,
            interval_implied=pay.interval_implied,
            basis=pay.basis,
            applies_to=pay.applies_to,
        )


class FactsRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a posting says, read out of its title, its places and its text; None is not said, or not certain."""

    #: Of the text: ISO 639-1.
    language: str | None
    #: internship, junior, mid, senior, lead, principal, manager, director or executive.
    level: str | None
    #: The level follows from the years of experience only.
    level_implied: bool
    #: Of experience, at least and at most.
    years_min: int | None
    years_max: int | None
    #: remote, hybrid or onsite, as the text says.
    workplace: str | None
    #: Countries from which a remote job can be done.
    remote_scope: list[str] | None
    #: It is said to be open to people anywhere.
    worldwide: bool
    #: yes, no, citizens or export_control.
    visa: str | None
    #: In the order of the posting.
    localities: list[LocalityRecord]
    #: Each of them once.
    countries: list[str]
    #: All ranges of the text.
    pay: list[PayRangeRecord]
    #: The one that searches compare with.
    pay_range: PayRangeRecord | None
    required_skills: list[str]
    preferred_skills: list[str]
    industry: str | None
    keywords: list[str]
    #: ``2026-12-31``.
    deadline: str | None
    #: Fact → the words that say so.
    quotes: dict[str, str]
    #: Where the text says something else than the fields of the board, which count.
    contradictions: list[str]

    @staticmethod
    def of(job: Job, facts: JobFacts) -> FactsRecord:
        """Return the record of what a posting says."""
        return FactsRecord(
            language=facts.language,
            level=facts.level,
            level_implied=facts.level_implied,
            years_min=facts.years_min,
            years_max=facts.years_max,
            workplace=facts.workplace,
            remote_scope=None if facts.remote_scope is None else list(facts.remote_scope),
            worldwide=facts.worldwide,
            visa=facts.visa,
            localities=[
                LocalityRecord(city=each.city, state=each.state, country=each.country) for each in facts.localities
            ],
            countries=list(facts.countries),
            pay=list(map(PayRangeRecord.of, facts.pay)),
            pay_range=None if facts.pay_range is None else PayRangeRecord.of(facts.pay_range),
            required_skills=list(facts.required_skills),
            preferred_skills=list(facts.preferred_skills),
            industry=facts.industry,
            keywords=list(facts.keywords),
            deadline=None if facts.deadline is None else facts.deadline.isoformat(),
            quotes={name: quote_of(job, facts, name) for name in facts.evidence},
            contradictions=contradictions(job, facts),
        )


class FactsProgressRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What ``jobscan enrich`` did."""

    #: Postings that it read.
    read: int
    #: Stored postings, and how many of them have facts of today's rules.
    jobs: int
    current: int
    #: With facts of other rules, still to be read again.
    outdated: int
    #: On which a rule failed, by a fault of jobscan.
    failed: int

    @staticmethod
    def of(read: int, progress: FactsProgress) -> FactsProgressRecord:
        """Return the record of a run, and of how far everything has been read."""
        return FactsProgressRecord(read=read, **progress._asdict())
