"""``jobscan move``: a board at another system, whose history goes on, and of which nobody hears twice."""

from __future__ import annotations

import asyncio
import fcntl
import json
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
import yaml

from jobscan.clock import utc_now
from jobscan.domain.source import SourceKey, SourceStatus
from jobscan.persistence import (
    Database,
    DatabaseSettings,
    JobRepository,
    ScanRepository,
    SourceRepository,
    VersionRepository,
)
from jobscan.services.moves import move_history
from tests.cli.loopback import Answer, Site, serve_site
from tests.cli.mailbox import Mailbox, serve_mail
from tests.cli.programs import run_program
from tests.cli.setups import board, source, write_config

GOLDEN = Path(__file__).parent / "golden"
OLD, NEW = SourceKey("greenhouse", "acme"), SourceKey("lever", "acme-inc")
#: Two of one title, and one whose place the new system writes in another way.
EQUAL = ["Site Engineer", "Site Engineer", "Data Engineer", "Test Engineer", "Rail Engineer"]
BEFORE = [*EQUAL, "Cloud Engineer", "Sound Engineer"]
AFTER = [*EQUAL, "Senior Cloud Engineer", "Flight Engineer"]
ALL = {"on": ["new", "updated", "reopened"], "sources": ["greenhouse/acme"]}
ALERT = {"name": "engineers", "keywords": ["engineer"], "excluded_keywords": ["site"]} | ALL
#: What is sent in all: one posting before the move, and what the new board has besides.
NEWS = [("Flight Engineer", "new"), ("Senior Cloud Engineer", "new"), ("Site Engineer", "new")]
#: Its own alert: two messages of one alert are a minute apart.
SITES = {"name": "sites", "keywords": ["site"]} | ALL


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


def put_up_lever(site: Site, titles: Sequence[str], path: str = "/v0/postings/acme-inc") -> None:
    """Put up a Lever site, its postings in another order, and with markup of its own."""
    rows = [
        {
            "id": str(uuid5(NAMESPACE_URL, str(number))),
            "text": title,
            "createdAt": 1_790_000_000_000,
            "categories": {"location": "Berlin, Germany" if title.startswith("Rail") else "Berlin", "team": "Works"},
            "description": f"<div><b>We</b> look for a <i>{title}</i>!</div>",
            "hostedUrl": f"https://jobs.lever.co/acme-inc/{number}",
        }
        for number, title in enumerate(titles)
    ]
    site.pages[path] = Answer(body=json.dumps(rows[::-1]).encode())


def told(mailbox: Mailbox) -> list[str]:
    """Return the postings that the mails since the last call name."""
    bodies = [mail.parsed.get_body(("plain",)) for mail in mailbox.mails]
    texts = "\n".join(str(body.get_content()) for body in bodies if body is not None)
    mailbox.server.accepted.clear()
    return sorted(line.partition("] ")[2] for line in texts.splitlines() if line.startswith("["))


def news(folder: Path) -> list[tuple[str, str]]:
    """Return everything that is sent or waits to be, as (title, kind)."""
    ran = run_program(folder, "matches", "--json")
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    return sorted((match["title"], match["kind"]) for match in found if match["delivery_status"] != "baseline")


def watch(folder: Path, site: Site, mailbox: Mailbox, database: str) -> None:
    """Scan the old board twice: one posting is news, and was told."""
    site.greenhouse("acme", BEFORE[1:])
    write_config(
        folder,
        source("greenhouse", "acme", site.url, name="Acme"),
        database=database,
        notify={"email": mailbox.settings()},
        alerts=[ALERT, SITES],
    )
    scan(folder)
    site.greenhouse("acme", [*BEFORE[1:], BEFORE[0]])
    scan(folder)
    assert told(mailbox) == ["Site Engineer"]


def scan(folder: Path, code: int = 0) -> dict[str, Any]:
    ran = run_program(folder, "scan", "--json")
    assert ran.returncode == code, ran.stderr
    summary: dict[str, Any] = json.loads(ran.stdout.splitlines()[0])
    return summary


def move(folder: Path, site: Site, *more: str) -> Any:
    return run_program(folder, "move", "acme", "https://jobs.lever.co/acme-inc", "--base-url", site.url, *more)


