"""The daemon as systemd and operators see it: a process, its log, its signals, its notify socket."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from jobscan.cli.kit.deadline import EXIT_DEADLINE_S
from jobscan.persistence import DatabaseSettings
from tests.cli.loopback import Answer, Site, greenhouse_list, serve_site
from tests.cli.programs import PATIENCE_S, Program, run_program, start_program
from tests.cli.setups import NOBODY, board, query, source, write_config

pytestmark = pytest.mark.slow

STARTED = '"event": "started"'
SCANNED = '"event": "scanned"'
#: Ends the connections to the present database that fit the condition; returns how many.
END = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND {}"""


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server whose boards the test sets up."""
    with serve_site() as running:
        yield running


@pytest.fixture
def notify(tmp_path: Path) -> Iterator[socket.socket]:
    """The socket on which systemd would listen."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.settimeout(PATIENCE_S)
        listener.bind(str(tmp_path / "notify"))
        yield listener


def events(program: Program) -> list[str]:
    """Return what the log lines so far are about, but for the faults of this machine's SQLite."""
    lines = [json.loads(line) for line in list(program.err)]
    return [line["event"] for line in lines if line["event"] != "database"]


def receive(listener: socket.socket, name: str) -> dict[str, str]:
    """Return the next message that has this variable, as a dict; those before it are passed over."""
    for _ in range(10_000):
        message = dict(line.split("=", 1) for line in listener.recv(4096).decode().splitlines())
        if name in message:
            return message
    raise AssertionError(f"no message with {name}")


@pytest.mark.parametrize("arguments", [[], ["run"]])
def test_it_scans_what_is_due_and_logs_in_json_lines_until_sigterm(
    tmp_path: Path, site: Site, arguments: list[str]
) -> None:
    site.greenhouse("acme", ["Engineer", "Designer"])
    write_config(tmp_path, board(site, "acme"))
    with start_program(tmp_path, *arguments) as program:
        scanned = json.loads(program.wait_for(SCANNED))
        # After nine seconds it would be ended by force, with another code.
        assert program.stop() == 0
    assert {"source": "greenhouse/acme", "outcome": "ok", "new": 2, "level": "info"}.items() <= scanned.items()
    assert events(program) == ["started", "scanned", "stopping", "stopped"]
    assert program.out == []
    assert query(tmp_path, "SELECT count(*) FROM jobs") == [(2,)]


def test_sigterm_among_slow_answers_keeps_what_was_read(tmp_path: Path, site: Site) -> None:
    site.greenhouse("acme", ["Engineer"])
    # As many as the vendor's host limit lets through beside the first.
    slow = site.greenhouse_answer("slow", endless=True)
    silent = site.greenhouse_answer("silent", gate=threading.Event())
    names = ["acme", "slow", "silent"]
    write_config(tmp_path, *(board(site, name) for name in names))
    with start_program(tmp_path, "run") as program:
        program.wait_for(SCANNED)
        for path in (slow, silent):
            site.wait_for(path)
        assert program.stop() == 0, program.err
    assert query(tmp_path, "SELECT source_identifier, outcome FROM scans") == [("acme", "ok")]
    assert query(tmp_path, "SELECT count(*) FROM jobs") == [(1,)]
    assert query(tmp_path, "SELECT DISTINCT failures FROM sources") == [(0,)]


def test_sigint_ends_it_like_sigterm_but_for_the_exit_code(tmp_path: Path, site: Site) -> None:
    write_config(tmp_path, board(site, "acme"))
    with start_program(tmp_path) as program:
        program.wait_for(STARTED)
        assert program.stop(signal.SIGINT) == 130
    assert '"signal": "SIGINT"' in program.wait_for("stopping")


