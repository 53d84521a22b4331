"""Each fault of the catalogue is switched on, and what the real fetcher and adapters make of it is as it should be."""

from __future__ import annotations

import json
import pickle
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import pytest

from jobscan.domain.page import Page, Request
from jobscan.domain.posting import ParsedPage
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, FetchError, FetchFailure
from jobscan.fetch import Fetcher
from jobscan.simulator.faults.behaviour import Behaviour
from jobscan.simulator.faults.catalogue import Fault
from jobscan.simulator.faults.handlers import alteration_of, wire_fault_of
from jobscan.simulator.server.server import MarketServer
from jobscan.sources import ADAPTERS
from tests.fetch.helpers import failure_of, get, make_fetcher
from tests.simulator.expected import FAILURES, READINGS, REFUSALS
from tests.simulator.sites import Board, Paged, Plain, posting
from tests.simulator.wires import connected


class SimulatedClient:
    """A market of two boards, and a client that reads one of them."""

    def __init__(self, server: MarketServer, fetcher: Fetcher) -> None:
        self.board = Board()
        self.server = server
        self.fetcher = fetcher
        self.request: Request = get("")
        self.source = Source(type="greenhouse", identifier="acme", name="Acme")

    def behave(self, fault: Fault | None, **fields: Any) -> None:
        self.server.behave("acme", Behaviour(fault=fault, drip_s=0.02, **fields))

    async def fetch(self, page: Page | None = None) -> Page:
        """Fetch the board, as somebody who has this page of it already."""
        return await self.fetcher.fetch(self.request, page.validators if page else None)

    async def read(self) -> ParsedPage:
        return ADAPTERS["greenhouse"].parse(self.source, self.request, await self.fetch())

    async def status(self) -> int | None:
        """Return the status that the fetcher got or complains about."""
        try:
            return (await self.fetch()).status
        except FetchError as exc:
            return exc.status


@pytest.fixture
async def client() -> AsyncIterator[SimulatedClient]:
    board, other = Board(), Board("other", postings=[posting(101), posting(102)])
    async with MarketServer({"acme": board, "other": other}) as server, make_fetcher() as fetcher:
        client = SimulatedClient(server, fetcher)
        client.board = board
        client.request = get(f"{server.url}{board.path}?content=true")
        await fetcher.fetch(get(f"{server.url}{other.path}?content=true"))
        yield client


def test_every_fault_is_made_in_one_way_and_expected_somewhere() -> None:
    for fault in Fault:
        altered = alteration_of(fault) is not None
        try:
            wire_fault_of(fault)
            tricked = True
        except KeyError:
            tricked = False
        assert altered != tricked, fault
    expected = [*FAILURES, *REFUSALS, *READINGS]
    assert sorted(fault.value for fault in expected) == sorted(fault.value for fault in Fault)


def test_every_fault_has_a_name_a_code_of_the_catalogue_and_a_story() -> None:
    for fault in Fault:
        assert pickle.loads(pickle.dumps(fault)) is fault
        assert fault.code == "" or (fault.code[0] in "ABC" and fault.code[1:].isdecimal())
        assert fault.description


@pytest.mark.parametrize("fault", FAILURES, ids=lambda fault: fault.value)
async def test_answers_that_do_not_arrive_are_failures_of_their_kind(client: SimulatedClient, fault: Fault) -> None:
    kind, reason, retry_after_s = FAILURES[fault]
    client.behave(fault)
    # Only the limit that is meant shall ever be met, however slow this machine is.
    limits: dict[str, float] = {}
    if kind is FetchFailure.TIMEOUT:
        limits = {"read_timeout_s": 0.5} if fault is Fault.SILENT else {"total_timeout_s": 1}
    async with make_fetcher(**cast("Any", limits)) as fetcher:
        error = await failure_of(fetcher, client.request)
    assert (error.kind, reason in error.reason, error.retry_after_s) == (kind, True, retry_after_s), error


