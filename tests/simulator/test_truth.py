"""The truth of a market: by hand, against the rules of `decide`, and against the whole engine on a real database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from jobscan.decide.scan.lifecycle import LifecycleRules
from jobscan.domain.job import ChangeKind
from jobscan.domain.scan import ScanCounts, ScanOutcome
from jobscan.persistence import DatabaseSettings
from jobscan.simulator import ALL_SYSTEMS, SYSTEMS, BoardTruth, Market, MarketSettings, TrueCounts, Truth
from jobscan.simulator.market.posting import Content
from tests.decide.postings import HOUR, NOW, job, make_status
from tests.decide.stored_board import StoredBoard
from tests.engine.harness import Harness
from tests.fixtures.databases import opened
from tests.simulator.scanning import BASE_URL, SiteFetcher

pytestmark = pytest.mark.slow

#: More than the ten from which a board can look emptied by losing more than half.
IDS = [str(number) for number in range(13)]
JOBS = {(id_, variant): job(id_, f"f{variant}", title=f"Engineer {variant}") for id_ in IDS for variant in (0, 1)}

#: Everything happens, and often.
LIVELY = MarketSettings(
    companies=25,
    postings=14,
    spread=1.0,
    appear=0.06,
    vanish=0.06,
    reappear=0.2,
    change=0.08,
    amend=0.05,
    touch=0.05,
    rename=0.08,
    empty=0.12,
    refill=0.25,
    fail=0.12,
    recover=0.5,
    odd=0.2,
)


def listing(ids: Iterable[str], variant: int = 0) -> dict[str, Content]:
    return {id_: Content(level=variant, places=(0,), edition=0) for id_ in ids}


ABC = frozenset("abc")


def test_a_posting_expires_with_the_second_complete_scan_without_it_and_can_come_back() -> None:
    truth = BoardTruth(MarketSettings())

    truth.scan(listing("abc"), NOW)
    assert (truth.counts, truth.active) == (TrueCounts(new=3), ABC)

    truth.scan(listing("bc"), NOW + HOUR)
    assert (truth.counts, truth.active, truth.missing) == (TrueCounts(unchanged=2), ABC, frozenset("a"))

    truth.fail()
    assert (truth.counts, truth.active, truth.failed) == (TrueCounts(), ABC, True)

    truth.scan(listing("b") | listing("c", variant=1), NOW + 3 * HOUR)
    assert (truth.counts, truth.active, truth.expired) == (
        TrueCounts(unchanged=1, updated=1, expired=1),
        frozenset("bc"),
        frozenset("a"),
    )

    truth.scan(listing("abc", variant=1), NOW + 4 * HOUR)
    assert (truth.counts, truth.expired) == (TrueCounts(updated=1, unchanged=1, reopened=1), frozenset())


def test_an_emptied_board_expires_after_three_scans_over_an_hour() -> None:
    truth = BoardTruth(MarketSettings())
    truth.scan(listing(IDS), NOW)

    for scan in (1, 2):
        truth.scan({}, NOW + scan * HOUR / 4)
        assert (truth.counts.expired, truth.is_quarantined) == (0, True)
    truth.scan({}, NOW + 3 * HOUR / 4)
    assert (truth.counts.expired, truth.is_quarantined) == (0, True), "three scans, but not yet an hour"
    truth.scan({}, NOW + 5 * HOUR / 4)
    assert (truth.counts.expired, truth.is_quarantined, truth.active) == (13, False, frozenset())


def test_a_board_that_lists_less_than_half_looks_emptied_and_its_return_forgives() -> None:
    truth = BoardTruth(MarketSettings())
    truth.scan(listing(IDS), NOW)

    truth.scan(listing(IDS[:6]), NOW + HOUR)
    assert truth.is_quarantined
    truth.scan(listing(IDS[:10]), NOW + 2 * HOUR)
    assert (truth.is_quarantined, truth.missing) == (False, frozenset(IDS[10:]))
    assert truth.counts.expired == 0, "what a broken board did not list proves nothing"
    truth.scan(listing(IDS[:10]), NOW + 3 * HOUR)
    assert truth.expired == frozenset(IDS[10:])


def test_a_board_of_nine_may_lose_eight_at_once() -> None:
    truth = BoardTruth(MarketSettings())
    truth.scan(listing(IDS[:9]), NOW)

    truth.scan(listing(IDS[:1]), NOW + HOUR)
    assert not truth.is_quarantined
    truth.scan(listing(IDS[:1]), NOW + 2 * HOUR)
    assert truth.expired == frozenset(IDS[1:9])


#: A scan: minutes since the last one, and what it lists (id → variant of its content); None: it fails.
SCANS = st.tuples(
    st.sampled_from([10, 30, 60, 90]),
    st.none()
    | st.dictionaries(st.sampled_from(IDS), st.integers(0, 1))
    | st.fixed_dictionaries({id_: st.just(0) for id_ in IDS})
    | st.fixed_dictionaries({id_: st.just(0) for id_ in IDS[:6]}),
)
RULES = st.builds(
    LifecycleRules,
    expire_after_misses=st.integers(1, 4),
    quarantine_scans=st.integers(1, 4),
    quarantine_period=st.sampled_from([timedelta(0), timedelta(minutes=45), timedelta(hours=2)]),
)


@hypothesis_settings(max_examples=300, deadline=None)
@given(st.lists(SCANS, max_size=20), RULES)
def test_the_rules_agree_with_the_truth(scans: list[tuple[int, dict[str, int] | None]], rules: LifecycleRules) -> None:
    truth = BoardTruth(
        MarketSettings(
            expire_after_misses=rules.expire_after_misses,
            quarantine_scans=rules.quarantine_scans,
            quarantine_period=rules.quarantine_period,
        )
    )
    shelf = StoredBoard(make_status(last_complete_at=None), rules)
    now = NOW
    for minutes, listed in scans:
        now += timedelta(minutes=minutes)
        if listed is None:
            truth.fail()
            shelf.scan_in_vain(now)
        else:
            truth.scan({id_: Content(variant, (), 0) for id_, variant in listed.items()}, now)
            assert scan_shelf(shelf, listed, now) == truth.counts
        rows = shelf.rows.values()
        assert {row.job.external_id for row in rows if row.status == "active"} == truth.active
        assert {row.job.external_id for row in rows if row.status == "expired"} == truth.expired
        assert (shelf.status.quarantined_at is not None) == truth.is_quarantined


def scan_shelf(shelf: StoredBoard, listed: dict[str, int], now: datetime) -> TrueCounts:
    kinds, absences = shelf.scan_whole([JOBS[one] for one in listed.items()], now)
    found = Counter(kinds)
    return TrueCounts(
        new=found[ChangeKind.NEW],
        updated=found[ChangeKind.UPDATED],
        reopened=found[ChangeKind.REOPENED],
        unchanged=found[None],
        expired=absences.expired,
    )


def test_a_truth_of_ones_own_sees_what_was_scanned_and_nothing_else() -> None:
    market = Market(replace(LIVELY, companies=2, fail=0.0))
    seen = Truth(market.settings)
    first, second = market.boards

    seen.observe(first, market.now)
    market.tick()
    seen.observe(second, market.now)

    assert list(seen) == [first.prefix, second.prefix]
    assert seen[first.prefix].counts == TrueCounts(new=first_size(market))
    assert seen[second.prefix].active == set(second.listing())


def first_size(market: Market) -> int:
    """Return how many postings the first board had at the start."""
    return len(Market(market.settings).boards[0].postings)


def expected_counts(truth: BoardTruth) -> ScanCounts:
    counts = truth.counts
    return ScanCounts(
        postings=counts.listed,
        new=counts.new,
        updated=counts.updated,
        expired=counts.expired,
        reopened=counts.reopened,
        unchanged=counts.unchanged,
    )


async def compare(harness: Harness, market: Market) -> None:
    """Scan every board once and compare what the engine says and holds with the truth."""
    sources = market.sources(BASE_URL)
    records = await harness.cycle(*sources)
    for board, source, record in zip(market.boards, sources, records, strict=True):
        truth, jobs, where = market.truth[board.prefix], await harness.jobs(source), f"{board} at tick {market.number}"
        assert record.counts == expected_counts(truth), where
        assert (record.outcome is ScanOutcome.FAILED) == truth.failed, f"{where}: {record.error}"
        assert {key for key, stored in jobs.items() if stored.status == "active"} == truth.active, where
        assert {key for key, stored in jobs.items() if stored.status == "expired"} == truth.expired, where
        status = await harness.status(source)
        assert (status.quarantined_at is not None) == truth.is_quarantined, where
        if not truth.failed:
            assert status.missing == len(truth.missing), where


STRICT = replace(LIVELY, seed=2, expire_after_misses=1)
PATIENT = replace(LIVELY, seed=3, expire_after_misses=4)
WARY = replace(LIVELY, seed=4, quarantine_scans=2, quarantine_period=timedelta(hours=3))
#: Pages, details, XML and web pages, four boards of each kind.
VARIED = replace(LIVELY, seed=5, companies=20, systems=ALL_SYSTEMS[len(SYSTEMS) :])
MARKETS = {"lively": LIVELY, "strict": STRICT, "patient": PATIENT, "wary": WARY, "varied": VARIED}


@pytest.mark.parametrize("settings", MARKETS.values(), ids=MARKETS)
async def test_the_engine_agrees_with_the_truth(sqlite_settings: DatabaseSettings, settings: MarketSettings) -> None:
    market = Market(settings)
    rules = LifecycleRules(
        expire_after_misses=settings.expire_after_misses,
        quarantine_scans=settings.quarantine_scans,
        quarantine_period=settings.quarantine_period,
    )
    async with opened(sqlite_settings) as database:
        harness = Harness(database, SiteFetcher(market.sites()), lifecycle=rules)
        await compare(harness, market)
        for _ in range(12):
            market.tick()
            await compare(harness, market)
