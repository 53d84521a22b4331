"""The daemon as a whole: started, told to reload, in trouble with its database, told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import structlog
from sqlalchemy.engine import make_url

from jobscan.decide.scan.schedule import ScheduleRules
from jobscan.domain.scan import ScanRecord
from jobscan.engine.events import EngineEvent, Observers, ScanEnded
from jobscan.engine.process.log import EngineLog
from jobscan.engine.process.systemd import Notifier
from jobscan.engine.retention import Retention
from jobscan.engine.scan.cycle import Plan, Reloaded
from jobscan.engine.scan.poller import Poller
from jobscan.exceptions import ConfigError
from jobscan.persistence import Database, DatabaseSettings, PersistenceError, upgrade
from tests.engine.board_server import BoardServer, Reply, WorkdayBoard, greenhouse_board
from tests.engine.harness import Harness, open_fetcher
from tests.engine.systemd_socket import SystemdSocket
from tests.fixtures.databases import opened


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[SystemdSocket]:
    found = SystemdSocket(str(tmp_path / "notify"))
    yield found
    found.close()


class LogLines:
    """What is logged, to be waited for."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self._more = asyncio.Event()

    def __call__(self, _logger: object, _method: str, line: Any) -> Any:
        self.lines.append(dict(line))
        self._more.set()
        raise structlog.DropEvent

    async def wait_for(self, event: str) -> dict[str, Any]:
        while True:
            for line in self.lines:
                if line["event"] == event:
                    return line
            self._more.clear()
            await self._more.wait()


@pytest.fixture
async def log() -> AsyncIterator[LogLines]:
    before = structlog.get_config()
    lines = LogLines()
    structlog.configure(processors=[lines])
    yield lines
    structlog.configure(**before)


@asynccontextmanager
async def serving(
    harness: Harness, plan: Plan, systemd: SystemdSocket, *reloads: Plan | ConfigError
) -> AsyncIterator[None]:
    """Run the daemon inside; it must have ended well by the end."""
    answers = iter(reloads)

    async def reload() -> Reloaded:
        answer = next(answers)
        if isinstance(answer, ConfigError):
            raise answer
        return Reloaded(plan=answer)

    notifier = Notifier({"NOTIFY_SOCKET": systemd.address, "WATCHDOG_USEC": "40000"})
    daemon = asyncio.create_task(harness.engine().serve(plan, notifier, reload))
    await systemd.hear_about("READY=1\nSTATUS=watching")
    yield
    await daemon


def tell(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)


async def test_the_daemon_starts_watches_and_stops(
    harness: Harness, boards: BoardServer, systemd: SystemdSocket
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(5)))
    async with serving(harness, harness.plan(acme), systemd):
        assert "watching 1 board" in await systemd.hear_about("WATCHDOG=1")
        await boards.wait_for("/v1/boards/acme/jobs")
        tell(signal.SIGTERM)
        await systemd.hear_about("STOPPING=1")
    # Whatever the scan was at: whole or not at all.
    assert len(await harness.jobs(acme)) in (0, 5)


async def test_what_is_in_hand_at_the_end_is_committed(
    harness: Harness, boards: BoardServer, systemd: SystemdSocket
) -> None:
    workday = WorkdayBoard(boards, 20)
    last = list(workday.rows)[-1]
    workday.instead = {last: Reply(gate=asyncio.Event())}
    async with serving(harness, harness.plan(workday.source), systemd):
        await boards.wait_for(f"/wday/cxs/acme/Jobs{workday.rows[last]['externalPath']}")
        tell(signal.SIGINT)
    assert len(await harness.active(workday.source)) == 16


async def test_a_reload_tells_systemd_when_and_takes_the_new_plan(
    harness: Harness, boards: BoardServer, systemd: SystemdSocket
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(5)))
    other = boards.greenhouse("other", greenhouse_board(range(5)))
    async with serving(harness, harness.plan(acme), systemd, harness.plan(acme, other)):
        tell(signal.SIGHUP)
        heard = await systemd.hear_about("RELOADING=1")
        assert heard == f"RELOADING=1\nMONOTONIC_USEC={int(harness.clock.ticks() * 1_000_000)}"
        assert "watching 2 boards" in await systemd.hear_about("READY=1")
        await boards.wait_for("/v1/boards/other/jobs")
        tell(signal.SIGTERM)