@pytest.mark.parametrize("fault", REFUSALS, ids=lambda fault: fault.value)
async def test_pages_that_are_no_board_are_refused_by_the_adapter(client: SimulatedClient, fault: Fault) -> None:
    client.behave(fault)
    with pytest.raises(BoardError) as caught:
        await client.read()
    kind, reason = REFUSALS[fault]
    assert (caught.value.kind, reason in caught.value.reason) == (kind, True), caught.value


@pytest.mark.parametrize("fault", READINGS, ids=lambda fault: fault.value)
async def test_what_a_board_says_is_read_as_it_is_said(client: SimulatedClient, fault: Fault) -> None:
    client.behave(fault)
    page = await client.read()
    assert READINGS[fault](page), page


async def test_a_server_that_was_faulty_is_honest_afterwards(client: SimulatedClient) -> None:
    async with make_fetcher(retries=1) as fetcher:
        for fault in (Fault.RESET, Fault.CUT_CHUNKED, Fault.GZIP_BOMB, Fault.HUGE_HEADERS, Fault.LENGTH_TOO_SMALL):
            client.behave(fault)
            await failure_of(fetcher, client.request)
            client.behave(None)
            # What LENGTH_TOO_SMALL left on its connection costs the next request there, which is tried again.
            assert (await fetcher.fetch(client.request)).body == client.board.body


@pytest.mark.parametrize(
    ("fields", "statuses"),
    [
        ({}, [500] * 6),
        ({"fault_answers": 2}, [500, 500, 200, 200, 200, 200]),
        ({"fault_after": 2, "fault_answers": 1}, [200, 200, 500, 200, 200, 200]),
        ({"fault_every": 2}, [500, 200, 500, 200, 500, 200]),
        ({"fault_after": 1, "fault_every": 3, "fault_answers": 2}, [200, 500, 200, 200, 500, 200]),
        ({"fault_answers": 0}, [200] * 6),
        ({"fault_only": "content=true"}, [500] * 6),
        ({"fault_only": "/job/"}, [200] * 6),
    ],
)
async def test_a_fault_lasts_as_long_as_it_is_told_to(
    client: SimulatedClient, fields: dict[str, Any], statuses: list[int]
) -> None:
    client.behave(Fault.SERVER_ERROR, **fields)
    assert [await client.status() for _ in range(6)] == statuses


async def test_a_new_behaviour_begins_anew(client: SimulatedClient) -> None:
    for _ in range(2):
        client.behave(Fault.SERVER_ERROR, fault_after=1)
        assert [await client.status() for _ in range(2)] == [200, 500]


async def test_an_altered_answer_has_validators_of_its_own(client: SimulatedClient) -> None:
    honest = await client.fetch()
    client.behave(Fault.EMPTY_LIST)
    empty = await client.fetch(honest)
    assert (empty.status, json.loads(empty.body)["jobs"]) == (200, [])
    assert (await client.fetch(empty)).status == 304
    client.behave(None)
    assert (await client.fetch(empty)).body == honest.body


async def test_a_304_for_ever_hides_what_changed(client: SimulatedClient) -> None:
    before = await client.fetch()
    client.behave(Fault.ETERNAL_304)
    client.board.list(1)
    assert (await client.fetch(before)).status == 304
    assert (await client.fetch()).body == client.board.body


async def test_a_stuck_etag_is_the_same_for_different_bodies(client: SimulatedClient) -> None:
    client.behave(Fault.STUCK_ETAG)
    before = await client.fetch()
    client.board.list(1)
    after = await client.fetch(before)
    assert (after.status, after.body) == (200, client.board.body)
    assert before.validators == after.validators
    assert before.body != after.body


async def test_a_stale_cache_gives_old_and_new_in_turn(client: SimulatedClient) -> None:
    client.behave(Fault.STALE)
    old = (await client.fetch()).body
    client.board.list(7, 8)
    new = client.board.body
    assert [(await client.fetch()).body for _ in range(4)] == [old, new, old, new]


