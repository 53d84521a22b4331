"""The owner, reports, the link that ends mails and what is kept: what is accepted, and the words for every mistake."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.config.test_alerts import MAIL
from tests.config.test_reading import config, problems
from tests.config.test_reading import in_tmp_path as in_tmp_path

MISTAKES = {
    "a time zone that is near one": (
        "owner: {time_zone: europe/berln}\n",
        ['c.yaml:1:20: owner.time_zone: "europe/berln" is not a valid time zone; did you mean Europe/Berlin?'],
    ),
    "a time zone that is a city": (
        "owner: {time_zone: Paris}\n",
        ['c.yaml:1:20: owner.time_zone: "Paris" is not a valid time zone; did you mean Europe/Paris?'],
    ),
    "a time zone that is nearly a city": (
        "owner: {time_zone: new yrok}\n",
        ['c.yaml:1:20: owner.time_zone: "new yrok" is not a valid time zone; did you mean America/New_York?'],
    ),
    "a time zone that is a path": (
        "owner: {time_zone: ../../../etc/passwd}\n",
        ['c.yaml:1:20: owner.time_zone: "../../../etc/passwd" is not a valid time zone; write it like Europe/Berlin'],
    ),
    "an offset, which YAML takes for a number": (
        "owner: {time_zone: +10:00}\n",
        ["c.yaml:1:20: owner.time_zone: must be the name of a time zone, such as Europe/Berlin"],
    ),
    "half of the quiet hours, which YAML takes for a number": (
        "owner: {quiet_hours: 22:00}\n",
        ["c.yaml:1:22: owner.quiet_hours: must be a time span, such as 22:00-07:00"],
    ),
    "quiet hours that are none": (
        "owner: {quiet_hours: 22:00-25:00}\n",
        ['c.yaml:1:22: owner.quiet_hours: "22:00-25:00" is not a valid time span; write it like 22:00-07:00'],
    ),
    "no messages a day": ("owner: {max_per_day: 0}\n", ["c.yaml:1:22: owner.max_per_day: must be at least 1"]),
    "a report at no time": (
        "report: {send: immediate}\n",
        [
            "c.yaml:1:16: report.send: must be daily 08:00 or weekly mon 08:00: a report cannot be immediate",
        ],
    ),
    "a report to nobody": (
        "report: {send: daily 08:00, to: []}\n",
        ["c.yaml:1:33: report.to: must not be empty"],
    ),
    "a report to a channel that is none": (
        "report: {to: team}\n",
        ["c.yaml:1:14: report.to[0]: notify has no channel of this name; known here: email"],
    ),
    "an address without its listener": (
        "unsubscribe: {url: 'https://jobs.example.com/u'}\n",
        ["c.yaml:1:14: unsubscribe.listen: is missing; the link is served there, such as 127.0.0.1:8025"],
    ),
    "a listener without its address": (
        "unsubscribe: {listen: 127.0.0.1:8025}\n",
        ["c.yaml:1:14: unsubscribe.url: is missing; links in mails begin with it"],
    ),
    "a port alone, and an address in plain text": (
        "unsubscribe: {listen: 8025, url: http://jobs.example.com/u}\n",
        [
            "c.yaml:1:23: unsubscribe.listen: must be HOST:PORT, such as 127.0.0.1:8025",
            "c.yaml:1:34: unsubscribe.url: must begin with https://; http:// is for this machine only, such as"
            " http://127.0.0.1:8025",
        ],
    ),
    "a port out of range, and an address with a query": (
        "unsubscribe: {listen: localhost:70000, url: 'https://jobs.example.com/?u'}\n",
        [
            'c.yaml:1:23: unsubscribe.listen: "localhost:70000" is not a valid address to listen on; write HOST:PORT,'
            " such as 127.0.0.1:8025",
            "c.yaml:1:45: unsubscribe.url: must be an https:// address without ?query, such as"
            " https://jobs.example.com/unsubscribe",
        ],
    ),
    "an address in brackets that is none": (
        'unsubscribe: {listen: "[1:2]:80", url: "http://localhost"}\n',
        ['c.yaml:1:23: unsubscribe.listen: "[1:2]:80" is not a valid address to listen on; write it like "[::1]:8025"'],
    ),
    "a number of days without its unit, and years": (
        "retention: {jobs: 90, notifications: 5y}\n",
        [
            "c.yaml:1:19: retention.jobs: must be a duration such as 90d, or forever",
            'c.yaml:1:38: retention.notifications: "5y" is not a valid retention time; write it like 90d or 52w, or'
            " forever",
        ],
    ),
    "less than a day": ("retention: {jobs: 23h}\n", ["c.yaml:1:19: retention.jobs: must be at least 1d, or forever"]),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_its_remedy(case: str) -> None:
    text, expected = MISTAKES[case]
    assert problems(text + MAIL) == expected


@pytest.mark.parametrize(
    ("text", "keep"),
    [("90d", timedelta(days=90)), ("52w", timedelta(weeks=52)), ("1000d", timedelta(days=1000)), ("Forever", None)],
)
def test_what_is_over_is_kept_for_days_or_for_ever(text: str, keep: timedelta | None) -> None:
    found = config(f"retention: {{jobs: {text}, notifications: {text}}}").retention
    assert (found.jobs, found.notifications) == (keep, keep)


@pytest.mark.parametrize(
    ("listen", "address"),
    [("127.0.0.1:8025", ("127.0.0.1", 8025)), ('"[::1]:80"', ("::1", 80)), ("localhost:65535", ("localhost", 65535))],
)
def test_an_address_to_listen_at_is_taken_apart(listen: str, address: tuple[str, int]) -> None:
    found = config(f"unsubscribe: {{listen: {listen}, url: 'http://127.0.0.1:8025/u/'}}").unsubscribe
    assert (found.address, found.url) == (address, "http://127.0.0.1:8025/u")


def test_settings_of_the_owner_come_from_the_environment() -> None:
    Path("ping").write_text("https://hc.example/secret\n")
    found = config(
        "owner: {time_zone: UTC}\nreport: {ping_url: 'https://other.example'}\n" + MAIL,
        JOBSCAN_OWNER__TIME_ZONE="Asia/Tokyo",
        JOBSCAN_OWNER__QUIET_HOURS="23:00-06:00",
        JOBSCAN_OWNER__MAX_PER_DAY="3",
        JOBSCAN_REPORT__SEND="weekly sun 20:00",
        JOBSCAN_REPORT__TO='["email"]',
        JOBSCAN_REPORT__PING_URL_FILE="ping",
        JOBSCAN_UNSUBSCRIBE__LISTEN="0.0.0.0:80",
        JOBSCAN_UNSUBSCRIBE__URL="https://jobs.example.com",
        JOBSCAN_RETENTION__JOBS="2w",
        JOBSCAN_RETENTION__NOTIFICATIONS="forever",
    )
    assert found.to_owner().time_zone == "Asia/Tokyo"
    assert (str(found.owner.quiet_hours), found.owner.max_per_day) == ("23:00-06:00", 3)
    assert (str(found.report.send), found.report.to) == ("weekly sun 20:00", ("email",))
    assert found.report.ping_url is not None
    assert found.report.ping_url.get_secret_value() == "https://hc.example/secret"
    assert (found.unsubscribe.listen, found.retention.jobs) == ("0.0.0.0:80", timedelta(weeks=2))


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (
            {"JOBSCAN_OWNER__TIME_ZONE": "Mars"},
            'JOBSCAN_OWNER__TIME_ZONE: owner.time_zone: "Mars" is not a valid time zone; write it like Europe/Berlin',
        ),
        (
            {"JOBSCAN_REPORT__TO": "email,x"},
            "JOBSCAN_REPORT__TO: report.to[1]: notify has no channel of this name; known here: email",
        ),
        (
            {"JOBSCAN_REPORT__TO": "[email"},
            'JOBSCAN_REPORT__TO: report.to: must be a list such as email, team-hook or ["email", "team-hook"]',
        ),
        ({"JOBSCAN_ALERTS": "[]"}, "JOBSCAN_ALERTS: no such setting; alerts belong in the file"),
        (
            {"JOBSCAN_NOTIFY__EMAIL__PASSWORD": "x"},
            "JOBSCAN_NOTIFY__EMAIL__PASSWORD: no such setting; channels belong in the file, and name the files of their"
            " secrets (password_file)",
        ),
        (
            {"JOBSCAN_REPORT__PING_URL": "ftp://secret"},
            "JOBSCAN_REPORT__PING_URL: report.ping_url: must be an http:// or https:// address, without a user name",
        ),
    ],
)
def test_a_mistake_in_the_environment_names_its_variable(environ: dict[str, str], expected: str) -> None:
    assert problems(MAIL, **environ) == [f"environment: {expected}"]
