"""Nothing changed = nothing done: the same bytes twice cost one row of ``sources`` and one of ``scans``."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jobscan.domain.scan import ScanCounts, ScanOutcome
from jobscan.sources.systems import greenhouse
from tests.engine.board_server import BoardServer, Reply, greenhouse_board, greenhouse_job, greenhouse_reply
from tests.engine.harness import CountingAdapter, Harness, recorded_source
from tests.fixtures.replay import Replay


@pytest.mark.parametrize("etag", [True, False], ids=["by 304", "by body hash"])
async def test_the_same_answer_is_not_parsed_and_writes_no_job(
    harness: Harness, boards: BoardServer, etag: bool
) -> None:
    counting = CountingAdapter(greenhouse)
    harness.adapters = {"greenhouse": counting}
    acme = boards.greenhouse("acme", greenhouse_board(range(30), etag=etag))
    await harness.scan(acme)
    before = await harness.dump()
    assert counting.parsed == 1

    record = await harness.scan(acme)

    after = await harness.dump()
    assert counting.parsed == 1
    assert (record.outcome, record.counts) == (ScanOutcome.UNCHANGED, ScanCounts(postings=30, unchanged=30))
    assert (record.wire_bytes == 0) is etag
    assert after["jobs"] == before["jobs"]
    assert after["job_versions"] == before["job_versions"]
    assert len(after["scans"]) == len(before["scans"]) + 1
    [status] = after["sources"]
    differing = {name for name, value in before["sources"][0].items() if status[name] != value}
    moved = {"last_success_at", "last_complete_at", "last_outcome", "next_due_at", "scan_seq"}
    assert differing == moved | (set() if etag else {"last_full_at"})


async def test_a_listed_job_was_last_seen_by_the_last_scan_although_its_row_is_not_written(
    harness: Harness, boards: BoardServer
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(3)))
    await harness.scan(acme)
    await harness.scan(acme)
    assert {stored.last_seen_at for stored in (await harness.jobs(acme)).values()} == {harness.clock.now()}
    assert {row["last_seen_at"] for row in (await harness.dump())["jobs"]} != {harness.clock.now()}


async def test_other_bytes_with_the_same_postings_write_no_job(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(30)))
    await harness.scan(acme)
    before = await harness.dump()
    jobs = [dict(reversed(greenhouse_job(number, data_compliance=[{"type": "gdpr"}]).items())) for number in range(30)]
    boards.greenhouse("acme", greenhouse_reply(jobs))
    record = await harness.scan(acme)
    assert (record.outcome, record.counts.unchanged) == (ScanOutcome.UNCHANGED, 30)
    assert (await harness.dump())["jobs"] == before["jobs"]


async def test_a_moved_stamp_is_stored_and_counts_as_unchanged(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(3)))
    await harness.scan(acme)
    jobs = [greenhouse_job(0, updated_at="2026-11-01T00:00:00Z"), greenhouse_job(1), greenhouse_job(2)]
    boards.greenhouse("acme", greenhouse_reply(jobs))
    record = await harness.scan(acme)
    assert record.counts == ScanCounts(postings=3, unchanged=3)
    found = await harness.jobs(acme)
    assert (found["0"].job.updated_at, found["0"].version) == (datetime(2026, 11, 1, tzinfo=UTC), 1)
    assert (await harness.dump())["job_versions"] == []


async def test_blanks_and_markup_in_a_description_are_no_change(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_reply([greenhouse_job(1, content="&lt;p&gt;Build  it&lt;/p&gt;")]))
    await harness.scan(acme)
    churned = greenhouse_job(1, title=" Engineer  1 ", content="&lt;div&gt;&lt;b&gt;Build&lt;/b&gt; it&lt;/div&gt;\n")
    boards.greenhouse("acme", greenhouse_reply([churned]))
    record = await harness.scan(acme)
    assert record.counts == ScanCounts(postings=1, unchanged=1)
    assert (await harness.jobs(acme))["1"].version == 1


async def test_validators_older_than_a_day_are_not_believed(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(3), etag=True))
    for _ in range(3):
        await harness.scan(acme)
    assert ["if-none-match" in asked.headers for asked in boards.log] == [False, True, True]
    harness.clock.advance(timedelta(days=1))
    await harness.scan(acme)
    assert "if-none-match" not in boards.log[-1].headers
    # The board was read whole, though it was the same: for another day its server is believed.
    await harness.scan(acme)
    assert "if-none-match" in boards.log[-1].headers


@pytest.mark.parametrize("etag", [True, False], ids=["by 304", "by body hash"])
async def test_what_another_address_answered_says_nothing_about_this_one(
    harness: Harness, boards: BoardServer, etag: bool
) -> None:
    counting = CountingAdapter(greenhouse)
    harness.adapters = {"greenhouse": counting}
    acme = boards.greenhouse("acme", greenhouse_board(range(3), etag=etag))
    boards.routes["/mirror/"] = boards.routes["/v1/boards/acme/jobs"]
    mirror = replace(acme, base_url=f"{boards.url}/mirror")
    for source, parsed in ((acme, 1), (mirror, 2), (mirror, 2), (acme, 3), (acme, 3)):
        record = await harness.scan(source)
        assert (counting.parsed, record.counts.postings) == (parsed, 3)
        assert (await harness.status(source)).base_url == source.base_url
    conditions = ["if-none-match" in asked.headers for asked in boards.log]
    assert conditions == [False, False, etag, False, etag]


async def test_an_address_that_fails_leaves_nothing_that_the_one_before_answered(
    harness: Harness, boards: BoardServer
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(3), etag=True))
    await harness.scan(acme)
    boards.routes["/broken/"] = Reply(status=500)
    assert (await harness.scan(replace(acme, base_url=f"{boards.url}/broken"))).outcome is ScanOutcome.FAILED
    assert (await harness.status(acme)).etag is None
    await harness.scan(acme)
    assert "if-none-match" not in boards.log[-1].headers


async def test_the_validators_are_those_of_the_last_answer_that_was_read_whole(
    harness: Harness, boards: BoardServer
) -> None:
    for tag in ('"first"', '"second"'):
        acme = boards.greenhouse("acme", replace(greenhouse_board(range(3)), headers=(f"ETag: {tag}",)))
        await harness.scan(acme)
        assert (await harness.status(acme)).etag == tag


async def test_a_scan_from_the_future_does_not_make_a_lying_etag_believed_for_ever(
    harness: Harness, boards: BoardServer
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(3), etag=True))
    harness.clock.advance(timedelta(days=3_650))
    await harness.scan(acme)
    harness.clock.advance(timedelta(days=-3_650))
    await harness.scan(acme)
    assert "if-none-match" not in boards.log[-1].headers


async def test_an_unchanged_answer_still_expires_what_it_had_missed(harness: Harness, replay: Replay) -> None:
    counting = CountingAdapter(greenhouse)
    harness.adapters = {"greenhouse": counting}
    canonical = recorded_source(replay, "greenhouse", "canonical")
    await harness.scan(canonical)
    replay.advance()
    await harness.scan(canonical)
    record = await harness.scan(canonical)
    assert (counting.parsed, record.counts.expired) == (2, 16)