async def test_churn_gives_other_bytes_that_say_the_same(client: SimulatedClient) -> None:
    client.behave(Fault.CHURN)
    pages = [await client.fetch() for _ in range(4)]
    assert len({page.body for page in pages}) == 4
    jobs = [
        [each.job for each in ADAPTERS["greenhouse"].parse(client.source, client.request, page).postings if each.job]
        for page in pages
    ]
    assert [[replace(job, url="") for job in page] for page in jobs] == [[replace(job, url="") for job in jobs[0]]] * 4
    assert [page[0].url for page in jobs] == [f"{posting(1)['absolute_url']}?utm_source=feed-{n}" for n in range(4)]


async def test_a_redirect_to_a_private_address_is_refused_at_connect_when_redirects_are_followed(
    client: SimulatedClient,
) -> None:
    client.behave(Fault.REDIRECT_TO_METADATA)
    error = await failure_of(client.fetcher, client.request, follow=True)
    assert (error.kind, "link-local" in error.reason) == (FetchFailure.REFUSED, True)


async def test_the_body_of_a_redirect_is_not_read(client: SimulatedClient) -> None:
    client.behave(Fault.REDIRECT_WITH_BOMB, fault_answers=1)
    assert (await client.fetch()).body == client.board.body


async def test_without_compression_a_cut_without_a_frame_looks_whole_to_http(client: SimulatedClient) -> None:
    client.behave(Fault.CUT_UNFRAMED, gzip=False)
    page = await client.fetch()
    assert page.body == client.board.body[: len(client.board.body) // 2]
    with pytest.raises(BoardError, match="not the JSON"):
        await client.read()


@pytest.mark.parametrize(
    ("fault", "rows"),
    [
        (None, range(20, 40)),
        (Fault.REPEATED_PAGE, range(20)),
        (Fault.SHIFTED_PAGES, range(21, 41)),
        (Fault.EMPTY_LIST, range(0)),
        (Fault.NEW_IDS, range(20, 40)),
    ],
)
async def test_pages_repeat_or_shift(fault: Fault | None, rows: range) -> None:
    async with MarketServer({"big": Paged()}) as server, make_fetcher() as fetcher:
        server.behave("big", Behaviour(fault=fault))

        async def titles_from(offset: int) -> list[str]:
            body = json.dumps({"limit": 20, "offset": offset}).encode()
            page = await fetcher.fetch(get(f"{server.url}/big/jobs", method="POST", body=body))
            return [row["title"] for row in json.loads(page.body)["jobPostings"]]

        assert await titles_from(20) == [f"Clerk {number}" for number in rows]
        assert await titles_from(0) == ([] if fault is Fault.EMPTY_LIST else [f"Clerk {n}" for n in range(20)])


async def test_a_fault_of_lists_leaves_details_as_they_are() -> None:
    async with MarketServer({"big": Paged()}) as server, connected(server.url) as wire:
        honest = await wire.get("/big/job/Clerk_R1")
        for fault in (Fault.EMPTY_LIST, Fault.HALF_LIST, Fault.DUPLICATE_IDS, Fault.MISSING_LIST, Fault.TOO_MANY):
            server.behave("big", Behaviour(fault=fault))
            assert await wire.get("/big/job/Clerk_R1") == honest


LEVER = [{"id": f"00000000-0000-0000-0000-00000000000{number}", "text": f"Chef {number}"} for number in range(4)]


@pytest.mark.parametrize(
    ("fault", "postings"),
    [
        (Fault.HALF_LIST, LEVER[::2]),
        (Fault.EMPTY_LIST, []),
        (Fault.LYING_TOTAL, LEVER),
        (Fault.CONFLICTING_IDS, [*LEVER, {**LEVER[0], "text": "Chef 0 (copy)"}]),
        (Fault.IDS_AS_TEXT, LEVER),
        (Fault.MISSING_LIST, {}),
    ],
)
async def test_a_list_without_a_key_and_a_total_is_spoilt_too(fault: Fault, postings: object) -> None:
    site = Plain(json.dumps(LEVER).encode())
    async with MarketServer({"a": site}, Behaviour(fault=fault)) as server, connected(server.url) as wire:
        assert json.loads((await wire.get("/a/")).body) == postings


async def test_new_ids_have_the_form_of_the_old_ones() -> None:
    site = Plain(json.dumps([*LEVER, {"id": "A1.B2", "name": "Cook"}]).encode())
    async with MarketServer({"a": site}, Behaviour(fault=Fault.NEW_IDS)) as server, connected(server.url) as wire:
        new = [row["id"] for row in json.loads((await wire.get("/a/")).body)]
        again = [row["id"] for row in json.loads((await wire.get("/a/")).body)]
    assert new == again
    assert len(set(new)) == 5
    assert not set(new) & {row["id"] for row in LEVER}
    assert [str(UUID(each)) for each in new[:4]] == new[:4]
    assert new[4] != "A1.B2"


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"jobs": 1}', b"[1]", b"", b'{"jobs": []}'])
async def test_what_lists_nothing_cannot_be_spoilt_as_a_list(body: bytes) -> None:
    async with MarketServer({"a": Plain(body)}) as server, connected(server.url) as wire:
        for fault in (Fault.HALF_LIST, Fault.CHURN, Fault.TOO_MANY, Fault.HUGE_INTEGER):
            server.behave("a", Behaviour(fault=fault))
            assert (await wire.get("/a/")).body.replace(b" ", b"") == body.replace(b" ", b"")


