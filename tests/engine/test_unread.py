"""What a list names and cannot be read is counted, told, and never taken for something that left the board."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from jobscan.domain.scan import ScanCounts, ScanOutcome
from jobscan.domain.source import Source
from tests.engine.board_server import (
    BoardServer,
    Reply,
    WorkdayBoard,
    greenhouse_board,
    greenhouse_job,
    greenhouse_reply,
    json_reply,
)
from tests.engine.harness import Harness

pytestmark = pytest.mark.slow

REFUSED = Reply(status=403)
MAINTENANCE = Reply(body=b"<html>community.workday.com/maintenance</html>", headers=("Content-Type: text/html",))


@dataclass(frozen=True)
class System:
    """How a system lists postings, in one answer."""

    path: str
    identifier: str
    #: The name of the id in a posting, and of what makes it unreadable when it is a list.
    id: str
    title: str
    envelope: Callable[[list[Any]], Any]
    row: Callable[[int], dict[str, Any]]


SYSTEMS = {
    "greenhouse": System(
        "/v1/boards/acme/jobs",
        "acme",
        "id",
        "title",
        lambda rows: {"jobs": rows, "meta": {"total": len(rows)}},
        greenhouse_job,
    ),
    "lever": System(
        "/v0/postings/acme",
        "acme",
        "id",
        "text",
        list,
        lambda n: {"id": f"p{n}", "text": f"Engineer {n}", "hostedUrl": f"https://jobs.lever.co/acme/p{n}"},
    ),
    "ashby": System(
        "/posting-api/job-board/acme",
        "acme",
        "id",
        "title",
        lambda rows: {"jobs": rows},
        lambda n: {"id": f"p{n}", "title": f"Engineer {n}", "jobUrl": f"https://jobs.ashbyhq.com/acme/p{n}"},
    ),
    "comeet": System(
        "/careers-api/2.0/company/F6.003/positions",
        "acme/F6.003",
        "uid",
        "name",
        list,
        lambda n: {
            "uid": f"1{n}.767",
            "name": f"Engineer {n}",
            "url_comeet_hosted_page": f"https://www.comeet.com/jobs/acme/F6.003/engineer/1{n}.767",
        },
    ),
}


class OnePage:
    """A board that lists whole postings, some of them spoilt."""

    def __init__(self, boards: BoardServer, type_: str, count: int) -> None:
        self._boards, self._system = boards, SYSTEMS[type_]
        token = "6F329B2DE6379829B229B2037983E8B3E8B" if type_ == "comeet" else None
        self.source = Source(
            type=type_, identifier=self._system.identifier, name="Acme", base_url=boards.url, token=token
        )
        self.rows = [self._system.row(number) for number in range(count)]
        self.show()

    def show(self) -> None:
        self._boards.routes[self._system.path] = json_reply(self._system.envelope(self.rows))

    def spoil(self, number: int) -> None:
        self.rows[number] = {**self.rows[number], self._system.title: ["not", "a", "text"]}
        self.show()

    def add(self) -> None:
        self.rows.append(self._system.row(len(self.rows)))
        self.show()


class ManyPages:
    """A Workday board, some of whose details are refused."""

    def __init__(self, boards: BoardServer, type_: str, count: int) -> None:
        assert type_ == "workday"
        self._board = WorkdayBoard(boards, count)
        self.source = self._board.source

    @property
    def rows(self) -> list[str]:
        return list(self._board.rows)

    def spoil(self, number: int) -> None:
        requisition = self.rows[number]
        self._board.rows[requisition]["title"] = "Another title"
        self._board.instead[requisition] = REFUSED

    def add(self) -> None:
        number = len(self._board.rows)
        row = WorkdayBoard._row(number)
        self._board.rows[row["bulletFields"][0]] = row


Board = OnePage | ManyPages
ALL = [*SYSTEMS, "workday"]


@pytest.fixture(params=ALL)
def board(request: pytest.FixtureRequest, boards: BoardServer) -> Board:
    """A board of twelve postings, of each system in turn."""
    kind = ManyPages if request.param == "workday" else OnePage
    return kind(boards, request.param, 12)


async def test_a_new_posting_that_cannot_be_read_makes_its_scan_incomplete(harness: Harness, board: Board) -> None:
    await harness.scan(board.source)
    board.add()
    board.spoil(12)
    for _ in range(3):
        record = await harness.scan(board.source)
        assert (record.outcome, record.counts) == (
            ScanOutcome.INCOMPLETE,
            ScanCounts(postings=13, unchanged=12, unread=1),
        )
        assert record.error is not None
        assert record.error.startswith("1 of 13 postings could not be read: ")
        assert len(record.problems) == 1
        assert record.error.endswith(record.problems[0])
    status = await harness.status(board.source)
    assert (status.last_outcome, status.unread, status.error_message) == ("incomplete", 1, record.error)
    assert (status.failures, status.last_success_at == status.last_complete_at) == (0, False)


async def test_a_posting_whose_change_cannot_be_read_stays_as_it_was(harness: Harness, board: Board) -> None:
    await harness.scan(board.source)
    before = await harness.jobs(board.source)
    board.spoil(4)
    for _ in range(4):
        record = await harness.scan(board.source)
        assert (record.outcome, record.counts) == (
            ScanOutcome.INCOMPLETE,
            ScanCounts(postings=12, unchanged=11, unread=1),
        )
    assert {name: (found.job, found.status) for name, found in (await harness.jobs(board.source)).items()} == {
        name: (found.job, "active") for name, found in before.items()
    }


async def test_a_board_of_which_nothing_can_be_read_has_failed_and_loses_nothing(
    harness: Harness, board: Board
) -> None:
    await harness.scan(board.source)
    for number in range(12):
        board.spoil(number)
    for number in (1, 2, 3):
        record = await harness.scan(board.source)
        assert (record.outcome, record.counts) == (ScanOutcome.FAILED, ScanCounts(postings=12, unread=12))
        assert record.error is not None
        assert record.error.startswith("none of 12 postings could be read: ")
        status = await harness.status(board.source)
        assert (status.failures, status.unread, status.missing) == (number, 12, 0)
    assert len(await harness.active(board.source)) == 12


async def test_a_first_scan_that_reads_nothing_has_failed(harness: Harness, board: Board) -> None:
    for number in range(12):
        board.spoil(number)
    record = await harness.scan(board.source)
    assert (record.outcome, record.counts.unread) == (ScanOutcome.FAILED, 12)
    status = await harness.status(board.source)
    assert (status.last_success_at, status.last_complete_at, status.first_read_at) == (None, None, None)


async def test_a_posting_that_is_listed_for_ever_and_never_there_keeps_no_other_open(
    harness: Harness, boards: BoardServer
) -> None:
    workday = WorkdayBoard(boards, 12)
    workday.instead = {"JR1011": Reply(status=404)}
    await harness.scan(workday.source)
    del workday.rows["JR1003"]
    records = [await harness.scan(workday.source) for _ in range(2)]
    assert [(record.outcome, record.counts.expired) for record in records] == [
        (ScanOutcome.INCOMPLETE, 0),
        (ScanOutcome.INCOMPLETE, 1),
    ]
    # Once the list has forgotten it, so has everything else.
    del workday.rows["JR1011"]
    record = await harness.scan(workday.source)
    assert (record.outcome, record.counts.unread, record.error) == (ScanOutcome.UNCHANGED, 0, None)
    status = await harness.status(workday.source)
    assert (status.unread, status.error_message, status.last_success_at) == (0, None, harness.clock.now())


async def test_a_posting_that_left_between_list_and_detail_is_unread_once(
    harness: Harness, boards: BoardServer
) -> None:
    workday = WorkdayBoard(boards, 12)
    await harness.scan(workday.source)
    workday.rows["JR1003"]["title"] = "Lead Analyst"
    workday.instead = {"JR1003": Reply(status=404)}
    assert (await harness.scan(workday.source)).outcome is ScanOutcome.INCOMPLETE
    assert (await harness.jobs(workday.source))["JR1003"].job.title == "Analyst 3"
    del workday.rows["JR1003"]
    assert (await harness.scan(workday.source)).outcome is ScanOutcome.UNCHANGED
    assert (await harness.scan(workday.source)).counts.expired == 1


async def test_a_board_in_maintenance_misses_nothing_and_is_no_success(harness: Harness, boards: BoardServer) -> None:
    """The list answers for half of the board, all that is new in it does not: whatever it lists, nothing was read."""
    workday = WorkdayBoard(boards, 12)
    await harness.scan(workday.source)
    for requisition in list(workday.rows):
        row = workday.rows.pop(requisition)
        if requisition < "JR1006":
            workday.rows[requisition] = {**row, "title": "Being mended"}
            workday.instead[requisition] = MAINTENANCE
    for _ in range(4):
        record = await harness.scan(workday.source)
        assert (record.outcome, record.counts.expired) == (ScanOutcome.FAILED, 0)
    assert len(await harness.active(workday.source)) == 12
    assert (await harness.status(workday.source)).missing == 0


async def test_what_a_failed_scan_saw_again_is_not_missed_by_the_next_unchanged_one(
    harness: Harness, boards: BoardServer
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(12), etag=True))
    await harness.scan(acme)
    without_one = greenhouse_board(range(11), etag=True)
    boards.greenhouse("acme", without_one)
    assert (await harness.scan(acme)).outcome is ScanOutcome.UNCHANGED
    boards.greenhouse("acme", greenhouse_reply(greenhouse_job(number, title=["spoilt"]) for number in range(12)))
    assert (await harness.scan(acme)).outcome is ScanOutcome.FAILED
    # The row that was missed has been listed since: one scan without it is the first one again.
    boards.greenhouse("acme", without_one)
    assert [(await harness.scan(acme)).counts.expired for _ in range(2)] == [0, 1]
