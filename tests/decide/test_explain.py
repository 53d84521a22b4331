from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given

from jobscan.decide.match.explain import explain, holds
from jobscan.domain.alert import AlertRule, SearchField, Unknown
from jobscan.domain.job import Job, PayInterval, Salary, Workplace
from jobscan.domain.match import Clause
from tests.decide.postings import job
from tests.decide.rules import alert_rules, postings

BOTH = (SearchField.TITLE, SearchField.DESCRIPTION)
EUR_60K: dict[str, Any] = {"min_salary": 60_000, "currency": "EUR"}
PAID: dict[str, Any] = {"salary": Salary(30_000, 90_000, "EUR", PayInterval.YEAR)}


def only_clause(rule: dict[str, Any], posting: dict[str, Any]) -> Clause:
    (clause,) = explain(AlertRule(**rule), job(**posting))
    return clause


@pytest.mark.parametrize(
    ("rule", "posting", "text", "matched"),
    [
        ({"companies": ("acme",)}, {}, '"acme" is in the company "Acme"', ("acme",)),
        (
            {"keywords": ("platform engineer", "rust")},
            {"title": "Platform Engineer"},
            '"platform engineer" is in the title',
            ("platform engineer",),
        ),
        (
            {"keywords": ("go", "rust", "/eng\\w+/")},
            {"title": "Engineer, Go/Rust"},
            '"go", "rust" and /eng\\w+/ ("Engineer") are in the title',
            ("go", "rust", "/eng\\w+/"),
        ),
        (
            {"keywords": ("go", "rust"), "search": BOTH},
            {"title": "Go Engineer", "description": "Go and\nRust"},
            '"go" is in the title; "rust" is in the description',
            ("go", "rust"),
        ),
        (
            {"keywords": ("/a.*z/",)},
            {"title": "a" + "b" * 100 + "z"},
            f'/a.*z/ ("a{"b" * 58}…") is in the title',
            ("/a.*z/",),
        ),
        ({"all_keywords": ("go", "c")}, {"title": "Go/C"}, '"go" and "c" are in the title', ("go", "c")),
        ({"excluded_keywords": ("go",)}, {"title": "Good"}, '"go" is not in the title', ()),
        ({"locations": ("berlin",)}, {}, '"berlin" is in the place "Berlin"', ("berlin",)),
        (
            {"locations": ("Paris", "oslo", "/m.n/")},
            {"locations": ("Munich", "Oslo, Norway", "Oslo")},
            '"oslo" is in the place "Oslo, Norway"; /m.n/ ("Mun") is in the place "Munich; Oslo, Norway; Oslo"',
            ("oslo", "/m.n/"),
        ),
        (
            {"locations": ("remote",)},
            {"locations": ("Remote",)},
            '"remote" is the workplace: the board gives no workplace; only the place\'s name says remote: "Remote"',
            ("remote",),
        ),
        (
            {"locations": ("Germany", "Berlin", "remote")},
            {"locations": ("San Francisco",), "workplace": "Remote"},
            '"remote" is the workplace: the board calls it remote',
            ("remote",),
        ),
        (
            {"locations": ("Remote - EMEA",)},
            {"locations": ("Home based - Americas, EMEA",)},
            '"Remote - EMEA" is the workplace and in the place "Home based - Americas, EMEA": the board gives no'
            ' workplace; only the place\'s name says remote: "Home based - Americas, EMEA"',
            ("Remote - EMEA",),
        ),
        (
            {"locations": ("remote",)},
            {"locations": ("Remote-Friendly",)},
            '"remote" is in the place "Remote-Friendly"',
            ("remote",),
        ),
        (
            {"locations": ("Dublin",)},
            {"locations": ("Hybrid",), "offices": ("Cork, Ireland", "Dublin, Ireland")},
            '"Dublin" is in the office "Dublin, Ireland"',
            ("Dublin",),
        ),
        ({"departments": ("R&D",)}, {"department": "R&D"}, '"R&D" is in the department "R&D"', ("R&D",)),
        (
            {"employment_types": ("contract", "Full time")},
            {"employment_type": "Permanent"},
            "the employment type is full_time",
            ("Full time",),
        ),
        ({"is_remote": True}, {"workplace": "remote"}, "the board calls it remote", ()),
        (
            {"is_remote": True},
            {"locations": ("US, TX, Remote",)},
            'the board gives no workplace; only the place\'s name says remote: "US, TX, Remote"',
            (),
        ),
        (
            {"is_remote": True},
            {"locations": ("London (hybrid)", "Remote")},
            'the board gives no workplace; only the place\'s name says remote: "Remote"',
            (),
        ),
        (
            {"is_remote": True},
            {"workplace": "Remote Eligible", "locations": ("Remote",)},
            'the board says only "Remote Eligible"; only the place\'s name says remote: "Remote"',
            (),
        ),
        (
            {"is_remote": True},
            {"workplace": "remote", "locations": ("Hybrid, Berlin",)},
            'the board calls it remote, although the place "Hybrid, Berlin" says hybrid',
            (),
        ),
        ({"is_remote": False}, {}, 'the board gives no workplace, and the place "Berlin" does not say either', ()),
        ({"workplace": (Workplace.HYBRID,)}, {"workplace": "flex"}, "the board calls it hybrid", ("hybrid",)),
        (EUR_60K, PAID, "the salary is 90,000 EUR a year, not below 60,000 a year", ()),
        (
            EUR_60K | {"min_salary": 5_000, "interval": PayInterval.MONTH},
            {"salary": Salary(40.5, None, "EUR", PayInterval.HOUR)},
            "the salary is 84,240 EUR a year, given as 40.50 an hour, not below 5,000 a month",
            (),
        ),
        ({"languages": ("de", "en")}, {"language": "en-GB"}, "the language is en-GB", ("en",)),
        ({"sources": ("greenhouse", "lever")}, {}, "the source is greenhouse/acme", ("greenhouse",)),
    ],
)
def test_what_holds_says_why(
    rule: dict[str, Any], posting: dict[str, Any], text: str, matched: tuple[str, ...]
) -> None:
    (name, *_) = rule
    assert only_clause(rule, posting) == Clause(name=name, holds=True, text=text, matched=matched)


