"""Real HTTP from a simulated market: what clients may rely on as long as nothing is wrong."""

from __future__ import annotations

import asyncio
import gzip
import random
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest

from jobscan.domain.page import Validators
from jobscan.simulator.faults.behaviour import Behaviour
from jobscan.simulator.faults.catalogue import Fault
from jobscan.simulator.server.exchange import SimulatedAnswer, SimulatedRequest
from jobscan.simulator.server.packing import AnswerStore, Encoding, pack
from jobscan.simulator.server.server import MarketServer
from tests.fetch.helpers import get, make_fetcher
from tests.simulator.sites import Board, Paged, Plain
from tests.simulator.wires import connected


async def test_a_board_is_fetched_below_its_prefix() -> None:
    board = Board()
    async with MarketServer({"acme": board}) as server, make_fetcher() as fetcher:
        page = await fetcher.fetch(get(f"{server.url}{board.path}?content=true"))
    assert (page.status, page.body, page.content_type) == (200, board.body, "application/json")
    assert page.wire_bytes < len(board.body)
    assert board.asks == [SimulatedRequest("GET", "/v1/boards/acme/jobs", "content=true")]


async def test_a_prefix_may_have_several_parts_and_a_board_its_root() -> None:
    sites = {"workday/acme": Plain(b"two"), "acme": Plain(b"one")}
    async with MarketServer(sites) as server, connected(server.url) as wire:
        bodies = [(await wire.get(path)).body for path in ("/acme", "/acme/", "/workday/acme/jobs", "/acme?page=2")]
    assert bodies == [b"one", b"one", b"two", b"one"]


async def test_a_post_reaches_its_board() -> None:
    async with MarketServer({"big": Paged()}) as server, make_fetcher() as fetcher:
        body = b'{"limit":2,"offset":48}'
        page = await fetcher.fetch(get(f"{server.url}/big/jobs", method="POST", body=body))
    assert b'"Clerk 48"' in page.body
    assert b'"Clerk 47"' not in page.body


async def test_what_a_board_answers_is_passed_on_whatever_its_status() -> None:
    class Odd(Plain):
        def answer(self, ask: SimulatedRequest) -> SimulatedAnswer:
            return SimulatedAnswer(int(ask.path.rpartition("/")[2]), self.body, "text/plain")

    async with MarketServer({"odd": Odd(b"?")}) as server, connected(server.url) as wire:
        seen = [await wire.get(f"/odd/{status}") for status in (404, 422, 500, 520)]
    assert [each.status for each in seen] == [404, 422, 500, 520]
    assert {(each.body, each.headers["content-type"], each.headers.get("etag")) for each in seen} == {
        (b"?", "text/plain", None)
    }


async def test_boards_come_and_go_while_the_server_runs() -> None:
    sites: dict[str, Any] = {}
    async with MarketServer(sites) as server, connected(server.url) as wire:
        before = await wire.get("/acme/x")
        sites["acme"] = Plain(b"{}")
        there = await wire.get("/acme/x")
        del sites["acme"]
        after = await wire.get("/acme/x")
        counts = server.counts
    assert (before.status, there.status, after.status) == (404, 200, 404)
    assert (counts.by_board, counts.by_status) == ({"acme": 1, "": 2}, {404: 2, 200: 1})


@pytest.mark.parametrize("accepts", [True, False])
@pytest.mark.parametrize("behaviour", [Behaviour(), Behaviour(gzip=False)])
async def test_answers_are_compressed_where_both_sides_want_it(behaviour: Behaviour, accepts: bool) -> None:
    board = Board()
    async with MarketServer({"acme": board}, behaviour) as server, connected(server.url) as wire:
        seen = await wire.get(board.path, *["Accept-Encoding: gzip, br"] * accepts)
    is_gzip = behaviour.gzip and accepts
    assert seen.headers.get("content-encoding") == ("gzip" if is_gzip else None)
    assert (gzip.decompress(seen.body) if is_gzip else seen.body) == board.body


@pytest.mark.parametrize(
    ("behaviour", "validators"),
    [
        (Behaviour(), ("etag",)),
        (Behaviour(gzip=False), ("etag",)),
        (Behaviour(etag=False, last_modified=True), ("last-modified",)),
        (Behaviour(last_modified=True), ("etag", "last-modified")),
    ],
)
async def test_who_has_a_body_is_told_so_until_it_changes(behaviour: Behaviour, validators: tuple[str, ...]) -> None:
    board = Board()
    async with MarketServer({"acme": board}, behaviour) as server, make_fetcher() as fetcher:
        request = get(server.url + board.path)
        first = await fetcher.fetch(request)
        board.version += 1  # something may have changed, but nothing has
        same = await fetcher.fetch(request, first.validators)
        board.list(1, 2, 3)
        changed = await fetcher.fetch(request, first.validators)
        counts = server.counts
    assert tuple(name for name in ("etag", "last-modified") if name in first.headers) == validators
    assert (same.status, same.body) == (304, b"")
    assert (changed.status, changed.body) == (200, board.body)
    assert changed.validators != first.validators
    assert counts.by_status == {200: 2, 304: 1}


