"""A board whose total is for ever larger than its list: named at once, accepted after a day, watched from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobscan.domain.scan import ScanOutcome
from tests.engine.board_server import BoardServer, Reply, WorkdayBoard, greenhouse_board
from tests.engine.harness import Harness

DAY = timedelta(days=1)
INCOMPLETE, OK, UNCHANGED = ScanOutcome.INCOMPLETE, ScanOutcome.OK, ScanOutcome.UNCHANGED


@pytest.fixture
def workday(boards: BoardServer) -> WorkdayBoard:
    """A board of 40 postings that says it has 41."""
    board = WorkdayBoard(boards, 40)
    board.untold = 1
    return board


async def test_after_three_scans_over_a_day_the_difference_is_accepted_and_expiry_works(
    harness: Harness, workday: WorkdayBoard
) -> None:
    for number in (1, 2, 3):
        record = await harness.scan(workday.source)
        assert record.outcome is INCOMPLETE
        assert record.error is not None
        assert record.error.startswith("the board says it has 41 postings, 40 arrived; ")
        assert f"({number} so far)" in record.error
    del workday.rows["JR1007"]

    harness.clock.advance(DAY)
    accepted = await harness.scan(workday.source)
    assert (accepted.outcome, accepted.error) == (OK, None)
    assert accepted.problems == (
        "the board says it has 1 posting more than it lists, in 4 scans in a row since 2026-11-02: accepted, its list"
        " counts as whole",
    )
    status = await harness.status(workday.source)
    assert (status.total_gap, status.total_gap_scans, status.is_gap_accepted) == (1, 4, True)
    assert (status.missing, status.first_read_at) == (1, harness.clock.now())

    record = await harness.scan(workday.source)
    assert (record.outcome, record.counts.expired, record.problems) == (OK, 1, ())


async def test_a_difference_that_changes_begins_anew(harness: Harness, workday: WorkdayBoard) -> None:
    for _ in range(3):
        await harness.scan(workday.source)
    harness.clock.advance(DAY)
    assert (await harness.scan(workday.source)).outcome is OK
    workday.untold = 2
    del workday.rows["JR1007"]
    for _ in range(3):
        record = await harness.scan(workday.source)
        assert (record.outcome, record.counts.expired) == (INCOMPLETE, 0)
        assert not (await harness.status(workday.source)).is_gap_accepted
    harness.clock.advance(DAY)
    assert (await harness.scan(workday.source)).outcome is UNCHANGED
    assert (await harness.status(workday.source)).missing == 1
    workday.untold = 0
    assert (await harness.scan(workday.source)).counts.expired == 1
    assert (await harness.status(workday.source)).total_gap == 0


async def test_a_page_that_does_not_arrive_is_not_excused_by_an_accepted_difference(
    harness: Harness, workday: WorkdayBoard
) -> None:
    for _ in range(3):
        await harness.scan(workday.source)
    harness.clock.advance(DAY)
    await harness.scan(workday.source)
    workday.pages_instead[20] = Reply(status=500)
    for _ in range(4):
        record = await harness.scan(workday.source)
        assert (record.outcome, record.counts.expired) == (INCOMPLETE, 0)
    workday.pages_instead = {}
    assert (await harness.scan(workday.source)).outcome is UNCHANGED
    assert len(await harness.active(workday.source)) == 40


async def test_a_board_of_one_page_is_asked_lightly_again_once_its_difference_is_accepted(
    harness: Harness, boards: BoardServer
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(40), total=41, etag=True))
    for _ in range(3):
        assert (await harness.scan(acme)).outcome is INCOMPLETE
    harness.clock.advance(DAY)
    assert (await harness.scan(acme)).outcome is OK
    record = await harness.scan(acme)
    assert (record.outcome, record.wire_bytes) == (UNCHANGED, 0)
    assert (await harness.status(acme)).is_gap_accepted


@pytest.mark.parametrize("count", [2, 30])
async def test_a_board_that_hides_much_of_its_list_is_never_whole(
    harness: Harness, boards: BoardServer, count: int
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(count), total=count + 11))
    for _ in range(5):
        assert (await harness.scan(acme)).outcome is INCOMPLETE
        harness.clock.advance(DAY)
    assert (await harness.status(acme)).total_gap == 0
