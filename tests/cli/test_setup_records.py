"""What programs read of commands that set up, look, examine and show, letter for letter: more of ``golden/``."""

from __future__ import annotations

import json
import platform
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest

from jobscan import __version__
from jobscan.cli.commands.demo.environment import Agreement
from jobscan.cli.commands.demo.records import DemoResultRecord, EventRecord, MailRecord
from jobscan.cli.commands.demo.result import DemoResult
from jobscan.cli.commands.demo.tracker import DemoEvent, DemoEventKind, Headline
from jobscan.cli.commands.demo.views import JsonView
from jobscan.cli.kit.output import json_line
from jobscan.domain.source import SourceKey
from jobscan.simulator.server.mailbox import Mail
from tests.cli.conftest import Run
from tests.cli.loopback import Answer, Site, serve_site
from tests.cli.mailbox import NO_MAIL, Mailbox, add_to_config, serve_mail
from tests.cli.programs import run_program
from tests.cli.setups import NOBODY, source, write_config

GOLDEN = Path(__file__).parent / "golden"
ANNA = "anna@example.org"
AT = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
#: Loopback may be reached, and nothing is tried twice.
ENV = {"JOBSCAN_NETWORK__ALLOW_NETWORKS": '["127.0.0.0/8"]', "JOBSCAN_NETWORK__RETRIES": "0"}
#: What the doctor says of these depends on where the test runs.
OF_MACHINE = {"sqlite", "disk", "file system"}
#: Postings of a Lever board: all that it can say, next to nothing, and what cannot be read.
POSTINGS = [
    {
        "id": "1",
        "text": "Señor Engineer",
        "hostedUrl": "https://jobs.lever.co/acme/1",
        "applyUrl": "https://jobs.lever.co/acme/1/apply",
        "createdAt": 1_700_000_000_000,
        "categories": {
            "commitment": "Full-time", "department": "R&D", "location": "Berlin", "allLocations": ["Berlin", "Paris"],
        },
        "workplaceType": "hybrid",
        "salaryRange": {"min": 90_000, "max": 120_000.5, "currency": "EUR", "interval": "per-year-salary"},
        "descriptionPlain": "We build.\n\nYou build.",
    },
    {"id": "2", "text": "Cook", "hostedUrl": "https://jobs.lever.co/acme/2"},
    {"text": "Nobody"},
]  # fmt: skip
MARKET = DemoResult(
    seed=9,
    boards=6,
    simulated=timedelta(minutes=45),
    baseline=1_000,
    recorded=12,
    totals=Counter({DemoEventKind.NEW: 3, DemoEventKind.CONFIRMED: 1}),
    failed_scans=2,
    cycles=(1.23456, 0.5, 0.25),
    mails=(Mail(sender="jobscan@example.org", recipients=(ANNA,), content=b"Subject: one\n\n"),),
    agreement=Agreement(active=990, expired=10, true_active=991, true_expired=9, different=1),
    is_interrupted=False,
)
NOTHING = DemoResult(
    seed=0,
    boards=1,
    simulated=timedelta(),
    baseline=0,
    recorded=0,
    totals=Counter(),
    failed_scans=0,
    cycles=(),
    mails=(),
    agreement=None,
    is_interrupted=True,
)


def golden(name: str) -> str:
    return (GOLDEN / name).read_bytes().decode()


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server with a board on Lever."""
    with serve_site() as running:
        running.pages["/v0/postings/acme"] = Answer(body=json.dumps(POSTINGS).encode())
        yield running


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server."""
    with serve_mail() as running:
        yield running


def test_what_a_look_at_a_board_tells_programs_stays_as_it_is(tmp_path: Path, site: Site) -> None:
    write_config(tmp_path, source("lever", "acme", site.url, name="Acme"))
    for name, limit in (("test-source.json", "3"), ("test-source-none.json", "0")):
        ran = run_program(tmp_path, "test-source", "acme", "--limit", limit, "--json")
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout == golden(name)