@pytest.mark.parametrize(
    ("rule", "posting", "text"),
    [
        ({"companies": ("nova",)}, {}, '"nova" is not in the company "Acme"'),
        ({"keywords": ("go", "rust")}, {}, 'none of "go", "rust" is in the title'),
        ({"keywords": ("go",), "search": BOTH}, {}, '"go" is not in the title or the description'),
        ({"keywords": ("go",), "search": ()}, {}, '"go" is not in any field'),
        (
            {"keywords": tuple(f"w{number}" for number in range(12))},
            {},
            'none of "w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9" and 2 more is in the title',
        ),
        ({"keywords": ("engineer", "/(/")}, {}, "/(/ is not a valid RE2 regular expression: missing ): ("),
        ({"excluded_keywords": ("/(/",)}, {}, "/(/ is not a valid RE2 regular expression: missing ): ("),
        ({"locations": ("Germany",)}, {"locations": ()}, "the board gives no place"),
        ({"locations": ("Germany",)}, {"locations": ("Paris",)}, '"Germany" is not in the place "Paris"'),
        ({"locations": ("Germany",)}, {"locations": ("Remote",)}, 'the place is only "Remote", which names no country'),
        ({"departments": ("R",)}, {"department": None}, "the board gives no department"),
        ({"employment_types": ("contract",)}, {}, "the board gives no employment type"),
        (
            {"employment_types": ("contract", "b2b", "intern")},
            {"employment_type": "FullTime"},
            "the employment type is full_time, not contract, b2b or intern",
        ),
        (
            {"locations": ("Germany", "remote")},
            {"locations": ("San Francisco", "Remote (US)"), "workplace": "Hybrid"},
            'none of "Germany", "remote" is in the place "San Francisco; Remote (US)"; the board calls it hybrid,'
            ' although the place "Remote (US)" says remote',
        ),
        (
            {"locations": ("Germany",)},
            {"locations": ("Onsite",), "offices": ("Dublin",)},
            '"Germany" is not in the place "Onsite" of the office "Dublin"',
        ),
        ({"locations": ("Germany",)}, {"locations": (), "offices": ("Cork",)}, '"Germany" is not in the office "Cork"'),
        ({"locations": ("Germany",)}, {"locations": ("Hybrid",)}, 'the place is only "Hybrid", which names no country'),
        (
            {"is_remote": False},
            {"locations": ("Remote",)},
            'the board gives no workplace; only the place\'s name says remote: "Remote"',
        ),
        ({"is_remote": True}, {"workplace": "hybrid"}, "the board calls it hybrid"),
        ({"is_remote": True}, {"locations": ()}, "the board gives no workplace and no place"),
        (
            {"is_remote": True},
            {"workplace": "Remote Eligible"},
            'the board says only "Remote Eligible", and the place "Berlin" does not say either',
        ),
        (
            {"workplace": (Workplace.REMOTE, Workplace.HYBRID)},
            {"workplace": "office"},
            "the board calls it onsite; asked for remote or hybrid",
        ),
        (
            {"workplace": (Workplace.HYBRID,)},
            {"locations": ("Remote",)},
            'the board gives no workplace; only the place\'s name says remote: "Remote"; asked for hybrid',
        ),
        (
            {"workplace": (Workplace.HYBRID,)},
            {},
            'the board gives no workplace, and the place "Berlin" does not say either; asked for hybrid',
        ),
        (EUR_60K | {"min_salary": 90_001}, PAID, "the salary is 90,000 EUR a year, below 90,001 a year"),
        ({"languages": ("de", "fr")}, {"language": "en-GB"}, "the language is en-GB, not de or fr"),
        ({"sources": ("lever", "ashby/acme")}, {}, "the source is greenhouse/acme, not lever or ashby/acme"),
    ],
)
def test_what_does_not_hold_says_why(rule: dict[str, Any], posting: dict[str, Any], text: str) -> None:
    clause = only_clause(rule, posting)
    assert (clause.holds, clause.text, clause.unknown) == (False, text, False)


