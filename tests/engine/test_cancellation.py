"""Ended from outside, a scan keeps what was read, leaves nothing half written and no backend behind."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

import anyio
import asyncpg
import pytest

from jobscan.domain.scan import ScanOutcome
from jobscan.engine.batch import ScanBatch
from jobscan.engine.store import DatabaseStore, SupersededError
from jobscan.persistence import Database, DatabaseSettings, SourceRepository, upgrade
from tests.engine.board_server import BoardServer, Reply, WorkdayBoard, greenhouse_board
from tests.engine.harness import HOUR, Harness, open_fetcher
from tests.fixtures.evil import Asked

BUSY_BACKENDS = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""


async def cancel(task: asyncio.Task[object]) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_cancelled_while_the_list_is_awaited_nothing_is_written(harness: Harness, boards: BoardServer) -> None:
    gate = asyncio.Event()
    acme = boards.greenhouse("acme", greenhouse_board(range(5), gate=gate))
    task = asyncio.create_task(harness.scan(acme))
    await boards.wait_for("/v1/boards/acme/jobs")
    await cancel(task)
    rows = await harness.dump()
    assert (rows["jobs"], rows["scans"]) == ([], [])
    gate.set()
    assert (await harness.scan(acme)).counts.new == 5


async def test_cancelled_among_details_what_was_read_is_kept(harness: Harness, boards: BoardServer) -> None:
    workday = WorkdayBoard(boards, 45)
    gate = asyncio.Event()
    last = list(workday.rows)[-1]
    workday.instead = {last: Reply(status=404, gate=gate)}
    task = asyncio.create_task(harness.scan(workday.source))
    await boards.wait_for(f"/wday/cxs/acme/Jobs{workday.rows[last]['externalPath']}")
    await cancel(task)

    kept = await harness.jobs(workday.source)
    assert set(kept) == set(list(workday.rows)[:40])  # five waves of eight; the sixth was under way
    rows, status = await harness.dump(), await harness.status(workday.source)
    assert rows["scans"] == []
    assert (status.scan_seq, status.last_complete_at, status.body_hash) == (0, None, None)

    workday.instead = {}
    workday.details_asked()
    record = await harness.scan(workday.source)
    assert (record.outcome, record.counts.new, record.counts.unchanged) == (ScanOutcome.OK, 5, 40)
    assert len(workday.details_asked()) == 5


class WatchedStore(DatabaseStore):
    """Says when a commit begins, and begins it when it may."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.begun = asyncio.Event()
        self.may_begin = asyncio.Event()

    async def commit(self, batches: Sequence[ScanBatch]) -> None:
        self.begun.set()
        await self.may_begin.wait()
        await super().commit(batches)


async def test_cancelled_in_a_commit_the_commit_is_whole(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(40), etag=True))
    store = WatchedStore(harness.database)
    other = await Database.open(harness.database.settings)
    try:
        task = asyncio.create_task(harness.cycle(acme, store=store))
        await store.begun.wait()
        # Somebody else holds the source's row, so that the commit waits in the database.
        async with other.write() as session:
            await SourceRepository(session).lock([acme.key])
            store.may_begin.set()
            for _ in range(5):
                async with other.read():
                    pass
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    finally:
        await other.close()
    assert len(await harness.active(acme)) == 40
    status = await harness.status(acme)
    assert (status.scan_seq, status.etag is not None) == (1, True)
    assert [record.outcome for record in await harness.scans(acme)] == [ScanOutcome.OK]
    assert (await harness.scan(acme)).outcome is ScanOutcome.UNCHANGED


async def test_cancelled_before_it_begins_a_scan_ends_at_once(sqlite_harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(4)))
    with anyio.CancelScope() as scope:
        scope.cancel()
        await sqlite_harness.cycle(acme)
    assert scope.cancelled_caught
    assert (await sqlite_harness.scan(acme)).counts.new == 4


@pytest.mark.parametrize("seed", range(6))
async def test_cancelled_at_any_turn_of_the_loop_the_next_scan_completes(
    harness: Harness, boards: BoardServer, seed: int
) -> None:
    workday = WorkdayBoard(boards, 25)
    acme = boards.greenhouse("acme", greenhouse_board(range(40)))
    turns = random.Random(seed).randrange(1, 400)
    task = asyncio.create_task(harness.cycle(acme, workday.source))
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    harness.clock.advance(-HOUR)
    await harness.cycle(acme, workday.source)
    assert len(await harness.active(acme)) == 40
    assert len(await harness.active(workday.source)) == 25
    rows = await harness.dump()
    assert {row["version"] for row in rows["jobs"]} == {1}
    assert {row["last_complete_at"] for row in rows["sources"]} == {harness.clock.now()}


async def test_no_backend_of_postgres_goes_on_working(
    postgres_settings: DatabaseSettings, postgres_dsn: str, boards: BoardServer
) -> None:
    database = await Database.open(postgres_settings)
    monitor = await asyncpg.connect(postgres_dsn)
    try:
        await upgrade(database)
        async with open_fetcher() as fetcher:
            harness = Harness(database, fetcher)
            sources = [boards.greenhouse(f"acme{number}", greenhouse_board(range(200))) for number in range(6)]
            for turns in range(5, 300, 25):
                task = asyncio.create_task(harness.cycle(*sources))
                for _ in range(turns):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                # At once: nothing of the scan may be under way any more.
                assert await monitor.fetchval(BUSY_BACKENDS) == 0
            assert all(record.error is None for record in await harness.cycle(*sources))
    finally:
        await monitor.close()
        await database.close()


async def test_a_scan_planned_on_a_state_that_is_gone_writes_nothing(harness: Harness, boards: BoardServer) -> None:
    gate = asyncio.Event()
    answers = iter([greenhouse_board(range(5), gate=gate), greenhouse_board(range(100, 103))])

    def answer(_asked: Asked) -> Reply:
        return next(answers)

    acme = boards.greenhouse("acme", answer)
    slow = asyncio.create_task(harness.scan(acme))
    await boards.wait_for("/v1/boards/acme/jobs")
    assert (await harness.scan(acme)).counts.new == 3
    before = await harness.dump()
    gate.set()
    with pytest.raises(SupersededError, match="greenhouse/acme: another process scanned it in the meantime"):
        await slow
    assert await harness.dump() == before