def test_what_adding_a_board_tells_programs_stays_as_it_is(tmp_path: Path, site: Site) -> None:
    where = {"": ("--every", "2h"), "-named": ("--name", "Acmé", "--config", str(tmp_path / "other.yaml"))}
    for name, arguments in where.items():
        ran = run_program(tmp_path, "add", "lever/acme", "--base-url", site.url, *arguments, "--json", env=ENV)
        assert ran.returncode == 0, ran.stderr
        found = ran.stdout.replace(site.url, "SITE").replace(str(tmp_path), "FOLDER")
        assert found == golden(f"add{name}.json")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("check-config-mistakes.json", "scan: {jitter: x}\nsources:\n  - {type: grenhouse, identifier: é}\n", 2),
        (
            "check-config-warnings.json",
            f"notify: {{email: {json.dumps(NO_MAIL)}}}\nalerts:\n  - name: all\n",
            0,
        ),
    ],
)
def test_what_checking_tells_programs_stays_as_it_is(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, text: str, code: int
) -> None:
    Path("config.yaml").write_text(text, encoding="utf-8")
    if code:
        monkeypatch.setenv("JOBSCAN_LOG__LEVEL", "loud")
    ran = run("check-config", "--json")
    assert (ran.code, ran.err, ran.out) == (code, "", golden(name))


def test_what_a_missing_configuration_tells_programs_stays_as_it_is(run: Run) -> None:
    ran = run("check-config", "--json")
    assert (ran.code, ran.err, ran.out) == (2, "", golden("check-config-missing.json"))


def test_what_settings_tell_programs_stays_as_it_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBSCAN_SCAN__INTERVAL", "2h")
    Path("config.yaml").write_text(
        "database: postgresql://me:secret@db/jobs\n"
        "network: {allow_networks: [10.0.0.0/8]}\n"
        "owner: {max_per_day: 7, quiet_hours: 22:00-07:00}\n"
        f"notify: {{email: {json.dumps(NO_MAIL)}}}\n"
        "alerts: [{name: Größe, keywords: [go, /c+/], min_salary: 5000.5, currency: EUR, is_remote: false}]\n"
        "sources: [{type: lever, identifier: x, token: secret, enabled: false}]\n",
        encoding="utf-8",
    )
    ran = run("config", "show", "--json")
    assert (ran.code, ran.err, ran.out) == (0, "", golden("config-show.json"))


