"""What a board listed when it was first scanned is no news, however late it can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from jobscan.decide.alert.notifications import HOLD
from jobscan.domain.alert import Alert, AlertRule
from jobscan.domain.delivery import DeliveryStatus
from jobscan.domain.scan import ScanOutcome
from tests.engine.board_server import BoardServer, Reply, WorkdayBoard
from tests.engine.delivery_setup import DeliverySetup, open_desk
from tests.engine.harness import Harness

DAY = timedelta(days=1)
MAINTENANCE = Reply(body=b"<html>community.workday.com/maintenance</html>", headers=("Content-Type: text/html",))
ANALYSTS = AlertRule(keywords=("analyst",))


@pytest.fixture
async def delivering(harness: Harness) -> AsyncIterator[DeliverySetup]:
    async with open_desk(harness) as delivering:
        yield delivering


@pytest.fixture
def workday(boards: BoardServer) -> WorkdayBoard:
    """A board of eight postings; of five of them the details are being mended."""
    board = WorkdayBoard(boards, 8)
    board.instead = dict.fromkeys(list(board.rows)[3:], MAINTENANCE)
    return board


def add_posting(board: WorkdayBoard) -> None:
    path = "/job/Berlin/Analyst_JR2000"
    board.rows["JR2000"] = {**board.rows["JR1001"], "externalPath": path, "bulletFields": ["JR2000"]}


async def baselines(delivering: DeliverySetup) -> int:
    return len(await delivering.notifications(delivery_status="baseline"))


async def test_what_was_listed_at_first_and_is_read_later_is_no_news(
    delivering: DeliverySetup, workday: WorkdayBoard
) -> None:
    await delivering.watch(Alert(name="all", rule=ANALYSTS))
    assert (await delivering.harness.scan(workday.source)).outcome is ScanOutcome.INCOMPLETE
    assert ((await delivering.harness.status(workday.source)).first_read_at, await baselines(delivering)) == (None, 3)

    workday.instead = {}
    assert (await delivering.harness.scan(workday.source)).counts.new == 5
    assert (await delivering.harness.status(workday.source)).first_read_at == delivering.harness.clock.now()
    assert (await delivering.deliver(), await baselines(delivering)) == (Counter(), 8)

    # From here on, what is new is news.
    add_posting(workday)
    await delivering.harness.scan(workday.source)
    assert await delivering.deliver() == {DeliveryStatus.SENT: 1}


async def test_a_board_that_refused_everything_for_days_is_seen_for_the_first_time_when_it_can_be_read(
    delivering: DeliverySetup, workday: WorkdayBoard
) -> None:
    await delivering.watch(Alert(name="all", rule=ANALYSTS))
    workday.instead = {requisition: Reply(status=403) for requisition in workday.rows}
    for _ in range(3):
        assert (await delivering.harness.scan(workday.source)).outcome is ScanOutcome.FAILED
        delivering.harness.clock.advance(DAY)
    workday.instead = {}
    assert (await delivering.harness.scan(workday.source)).outcome is ScanOutcome.OK
    assert (await delivering.deliver(), await baselines(delivering)) == (Counter(), 8)


async def test_a_posting_that_is_never_there_does_not_keep_news_back_for_more_than_a_day(
    delivering: DeliverySetup, workday: WorkdayBoard
) -> None:
    await delivering.watch(Alert(name="all", rule=ANALYSTS))
    workday.instead = {"JR1007": Reply(status=404)}
    await delivering.harness.scan(workday.source)
    delivering.harness.clock.advance(DAY)
    add_posting(workday)
    assert (await delivering.harness.scan(workday.source)).counts.new == 1
    assert (await delivering.harness.status(workday.source)).first_read_at is None
    assert await delivering.deliver() == {DeliveryStatus.SENT: 1}


async def test_what_exists_is_held_back_until_the_board_has_been_read(
    delivering: DeliverySetup, workday: WorkdayBoard
) -> None:
    async def due() -> set[timedelta]:
        waiting = await delivering.notifications(delivery_status="pending")
        return {row["next_attempt_at"] - delivering.harness.clock.now() for row in waiting}

    await delivering.watch(Alert(name="all", rule=ANALYSTS, notify_existing=True))
    await delivering.harness.scan(workday.source)
    assert await due() == {HOLD}
    workday.instead = {}
    await delivering.harness.scan(workday.source)
    assert await due() == {timedelta()}
    assert await delivering.deliver() == {DeliveryStatus.SENT: 1}
    assert "8 existing jobs" in delivering.mails[0].parsed["Subject"]
