"""Pages that worker processes read: the same history as without them, whatever becomes of the workers."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import anyio
import anyio.lowlevel
import anyio.to_thread

from jobscan.domain.scan import ScanOutcome
from jobscan.domain.source import Source
from jobscan.engine.scan.cycle import run_cycle
from jobscan.engine.scan.workers import BURST_BYTES, Workers
from jobscan.persistence import DatabaseSettings
from jobscan.simulator import Market, MarketSettings
from jobscan.sources import ADAPTERS
from tests.engine.board_server import BoardServer, Reply, greenhouse_board, greenhouse_job, greenhouse_reply
from tests.engine.harness import CountingAdapter, Harness, Rows, dump
from tests.fixtures.databases import opened
from tests.simulator.scanning import BASE_URL, SiteFetcher

#: Of each system one board whose list is large enough for a worker, but Workday's, which is read in small pages.
LIVELY = MarketSettings(companies=5, postings=40, appear=0.1, vanish=0.1, change=0.1, touch=0.1, fail=0.2)
WORKER_DRIVER = "tests.engine.worker_driver"


def workers() -> set[int]:
    """Return the ids of the worker processes of this one."""
    return {process.pid for process in multiprocessing.active_children() if process.pid is not None}


@asynccontextmanager
async def begun(count: int) -> AsyncIterator[Workers]:
    """Workers that are there already; the engine begins them when many large pages come."""
    made = Workers(count)
    await made.begin()
    try:
        yield made
    finally:
        made.close()
        for process in multiprocessing.active_children():
            await anyio.to_thread.run_sync(process.join)


async def history(settings: DatabaseSettings, count: int) -> dict[str, Rows]:
    """Return the tables after five cycles over a lively market, read by so many workers."""
    market = Market(LIVELY)
    sources = market.sources(BASE_URL)
    async with opened(settings) as database:
        harness = Harness(database, SiteFetcher(market.sites()))
        async with begun(count) as made:
            assert len(workers()) == count
            for _ in range(5):
                harness.clock.advance()
                await run_cycle(harness.plan(*sources, workers=count), sources, harness.tools(workers=made))
                market.tick()
        return await dump(database)


async def test_the_history_is_the_same_with_and_without_workers(tmp_path: Path) -> None:
    here = await history(DatabaseSettings(url=f"sqlite:///{tmp_path}/here.db"), 0)
    there = await history(DatabaseSettings(url=f"sqlite:///{tmp_path}/there.db"), 1)
    assert here["jobs"]
    assert here == there


async def scan(harness: Harness, made: Workers, *sources: Source) -> list[tuple[ScanOutcome, int, str | None]]:
    harness.clock.advance()
    results = await run_cycle(harness.plan(*sources, workers=1), sources, harness.tools(workers=made))
    return [(result.record.outcome, result.record.counts.new, result.record.error) for result in results]


async def test_a_worker_that_is_killed_costs_no_posting(sqlite_harness: Harness, boards: BoardServer) -> None:
    first = boards.greenhouse("first", greenhouse_board(range(400)))
    second = boards.greenhouse("second", greenhouse_board(range(400, 800)))
    async with begun(1) as made:
        assert await scan(sqlite_harness, made, first) == [(ScanOutcome.OK, 400, None)]
        for worker in workers():
            os.kill(worker, signal.SIGKILL)
        assert await scan(sqlite_harness, made, second) == [(ScanOutcome.OK, 400, None)]
    assert not workers()


async def test_a_page_that_is_no_board_is_refused_with_the_same_words(
    sqlite_harness: Harness, boards: BoardServer
) -> None:
    refused = boards.greenhouse("refused", Reply(body=b"<html>" + b" " * 100_000))
    async with begun(1) as made:
        there = await scan(sqlite_harness, made, refused)
    here = await scan(sqlite_harness, Workers(), refused)
    assert there == here
    assert there[0][0] is ScanOutcome.FAILED


async def test_more_pages_than_the_workers_can_take_are_read_here(sqlite_harness: Harness, boards: BoardServer) -> None:
    sources = [
        boards.greenhouse(f"b{number}", greenhouse_board(range(number * 400, number * 400 + 400)))
        for number in range(12)
    ]
    async with begun(1) as made:
        assert await scan(sqlite_harness, made, *sources) == [(ScanOutcome.OK, 400, None)] * 12


async def test_small_pages_are_not_worth_a_process(sqlite_harness: Harness, boards: BoardServer) -> None:
    small = boards.greenhouse("small", greenhouse_board(range(3)))
    sqlite_harness.clock.advance()
    await sqlite_harness.engine().scan(sqlite_harness.plan(small, workers=1), [small])
    assert not workers()


async def test_another_adapter_than_the_registry_s_is_not_handed_over(
    sqlite_harness: Harness, boards: BoardServer
) -> None:
    """A worker would read the page with its own."""
    board = boards.greenhouse("board", greenhouse_board(range(400)))
    own = CountingAdapter(ADAPTERS["greenhouse"])
    harness = replace(sqlite_harness, adapters={"greenhouse": own})
    async with begun(1) as made:
        assert await scan(harness, made, board) == [(ScanOutcome.OK, 400, None)]
    assert own.parsed == 1


def large_board(boards: BoardServer, number: int) -> Source:
    """Return a board whose page is two fifths of what makes a worker worth beginning."""
    content = "x" * (BURST_BYTES // 1_000)
    return boards.greenhouse(
        f"b{number}", greenhouse_reply(greenhouse_job(number * 400 + n, content=content) for n in range(400))
    )


async def first_worker() -> BaseProcess:
    """Return a worker process as soon as there is one."""
    while not (begun := multiprocessing.active_children()):
        await anyio.sleep(0.01)
    return begun[0]


async def test_workers_begin_when_many_large_pages_come_and_end_when_none_does(
    sqlite_harness: Harness, boards: BoardServer
) -> None:
    made = Workers(1, idle_s=1)
    # Many: pages that come slowly, on a machine that is busy, are no burst until there are more of them.
    sources = [large_board(boards, number) for number in range(12)]
    async with anyio.create_task_group() as group:
        group.start_soon(made.run)
        assert await scan(sqlite_harness, made, sources[0]) == [(ScanOutcome.OK, 400, None)]
        assert not workers()
        # Watched from the beginning: with pages that come slowly it may be gone before the scan ends.
        begun = asyncio.create_task(first_worker())
        assert await scan(sqlite_harness, made, *sources[1:]) == [(ScanOutcome.OK, 400, None)] * 11
        await anyio.to_thread.run_sync((await begun).join)
        # Nor does one that began since, after a pause among the pages.
        while workers():
            await anyio.sleep(0.01)
        group.cancel_scope.cancel()


def test_a_worker_does_not_outlive_the_process_that_began_it() -> None:
    """Killed, that one cannot tell it that there will be no more pages."""
    driver = subprocess.Popen([sys.executable, "-m", WORKER_DRIVER], stdout=subprocess.PIPE, text=True)
    assert driver.stdout is not None
    with driver, driver.stdout as said:
        assert int(said.readline()) in _children_of(driver.pid)
        driver.kill()
        # The pipe has an end once nobody is left who could write to it.
        assert said.read() == ""


def _children_of(pid: int) -> set[int]:
    return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
