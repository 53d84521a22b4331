"""alerts: made, shown, changed, stopped and removed, in the database and in the configuration."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from jobscan.persistence import DatabaseSettings
from jobscan.utils.time import format_utc
from tests.cli.conftest import Run, seen
from tests.cli.history import DESIGNER, ENGINEER, FORMULA, GONE, NOW
from tests.cli.mailbox import ME, NO_MAIL, add_to_config
from tests.cli.programs import run_program, start_program
from tests.cli.setups import write_config

HOOK = {"type": "webhook", "url": "https://example.com/hook"}
IN_FILE = {"name": "In File", "keywords": ["designer"], "send": "daily 08:00"}


@pytest.fixture
def alerts(history: None, run: Run) -> Run:
    """The small history, two channels, and one alert in the configuration, which nobody has taken up; no boards."""
    Path("config.yaml").unlink()
    add_to_config(notify={"email": NO_MAIL, "team-hook": HOOK}, alerts=[IN_FILE])
    return run


def shown(run: Run, name: str) -> dict[str, object]:
    """Return what `alerts show` says of an alert, as data."""
    found: dict[str, object] = json.loads(run("alerts", "show", name, "--json").out)
    return found


def test_an_alert_lives_from_add_to_remove(alerts: Run) -> None:
    ran = alerts("alerts", "add", "staff", "--keywords", "staff engineer", "--keywords", "sre")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        'Added "staff": immediate, to email.\n'
        "1 posting matches already: recorded, not sent. `jobscan matches --alert staff` lists them.\n"
    )
    assert alerts("alerts", "list").rows[1] == ["staff", "active", "immediate", "email", "1", "database"]

    ran = alerts("alerts", "edit", "STAFF", "--keywords", "designer", "--send", "weekly mon 8:00", "--to", "team-hook")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == 'Changed "staff": weekly mon 08:00, to team-hook.'
    assert ran.out.splitlines()[1].startswith("1 more posting matches already: recorded, not sent.")

    assert alerts("alerts", "disable", "staff").out.startswith('"staff" is disabled: nothing is sent')
    assert alerts("alerts", "list").rows[1][1] == "disabled"
    assert alerts("alerts", "enable", "staff").out == '"staff" is enabled: matches are sent from now on.\n'
    assert alerts("alerts", "list").rows[1][1] == "active"

    assert alerts("alerts", "remove", "staff").out == 'Removed "staff": nothing was waiting to be sent.\n'
    assert [row[0] for row in alerts("alerts", "list").rows] == ["In File"]
    ran = alerts("alerts", "show", "staff")
    assert (ran.code, ran.err) == (2, f'jobscan: {ME} has no alert "staff"; `jobscan alerts list` names them\n')


def test_every_part_has_an_option(alerts: Run) -> None:
    boards = {"lever": "spotify", "ashby": "ramp"}
    add_to_config(sources=[{"type": kind, "identifier": name} for kind, name in boards.items()])
    parts = {
        "keywords": ["a b", "/c+/"],
        "all_keywords": ["d"],
        "excluded_keywords": ["e"],
        "in": ["title", "description"],
        "companies": ["f"],
        "locations": ["g", "h"],
        "departments": ["i"],
        "employment_types": ["full_time"],
        "workplace": ["remote", "hybrid"],
        "languages": ["en"],
        "sources": ["lever/spotify", "ashby"],
        "on": ["new", "reopened"],
        "to": ["email", "team-hook"],
    }
    singles = {"currency": "EUR", "interval": "month", "unknown": "drop", "send": "daily 07:30"}
    options = [f"--{name.replace('_', '-')}={item}" for name, items in parts.items() for item in items]
    options += [f"--{name}={value}" for name, value in singles.items()]
    ran = alerts("alerts", "add", "all", *options, "--min-salary", "5000", "--no-remote", "--notify-existing")
    assert (ran.code, ran.err) == (0, "")
    expected = parts | singles | {"min_salary": 5000, "is_remote": False, "notify_existing": True}
    assert {name: shown(alerts, "all")[name] for name in expected} == expected

    # An empty text clears a part, and what is not named stays.
    cleared = ["--keywords", "", "--in", "", "--min-salary", "", "--currency", "", "--send", "", "--on", ""]
    assert alerts("alerts", "edit", "all", *cleared, "--any-remote", "--no-notify-existing").code == 0
    found = shown(alerts, "all")
    assert found.keys().isdisjoint({"keywords", "in", "min_salary", "currency", "is_remote", "on"})
    assert (found["send"], found["notify_existing"], found["locations"]) == ("immediate", False, ["g", "h"])


def test_all_mistakes_are_told_at_once_under_the_options_that_were_typed(alerts: Run) -> None:
    ran = alerts(
        "alerts", "add", "x", "--in", "titel", "--min-salary", "much", "--to", "tem-hook", "--sources", "levre"
    )
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "jobscan: --in: must be title or description",
        "jobscan: --min-salary: must be a number",
        'jobscan: --sources: no system of this name; did you mean "lever"?',
        'jobscan: --to: notify has no channel of this name; did you mean "team-hook"?',
    ]
    assert alerts("alerts", "edit", "x").err.splitlines()[-1] == (
        "jobscan: No change is given; --help lists the parts of an alert."
    )


@pytest.mark.usefixtures("history")
def test_an_alert_needs_no_mail_to_be_kept(run: Run) -> None:
    ran = run("alerts", "add", "x", "--keywords", "designer", "--notify-existing")
    assert (ran.code, ran.out.splitlines()[0]) == (0, 'Added "x": immediate, to email.')
    warning = "jobscan: warning: notify.email is not set up: matches are recorded, and sent once it is\n"
    assert ran.err == warning
    assert run("alerts", "edit", "x", "--keywords", "engineer").err == warning
    assert len(run("alerts", "test", "x", "--since", "60d").rows) == 1
    refused = run("alerts", "add", "y", "--keywords", "designer", "--to", "email")
    assert (refused.code, refused.err.startswith("jobscan: --to: notify.email is not set up")) == (2, True)


def test_why_is_not_wrapped_in_a_pipe(alerts: Run) -> None:
    long = [f"a keyword of some length, number {number}" for number in range(4)]
    alerts("alerts", "add", "long", *(word for keyword in long for word in ("--keywords", keyword)))
    _, clause, *rest = alerts("alerts", "why", "long", DESIGNER.job_key[:6]).out.splitlines()
    assert clause.startswith("  ✗ fails  keywords  ")
    assert (len(clause) > 80, clause == clause.rstrip(), rest[0]) == (True, True, 'It does not match "long".')


def test_mail_to_an_owner_without_an_address_is_refused(run: Run) -> None:
    add_to_config(notify={"email": {name: value for name, value in NO_MAIL.items() if name != "to"}})
    ran = run("alerts", "add", "x", "--keywords", "y")
    assert ran.code == 2
    assert ran.err == "jobscan: notify.email.to: is missing; the alert is sent there: give it the owner's address\n"
    assert not Path("history.db").exists()


def test_the_first_alert_makes_the_database(run: Run, database_settings: DatabaseSettings) -> None:
    Path("config.yaml").write_text(f"database: {database_settings.url}\n")
    add_to_config(notify={"email": NO_MAIL})
    ran = run("alerts", "add", "sre", "--keywords", "sre")
    assert (ran.code, ran.out) == (0, 'Added "sre": immediate, to email.\nNo posting matches yet.\n')
    assert run("alerts", "list").rows == [["sre", "active", "immediate", "email", "0", "database"]]
    assert run("users", "list").rows[0][0] == ME


def test_a_database_of_another_version_is_left_to_db_upgrade(alerts: Run) -> None:
    with sqlite3.connect("history.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for arguments in (["alerts", "add", "x", "--keywords", "y"], ["users", "add", "anna@example.org"]):
        ran = alerts(*arguments)
        assert (ran.code, ran.out) == (10, "")
        assert "a newer jobscan has used it" in ran.err


def test_users_and_alerts_are_added_while_the_daemon_runs(tmp_path: Path) -> None:
    write_config(tmp_path, notify={"email": NO_MAIL})
    with start_program(tmp_path, "run") as daemon:
        daemon.wait_for('"event": "started"')
        for arguments in (["users", "add", "a@example.org"], ["alerts", "add", "x", "--keywords", "y"]):
            ran = run_program(tmp_path, *arguments)
            assert (ran.returncode, ran.stderr) == (0, "")
        assert daemon.stop() == 0


def test_a_name_is_used_once_whatever_its_case(alerts: Run) -> None:
    alerts("alerts", "add", "Staff", "--keywords", "staff")
    ran = alerts("alerts", "add", "staff", "--keywords", "staff")
    assert (ran.code, ran.err) == (2, f'jobscan: {ME} has an alert "Staff"; `jobscan alerts edit` changes it\n')
    ran = alerts("alerts", "add", "in file", "--keywords", "x")
    assert (ran.code, ran.err) == (2, 'jobscan: "in file" already exists in the configuration: change it there\n')


@pytest.mark.parametrize("taken_up", [False, True])
def test_alerts_of_the_configuration_are_changed_there(alerts: Run, taken_up: bool) -> None:
    alerts("alerts", "add", "x", "--keywords", "y")  # so that there is an owner
    assert not taken_up or alerts("scan").code == 2  # there is no source
    if taken_up:
        # Stopped as by the link in its mails; that can be taken back.
        assert alerts("alerts", "disable", "in file").code == 0
        assert [row[1] for row in alerts("alerts", "list").rows if row[0] == "In File"] == ["unsubscribed"]
        assert alerts("alerts", "enable", "in file").code == 0
    for arguments in (["edit", "--keywords", "x"], *([] if taken_up else [["disable"]]), ["enable"], ["remove"]):
        ran = alerts("alerts", arguments[0], "in file", *arguments[1:])
        assert (ran.code, ran.out) == (2, "")
        assert "is in the configuration: change it there (enabled: false stops it)" in ran.err


def test_the_list_shows_what_waits_to_be_taken_up(alerts: Run) -> None:
    alerts("alerts", "add", "staff", "--keywords", "staff", "--to", "team-hook")
    lines = seen(alerts("alerts", "list", "--color", "always").out)
    assert lines[:3] == [
        "NAME     SEND         TO         MATCHES  STATE",
        "In File  daily 08:00  email            0  not loaded",
        "staff    immediate    team-hook        1  active",
    ]
    assert " ".join(lines[4:]) == (
        "Different from the configuration: In File. `jobscan scan`, or a reload of the daemon, loads the configuration."
    )
    waiting, staff = json.loads(alerts("alerts", "list", "--json").out)
    assert waiting.keys() >= {"name", "state", "taken_up", "matches", "id", "origin", "send", "to", "enabled"}
    assert (waiting["state"], waiting["taken_up"], waiting["id"], waiting["origin"]) == (
        "not loaded", False, None, "file",
    )  # fmt: skip
    assert (staff["state"], staff["taken_up"], staff["matches"]) == ("active", True, {"baseline": 1})


def test_an_alert_is_shown_with_all_its_parts(alerts: Run) -> None:
    alerts("alerts", "add", "staff", "--keywords", "staff", "--keywords", "principal", "--remote")
    out = alerts("alerts", "show", "staff").out
    for line in (
        "staff",
        "State             active",
        "Kept in           the database",
        "Matches           1 baseline",
        "keywords          staff, principal",
        "is_remote         yes",
        "send              immediate",
    ):
        assert line in seen(out)
    lines = seen(alerts("alerts", "show", "In File").out)
    assert "State             not loaded" in lines
    assert lines[-1] == "`jobscan scan`, or a reload of the daemon, loads the configuration."


@pytest.mark.parametrize("command", [["show"], ["test"], ["edit", "--keywords", "x"], ["remove"], ["disable"]])
def test_an_unknown_alert_is_answered_with_what_is_near(alerts: Run, command: list[str]) -> None:
    alerts("alerts", "add", "engineers", "--keywords", "engineer")
    ran = alerts("alerts", command[0], "enginers", *command[1:])
    assert (ran.code, ran.out) == (2, "")
    assert 'no alert "enginers"; did you mean "engineers"?' in ran.err


def test_alerts_of_the_configuration_are_near_too(alerts: Run) -> None:
    ran = alerts("alerts", "test", "in fil")
    assert (ran.code, ran.err) == (2, 'jobscan: there is no alert "in fil"; did you mean "In File"?\n')


def test_the_test_of_an_alert_shows_what_it_would_have_told(alerts: Run) -> None:
    alerts("alerts", "add", "any", "--locations", "berlin", "--locations", "london")
    rows = alerts("alerts", "test", "any").rows
    assert [(row[0], row[1], row[3]) for row in rows] == [
        (format_utc(NOW), "updated", "Recruiter"),
        (format_utc(NOW - timedelta(days=2)), "new", FORMULA.title),
        (format_utc(NOW - timedelta(days=8)), "new", "Designer"),
        (format_utc(NOW - timedelta(days=9)), "new", "Staff Engineer"),
    ]
    assert rows[2][2:] == [DESIGNER.job_key, "Designer", "Canonical", "London", "https://example.com/2"]

    lines = seen(alerts("alerts", "test", "any", "--since", "3d", "--color", "always").out)
    assert lines[0].split() == ["WHEN", "KIND", "KEY", "TITLE", "COMPANY", "LOCATION"]
    assert [line.split()[1:3] for line in lines[1:4]] == [
        ["updated", GONE.job_key[:8]],
        ["updated", ENGINEER.job_key[:8]],
        ["new", FORMULA.job_key[:8]],
    ]
    assert lines[3].split()[0] == "2d"
    assert lines[-1] == "3 postings in 3 days; immediate, to email."
    assert max(map(len, lines)) <= 80


def test_only_changes_that_are_asked_for_are_tried(alerts: Run) -> None:
    alerts("alerts", "add", "changed", "--keywords", "engineer", "--on", "updated")
    # New in the span, too: that is not asked for.
    assert [row[1] for row in alerts("alerts", "test", "changed").rows] == ["updated"]
    alerts("alerts", "edit", "changed", "--on", "new")
    assert [row[1] for row in alerts("alerts", "test", "changed", "--since", "5d").rows] == []


def test_a_rule_of_the_configuration_can_be_tried_before_it_is_taken_up(alerts: Run) -> None:
    found = json.loads(alerts("alerts", "test", "in file", "--json").out)
    assert (found["alert"], found["send"]) == ("In File", "daily 08:00")
    assert [posting["job_key"] for posting in found["postings"]] == [DESIGNER.job_key]
    assert found["postings"][0].keys() == {"kind", "at", "job_key", "title", "company", "location", "url"}
    lines = seen(alerts("alerts", "test", "in file", "--since", "1h", "--color", "always").out)
    assert lines[0] == "0 postings in 1 hour; daily 08:00, to email."


def test_why_explains_a_match_and_what_came_of_it(alerts: Run) -> None:
    alerts("alerts", "add", "staff", "--keywords", "staff", "--languages", "en")
    lines = seen(alerts("alerts", "why", "staff", ENGINEER.job_key[:6]).out)
    assert lines[:4] == [
        "Staff Engineer (Canonical)",
        '  ✓ fits  keywords   "staff" is in the title',
        "  ~ kept  languages  the board gives no language; kept (unknown: keep)",
        'It matches "staff".',
    ]
    assert lines[4].endswith(" (existing): it was there before; not sent.")


def test_why_explains_what_fails(alerts: Run) -> None:
    alerts("alerts", "add", "staff", "--keywords", "staff", "--languages", "en", "--unknown", "drop")
    assert seen(alerts("alerts", "why", "staff", DESIGNER.job_key[:6]).out) == [
        "Designer (Canonical)",
        '  ✗ fails  keywords   "staff" is not in the title',
        "  ✗ fails  languages  the board gives no language; dropped (unknown: drop)",
        'It does not match "staff".',
        "No match is recorded.",
    ]
    found = json.loads(alerts("alerts", "why", "staff", DESIGNER.job_key[:6], "--json").out)
    assert found.keys() == {"alert", "job_key", "title", "company", "holds", "clauses", "matches"}
    assert (found["holds"], found["matches"]) == (False, [])
    assert found["clauses"][1] == {
        "name": "languages",
        "holds": False,
        "unknown": True,
        "text": "the board gives no language; dropped (unknown: drop)",
        "matched": [],
    }


def test_why_says_when_an_alert_tells_nothing(alerts: Run) -> None:
    alerts("alerts", "add", "all", "--keywords", "designer")
    alerts("alerts", "disable", "all")
    lines = seen(alerts("alerts", "why", "all", DESIGNER.job_key).out)
    assert "The alert is not active: `jobscan alerts show` says why." in lines
    lines = seen(alerts("alerts", "why", "in file", DESIGNER.job_key).out)
    assert lines[-1] == "Nothing is recorded: no scan has loaded the alert yet."
    assert alerts("alerts", "why", "all", "zzz").code == 2


def test_matches_are_listed_with_their_state(alerts: Run) -> None:
    alerts("alerts", "add", "all", "--locations", "berlin", "--locations", "london")
    alerts("alerts", "add", "told", "--keywords", "designer", "--notify-existing", "--to", "team-hook")
    rows = alerts("matches").rows
    assert sorted((row[1], row[3], row[5], row[7], row[8]) for row in rows) == sorted(
        [
            ("existing", "Designer", "told", "pending", "team-hook"),
            ("existing", "Designer", "all", "baseline", ""),
            ("existing", "Staff Engineer", "all", "baseline", ""),
            ("existing", FORMULA.title, "all", "baseline", ""),
        ]
    )
    assert {row[6] for row in rows} == {ME}
    assert [row[5] for row in alerts("matches", "--status", "pending").rows] == ["told"]
    assert len(alerts("matches", "--alert", "ALL").rows) == 3
    assert len(alerts("matches", "--alert", "all", "--limit", "2").rows) == 2
    assert len(alerts("matches", "--user", ME, "--since", "1h").rows) == 4
    assert alerts("matches", "--since", "2030-01-01").rows == []
    ran = alerts("alerts", "remove", "told")
    assert ran.out == 'Removed "told": 1 match that was waiting is not sent.\n'
    assert alerts("matches", "--alert", "told").rows[0][7] == "cancelled"


def test_matches_fit_80_columns_and_come_as_data(alerts: Run) -> None:
    alerts("alerts", "add", "told", "--keywords", "designer", "--notify-existing", "--to", "team-hook")
    key = json.loads(alerts("matches", "--json").out)[0]["job_key"][:8]
    assert seen(alerts("matches", "--color", "always").out) == [
        "WHEN  KIND      KEY       TITLE     COMPANY    ALERT  STATE",
        f" now  existing  {key}  Designer  Canonical  told   pending team-hook",
    ]
    (match,) = json.loads(alerts("matches", "--json").out)
    assert match.keys() == {
        "alert", "kind", "job_key", "version_hash", "title", "company", "location", "url", "changes", "channel",
        "delivery_status", "attempts", "created_at", "next_attempt_at", "sent_at", "error_message", "user",
    }  # fmt: skip
    alerts("users", "add", "anna@example.org")
    alerts("alerts", "add", "mine", "--user", "anna@example.org", "--keywords", "designer")
    lines = seen(alerts("matches", "--color", "always").out)
    assert lines[0].split() == ["WHEN", "KIND", "KEY", "TITLE", "COMPANY", "ALERT", "USER", "STATE"]
    assert {line.split()[-2] for line in lines if line.endswith("baseline")} == {"anna"}


def test_an_alert_that_is_probably_not_meant_so_is_warned_of(alerts: Run) -> None:
    everything = "has no conditions, so every posting matches; give keywords, locations or another condition"
    nothing = 'sources: "lever/x" is not among the configured sources, so none of its postings can match'
    ran = alerts("alerts", "add", "all")
    assert (ran.code, ran.err) == (0, f"jobscan: warning: {everything}\n")
    assert alerts("alerts", "add", "some", "--sources", "lever/x").err == f"jobscan: warning: {nothing}\n"
    assert alerts("alerts", "edit", "some", "--keywords", "cook").err == f"jobscan: warning: {nothing}\n"

    table = " ".join(" ".join(seen(alerts("alerts", "list", "--color", "always").out)).split())
    assert f"all: warning: {everything} some: warning: {nothing}" in table
    assert [len(row) for row in alerts("alerts", "list").rows] == [6, 6, 6]
    assert shown(alerts, "some")["warnings"] == [nothing]
    assert shown(alerts, "In File")["warnings"] == []
    assert f"Warning           {nothing}" in alerts("alerts", "show", "some").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--alert", "tolld"], 'there is no alert "tolld"; did you mean "told"?'),
        (["--user", "you@example.org"], f"no user has the address you@example.org; did you mean {ME}?"),
        (["--status", "lost"], '"lost" is not one of "baseline", "pending"'),
        (["--since", "yesterday"], "or as a date like 2026-11-20"),
    ],
)
def test_a_wrong_filter_is_answered_with_right_ones(alerts: Run, arguments: list[str], message: str) -> None:
    alerts("alerts", "add", "told", "--keywords", "designer")
    ran = alerts("matches", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_an_empty_list_says_what_to_try(run: Run, history: None) -> None:
    assert "alerts test NAME" in run("matches", "--color", "always").out
    assert "`jobscan alerts add NAME --keywords …` adds one." in run("alerts", "list", "--color", "always").out


def test_a_search_is_kept_as_an_alert_and_means_the_same(alerts: Run) -> None:
    search = "--country Germany --title designer --title engineer --text 'people' --source lever"
    ran = alerts("alerts", "add", "found", "--from-search", f"jobscan jobs {search}", "--send", "daily 08:00")
    assert (ran.code, ran.out.splitlines()[0]) == (0, 'Added "found": daily 08:00, to email.')
    assert shown(alerts, "found") | {
        "countries": ["Germany"],
        "titles": ["designer", "engineer"],
        "all_keywords": ["people"],
        "in": ["title", "description"],
        "sources": ["lever"],
        "unknown": "drop",
    } == shown(alerts, "found")
    # Options beside it are parts of the same rule.
    assert alerts("alerts", "add", "more", "--from-search", "--level senior", "--unknown", "keep").code == 0
    assert "unknown" not in shown(alerts, "more")
    for wrong, message in {
        "--level guru": "--level",
        "--nope": "No such option",
        "--title 'a": "a quote in it is not",
    }.items():
        ran = alerts("alerts", "add", "wrong", "--from-search", wrong)
        assert (ran.code, message in ran.err) == (2, True), ran.err


def test_a_rule_is_tried_without_being_saved(alerts: Run) -> None:
    ran = alerts("alerts", "test", "--title", "designer", "--since", "60d")
    assert (ran.code, [line.split("\t")[2] for line in ran.out.splitlines()]) == (0, [DESIGNER.job_key])
    # A part replaces that of the alert, for this once.
    ran = alerts("alerts", "test", "In File", "--keywords", "engineer", "--since", "60d")
    assert DESIGNER.job_key not in ran.out
    assert alerts("alerts", "list", "--json").out.count('"name"') == 1
    ran = alerts("alerts", "test")
    assert (ran.code, "Give the NAME of an alert, or the options of a rule" in ran.err) == (2, True)
