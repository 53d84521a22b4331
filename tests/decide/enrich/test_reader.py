"""All facts of a posting at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.decide.enrich import reader as reading
from jobscan.decide.enrich.reader import RULES, FactReader
from jobscan.decide.enrich.summary import contradictions, fact_lines, fact_phrases, quote_of
from jobscan.domain.facts import FactText, Level, VisaPolicy
from jobscan.domain.job import Job, PayInterval, Salary, Workplace
from tests.decide.postings import job
from tests.decide.rules import postings

TEXT = """About us

We make signalling for railways.

Requirements

- at least 5 years of experience with interlocking
- fluent in English

What we offer

The base salary range is 80,000 - 95,000 EUR per year.
We sponsor visas for this position. You work 3 days a week in our Berlin office.

Applications close on 31 December 2026."""


def posting(**fields: Any) -> Job:
    values = {"title": "Senior Railway Engineer", "locations": ("Berlin, Germany",), "description": TEXT}
    return job(**(values | fields))


def test_a_posting_is_read_whole_and_each_fact_has_its_words() -> None:
    of = posting()
    facts = FactReader().read(of)
    assert (facts.job_key, facts.content_hash, facts.rules, facts.failed) == (
        of.job_key,
        of.content_hash,
        RULES * 1000,
        None,
    )
    assert (facts.language, facts.level, facts.level_implied) == ("en", Level.SENIOR, False)
    assert (facts.years_min, facts.years_max, facts.visa) == (5, None, VisaPolicy.YES)
    assert (facts.countries, facts.localities[0].city, facts.workplace) == (("DE",), "Berlin", Workplace.HYBRID)
    assert facts.pay_range is not None
    assert (facts.pay_range.minimum, facts.pay_range.maximum, facts.pay_range.currency) == (80_000, 95_000, "EUR")
    assert (facts.pay_range.interval, facts.pay_year_max) == (PayInterval.YEAR, 95_000)
    assert facts.deadline == date(2026, 12, 31)
    words = {name: quote_of(of, facts, name) for name in facts.evidence}
    assert words["level"] == "Senior Railway Engineer…" or "Senior" in words["level"]
    for name, said in {"years": "5 years", "visa": "sponsor visas", "pay": "80,000", "deadline": "31 December"}.items():
        assert said in words[name]


def test_facts_are_shown_in_lines_and_in_short() -> None:
    of = posting()
    facts = FactReader().read(of)
    assert [line.name for line in fact_lines(of, facts)] == [
        *("Pay", "Level", "Experience", "Visa", "Skills", "Places", "Workplace", "Deadline", "Text in")
    ]
    assert fact_phrases(of, facts) == (
        "80,000 – 95,000 EUR per year (from the text)",
        "5+ years of experience",
        "sponsors visas",
        "apply by 2026-12-31",
    )


def test_what_the_board_says_counts_and_the_contradiction_is_named() -> None:
    salary = Salary(70_000, 75_000, "EUR", PayInterval.YEAR)
    of = posting(salary=salary, workplace="Remote", language="de")
    facts = FactReader().read(of)
    assert contradictions(of, facts) == [
        "the board says remote, the text hybrid",
        "the board says the language de, the text is in en",
        "the text gives another pay: 80,000 – 95,000 EUR per year",
    ]
    # Pay that the board gives is not repeated in short.
    assert not any("EUR" in phrase for phrase in fact_phrases(of, facts))


def test_a_day_without_a_year_needs_the_day_of_the_posting() -> None:
    of = posting(description="Please apply by 15 March.")
    assert FactReader().read(of).deadline is None
    dated = replace(of, posted_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert FactReader().read(dated).deadline == date(2026, 3, 15)


def test_texts_are_remembered_for_other_postings() -> None:
    reader, one, other = FactReader(), posting(), posting(external_id="2")
    first, second = reader.read(one), reader.read(other)
    assert (first.job_key, second.job_key) == (one.job_key, other.job_key)
    assert replace(second, job_key=one.job_key) == first


def test_the_industry_is_what_the_source_says_and_never_read() -> None:
    reader, of = FactReader(), posting()
    assert reader.read(of).industry is None
    reader.industries = {(of.source_type, of.source_identifier): "rail"}
    assert reader.read(of).industry == "rail"


def test_a_rule_that_fails_is_named_and_the_others_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no text on which a rule is known to fail, so one is made to."""

    def fail(_reading: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setitem(reading._RULES, "visa", fail)
    facts = FactReader().read(posting())
    assert (facts.failed, facts.visa, facts.years_min) == (("visa",), None, 5)
    assert "a fault of jobscan" in " ".join(line.value for line in fact_lines(posting(), facts))


_SAMPLES = st.lists(st.sampled_from(TEXT.split("\n\n")), max_size=8).map("\n\n".join)


@given(postings(), _SAMPLES)
@settings(deadline=None, max_examples=60)
def test_evidence_lies_in_its_text_and_reading_again_says_the_same(of: Job, text: str) -> None:
    of = replace(of, description=text)
    facts = FactReader().read(of)
    assert facts == FactReader().read(of)
    assert facts.failed is None
    texts = {FactText.TITLE: of.title, FactText.LOCATION: of.location, FactText.DESCRIPTION: of.description}
    for said in facts.evidence.values():
        assert 0 <= said.start < said.end <= len(texts[said.text])
    for line in fact_lines(of, facts):
        assert "\n" not in line.quote


_OTHERS = ("We like trains.", "Our office has a kitchen.", "Founded in Graz by two engineers.", "Lunch is at noon.")


@given(st.permutations(_OTHERS), st.integers(0, len(_OTHERS)))
@settings(deadline=None, max_examples=20)
def test_paragraphs_that_state_nothing_may_stand_in_any_order_and_anywhere(others: list[str], before: int) -> None:
    facts = FactReader().read(posting(description="\n\n".join([*others[:before], TEXT, *others[before:]])))
    plain = FactReader().read(posting())
    for name in ("language", "level", "years_min", "visa", "workplace", "pay_year_min", "pay_year_max", "deadline"):
        assert getattr(facts, name) == getattr(plain, name), name
    assert (facts.required_skills, facts.preferred_skills) == (plain.required_skills, plain.preferred_skills)
