"""The bound of all bodies together."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
from contextlib import ExitStack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.domain.page import HostLimit
from jobscan.fetch.budget import ByteBudget
from jobscan.fetch.failures import DeadlinePassed
from jobscan.fetch.net.stream import Deadline
from tests.fetch.helpers import get, make_fetcher
from tests.fixtures.evil import MIB, Evil


async def test_answers_wait_for_room_and_all_arrive(evil: Evil) -> None:
    limit = HostLimit(name="wide", concurrency=8)
    async with make_fetcher(max_bytes_in_flight=4 * MIB) as fetcher:
        pages = await asyncio.gather(*(fetcher.fetch(get(evil.url + "/gzip-8-mib", limit=limit)) for _ in range(6)))
    assert [len(page.body) for page in pages] == [8 * MIB] * 6


async def test_what_is_held_at_once_is_bounded(evil: Evil) -> None:
    limit = HostLimit(name="wide", concurrency=8)

    async def size(path: str) -> int:
        return len((await fetcher.fetch(get(evil.url + path, limit=limit))).body)

    async with make_fetcher(max_bytes_in_flight=2 * MIB) as fetcher:
        await size("/ok")
        tracemalloc.start()
        await asyncio.gather(*(size("/gzip-8-mib") for _ in range(8)))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    # 2 MiB, the oldest answer's 8, and what the server makes; without the bound it is 62 MiB.
    assert peak < 40 * MIB


async def test_a_lent_page_counts_until_its_block_ends(evil: Evil) -> None:
    limit = HostLimit(name="wide", concurrency=8)
    async with make_fetcher(max_bytes_in_flight=4 * MIB) as fetcher:
        request = get(evil.url + "/gzip-8-mib", limit=limit)
        async with fetcher.lend(request) as first:
            second = asyncio.create_task(fetcher.fetch(request))
            while evil.count("/gzip-8-mib") < 2:
                await asyncio.sleep(0)
            # An answer without a body needs no room, and comes after the second one's beginning.
            nothing = await fetcher.fetch(get(evil.url + "/gzip-empty", limit=limit))
            assert (len(first.body), nothing.body, second.done()) == (8 * MIB, b"", False)
        assert len((await second).body) == 8 * MIB


async def test_what_an_abandoned_answer_still_brings_is_not_counted() -> None:
    budget = ByteBudget(10)
    with budget.share() as left:
        await left.take(10, Deadline(60))
    with pytest.raises(DeadlinePassed):
        await left.take(1, Deadline(60))
    with budget.share() as other:
        await other.take(1, Deadline(60))
        with budget.share() as younger:
            await younger.take(9, Deadline(60))
            assert (left.held, other.held, younger.held) == (0, 1, 9)


async def test_an_answer_that_has_brought_nothing_yet_does_not_stand_before_those_that_have() -> None:
    budget = ByteBudget(10)
    with budget.share(), budget.share() as first:
        await first.take(40, Deadline(60))
        assert first.held == 40


async def test_waiting_for_room_is_not_counted_as_the_servers_time() -> None:
    began = time.monotonic()
    budget, deadline, oldest = ByteBudget(10), Deadline(60), ExitStack()
    await oldest.enter_context(budget.share()).take(10, deadline)
    with budget.share() as younger:
        waits = asyncio.create_task(younger.take(1, deadline))
        await asyncio.sleep(0.3)
        assert not waits.done()
        oldest.close()
        await waits
    # Of what has passed, nearly all was that wait; the rest is what the machine took.
    assert deadline.bound(None) >= 60 - (time.monotonic() - began) + 0.25


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(1, 40), max_size=6), min_size=1, max_size=8), st.integers(1, 60))
def test_whatever_the_sizes_all_get_their_room_and_the_bound_holds(sizes: list[list[int]], limit: int) -> None:
    held: dict[int, int] = {}
    highest = 0

    async def answer(budget: ByteBudget, number: int, pieces: list[int]) -> None:
        nonlocal highest
        with budget.share() as share:
            for piece in pieces:
                await share.take(piece, Deadline(60))
                held[number] = share.held
                highest = max(highest, sum(held.values()))
                await asyncio.sleep(0)
            held.pop(number, None)

    async def run() -> None:
        budget = ByteBudget(limit)
        async with asyncio.TaskGroup() as group:
            for number, pieces in enumerate(sizes):
                group.create_task(answer(budget, number, pieces))

    asyncio.run(run())
    assert highest <= limit + max(sum(pieces) for pieces in sizes)
    assert held == {}
