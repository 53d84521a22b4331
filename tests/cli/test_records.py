"""What programs read, letter for letter: the JSON and CSV of each command on the small history, in ``golden/``.

Programs depend on it: a difference is a change of what jobscan promises, to be meant and told in the change log.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from jobscan.cli.kit.output import json_line, write_json
from jobscan.domain.delivery import DeliveryKind, DeliveryStatus, MatchedJob, NotificationKind
from jobscan.domain.scan import ScanCounts, ScanOutcome, ScanRecord
from jobscan.domain.source import SourceKey
from jobscan.persistence import (
    AlertRepository,
    AlertRuleRepository,
    Database,
    DatabaseSettings,
    DeliveryRepository,
    NotificationRepository,
    ScanRepository,
    UserRepository,
)
from jobscan.utils.time import parse_iso
from tests.cli.conftest import Run
from tests.cli.history import DESIGNER, ENGINEER, GONE, NOW
from tests.cli.loopback import Site, serve_site
from tests.cli.mailbox import NO_MAIL, add_to_config
from tests.cli.programs import run_program
from tests.cli.setups import board, source, write_config
from tests.persistence.outbox_nouns import delivery, told

GOLDEN = Path(__file__).parent / "golden"
ANNA = "anna@example.org"
DAY = timedelta(days=1)
EVERY_PART = (
    "--keywords=engineer --keywords=/d.signer/ --all-keywords=staff --excluded-keywords=junior --in=title"
    " --in=description --companies=canonical --locations=berlin --departments=engineering"
    " --employment-types=full_time --workplace=remote --languages=en --sources=greenhouse/canonical --on=new"
    " --min-salary=5000 --currency=EUR --interval=month --unknown=drop --no-remote"
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

COMMANDS = {
    "jobs.json": ("jobs", "--status", "all", "--json"),
    "jobs-none.json": ("jobs", "--title", "nothing", "--json"),
    "jobs.csv": ("jobs", "--status", "all", "--csv"),
    "jobs-described.csv": ("jobs", "--status", "all", "--csv", "--description"),
    "jobs-show.json": ("jobs", "show", ENGINEER.job_key, "--json"),
    "jobs-show-gone.json": ("jobs", "show", GONE.job_key, "--json"),
    "sources.json": ("sources", "--json"),
    "alerts.json": ("alerts", "list", "--json"),
    "alerts-show.json": ("alerts", "show", "every part", "--json"),
    "alerts-show-not-loaded.json": ("alerts", "show", "in file", "--json"),
    "alerts-test.json": ("alerts", "test", "engineers", "--user", ANNA, "--json"),
    "alerts-why.json": ("alerts", "why", "engineers", ENGINEER.job_key, "--user", ANNA, "--json"),
    "alerts-why-not.json": ("alerts", "why", "every part", DESIGNER.job_key, "--json"),
    "matches.json": ("matches", "--json"),
    "users.json": ("users", "list", "--json"),
    "users-export.json": ("users", "export", ANNA),
    "report.json": ("report", "--since", "60d", "--json"),
}


def steady(text: str) -> str:
    """Write moments of the history by their distance from its now, moments of the run as RUN, and days as DAY."""

    def name(found: re.Match[str]) -> str:
        moment = parse_iso(found[0])
        assert moment is not None
        distance = moment - NOW
        return "RUN" if distance.microseconds else f"NOW{distance // timedelta(minutes=1):+d}min"

    return re.sub(r"since \d{4}-\d\d-\d\d", "since DAY", MOMENT.sub(name, text))


async def _add_messages() -> None:
    """Store what was sent to Anna: a change that arrived, a report that did not, and a match whose posting is gone."""
    database = await Database.open(DatabaseSettings(url="sqlite:///history.db"))
    try:
        async with database.write() as session:
            user = await UserRepository(session).get_by_email(ANNA)
            assert user is not None
            (alert,) = await AlertRuleRepository(session).get_by_user(user.id)
            messages = DeliveryRepository(session)
            sent = await messages.add(delivery(user.id, alert_id=alert.id, created_at=NOW - DAY, attempts=1))
            report = delivery(user.id, alert_id=None, kind=DeliveryKind.REPORT, created_at=NOW, attempts=3)
            dead = await messages.add(report)
            changed = told(
                ENGINEER.job_key,
                alert.id,
                kind=NotificationKind.UPDATED,
                matched=MatchedJob.from_job(ENGINEER),
                changes={"title": ("Engineer", "Staff Engineer"), "description": (None, "-We\n+You")},
                created_at=NOW - DAY,
                delivery_id=sent.id,
            )
            gone = told("0" * 64, alert.id, matched=None, channel="", kind=NotificationKind.EXISTING, created_at=NOW)
            waiting = told(DESIGNER.job_key, alert.id, created_at=NOW - 2 * DAY, next_attempt_at=NOW)
            await NotificationRepository(session).add([changed, gone, waiting])
            await messages.settle(sent.id, DeliveryStatus.SENT, sent_at=NOW)
            await AlertRepository(session).record_delivery(sent.id, NOW)
            await messages.settle(dead.id, DeliveryStatus.DEAD, error_message="refused: “no such user”")
            counts = ScanCounts(postings=3, new=2, updated=1, unread=1)
            key = SourceKey("greenhouse", "canonical")
            scan = ScanRecord(
                source=key, started_at=NOW - DAY, seconds=1.5, outcome=ScanOutcome.INCOMPLETE, counts=counts
            )
            await ScanRepository(session).add([scan])
    finally:
        await database.close()


@pytest.fixture
def kept(history: None, run: Run) -> Run:
    """The small history with people, alerts of every kind and messages."""
    in_file = {"name": "In File", "keywords": ["designer"], "send": "daily 08:00"}
    hook = {"type": "webhook", "url": "https://example.com/hook"}
    add_to_config(notify={"email": NO_MAIL, "team-hook": hook}, alerts=[in_file], owner={"time_zone": "Europe/Berlin"})
    for arguments in (
        ["users", "add", ANNA, "--quiet-hours", "22:00-07:00", "--max-per-day", "3"],
        ["alerts", "add", "every part", *EVERY_PART.split(), "--send=weekly mon 07:30", "--to=team-hook"],
        ["alerts", "add", "told", "--keywords", "designer", "--notify-existing", "--to", "team-hook", "--to", "email"],
        ["alerts", "add", "everything"],
        ["alerts", "disable", "everything"],
        ["alerts", "add", "engineers", "--user", ANNA, "--keywords", "engineer"],
    ):
        assert run(*arguments).code == 0
    asyncio.run(_add_messages())
    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_what_programs_read_stays_as_it_is(kept: Run, name: str) -> None:
    ran = kept(*COMMANDS[name])
    assert (ran.code, ran.err) == (0, "")
    assert steady(ran.out) == (GOLDEN / name).read_bytes().decode()


@pytest.mark.parametrize("write", [write_json, json_line])
def test_what_has_no_form_for_programs_is_not_written(write: Callable[[object], object]) -> None:
    """A moment in a plain dict would be written in another form than those of records."""
    with pytest.raises(TypeError, match="datetime has no form in JSON"):
        write({"at": NOW})


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server whose boards the test sets up."""
    with serve_site() as running:
        yield running


def test_what_a_scan_tells_programs_stays_as_it_is(tmp_path: Path, site: Site) -> None:
    site.greenhouse("acme", ["Engineer", "Cook"])
    write_config(tmp_path, source("greenhouse", "acme", site.url, name="Acme"), board(site, "none"))
    lines = ""
    for arguments in (["acme"], ["acme", "--dry-run"], ["none"], ["--no-deliver"]):
        code = 3 if arguments in (["none"], ["--no-deliver"]) else 0
        ran = run_program(tmp_path, "scan", "--json", *arguments)
        assert ran.returncode == code, ran.stderr
        # Boards end in any order.
        lines += "".join(sorted(ran.stdout.splitlines(keepends=True)))
    found = re.sub(r'("(?:seconds|wire_bytes)": )[\d.]+', r"\1NUMBER", lines)
    assert found.replace(site.url, "SITE") == (GOLDEN / "scan.txt").read_text(encoding="utf-8")
