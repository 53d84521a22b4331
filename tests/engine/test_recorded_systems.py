"""Recorded boards of the smaller systems, over HTTP into real tables: what a plain reading of the recordings counts."""

from __future__ import annotations

import pytest

from jobscan.domain.scan import ScanCounts, ScanOutcome
from jobscan.domain.source import Source
from tests.engine.harness import Harness
from tests.fixtures.replay import Replay

#: Type, identifier → host of its requests, postings.
BOARDS = {
    ("workable", "crewai"): ("apply.workable.com", 4),
    ("recruitee", "germanzeroev"): ("germanzeroev.recruitee.com", 5),
    ("bamboohr", "giottoai"): ("giottoai.bamboohr.com", 3),
    ("pinpoint", "jed"): ("jed.pinpointhq.com", 4),
    ("gem", "resprop"): ("api.gem.com", 2),
}


@pytest.mark.parametrize(("type_", "identifier"), BOARDS)
async def test_a_recorded_board_is_read_once_and_unchanged_afterwards(
    harness: Harness, replay: Replay, type_: str, identifier: str
) -> None:
    host, count = BOARDS[type_, identifier]
    board = Source(type=type_, identifier=identifier, name=identifier, base_url=replay.base_url(host))
    first = await harness.scan(board)
    assert (first.outcome, first.counts) == (ScanOutcome.OK, ScanCounts(postings=count, new=count))
    for stored in (await harness.jobs(board)).values():
        job = stored.job
        assert all((job.title, job.company, job.location or job.offices))
        assert job.url.startswith("https://")
    again = await harness.scan(board)
    assert again.outcome in (ScanOutcome.OK, ScanOutcome.UNCHANGED)
    assert (again.counts.new, again.counts.updated, again.counts.expired) == (0, 0, 0)
