"""What goes out: scan delivers, notify test tries a channel, report sums up, doctor looks after it all."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobscan.cli.commands.scan.report import sent_line
from jobscan.domain.delivery import DeliveryStatus
from tests.cli.conftest import Run, seen
from tests.cli.loopback import Site, serve_site
from tests.cli.mailbox import ME, NO_MAIL, Mailbox, add_to_config, serve_mail
from tests.cli.programs import run_program, start_program
from tests.cli.setups import NOBODY, board, query, write_config

ENGINEERS = {"name": "engineers", "keywords": ["engineer"]}
HOOK = {"type": "webhook", "url": f"{NOBODY}/hook"}


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server whose boards the test sets up."""
    with serve_site() as running:
        yield running


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server."""
    with serve_mail() as running:
        yield running


@pytest.fixture
def watched(tmp_path: Path, site: Site, mailbox: Mailbox) -> Path:
    """A folder whose board has been scanned once, and has an engineer more since then."""
    site.greenhouse("acme", ["Engineer"])
    write_config(tmp_path, board(site, "acme"), notify={"email": mailbox.settings()}, alerts=[ENGINEERS])
    assert run_program(tmp_path, "scan").returncode == 0
    assert mailbox.mails == []
    site.greenhouse("acme", ["Engineer", "Site Engineer", "Cook"])
    return tmp_path


def scan_json(folder: Path, *arguments: str) -> tuple[dict[str, Any], str]:
    """Scan with --json; return the summary and standard error."""
    ran = run_program(folder, "scan", "--json", *arguments)
    assert ran.returncode == 0, ran.stderr
    summary: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return summary, ran.stderr


def test_a_scan_tells_what_it_found_once(watched: Path, mailbox: Mailbox) -> None:
    ran = run_program(watched, "scan", "--color", "always")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert seen(ran.stdout)[-1] == "1 message sent."
    ((recipient, subject),) = mailbox.subjects
    assert (recipient, "engineers" in subject) == (ME, True)
    ran = run_program(watched, "scan", "--color", "always")
    assert "message" not in ran.stdout
    assert len(mailbox.mails) == 1
    states = [line.split("\t")[7] for line in run_program(watched, "matches").stdout.splitlines()]
    assert states == ["sent", "baseline"]


def test_a_first_scan_says_what_it_recorded(tmp_path: Path, site: Site, mailbox: Mailbox) -> None:
    """A new user sees no mail, and why."""
    site.greenhouse("acme", ["Engineer", "Cook", "Site Engineer"])
    write_config(tmp_path, board(site, "acme"), notify={"email": mailbox.settings()}, alerts=[ENGINEERS])
    lines = seen(run_program(tmp_path, "scan", "--color", "always").stdout)
    assert lines[-1] == "2 matches were there before: recorded, not sent. `jobscan matches` lists them."
    assert "already" not in run_program(tmp_path, "scan", "--color", "always").stdout
    assert mailbox.mails == []


def test_programs_are_told_how_many_messages_stand_where(watched: Path) -> None:
    assert scan_json(watched)[0]["deliveries"] == {"sent": 1}
    assert scan_json(watched)[0]["deliveries"] == {}


@pytest.mark.parametrize("option", ["--no-deliver", "--dry-run"])
def test_a_scan_that_does_not_deliver_leaves_it_to_the_next(watched: Path, mailbox: Mailbox, option: str) -> None:
    assert scan_json(watched, option)[0]["deliveries"] is None
    assert mailbox.mails == []
    assert scan_json(watched)[0]["deliveries"] == {"sent": 1}
    assert len(mailbox.mails) == 1


def test_a_message_that_is_not_sent_is_named_and_changes_no_exit_code(watched: Path, mailbox: Mailbox) -> None:
    mailbox.server.refuse["RCPT"] = "450 4.2.1 full"
    ran = run_program(watched, "scan", "--color", "always")
    assert ran.returncode == 0
    assert seen(ran.stdout)[-1] == "1 message will be retried."
    assert ran.stderr == (
        f'jobscan: email: "engineers" for {ME} has not been sent yet: refused when naming the recipient to 127.0.0.1:'
        " 450 4.2.1 full\n"
    )
    # It is not due yet, and so not tried.
    assert scan_json(watched) == (scan_json(watched)[0] | {"deliveries": {}, "seconds": pytest.approx(0, abs=60)}, "")


def test_a_message_that_is_refused_for_good_is_named_once(watched: Path, mailbox: Mailbox) -> None:
    mailbox.server.refuse["RCPT"] = "550 5.1.1 unknown"
    summary, err = scan_json(watched)
    assert summary["deliveries"] == {"dead": 1}
    assert err.startswith(f'jobscan: email: "engineers" for {ME} was given up: refused')
    assert scan_json(watched)[1] == ""
    found = {line.split("\t")[1]: line for line in run_program(watched, "doctor").stdout.splitlines()}
    assert found["deliveries"].startswith(
        "warning\tdeliveries\tmessages of the last 7 days: 1 given up; the latest, on"
    )


def test_a_signal_ends_a_delivery_that_hangs_and_the_next_scan_sends_it(watched: Path, mailbox: Mailbox) -> None:
    mailbox.server.stall.add("CONTENT")
    with start_program(watched, "scan", "--json") as program:
        mailbox.wait_for("CONTENT")
        assert program.stop(signal.SIGINT) == 130
    assert program.err[0] == "jobscan: stopping; messages being sent have a moment to arrive"
    assert mailbox.mails == []
    mailbox.server.stall.clear()
    assert query(watched, "SELECT count(*) FROM jobs") == [(3,)]
    assert scan_json(watched)[0]["deliveries"] == {"sent": 1}
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"sent": 2, "pending": 1}, "2 messages sent, 1 will be retried."),
        ({"sent": 1, "pending": 2, "dead": 1}, "1 message sent, 2 will be retried, 1 given up."),
        ({"uncertain": 1}, "1 message may have arrived."),
        ({"cancelled": 3, "sending": 1}, "1 message was cut off, 3 no longer needed."),
    ],
)
def test_messages_are_summed_up_in_words(counts: dict[str, int], expected: str) -> None:
    assert sent_line({DeliveryStatus(status): count for status, count in counts.items()}) == expected


@pytest.fixture
def channels(run: Run, mailbox: Mailbox) -> Run:
    """A configuration with a channel that works and one that does not; no database."""
    network = {"allow_networks": ["127.0.0.0/8"], "retries": 0}
    add_to_config(network=network, notify={"email": mailbox.settings(), "team-hook": HOOK})
    return run


def test_a_channel_is_tried_with_a_sample(channels: Run, mailbox: Mailbox) -> None:
    ran = channels("notify", "test", "email")
    assert (ran.code, ran.out, ran.err) == (0, f"Sent a sample to email ({ME}).\n", "")
    assert channels("notify", "test", "email", "--to", "bob@example.org").code == 0
    assert [mail.recipients[0] for mail in mailbox.mails] == [ME, "bob@example.org"]
    assert json.loads(channels("notify", "test", "email", "--json").out) == {
        "channel": "email",
        "to": ME,
        "result": "sent",
        "reason": "",
    }
    assert not Path("history.db").exists()


def test_a_sample_that_is_not_sent_says_why(channels: Run, mailbox: Mailbox) -> None:
    mailbox.server.refuse["RCPT"] = "550 5.1.1 unknown"
    ran = channels("notify", "test", "email")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"jobscan: email ({ME}): not sent: refused when naming the recipient to 127.0.0.1: 550 5.1.1 unknown\n"
    )
    mailbox.server.refuse.clear()
    mailbox.server.drop.add("CONTENT")
    assert "it may have arrived" in channels("notify", "test", "email").err
    ran = channels("notify", "test", "team-hook", "--json")
    assert (ran.code, json.loads(ran.out)["result"]) == (1, "retry")
    assert ran.err.startswith("jobscan: team-hook: not sent: cannot connect to 127.0.0.1: connection refused\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["emial"], 'No channel is called "emial". Did you mean "email"?'),
        (["zzz"], 'No channel is called "zzz". Channels: email, team-hook.'),
        (["team-hook", "--to", "a@example.org"], "--to is for channels of type email; team-hook is of type webhook."),
        (["email", "--to", "nobody"], "must be one e-mail address"),
    ],
)
def test_an_unknown_channel_is_a_wrong_command_line(channels: Run, arguments: list[str], message: str) -> None:
    ran = channels("notify", "test", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_without_channels_there_is_none_to_try(run: Run) -> None:
    add_to_config()
    ran = run("notify", "test", "email")
    assert ran.code == 2
    assert "No channel is configured; add one to the configuration under `notify`." in ran.err


def test_doctor_looks_at_each_channel_and_sends_nothing(channels: Run, mailbox: Mailbox) -> None:
    found = {row[1]: (row[0], row[2]) for row in channels("doctor").rows}
    assert found["channel email"] == ("ok", "its settings are complete; `jobscan notify test email` tests it")
    assert found["channel team-hook"][0] == "ok"
    assert mailbox.server.connections == 0


def test_doctor_names_what_a_channel_lacks(run: Run) -> None:
    add_to_config(notify={"email": NO_MAIL | {"tls": "starttls", "ca_file": "lost.pem"}})
    found = {row[1]: (row[0], row[2]) for row in run("doctor").rows}
    assert found["channel email"][0] == "failed"
    assert found["channel email"][1].startswith("notify.email.ca_file: cannot use lost.pem")


@pytest.mark.usefixtures("history")
def test_doctor_says_when_messages_are_through(run: Run) -> None:
    found = {row[1]: (row[0], row[2]) for row in run("doctor").rows}
    assert found["deliveries"] == ("ok", "messages of the last 7 days: none waiting or given up")


def test_a_report_sums_up_for_people(watched: Path, mailbox: Mailbox, site: Site) -> None:
    write_config(
        watched,
        board(site, "acme"),
        board(site, "gone"),
        notify={"email": mailbox.settings()},
        alerts=[ENGINEERS],
    )
    mailbox.server.refuse["RCPT"] = "450 4.2.1 full"
    run_program(watched, "scan")
    lines = seen(run_program(watched, "report", "--color", "always", env={"COLUMNS": "80"}).stdout)
    assert max(map(len, lines)) <= 80
    assert lines[2:5] == [
        "BOARD  SCANS  FAILED  NEW  UPDATED  EXPIRED  OPEN",
        "Gone       1       1    0        0        0     0",
        "Acme       2       0    3        0        0     3",
    ]
    assert lines[6].startswith("Gone: ")
    start = lines.index("ALERT      USER  MATCHES  SENT  PENDING  DEAD  BASELINE")
    assert lines[start + 1] == "engineers  me          2     0        1     0         1"
    assert lines[start + 3] == "Messages: 1 pending"
    assert "450 4.2.1 full" in " ".join(lines[start + 4 :])


def test_a_report_comes_as_text_page_and_data(watched: Path) -> None:
    run_program(watched, "scan")
    text = run_program(watched, "report").stdout
    assert text.startswith("jobscan report: 3 new jobs\n")
    page = run_program(watched, "report", "--html").stdout
    assert page.startswith("<!doctype html>")
    assert "3 new jobs" in page
    found = json.loads(run_program(watched, "report", "--json", "--since", "7d").stdout)
    assert found.keys() == {"since", "until", "sources", "alerts", "deliveries", "troubles"}
    assert (found["deliveries"], found["troubles"]) == ({"sent": 1}, [])
    assert found["alerts"] == [{"user": ME, "name": "engineers", "matches": 2, "by_status": {"baseline": 1, "sent": 1}}]
    assert (found["sources"][0]["new"], found["sources"][0]["scans"]) == (3, 2)


@pytest.mark.usefixtures("history")
def test_a_report_is_asked_for_in_one_form_and_one_time(run: Run) -> None:
    assert "Choose --json or --html." in run("report", "--json", "--html").err
    assert run("report", "--since", "noon").code == 2
    lines = seen(run("report", "--color", "always", "--since", "1h").out)
    assert lines[3].split() == ["Spotify", "0", "0", "0", "0", "0", "1"]
    # Duolingo is in quarantine.
    assert "1 board is unchanged." in lines
    add_to_config(notify={"email": NO_MAIL})
    assert run("report").code == 0
