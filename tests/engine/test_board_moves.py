"""A board that moved to another system while its scans do not go well: its postings go on, and nobody hears twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobscan.domain.alert import Alert, AlertRule
from jobscan.domain.job import ChangeKind, StoredJob
from jobscan.domain.scan import ScanOutcome
from jobscan.domain.source import Source
from jobscan.engine.store import DatabaseStore, DryStore
from jobscan.persistence import JobRepository, SourceRepository, VersionRepository
from jobscan.services.moves import MovedHistory, move_history
from tests.engine.board_server import BoardServer, Reply, WorkdayBoard, greenhouse_job, greenhouse_reply
from tests.engine.delivery_setup import DeliverySetup, Recorder, open_desk
from tests.engine.harness import Harness
from tests.engine.test_moves import ANALYSTS, told

EVERY = (ChangeKind.NEW, ChangeKind.UPDATED, ChangeKind.REOPENED)
#: Wants what exists, too: what was told of it is told.
EXISTING = Alert(name="existing", rule=AlertRule(keywords=("analyst",), on=EVERY), to=("hook",), notify_existing=True)


async def moved(harness: Harness, boards: BoardServer, count: int, *, before: int) -> tuple[WorkdayBoard, Source]:
    """Let a board of so many postings be on Greenhouse, and then move to one of ``count`` on Workday."""
    old = Source(type="greenhouse", identifier="acme", name="Acme", base_url=boards.url)
    jobs = [greenhouse_job(number, title=f"Analyst {number}") for number in range(before)]
    boards.routes["/v1/boards/acme/jobs"] = greenhouse_reply(jobs)
    await harness.scan(old)
    board = WorkdayBoard(boards, count)
    await move_history(harness.database, old.key, board.source.key, now=harness.clock.now())
    return board, old


async def opened(delivering: DeliverySetup) -> Recorder:
    """Ask to be notified of analysts."""
    hook = delivering.channels["hook"] = Recorder()
    await delivering.watch(ANALYSTS, EXISTING)
    await delivering.deliver()
    told(hook)
    return hook


async def first_seen(harness: Harness, source: Source) -> dict[str, StoredJob]:
    """Return the postings of a board by title."""
    return {stored.job.title: stored for stored in (await harness.jobs(source)).values()}


async def test_a_list_that_comes_in_parts_tells_nobody_of_what_was_there(harness: Harness, boards: BoardServer) -> None:
    async with open_desk(harness) as delivering:
        board, _ = await moved(harness, boards, 46, before=45)
        before = await first_seen(harness, board.source)
        hook = await opened(delivering)
        board.pages_instead = {40: Reply(status=500)}
        assert (await harness.scan(board.source)).outcome is ScanOutcome.INCOMPLETE
        status = await harness.status(board.source)
        assert (status.moved_from, status.moved_read_at) == ("greenhouse/acme", harness.clock.now())
        board.pages_instead = {}
        record = await harness.scan(board.source)
        assert (record.outcome, record.counts.new) == (ScanOutcome.OK, 1)
        await delivering.deliver()
        assert told(hook) == ["Analyst 45"] * 2
        after = await first_seen(harness, board.source)
        assert len(after) == 46
        assert {title: stored.first_seen_at for title, stored in before.items()} == {
            title: stored.first_seen_at for title, stored in after.items() if title in before
        }
        status = await harness.status(board.source)
        assert (status.moved_from, status.moved_read_at) == (None, None)


async def test_details_that_come_later_are_no_update(harness: Harness, boards: BoardServer) -> None:
    async with open_desk(harness) as delivering:
        board, _ = await moved(harness, boards, 3, before=3)
        hook = await opened(delivering)
        board.instead = {"JR1001": Reply(status=500)}
        assert (await harness.scan(board.source)).outcome is ScanOutcome.INCOMPLETE
        board.instead = {}
        assert (await harness.scan(board.source)).counts.updated == 1
        await delivering.deliver()
        assert told(hook) == []
        board.rows["JR1001"]["title"] = "Lead Analyst"
        await harness.scan(board.source)
        await delivering.deliver()
        assert told(hook) == ["Lead Analyst"] * 2


async def test_a_new_board_that_is_still_empty_may_be_filled_later(harness: Harness, boards: BoardServer) -> None:
    async with open_desk(harness) as delivering:
        board, _ = await moved(harness, boards, 3, before=3)
        hook = await opened(delivering)
        rows, board.rows = board.rows, {}
        await harness.scan(board.source)
        status = await harness.status(board.source)
        assert (status.moved_from, status.quarantine_scans) == ("greenhouse/acme", 1)
        board.rows = rows
        await harness.scan(board.source)
        await delivering.deliver()
        assert told(hook) == []
        assert (await harness.status(board.source)).moved_from is None
        assert len(await harness.active(board.source)) == 3


async def test_a_board_that_is_never_read_whole_tells_of_changes_after_a_day(
    harness: Harness, boards: BoardServer
) -> None:
    async with open_desk(harness) as delivering:
        board, _ = await moved(harness, boards, 3, before=3)
        hook = await opened(delivering)
        harness.clock.advance(timedelta(days=3))
        board.instead = {"JR1002": Reply(status=500)}
        await harness.scan(board.source)
        board.rows["JR1000"]["title"] = "Lead Analyst"
        await harness.scan(board.source)
        harness.clock.advance(timedelta(days=1))
        board.rows["JR1001"]["title"] = "Head Analyst"
        await harness.scan(board.source)
        await delivering.deliver()
        assert told(hook) == ["Head Analyst"] * 2


async def test_a_dry_scan_of_a_moved_board_writes_nothing(harness: Harness, boards: BoardServer) -> None:
    board, _ = await moved(harness, boards, 4, before=3)
    before = await harness.dump()
    [record] = await harness.cycle(board.source, store=DryStore(DatabaseStore(harness.database)))
    assert (record.counts.new, record.counts.updated) == (1, 3)
    assert await harness.dump() == before


@pytest.mark.parametrize("again", [False, True])
async def test_what_nobody_knows_moves_nothing(harness: Harness, boards: BoardServer, again: bool) -> None:
    board, old = await moved(harness, boards, 3, before=3)
    before = await harness.dump()
    former = old.key if again else old.key._replace(source_identifier="nobody")
    assert await move_history(harness.database, former, board.source.key, now=harness.clock.now()) == MovedHistory()
    assert await harness.dump() == before


async def test_a_board_that_was_watched_before_keeps_its_own_postings(harness: Harness, boards: BoardServer) -> None:
    """Within one system ids stay: of a posting that both had, the new board's stands, and no decision is lost."""
    async with open_desk(harness) as delivering:
        hook = await opened(delivering)
        sources = [Source(type="greenhouse", identifier=name, name="Acme", base_url=boards.url) for name in ("a", "b")]
        for source, numbers in zip(sources, (range(3), range(1, 4)), strict=True):
            jobs = [greenhouse_job(number, title=f"Analyst {number}") for number in numbers]
            boards.routes[f"/v1/boards/{source.identifier}/jobs"] = greenhouse_reply(jobs)
            await harness.scan(source)
        await delivering.deliver(timedelta(hours=2))
        told(hook)
        kept = await harness.jobs(sources[1])
        found = await move_history(harness.database, sources[0].key, sources[1].key, now=harness.clock.now())
        assert found == MovedHistory(postings=3, waiting=3)
        after = await harness.jobs(sources[1])
        assert {name: after[name].first_seen_at for name in kept} == {
            name: stored.first_seen_at for name, stored in kept.items()
        }
        assert set(after) == {"0", "1", "2", "3"}
        assert await harness.jobs(sources[0]) == {}
        await harness.scan(sources[1])
        await delivering.deliver(timedelta(hours=2))
        assert told(hook) == []