def test_a_second_sigterm_ends_it_at_once(tmp_path: Path, site: Site, postgres_dsn: str) -> None:
    site.greenhouse("acme", ["Engineer"])
    write_config(tmp_path, board(site, "acme"), database=postgres_dsn)
    run_program(tmp_path, "db", "upgrade")
    with HeldTable(postgres_dsn, "jobs"), start_program(tmp_path) as program:
        # The scan waits for the table, and so would the end.
        wait_for_waiting(postgres_dsn)
        program.send(signal.SIGTERM)
        program.wait_for("stopping")
        # By the signal itself, not by the force that comes after nine seconds.
        assert program.stop() == -signal.SIGTERM


def test_whatever_hangs_it_ends_in_under_10_seconds(tmp_path: Path, site: Site, postgres_dsn: str) -> None:
    site.greenhouse("acme", ["Engineer"])
    write_config(tmp_path, board(site, "acme"), database={"url": postgres_dsn, "lock_timeout": "1m"})
    run_program(tmp_path, "db", "upgrade")
    with HeldTable(postgres_dsn, "jobs"), start_program(tmp_path) as program:
        wait_for_waiting(postgres_dsn)
        began = time.monotonic()
        assert program.stop() == 128 + signal.SIGTERM
    # The force came, and gave it its time: nine seconds, of the ten that systemd waits for.
    assert time.monotonic() - began > EXIT_DEADLINE_S
    assert EXIT_DEADLINE_S < 10
    assert fetch_value(postgres_dsn, "SELECT count(*) FROM jobs") == 0


class HeldTable:
    """Keeps a table locked on a connection of its own."""

    def __init__(self, dsn: str, table: str) -> None:
        self._dsn, self._table = dsn, table
        self._ready, self._done = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._hold()), daemon=True)

    async def _hold(self) -> None:
        connection = await asyncpg.connect(self._dsn)
        async with connection.transaction():
            await connection.execute(f"LOCK TABLE {self._table} IN ACCESS EXCLUSIVE MODE")
            self._ready.set()
            await asyncio.to_thread(self._done.wait, PATIENCE_S)
        await connection.close()

    def __enter__(self) -> None:
        self._thread.start()
        assert self._ready.wait(PATIENCE_S)

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join(PATIENCE_S)


def fetch_value(dsn: str, sql: str) -> Any:
    """Return one value from a Postgres database."""

    async def ask() -> Any:
        connection = await asyncpg.connect(dsn)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(ask())