async def test_without_a_neighbour_a_board_moves_to_nowhere_and_mixes_up_nothing() -> None:
    async with MarketServer({"a": Plain(b"own"), "b": Plain(b"other")}) as server, connected(server.url) as wire:
        await wire.get("/b/v2/list/jobs")  # of another shape
        server.behave("a", Behaviour(fault=Fault.MOVED))
        moved = await wire.get("/a/jobs")
        assert (moved.status, moved.headers["location"]) == (301, f"{server.url}/moved/jobs")
        assert (await wire.get("/moved/jobs")).status == 404
        server.behave("a", Behaviour(fault=Fault.WRONG_BOARD))
        assert (await wire.get("/a/jobs")).body == b"own"
        await wire.get("/b/jobs")
        assert (await wire.get("/a/jobs")).body == b"other"


@pytest.mark.parametrize(
    ("fault", "first", "last"),
    [
        (Fault.CUT_BODY, b"HTTP/1.1 200 OK\r\n", b""),
        (Fault.CUT_CHUNKED, b"HTTP/1.1 200 OK\r\n", b""),
        (Fault.GARBAGE, b"\x00\x01\x02 SSH", b"\r\n\r\n"),
        (Fault.LENGTH_TOO_LARGE, b"HTTP/1.1 200 OK\r\n", b"}}"),
    ],
)
async def test_what_is_cut_off_is_closed(client: SimulatedClient, fault: Fault, first: bytes, last: bytes) -> None:
    client.behave(fault)
    async with connected(client.server.url) as wire:
        wire.ask(client.board.path)
        seen = await wire.rest()
    assert seen.startswith(first)
    assert seen.endswith(last)


async def test_an_answer_that_comes_twice_stands_where_the_next_is_expected(client: SimulatedClient) -> None:
    client.behave(Fault.ANSWERED_TWICE)
    async with connected(client.server.url) as wire:
        wire.ask(client.board.path)
        wire.ask("/other/v1/boards/other/jobs")
        bodies = [json.loads((await wire.read()).body)["jobs"][0]["id"] for _ in range(3)]
    assert bodies == [1, 1, 101]


async def test_statuses_are_counted_and_what_is_no_http_is_zero(client: SimulatedClient) -> None:
    before = client.server.counts
    for fault in (Fault.GARBAGE, Fault.NOT_FOUND, Fault.NOT_FOUND, Fault.SERVER_ERROR, Fault.RESET):
        client.behave(fault)
        await client.status()
    after = client.server.counts
    assert after.answers - before.answers == 4
    assert (after.by_status[0], after.by_status[404], after.by_status[500]) == (1, 2, 1)
    assert after.by_board["acme"] == 5