async def read(url: str) -> dict[str, Any]:
    """Return what the database holds: boards, scans by board, postings with the kinds of their history."""
    database = await Database.open(DatabaseSettings(url=url))
    try:
        async with database.read() as session:
            jobs, versions = JobRepository(session), VersionRepository(session)
            stored = [*await jobs.get_by_source(*OLD), *await jobs.get_by_source(*NEW)]
            return {
                "sources": {status.key: status for status in await SourceRepository(session).get_all()},
                "scans": {key: len(await ScanRepository(session).latest(key)) for key in (OLD, NEW)},
                "jobs": {job.job.external_id: job for job in stored},
                "history": {
                    job.job.external_id: [str(entry.kind) for entry in await versions.get_by_job(job.job.job_key)]
                    for job in stored
                },
            }
    finally:
        await database.close()


def test_the_history_goes_on_and_only_what_is_new_is_told(
    tmp_path: Path, site: Site, mailbox: Mailbox, database_settings: DatabaseSettings
) -> None:
    url = database_settings.url
    watch(tmp_path, site, mailbox, url)
    before = asyncio.run(read(url))
    del site.pages["/v1/boards/acme/jobs"]
    put_up_lever(site, AFTER)

    ran = move(tmp_path, site)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        "Moved Acme from greenhouse/acme to lever/acme-inc in config.yaml: 7 postings.",
        "The history of 7 postings goes on; 7 wait to be found on the new board.",
        'The alert "engineers" names the new board.',
        'The alert "sites" names the new board.',
        "`jobscan scan` reads it now, or start the daemon again.",
    ]
    values = yaml.safe_load((tmp_path / "config.yaml").read_text())
    assert values["sources"] == [{"type": "lever", "identifier": "acme-inc", "base_url": site.url, "name": "Acme"}]
    assert [alert["sources"] for alert in values["alerts"]] == [["lever/acme-inc"]] * 2
    moved = asyncio.run(read(url))
    assert (moved["sources"].keys(), moved["scans"]) == ({NEW}, {OLD: 0, NEW: 2})
    assert set(moved["jobs"]) == {f"greenhouse:{name}" for name in before["jobs"]}

    counts = scan(tmp_path)
    assert {name: counts[name] for name in ("new", "updated", "expired")} == {"new": 2, "updated": 5, "expired": 0}
    assert told(mailbox) == ["Flight Engineer", "Senior Cloud Engineer"]
    for _ in range(3):
        scan(tmp_path)
    assert news(tmp_path) == NEWS

    after = asyncio.run(read(url))
    assert after["sources"][NEW].moved_from is None
    found = sorted((job.job.title, job.status.value, job.first_seen_at) for job in after["jobs"].values())
    first_seen: dict[str, list[datetime]] = {job.job.title: [] for job in before["jobs"].values()}
    for job in before["jobs"].values():
        first_seen[job.job.title].append(job.first_seen_at)
    gone = {"Cloud Engineer", "Sound Engineer"}
    assert [row for row in found if row[0] in first_seen] == sorted(
        (title, "expired" if title in gone else "active", moment)
        for title, moments in first_seen.items()
        for moment in moments
    )
    assert sorted(after["history"].values()) == [[], [], ["expired"], ["expired"], *[["updated"]] * 5]
    # From here on a change is told again.
    put_up_lever(site, [*AFTER, "Space Engineer"])
    site.pages["/v0/postings/acme-inc"] = Answer(
        body=site.pages["/v0/postings/acme-inc"].body.replace(b"We</b> look for a <i>Data", b"You</b> are a <i>Data")
    )
    scan(tmp_path)
    assert news(tmp_path) == sorted([*NEWS, ("Data Engineer", "updated"), ("Space Engineer", "new")])


