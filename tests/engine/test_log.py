"""What the daemon logs of its scans: news, and each trouble once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from jobscan.domain.scan import ScanCounts, ScanOutcome, ScanRecord, ScanResult
from jobscan.domain.source import Source
from jobscan.engine.events import ScanEnded, ScanStarted
from jobscan.engine.process.log import ScanLog

ACME = Source(type="greenhouse", identifier="acme", name="Acme")


def record(outcome: ScanOutcome = ScanOutcome.UNCHANGED, **values: Any) -> ScanRecord:
    return ScanRecord(
        source=ACME.key, started_at=datetime(2026, 11, 20, tzinfo=UTC), seconds=0.1, outcome=outcome, **values
    )


def failed(error: str) -> ScanRecord:
    return record(ScanOutcome.FAILED, error=error)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([record(), record()], []),
        ([record(ScanOutcome.OK, counts=ScanCounts(postings=1, new=1))], ["scanned"]),
        ([failed("HTTP 500"), failed("HTTP 500")], ["scan_failed"]),
        ([failed("43 of 120 pages"), failed("44 of 121 pages")], ["scan_failed"]),
        ([failed("HTTP 500"), failed("not JSON")], ["scan_failed", "scan_failed"]),
        ([failed("HTTP 500"), record()], ["scan_failed", "source_recovered"]),
        ([record(problems=("20 are missing (1 so far)",)), record(problems=("20 are missing (2 so far)",))], 1),
        ([record(problems=("a",)), record(), record(problems=("a",))], 2),
    ],
    ids=["unchanged", "news", "the same", "the same but for numbers", "another", "recovered", "held", "held again"],
)
def test_each_change_of_state_is_one_line(records: list[ScanRecord], expected: list[str] | int) -> None:
    log = ScanLog()
    with capture_logs() as lines:
        for scanned in records:
            log.on_event(ScanStarted(source=ACME))
            log.on_event(ScanEnded(source=ACME, result=ScanResult(record=scanned)))
    if isinstance(expected, int):
        expected = ["scan_problem"] * expected
    assert [line["event"] for line in lines if line["log_level"] != "debug"] == expected
