from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.decide.match.bitsets import RARE, bits_of, numbers_of
from jobscan.decide.match.explain import holds
from jobscan.decide.match.matcher import Matcher
from jobscan.domain.alert import AlertRule, SearchField, Unknown
from jobscan.domain.facts import JobFacts
from jobscan.domain.job import Job, PayInterval, Salary, Workplace
from tests.decide.postings import job
from tests.decide.rules import alert_rules, facts_about, postings

BOTH = (SearchField.TITLE, SearchField.DESCRIPTION)
EUR_60K: dict[str, Any] = {"min_salary": 60_000, "currency": "EUR"}


def matches(rule: AlertRule, of: Job) -> bool:
    """Ask the matcher, and the plain form of it, which must say the same."""
    found = Matcher([rule]).match(of) == [0]
    assert holds(rule, of) is found
    return found


@given(
    st.lists(alert_rules(), max_size=8),
    st.lists(postings().flatmap(lambda of: st.tuples(st.just(of), facts_about(of))), min_size=1, max_size=3),
    st.sampled_from((1, RARE + 2)),
    st.sampled_from((1, 3, 7, 1000)),
)
@settings(deadline=None)
def test_the_matcher_says_of_all_rules_what_each_says_by_itself(
    rules: list[AlertRule], jobs: list[tuple[Job, JobFacts]], times: int, block_size: int
) -> None:
    """Repeated, so that words that many rules share are among them."""
    matcher = Matcher(rules * times, block_size=block_size)
    for each, facts in jobs:
        single = [holds(rule, each, facts) for rule in rules] * times
        assert matcher.match(each, facts) == [number for number, holding in enumerate(single) if holding]


@pytest.mark.parametrize(
    ("rule", "posting", "expected"),
    [
        ({}, {}, True),
        # Keywords: any, all, none; in the title unless asked elsewhere.
        ({"keywords": ("go", "rust")}, {"title": "Rust Engineer"}, True),
        ({"keywords": ("go", "rust")}, {"title": "Good Engineer"}, False),
        ({"keywords": ("go",)}, {"description": "We use Go."}, False),
        ({"keywords": ("go",), "search": BOTH}, {"description": "We use\nGo."}, True),
        ({"keywords": ("go",), "search": BOTH}, {"title": "Go"}, True),
        ({"keywords": ("go",), "search": (SearchField.DESCRIPTION,)}, {"title": "Go"}, False),
        ({"keywords": ("data engineer",), "search": BOTH}, {"description": "Data\n\nEngineer"}, True),
        ({"all_keywords": ("go", "senior")}, {"title": "Senior Go Engineer"}, True),
        ({"all_keywords": ("go", "senior")}, {"title": "Go Engineer"}, False),
        ({"all_keywords": ("go", "senior"), "search": BOTH}, {"title": "Go", "description": "senior"}, True),
        ({"all_keywords": tuple("abcde")}, {"title": "e d c b a"}, True),
        ({"all_keywords": tuple("abcde")}, {"title": "e d c b"}, False),
        ({"all_keywords": ("a", "a", "a", "a")}, {"title": "a"}, True),
        ({"excluded_keywords": ("intern",)}, {"title": "Intern, Data"}, False),
        ({"excluded_keywords": ("intern",)}, {"title": "International Sales"}, True),
        ({"excluded_keywords": ("intern",)}, {"description": "no intern"}, True),
        ({"excluded_keywords": ("intern",), "search": BOTH}, {"description": "no intern"}, False),
        # Mistakes that `check_rule` tells: nothing to look for, nowhere to look, nothing that RE2 takes.
        ({"keywords": ("",)}, {}, False),
        ({"excluded_keywords": ("",)}, {}, True),
        ({"keywords": ("engineer",), "search": ()}, {}, False),
        ({"excluded_keywords": ("engineer",), "search": ()}, {}, True),
        ({"keywords": ("engineer", "/(/")}, {}, False),
        ({"excluded_keywords": ("/(/",)}, {}, False),
        # Fields of their own.
        ({"companies": ("acme",)}, {"company": "ACME GmbH"}, True),
        ({"companies": ("acme",)}, {"company": "Acmeister"}, False),
        ({"companies": ("/^ac.e$/",)}, {"company": "Acme"}, True),
        ({"departments": ("R",)}, {"department": "R&D"}, False),
        ({"departments": ("R&D",)}, {"department": "Europe R&D"}, True),
        ({"departments": ("/.*/",)}, {"department": None}, False),
        ({"locations": ("zurich", "Berlin")}, {"locations": ("Paris", "Zürich, Switzerland")}, True),
        ({"locations": ("Germany",)}, {"locations": ("Remote - Germany",)}, True),
        ({"locations": ("Germany",)}, {"locations": ("Remote",)}, False),
        ({"locations": ("remote",)}, {"locations": ("Remote",)}, True),
        ({"locations": ("/ber/",)}, {"locations": ()}, False),
        ({"employment_types": ("Full-time",)}, {"employment_type": "FullTime"}, True),
        ({"employment_types": ("contract", "full_time")}, {"employment_type": "Permanent"}, True),
        ({"employment_types": ("contract",)}, {"employment_type": "FullTime"}, False),
        ({"employment_types": ("contract",)}, {"employment_type": None}, False),
        ({"employment_types": ("",)}, {"employment_type": None}, False),
        ({"employment_types": ("benevole",)}, {"employment_type": "Bénévole"}, True),
        ({"sources": ("greenhouse",)}, {}, True),
        ({"sources": ("GreenHouse/ACME",)}, {}, True),
        ({"sources": ("lever", "greenhouse/b")}, {}, False),
        # All clauses must hold.
        ({"keywords": ("engineer",), "companies": ("acme",), "sources": ("greenhouse",)}, {}, True),
        ({"keywords": ("engineer",), "companies": ("acme",), "sources": ("lever",)}, {}, False),
    ],
)
def test_a_rule_holds_when_all_of_its_clauses_do(
    rule: dict[str, Any], posting: dict[str, Any], *, expected: bool
) -> None:
    assert matches(AlertRule(**rule), job(**posting)) is expected


