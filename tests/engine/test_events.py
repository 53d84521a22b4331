"""What observers hear of a scan and of messages, in which order."""

from __future__ import annotations

from structlog.testing import capture_logs

from jobscan.domain.page import Purpose
from jobscan.domain.scan import ScanOutcome
from jobscan.engine.events import (
    BatchesCommitted,
    EngineEvent,
    NetworkDown,
    Observers,
    RequestEnded,
    ScanEnded,
    ScanStarted,
)
from jobscan.engine.process.log import EngineLog, ScanLog
from jobscan.engine.supervisor import Outlets
from jobscan.exceptions import FetchFailure
from tests.engine.board_server import BoardServer, Reply, WorkdayBoard, greenhouse_board
from tests.engine.harness import Harness


class Heard:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.events: list[EngineEvent] = []

    def on_event(self, event: EngineEvent) -> None:
        self.events.append(event)


async def test_a_scan_is_heard_from_its_start_to_its_commit(harness: Harness, boards: BoardServer) -> None:
    heard, workday = Heard(), WorkdayBoard(boards, 3)
    engine = harness.engine(outlets=Outlets(observer=heard))
    [result] = await engine.scan(harness.plan(workday.source), [workday.source])
    assert [type(event) for event in heard.events] == [
        ScanStarted,
        *[RequestEnded] * result.record.requests,
        BatchesCommitted,
        ScanEnded,
    ]
    requests = [event for event in heard.events if isinstance(event, RequestEnded)]
    assert [request.purpose for request in requests].count(Purpose.DETAIL) == 3
    assert {(request.source, request.status, request.failure) for request in requests} == {
        (workday.source.key, 200, None)
    }
    assert sum(request.wire_bytes for request in requests) == result.record.wire_bytes > 0
    committed, ended = heard.events[-2:]
    assert isinstance(committed, BatchesCommitted)
    assert [batch.record for batch in committed.batches] == [result.record]
    assert isinstance(ended, ScanEnded)
    assert (ended.source, ended.result) == (workday.source, result)


async def test_a_request_that_fails_is_heard_with_its_kind(harness: Harness, boards: BoardServer) -> None:
    heard, acme = Heard(), boards.greenhouse("acme", Reply(body=b"{}", cut=1))
    [result] = await harness.engine(outlets=Outlets(observer=heard)).scan(harness.plan(acme), [acme])
    assert result.record.outcome is ScanOutcome.FAILED
    [request] = [event for event in heard.events if isinstance(event, RequestEnded)]
    assert (request.status, request.wire_bytes, request.failure) == (None, 0, FetchFailure.BROKEN)


async def test_all_observers_hear_the_same(sqlite_harness: Harness, boards: BoardServer) -> None:
    first, second = Heard(), Heard()
    acme = boards.greenhouse("acme", greenhouse_board(range(2)))
    outlets = Outlets(observer=Observers(first, second))
    await sqlite_harness.engine(outlets=outlets).scan(sqlite_harness.plan(acme), [acme])
    assert first.events == second.events != []


def test_each_log_writes_its_own_events_only() -> None:
    with capture_logs() as lines:
        ScanLog().on_event(NetworkDown(sources=3))
    assert lines == []
    with capture_logs() as lines:
        EngineLog().on_event(NetworkDown(sources=3))
    assert [(line["event"], line["sources"]) for line in lines] == [("network_down", 3)]