def test_what_the_doctor_tells_programs_stays_as_it_is(history: None, run: Run, tmp_path: Path) -> None:
    hook = {"type": "webhook", "url": f"{NOBODY}/hook"}
    add_to_config(notify={"email": NO_MAIL, "hook": hook})
    Path("config.yaml").chmod(0o600)
    ran = run("doctor", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert _of_no_machine(ran.out, tmp_path) == golden("doctor.json")


def test_what_the_doctor_tells_programs_of_mistakes_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    Path("config.yaml").write_text("scan: {jitter: x}\nlog: {level: é}\n", encoding="utf-8")
    ran = run("doctor", "--json")
    assert (ran.code, ran.err) == (2, "")
    assert _of_no_machine(ran.out, tmp_path) == golden("doctor-mistakes.json")


def _of_no_machine(text: str, folder: Path) -> str:
    """Write what differs between machines and days as words, and leave out what only some machines have."""
    checks = json.loads(text)
    assert text == json.dumps(checks, indent=2) + "\n"
    kept = [check for check in checks if check["name"] not in OF_MACHINE]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    found = json.dumps(kept, indent=2).replace(str(folder), "FOLDER").replace(python, "PYTHON") + "\n"
    return re.sub(r"since \d{4}-\d\d-\d\d", "since DAY", found)


def test_what_tables_tell_programs_stays_as_it_is(run: Run) -> None:
    Path("config.yaml").write_text("database: sqlite:///x.db\n", encoding="utf-8")
    Path("x.db").touch(mode=0o600)
    ran = run("db", "current", "--json")
    head = json.loads(ran.out)["head"]
    assert (ran.code, ran.err, ran.out.replace(head, "HEAD")) == (10, "", golden("db-current-empty.json"))
    assert run("db", "upgrade").code == 0
    ran = run("db", "current", "--json")
    assert (ran.code, ran.err, ran.out.replace(head, "HEAD")) == (0, "", golden("db-current.json"))


def test_what_erasing_tells_programs_stays_as_it_is(history: None, run: Run) -> None:
    add_to_config(notify={"email": NO_MAIL})
    assert run("users", "add", ANNA).code == 0
    assert run("alerts", "add", "all", "--user", ANNA).code == 0
    ran = run("users", "erase", ANNA, "--yes", "--json")
    assert (ran.code, ran.err, ran.out) == (0, "", golden("users-erase.json"))


def test_what_a_sample_tells_programs_stays_as_it_is(run: Run, mailbox: Mailbox) -> None:
    hook = {"type": "webhook", "url": f"{NOBODY}/hook"}
    network = {"allow_networks": ["127.0.0.0/8"], "retries": 0}
    add_to_config(network=network, notify={"email": mailbox.settings(), "hook": hook})
    ran = run("notify", "test", "email", "--json")
    assert (ran.code, ran.err, ran.out) == (0, "", golden("notify-test.json"))
    ran = run("notify", "test", "hook", "--json")
    assert (ran.code, ran.out) == (1, golden("notify-test-failed.json"))
    *_, last = ran.err.splitlines(keepends=True)
    assert last == golden("notify-test-failed.txt")


def test_what_versions_and_errors_tell_programs_stays_as_it_is(run: Run) -> None:
    found = run("--version", "--json").out
    for version, word in ((__version__, "JOBSCAN"), (platform.python_version(), "PYTHON")):
        found = found.replace(f'"{version}"', f'"{word}"')
    assert found.replace(f'"{sqlite3.sqlite_version}"', '"SQLITE"') == golden("version.txt")
    lines = ""
    for arguments in (["jobs", "--json"], ["jobs", "--nope", "--json"], ["--json"], ["users", "erase", "é", "--json"]):
        ran = run(*arguments)
        assert ran.out == ""
        lines += ran.err.splitlines(keepends=True)[-1]
    assert lines == golden("exit-errors.txt")


def test_what_the_demo_tells_programs_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    happened = partial(DemoEvent, at=AT, source=SourceKey("lever", "acme"), board="Acmé")
    posting = Headline("Señor Cook", "Acmé", "Berlin; Paris")
    changes = {"title": ("Cook", "Señor Cook"), "location": ("", "Berlin; Paris")}
    events = [
        happened(kind=DemoEventKind.NEW, posting=posting),
        happened(kind=DemoEventKind.UPDATED, posting=posting, changes=changes),
        happened(kind=DemoEventKind.FAILED, count=7, reason="HTTP 503", scans=2),
    ]
    content = b"Subject: =?utf-8?q?Se=C3=B1or?=\n\nYes.\n"
    view = JsonView(lambda: None)
    view.show(events, [Mail(sender="jobscan@example.org", recipients=(ANNA, "bob@example.org"), content=content)])
    said = capsys.readouterr().out + json_line(DemoResultRecord.of(MARKET)) + json_line(DemoResultRecord.of(NOTHING))
    assert said == golden("demo.txt")


def test_what_the_demo_says_of_its_fields_is_true() -> None:
    """Reading checks every type, so that None is where the fields allow it."""
    for line in golden("demo.txt").splitlines(keepends=True):
        assert json_line(msgspec.json.decode(line, type=EventRecord | MailRecord | DemoResultRecord)) == line


@pytest.mark.slow
def test_a_demo_ends_with_its_summary(tmp_path: Path) -> None:
    """The numbers are those of a run; that they are numbers, and where, is what stays."""
    ran = run_program(tmp_path, "demo", "--json", "--seconds", "3", "--boards", "2")
    assert (ran.returncode, ran.stderr) == (0, "")
    *_, last = ran.stdout.splitlines(keepends=True)
    assert re.sub(r"\d+\.\d+|\d+", "0", last) == golden("demo-summary.txt")
