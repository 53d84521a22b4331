from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from jobscan.decide.match.rule_check import check_rule, rule_warnings
from jobscan.domain.alert import AlertRule, SearchField, Unknown
from jobscan.domain.job import ChangeKind, PayInterval, Workplace
from tests.decide.rules import alert_rules

EUR_60K: dict[str, Any] = {"min_salary": 60_000, "currency": "EUR"}
NOTHING_IN_IT = "has no letter or digit to look for; write a word, a phrase, or an expression as /…/"


def test_a_rule_that_uses_everything_is_fine() -> None:
    rule = AlertRule(
        companies=("Acme & Co.",),
        keywords=("C++", "C#", ".NET", "R", "data engineer", "工程师", "हि", "/eng(ineer)?/", "//x", "/dev/null"),
        all_keywords=("5",),
        excluded_keywords=("intern",),
        search=(SearchField.TITLE, SearchField.DESCRIPTION),
        locations=("Zürich",),
        departments=("R&D",),
        employment_types=("full_time", "B2B"),
        is_remote=True,
        workplace=(Workplace.REMOTE,),
        min_salary=0.5,
        currency="eur",
        interval=PayInterval.HOUR,
        languages=("en", "pt-BR", "zh_Hant_TW", "fil"),
        sources=("greenhouse", "workday/gdit/wd5/External_Career_Site", "Lever/acme"),
        on=(ChangeKind.NEW, ChangeKind.UPDATED, ChangeKind.REOPENED),
    )
    assert check_rule(rule) == []
    assert check_rule(AlertRule()) == []


@pytest.mark.parametrize(
    "name", ["companies", "keywords", "all_keywords", "excluded_keywords", "locations", "departments"]
)
@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("", f'"" {NOTHING_IN_IT}'),
        (" ", f'" " {NOTHING_IN_IT}'),
        ("\u0301", f'"\u0301" {NOTHING_IN_IT}'),
        ("++", f'"++" {NOTHING_IN_IT}'),
        ("//", f'"//" {NOTHING_IN_IT}'),
        ("/(/", "/(/ is not a valid RE2 regular expression: missing ): ("),
        (r"/(?!a)/", "/(?!a)/ is not a valid RE2 regular expression: invalid perl operator: (?!"),
        ("/go/i", "/go/i: an expression takes no flags, because case never matters; write /go/"),
        ("x" * 201, f'"{"x" * 39}…" has 201 characters; at most 200 are allowed'),
    ],
)
def test_an_entry_that_cannot_be_found_is_a_mistake(name: str, entry: str, message: str) -> None:
    rule = AlertRule(**{name: ("fine", entry)})  # type: ignore[arg-type]  # every list is one of words
    assert check_rule(rule) == [(name, message)]


@pytest.mark.parametrize(
    ("values", "name", "message"),
    [
        (
            {"keywords": ("go",) * 501},
            "keywords",
            "501 entries; at most 500 are allowed, so make several alerts of them",
        ),
        (
            {"sources": ("lever",) * 1_000},
            "sources",
            "1,000 entries; at most 500 are allowed, so make several alerts of them",
        ),
        (
            {"employment_types": ("-",)},
            "employment_types",
            '"-" is not a valid employment type; write one such as full_time or contract',
        ),
        ({"search": ()}, "in", "names no field; write title, description, or both"),
        (
            {"min_salary": 60_000},
            "currency",
            "is missing: min_salary is compared with salaries of one currency; write it, such as EUR",
        ),
        (EUR_60K | {"currency": "€"}, "currency", '"€" is not a valid currency; write its three letters, such as EUR'),
        ({"currency": "EURO"}, "currency", '"EURO" is not a valid currency; write its three letters, such as EUR'),
        (EUR_60K | {"min_salary": 0}, "min_salary", "0 is not a valid salary; write an amount above 0, such as 60000"),
        (
            EUR_60K | {"min_salary": -5.5},
            "min_salary",
            "-5.5 is not a valid salary; write an amount above 0, such as 60000",
        ),
        (
            EUR_60K | {"min_salary": float("nan")},
            "min_salary",
            "nan is not a valid salary; write an amount above 0, such as 60000",
        ),
        (
            EUR_60K | {"min_salary": float("inf")},
            "min_salary",
            "inf is not a valid salary; write an amount above 0, such as 60000",
        ),
        (
            EUR_60K | {"interval": PayInterval.ONCE},
            "interval",
            "once cannot be compared; write hour, day, week, month, year",
        ),
        ({"on": ()}, "on", "names no change; write new, updated, reopened, or some of them"),
        (
            {"on": (ChangeKind.NEW, ChangeKind.EXPIRED)},
            "on",
            "expired is not a change you can be notified of; write new, updated, reopened, or some of them",
        ),
        (
            {"on": (ChangeKind.AMENDED,)},
            "on",
            "amended is not a change you can be notified of; write new, updated, reopened, or some of them",
        ),
    ],
)
def test_a_value_that_cannot_be_meant_is_a_mistake(values: dict[str, Any], name: str, message: str) -> None:
    assert check_rule(AlertRule(**values)) == [(name, message)]