async def test_a_board_without_validators_answers_in_full() -> None:
    board = Board()
    async with (
        MarketServer({"acme": board}, Behaviour(etag=False)) as server,
        make_fetcher() as fetcher,
    ):
        known = Validators(etag='"any"', last_modified="Sat, 29 Oct 1994 19:43:31 GMT")
        page = await fetcher.fetch(get(server.url + board.path), known)
    assert (page.status, page.body, page.validators) == (200, board.body, Validators())


async def test_a_date_counts_only_where_there_is_no_tag() -> None:
    board = Board()
    async with MarketServer({"acme": board}, Behaviour(last_modified=True)) as server, connected(server.url) as wire:
        date = f"If-Modified-Since: {(await wire.get(board.path)).headers['last-modified']}"
        by_date = await wire.get(board.path, date)
        by_both = await wire.get(board.path, date, 'If-None-Match: "other"')
    assert (by_date.status, by_both.status) == (304, 200)


async def test_head_is_get_without_the_body() -> None:
    board = Board()
    async with MarketServer({"acme": board}) as server, connected(server.url) as wire:
        whole = await wire.get(board.path)
        wire.ask(board.path, method="HEAD")
        head = await wire.read(without_body=True)
        # The next answer begins right after the head.
        assert await wire.get(board.path) == whole
    assert (head.status, head.headers) == (200, whole.headers)


async def test_an_answer_is_rendered_once_for_each_version() -> None:
    board = Board()
    async with MarketServer({"acme": board}) as server, connected(server.url) as wire:
        for _ in range(3):
            await wire.get(board.path)
        board.list(1)
        for _ in range(3):
            await wire.get(board.path)
    assert len(board.asks) == 2


async def test_warming_renders_what_is_then_only_sent() -> None:
    board = Board()
    async with MarketServer({"acme": board}) as server, make_fetcher() as fetcher:
        server.warm("acme", [SimulatedRequest("GET", "/v1/boards/acme/jobs")])
        assert len(board.asks) == 1
        page = await fetcher.fetch(get(server.url + board.path))
    assert (page.body, len(board.asks)) == (board.body, 1)


def test_the_store_keeps_one_version_of_a_board_and_drops_the_board_asked_least_lately() -> None:
    dress = Encoding(gzip=False, etag=True, last_modified=False)
    packed = pack(SimulatedAnswer(200, b"x" * 10_000), dress)
    store = AnswerStore(limit=40_000)

    def key(number: int) -> tuple[SimulatedRequest, Encoding]:
        return SimulatedRequest("GET", f"/{number}"), dress

    for number in range(3):
        store.put(f"b{number}", 1, key(0), packed)
    assert store.get("b0", 1, key(0)) is packed
    store.put("b3", 1, key(0), packed)
    kept = [store.get(f"b{number}", 1, key(0)) is packed for number in range(4)]
    assert kept == [True, False, True, True]
    before = store.size
    assert store.get("b0", 2, key(0)) is None
    assert store.get("b0", 1, key(0)) is None
    assert store.size < before - 10_000
    for number in range(100):
        store.put("b0", 2, key(number), packed)
    assert store.size <= 40_000


async def test_connections_are_kept_and_requests_may_be_sent_ahead() -> None:
    boards = {"slow": Plain(b"slow"), "fast": Plain(b"fast")}
    async with MarketServer(boards) as server, connected(server.url) as wire:
        server.behave("slow", Behaviour(latency_s=0.05))
        server.behave("fast", Behaviour(fault=Fault.SLOW_BODY, drip_s=0.001, fault_answers=1))
        for name in ("slow", "fast", "slow", "fast"):
            wire.ask(f"/{name}/")
        bodies = [(await wire.read()).body for _ in range(4)]
        counts = server.counts
    assert bodies == [b"slow", b"fast", b"slow", b"fast"]
    assert (counts.connections, counts.answers) == (1, 4)