def wait_until(holds: Any, what: str) -> None:
    """Return when ``holds()`` is true: for what shows in a database or a process only."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, f"{what}: never"
        threading.Event().wait(0.02)


def wait_for_waiting(dsn: str) -> None:
    """Return when somebody waits for a lock in this database."""
    here = "(SELECT oid FROM pg_database WHERE datname = current_database())"
    sql = f"SELECT count(*) FROM pg_locks WHERE NOT granted AND database = {here}"
    wait_until(lambda: fetch_value(dsn, sql), "somebody waits for the lock")


def test_sighup_takes_up_added_sources_and_lets_removed_ones_go(tmp_path: Path, site: Site) -> None:
    kept, added = site.greenhouse("kept", ["Engineer"]), site.greenhouse("added", ["Cook"])
    removed = site.greenhouse("removed", ["Clerk"])
    write_config(tmp_path, board(site, "kept"), board(site, "removed", every="1s"))
    with start_program(tmp_path) as program:
        site.wait_for(removed, 3)
        write_config(tmp_path, board(site, "kept"), board(site, "added", every="1s"))
        program.send(signal.SIGHUP)
        reloaded = json.loads(program.wait_for('"event": "reloaded"'))
        program.wait_for(SCANNED + '.*greenhouse/added|greenhouse/added.*"event": "scanned"')
        before = site.count(removed)
        # Three more rounds of its neighbour: a source that was still watched would have been asked by then.
        site.wait_for(added, 4)
        assert program.stop() == 0
    assert reloaded["sources"] == 2
    assert (site.count(kept), site.count(removed)) == (1, before)
    assert query(tmp_path, "SELECT status FROM jobs WHERE source_identifier = 'removed'") == [("active",)]


def test_a_reload_names_what_it_takes_up(tmp_path: Path, site: Site) -> None:
    hook = {"type": "webhook", "url": site.url, "secret": "canary-canary-canary-canary"}
    cooks = {"name": "cooks", "keywords": ["cook"], "to": ["hook"]}
    write_config(tmp_path, board(site, "kept"), notify={"hook": hook}, alerts=[cooks])
    with start_program(tmp_path) as program:
        program.wait_for(STARTED)
        drivers = {"name": "drivers", "keywords": ["driver"], "to": ["hook", "second"]}
        changed = {"notify": {"hook": hook, "second": hook}, "alerts": [cooks | {"keywords": ["chef"]}, drivers]}
        write_config(tmp_path, board(site, "kept"), **changed)
        program.send(signal.SIGHUP)
        first = json.loads(program.wait_for('"event": "reloaded"'))
        # Compared with what is in force, not with what the daemon began with.
        write_config(tmp_path, board(site, "other"), **changed)
        program.send(signal.SIGHUP)
        second = json.loads(program.wait_for('"event": "reloaded"', count=2))
        assert program.stop() == 0
    assert "canary" not in "".join(program.err)
    kinds = ("alerts", "channels", "sources")
    names = [
        {key: value for key, value in line.items() if key.partition("_")[0] in kinds and isinstance(value, list)}
        for line in (first, second)
    ]
    assert names == [
        {"alerts_added": ["drivers"], "alerts_changed": ["cooks"], "channels_added": ["second"]},
        {"sources_added": ["greenhouse/other"], "sources_removed": ["greenhouse/kept"]},
    ]


def test_a_reload_takes_up_when_a_posting_counts_as_gone(tmp_path: Path, site: Site) -> None:
    path = site.greenhouse("acme", ["Engineer", "Designer"])
    acme = board(site, "acme", every="1s")
    write_config(tmp_path, acme, scan={"expire_after_misses": 1000})
    with start_program(tmp_path) as program:
        program.wait_for(SCANNED)
        site.greenhouse("acme", ["Engineer"])
        site.wait_for(path, site.count(path) + 3)
        assert query(tmp_path, "SELECT status FROM jobs") == [("active",)] * 2
        write_config(tmp_path, acme, scan={"expire_after_misses": 1})
        program.send(signal.SIGHUP)
        assert json.loads(program.wait_for(SCANNED, count=2))["expired"] == 1
        assert program.stop() == 0


def test_a_broken_file_is_reported_and_the_old_one_stays(tmp_path: Path, site: Site) -> None:
    path = site.greenhouse("acme", ["Engineer"])
    file = write_config(tmp_path, board(site, "acme", every="1s"))
    with start_program(tmp_path) as program:
        program.wait_for(STARTED)
        broken = [("sources: [{type: lever}]\n", "sources[0].identifier"), ("sources: [\n", "config.yaml:")]
        for count, (text, problem) in enumerate(broken, start=1):
            file.write_text(text)
            program.send(signal.SIGHUP)
            failed = json.loads(program.wait_for('"event": "reload_failed"', count=count))
            assert problem in failed["error"]
            assert failed["hint"] == "the old configuration stays in force"
        site.wait_for(path, site.count(path) + 2)
        assert program.stop() == 0


def test_a_change_that_needs_a_restart_is_said(tmp_path: Path, site: Site) -> None:
    write_config(tmp_path, board(site, "acme"))
    with start_program(tmp_path) as program:
        program.wait_for(STARTED)
        write_config(tmp_path, board(site, "acme"), database="sqlite:///other.db")
        program.send(signal.SIGHUP)
        program.wait_for('"event": "reloaded"')
        assert program.stop() == 0
    assert "database:, network:, unsubscribe: and report.ping_url take effect after a restart" in program.wait_for(
        "restart_needed"
    )
    assert not (tmp_path / "other.db").exists()


def test_a_reload_warns_of_alerts_that_are_probably_not_meant_so(tmp_path: Path, site: Site) -> None:
    hook = {"hook": {"type": "webhook", "url": f"{site.url}/hook"}}
    alert = {"name": "all", "to": "hook", "keywords": ["cook"]}
    write_config(tmp_path, board(site, "acme"), notify=hook, alerts=[alert])
    with start_program(tmp_path) as program:
        program.wait_for(STARTED)
        write_config(tmp_path, board(site, "acme"), notify=hook, alerts=[alert | {"sources": ["lever/x"]}])
        program.send(signal.SIGHUP)
        warning = json.loads(program.wait_for('"event": "alert_warning"'))
        program.wait_for('"event": "reloaded"')
        assert program.stop() == 0
    assert (warning["alert"], warning["level"]) == ("all", "warning")
    assert warning["hint"].startswith('sources: "lever/x" is not among the configured sources')


def test_systemd_is_told_of_every_turn(tmp_path: Path, site: Site, notify: socket.socket) -> None:
    site.greenhouse("acme", ["Engineer"])
    write_config(tmp_path, board(site, "acme"))
    env = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "500000"}
    with start_program(tmp_path, env=env) as program:
        assert re.fullmatch(r"watching 1 board, .*", receive(notify, "READY")["STATUS"])
        program.wait_for(SCANNED)
        for _ in range(4):
            alive = receive(notify, "WATCHDOG")
        assert "0 being scanned, next due in" in alive["STATUS"]
        program.send(signal.SIGHUP)
        assert int(receive(notify, "RELOADING")["MONOTONIC_USEC"]) <= time.monotonic_ns() // 1000
        assert "STATUS" in receive(notify, "READY")
        assert program.stop() == 0
        assert "STATUS" in receive(notify, "STOPPING")


def test_the_watchdog_of_another_process_is_not_served(tmp_path: Path, site: Site, notify: socket.socket) -> None:
    write_config(tmp_path, board(site, "acme"))
    env = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "200000", "WATCHDOG_PID": "1"}
    with start_program(tmp_path, env=env) as program:
        receive(notify, "READY")
        program.wait_for(STARTED)
        program.stop()
        assert "STOPPING" in receive(notify, "STATUS")


def test_a_socket_that_is_not_there_does_no_harm(tmp_path: Path, site: Site) -> None:
    write_config(tmp_path, board(site, "acme"))
    with start_program(tmp_path, env={"NOTIFY_SOCKET": "@jobscan-nobody-listens"}) as program:
        program.wait_for(STARTED)
        assert program.stop() == 0


def test_a_second_instance_is_refused_at_once(tmp_path: Path, site: Site, database_settings: DatabaseSettings) -> None:
    path = site.greenhouse("acme", ["Engineer"])
    write_config(tmp_path, board(site, "acme"), database=database_settings.url)
    with start_program(tmp_path) as program:
        program.wait_for(SCANNED)
        for arguments in (["run"], ["scan"]):
            second = run_program(tmp_path, *arguments)
            assert second.returncode == 11
            assert f"pid {program.process.pid}" in second.stderr
        assert site.count(path) == 1
        assert program.stop() == 0


def test_due_times_are_kept_over_restarts(tmp_path: Path, site: Site) -> None:
    often, seldom = site.greenhouse("often", ["Engineer"]), site.greenhouse("seldom", ["Cook"])
    write_config(tmp_path, board(site, "often", every="1s"), board(site, "seldom", every="1h"))
    with start_program(tmp_path) as program:
        program.wait_for(SCANNED, count=2)
        assert program.stop() == 0
    for _ in range(3):
        before = site.count(often)
        with start_program(tmp_path) as program:
            program.wait_for(STARTED)
            # The one that is due is asked; by then the other would have been, too.
            site.wait_for(often, before + 2)
            assert program.stop() == 0
    assert site.count(seldom) == 1


def test_it_goes_on_after_a_crash(tmp_path: Path, site: Site) -> None:
    quick = site.greenhouse("quick", ["Engineer"])
    held = site.greenhouse("held", ["Cook"], gate=threading.Event())
    write_config(tmp_path, board(site, "quick", every="1h"), board(site, "held", every="1h"))
    with start_program(tmp_path) as program:
        program.wait_for(SCANNED)
        site.wait_for(held)
        assert program.stop(signal.SIGKILL) == -signal.SIGKILL
    site.greenhouse("held", ["Cook"])
    with start_program(tmp_path) as program:
        assert "greenhouse/held" in program.wait_for(SCANNED)
        assert program.stop() == 0
    assert site.count(quick) == 1
    assert query(tmp_path, "SELECT title FROM jobs ORDER BY 1") == [("Cook",), ("Engineer",)]
    assert query(tmp_path, "PRAGMA integrity_check") == [("ok",)]


def test_a_failing_board_is_one_line_until_it_recovers(tmp_path: Path, site: Site) -> None:
    path = site.greenhouse_answer("acme", status=500)
    write_config(tmp_path, board(site, "acme", every="1s"), scan={"max_backoff": "1s"})
    with start_program(tmp_path) as program:
        program.wait_for("scan_failed")
        site.wait_for(path, 4)
        site.pages[path] = Answer(body=greenhouse_list(["Engineer"]))
        recovered = json.loads(program.wait_for("source_recovered"))
        assert program.stop() == 0
    assert recovered["new"] == 1
    assert events(program) == ["started", "scan_failed", "source_recovered", "stopping", "stopped"]
    assert "HTTP 500" in program.wait_for("scan_failed")


def test_a_board_that_came_in_part_is_told_from_one_that_failed(tmp_path: Path, site: Site) -> None:
    short = json.loads(greenhouse_list(["Engineer"])) | {"meta": {"total": 5}}
    site.greenhouse_answer("acme", body=json.dumps(short).encode())
    write_config(tmp_path, board(site, "acme"))
    with start_program(tmp_path) as program:
        line = json.loads(program.wait_for('"event": "scan_incomplete"'))
        assert program.stop() == 0
    assert (line["outcome"], line["new"]) == ("incomplete", 1)
    assert line["error"] == "the board says it has 5 postings, 1 arrived"


def test_a_network_that_is_down_is_one_line_and_no_boards_fault(tmp_path: Path) -> None:
    names = ["acme", "globex", "initech"]
    write_config(tmp_path, *(source("greenhouse", name, NOBODY) for name in names))
    with start_program(tmp_path) as program:
        down = json.loads(program.wait_for("network_down"))
        wait_until(lambda: query(tmp_path, "SELECT DISTINCT failures FROM sources") == [(0,)], "all is forgiven")
        assert program.stop() == 0
    assert (down["level"], down["sources"]) == ("warning", 3)


def test_the_lost_lock_of_postgres_ends_it_with_a_clear_line(tmp_path: Path, site: Site, postgres_dsn: str) -> None:
    site.greenhouse("acme", ["Engineer"])
    write_config(tmp_path, board(site, "acme"), database=postgres_dsn)
    with start_program(tmp_path) as program:
        program.wait_for(SCANNED)
        holder = "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
        assert fetch_value(postgres_dsn, END.format(holder)) == 1
        assert program.finish() == 1
    assert "that holds the instance lock is gone: another instance may begin, so this one ends" in program.err[-1]
    assert program.err[-1].startswith("jobscan: ")
    assert "Traceback" not in "\n".join(program.err)
    with start_program(tmp_path) as program:
        program.wait_for(STARTED)
        assert program.stop() == 0


def test_postgres_that_goes_away_for_a_while_costs_nothing(tmp_path: Path, site: Site, postgres_dsn: str) -> None:
    path = site.greenhouse("acme", ["Engineer"])
    write_config(tmp_path, board(site, "acme", every="1s"), database=postgres_dsn)
    others = "pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
    with start_program(tmp_path) as program:
        program.wait_for(SCANNED)
        assert fetch_value(postgres_dsn, END.format(others)) > 0
        site.pages[path] = Answer(body=greenhouse_list(["Engineer", "Designer"]))
        program.wait_for('"new": 1', count=2)
        assert program.stop() == 0
    assert fetch_value(postgres_dsn, "SELECT count(*) FROM jobs") == 2
