"""A market repeats itself to the byte, its boards do not depend on each other, and its ticks do what they say."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from jobscan.domain.page import Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError
from jobscan.simulator import ALL_SYSTEMS, SYSTEMS, Market, MarketEvent, MarketSettings, PostingChange, SimulatedBoard
from jobscan.simulator.market.places import BY_COUNTRY, PLACES
from jobscan.simulator.market.posting import Content
from jobscan.simulator.server.exchange import Site
from jobscan.simulator.wire.comeet import place_name as comeet_place
from jobscan.simulator.words import LEXICONS
from jobscan.sources import ADAPTERS
from jobscan.utils.text import clean_line
from jobscan.utils.urls import rebase_url
from tests.simulator.scanning import BASE_URL, ask_site, read_board

LIVELY = MarketSettings(
    companies=15,
    postings=10,
    spread=0.6,
    appear=0.1,
    vanish=0.1,
    reappear=0.2,
    change=0.1,
    amend=0.1,
    touch=0.1,
    rename=0.1,
    empty=0.1,
    refill=0.3,
    fail=0.1,
    recover=0.5,
    odd=0.2,
)
ABOUT_POSTINGS = {
    PostingChange.APPEARED,
    PostingChange.CHANGED,
    PostingChange.AMENDED,
    PostingChange.TOUCHED,
    PostingChange.VANISHED,
    PostingChange.RETURNED,
}


def first_body(market: Market, source: Source) -> bytes:
    """Return what a board answers to the first request of a scan."""
    first: Request = ADAPTERS[source.type].first_request(source)
    return ask_site(market.sites(), replace(first, url=rebase_url(first.url, source.base_url))).body


def digest(settings: MarketSettings, ticks: int) -> str:
    """Return a hash over everything that a market says in so many ticks."""
    market, found = Market(settings), hashlib.sha256()
    for _ in range(ticks):
        tick = market.tick()
        events = [(event.board.prefix, event.external_id, str(event.kind)) for event in tick.events]
        found.update(repr((tick.number, tick.now, events)).encode())
        for source in market.sources(BASE_URL):
            found.update(first_body(market, source))
        for prefix in market.truth:
            truth = market.truth[prefix]
            found.update(repr((prefix, truth.counts, sorted(truth.active), sorted(truth.expired))).encode())
    return found.hexdigest()


def test_equal_settings_give_equal_bytes_in_every_process() -> None:
    program = "from tests.simulator.test_market import *; print(digest(LIVELY, 4))"
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for hash_seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert said == {digest(LIVELY, 4)}
    assert digest(replace(LIVELY, seed=2), 4) not in said


def test_boards_do_not_depend_on_each_other() -> None:
    small, large = Market(replace(LIVELY, companies=3)), Market(replace(LIVELY, companies=6))
    for _ in range(5):
        small.tick()
        large.tick()
        bodies = [first_body(large, source) for source in large.sources(BASE_URL)]
        assert [first_body(small, source) for source in small.sources(BASE_URL)] == bodies[:3]
        assert len(set(bodies)) == 6


def test_every_board_has_the_postings_and_names_that_were_asked_for() -> None:
    market = Market(MarketSettings(companies=200, postings=7).still())
    sources = market.sources(BASE_URL + "/")

    assert {len(board.postings) for board in market.boards} == {7}
    assert [board.system for board in market.boards[:6]] == [*SYSTEMS, "greenhouse"]
    assert len({source.key for source in sources}) == len({board.name for board in market.boards}) == 200
    assert [source.base_url for source in sources] == [f"{BASE_URL}/{prefix}" for prefix in market.sites()]
    assert all(prefix.isalnum() for prefix in market.sites())
    for source, board in zip(sources, market.boards, strict=True):
        assert ADAPTERS[source.type].check_identifier(source.identifier) is None
        assert (source.type, source.identifier, source.name) == (board.system, board.identifier, board.name)
        assert len(board.listing()) == 7


def test_a_spread_makes_boards_of_all_sizes() -> None:
    market = Market(MarketSettings(companies=100, postings=20, spread=1.0).still())
    sizes = [len(board.postings) for board in market.boards]
    assert min(sizes) < 4
    assert max(sizes) > 36
    assert 17 < sum(sizes) / 100 < 23


def test_names_stay_unique_in_a_market_of_more_companies_than_names() -> None:
    market = Market(MarketSettings(companies=12_000, postings=0))
    assert len({source.key for source in market.sources(BASE_URL)}) == 12_000


def test_a_still_market_only_ages() -> None:
    market = Market(replace(LIVELY, systems=("greenhouse", "lever", "ashby", "comeet")).still())
    sources = market.sources(BASE_URL)
    before = [first_body(market, source) for source in sources]
    for _ in range(30):
        assert market.tick().events == ()
    assert [first_body(market, source) for source in sources] == before
    assert {board.version for board in market.boards} == {1}
    assert (market.number, market.now) == (30, LIVELY.starts_at + timedelta(hours=30))
    for board in market.boards:
        assert market.truth[board.prefix].counts.unchanged == len(board.postings)


class Snapshot:
    """What a board was like before a tick."""

    def __init__(self, board: SimulatedBoard) -> None:
        self.listing = board.listing()
        self.name, self.version = board.name, board.version
        self.broken, self.emptied = board.is_broken, board.is_emptied


def check_postings(before: Snapshot, board: SimulatedBoard, events: list[MarketEvent], ever: set[str]) -> None:
    """Compare what happened to postings with what a board lists."""
    kinds: dict[str, PostingChange] = {
        event.external_id: event.kind for event in events if event.external_id is not None
    }
    assert len(kinds) == sum(event.external_id is not None for event in events), "one thing a tick for each posting"
    now = board.listing()
    hidden = {
        kind for kind in (PostingChange.EMPTIED, PostingChange.REFILLED) if any(event.kind is kind for event in events)
    }
    for external_id, kind in kinds.items():
        is_there, was_there = external_id in now, external_id in before.listing
        if kind is PostingChange.APPEARED:
            assert is_there
            assert external_id not in ever
        elif kind is PostingChange.VANISHED:
            assert not is_there
        elif kind is PostingChange.RETURNED:
            assert is_there
            assert not was_there
            assert external_id in ever
        else:
            assert is_there
            if was_there:
                assert (now[external_id] != before.listing[external_id]) is (kind is PostingChange.CHANGED)
    if not hidden:
        arrived = {one for one, kind in kinds.items() if kind in (PostingChange.APPEARED, PostingChange.RETURNED)}
        left = {one for one, kind in kinds.items() if kind is PostingChange.VANISHED}
        assert now.keys() == before.listing.keys() - left | arrived
    untouched = now.keys() & before.listing.keys() - kinds.keys()
    assert all(now[one] == before.listing[one] for one in untouched)


def check_board(before: Snapshot, board: SimulatedBoard, kinds: set[PostingChange]) -> None:
    """Compare what happened to a board with what it is like."""
    assert (board.name != before.name) is (PostingChange.RENAMED in kinds)
    assert board.is_broken is (
        PostingChange.BROKEN in kinds or (before.broken and PostingChange.RECOVERED not in kinds)
    )
    assert board.is_emptied is (
        PostingChange.EMPTIED in kinds or (before.emptied and PostingChange.REFILLED not in kinds)
    )
    if PostingChange.EMPTIED in kinds:
        lost = before.listing.keys() - board.listing().keys()
        assert 2 * len(lost) >= len(before.listing) > 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ticks_do_what_they_say(seed: int) -> None:
    market = Market(replace(LIVELY, seed=seed))
    ever: dict[str, set[str]] = {board.prefix: set(board.listing()) for board in market.boards}
    happened = set()
    for _ in range(15):
        before = {board.prefix: Snapshot(board) for board in market.boards}
        tick = market.tick()
        for board in market.boards:
            events = [event for event in tick.events if event.board is board]
            kinds = {event.kind for event in events}
            assert all((event.kind in ABOUT_POSTINGS) is (event.external_id is not None) for event in events)
            check_postings(before[board.prefix], board, events, ever[board.prefix])
            check_board(before[board.prefix], board, kinds)
            if events:
                assert board.version > before[board.prefix].version
            ever[board.prefix] |= board.listing().keys()
            happened |= kinds
    assert happened == set(PostingChange)


@pytest.mark.parametrize("system", ALL_SYSTEMS)
def test_a_version_is_an_answer(system: str) -> None:
    market = Market(replace(LIVELY, systems=(system,), fail=0.0, companies=10, tick_length=timedelta(hours=5)))
    sources = market.sources(BASE_URL)
    rose = stayed = 0
    for _ in range(6):
        before = [
            (board.version, first_body(market, source)) for board, source in zip(market.boards, sources, strict=True)
        ]
        market.tick()
        for (version, body), board, source in zip(before, market.boards, sources, strict=True):
            if board.version == version:
                assert first_body(market, source) == body
                stayed += 1
            else:
                assert board.version > version
                rose += 1
    assert rose > 10
    assert stayed > 0


def test_what_is_touched_or_amended_is_no_other_version_and_what_changed_is() -> None:
    market = Market(replace(LIVELY, fail=0.0, empty=0.0, companies=20, systems=ALL_SYSTEMS))
    seen = dict.fromkeys((PostingChange.TOUCHED, PostingChange.AMENDED, PostingChange.CHANGED), 0)
    for _ in range(4):
        sources = market.sources(BASE_URL)
        before = {board.prefix: read_texts(board, source) for board, source in zip(market.boards, sources, strict=True)}
        tick = market.tick()
        after = {board.prefix: read_texts(board, source) for board, source in zip(market.boards, sources, strict=True)}
        for board, external_id, kind in tick.events:
            if external_id is not None and kind in seen:
                was, now = before[board.prefix][external_id], after[board.prefix][external_id]
                assert (was != now) is (kind is PostingChange.CHANGED), (board, external_id, kind)
                seen[kind] += 1
    assert min(seen.values()) > 5


def read_texts(board: SimulatedBoard, source: Source) -> dict[str, tuple[str, tuple[str, ...], str]]:
    """Return external id → what makes a version, as the adapter reads it."""
    jobs = read_board(board, source).jobs
    return {one: (clean_line(job.title, 500), job.locations, job.description) for one, job in jobs.items()}


def test_what_is_touched_has_another_stamp() -> None:
    market = Market(replace(LIVELY.still(), touch=1.0, systems=("greenhouse", "comeet")))
    for board, source in zip(market.boards, market.sources(BASE_URL), strict=True):
        before = read_board(board, source).jobs
        board.tick(1, market.now + timedelta(hours=1))
        for external_id, job in read_board(board, source).jobs.items():
            stamp, earlier = job.updated_at, before[external_id].updated_at
            assert stamp is not None
            assert earlier is not None
            assert earlier < stamp <= market.now + timedelta(hours=1)
            assert replace(job, updated_at=earlier) == replace(before[external_id], **cache_buster(job))


def cache_buster(job: Any) -> dict[str, Any]:
    """Return the fields that hold an address made anew for each version of a board."""
    return {"apply_url": job.apply_url}


def test_a_board_lives_on_behind_a_failure() -> None:
    market = Market(replace(LIVELY, fail=1.0, recover=0.0, companies=10, systems=ALL_SYSTEMS))
    expected = {board.prefix: market.truth[board.prefix].active for board in market.boards}
    tick = market.tick()

    assert {event.kind for event in tick.events} > {PostingChange.BROKEN, PostingChange.CHANGED}
    for board, source in zip(market.boards, market.sources(BASE_URL), strict=True):
        assert market.truth[board.prefix].failed
        assert market.truth[board.prefix].active == expected[board.prefix]
        with pytest.raises(BoardError):
            read_board(board, source)


def test_only_the_last_postings_to_go_may_come_back() -> None:
    market = Market(
        MarketSettings(companies=1, postings=20, appear=1.0, vanish=1.0, change=0, amend=0, touch=0, reappear=0)
    )
    board = market.boards[0]
    for _ in range(50):
        market.tick()
    assert len(board.unlisted) <= 20
    assert len(market.truth[board.prefix].expired) > 800


def test_the_names_of_places_tell_them_apart() -> None:
    for names in ([place.label for place in PLACES], [comeet_place(place) for place in PLACES]):
        assert len({clean_line(name, 200).casefold() for name in names}) == len(PLACES)
    assert all(len(numbers) > 1 for numbers in BY_COUNTRY.values())


@pytest.mark.parametrize("language", sorted(LEXICONS))
def test_every_level_of_a_role_is_another_title(language: str) -> None:
    words = LEXICONS[language]
    titles = [clean_line(level.format(role.title), 500) for role in words.roles for level in words.levels]
    assert len({title.casefold() for title in titles}) == len(words.roles) * len(words.levels)
    assert all(place.country.language in LEXICONS for place in PLACES)


@pytest.mark.parametrize(
    "fields",
    [
        {"companies": 0},
        {"postings": -1},
        {"postings": 25_001},
        {"systems": ()},
        {"systems": ("taleo",)},
        {"starts_at": datetime(2026, 1, 1)},  # noqa: DTZ001 - a naive one is refused
        {"starts_at": datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1)))},
        {"tick_length": timedelta(milliseconds=1)},
        {"quarantine_period": timedelta(seconds=-1)},
        {"expire_after_misses": 0},
        {"quarantine_scans": 0},
        {"appear": 1.5},
        {"odd": -0.1},
        {"spread": 2.0},
        {"vanish": 0.6, "change": 0.6},
    ],
)
def test_settings_that_are_no_market_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(fields)) if "postings" not in fields else "postings"):
        MarketSettings(**fields)


def test_settings_stay_as_they_are() -> None:
    with pytest.raises(FrozenInstanceError):
        MarketSettings().seed = 2  # type: ignore[misc]


@hypothesis_settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**40), st.sampled_from(ALL_SYSTEMS), st.integers(0, 30), st.floats(0, 1))
def test_any_market_can_be_read(seed: int, system: str, postings: int, odd: float) -> None:
    market = Market(replace(LIVELY, seed=seed, systems=(system,), postings=postings, companies=2, odd=odd, fail=0.0))
    for _ in range(2):
        for board, source in zip(market.boards, market.sources(BASE_URL), strict=True):
            if system == "smartrecruiters" and not board.listing():
                # It answers alike for a company that it does not know.
                with pytest.raises(BoardError):
                    read_board(board, source)
                continue
            reading = read_board(board, source)
            assert reading.jobs.keys() == board.listing().keys()
            assert reading.problems == []
            truth = market.truth[board.prefix]
            assert truth.counts.listed == len(reading.jobs)
        market.tick()


def test_boards_are_sites_for_a_server() -> None:
    market = Market(MarketSettings(companies=2, postings=1, starts_at=datetime(2027, 1, 1, tzinfo=UTC)))
    sites: Mapping[str, Site] = market.sites()
    assert [sites[board.prefix].version for board in market.boards] == [1, 1]
    contents: dict[str, Content] = market.boards[0].listing()
    assert len(contents) == 1
