"""Alerts, their owner and what goes with them: what is accepted, and the exact words for every mistake."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import jsonschema
import pytest
import yaml

from jobscan.config import (
    AlertConfig,
    OwnerConfig,
    alert_problems,
    effective_settings,
    json_schema,
    load_with_origins,
    read_alert,
)
from jobscan.domain.alert import Alert, AlertRule, SearchField, Send, SendKind, Unknown
from jobscan.domain.job import ChangeKind, PayInterval, Workplace
from jobscan.domain.user import QuietHours, User
from jobscan.exceptions import ConfigError
from tests.config.test_reading import config, problems
from tests.config.test_reading import in_tmp_path as in_tmp_path

MAIL = "notify: {email: {host: smtp.example.com, from: jobscan@example.com, to: me@example.com}}\n"
FULL = rf"""
owner:
  time_zone: Europe/Berlin
  quiet_hours: 22:00-07:00
  max_per_day: 5
alerts:
  - name: platform
    keywords: [platform engineer, sre, /site reliab\w+/]
    all_keywords: [remote]
    excluded_keywords: intern
    in: [title, description]
    companies: [Canonical]
    locations: [Berlin, Europe]
    departments: Engineering
    employment_types: [full_time]
    is_remote: yes
    workplace: [remote, hybrid]
    min_salary: 80_000
    currency: eur
    interval: month
    languages: en
    sources: [greenhouse, lever/spotify]
    unknown: drop
    on: [new, reopened]
    send: weekly mon 8:00
    to: email
    notify_existing: true
    enabled: false
{MAIL}"""
ALERT = Alert(
    name="platform",
    rule=AlertRule(
        keywords=("platform engineer", "sre", r"/site reliab\w+/"),
        all_keywords=("remote",),
        excluded_keywords=("intern",),
        search=(SearchField.TITLE, SearchField.DESCRIPTION),
        companies=("Canonical",),
        locations=("Berlin", "Europe"),
        departments=("Engineering",),
        employment_types=("full_time",),
        is_remote=True,
        workplace=(Workplace.REMOTE, Workplace.HYBRID),
        min_salary=80_000,
        currency="EUR",
        interval=PayInterval.MONTH,
        languages=("en",),
        sources=("greenhouse", "lever/spotify"),
        unknown=Unknown.DROP,
        on=(ChangeKind.NEW, ChangeKind.REOPENED),
    ),
    send=Send(SendKind.WEEKLY, time(8), 0),
    to=("email",),
    notify_existing=True,
    enabled=False,
)


def test_every_part_of_an_alert_and_its_owner_arrives() -> None:
    found = config(FULL)
    assert found.to_alerts() == (ALERT,)
    assert found.to_owner() == User(
        email="me@example.com",
        time_zone="Europe/Berlin",
        quiet_hours=QuietHours(time(22), time(7)),
        max_per_day=5,
    )


def test_defaults_are_those_of_the_domain() -> None:
    assert config("alerts: [{name: all}]\n" + MAIL).to_alerts() == (Alert(name="all"),)
    empty = config("owner:\nalerts:\nnotify:\nreport:\nunsubscribe:\nretention:\n")
    assert empty.to_owner() == User(email=None, time_zone="UTC", quiet_hours=None, max_per_day=20)
    assert (empty.to_alerts(), empty.owner) == ((), OwnerConfig())
    assert (empty.report.send, empty.report.to, empty.report.ping_url) == (None, ("email",), None)
    assert (empty.unsubscribe.url, empty.unsubscribe.address) == (None, None)
    assert (empty.retention.jobs, empty.retention.notifications) == (timedelta(days=90), timedelta(days=365))


ALERT_KEYS = ", ".join(
    "name titles keywords all_keywords excluded_keywords in companies locations departments employment_types"
    " is_remote workplace min_salary currency interval unknown languages countries cities remote_from levels"
    " max_years visa skills all_skills excluded_skills text_languages sources on send to notify_existing"
    " enabled".split()
)
MISTAKES = {
    "an alert without a name": ("alerts: [{keywords: x}]\n", ["c.yaml:1:10: alerts[0].name: is missing"]),
    "an empty name": (
        "alerts: [{name: ' '}]\n",
        ["c.yaml:1:17: alerts[0].name: must be one line of 1 to 100 characters"],
    ),
    "a long name": (
        f"alerts: [{{name: {'x' * 101}}}]\n",
        ["c.yaml:1:17: alerts[0].name: must be one line of 1 to 100 characters"],
    ),
    "a name of two lines": (
        'alerts: [{name: "a\\nb"}]\n',
        ["c.yaml:1:17: alerts[0].name: must be one line of 1 to 100 characters"],
    ),
    "a name twice, whatever its case": (
        "alerts:\n  - {name: Straße}\n  - {name: STRASSE }\n",
        ["c.yaml:3:12: alerts[1].name: is the name of another alert too; the first is at c.yaml:2:12"],
    ),
    "a number among the words": (
        "alerts: [{name: a, keywords: [x, 401]}]\n",
        ['c.yaml:1:34: alerts[0].keywords[1]: must be text; put it in quotes: "401"'],
    ),
    "Norwegian": (
        "alerts: [{name: a, languages: no}]\n",
        ['c.yaml:1:31: alerts[0].languages[0]: must be text; put it in quotes: "no"'],
    ),
    "a bad expression, a salary without currency and a bad word at once": (
        "alerts: [{name: a, keywords: ['/(/', 1], min_salary: 5, companies: ['!']}]\n",
        [
            "c.yaml:1:10: alerts[0].currency: is missing: min_salary is compared with salaries of one currency;"
            " write it, such as EUR",
            "c.yaml:1:30: alerts[0].keywords: /(/ is not a valid RE2 regular expression: missing ): (",
            'c.yaml:1:38: alerts[0].keywords[1]: must be text; put it in quotes: "1"',
            'c.yaml:1:68: alerts[0].companies: "!" has no letter or digit to look for; write a word, a phrase, or an'
            " expression as /…/",
        ],
    ),
    "a salary that is none has no currency either": (
        "alerts: [{name: a, min_salary: 80k, interval: once}]\n",
        ["c.yaml:1:32: alerts[0].min_salary: must be a number"],
    ),
    "a salary of nothing": (
        "alerts: [{name: a, min_salary: 0, currency: EUR}]\n",
        ["c.yaml:1:32: alerts[0].min_salary: must be more than 0"],
    ),
    "a currency that is none": (
        "alerts: [{name: a, min_salary: 5, currency: euro}]\n",
        ['c.yaml:1:45: alerts[0].currency: "EURO" is not a valid currency; write its three letters, such as EUR'],
    ),
    "a place to look that is none": (
        "alerts: [{name: a, in: [titel]}]\n",
        ["c.yaml:1:25: alerts[0].in[0]: must be title or description"],
    ),
    "no place to look": ("alerts: [{name: a, in: []}]\n", ["c.yaml:1:24: alerts[0].in: must not be empty"]),
    "the name of a field in the program": (
        "alerts: [{name: a, search: title}]\n",
        [f"c.yaml:1:20: alerts[0].search: unknown key; known here: {ALERT_KEYS}"],
    ),
    "a change that is not told": (
        "alerts: [{name: a, on: [new, expired]}]\n",
        ["c.yaml:1:30: alerts[0].on[1]: must be new, updated or reopened"],
    ),
    "words of a list of words": (
        "alerts: [{name: a, workplace: Remote, interval: decade, unknown: maybe, is_remote: perhaps}]\n",
        [
            "c.yaml:1:31: alerts[0].workplace[0]: must be remote, hybrid or onsite",
            "c.yaml:1:49: alerts[0].interval: must be year, month, week, day, hour or once",
            "c.yaml:1:66: alerts[0].unknown: must be keep or drop",
            "c.yaml:1:84: alerts[0].is_remote: must be true or false",
        ],
    ),
    "a time without a day, which YAML takes for a number": (
        "alerts: [{name: a, send: 18:00}]\n",
        ["c.yaml:1:26: alerts[0].send: must be immediate, daily 08:00 or weekly mon 08:00"],
    ),
    "a time that is none": (
        "alerts: [{name: a, send: hourly}]\n",
        [
            'c.yaml:1:26: alerts[0].send: "hourly" is not a valid time to send; write immediate, daily 08:00'
            " or weekly mon 08:00"
        ],
    ),
    "a system that is none": (
        "alerts: [{name: a, sources: [lever/x, greenhose]}]\n",
        ['c.yaml:1:39: alerts[0].sources[1]: no system of this name; did you mean "greenhouse"?'],
    ),
    "a source that is none": (
        "alerts: [{name: a, sources: ['a b']}]\n",
        [
            'c.yaml:1:29: alerts[0].sources: "a b" is not a valid source; write greenhouse/acme, or greenhouse for'
            " all of its boards"
        ],
    ),
    "no channels": ("alerts: [{name: a, to: []}]\n", ["c.yaml:1:24: alerts[0].to: must not be empty"]),
    "a channel that is near one": (
        "alerts: [{name: a, to: [email, emial]}]\n",
        ['c.yaml:1:32: alerts[0].to[1]: notify has no channel of this name; did you mean "email"?'],
    ),
    "alerts that are no list": (
        "alerts: {name: a}\n",
        ['c.yaml:1:9: alerts: must be a list, with "- " before each item'],
    ),
    "an alert that is a word": ("alerts: [a]\n", ['c.yaml:1:10: alerts[0]: must be a group of "key: value" lines']),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_its_remedy(case: str) -> None:
    text, expected = MISTAKES[case]
    assert problems(text + MAIL) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "alerts: [{name: a}]\n",
            ["c.yaml:1:10: alerts[0].to[0]: notify.email is not set up; give it host, from and to, or name another"],
        ),
        (
            "report: {send: daily 08:00}\n",
            ["c.yaml:1:9: report.to[0]: notify.email is not set up; give it host, from and to, or name another"],
        ),
        (
            "alerts: [{name: a, to: team}]\n",
            ["c.yaml:1:24: alerts[0].to[0]: notify has no channels; set one up there as team"],
        ),
        (
            "alerts: [{name: a}, {name: b}]\nnotify: {email: {host: h, from: a@b.example}}\n",
            ["c.yaml:2:17: notify.email.to: is missing; alerts[0] is sent there: give it the owner's address"],
        ),
        (
            "report: {to: mine}\nnotify: {mine: {type: email, host: h, from: a@b.example}}\n",
            ["c.yaml:2:16: notify.mine.to: is missing; report is sent there: give it the owner's address"],
        ),
    ],
)
def test_whoever_is_sent_something_can_be_reached(text: str, expected: list[str]) -> None:
    assert [line.removesuffix(" channel here") for line in problems(text)] == expected


def test_mail_for_other_users_needs_no_address_of_the_owner() -> None:
    assert config("notify: {email: {host: h, from: a@b.example}}").to_owner().email is None


def test_channels_with_their_names_in_one_text_are_a_list() -> None:
    found = config(
        "alerts: [{name: a, to: 'email, hook, email'}]\n"
        + MAIL.replace("}}", "}, hook: {type: ntfy, url: 'https://h/t'}}")
    )
    assert found.alerts[0].to == ("email", "hook")


def test_what_applies_is_shown_as_it_would_be_written() -> None:
    Path("c.yaml").write_text(FULL)
    shown = {setting.key: setting for setting in effective_settings(load_with_origins(Path("c.yaml"), {}))}
    assert (shown["owner.quiet_hours"].value, shown["owner.quiet_hours"].origin) == ("22:00-07:00", "c.yaml:4:16")
    assert shown["owner.time_zone"].variable == "JOBSCAN_OWNER__TIME_ZONE"
    assert (shown["retention.jobs"].value, shown["retention.jobs"].origin) == ("90d", "default")
    assert shown["alerts[0].in"].value == ["title", "description"]
    assert (shown["alerts[0].send"].value, shown["alerts[0].min_salary"].value) == ("weekly mon 08:00", 80_000)
    assert shown["alerts[0].on"].origin == "c.yaml:24:9"
    assert "alerts[0].search" not in shown


def test_values_from_elsewhere_are_read_as_those_of_the_file() -> None:
    values = yaml.safe_load(FULL.replace(" on:", ' "on":'))["alerts"][0]
    assert read_alert(values) == ALERT
    assert read_alert(values, channels=["email"]) == ALERT
    assert read_alert({"name": "x", "keywords": ("a", "b")}).rule.keywords == ("a", "b")
    assert read_alert({"name": "x", "send": Send(SendKind.DAILY, time(7))}).send.at == time(7)


@pytest.mark.parametrize("alert", [ALERT, Alert(name="all")])
def test_an_alert_reads_back_from_its_values(alert: Alert) -> None:
    assert read_alert(alert.to_record()) == alert


def test_all_mistakes_in_values_from_elsewhere_are_named_at_once() -> None:
    values = {"keyword": "x", "keywords": ["/(/"], "send": "never", "to": ["hook"]}
    expected = [
        "name: is missing",
        'send: "never" is not a valid time to send; write immediate, daily 08:00 or weekly mon 08:00',
        'keyword: unknown key; did you mean "keywords"?',
        "keywords: /(/ is not a valid RE2 regular expression: missing ): (",
        "to[0]: notify has no channel of this name; known here: email",
    ]
    assert [str(problem) for problem in alert_problems(values, channels=["email"])] == expected
    with pytest.raises(ConfigError) as caught:
        read_alert(values, channels=["email"])
    assert caught.value.problems == expected
    assert alert_problems({"name": "x", "to": ["hook"]}) == []


def test_the_schema_takes_and_refuses_what_jobscan_does() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    for text in (FULL, "alerts: [{name: a, keywords: x, on: new}]", "alerts:\nowner:\nnotify:\nreport: {to: email}"):
        validator.validate(yaml.safe_load(text.replace(" on:", ' "on":')))
    for text in (
        "alerts: [{keywords: x}]",
        "alerts: [{name: a, search: title}]",
        "alerts: [{name: a, on: expired}]",
        "alerts: [{name: a, to: []}]",
        "alerts: [{name: a, workplace: Remote}]",
        "alerts: [{name: a, min_salary: 0}]",
        "owner: {max_per_day: 0}",
        "retention: {jobs: 90}",
        "report: {sent: daily 08:00}",
    ):
        assert not validator.is_valid(yaml.safe_load(text.replace(" on:", ' "on":'))), text
        assert problems(text + "\n" + MAIL) != []


def test_every_part_of_a_rule_can_be_written() -> None:
    assert set(AlertRule.__dataclass_fields__) <= set(AlertConfig.model_fields)
