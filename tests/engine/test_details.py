"""Boards whose list has no descriptions: details are asked for where something is new, and nowhere else."""

from __future__ import annotations

from jobscan.domain.scan import ScanCounts, ScanOutcome
from tests.engine.board_server import BoardServer, Reply, WorkdayBoard, json_reply
from tests.engine.harness import Harness, open_fetcher


async def test_details_are_asked_for_once_per_posting(harness: Harness, boards: BoardServer) -> None:
    workday = WorkdayBoard(boards, 45)
    record = await harness.scan(workday.source)
    assert (record.outcome, record.counts) == (ScanOutcome.OK, ScanCounts(postings=45, new=45))
    assert record.requests == 3 + 45
    assert workday.details_asked() == sorted(workday.rows)
    assert (await harness.jobs(workday.source))["JR1007"].job.description == "About JR1007."

    record = await harness.scan(workday.source)
    assert (record.outcome, record.counts) == (ScanOutcome.UNCHANGED, ScanCounts(postings=45, unchanged=45))
    assert workday.details_asked() == []


async def test_pages_and_details_that_come_side_by_side_are_read_although_any_of_them_fills_the_room(
    harness: Harness, boards: BoardServer
) -> None:
    workday = WorkdayBoard(boards, 90)
    async with open_fetcher(max_bytes_in_flight=1) as harness.fetcher:
        record = await harness.scan(workday.source)
    assert (record.outcome, record.counts.new) == (ScanOutcome.OK, 90)


async def test_only_new_and_changed_postings_are_asked_for(harness: Harness, boards: BoardServer) -> None:
    workday = WorkdayBoard(boards, 45)
    await harness.scan(workday.source)
    workday.details_asked()
    workday.rows["JR1007"]["title"] = "Lead Analyst"
    workday.rows["JR2000"] = {**workday.rows["JR1008"], "externalPath": "/job/Berlin/New_JR2000", "bulletFields": []}
    record = await harness.scan(workday.source)
    assert workday.details_asked() == ["JR1007", "JR2000"]
    assert record.counts == ScanCounts(postings=46, new=1, updated=1, unchanged=44)
    changed = (await harness.jobs(workday.source))["JR1007"]
    [entry] = await harness.history(changed)
    assert (changed.version, entry.changes["title"]) == (2, ("Analyst 7", "Lead Analyst"))


async def test_relative_dates_cause_no_request(harness: Harness, boards: BoardServer) -> None:
    workday = WorkdayBoard(boards, 45)
    await harness.scan(workday.source)
    workday.details_asked()
    for row in workday.rows.values():
        row["postedOn"] = "Posted 30+ Days Ago"
    assert (await harness.scan(workday.source)).outcome is ScanOutcome.UNCHANGED
    assert workday.details_asked() == []


async def test_a_detail_that_fails_leaves_its_posting_as_it_was_and_is_asked_for_again(
    harness: Harness, boards: BoardServer
) -> None:
    workday = WorkdayBoard(boards, 45)
    await harness.scan(workday.source)
    workday.details_asked()
    before = (await harness.jobs(workday.source))["JR1007"]
    workday.rows["JR1007"]["title"] = "Lead Analyst"
    workday.instead = {"JR1007": Reply(status=404)}
    for _ in range(3):
        record = await harness.scan(workday.source)
        assert record.outcome is ScanOutcome.INCOMPLETE
        assert record.error is not None
        assert record.error.startswith("1 of 45 postings could not be read: ")
        assert "JR1007" in record.error
        assert record.problems == (record.error.partition("read: ")[2],)
        assert record.counts == ScanCounts(postings=45, unchanged=44, unread=1)
        assert workday.details_asked() == ["JR1007"]
    now = (await harness.jobs(workday.source))["JR1007"]
    assert (now.job, now.status, now.version) == (before.job, "active", 1)

    workday.instead = {}
    assert (await harness.scan(workday.source)).counts.updated == 1
    assert (await harness.jobs(workday.source))["JR1007"].job.title == "Lead Analyst"


async def test_a_new_posting_whose_detail_fails_stays_unknown_until_it_can_be_read(
    harness: Harness, boards: BoardServer
) -> None:
    workday = WorkdayBoard(boards, 3)
    workday.instead = {"JR1001": Reply(status=500)}
    record = await harness.scan(workday.source)
    assert (record.outcome, record.counts) == (ScanOutcome.INCOMPLETE, ScanCounts(postings=3, new=2, unread=1))
    assert await harness.active(workday.source) == {"JR1000", "JR1002"}
    workday.instead = {}
    assert (await harness.scan(workday.source)).counts.new == 1


async def test_when_too_many_details_fail_the_rest_is_left_for_the_next_scan(
    harness: Harness, boards: BoardServer
) -> None:
    workday = WorkdayBoard(boards, 100)
    workday.instead = {requisition: Reply(status=500) for requisition in workday.rows}
    record = await harness.scan(workday.source)
    assert len(workday.details_asked()) <= 16
    assert record.outcome is ScanOutcome.FAILED
    assert record.error is not None
    assert record.error.startswith("none of 100 postings could be read: ")
    assert record.counts == ScanCounts(postings=100, unread=100)
    status = await harness.status(workday.source)
    assert (status.last_outcome, status.failures, status.unread) == ("failed", 1, 100)
    assert (status.last_complete_at, status.first_read_at) == (None, None)
    # Twenty are named, the rest is counted.
    assert (len(record.problems), record.problems[-1]) == (21, "and 80 more")
    assert await harness.jobs(workday.source) == {}

    workday.instead = {}
    assert (await harness.scan(workday.source)).counts.new == 100


async def test_an_expired_posting_is_not_reopened_by_a_list_whose_detail_fails(
    harness: Harness, boards: BoardServer
) -> None:
    workday = WorkdayBoard(boards, 30)
    row = workday.rows.pop("JR1007")
    workday.rows["JR1007"] = row
    await harness.scan(workday.source)
    del workday.rows["JR1007"]
    await harness.scan(workday.source)
    assert (await harness.scan(workday.source)).counts.expired == 1
    workday.rows["JR1007"] = {**row, "title": "Another"}
    workday.instead = {"JR1007": Reply(status=404)}
    await harness.scan(workday.source)
    assert (await harness.jobs(workday.source))["JR1007"].status == "expired"
    workday.instead = {}
    assert (await harness.scan(workday.source)).counts.reopened == 1


async def test_a_board_of_many_postings_is_committed_in_parts(harness: Harness, boards: BoardServer) -> None:
    workday = WorkdayBoard(boards, 620)
    record = await harness.scan(workday.source)
    assert (record.outcome, record.counts.new) == (ScanOutcome.OK, 620)
    assert len(await harness.active(workday.source)) == 620


async def test_a_detail_that_is_not_its_posting_counts_as_failed(harness: Harness, boards: BoardServer) -> None:
    workday = WorkdayBoard(boards, 2)
    workday.instead = {"JR1001": json_reply({"jobPostingInfo": {"title": "", "posted": False}})}
    record = await harness.scan(workday.source)
    assert (record.outcome, record.counts) == (ScanOutcome.INCOMPLETE, ScanCounts(postings=2, new=1, unread=1))
    assert "no longer posted" in record.problems[0]