@pytest.mark.parametrize(
    ("workplace", "place", "remote"),
    [
        ("Remote", "Berlin", True),
        ("Hybrid", "Remote", False),
        ("OnSite", "Remote", False),
        (None, "Remote", True),
        (None, "Germany (remote)", True),
        (None, "Remoteville", False),
        (None, "Berlin", False),
        (None, "", False),
    ],
)
def test_remote_is_what_the_board_says_or_else_the_place(workplace: str | None, place: str, *, remote: bool) -> None:
    of = job(workplace=workplace, locations=(place,))
    assert matches(AlertRule(is_remote=True), of) is remote
    assert matches(AlertRule(is_remote=False), of) is not remote
    assert matches(AlertRule(workplace=(Workplace.REMOTE,)), of) is remote


def test_other_workplaces_are_what_the_board_says() -> None:
    rule = AlertRule(workplace=(Workplace.HYBRID, Workplace.ONSITE))
    words = ("hybrid", "office", "remote", None)
    assert [matches(rule, job(workplace=word)) for word in words] == [True, True, False, False]


@pytest.mark.parametrize(
    ("salary", "expected"),
    [
        (Salary(50_000, 70_000, "EUR", PayInterval.YEAR), True),
        (Salary(50_000, 60_000, "EUR", PayInterval.YEAR), True),
        (Salary(50_000, 59_999, "EUR", PayInterval.YEAR), False),
        (Salary(60_000, None, "EUR", PayInterval.YEAR), True),
        (Salary(59_999, None, "EUR", PayInterval.YEAR), False),
        (Salary(None, 60_000, "EUR", PayInterval.YEAR), True),
        (Salary(None, 5_000, "EUR", PayInterval.MONTH), True),
        (Salary(None, 4_999, "EUR", PayInterval.MONTH), False),
        (Salary(None, 1_154, "EUR", PayInterval.WEEK), True),
        (Salary(None, 1_153, "EUR", PayInterval.WEEK), False),
        (Salary(None, 231, "EUR", PayInterval.DAY), True),
        (Salary(None, 230, "EUR", PayInterval.DAY), False),
        (Salary(None, 28.85, "EUR", PayInterval.HOUR), True),
        (Salary(None, 28.84, "EUR", PayInterval.HOUR), False),
        (None, None),
        (Salary(None, 90_000, None, PayInterval.YEAR), None),
        (Salary(None, 90_000, "EUR", None), None),
        (Salary(None, 90_000, "EUR", PayInterval.ONCE), None),
        (Salary(None, 90_000, "USD", PayInterval.YEAR), None),
    ],
)
@pytest.mark.parametrize(
    "wanted",
    [
        {"min_salary": 60_000, "currency": "EUR"},
        {"min_salary": 5_000, "currency": "eur", "interval": PayInterval.MONTH},
    ],
    ids=["year", "month"],
)
def test_salaries_are_compared_by_the_year(
    salary: Salary | None, wanted: dict[str, Any], *, expected: bool | None
) -> None:
    """None: the posting does not say, and the rule decides."""
    of = job(salary=salary)
    keep, drop = (AlertRule(**wanted, unknown=unknown) for unknown in (Unknown.KEEP, Unknown.DROP))
    assert matches(keep, of) is (expected is not False)
    assert matches(drop, of) is (expected is True)


