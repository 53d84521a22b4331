"""Who is due: the poller over days and months of virtual time."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import anyio
import pytest
from structlog.testing import capture_logs

from jobscan.domain.source import Source, SourceKey, SourceStatus
from jobscan.engine.batch import ScanBatch
from jobscan.engine.scan.poller import Poller
from jobscan.exceptions import FetchFailure
from jobscan.persistence import DataIntegrityError
from tests.engine.harness import START
from tests.engine.virtual_time import MemoryStore, Simulation, Town, key, plan_of

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0


def after(seconds: float) -> Callable[[Poller], Awaitable[None]]:
    """Return a story in which nothing happens for so long."""

    async def story(_poller: Poller) -> None:
        await anyio.sleep(seconds)

    return story


def make_status(name: str, due_in: float) -> SourceStatus:
    at = START + timedelta(seconds=due_in)
    return SourceStatus(source_type="greenhouse", source_identifier=name, name=name, next_due_at=at)


def test_new_sources_are_scanned_at_once() -> None:
    sim = Simulation()
    sim.run(plan_of("a", "b", "c"), after(0.5))
    assert sorted(sim.town.diary) == [(0.0, "a"), (0.0, "b"), (0.0, "c")]


def test_sources_come_in_the_order_in_which_they_are_due() -> None:
    sim = Simulation(
        store=MemoryStore([make_status("a", -10), make_status("b", -30), make_status("c", -20), make_status("d", 5)])
    )
    sim.run(plan_of("a", "b", "c", "d", concurrency=1), after(MINUTE))
    assert sim.town.diary == [(0.0, "b"), (1.0, "c"), (2.0, "a"), (5.0, "d")]


def test_a_source_is_asked_at_its_own_interval_within_the_jitter() -> None:
    sim = Simulation()
    plan = plan_of(*(f"board{number}" for number in range(30)), every="15m", jitter=0.1)
    sim.run(plan, after(DAY))
    gaps = list(itertools.chain.from_iterable(sim.town.gaps(source.identifier) for source in plan.sources))
    assert len(gaps) > 30 * 85
    # The request itself takes a second.
    assert min(gaps) >= 0.9 * 15 * MINUTE
    assert max(gaps) <= 1.1 * 15 * MINUTE + 1
    # They began together and do not march in step.
    last = [sim.town.times(source.identifier)[-1] for source in plan.sources]
    assert max(last) - min(last) > 5 * MINUTE


def test_a_cron_expression_decides_the_hour() -> None:
    sim = Simulation(store=MemoryStore([make_status("a", 3 * HOUR)]))
    sim.run(plan_of("a", every="0 11 * * *"), after(3 * DAY))
    # The start is at 8:00; up to 30 s of jitter.
    assert [round(at / HOUR) for at in sim.town.times("a")] == [3, 27, 51]


def test_a_daily_board_that_failed_is_asked_again_before_tomorrow() -> None:
    sim = Simulation(store=MemoryStore([make_status("a", 3 * HOUR)]), town=Town(failing={"a": FetchFailure.SERVER}))

    async def story(_poller: Poller) -> None:
        await anyio.sleep(3 * HOUR + 10 * MINUTE)
        sim.town.failing.clear()
        await anyio.sleep(2 * DAY)

    sim.run(plan_of("a", every="0 11 * * *", jitter=0), story)
    # At 11:00, 11:05 and, in vain no more, 11:15; then at its hour.
    assert [round((at - 3 * HOUR) / MINUTE) for at in sim.town.times("a")] == [0, 5, 15, 1_440, 2_880]


def test_a_source_is_never_scanned_twice_at_once() -> None:
    sim = Simulation(town=Town(latency_s=100))
    sim.run(plan_of("a", "b", every="30s"), after(HOUR))
    assert sim.town.most_of_one == 1
    assert len(sim.town.times("a")) > 20


def test_no_more_than_so_many_are_scanned_at_once_and_none_starves() -> None:
    sim = Simulation(town=Town(latency_s=30))
    names = [f"board{number}" for number in range(50)]
    sim.run(plan_of(*names, concurrency=7, every="1m"), after(2 * HOUR))
    assert sim.town.most_at_once == 7
    counts = [len(sim.town.times(name)) for name in names]
    assert max(counts) - min(counts) <= 2


def test_a_failing_source_is_asked_ever_more_rarely_but_at_least_once_a_day() -> None:
    sim = Simulation(town=Town(failing={"bad": FetchFailure.SERVER}))
    sim.run(plan_of("bad", "good", every="15m", jitter=0), after(10 * DAY))
    gaps = [round(gap / MINUTE) for gap in sim.town.gaps("bad")]
    assert gaps[:7] == [15, 30, 60, 120, 240, 480, 960]
    assert set(gaps[7:]) == {1_440}
    assert {round(gap / MINUTE) for gap in sim.town.gaps("good")} == {15}


def test_a_failing_source_that_recovers_is_back_at_its_interval() -> None:
    sim = Simulation(town=Town(failing={"a": FetchFailure.SERVER}))

    async def story(_poller: Poller) -> None:
        await anyio.sleep(3 * DAY)
        sim.town.failing.clear()
        await anyio.sleep(2 * DAY)

    sim.run(plan_of("a", jitter=0), story)
    assert {round(gap / MINUTE) for gap in sim.town.gaps("a")[-20:]} == {15}
    assert sim.store.status[key("a")].failures == 0


def test_a_server_that_asks_for_patience_gets_it() -> None:
    sim = Simulation(town=Town(failing={"a": FetchFailure.RATE_LIMITED}, retry_after_s=2 * HOUR))
    sim.run(plan_of("a", jitter=0), after(9 * HOUR))
    assert [round(gap / HOUR) for gap in sim.town.gaps("a")] == [2, 2, 2, 2]


def test_a_reload_brings_new_sources_at_once_and_lets_others_go() -> None:
    sim = Simulation(town=Town(latency_s=10))

    async def story(poller: Poller) -> None:
        await anyio.sleep(20 * MINUTE)
        # "b" is in the plan no more, though it may be under way; "c" is new.
        await poller.reload(plan_of("a", "c"))
        await anyio.sleep(2 * HOUR)

    sim.run(plan_of("a", "b"), story)
    assert sim.town.times("c")[0] == 20 * MINUTE
    assert max(sim.town.times("b")) <= 20 * MINUTE
    # What was known of the time of "a" stays: the reload alone causes no scan.
    assert all(gap >= 0.9 * 15 * MINUTE for gap in sim.town.gaps("a"))


def test_a_scan_that_ends_during_a_reload_is_not_made_again() -> None:
    class Slow(MemoryStore):
        async def ensure(self, sources: Sequence[Source]) -> dict[SourceKey, SourceStatus]:
            found = await super().ensure(sources)
            await anyio.sleep(10)
            return found

    sim = Simulation(store=Slow())
    plan = plan_of("a", jitter=0)

    async def story(poller: Poller) -> None:
        await anyio.sleep(0.5)
        await poller.reload(plan)
        await anyio.sleep(HOUR)

    sim.run(plan, story)
    assert {round(gap / MINUTE) for gap in sim.town.gaps("a")} == {15}
    assert sim.store.status[key("a")].scan_seq == len(sim.town.times("a"))


def test_a_shorter_interval_holds_for_a_source_that_is_being_scanned_too() -> None:
    sim = Simulation()

    async def story(poller: Poller) -> None:
        await anyio.sleep(0.5)
        await poller.reload(plan_of("a", every="5m", jitter=0))
        await anyio.sleep(HOUR)

    sim.run(plan_of("a", every="1d", jitter=0), story)
    assert {round(gap / MINUTE) for gap in sim.town.gaps("a")} == {5}


def test_a_scan_under_way_ends_although_its_source_has_left_the_plan() -> None:
    sim = Simulation(town=Town(latency_s=60))

    async def story(poller: Poller) -> None:
        await anyio.sleep(30)
        await poller.reload(plan_of("b"))
        await anyio.sleep(5 * MINUTE)

    sim.run(plan_of("a"), story)
    assert sim.store.status[key("a")].scan_seq == 1
    assert sim.town.times("a") == [0.0]


def test_a_disabled_source_is_not_asked_and_nothing_to_do_is_no_fault() -> None:
    sim = Simulation()
    lines: list[str] = []
    enabled = plan_of("a")
    disabled = replace(enabled, sources=tuple(replace(source, enabled=False) for source in enabled.sources))

    async def story(poller: Poller) -> None:
        lines.append(poller.summary())
        await anyio.sleep(HOUR)
        assert sim.town.diary == []
        await poller.reload(enabled)
        await anyio.sleep(0.5)
        lines.append(poller.summary())

    sim.run(disabled, story)
    assert lines[0] == "no source is enabled"
    assert "1 being scanned" in lines[1]


def test_while_the_database_is_down_the_poller_waits_and_then_goes_on() -> None:
    sim = Simulation()

    async def story(_poller: Poller) -> None:
        await anyio.sleep(HOUR)
        sim.store.down = True
        await anyio.sleep(6 * HOUR)
        sim.store.down = False
        await anyio.sleep(HOUR)

    names = [f"board{number}" for number in range(10)]
    with capture_logs() as lines:
        sim.run(plan_of(*names, jitter=0), story)
    during = [at for at, _ in sim.town.diary if HOUR < at < 7 * HOUR]
    afterwards = [at for at, _ in sim.town.diary if at >= 7 * HOUR]
    # Soon at first, in case it passes; then boards are asked no more often than on other days.
    assert len(during) <= 10 * (9 + 6 * 4)
    assert len(afterwards) >= 10 * 3
    assert {line["event"] for line in lines if line["log_level"] == "error"} == {"scan_not_stored"}
    assert {status.failures for status in sim.store.status.values()} == {0}


def test_a_source_whose_scans_alone_cannot_be_stored_is_not_asked_more_often() -> None:
    class Choosy(MemoryStore):
        async def commit(self, batches: Sequence[ScanBatch]) -> None:
            if any(batch.source == key("bad") for batch in batches):
                raise DataIntegrityError("a row does not fit")
            await super().commit(batches)

    sim = Simulation(store=Choosy())
    with capture_logs() as lines:
        sim.run(plan_of("bad", "good", jitter=0), after(6 * HOUR))
    assert len(sim.town.times("bad")) <= 9 + 6 * 4
    assert len([line for line in lines if line["event"] == "scan_not_stored"]) == len(sim.town.times("bad"))
    assert {round(gap / MINUTE) for gap in sim.town.gaps("good")} == {15}


@pytest.mark.parametrize("count", [3, 10, 60])
def test_when_we_are_offline_no_board_is_blamed(count: int) -> None:
    sim = Simulation()
    names = [f"board{number}" for number in range(count)]

    async def story(poller: Poller) -> None:
        await anyio.sleep(HOUR)
        sim.town.failing = dict.fromkeys(names, FetchFailure.NETWORK)
        await anyio.sleep(5 * HOUR)
        assert "the network seems to be down" in poller.summary()
        assert {status.failures for status in sim.store.status.values()} == {0}
        sim.town.failing = {}
        await anyio.sleep(HOUR)
        assert "the network seems to be down" not in poller.summary()

    with capture_logs() as lines:
        sim.run(plan_of(*names), story)
    events = [line["event"] for line in lines if line["event"].startswith("network")]
    assert events == ["network_down", "network_back"]


def test_one_board_in_three_that_is_down_is_its_own_fault() -> None:
    sim = Simulation(town=Town(failing={"a": FetchFailure.NETWORK}))
    sim.run(plan_of("a", "b", "c"), after(6 * HOUR))
    assert sim.store.status[key("a")].failures > 3


def test_forgiving_fails_quietly_when_the_database_is_gone_too() -> None:
    class Unforgiving(MemoryStore):
        async def forgive(self, keys: object) -> None:
            self.down = True
            self._check()

    sim = Simulation(town=Town(failing=dict.fromkeys("abc", FetchFailure.NETWORK)), store=Unforgiving())
    with capture_logs() as lines:
        sim.run(plan_of(*"abc"), after(MINUTE))
    assert "forgiving_failed" in {line["event"] for line in lines}


@pytest.mark.parametrize("jump", [timedelta(days=3_650), timedelta(hours=-1), timedelta(days=-400)])
def test_a_wall_clock_that_jumps_moves_no_scan(jump: timedelta) -> None:
    sim = Simulation()

    async def story(_poller: Poller) -> None:
        await anyio.sleep(HOUR + 1)
        sim.wall_offset = jump
        await anyio.sleep(5 * HOUR)

    sim.run(plan_of("a", "b"), story)
    for name in ("a", "b"):
        assert all(0.9 * 15 * MINUTE <= gap <= 1.1 * 15 * MINUTE + 1 for gap in sim.town.gaps(name))


def test_the_watchdog_sees_that_the_poller_turns() -> None:
    sim = Simulation()
    idle: list[float] = []

    async def story(poller: Poller) -> None:
        for _ in range(1_000):
            await anyio.sleep(17)
            idle.append(anyio.current_time() - poller.last_turn)

    sim.run(plan_of("a", every="1d"), story)
    assert max(idle) <= 30
