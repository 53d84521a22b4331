"""A board that answers wrongly or in part: what came is stored, nothing is missed or expired, no validator moves."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest

from jobscan.domain.scan import ScanOutcome
from tests.engine.board_server import (
    BoardServer,
    Reply,
    WorkdayBoard,
    greenhouse_board,
    greenhouse_job,
    greenhouse_reply,
    json_reply,
)
from tests.engine.harness import HOUR, Harness

HTML = b"<!doctype html><title>Sign in</title>" + b"<p>challenge</p>" * 100
WHOLE = greenhouse_board(range(40)).body
GZIPPED = ("Content-Type: application/json", "Content-Encoding: gzip")

#: What a board may answer instead of itself, and what the user is told.
FAILURES = {
    "an HTML page": (Reply(body=HTML, headers=("Content-Type: text/html",)), "HTML page, not JSON"),
    "HTML that says it is JSON": (Reply(body=HTML), "HTML page, not JSON"),
    "404": (json_reply({"status": 404, "error": "Job not found"}, status=404), "HTTP 404"),
    "403": (Reply(body=HTML, status=403), "HTTP 403"),
    "500": (Reply(body=b"{}", status=500), "500"),
    "503": (Reply(body=WHOLE, status=503), "503"),
    "429": (Reply(status=429, headers=("Retry-After: 7200",)), "429"),
    "truncated gzip": (Reply(body=gzip.compress(WHOLE)[:-40], headers=GZIPPED), "ended early"),
    "connection broken in the body": (Reply(body=WHOLE, cut=2_000), "cut the answer off"),
    "no body": (Reply(), "the answer is empty"),
    "an empty array": (Reply(body=b"[]"), "not the JSON this board speaks"),
    "null": (Reply(body=b"null"), "not the JSON this board speaks"),
    "an object without its list": (json_reply({"meta": {"total": 0}}), "not the JSON this board speaks"),
    "a redirect to another board": (
        Reply(status=302, headers=("Location: /v1/boards/other/jobs?content=true",)),
        "check the source's identifier",
    ),
}


async def test_answers_that_are_no_board_fail_and_change_no_job(harness: Harness, boards: BoardServer) -> None:
    boards.greenhouse("other", greenhouse_board(range(500, 540)))
    whole = greenhouse_board(range(40), etag=True)
    sources = {case: boards.greenhouse(f"acme{number}", whole) for number, case in enumerate(FAILURES)}
    await harness.cycle(*sources.values())
    before = await harness.dump()
    stood = {case: await harness.status(source) for case, source in sources.items()}

    for source, (reply, _) in zip(sources.values(), FAILURES.values(), strict=True):
        boards.greenhouse(source.identifier, reply)
    for _ in range(3):
        await harness.cycle(*sources.values())
    for case, record in zip(sources, await harness.cycle(*sources.values()), strict=True):
        assert record.outcome is ScanOutcome.FAILED, case
        assert FAILURES[case][1] in (record.error or ""), case

    after = await harness.dump()
    assert (after["jobs"], after["job_versions"]) == (before["jobs"], before["job_versions"])
    for case, source in sources.items():
        stands = await harness.status(source)
        # The validators still describe what is stored.
        assert (stands.etag, stands.body_hash) == (stood[case].etag, stood[case].body_hash), case
        assert (stands.failures, stands.last_success_at, stands.missing) == (4, stood[case].last_success_at, 0), case
        boards.greenhouse(source.identifier, whole)

    assert {record.outcome for record in await harness.cycle(*sources.values())} == {ScanOutcome.UNCHANGED}
    recovered = (await harness.dump())["sources"]
    assert {(row["failures"], row["error_message"]) for row in recovered} == {(0, None)}


async def test_fewer_rows_than_the_total_are_stored_and_expire_nothing(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(40), etag=True))
    await harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(20, 50), total=50, etag=True))
    for _ in range(4):
        record = await harness.scan(acme)
        assert (record.outcome, record.counts.expired) == (ScanOutcome.INCOMPLETE, 0)
    assert await harness.active(acme) == {str(number) for number in range(50)}
    status = await harness.status(acme)
    assert (status.missing, status.etag, status.body_hash, status.failures) == (0, None, None, 0)


async def test_a_posting_without_an_id_keeps_the_scan_from_being_complete(
    harness: Harness, boards: BoardServer
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(5)))
    await harness.scan(acme)
    boards.greenhouse("acme", greenhouse_reply([greenhouse_job(0), greenhouse_job(9, id=None)]))
    for _ in range(3):
        record = await harness.scan(acme)
    assert record.outcome is ScanOutcome.INCOMPLETE
    assert record.error == "1 of 2 postings carry no id or are out of reach"
    assert len(await harness.active(acme)) == 5


async def test_a_posting_that_cannot_be_read_counts_as_seen(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(5)))
    await harness.scan(acme)
    jobs = [greenhouse_job(number) for number in range(4)] + [greenhouse_job(4, title={"no": "text"})]
    boards.greenhouse("acme", greenhouse_reply(jobs))
    for _ in range(3):
        record = await harness.scan(acme)
        assert (record.counts.postings, record.counts.expired) == (5, 0)
        assert ["posting 4 cannot be read" in problem for problem in record.problems] == [True]
    # Asked for in full each time, until it can be read.
    assert (await harness.status(acme)).body_hash is None
    boards.greenhouse("acme", greenhouse_board(range(5)))
    assert (await harness.scan(acme)).outcome is ScanOutcome.UNCHANGED


@pytest.mark.parametrize("offset", [20, 40])
async def test_a_page_that_fails_expires_nothing(harness: Harness, boards: BoardServer, offset: int) -> None:
    workday = WorkdayBoard(boards, 65)
    await harness.scan(workday.source)
    lost = list(workday.rows)[:12]
    for requisition in lost:
        del workday.rows[requisition]
    workday.rows["JR9999"] = {**workday.rows["JR1020"], "externalPath": "/job/Berlin/New_JR9999", "title": "New"}
    workday.pages_instead[offset] = Reply(status=500)
    before = await harness.active(workday.source)
    for _ in range(3):
        record = await harness.scan(workday.source)
        assert record.outcome is ScanOutcome.INCOMPLETE
        assert "1 of 3 pages did not arrive" in (record.error or "")
    assert await harness.active(workday.source) >= before
    workday.pages_instead = {}
    await harness.scan(workday.source)
    assert (await harness.scan(workday.source)).counts.expired == 12


async def test_several_failing_pages_end_the_walk(harness: Harness, boards: BoardServer) -> None:
    workday = WorkdayBoard(boards, 1_000)
    workday.pages_instead = {offset: Reply(status=500) for offset in range(20, 1_000, 20)}
    record = await harness.scan(workday.source)
    assert record.outcome is ScanOutcome.INCOMPLETE
    asked = [path for path in boards.paths() if path.endswith("/jobs")]
    assert len(asked) < 12
    assert len(await harness.active(workday.source)) == 20


EMPTY = greenhouse_board([])


async def test_an_emptied_board_must_say_so_three_times_over_an_hour(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(175)))
    await harness.scan(acme)
    boards.greenhouse("acme", EMPTY)
    for number in (1, 2):
        assert (await harness.scan(acme)).counts.expired == 0
        assert (await harness.status(acme)).quarantine_scans == number
    record = await harness.scan(acme)
    assert record.counts.expired == 175
    [reason] = {stored.expiry_reason for stored in (await harness.jobs(acme)).values()}
    assert reason is not None
    assert "the board looked emptied in 3 scans" in reason


async def test_three_empty_answers_within_the_hour_expire_nothing(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(175)))
    await harness.scan(acme)
    boards.greenhouse("acme", EMPTY)
    for _ in range(5):
        harness.clock.advance(timedelta(minutes=10) - HOUR)
        assert (await harness.scan(acme)).counts.expired == 0
    assert len(await harness.active(acme)) == 175
    assert (await harness.scan(acme)).counts.expired == 175


async def test_a_board_that_comes_back_ends_the_quarantine_and_its_misses(
    harness: Harness, boards: BoardServer
) -> None:
    whole = greenhouse_board(range(175))
    acme = boards.greenhouse("acme", whole)
    await harness.scan(acme)
    for _ in range(2):
        boards.greenhouse("acme", EMPTY)
        await harness.scan(acme)
        await harness.scan(acme)
        boards.greenhouse("acme", whole)
        record = await harness.scan(acme)
        assert (record.counts.expired, record.counts.reopened, record.counts.new) == (0, 0, 0)
        status = await harness.status(acme)
        assert (status.quarantined_at, status.quarantine_scans, status.missing) == (None, 0, 0)
    assert {stored.misses for stored in (await harness.jobs(acme)).values()} == {0}


async def test_a_board_that_lost_more_than_half_is_held_too(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(20)))
    await harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(9)))
    assert (await harness.scan(acme)).counts.expired == 0
    assert (await harness.scan(acme)).counts.expired == 0
    assert (await harness.scan(acme)).counts.expired == 11


async def test_a_posting_that_returns_is_reopened_with_its_first_sight_and_history(
    harness: Harness, boards: BoardServer
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(5)))
    await harness.scan(acme)
    first = (await harness.jobs(acme))["4"]
    boards.greenhouse("acme", greenhouse_board(range(4)))
    await harness.scan(acme)
    assert (await harness.scan(acme)).counts.expired == 1
    boards.greenhouse("acme", greenhouse_board(range(5)))
    record = await harness.scan(acme)
    assert (record.outcome, record.counts.reopened, record.counts.new) == (ScanOutcome.OK, 1, 0)
    again = (await harness.jobs(acme))["4"]
    assert (again.first_seen_at, again.version, again.status) == (first.first_seen_at, 3, "active")
    assert [entry.kind for entry in await harness.history(again)] == ["expired", "reopened"]


async def test_the_server_decides_when_it_is_asked_again(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", Reply(status=429, headers=("Retry-After: 7200",)))
    await harness.scan(acme)
    assert (await harness.status(acme)).next_due_at == harness.clock.now() + timedelta(hours=2)