async def test_a_request_may_come_in_pieces() -> None:
    async with MarketServer({"big": Paged()}) as server, connected(server.url) as wire:
        body = b'{"limit":1,"offset":7}'
        request = b"\r\nPOST /big/jobs HTTP/1.1\r\nHost: t\r\ncontent-LENGTH: %d\r\n\r\n%s" % (len(body), body)
        for byte in request * 2:
            wire.send(bytes([byte]))
            await asyncio.sleep(0)
        assert [b"Clerk 7" in (await wire.read()).body for _ in range(2)] == [True, True]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"what is this\r\n\r\n", 400),
        (b"GET / SMTP/1.0\r\n\r\n", 400),
        (b"GET http://other/ HTTP/1.1\r\n\r\n", 400),
        (b"POST /acme/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /acme/ HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n", 400),
        (b"POST /acme/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"POST /acme/ HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
        (b"GET /acme/ HTTP/1.1\r\nX: " + b"x" * 100_000, 431),
    ],
)
async def test_what_cannot_be_read_is_refused_and_the_connection_closed(request_: bytes, status: int) -> None:
    async with MarketServer({"acme": Plain(b"{}")}) as server, connected(server.url) as wire:
        wire.send(request_)
        seen = await wire.read()
        assert await wire.rest() == b""
    assert (seen.status, seen.headers["connection"]) == (status, "close")


@pytest.mark.parametrize(
    ("head", "closes"),
    [
        ("GET /acme/ HTTP/1.1\r\nConnection: close", True),
        ("GET /acme/ HTTP/1.0", True),
        ("GET /acme/ HTTP/1.0\r\nConnection: keep-alive", False),
    ],
)
async def test_a_connection_ends_when_the_client_wants_it(head: str, closes: bool) -> None:
    async with MarketServer({"acme": Plain(b"{}")}) as server, connected(server.url) as wire:
        wire.send(f"{head}\r\n\r\n".encode())
        wire.ask("/acme/")
        assert (await wire.read()).body == b"{}"
        if closes:
            assert await wire.rest() == b""
        else:
            assert (await wire.read()).body == b"{}"


async def test_a_client_that_does_not_read_holds_up_nobody_else() -> None:
    body = random.Random(1).randbytes(3_000_000)
    sites = {"big": Plain(body), "small": Plain(b"{}")}
    async with (
        MarketServer(sites, Behaviour(gzip=False)) as server,
        connected(server.url, limit=1000) as lazy,
        connected(server.url) as brisk,
    ):
        for _ in range(12):
            lazy.ask("/big/")
        for _ in range(50):
            await brisk.get("/small/")
        begun = server.counts.by_board["big"]
        # What is sent ahead fits into buffers; the rest is not even begun.
        assert 1 <= begun < 12
        assert all([(await lazy.read()).body == body for _ in range(12)])


async def test_more_may_be_sent_ahead_than_is_read_at_once() -> None:
    padding = f"X-Padding: {'x' * 8000}"
    sites = {"slow": Plain(b"slow"), "fast": Plain(b"fast")}
    async with MarketServer(sites) as server, connected(server.url) as wire:
        server.behave("slow", Behaviour(latency_s=0.05))
        wire.ask("/slow/")
        for _ in range(500):
            wire.ask("/fast/", padding)
        bodies = [(await wire.read()).body for _ in range(501)]
    assert bodies == [b"slow"] + [b"fast"] * 500


async def test_it_listens_on_loopback_only() -> None:
    async with MarketServer({}) as server:
        parts = urlsplit(server.url)
        assert parts.hostname == "127.0.0.1"
        # All of 127/8 is this machine; whoever listens everywhere would answer here too.
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.2", parts.port)


async def test_leaving_breaks_off_what_is_open_and_frees_the_port() -> None:
    async with AsyncExitStack() as clients:
        async with MarketServer({"acme": Plain(b"{}")}, Behaviour(fault=Fault.SILENT)) as server:
            url = server.url
            idle, waiting = [await clients.enter_async_context(connected(url)) for _ in range(2)]
            waiting.ask("/acme/")
            while not server.counts.by_board:
                await asyncio.sleep(0.001)
        assert await idle.rest() == await waiting.rest() == b""
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
    with pytest.raises(RuntimeError, match="does not listen"):
        _ = server.url


async def test_a_mistake_in_a_board_is_told_and_costs_one_connection() -> None:
    class Mistaken(Plain):
        def answer(self, ask: SimulatedRequest) -> SimulatedAnswer:
            raise ZeroDivisionError

    told: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    sites = {"bad": Mistaken(b""), "good": Plain(b"{}")}
    async with MarketServer(sites) as server, connected(server.url) as one, connected(server.url) as other:
        for behaviour in (Behaviour(), Behaviour(latency_s=0.001), Behaviour(fault=Fault.CUT_BODY)):
            server.behave("bad", behaviour)
            async with connected(server.url) as wire:
                wire.ask("/bad/")
                with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
                    await wire.read()
        assert (await one.get("/good/")).body == (await other.get("/good/")).body == b"{}"
    assert [type(each["exception"]) for each in told] == [ZeroDivisionError] * 3


async def test_only_boards_that_exist_can_be_told_how_to_behave() -> None:
    async with MarketServer({"acme": Plain(b"{}")}) as server:
        with pytest.raises(KeyError, match="nobody"):
            server.behave("nobody", Behaviour())
        with pytest.raises(KeyError, match="nobody"):
            server.warm("nobody")