async def test_a_broken_configuration_is_reported_and_the_old_one_stays(
    sqlite_harness: Harness, boards: BoardServer, systemd: SystemdSocket, log: LogLines
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(5)))
    broken = ConfigError(["config.yaml:3:1: scan.interval: no duration"])
    async with serving(sqlite_harness, sqlite_harness.plan(acme), systemd, broken):
        tell(signal.SIGHUP)
        await systemd.hear_about("RELOADING=1")
        assert "watching 1 board" in await systemd.hear_about("READY=1")
        tell(signal.SIGTERM)
    line = await log.wait_for("reload_failed")
    assert line["error"] == "config.yaml:3:1: scan.interval: no duration"


async def test_a_poller_that_stands_still_is_not_called_alive(
    sqlite_harness: Harness, boards: BoardServer, systemd: SystemdSocket, log: LogLines
) -> None:
    acme = boards.greenhouse("acme", Reply(gate=asyncio.Event()))
    async with serving(sqlite_harness, sqlite_harness.plan(acme), systemd):
        await systemd.hear_about("WATCHDOG=1")
        sqlite_harness.clock.advance(timedelta(seconds=61))
        assert (await log.wait_for("poller_stalled"))["seconds"] == 61
        tell(signal.SIGTERM)


async def test_old_scans_are_dropped(
    harness: Harness, boards: BoardServer, systemd: SystemdSocket, log: LogLines
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(5)))
    await harness.scan(acme)
    harness.clock.advance(timedelta(days=400))
    gate = asyncio.Event()
    boards.greenhouse("acme", greenhouse_board(range(5), gate=gate))
    async with serving(harness, replace(harness.plan(acme), keep=Retention(scans=timedelta(days=90))), systemd):
        assert (await log.wait_for("pruned"))["rows"] == 1
        tell(signal.SIGTERM)
    assert await harness.scans(acme) == []
    assert len(await harness.active(acme)) == 5


async def test_a_database_that_cannot_be_used_at_the_start_ends_the_daemon(
    sqlite_settings: DatabaseSettings, boards: BoardServer, systemd: SystemdSocket
) -> None:
    settings = replace(sqlite_settings, busy_timeout_s=0.1)
    async with opened(settings) as database, open_fetcher() as fetcher, locked(database):
        harness = Harness(database, fetcher)
        plan = harness.plan(boards.greenhouse("acme", greenhouse_board(range(5))))
        with pytest.raises(PersistenceError):
            await harness.engine().serve(plan, Notifier({}), _no_reload)
        with pytest.raises(PersistenceError):
            await harness.cycle(*plan.sources)


async def _no_reload() -> Reloaded:
    raise AssertionError("nobody asked for it")


@asynccontextmanager
async def locked(database: Database) -> AsyncIterator[None]:
    """Hold the file's write lock, as another program may."""
    path = database.settings.url.removeprefix("sqlite:///")
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")
    finally:
        connection.close()


@asynccontextmanager
async def refused(database: Database) -> AsyncIterator[None]:
    """Let the server end all connections to the database and take no new ones."""
    url = make_url(database.settings.url)
    server = await asyncpg.connect(url.set(database="postgres").render_as_string(hide_password=False))
    try:
        await server.execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false")
        await server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", url.database)
        yield
        await server.execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true")
    finally:
        await server.close()


class Finished:
    """Hears of each scan that is stored."""

    def __init__(self) -> None:
        self.records: asyncio.Queue[ScanRecord] = asyncio.Queue()

    def on_event(self, event: EngineEvent) -> None:
        if isinstance(event, ScanEnded):
            self.records.put_nowait(event.result.record)


async def test_when_the_database_goes_away_the_daemon_waits_and_goes_on(
    database_settings: DatabaseSettings, boards: BoardServer, log: LogLines
) -> None:
    database = await Database.open(replace(database_settings, busy_timeout_s=0.1))
    finished = Finished()
    numbers = iter(range(1, 1_000))
    acme = boards.greenhouse("acme", lambda _asked: greenhouse_board(range(next(numbers))))
    try:
        await upgrade(database)
        async with open_fetcher() as fetcher:
            harness = Harness(database, fetcher, schedule=ScheduleRules(every="1s", jitter=0))
            observer = Observers(EngineLog(), finished)
            tools = harness.tools(clock=lambda: datetime.now(UTC), ticks=time.monotonic, observer=observer)
            polling = asyncio.create_task(Poller(harness.plan(acme), tools).run())
            assert (await finished.records.get()).counts.new == 1
            outage = locked if database.dialect == "sqlite" else refused
            async with outage(database):
                assert (await log.wait_for("scan_not_stored"))["source"] == "greenhouse/acme"
            # What the scans in between had found is found again.
            record = await finished.records.get()
            assert (record.outcome, record.counts.new) == ("ok", record.counts.postings - 1)
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
            status = await harness.status(acme)
            assert (status.failures, status.error_message) == (0, None)
    finally:
        await database.close()
