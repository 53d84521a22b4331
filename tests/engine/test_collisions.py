"""Boards that give one id to several postings: each is kept, and the board is named."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from jobscan.domain.job import StoredJob
from jobscan.domain.scan import ScanCounts, ScanOutcome
from jobscan.engine.scan.cycle import run_cycle
from jobscan.engine.scan.workers import Workers
from tests.engine.board_server import BoardServer, WorkdayBoard, greenhouse_job, greenhouse_reply
from tests.engine.harness import Harness
from tests.engine.test_workers import begun

ONE = greenhouse_job(1)
OTHERS = {
    "title": greenhouse_job(1, title="Chemist"),
    "place": greenhouse_job(1, location={"name": "Oslo"}),
    "link": greenhouse_job(1, absolute_url="https://boards.greenhouse.io/acme/jobs/other"),
}


def of(stored: dict[str, StoredJob]) -> set[tuple[str, str, str]]:
    """Return what tells postings apart."""
    return {(found.job.title, found.job.location, found.job.url) for found in stored.values()}


async def show(harness: Harness, boards: BoardServer, *jobs: dict[str, Any]) -> Any:
    return await harness.scan(boards.greenhouse("acme", greenhouse_reply(jobs)))


@pytest.mark.parametrize("differs", OTHERS)
async def test_rows_that_share_an_id_are_all_kept_and_counted(
    harness: Harness, boards: BoardServer, differs: str
) -> None:
    source = boards.greenhouse("acme", greenhouse_reply([ONE, greenhouse_job(2), OTHERS[differs]]))
    record = await harness.scan(source)
    assert record.counts == ScanCounts(postings=3, new=3, collisions=2)
    assert record.outcome is ScanOutcome.INCOMPLETE
    assert record.error == "2 postings share the id 1: each is kept, under an id of its own"
    assert record.error in record.problems
    stored = await harness.jobs(source)
    assert len(of(stored)) == 3
    assert [name.partition("~")[0] for name in sorted(stored)] == ["1", "1", "2"]
    assert (await harness.status(source)).collisions == 2

    # Known from then on: said, but nothing that ails the board anew.
    dump = (await harness.dump())["jobs"]
    record = await show(harness, boards, OTHERS[differs], ONE, greenhouse_job(2))
    assert (record.outcome, record.counts) == (
        ScanOutcome.UNCHANGED,
        ScanCounts(postings=3, unchanged=3, collisions=2),
    )
    assert "share the id 1" in record.problems[0]
    assert (await harness.dump())["jobs"] == dump


async def test_the_order_of_the_rows_changes_no_row(harness: Harness, boards: BoardServer) -> None:
    rows = [ONE, *OTHERS.values()]
    found = []
    for number, order in enumerate(itertools.islice(itertools.permutations(rows), 0, None, 5)):
        source = boards.greenhouse(f"acme{number}", greenhouse_reply(order))
        await harness.scan(source)
        stored = await harness.jobs(source)
        found.append({name: (job.job.title, job.job.location, job.job.url) for name, job in stored.items()})
    assert len(found[0]) == 4
    assert all(each == found[0] for each in found)


async def test_rows_that_show_the_same_are_one_posting(harness: Harness, boards: BoardServer) -> None:
    source = boards.greenhouse("acme", greenhouse_reply([ONE, {**ONE, "content": "&lt;p&gt;Other words.&lt;/p&gt;"}]))
    record = await harness.scan(source)
    assert (record.outcome, record.counts) == (ScanOutcome.OK, ScanCounts(postings=1, new=1))


async def test_what_is_stored_keeps_its_history_when_a_collision_begins_and_ends(
    harness: Harness, boards: BoardServer
) -> None:
    source = boards.greenhouse("acme", greenhouse_reply([ONE, greenhouse_job(2)]))
    await harness.scan(source)
    await show(harness, boards, {**ONE, "content": "New words."}, greenhouse_job(2))
    [before] = [job for name, job in (await harness.jobs(source)).items() if name == "1"]
    history = [entry.changes for entry in await harness.history(before)]
    assert len(history) == 1

    one = {**ONE, "content": "New words."}
    record = await show(harness, boards, OTHERS["link"], one, greenhouse_job(2))
    assert record.counts == ScanCounts(postings=3, new=1, unchanged=2, collisions=2)
    wide = {job.job.url: job for job in (await harness.jobs(source)).values()}[ONE["absolute_url"]]
    assert wide.job.external_id.startswith("1~")
    assert (wide.first_seen_at, wide.version) == (before.first_seen_at, before.version)
    assert [entry.changes for entry in await harness.history(wide)] == history

    # The link tells it from the other one: another title is an update of it.
    renamed = {**one, "title": "Lead Engineer"}
    record = await show(harness, boards, renamed, greenhouse_job(2), OTHERS["link"])
    assert record.counts == ScanCounts(postings=3, updated=1, unchanged=2, collisions=2)

    for _ in range(3):
        record = await show(harness, boards, renamed, greenhouse_job(2))
    assert (record.outcome, record.counts.collisions) == (ScanOutcome.UNCHANGED, 0)
    after = await harness.jobs(source)
    assert after["1"].first_seen_at == before.first_seen_at
    assert len(await harness.history(after["1"])) == 2
    assert await harness.active(source) == {"1", "2"}
    assert (await harness.status(source)).collisions == 0


async def test_a_board_whose_ids_always_collide_still_loses_what_it_no_longer_lists(
    harness: Harness, boards: BoardServer
) -> None:
    rows = [ONE, OTHERS["link"], *map(greenhouse_job, range(2, 6))]
    source = boards.greenhouse("acme", greenhouse_reply(rows))
    await harness.scan(source)
    for _ in range(3):
        await show(harness, boards, *rows[:-1])
    assert len(await harness.active(source)) == 5
    assert (await harness.jobs(source))["5"].status == "expired"


@pytest.mark.parametrize("known", [False, True])
async def test_a_worker_reads_rows_that_share_an_id_as_the_engine_does(
    harness: Harness, boards: BoardServer, known: bool
) -> None:
    long = {"content": "Words. " * 3_000}
    rows = [{**row, **long} for row in (ONE, *map(greenhouse_job, range(2, 8)))]
    others = [{**OTHERS["title"], **long}, {**OTHERS["link"], **long}]
    found = []
    async with begun(1) as there:
        for name, made in (("here", Workers()), ("there", there)):
            source = boards.greenhouse(name, greenhouse_reply(rows))
            if known:
                await harness.scan(source)
            boards.greenhouse(name, greenhouse_reply([*rows, *others]))
            harness.clock.advance()
            [result] = await run_cycle(harness.plan(source), [source], harness.tools(workers=made))
            stored = await harness.jobs(source)
            found.append((result.record.counts, {key: (of({key: job}), job.version) for key, job in stored.items()}))
    assert found[0] == found[1]
    assert (found[0][0].collisions, len(found[0][1])) == (3, 9)


def paged(board: WorkdayBoard, rows: list[dict[str, Any]]) -> None:
    """Let the board list these rows, whatever requisitions they have."""
    board.rows = {f"row{number}": row for number, row in enumerate(rows)}


def row(title: str, path: str, place: str = "Berlin") -> dict[str, Any]:
    return {"title": title, "externalPath": path, "locationsText": place, "bulletFields": ["R1"]}


def filler(count: int) -> list[dict[str, Any]]:
    return [
        {"title": f"Clerk {n}", "externalPath": f"/job/Berlin/Clerk_JR{n:04}", "bulletFields": [f"JR{n:04}"]}
        for n in range(count)
    ]


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("place", ["first", "second"])
async def test_rows_on_two_pages_that_share_an_id_are_both_kept(
    harness: Harness, boards: BoardServer, known: bool, place: str
) -> None:
    board = WorkdayBoard(boards, 0)
    cork, oslo = row("Nurse", "/job/Cork/Nurse_R1", "Cork"), row("Nurse", "/job/Oslo/Nurse_R1", "Oslo")
    first, second = (cork, oslo) if place == "first" else (oslo, cork)
    if known:
        paged(board, [cork, *filler(30)])
        await harness.scan(board.source)
    paged(board, [first, *filler(30), second])
    board.details_asked()
    record = await harness.scan(board.source)
    counts = ScanCounts(postings=32, new=32, collisions=2)
    if known:
        counts = ScanCounts(postings=32, new=1, unchanged=31, collisions=2)
    assert (record.outcome, record.counts) == (ScanOutcome.INCOMPLETE, counts)
    assert len(board.details_asked()) == (1 if known else 32)
    stored = {job.job.url: job for job in (await harness.jobs(board.source)).values()}
    assert len(stored) == 32
    dump = (await harness.dump())["jobs"]

    paged(board, [second, *filler(30), first])
    record = await harness.scan(board.source)
    assert (record.outcome, record.counts) == (
        ScanOutcome.UNCHANGED,
        ScanCounts(postings=32, unchanged=32, collisions=2),
    )
    assert board.details_asked() == []
    assert (await harness.dump())["jobs"] == dump

    paged(board, [cork, *filler(30)])
    await harness.scan(board.source)
    after = (await harness.jobs(board.source))["R1"]
    assert (after.job.url, after.first_seen_at) == (
        "https://acme.wd5.myworkdayjobs.com/Jobs/job/Cork/Nurse_R1",
        stored["https://acme.wd5.myworkdayjobs.com/Jobs/job/Cork/Nurse_R1"].first_seen_at,
    )


@pytest.mark.parametrize("order", [1, -1])
async def test_a_posting_that_is_edited_between_two_pages_is_one(
    harness: Harness, boards: BoardServer, order: int
) -> None:
    board = WorkdayBoard(boards, 0)
    path = "/job/Cork/Nurse_R1"
    before, after = [row("Nurse", path), row("Lead Nurse", path)][::order]
    paged(board, [before, *filler(30), after])
    record = await harness.scan(board.source)
    assert record.counts.collisions == 0
    assert record.counts.postings == 31
    assert set(await harness.jobs(board.source)) == {"R1", *(f"JR{n:04}" for n in range(30))}


async def test_a_row_that_cannot_be_read_does_not_hide_one_that_can(harness: Harness, boards: BoardServer) -> None:
    broken = {"id": 1, "title": ["Engineer"]}
    for number, rows in enumerate(itertools.permutations([broken, ONE, OTHERS["link"]])):
        source = boards.greenhouse(f"acme{number}", greenhouse_reply(rows))
        await harness.scan(source)
        assert len(of(await harness.jobs(source))) == 2
