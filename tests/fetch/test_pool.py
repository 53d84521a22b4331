"""Host limits: that they are kept, and that no cancellation costs a connection for ever."""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from contextlib import suppress

import httpcore
import httpx
import pytest

from jobscan.domain.page import HostLimit
from jobscan.exceptions import FetchError
from jobscan.fetch import Fetcher, FetchSettings
from jobscan.fetch.net.pool import HostClient, make_client
from jobscan.fetch.net.resolver import Resolver
from jobscan.fetch.net.stream import DEADLINE, Deadline, GuardedBackend
from tests.fetch.helpers import LOOPBACK, get, make_fetcher
from tests.fixtures.evil import Evil


async def test_3000_requests_with_cancellations_and_short_deadlines_leave_the_client_usable(evil: Evil) -> None:
    limit = HostLimit(name="churn", concurrency=8)
    chance = random.Random(1)
    started = 0

    async def work(fetcher: Fetcher) -> None:
        nonlocal started
        while True:
            started += 1
            with suppress(FetchError):
                await fetcher.fetch(get(f"{evil.url}/slow?s={chance.choice([0, 0, 0, 0.001, 0.1])}", limit=limit))

    # The deadline also ends half of the slow answers in the middle.
    async with make_fetcher(total_timeout_s=0.05) as fetcher:
        while started < 3000:
            tasks = [asyncio.create_task(work(fetcher)) for _ in range(20)]
            await asyncio.sleep(chance.uniform(0.005, 0.15))
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        served = 0
        # A slot that was lost never comes back; a slow machine may pass the deadline once in a while.
        while served < 5:
            with suppress(FetchError):
                served += (await fetcher.fetch(get(evil.url + "/ok", limit=limit))).status == 200


async def test_a_pool_that_lost_its_slots_is_replaced_after_three_timeouts(evil: Evil) -> None:
    settings = FetchSettings(allow_networks=LOOPBACK, connect_timeout_s=0.5)
    made: list[httpx.AsyncClient] = []

    def make() -> httpx.AsyncClient:
        backend = GuardedBackend(Resolver(), settings.allow_networks)
        made.append(make_client(settings, backend, ssl.create_default_context(), 1))
        return made[-1]

    limit = HostClient(HostLimit(name="small", concurrency=2), make)
    DEADLINE.set(Deadline(30))

    async def ask() -> int:
        async with limit.turn() as client:
            return (await client.get(evil.url + "/ok")).status_code

    # httpcore #1093: who is cancelled while waiting for the only slot takes it along. A host limit of the fetcher never
    # waits in its pool, so the wait is made behind its back.
    waiting = [asyncio.create_task(made[0].get(evil.url + "/ok")) for _ in range(3)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    for clients_after in (1, 1, 2):
        with pytest.raises(httpcore.PoolTimeout):
            await ask()
        assert len(made) == clients_after
    assert await ask() == 200
    assert [client.is_closed for client in made] == [True, False]
    await limit.aclose()


@pytest.mark.parametrize(("concurrency", "connections"), [(1, 1), (3, 3), (50, 8)])
async def test_a_host_limit_makes_no_more_requests_at_once_than_it_says_and_never_more_than_eight(
    evil: Evil, concurrency: int, connections: int
) -> None:
    limit = HostLimit(name="wide", concurrency=concurrency)
    async with make_fetcher() as fetcher:
        await asyncio.gather(*(fetcher.fetch(get(evil.url + "/slow?s=0.02", limit=limit)) for _ in range(20)))
    assert evil.connections == connections


async def test_a_host_limit_starts_no_more_requests_a_second_than_it_says(evil: Evil) -> None:
    limit = HostLimit(name="paced", concurrency=8, per_second=20)
    began = time.monotonic()
    async with make_fetcher() as fetcher:
        await asyncio.gather(*(fetcher.fetch(get(evil.url + "/ok", limit=limit)) for _ in range(7)))
    assert time.monotonic() - began >= 6 / 20


async def test_one_host_that_is_stuck_holds_up_no_other(evil: Evil) -> None:
    stuck = HostLimit(name="stuck", concurrency=1)
    async with make_fetcher(read_timeout_s=3_600, total_timeout_s=3_600) as fetcher:
        tasks = [asyncio.create_task(fetcher.fetch(get(evil.url + "/silent", limit=stuck))) for _ in range(2)]
        await fetcher.fetch(get(evil.url + "/ok"))
        assert not any(task.done() for task in tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize(("idle_s", "connections"), [(0.0, 3), (600.0, 2)])
async def test_the_client_of_a_host_that_is_idle_is_closed(evil: Evil, idle_s: float, connections: int) -> None:
    async with make_fetcher(client_idle_s=idle_s) as fetcher:
        for name in ("one", "other", "one"):
            await fetcher.fetch(get(evil.url + "/ok", limit=HostLimit(name=name)))
    assert evil.connections == connections


async def test_a_client_in_use_is_never_idle(evil: Evil) -> None:
    async with make_fetcher(client_idle_s=0.0) as fetcher:
        slow = asyncio.create_task(fetcher.fetch(get(evil.url + "/slow?s=0.2", limit=HostLimit(name="slow"))))
        while not slow.done():
            await fetcher.fetch(get(evil.url + "/ok", limit=HostLimit(name="quick")))
        assert (await slow).status == 200