def test_an_interrupted_move_is_repaired_by_repeating_it(tmp_path: Path, site: Site, mailbox: Mailbox) -> None:
    url = f"sqlite:///{tmp_path}/jobs.db"
    watch(tmp_path, site, mailbox, url)
    put_up_lever(site, AFTER)

    async def interrupted() -> None:
        database = await Database.open(DatabaseSettings(url=url))
        try:
            await move_history(database, OLD, NEW, now=utc_now())
        finally:
            await database.close()

    asyncio.run(interrupted())
    # The file names the old board, which still answers: a scan in between takes it for a new one.
    scan(tmp_path)
    assert set(asyncio.run(read(url))["sources"]) == {OLD, NEW}
    assert told(mailbox) == []

    ran = move(tmp_path, site, "--json")
    assert ran.returncode == 0, ran.stderr
    found = asyncio.run(read(url))
    assert (found["sources"].keys(), found["scans"][OLD], len(found["jobs"])) == ({NEW}, 0, 7)
    assert isinstance(found["sources"][NEW], SourceStatus)
    assert found["sources"][NEW].moved_from == str(OLD)
    scan(tmp_path)
    scan(tmp_path)
    assert news(tmp_path) == NEWS
    again = move(tmp_path, site)
    assert (again.returncode, again.stderr) == (2, "jobscan: config.yaml: lever/acme-inc is already listed\n")


def test_what_expired_with_an_emptied_board_is_not_told_again(tmp_path: Path, site: Site, mailbox: Mailbox) -> None:
    url = f"sqlite:///{tmp_path}/jobs.db"
    watch(tmp_path, site, mailbox, url)
    path = tmp_path / "config.yaml"
    values = json.loads(path.read_text())
    path.write_text(json.dumps(values | {"scan": {"quarantine_scans": 1, "quarantine_period": "1s"}}, indent=1))
    site.greenhouse("acme", [])
    for _ in range(3):
        scan(tmp_path)
        time.sleep(0.6)
    assert {job.status.value for job in asyncio.run(read(url))["jobs"].values()} == {"expired"}
    put_up_lever(site, AFTER)
    assert move(tmp_path, site).returncode == 0
    scan(tmp_path)
    assert news(tmp_path) == NEWS