@pytest.mark.parametrize("entry", ["", "e", "english", "English (UK)", "en-", "en--GB", "*", "日本語", "x" * 150])
def test_a_language_is_the_beginning_of_a_tag(entry: str) -> None:
    ((name, message),) = check_rule(AlertRule(languages=(entry,)))
    assert name == "languages"
    assert message.endswith("is not a valid language tag; write the beginning of one, such as en or pt-BR")


@pytest.mark.parametrize("entry", ["", "/", "/acme", "greenhouse/", "green house", "https://boards.greenhouse.io/acme"])
def test_a_source_is_a_system_or_a_board_of_it(entry: str) -> None:
    assert check_rule(AlertRule(sources=(entry,))) == [
        ("sources", f'"{entry}" is not a valid source; write greenhouse/acme, or greenhouse for all of its boards')
    ]


def test_every_list_is_held_to_its_length_and_told_once() -> None:
    long = "x" * 201
    rule = AlertRule(employment_types=(long,), languages=(long,), sources=(long,))
    assert [name for name, _ in check_rule(rule)] == ["employment_types", "languages", "sources"]


BOARDS = [("greenhouse", "acme"), ("lever", "Spotify"), ("workday", "acme/wd5/Jobs")]


@pytest.mark.parametrize(
    "rule",
    [
        AlertRule(keywords=("x",)),
        AlertRule(excluded_keywords=("x",)),
        AlertRule(is_remote=False),
        AlertRule(**EUR_60K),
        AlertRule(sources=("lever", "GREENHOUSE/acme", " lever/spotify ", "workday/acme/wd5/jobs")),
    ],
)
def test_a_rule_that_asks_for_something_that_is_there_brings_no_warning(rule: AlertRule) -> None:
    assert rule_warnings(rule, BOARDS) == []


@pytest.mark.parametrize(
    "rule",
    [
        AlertRule(),
        AlertRule(search=(SearchField.DESCRIPTION,), on=(ChangeKind.REOPENED,), interval=PayInterval.HOUR),
        AlertRule(unknown=Unknown.DROP, currency="EUR"),
    ],
)
def test_a_rule_without_conditions_is_warned_of_as_a_whole(rule: AlertRule) -> None:
    ((loc, message),) = rule_warnings(rule, BOARDS)
    assert (loc, message.startswith("has no conditions, so every posting matches")) == ((), True)


def test_sources_that_are_not_configured_are_warned_of_one_by_one() -> None:
    rule = AlertRule(sources=("lever/acme", "lever", "ashby"))
    assert rule_warnings(rule, BOARDS) == [
        (("sources", 0), '"lever/acme" is not among the configured sources, so none of its postings can match'),
        (("sources", 2), '"ashby" is not among the configured sources, so none of its postings can match'),
    ]


@given(alert_rules())
def test_every_rule_can_be_checked(rule: AlertRule) -> None:
    for name, message in check_rule(rule):
        assert hasattr(rule, {"in": "search"}.get(name, name))
        assert message
