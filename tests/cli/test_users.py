"""users: who is told, and that everything that is kept of them can be seen and can go."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from jobscan.persistence import DatabaseSettings
from tests.cli.conftest import Run, seen
from tests.cli.mailbox import ME, NO_MAIL, add_to_config
from tests.cli.programs import PATIENCE_S, command_line, environment, run_program

ANNA = "anna@example.org"


@pytest.fixture
def people(run: Run) -> Run:
    """A configuration whose owner has an address; no database yet."""
    add_to_config(notify={"email": NO_MAIL}, owner={"time_zone": "Europe/Berlin"})
    return run


def test_a_user_lives_from_add_to_erase(run: Run, database_settings: DatabaseSettings) -> None:
    Path("config.yaml").write_text(f"database: {database_settings.url}\n")
    add_to_config(notify={"email": NO_MAIL})
    ran = run("users", "add", "Anna@Example.ORG", "--time-zone", "Asia/Tokyo", "--quiet-hours", "22:00-07:00")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Added anna@example.org. Next: `jobscan alerts add NAME --user anna@example.org")
    assert run("alerts", "add", "sre", "--user", ANNA, "--keywords", "sre").code == 0

    owner, anna = run("users", "list").rows
    assert (owner[0], owner[1], owner[6]) == (ME, "active", "yes")
    assert anna[:7] == [ANNA, "active", "1", "Asia/Tokyo", "22:00-07:00", "", "no"]

    assert run("users", "disable", ANNA).out.startswith(f"{ANNA} is no longer notified")
    assert run("users", "list").rows[1][1] == "disabled"
    assert run("alerts", "list", "--user", ANNA).rows[0][1] == "user disabled"
    assert run("users", "enable", ANNA).out == f"{ANNA} is notified again.\n"
    assert run("alerts", "list", "--user", ANNA).rows[0][1] == "active"

    assert run("users", "edit", ANNA, "--max-per-day", "5", "--no-quiet-hours").out == f"Changed {ANNA}.\n"
    assert run("users", "list").rows[1][3:6] == ["Asia/Tokyo", "", "5"]
    assert run("users", "edit", ANNA, "--quiet-hours", "22:00-07:00", "--time-zone", "Europe/Rome").code == 0
    assert run("users", "list").rows[1][3:6] == ["Europe/Rome", "22:00-07:00", "5"]
    assert "Nothing to change" in run("users", "edit", ANNA).err
    assert "is the owner: change owner:" in run("users", "edit", ME, "--max-per-day", "5").err

    found = json.loads(run("users", "export", ANNA).out)
    assert found.keys() == {"user", "alerts", "matches", "deliveries", "told"}
    assert (found["user"]["email"], found["user"]["quiet_hours"]) == (ANNA, "22:00-07:00")
    assert [alert["name"] for alert in found["alerts"]] == ["sre"]

    assert dict(run("users", "erase", ANNA, "--yes").rows) == {
        "alerts_sent": "0",
        "alert_notifications": "0",
        "deliveries": "0",
        "alerts": "1",
        "users": "1",
    }
    assert [row[0] for row in run("users", "list").rows] == [ME]
    assert run("users", "export", ANNA).code == 2


@pytest.mark.usefixtures("history")
def test_an_export_holds_the_matches(people: Run) -> None:
    people("users", "add", ANNA)
    people("alerts", "add", "all", "--user", ANNA, "--keywords", "engineer")
    (match,) = json.loads(people("users", "export", ANNA).out)["matches"]
    assert (match["alert"], match["title"], match["delivery_status"]) == ("all", "Staff Engineer", "baseline")


def test_users_come_as_a_table_and_as_data(people: Run) -> None:
    people("users", "add", ANNA, "--max-per-day", "3")
    lines = seen(people("users", "list", "--color", "always").out)
    assert lines == [
        "EMAIL                   TIME ZONE      QUIET  A DAY  ALERTS  STATE",
        "me@example.org (owner)  Europe/Berlin  -         20       0  active",
        "anna@example.org        UTC            -          3       0  active",
    ]
    owner, anna = json.loads(people("users", "list", "--json").out)
    assert (owner["is_owner"], anna["is_owner"]) == (True, False)
    assert anna.keys() == {
        "email", "is_owner", "time_zone", "quiet_hours", "max_per_day", "created_at", "disabled_at", "alerts",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Anna <anna@example.org>"], "must be one e-mail address, such as me@example.org"),
        (["anna@"], "must be one e-mail address"),
        (
            [ANNA, "--time-zone", "Europe/Berln"],
            '"Europe/Berln" is not a valid time zone; did you mean Europe/Berlin?\n',
        ),
        ([ANNA, "--quiet-hours", "late"], '"late" is not a valid time span; write it like 22:00-07:00.\n'),
        ([ANNA, "--max-per-day", "0"], "0 is not in the range"),
    ],
)
def test_a_wrong_value_makes_no_user_and_no_database(people: Run, arguments: list[str], message: str) -> None:
    ran = people("users", "add", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert not Path("history.db").exists()


def test_an_address_is_somebodys_once(people: Run) -> None:
    assert people("users", "add", ANNA).code == 0
    for address in (ANNA.upper(), ME):
        ran = people("users", "add", address)
        assert (ran.code, ran.out) == (2, "")
        assert "there is already a user with the address" in ran.err


def test_without_mail_a_new_user_is_told_that_nothing_can_be_sent(run: Run) -> None:
    add_to_config()
    ran = run("users", "add", ANNA)
    assert ran.code == 0
    assert ran.err == "jobscan: notify.email is not set up: nothing can be sent to that address yet\n"


@pytest.mark.parametrize("command", ["disable", "enable", "export", "erase"])
def test_an_unknown_user_is_answered_with_what_is_near(people: Run, command: str) -> None:
    people("users", "add", ANNA)
    ran = people("users", command, "ana@example.org", *(["--yes"] if command == "erase" else []))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "jobscan: no user has the address ana@example.org; did you mean anna@example.org?\n"


def test_the_owner_is_not_erased(people: Run) -> None:
    people("users", "add", ANNA)
    ran = people("users", "erase", ME, "--yes")
    assert (ran.code, ran.out) == (2, "")
    assert "change notify.email.to in the configuration instead" in ran.err


def test_without_a_terminal_erasing_needs_yes(people: Run, tmp_path: Path) -> None:
    people("users", "add", ANNA)
    ran = run_program(tmp_path, "users", "erase", ANNA)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "jobscan: Not a terminal; use --yes to confirm." in ran.stderr
    assert len(people("users", "list").rows) == 2


@pytest.mark.parametrize(("answer", "code", "left"), [(b"y\n", 0, 1), (b"n\n", 1, 2)])
def test_on_a_terminal_erasing_asks(people: Run, tmp_path: Path, answer: bytes, code: int, left: int) -> None:
    people("users", "add", ANNA)
    leader, follower = pty.openpty()
    os.write(leader, answer)
    ran = subprocess.run(
        command_line("users", "erase", ANNA),
        cwd=tmp_path,
        env=environment(),
        stdin=follower,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    os.close(follower)
    os.close(leader)
    assert ran.returncode == code
    assert f"Erase {ANNA} and everything stored about them, for good? [y/N]:" in ran.stderr
    assert len(people("users", "list").rows) == left