@pytest.mark.parametrize(
    ("rule", "posting", "reason"),
    [
        (EUR_60K, {}, "the board gives no salary"),
        (EUR_60K, {"salary": Salary(1, 2, None, PayInterval.YEAR)}, "the salary has no currency"),
        (EUR_60K, {"salary": Salary(1, 2, "EUR", None)}, "the board does not say what period the salary is for"),
        (EUR_60K, {"salary": Salary(1, 2, "EUR", PayInterval.ONCE)}, "the salary is paid once"),
        (EUR_60K, {"salary": Salary(1, 2, "USD", PayInterval.YEAR)}, "the salary is in USD, not in EUR"),
        (
            {"min_salary": 60_000},
            PAID,
            "the alert's salary cannot be compared: it needs a currency and a recurring interval",
        ),
        ({"languages": ("en",)}, {}, "the board gives no language"),
    ],
)
def test_what_a_posting_does_not_say_is_kept_or_dropped(
    rule: dict[str, Any], posting: dict[str, Any], reason: str
) -> None:
    (name, *_) = rule
    assert only_clause(rule, posting) == Clause(
        name=name, holds=True, text=f"{reason}; kept (unknown: keep)", unknown=True
    )
    assert only_clause(rule | {"unknown": Unknown.DROP}, posting) == Clause(
        name=name, holds=False, text=f"{reason}; dropped (unknown: drop)", unknown=True
    )


def test_a_salary_that_is_no_number_is_unknown() -> None:
    of = replace(job(**PAID), salary_max=float("inf"))
    (clause,) = explain(AlertRule(**EUR_60K), of)
    assert clause.text == "the salary is not a valid number; kept (unknown: keep)"


def test_words_that_are_missing_or_unwanted_are_named() -> None:
    rule = AlertRule(all_keywords=("go", "rust", "c"), excluded_keywords=("intern", "lead"))
    every, none = explain(rule, job(title="Lead Engineer, Go"))
    assert (every.holds, every.text, every.matched) == (False, '"rust" and "c" are not in the title', ("go",))
    assert (none.holds, none.text, none.matched) == (False, '"lead" is in the title', ("lead",))


def test_an_empty_rule_has_no_clauses_and_holds() -> None:
    assert explain(AlertRule(), job()) == []
    assert holds(AlertRule(), job())


@given(alert_rules(), postings())
def test_clauses_are_those_given_in_the_order_of_the_fields(rule: AlertRule, of: Job) -> None:
    modifiers = {"search", "currency", "interval", "unknown", "on"}
    given_parts = [
        part.name for part in fields(rule) if part.name not in modifiers and getattr(rule, part.name) not in ((), None)
    ]
    clauses = explain(rule, of)
    assert [clause.name for clause in clauses] == given_parts
    assert holds(rule, of) is all(clause.holds for clause in clauses)
    assert all(clause.text for clause in clauses)
