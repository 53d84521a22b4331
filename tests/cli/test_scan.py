"""``jobscan scan`` as users and programs see it: a process, real boards' recordings, real databases."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shlex
import signal
import sqlite3
import struct
import subprocess
import termios
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from jobscan.persistence import DatabaseSettings
from tests.cli.conftest import seen
from tests.cli.loopback import Answer, Site, greenhouse_list, serve_site
from tests.cli.programs import PATIENCE_S, command_line, environment, run_program, start_program
from tests.cli.setups import NOBODY, board, query, recorded_source, source, write_config
from tests.fixtures.databases import execute_sql
from tests.fixtures.replay import Replay

COUNTS = ("postings", "new", "updated", "expired", "reopened", "unchanged")
#: What programs are promised; more may be there.
SOURCE_KEYS = {"message_type", "source_type", "source_identifier", "outcome", *COUNTS, "error", "seconds"}
SUMMARY_KEYS = {"message_type", "sources", "failed", "seconds", *COUNTS}


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server whose boards the test sets up."""
    with serve_site() as running:
        yield running


def five_boards(replay: Replay) -> list[dict[str, Any]]:
    """Return a board of each outcome there is at a first scan, from four systems."""
    return [
        recorded_source(replay, "greenhouse", "canonical", name="Canonical"),
        recorded_source(replay, "greenhouse", "gitlab", name="GitLab"),
        recorded_source(replay, "lever", "matchgroup", name="Match Group"),
        recorded_source(replay, "ashby", "zzzz-not-a-real-org-xyz", name="A Company With a Name Longer Than Most"),
        recorded_source(replay, "comeet", "wiliot/F6.003", name="Wiliot", token="1234567890"),
    ]