@pytest.mark.parametrize(
    "wanted",
    [
        {"currency": None},
        {"currency": "EUR", "interval": PayInterval.ONCE},
        {"currency": "EUR", "min_salary": float("nan")},
    ],
)
def test_a_wish_that_cannot_be_compared_is_as_an_unknown_salary(wanted: dict[str, Any]) -> None:
    of = job(salary=Salary(None, 90_000, "EUR", PayInterval.YEAR))
    assert matches(AlertRule(**EUR_60K | wanted), of)
    assert not matches(AlertRule(**EUR_60K | wanted, unknown=Unknown.DROP), of)


@given(
    st.lists(st.sampled_from(range(0, 300_000, 500)), max_size=300),
    st.floats(1, 400_000),
    st.sampled_from(("EUR", "USD", "PLN")),
    st.sampled_from((16, 1000)),
)
@settings(deadline=None)
def test_many_salaries_are_as_each_by_itself(amounts: list[int], paid: float, currency: str, block_size: int) -> None:
    """More distinct amounts than bitsets are kept for."""
    rules = [
        AlertRule(min_salary=amount, currency=("EUR", "USD")[amount % 1000 > 0], unknown=unknown)
        for amount in amounts
        for unknown in Unknown
    ]
    of = job(salary=Salary(None, paid, currency, PayInterval.YEAR))
    expected = [number for number, rule in enumerate(rules) if holds(rule, of)]
    assert Matcher(rules, block_size=block_size).match(of) == expected


@pytest.mark.parametrize(
    ("languages", "language", "expected"),
    [
        (("en",), "en", True),
        (("en",), "en-GB", True),
        (("EN",), "en_GB", True),
        (("en-gb",), "en_GB", True),
        (("en_GB",), "en-gb-oed", True),
        (("en-GB",), "en", False),
        (("en-GB",), "en-US", False),
        (("de", "en"), "en", True),
        (("en",), "eng", False),
        (("e",), "en", False),
        (("en",), None, None),
        (("en",), " ", None),
        (("",), "en", False),
        (("",), None, None),
    ],
)
def test_languages_are_beginnings_of_tags(languages: tuple[str, ...], language: str | None, expected: Any) -> None:
    """None: the posting does not say, and the rule decides."""
    of = replace(job(), language=language)
    assert matches(AlertRule(languages=languages), of) is (expected is not False)
    assert matches(AlertRule(languages=languages, unknown=Unknown.DROP), of) is (expected is True)


def test_numbers_are_those_of_all_blocks() -> None:
    rules = [AlertRule(keywords=(word,)) for word in ("go", "rust", "go", "c", "go", "/g/", "go")]
    for block_size in range(1, 9):
        assert Matcher(rules, block_size=block_size).match(job(title="Go")) == [0, 2, 4, 5, 6]


def test_without_rules_nothing_matches() -> None:
    assert Matcher([]).match(job()) == []


def test_words_are_found_wherever_they_are_in_a_long_text() -> None:
    rules = [AlertRule(keywords=("needle in hay", f"{'h' * 150} needle"), search=BOTH)]
    matcher = Matcher(rules)
    for at in range(3_900, 4_300, 7):
        long = "x " * (at // 2) + "needle in hay" + " x" * 3_000
        assert matcher.match(job(description=long)) == [0]
    assert matcher.match(job(description="needle x in hay " * 1000)) == []


def test_answers_stay_right_when_more_values_come_than_are_kept() -> None:
    rules = [AlertRule(locations=(f"place {number}",)) for number in range(100)]
    matcher = Matcher(rules, block_size=1)
    for number in [*range(100), *range(100)]:
        assert matcher.match(job(locations=(f"Place {number}",))) == [number]
        assert matcher.match(job(locations=(f"Elsewhere {number}",))) == []


@given(st.sets(st.integers(0, 2_000)), st.integers(0, 50_000))
def test_bits_give_their_numbers_back(numbers: set[int], first: int) -> None:
    bits = bits_of(list(numbers))
    assert bits == sum(1 << number for number in numbers)
    assert numbers_of(bits, first) == [first + number for number in sorted(numbers)]
