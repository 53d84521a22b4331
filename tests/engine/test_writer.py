"""The one that writes: what is ready together is written together, and one fault costs one scan."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import anyio
import pytest

from jobscan.decide.posting.normalise import normalise
from jobscan.domain.job import RawJob, StoredJob
from jobscan.domain.source import Source
from jobscan.engine.batch import ScanBatch
from jobscan.engine.store import DatabaseStore, EmptyStore, SupersededError
from jobscan.engine.writer import MAX_ROWS, Writer, WriterStoppedError
from jobscan.persistence import Database
from tests.engine.board_server import BoardServer, greenhouse_board
from tests.engine.harness import START, Harness


class GatedStore(DatabaseStore):
    """Keeps the sizes of its transactions; the first one waits until it may go on."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.sizes: list[int] = []
        self.entered = asyncio.Event()
        self.gate = asyncio.Event()

    async def commit(self, batches: Sequence[ScanBatch]) -> None:
        self.sizes.append(len(batches))
        self.entered.set()
        await self.gate.wait()
        await super().commit(batches)


def source(number: int) -> Source:
    return Source(type="greenhouse", identifier=f"acme{number}", name=f"Acme {number}")


async def batch(store: DatabaseStore, number: int, rows: int = 1) -> ScanBatch:
    """Return a batch of new jobs for a source of its own."""
    mine = source(number)
    status = (await store.ensure([mine]))[mine.key]
    jobs = (
        normalise(mine, RawJob(external_id=str(row), title="Baker", url="https://example.com/"), "print")
        for row in range(rows)
    )
    stored = tuple(StoredJob(job=job, first_seen_at=START, last_seen_at=START) for job in jobs)
    return ScanBatch(source=mine.key, scan_seq=0, status=replace(status, scan_seq=1), rows=stored)


async def commit_behind(store: GatedStore, writer: Writer, batches: Sequence[ScanBatch]) -> list[BaseException | None]:
    """Hand the first batch over, the others while it is being written; return what came of each."""
    async with anyio.create_task_group() as group:
        group.start_soon(writer.run)
        tasks = [asyncio.create_task(writer.commit(batches[0]))]
        await store.entered.wait()
        tasks += [asyncio.create_task(writer.commit(each)) for each in batches[1:]]
        await asyncio.sleep(0)
        store.gate.set()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        writer.close()
    return results


async def test_what_gathers_during_a_transaction_goes_into_the_next_one_together(database: Database) -> None:
    store = GatedStore(database)
    batches = [await batch(store, number) for number in range(6)]
    assert await commit_behind(store, Writer(store), batches) == [None] * 6
    assert store.sizes == [1, 5]
    for number in range(6):
        assert len(await store.known(source(number).key)) == 1


async def test_a_transaction_takes_no_more_than_so_many_rows(database: Database) -> None:
    store = GatedStore(database)
    batches = [await batch(store, number, rows=MAX_ROWS // 2) for number in range(5)]
    assert await commit_behind(store, Writer(store), batches) == [None] * 5
    assert store.sizes == [1, 2, 2]


async def test_one_batch_that_cannot_be_written_costs_no_other(database: Database) -> None:
    store = GatedStore(database)
    batches = [await batch(store, number) for number in range(4)]
    batches[2] = replace(batches[2], scan_seq=7)
    results = await commit_behind(store, Writer(store), batches)
    assert [type(result) for result in results] == [type(None), type(None), SupersededError, type(None)]
    assert [len(await store.known(source(number).key)) for number in range(4)] == [1, 1, 0, 1]


async def test_after_the_end_nothing_is_taken(database: Database) -> None:
    store = DatabaseStore(database)
    writer = Writer(store)
    async with anyio.create_task_group() as group:
        group.start_soon(writer.run)
        writer.close()
    with pytest.raises(WriterStoppedError, match="greenhouse/acme1: the writer has stopped; nothing was written"):
        await writer.commit(await batch(store, 1))


class FaultyStore(EmptyStore):
    """A store with a bug."""

    async def commit(self, batches: Sequence[ScanBatch]) -> None:
        raise ZeroDivisionError("a bug")


async def test_a_bug_in_the_store_ends_the_cycle_and_nobody_waits_for_ever(
    sqlite_harness: Harness, boards: BoardServer
) -> None:
    sources = [boards.greenhouse(f"acme{number}", greenhouse_board(range(3))) for number in range(8)]
    with pytest.raises(ExceptionGroup) as caught:
        await sqlite_harness.cycle(*sources, store=FaultyStore())
    assert caught.value.subgroup(ZeroDivisionError) is not None