async def test_a_board_that_moves_back_is_as_it_was(harness: Harness, boards: BoardServer) -> None:
    board, old = await moved(harness, boards, 3, before=3)
    assert set(await harness.jobs(board.source)) == {f"greenhouse:{number}" for number in range(3)}
    await move_history(harness.database, board.source.key, old.key, now=harness.clock.now())
    record = await harness.scan(old)
    assert (record.counts.postings, record.counts.unchanged) == (3, 3)
    assert set(await harness.jobs(old)) == {"0", "1", "2"}


async def test_moments_and_misses_of_the_old_board_end_with_it(harness: Harness, boards: BoardServer) -> None:
    old = Source(type="greenhouse", identifier="acme", name="Acme", base_url=boards.url)
    path = "/v1/boards/acme/jobs"
    for numbers in (range(4), range(4), range(3)):
        boards.routes[path] = greenhouse_reply(greenhouse_job(number) for number in numbers)
        await harness.scan(old)
    before = await harness.jobs(old)
    assert [before[str(number)].misses for number in range(4)] == [0, 0, 0, 1]
    board = WorkdayBoard(boards, 4)
    await move_history(harness.database, old.key, board.source.key, now=harness.clock.now())
    after = await harness.jobs(board.source)
    assert {name: stored.last_seen_at for name, stored in before.items()} == {
        name.removeprefix("greenhouse:"): stored.last_seen_at for name, stored in after.items()
    }
    assert {stored.misses for stored in after.values()} == {0}
    async with harness.database.read() as session:
        [status] = await SourceRepository(session).get_all()
        assert await JobRepository(session).get_by_source(*old.key) == []
        for stored in after.values():
            assert await VersionRepository(session).get_by_job(stored.job.job_key) == []
    assert (status.key, status.last_complete_at, status.missing) == (board.source.key, None, 0)