def scan_json(folder: Path, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    """Scan with --json; return the lines of standard output, decoded."""
    ran = run_program(folder, "scan", "--json", *arguments)
    assert ran.returncode == code, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def run_on_terminal(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a command on a terminal of 80 columns; return its exit code and all that the terminal got."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        command_line(*arguments),
        cwd=folder,
        env=environment(),
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    # A terminal has no end of its own: a process that hangs is ended, and then it reads as ended.
    timer = threading.Timer(PATIENCE_S, process.kill)
    timer.start()
    got = b""
    try:
        with suppress(OSError):  # EIO: nobody holds the other side any more
            while data := os.read(leader, 65_536):
                got += data
        return process.wait(timeout=PATIENCE_S), got.decode()
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        os.close(leader)


def test_a_terminal_shows_progress_and_then_a_table_of_80_columns(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, *five_boards(replay))
    code, text = run_on_terminal(tmp_path, "scan")
    assert code == 3
    assert "Scanning" in text
    # What comes after the progress has been wiped away.
    shown = seen(text.rpartition("\x1b[2K")[2])
    table, rest = shown[: shown.index("")], shown[shown.index("") + 1 :]
    assert max(map(len, table)) <= 80
    assert [line.split() for line in table[:3]] == [
        ["SOURCE", "SYSTEM", "OUTCOME", "POSTINGS", "NEW", "UPDATED", "EXPIRED"],
        ["Canonical", "greenhouse", "ok", "175", "175", "0", "0"],
        ["GitLab", "greenhouse", "incomplete", "2", "2", "0", "0"],
    ]
    assert re.fullmatch(r"A Company With a .*… +ashby +failed +- +- +- +-", table[4])
    assert re.fullmatch(r"5 boards in \d+\.\d s: 261 postings, 261 new; 1 incomplete, 1 failed\.", rest[0])
    assert rest[1] == "jobscan: GitLab: the board says it has 167 postings, 2 arrived"
    assert rest[2].startswith("jobscan: A Company With a Name Longer Than Most: ")
    assert "HTTP 404" in rest[2]
    assert len(rest) == 3


def test_a_pipe_gets_tab_separated_lines_in_the_order_of_the_file(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, *five_boards(replay))
    ran = run_program(tmp_path, "scan")
    assert ran.returncode == 3
    assert ran.stdout.splitlines() == [
        "greenhouse\tcanonical\tCanonical\tok\t175\t175\t0\t0\t0\t0\t0\t0",
        "greenhouse\tgitlab\tGitLab\tincomplete\t2\t2\t0\t0\t0\t0\t0\t0",
        "lever\tmatchgroup\tMatch Group\tok\t82\t82\t0\t0\t0\t0\t0\t0",
        "ashby\tzzzz-not-a-real-org-xyz\tA Company With a Name Longer Than Most\tfailed\t0\t0\t0\t0\t0\t0\t0\t0",
        "comeet\twiliot/F6.003\tWiliot\tok\t2\t2\t0\t0\t0\t0\t0\t0",
    ]
    summary, *lines = ran.stderr.splitlines()
    assert re.fullmatch(r"jobscan: 5 boards in \d+\.\d s: 261 postings, 261 new; 1 incomplete, 1 failed\.", summary)
    assert [line.split(": ")[:2] for line in lines] == [
        ["jobscan", "GitLab"],
        ["jobscan", "A Company With a Name Longer Than Most"],
    ]


def test_json_lines_tell_each_source_and_then_the_sums(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, *five_boards(replay))
    *sources, summary = scan_json(tmp_path, code=3)
    assert {line["message_type"] for line in sources} == {"source"}
    assert all(line.keys() >= SOURCE_KEYS for line in sources)
    assert summary.keys() >= SUMMARY_KEYS
    assert summary["message_type"] == "summary"
    by_name = {line["source_identifier"]: line for line in sources}
    assert len(by_name) == summary["sources"] == 5
    assert {name: line["outcome"] for name, line in by_name.items()} == {
        "canonical": "ok",
        "gitlab": "incomplete",
        "matchgroup": "ok",
        "zzzz-not-a-real-org-xyz": "failed",
        "wiliot/F6.003": "ok",
    }
    assert summary["failed"] == 1
    for count in COUNTS:
        assert summary[count] == sum(line[count] for line in sources)
    assert by_name["canonical"]["error"] is None
    assert "HTTP 404" in by_name["zzzz-not-a-real-org-xyz"]["error"]
    assert all(isinstance(line["seconds"], float) for line in [*sources, summary])


def test_months_of_a_board_are_told_scan_by_scan_and_stored(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical"))

    def counts() -> tuple[str, tuple[int, ...]]:
        line = scan_json(tmp_path)[0]
        return line["outcome"], tuple(line[count] for count in COUNTS)

    assert counts() == ("ok", (175, 175, 0, 0, 0, 0))
    assert counts() == ("unchanged", (175, 0, 0, 0, 0, 175))
    replay.advance()
    assert counts() == ("ok", (191, 32, 27, 0, 0, 132))
    assert counts() == ("ok", (191, 0, 0, 16, 0, 191))
    assert query(tmp_path, "SELECT status, count(*) FROM jobs GROUP BY status ORDER BY 1") == [
        ("active", 191),
        ("expired", 16),
    ]


def test_the_same_is_stored_on_both_databases(
    tmp_path: Path, replay: Replay, database_settings: DatabaseSettings
) -> None:
    write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical"), database=database_settings.url)
    scan_json(tmp_path)
    replay.advance()
    assert scan_json(tmp_path)[-1]["new"] == 32
    ran = run_program(tmp_path, "jobs", "--json", "--limit", "1000", "--status", "active")
    assert len(json.loads(ran.stdout)) == 207


@pytest.mark.parametrize(
    ("words", "scanned"),
    [
        (["canonical"], ["canonical"]),
        (["lever/matchgroup"], ["matchgroup"]),
        (["match group", "Canonical"], ["canonical", "matchgroup"]),
        (["GREENHOUSE/canonical", "canonical"], ["canonical"]),
        (["off"], ["duolingo"]),
        ([], ["canonical", "matchgroup"]),
    ],
)
def test_sources_are_chosen_by_name_or_identity_disabled_ones_only_so(
    tmp_path: Path, replay: Replay, words: list[str], scanned: list[str]
) -> None:
    write_config(
        tmp_path,
        recorded_source(replay, "greenhouse", "canonical", name="Canonical"),
        recorded_source(replay, "lever", "matchgroup", name="Match Group"),
        recorded_source(replay, "greenhouse", "duolingo", name="Off", enabled=False),
    )
    ran = run_program(tmp_path, "scan", *words)
    assert [line.split("\t")[1] for line in ran.stdout.splitlines()] == scanned
    (summary,) = ran.stderr.splitlines()
    assert (ran.returncode, summary.startswith(f"jobscan: {len(scanned)} board")) == (0, True)


def test_an_unknown_source_is_a_wrong_command_line_and_scans_nothing(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical", name="Canonical"))
    before = len(replay.log())
    ran = run_program(tmp_path, "scan", "canonical", "cannonical")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == 'jobscan: no source is called "cannonical"; did you mean "Canonical"?\n'
    assert not (tmp_path / "data").exists()
    assert len(replay.log()) == before


def test_without_sources_a_scan_says_how_to_get_some(tmp_path: Path) -> None:
    write_config(tmp_path)
    ran = run_program(tmp_path, "scan")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "jobscan: no source is enabled; `jobscan add URL` adds a board\n"


def test_a_dry_run_makes_no_database(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical"))
    source_line, summary = scan_json(tmp_path, "--dry-run")
    assert (source_line["new"], summary["new"]) == (175, 175)
    assert source_line["dry_run"] is summary["dry_run"] is True
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.yaml"]


def test_a_dry_run_shows_what_a_scan_would_and_leaves_the_database_as_it_is(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical"), source("lever", "gone", NOBODY))
    scan_json(tmp_path, code=3)
    replay.advance()
    before = (tmp_path / "data/jobs.db").read_bytes()
    names = sorted(path.name for path in (tmp_path / "data").iterdir() if not path.name.endswith(("-wal", "-shm")))
    dry = scan_json(tmp_path, "--dry-run", code=3)
    assert (tmp_path / "data/jobs.db").read_bytes() == before
    assert names == sorted(
        path.name for path in (tmp_path / "data").iterdir() if not path.name.endswith(("-wal", "-shm"))
    )
    wet = scan_json(tmp_path, code=3)

    def told(lines: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
        names = ("outcome", "error", *COUNTS)
        return {line.get("source_identifier", "sum"): tuple(line.get(name) for name in names) for line in lines}

    assert told(dry) == told(wet)
    assert told(dry)["canonical"][2:] == (191, 32, 27, 0, 0, 132)


def test_a_dry_run_says_so_to_people(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical"))
    ran = run_program(tmp_path, "scan", "--dry-run", "--color", "always")
    assert re.fullmatch(r"1 board in \d+\.\d s: 175 postings, 175 new\.", seen(ran.stdout)[-2])
    assert seen(ran.stdout)[-1] == "This was a dry run: nothing was written."


def test_a_dry_run_does_not_wait_for_the_instance_that_scans(tmp_path: Path, site: Site) -> None:
    gate = threading.Event()
    path = site.greenhouse("acme", ["Engineer"], gate=gate)
    write_config(tmp_path, board(site, "acme"))
    with start_program(tmp_path, "scan") as first:
        site.wait_for(path)
        ran = run_program(tmp_path, "scan", "--dry-run", "--json", "no-such-source")
        assert ran.returncode == 2
        with start_program(tmp_path, "scan", "--dry-run") as second:
            site.wait_for(path, 2)
            gate.set()
            assert (first.finish(), second.finish()) == (0, 0)


def test_without_network_there_is_one_line_for_the_cause_and_nobody_is_blamed(tmp_path: Path) -> None:
    names = ["acme", "globex", "initech", "umbrella"]
    write_config(tmp_path, *(source("greenhouse", name, NOBODY, name=name.title()) for name in names))
    ran = run_program(tmp_path, "scan")
    assert ran.returncode == 3
    question, cause, *rest = ran.stderr.splitlines()[1:]
    assert question == "jobscan: all boards failed with network errors: is this machine online?"
    assert cause.startswith("jobscan: 4 boards (Acme, Globex, Initech, Umbrella): ")
    assert cause.endswith("cannot connect to 127.0.0.1: connection refused")
    assert rest == []
    assert "Traceback" not in ran.stderr
    assert query(tmp_path, "SELECT DISTINCT failures FROM sources") == [(0,)]


def test_a_full_disk_says_which_boards_are_stored(tmp_path: Path, site: Site) -> None:
    site.greenhouse("acme", ["Engineer"])
    site.greenhouse("globex", [f"Engineer {number}" for number in range(5_000)])
    scan = {"concurrency": 1, "workers": 0}
    write_config(tmp_path, board(site, "acme"), board(site, "globex"), scan=scan)
    # The limit of a file's size is a full disk to SQLite; an empty database has 200 KB.
    limited = f"ulimit -f 2000; exec {shlex.join(command_line('scan'))}"
    ran = subprocess.run(
        ["/bin/sh", "-c", limited],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    stopped, error = ran.stderr.splitlines()
    assert stopped == "jobscan: the scan stopped; 1 of 2 boards are stored: Acme"
    assert error.startswith("jobscan: no space is left for the database file")
    assert error.endswith("free some space, then scan again (the daemon retries by itself)")
    assert query(tmp_path, "SELECT count(*) FROM jobs WHERE source_identifier = 'acme'") == [(1,)]


def test_one_board_that_is_down_is_blamed(tmp_path: Path, site: Site) -> None:
    for name in ("acme", "globex"):
        site.greenhouse(name, ["Engineer"])
    write_config(tmp_path, board(site, "acme"), board(site, "globex"), source("greenhouse", "initech", NOBODY))
    ran = run_program(tmp_path, "scan")
    assert ran.returncode == 3
    assert "online" not in ran.stderr
    assert query(tmp_path, "SELECT source_identifier, failures FROM sources ORDER BY 1") == [
        ("acme", 0),
        ("globex", 0),
        ("initech", 1),
    ]


def test_only_one_instance_scans_into_a_database(
    tmp_path: Path, site: Site, database_settings: DatabaseSettings
) -> None:
    gate = threading.Event()
    path = site.greenhouse("acme", ["Engineer"], gate=gate)
    write_config(tmp_path, board(site, "acme"), database=database_settings.url)
    with start_program(tmp_path, "scan") as first:
        site.wait_for(path)
        second = run_program(tmp_path, "scan")
        assert (second.returncode, second.stdout) == (11, "")
        (line,) = second.stderr.splitlines()
        assert line.startswith("jobscan: another instance of jobscan is using ")
        assert f"pid {first.process.pid}" in line
        assert site.count(path) == 1
        gate.set()
        assert first.finish() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_scan_with_whole_boards_and_the_next_one_completes(
    tmp_path: Path, site: Site, number: signal.Signals
) -> None:
    site.greenhouse("acme", ["Engineer", "Designer"])
    path = site.greenhouse("globex", ["Cook"], gate=threading.Event())
    write_config(tmp_path, board(site, "acme"), board(site, "globex"))
    with start_program(tmp_path, "scan", "--json") as program:
        site.wait_for(path)
        wait_for_rows(tmp_path, 2)
        assert program.stop(number) == 130
    assert program.err[0] == ("jobscan: interrupted; what was read is stored, and the next scan goes on from there")
    assert json.loads(program.err[1])["code"] == 130
    assert query(tmp_path, "PRAGMA integrity_check") == [("ok",)]
    assert query(tmp_path, "SELECT source_identifier, outcome FROM scans") == [("acme", "ok")]
    site.greenhouse("globex", ["Cook"])
    *_, summary = scan_json(tmp_path)
    assert (summary["new"], summary["unchanged"]) == (1, 2)


def wait_for_rows(folder: Path, count: int) -> None:
    """Return when so many postings are stored. The writer tells nobody outside, so the file is looked at."""
    for _ in range(6_000):
        with suppress(sqlite3.OperationalError):  # the tables are just being made
            if query(folder, "SELECT count(*) FROM jobs") == [(count,)]:
                return
        threading.Event().wait(0.01)
    raise AssertionError(f"there never were {count} postings")


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path, replay: Replay) -> None:
    write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical"))
    scan_json(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data/jobs.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = len(replay.log())
    for arguments in (["scan"], ["scan", "--dry-run"]):
        ran = run_program(tmp_path, *arguments)
        assert (ran.returncode, ran.stdout) == (10, "")
        assert "newer" in ran.stderr
        assert len(ran.stderr.splitlines()) == 1
    assert len(replay.log()) == before
    assert query(tmp_path, "SELECT count(*) FROM scans") == [(1,)]


def test_an_empty_database_is_brought_up_to_date(tmp_path: Path, replay: Replay, postgres_dsn: str) -> None:
    (tmp_path / "empty.db").touch(mode=0o600)
    for database in ("sqlite:///empty.db", postgres_dsn):
        write_config(tmp_path, recorded_source(replay, "greenhouse", "canonical"), database=database)
        assert scan_json(tmp_path, "--dry-run")[-1]["new"] == 175
        assert scan_json(tmp_path)[-1]["new"] == 175
    execute_sql(postgres_dsn, "SELECT version_num FROM alembic_version")


def test_what_can_be_fixed_at_the_database_is_said_once(tmp_path: Path, site: Site) -> None:
    site.greenhouse("acme", ["Engineer"])
    write_config(tmp_path, board(site, "acme"))
    assert run_program(tmp_path, "scan", "--quiet").stderr == ""
    (tmp_path / "data/jobs.db").chmod(0o644)
    (line,) = run_program(tmp_path, "scan", "--quiet").stderr.splitlines()
    assert "jobs.db" in line
    assert "chmod 600" in line


def test_a_changed_title_is_an_update(tmp_path: Path, site: Site) -> None:
    path = site.greenhouse("acme", ["Engineer", "Designer"])
    write_config(tmp_path, board(site, "acme"))
    scan_json(tmp_path)
    site.pages[path] = Answer(body=greenhouse_list(["Engineer", "Head of Design"]))
    assert scan_json(tmp_path)[-1]["updated"] == 1


def run_unread(folder: Path, *arguments: str) -> tuple[int, bytes]:
    """Run a command into a pipe whose reader has gone; return its exit code and standard error."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(
            command_line(*arguments),
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=PATIENCE_S,
            check=False,
        )
    finally:
        os.close(writing)
    return ran.returncode, ran.stderr


def test_a_reader_that_goes_does_not_stop_the_scan(tmp_path: Path, site: Site) -> None:
    names = [f"acme{number}" for number in range(4)]
    for name in names:
        site.greenhouse(name, ["Engineer"])
    write_config(tmp_path, *(board(site, name) for name in names))
    assert run_unread(tmp_path, "scan", "--json") == (0, b"")
    assert query(tmp_path, "SELECT count(*) FROM jobs") == [(4,)]
    (key,) = query(tmp_path, "SELECT job_key FROM jobs LIMIT 1")[0]
    assert run_unread(tmp_path, "jobs", "show", key) == (0, b"")


def test_a_board_that_looks_emptied_is_named(tmp_path: Path, site: Site) -> None:
    site.greenhouse("acme", [f"Engineer {number}" for number in range(20)])
    write_config(tmp_path, board(site, "acme"))
    run_program(tmp_path, "scan")
    site.greenhouse("acme", [])
    ran = run_program(tmp_path, "scan")
    assert ran.returncode == 0
    assert "the board looks emptied: 20 postings are missing" in ran.stderr
    (line, _) = scan_json(tmp_path)
    assert "looks emptied" in line["problems"][0]


@pytest.mark.parametrize("url", ["postgresql://u:p@ss:canary/x@host/db", "postgresql://u:canary@[x/y"])
def test_a_password_that_breaks_the_url_is_not_shown(tmp_path: Path, url: str) -> None:
    write_config(tmp_path)
    ran = run_program(tmp_path, "--debug", "jobs", env={"DATABASE_URL": url})
    assert ran.returncode in (1, 2)
    assert "canary" not in ran.stdout + ran.stderr
    assert "internal error" not in ran.stderr
