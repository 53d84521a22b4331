"""Recorded boards, over HTTP into real tables: the numbers that an independent reading of the recordings gives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from jobscan.domain.job import ChangeKind, StoredJob
from jobscan.domain.scan import ScanCounts, ScanOutcome
from jobscan.persistence import DatabaseSettings
from tests.engine.harness import Harness, Rows, open_fetcher, recorded_source
from tests.fixtures.databases import ReadyPostgres, opened
from tests.fixtures.replay import Replay

#: Boards whose recordings hold whole answers: how many postings each has, by a plain JSON reader.
READABLE = {
    ("greenhouse", "robinhood"): 127,
    ("greenhouse", "wongdoody"): 25,
    ("greenhouse", "anthropic"): 4,
    ("greenhouse", "catawiki"): 50,
    ("lever", "matchgroup"): 82,
    ("lever", "spotify"): 4,
    ("ashby", "ramp"): 120,
    ("ashby", "linear"): 2,
    ("ashby", "openevidence"): 2,
    ("comeet", "F6.003"): 2,
}


async def test_a_month_of_canonical_is_told_exactly(harness: Harness, replay: Replay) -> None:
    canonical = recorded_source(replay, "greenhouse", "canonical", name="Canonical")

    first = await harness.scan(canonical)
    assert (first.outcome, first.counts) == (ScanOutcome.OK, ScanCounts(postings=175, new=175))

    replay.advance()
    second = await harness.scan(canonical)
    assert second.counts == ScanCounts(postings=191, new=32, updated=27, unchanged=132)
    assert (await harness.status(canonical)).missing == 16
    assert len(await harness.active(canonical)) == 207

    third = await harness.scan(canonical)
    assert third.counts == ScanCounts(postings=191, expired=16, unchanged=191)
    assert len(await harness.active(canonical)) == 191
    expired = [stored for stored in (await harness.jobs(canonical)).values() if stored.status == "expired"]
    assert {stored.expiry_reason for stored in expired} == {"missing from 2 complete scans in a row"}
    assert {stored.expired_at for stored in expired} == {harness.clock.now()}


async def test_the_history_says_what_changed_and_when(harness: Harness, replay: Replay) -> None:
    canonical = recorded_source(replay, "greenhouse", "canonical")
    await harness.scan(canonical)
    replay.advance()
    await harness.scan(canonical)
    await harness.scan(canonical)

    versions = (await harness.dump())["job_versions"]
    jobs = await harness.jobs(canonical)
    kinds = Counter(row["kind"] for row in versions)
    # 27 with other title, place or text; the rest of the changes are departments and the like.
    assert (kinds[ChangeKind.UPDATED], kinds[ChangeKind.EXPIRED]) == (27, 16)
    assert set(kinds) <= {"updated", "expired", "amended"}
    numbers = {row["job_key"]: row["version"] for row in versions}
    for stored in jobs.values():
        assert stored.version == numbers.get(stored.job.job_key, 1)
    assert {field for row in versions if row["kind"] == "updated" for field in row["changes"]} >= {"description"}
    for row in versions:
        if row["kind"] == "expired":
            assert row["changes"]["status"] == ["active", "expired"]


async def test_duolingo_ends_with_65_active_of_77_ever_seen(harness: Harness, replay: Replay) -> None:
    duolingo = recorded_source(replay, "greenhouse", "duolingo")
    for _ in range(4):
        await harness.scan(duolingo)
        replay.advance()
    # What the last recording no longer lists is missed once by now; one more scan says so again.
    await harness.scan(duolingo)

    jobs = await harness.jobs(duolingo)
    assert (len(await harness.active(duolingo)), len(jobs)) == (65, 77)


@pytest.mark.parametrize(("board", "total", "carried"), [("gitlab", 167, 2), ("smarterdx", 11, 2)])
async def test_a_board_that_carries_less_than_it_says_is_stored_but_expires_nothing(
    harness: Harness, replay: Replay, board: str, total: int, carried: int
) -> None:
    source = recorded_source(replay, "greenhouse", board)
    for _ in range(4):
        record = await harness.scan(source)
        assert record.outcome is ScanOutcome.INCOMPLETE
        assert record.error == f"the board says it has {total} postings, {carried} arrived"
    status = await harness.status(source)
    assert len(await harness.active(source)) == carried
    assert (status.missing, status.etag, status.body_hash, status.last_success_at) == (0, None, None, None)


async def test_an_empty_board_is_a_healthy_one(harness: Harness, replay: Replay) -> None:
    hubspot = recorded_source(replay, "greenhouse", "hubspot")
    records = [await harness.scan(hubspot) for _ in range(3)]
    assert [record.outcome for record in records] == [ScanOutcome.OK, ScanOutcome.UNCHANGED, ScanOutcome.UNCHANGED]
    status = await harness.status(hubspot)
    assert (status.error_message, status.quarantined_at, status.failures) == (None, None, 0)


async def test_an_unknown_board_fails_with_what_to_do(harness: Harness, replay: Replay) -> None:
    record = await harness.scan(recorded_source(replay, "greenhouse", "zzzz-not-a-real-board-xyz"))
    assert record.outcome is ScanOutcome.FAILED
    assert record.error is not None
    assert "HTTP 404" in record.error
    assert "check the identifier" in record.error


async def test_boards_of_four_systems_are_read_with_their_fields(harness: Harness, replay: Replay) -> None:
    sources = [
        recorded_source(replay, *board, token="a1b2c3d4" if board[0] == "comeet" else None) for board in READABLE
    ]
    records = await harness.cycle(*sources)
    assert {tuple(record.source): record.counts.new for record in records} == READABLE
    assert {record.outcome for record in records} == {ScanOutcome.OK}
    for source in sources:
        for stored in (await harness.jobs(source)).values():
            assert_filled(stored)


def assert_filled(stored: StoredJob) -> None:
    job = stored.job
    assert job.title
    assert job.company
    assert job.location
    assert job.url.startswith("https://")
    # Raw markup would show in the description.
    assert not re.search(r"<(p|div|br|li)\b", job.description)
    assert job.posted_at or job.updated_at


async def test_a_workday_recording_that_repeats_its_page_is_incomplete(harness: Harness, replay: Replay) -> None:
    gdit = recorded_source(replay, "workday", "gdit/wd5/External_Career_Site", name="GDIT")
    record = await harness.scan(gdit)
    assert record.outcome is ScanOutcome.INCOMPLETE
    assert record.error is not None
    assert "the list repeats itself" in record.error
    # One of its postings was recorded with its details.
    [stored] = (await harness.jobs(gdit)).values()
    assert (stored.job.external_id, stored.job.company) == ("RQ216675", "GDIT")
    assert "Data Engineer" in stored.job.title
    assert len(stored.job.description) > 1_000


@pytest.fixture
async def both(sqlite_harness: Harness, ready_postgres: ReadyPostgres) -> AsyncIterator[list[Harness]]:
    """The same engine on SQLite and on Postgres."""
    await ready_postgres.clear()
    async with opened(DatabaseSettings(url=ready_postgres.dsn)) as database, open_fetcher() as fetcher:
        yield [sqlite_harness, Harness(database, fetcher)]


async def test_sqlite_and_postgres_end_in_the_same_state_row_by_row(both: list[Harness], replay: Replay) -> None:
    dumps: list[dict[str, Rows]] = []
    for harness in both:
        replay.reset()
        sources = [
            *(recorded_source(replay, "greenhouse", name) for name in ("canonical", "duolingo", "gitlab", "hubspot")),
            recorded_source(replay, "ashby", "ramp"),
            recorded_source(replay, "comeet", "F6.003", token="a1b2c3d4"),
            recorded_source(replay, "greenhouse", "zzzz-not-a-real-board-xyz"),
        ]
        for step in range(5):
            await harness.cycle(*sources)
            if step < 3:
                replay.advance()
        dumps.append(await harness.dump())
    on_sqlite, on_postgres = dumps
    assert len(on_sqlite["jobs"]) > 400
    for table, rows in on_sqlite.items():
        assert rows == on_postgres[table], f"the databases differ in {table}"
