"""Postings that are listed under another id than the one they are stored under: they go on, and nobody hears of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from jobscan.domain.alert import Alert, AlertRule
from jobscan.domain.job import ChangeKind
from jobscan.domain.scan import ScanCounts, ScanOutcome
from jobscan.engine.store import DatabaseStore, DryStore
from tests.engine.board_server import BoardServer, Reply, WorkdayBoard
from tests.engine.delivery_setup import DeliverySetup, Recorder, open_desk
from tests.engine.earlier import EarlierWorkday
from tests.engine.harness import Harness

ANALYSTS = Alert(
    name="analysts",
    rule=AlertRule(keywords=("analyst",), on=(ChangeKind.NEW, ChangeKind.UPDATED, ChangeKind.REOPENED)),
    to=("hook",),
)


def numbered(board: WorkdayBoard, names: Iterable[str]) -> None:
    """Let the board list postings of these requisitions and no others."""
    board.rows = {
        name: {
            "title": f"Analyst {name}",
            "externalPath": f"/job/Berlin/Analyst-{name.replace('_', '-')}_{name}",
            "locationsText": "Berlin",
            "bulletFields": [name],
        }
        for name in names
    }


def earlier(harness: Harness) -> Harness:
    """Return the same harness with the version before."""
    return replace(harness, adapters={**harness.adapters, "workday": EarlierWorkday()})


def told(hook: Recorder) -> list[str]:
    """Return the titles that were told since the last call."""
    titles = sorted(job.matched.title for message in hook.messages for job in message.jobs)
    hook.messages.clear()
    return titles


async def watched(
    delivering: DeliverySetup, boards: BoardServer, names: Iterable[str]
) -> tuple[WorkdayBoard, Recorder]:
    """Let the version before scan a board of these requisitions; then ask to be notified of analysts."""
    hook = delivering.channels["hook"] = Recorder()
    board = WorkdayBoard(boards, 0)
    numbered(board, names)
    await earlier(delivering.harness).scan(board.source)
    await delivering.watch(ANALYSTS)
    return board, hook


async def names(harness: Harness, board: WorkdayBoard) -> set[str]:
    return set(await harness.jobs(board.source))


async def test_ids_move_without_a_request_and_history_goes_on(harness: Harness, boards: BoardServer) -> None:
    board = WorkdayBoard(boards, 0)
    numbered(board, [f"R26_{number:05}" for number in range(45)])
    await earlier(harness).scan(board.source)
    board.rows["R26_00007"]["title"] = "Lead Analyst"
    await earlier(harness).scan(board.source)
    before = await harness.jobs(board.source)
    assert set(before) == {f"{number:05}" for number in range(45)}
    history = await harness.history(before["00007"])
    board.details_asked()

    record = await harness.scan(board.source)
    assert (record.outcome, record.counts) == (ScanOutcome.UNCHANGED, ScanCounts(postings=45, unchanged=45))
    assert board.details_asked() == []
    after = await harness.jobs(board.source)
    assert {f"R26_{name}": replace(old.job, job_key="", external_id="") for name, old in before.items()} == {
        name: replace(new.job, job_key="", external_id="") for name, new in after.items()
    }
    assert {(old.first_seen_at, old.version, old.status) for old in before.values()} == {
        (new.first_seen_at, new.version, new.status) for new in after.values()
    }
    assert [entry.changes for entry in await harness.history(after["R26_00007"])] == [
        entry.changes for entry in history
    ]

    dump = await harness.dump()
    assert (await harness.scan(board.source)).outcome is ScanOutcome.UNCHANGED
    assert (await harness.dump())["jobs"] == dump["jobs"]


async def test_of_postings_that_shared_an_id_the_one_that_is_stored_goes_on(
    harness: Harness, boards: BoardServer
) -> None:
    board = WorkdayBoard(boards, 0)
    numbered(board, ["R26_00010", "R27_00010", "R26_00011"])
    await earlier(harness).scan(board.source)
    before = (await harness.jobs(board.source))["00010"]
    stored = before.job.title.removeprefix("Analyst ")
    for rows in (list(board.rows), list(reversed(board.rows))):
        board.rows = {name: board.rows[name] for name in rows}
    record = await harness.scan(board.source)
    assert record.counts == ScanCounts(postings=3, new=1, unchanged=2)
    after = await harness.jobs(board.source)
    assert set(after) == {"R26_00010", "R27_00010", "R26_00011"}
    assert after[stored].first_seen_at == before.first_seen_at
    assert [name for name, job in after.items() if job.first_seen_at > before.first_seen_at] == [
        "R27_00010" if stored == "R26_00010" else "R26_00010"
    ]


@pytest.mark.parametrize("change", ["title", "place", "both slugs"])
async def test_a_posting_that_changed_meanwhile_is_updated_not_new(
    harness: Harness, boards: BoardServer, change: str
) -> None:
    board = WorkdayBoard(boards, 0)
    numbered(board, ["R26_00010", "R26_00011"])
    await earlier(harness).scan(board.source)
    row = board.rows["R26_00010"]
    if change == "title":
        row["title"] = "Lead Analyst"
    elif change == "place":
        row["locationsText"] = "Oslo"
    else:
        row["externalPath"] = "/job/Kreuzberg/Moved_R26_00010"
    record = await harness.scan(board.source)
    expected = ScanCounts(postings=2, updated=1, unchanged=1)
    if change != "title":
        # What its details say is what it was.
        expected = replace(expected, updated=0, unchanged=2)
    assert record.counts == expected
    assert await names(harness, board) == {"R26_00010", "R26_00011"}


async def test_another_posting_does_not_inherit_the_history(harness: Harness, boards: BoardServer) -> None:
    board = WorkdayBoard(boards, 0)
    numbered(board, ["R26_00001", "R26_00010"])
    await earlier(harness).scan(board.source)
    # The year is over: the same number, another posting.
    numbered(board, ["R26_00001", "R27_00010"])
    record = await harness.scan(board.source)
    assert record.counts == ScanCounts(postings=2, new=1, unchanged=1)
    await harness.scan(board.source)
    assert await names(harness, board) == {"R26_00001", "00010", "R27_00010"}
    assert await harness.active(board.source) == {"R26_00001", "R27_00010"}


async def test_nobody_is_notified_again(harness: Harness, boards: BoardServer) -> None:
    async with open_desk(harness) as delivering:
        board, hook = await watched(delivering, boards, ["R25_00001"])
        numbered(board, ["R25_00001", "R26_00002", "R26_00003"])
        await earlier(harness).scan(board.source)
        await delivering.deliver()
        assert told(hook) == ["Analyst R26_00002", "Analyst R26_00003"]

        await harness.scan(board.source)
        await delivering.deliver()
        assert told(hook) == []
        # An update is told, once, of the posting that it is.
        board.rows["R26_00002"]["title"] = "Lead Analyst"
        await harness.scan(board.source)
        await harness.scan(board.source)
        await delivering.deliver()
        assert told(hook) == ["Lead Analyst"]
        [sent] = [row for row in await delivering.notifications() if row["matched"] and row["kind"] == "updated"]
        assert sent["job_key"] == (await harness.jobs(board.source))["R26_00002"].job.job_key


async def test_what_waited_to_be_sent_is_sent_once_after_the_move(harness: Harness, boards: BoardServer) -> None:
    async with open_desk(harness) as delivering:
        board, hook = await watched(delivering, boards, ["R25_00001"])
        numbered(board, ["R25_00001", "R26_00002"])
        await earlier(harness).scan(board.source)
        await harness.scan(board.source)
        await delivering.deliver()
        await delivering.deliver()
        assert told(hook) == ["Analyst R26_00002"]


async def test_an_expired_posting_that_comes_back_under_its_new_id_is_reopened(
    harness: Harness, boards: BoardServer
) -> None:
    async with open_desk(harness) as delivering:
        board, hook = await watched(delivering, boards, ["R26_00001", "R26_00002"])
        rows = dict(board.rows)
        del board.rows["R26_00002"]
        for _ in range(2):
            await earlier(harness).scan(board.source)
        board.rows = rows
        record = await harness.scan(board.source)
        assert record.counts == ScanCounts(postings=2, reopened=1, unchanged=1)
        found = (await harness.jobs(board.source))["R26_00002"]
        assert [entry.kind for entry in await harness.history(found)] == ["expired", "reopened"]
        await delivering.deliver()
        assert told(hook) == ["Analyst R26_00002"]


async def test_a_posting_whose_details_fail_while_it_moves_is_kept(harness: Harness, boards: BoardServer) -> None:
    board = WorkdayBoard(boards, 0)
    numbered(board, ["R26_00001", "R26_00002"])
    await earlier(harness).scan(board.source)
    board.rows["R26_00002"]["title"] = "Lead Analyst"
    board.instead = {"R26_00002": Reply(status=500)}
    for _ in range(3):
        await harness.scan(board.source)
    after = await harness.jobs(board.source)
    assert await harness.active(board.source) == {"R26_00001", "R26_00002"}
    assert after["R26_00002"].job.title == "Analyst R26_00002"


async def test_a_row_that_cannot_be_read_keeps_its_posting(harness: Harness, boards: BoardServer) -> None:
    board = WorkdayBoard(boards, 0)
    numbered(board, ["R26_00001", "R26_00002"])
    await earlier(harness).scan(board.source)
    rows = dict(board.rows)
    board.rows["R26_00002"] = {**rows["R26_00002"], "locationsText": ["Berlin"]}
    for _ in range(3):
        await harness.scan(board.source)
    assert await harness.active(board.source) == {"R26_00001", "R26_00002"}
    board.rows = rows
    assert (await harness.scan(board.source)).counts == ScanCounts(postings=2, unchanged=2)
    assert await harness.active(board.source) == await names(harness, board) == {"R26_00001", "R26_00002"}


async def test_a_dry_scan_says_what_a_scan_would_do(harness: Harness, boards: BoardServer) -> None:
    board = WorkdayBoard(boards, 0)
    numbered(board, ["R26_00001", "R26_00002"])
    await earlier(harness).scan(board.source)
    board.rows["R26_00002"]["title"] = "Lead Analyst"
    before = await harness.dump()
    [record] = await harness.cycle(board.source, store=DryStore(DatabaseStore(harness.database)))
    assert record.counts == ScanCounts(postings=2, updated=1, unchanged=1)
    assert await harness.dump() == before
