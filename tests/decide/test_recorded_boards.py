"""Recorded months of real boards through cleaning and lifecycle, read by the smallest reader of Greenhouse's JSON."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from jobscan.decide.posting.normalise import normalise
from jobscan.domain.job import ChangeKind, Job, JobStatus, Markup, RawJob
from jobscan.domain.source import Source
from jobscan.utils.hashing import compute_hash
from jobscan.utils.time import parse_iso
from tests.decide.postings import HOUR, NOW, make_status
from tests.decide.stored_board import StoredBoard
from tests.fixtures.corpus import Corpus

CANONICAL = Source(type="greenhouse", identifier="canonical", name="Canonical")
JULY, AUGUST = "greenhouse/canonical.2023-07-09.content.json", "greenhouse/canonical.2023-08-08.content.json"


def read(corpus: Corpus, path: str) -> list[Job]:
    return [_job(row) for row in corpus.json(path)["jobs"]]


def _job(row: dict[str, Any]) -> Job:
    raw = RawJob(
        external_id=str(row["id"]),
        title=row["title"],
        locations=(row["location"]["name"],),
        url=row["absolute_url"],
        department=", ".join(department["name"] for department in row.get("departments", [])),
        updated_at=parse_iso(row["updated_at"]),
        description=row.get("content", ""),
        markup=Markup.ESCAPED_HTML,
    )
    parts = (raw.title, raw.locations[0], raw.url, raw.department or "", raw.description)
    return normalise(CANONICAL, raw, compute_hash(*parts))


def test_a_month_of_canonical(corpus: Corpus) -> None:
    """Counted by an independent reading of the recordings: 159 common, of which 27 differ in what people read."""
    board = StoredBoard(make_status(last_complete_at=None))
    july, august = read(corpus, JULY), read(corpus, AUGUST)
    kinds, _ = board.scan_whole(july, NOW)
    assert Counter(kinds) == {ChangeKind.NEW: 175}

    kinds, absences = board.scan_whole(august, NOW + HOUR)
    assert Counter(kinds) == {ChangeKind.NEW: 32, ChangeKind.UPDATED: 27, ChangeKind.AMENDED: 3, None: 129}
    assert (absences.expired, absences.missing, absences.quarantined_at) == (0, 16, None)
    assert {name for entry in board.history if entry.kind is ChangeKind.AMENDED for name in entry.changes} == {
        "department"
    }

    kinds, absences = board.scan_whole(august, NOW + 2 * HOUR)
    assert Counter(kinds) == {None: 191}
    assert (absences.expired, absences.missing) == (16, 0)
    assert Counter(row.status for row in board.rows.values()) == {JobStatus.ACTIVE: 191, JobStatus.EXPIRED: 16}

    kinds, _ = board.scan_whole(july, NOW + 3 * HOUR)
    assert Counter(kinds)[ChangeKind.REOPENED] == 16
    assert {board.rows[job.job_key].first_seen_at for job in july} == {NOW}


def test_a_new_stamp_alone_is_kept_but_is_no_change(corpus: Corpus) -> None:
    """All 159 surviving postings had a new updated_at; 129 had nothing else that counts."""
    board = StoredBoard(make_status(last_complete_at=None))
    july, august = read(corpus, JULY), read(corpus, AUGUST)
    board.scan_whole(july, NOW)
    plans = board.plans(august, NOW + HOUR)
    written = [plan for plan in plans if plan.kind is None]
    assert len(written) == 129
    assert all(plan.bookkeeping is not None or plan.row is not None for plan in written)


@pytest.mark.parametrize("path", [JULY, AUGUST])
def test_the_same_recording_twice_plans_nothing(corpus: Corpus, path: str) -> None:
    board = StoredBoard(make_status(last_complete_at=None))
    jobs = read(corpus, path)
    board.scan_whole(jobs, NOW)
    rows = dict(board.rows)
    _, absences = board.scan_whole(jobs[::-1], NOW + HOUR)
    assert board.rows == rows
    assert absences.bookkeeping == ()
    assert board.history == []


def test_four_polls_of_duolingo_end_with_65_active_of_77_ever_seen(corpus: Corpus) -> None:
    board = StoredBoard(make_status(last_complete_at=None))
    for days, date in ((0, "11"), (3, "14"), (6, "17"), (9, "20"), (12, "20")):
        board.scan_whole(read(corpus, f"greenhouse/duolingo.2026-08-{date}.list.json"), NOW + timedelta(days=days))
    assert len(board.rows) == 77
    assert Counter(row.status for row in board.rows.values())[JobStatus.ACTIVE] == 65
