"""Listings say of postings what alerts say, and give databases hints that leave nothing out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.match.explain import holds
from jobscan.decide.match.listing import sieves_of
from jobscan.domain.alert import AlertRule
from jobscan.domain.job import Job, Workplace
from jobscan.domain.listing import JobFilter
from jobscan.domain.sieve import Hint, Sieve
from tests.decide.rules import PLACES, WORDS, postings

_EXPRESSIONS = ("/eng/", "/^data/", "/ü/", "/./", "/(/")
entries = st.lists(st.sampled_from((*WORDS, *PLACES, *_EXPRESSIONS, "++")), min_size=1, max_size=3).map(tuple)
_SEAMS = str.maketrans("", "", " -/_")


def value(job: Job, column: str) -> str | None:
    found = getattr(job, column)
    return None if found is None else str(found)


def passes(sieve: Sieve, job: Job) -> bool:
    return bool(sieve.holds(*(value(job, column) for column in sieve.columns)))


def is_true_of(hint: Hint, job: Job) -> bool:
    """Do what databases do: of ASCII they know small letters, all else is left to Python."""
    text = value(job, hint.column)
    if hint.column == "offices":
        return bool(text)
    if text is None or hint.letters is None:
        return hint.letters is text
    return not text.isascii() or hint.letters in text.lower().translate(_SEAMS)


@given(postings(), entries, st.sampled_from(("companies", "locations", "departments", "keywords")))
def test_words_and_places_are_found_as_by_an_alert(job: Job, asked: tuple[str, ...], clause: str) -> None:
    field = "titles" if clause == "keywords" else clause
    # An alert with a mistake holds for nothing; a listing finds what its other entries ask for.
    rules = [replace(AlertRule(), **{clause: (entry,)}) for entry in asked]  # type: ignore[arg-type]
    (sieve,) = sieves_of(AlertRule(**{field: asked}))  # type: ignore[arg-type]
    assert passes(sieve, job) is any(holds(rule, job) for rule in rules)


@given(postings(), st.sampled_from(Workplace))
def test_workplaces_are_those_of_an_alert(job: Job, workplace: Workplace) -> None:
    (sieve,) = sieves_of(AlertRule(workplace=(workplace,)))
    assert passes(sieve, job) is holds(AlertRule(workplace=(workplace,)), job)


@given(postings(), entries, st.sampled_from(Workplace), st.sampled_from(("full_time", "B2B", "Bénévole", "contract")))
def test_what_passes_fulfils_a_hint(job: Job, asked: tuple[str, ...], workplace: Workplace, employment: str) -> None:
    wanted = JobFilter(
        rule=AlertRule(
            titles=asked,
            companies=asked,
            departments=asked,
            locations=asked,
            workplace=(workplace,),
            employment_types=(employment,),
        )
    )
    for sieve in sieves_of(wanted.rule):
        assert not passes(sieve, job) or any(is_true_of(hint, job) for hint in sieve.hints), sieve


def test_what_is_not_asked_makes_no_sieve() -> None:
    assert sieves_of(AlertRule(titles=("", " "), locations=(" ",), employment_types=("",))) == []