def test_a_running_instance_and_a_file_that_cannot_be_edited_change_nothing(
    tmp_path: Path, site: Site, mailbox: Mailbox
) -> None:
    url = f"sqlite:///{tmp_path}/jobs.db"
    watch(tmp_path, site, mailbox, url)
    put_up_lever(site, AFTER)
    path, before = tmp_path / "config.yaml", asyncio.run(read(url))
    text = path.read_text()
    with (tmp_path / "jobs.db.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = move(tmp_path, site)
    assert ran.returncode == 11
    assert "another instance of jobscan is using" in ran.stderr
    assert "stop it first" in ran.stderr
    assert path.read_text() == text

    values = json.loads(text) | {"sources": []}
    two = f"""sources:
  - {{type: greenhouse, identifier: &name acme, base_url: "{site.url}"}}
  - {{type: ashby, identifier: *name, name: X}}
"""
    path.write_text("".join(f"{name}: {json.dumps(value)}\n" for name, value in values.items() if value) + two)
    ran = run_program(tmp_path, "move", str(OLD), str(NEW), "--base-url", site.url)
    assert ran.returncode == 2, ran.stdout
    assert "is written in a way jobscan cannot edit" in ran.stderr
    assert asyncio.run(read(url)) == before


def test_what_a_move_tells_programs_stays_as_it_is(tmp_path: Path, site: Site, mailbox: Mailbox) -> None:
    site.greenhouse("acme", BEFORE)
    write_config(
        tmp_path,
        source("greenhouse", "acme", site.url, name="Acme"),
        alerts=[ALERT],
        notify={"email": mailbox.settings()},
    )
    put_up_lever(site, AFTER)
    ran = move(tmp_path, site, "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.replace(site.url, "SITE") == (GOLDEN / "move.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("word", "url", "code", "said"),
    [
        ("acne", "lever/acme-inc", 2, 'no source is called "acne"; did you mean "Acme"?'),
        ("acme", "greenhouse/ACME", 2, "config.yaml: greenhouse/acme is already listed"),
        ("acme", "lever/nobody", 1, "no board of that name"),
        ("greenhouse", "lever/acme-inc", 2, '"greenhouse" may be greenhouse/acme, greenhouse/other; give one of them'),
    ],
)
def test_what_cannot_be_moved_is_said(tmp_path: Path, site: Site, word: str, url: str, code: int, said: str) -> None:
    path = write_config(tmp_path, source("greenhouse", "acme", site.url, name="Acme"), board(site, "other"))
    text = path.read_text()
    put_up_lever(site, AFTER)
    ran = run_program(tmp_path, "move", word, url, "--base-url", site.url)
    assert ran.returncode == code
    assert said in ran.stderr
    assert path.read_text() == text


def test_alerts_of_the_database_that_name_the_old_board_are_named(tmp_path: Path, site: Site) -> None:
    site.greenhouse("acme", BEFORE)
    write_config(tmp_path, source("greenhouse", "acme", site.url, name="Acme"))
    scan(tmp_path)
    for arguments in (
        ["alerts", "add", "mine", "--sources", "Greenhouse/acme", "--sources", "ashby"],
        ["users", "add", "anna@example.org"],
        ["alerts", "add", "all of it", "--sources", "greenhouse/acme", "--user", "anna@example.org"],
        ["alerts", "add", "else", "--sources", "greenhouse"],
    ):
        ran = run_program(tmp_path, *arguments)
        assert ran.returncode == 0, ran.stderr
    put_up_lever(site, AFTER)
    ran = move(tmp_path, site)
    assert ran.returncode == 0
    assert sorted(line.partition(": `")[2] for line in ran.stderr.splitlines()) == [
        "jobscan alerts edit 'all of it' --user anna@example.org --sources lever/acme-inc`",
        "jobscan alerts edit mine --sources lever/acme-inc --sources ashby`",
    ]


def test_a_board_that_is_gone_is_noted_and_looked_for(tmp_path: Path, site: Site) -> None:
    name = "Qzwx Works"
    site.greenhouse("acme", BEFORE)
    write_config(tmp_path, source("greenhouse", "acme", site.url, name=name), board(site, "other"))
    site.greenhouse("other", ["Cook"])
    scan(tmp_path)
    del site.pages["/v1/boards/acme/jobs"]
    for _ in range(2):
        scan(tmp_path, code=3)
    said = "`jobscan move greenhouse/acme URL`"
    assert said not in run_program(tmp_path, "doctor").stdout
    scan(tmp_path, code=3)
    log = len(site.log)
    assert said in run_program(tmp_path, "sources", "--color", "always").stdout
    assert said in run_program(tmp_path, "doctor").stdout
    [gone] = json.loads(run_program(tmp_path, "sources", "--json", str(OLD)).stdout)
    assert (gone["source_identifier"], gone["gone_since"] is None, gone["state"]) == ("acme", False, "failing")
    assert len(site.log) == log

    ran = run_program(tmp_path, "sources", "--check-moved", "--color", "always")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"{name}: no other board is known; {said} takes any address.\n"
    page = b'<a href="https://jobs.lever.co/acme-inc">Open positions</a>'
    site.pages["/"] = Answer(body=page, content_type="text/html")
    ran = run_program(tmp_path, "sources", "--check-moved", "--color", "always")
    command = "jobscan move greenhouse/acme lever/acme-inc"
    assert ran.stdout == f"{name}: {site.url} names lever/acme-inc: `{command}`\n"
    assert run_program(tmp_path, "sources", "--check-moved").stdout == f"greenhouse/acme\tlever/acme-inc\t{command}\n"
    ran = run_program(tmp_path, "sources", "--check-moved", "--json", name)
    assert ran.stdout.replace(site.url, "SITE") == (GOLDEN / "sources-check-moved.json").read_text(encoding="utf-8")

    put_up_lever(site, AFTER)
    assert run_program(tmp_path, *command.split()[1:], "--base-url", site.url).returncode == 0
    ran = run_program(tmp_path, "sources", "--color", "always")
    assert "the board has moved from greenhouse/acme; stored postings" in " ".join(ran.stdout.split())
    scan(tmp_path)
    ran = run_program(tmp_path, "sources", "--check-moved", "--color", "always")
    assert ran.stdout.startswith("No board is gone or looks emptied")
