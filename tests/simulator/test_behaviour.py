"""How a board behaves besides answering: how fast, how often, and what makes no sense."""

from __future__ import annotations

import time
from typing import Any

import pytest

from jobscan.exceptions import FetchFailure
from jobscan.simulator.faults.behaviour import Behaviour
from jobscan.simulator.faults.state import BoardSession
from jobscan.simulator.server.server import MarketServer
from tests.fetch.helpers import failure_of, get, make_fetcher
from tests.simulator.sites import Board, Plain
from tests.simulator.wires import connected


async def test_latency_is_waited_for_before_each_answer_and_only_at_its_board() -> None:
    sites = {"slow": Plain(b"slow"), "fast": Plain(b"fast")}
    async with MarketServer(sites) as server, connected(server.url) as one, connected(server.url) as other:
        server.behave("slow", Behaviour(latency_s=0.1))
        since = time.monotonic()
        assert (await one.get("/slow/")).body == b"slow"
        assert time.monotonic() - since >= 0.1
        server.behave("slow", Behaviour(latency_s=3_600))
        one.ask("/slow/")
        for _ in range(20):
            await other.get("/fast/")
        assert server.counts.by_board == {"slow": 1, "fast": 20}


def test_jitter_is_drawn_from_the_seed() -> None:
    def delays(seed: str) -> list[float]:
        session = BoardSession(Behaviour(latency_s=2, jitter_s=1), seed)
        return [session.delay() for _ in range(50)]

    assert delays("1/acme") == delays("1/acme")
    assert delays("1/acme") != delays("2/acme")
    assert 2 <= min(delays("1/acme")) < 2.2
    assert 2.8 < max(delays("1/acme")) < 3


async def test_a_board_that_is_asked_too_often_says_when_to_come_again() -> None:
    now = [1000.0]
    board = Board()
    limited = Behaviour(per_second=2)
    async with (
        MarketServer({"acme": board, "free": Plain(b"{}")}, clock=lambda: now[0]) as server,
        connected(server.url) as wire,
    ):
        server.behave("acme", limited)
        statuses = [(await wire.get(board.path)).status for _ in range(3)]
        refusal = await wire.get(board.path)
        assert (await wire.get("/free/")).status == 200
        now[0] += 0.5
        statuses += [(await wire.get(board.path)).status for _ in range(2)]
        now[0] += 3600
        statuses += [(await wire.get(board.path)).status for _ in range(3)]
        server.behave("acme", Behaviour(per_second=0.05))
        statuses += [(await wire.get(board.path)).status]
        assert (await wire.get(board.path)).headers["retry-after"] == "20"
    assert statuses == [200, 200, 429, 200, 429, 200, 200, 429, 200]
    assert (refusal.status, refusal.headers["retry-after"]) == (429, "1")


async def test_the_fetcher_reads_a_rate_limit_as_one() -> None:
    board = Board()
    async with (
        MarketServer({"acme": board}, Behaviour(per_second=0.01)) as server,
        make_fetcher() as fetcher,
    ):
        await fetcher.fetch(get(server.url + board.path))
        error = await failure_of(fetcher, get(server.url + board.path))
    assert error.kind is FetchFailure.RATE_LIMITED
    assert error.retry_after_s is not None
    assert 95 <= error.retry_after_s <= 100


@pytest.mark.parametrize(
    "fields",
    [
        {"latency_s": -1},
        {"jitter_s": -1},
        {"drip_s": -1},
        {"per_second": 0},
        {"fault_after": -1},
        {"fault_every": 0},
        {"fault_answers": -1},
    ],
)
def test_a_behaviour_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"behaviour|fault_every|per_second"):
        Behaviour(**fields)
