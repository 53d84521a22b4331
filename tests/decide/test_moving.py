"""A board that has moved to another system: which postings go on, and of which of them people hear."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.posting.normalise import normalise
from jobscan.decide.scan.lifecycle import AbsencePlan
from jobscan.decide.scan.moving import (
    MOVE_PERIOD,
    after_move,
    id_after_move,
    is_moving,
    match_moved,
    plan_moves,
    plan_returns,
    shown_by,
)
from jobscan.decide.scan.source_status import (
    WholeList,
    after_failure,
    after_incomplete,
    after_unchanged,
    after_whole,
)
from jobscan.decide.scan.state import ScanState
from jobscan.domain.job import ChangeKind, JobStatus, KnownJob, StoredJob
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.scan import ScanCounts
from jobscan.domain.source import Source, SourceKey, SourceStatus
from jobscan.utils.hashing import compute_job_key
from tests.decide.postings import raw_job

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
OLD, NEW = SourceKey("greenhouse", "acme"), SourceKey("lever", "acme-inc")
MOVED = SourceStatus(source_type="lever", source_identifier="acme-inc", name="Acme", moved_from=str(OLD), failures=2)


@pytest.mark.parametrize(
    ("listed", "stored", "expected"),
    [
        # The same title at the same places goes first, whatever the keys.
        ({"a": "Nurse, Oslo", "b": "Nurse, Cork"}, {"x": "Nurse, Cork", "y": "Nurse, Oslo"}, {"a": "y", "b": "x"}),
        # Then the title alone.
        ({"a": "Nurse, Cork (Ireland)"}, {"x": "Nurse, Cork"}, {"a": "x"}),
        ({"b": "Nurse, Bonn", "a": "Nurse, Cork"}, {"x": "Nurse, Cork", "y": "Nurse, Rome"}, {"a": "x", "b": "y"}),
        # Of equal ones the smallest keys, and what is left goes without.
        (
            {"b": "Nurse, Cork", "a": "Nurse, Cork", "c": "Nurse, Cork"},
            {"y": "Nurse, Cork", "x": "Nurse, Cork"},
            {"a": "x", "b": "y"},
        ),
        ({"a": "Nurse, Cork"}, {"y": "Nurse, Cork", "x": "Nurse, Cork"}, {"a": "x"}),
        # Case, accents and blanks are those of a system.
        ({"a": "  NURSE \n(m/f), Zurich"}, {"x": "Nurse (m/f), Zürich"}, {"a": "x"}),
        ({"a": "Chemist, Cork"}, {"x": "Nurse, Cork"}, {}),
        ({}, {"x": "Nurse, Cork"}, {}),
        ({"a": "Nurse, Cork"}, {}, {}),
    ],
)
def test_title_and_places_decide_then_the_title(
    listed: dict[str, str], stored: dict[str, str], expected: dict[str, str]
) -> None:
    def shown(rows: dict[str, str]) -> dict[str, object]:
        return {key: shown_by(Face(None, *text.rsplit(", ", 1))) for key, text in rows.items()}

    assert match_moved(shown(listed), shown(stored)) == expected  # type: ignore[arg-type]


def test_a_posting_without_a_title_or_places_shows_that() -> None:
    assert shown_by(Face(None, "", None)) == shown_by(Face("https://a.example", "(untitled)", ""))


@pytest.mark.parametrize(
    ("former", "new", "external_id", "expected"),
    [
        ("greenhouse", "lever", "12", "greenhouse:12"),
        # Within a system an id means what it meant, and so it does back there.
        ("greenhouse", "greenhouse", "12", "12"),
        ("lever", "greenhouse", "greenhouse:12", "12"),
        ("lever", "ashby", "greenhouse:12", "lever:greenhouse:12"),
        ("ashby", "lever", "lever:greenhouse:12", "greenhouse:12"),
    ],
)
def test_an_id_says_which_system_gave_it(former: str, new: str, external_id: str, expected: str) -> None:
    assert id_after_move(former, new, external_id) == expected


def test_each_posting_moves_to_a_key_of_its_own() -> None:
    long = "x" * 600
    moves = plan_moves(OLD, NEW, [("k2", long + "b"), ("k1", long + "a"), ("k3", "12")])
    assert [move.old_key for move in moves] == ["k1", "k2", "k3"]
    assert len({move.new_key for move in moves}) == 3
    assert moves[2].new_key == compute_job_key(*NEW, "greenhouse:12")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (replace(MOVED, moved_from=None), False),
        (MOVED, True),
        (replace(MOVED, moved_read_at=NOW - MOVE_PERIOD + timedelta(seconds=1)), True),
        # It never arrives whole: people must hear of changes one day.
        (replace(MOVED, moved_read_at=NOW - MOVE_PERIOD), False),
    ],
)
def test_a_move_lasts_until_the_board_was_read_a_day_at_most(status: SourceStatus, expected: bool) -> None:
    assert is_moving(status, now=NOW) is expected


WHOLE = WholeList(counts=ScanCounts(postings=1))
NOTHING_GONE = AbsencePlan()


def test_a_move_ends_with_the_first_scan_that_reads_everything() -> None:
    assert after_whole(MOVED, NOTHING_GONE, WHOLE, now=NOW).moved_from is None
    unread = WholeList(counts=ScanCounts(postings=2, unread=1), reason="one is unread")
    after = after_whole(MOVED, NOTHING_GONE, unread, now=NOW)
    assert (after.moved_from, after.moved_read_at) == (str(OLD), NOW)
    shared = WholeList(counts=ScanCounts(postings=2, collisions=2), reason="an id is shared")
    assert after_whole(MOVED, NOTHING_GONE, shared, now=NOW).moved_from is None
    after = after_incomplete(MOVED, "half of it", ScanCounts(), now=NOW)
    assert (after.moved_from, after.moved_read_at) == (str(OLD), NOW)
    later = after_incomplete(after, "half of it", ScanCounts(), now=NOW + timedelta(hours=1))
    assert later.moved_read_at == NOW
    after = after_failure(MOVED, "refused", now=NOW)
    assert (after.moved_from, after.moved_read_at) == (str(OLD), None)
    # An empty new board is one whose postings are still to come.
    emptied = replace(NOTHING_GONE, quarantined_at=NOW, quarantine_scans=1)
    after = after_whole(MOVED, emptied, WHOLE, now=NOW)
    assert after.moved_from == str(OLD)
    assert after_unchanged(after, emptied, now=NOW).moved_from == str(OLD)
    assert after_unchanged(after, NOTHING_GONE, now=NOW).moved_from is None


def test_nothing_of_the_old_board_s_answers_goes_along() -> None:
    before = SourceStatus(
        source_type="greenhouse",
        source_identifier="acme",
        name="Acme",
        etag="e",
        body_hash="h",
        token="t",
        failures=4,
        missing=3,
        total_gap=1,
        first_read_at=NOW,
        last_complete_at=NOW,
        gone_since=NOW,
        quarantined_at=NOW,
        scan_seq=7,
    )
    assert after_move(before, NEW) == SourceStatus(
        source_type="lever",
        source_identifier="acme-inc",
        name="Acme",
        first_read_at=NOW,
        moved_from="greenhouse/acme",
        scan_seq=8,
    )


@pytest.mark.parametrize(
    ("since", "is_gone", "expected"),
    [
        (None, True, NOW),
        (NOW - timedelta(days=2), True, NOW - timedelta(days=2)),
        # A network that fails says nothing.
        (NOW - timedelta(days=2), None, NOW - timedelta(days=2)),
        (NOW - timedelta(days=2), False, None),
        (None, None, None),
    ],
)
def test_a_board_is_gone_since_its_system_first_said_so(
    since: datetime | None, is_gone: bool | None, expected: datetime | None
) -> None:
    assert after_failure(replace(MOVED, gone_since=since), "x", now=NOW, is_gone=is_gone).gone_since == expected
    gone = replace(MOVED, gone_since=NOW)
    assert after_whole(gone, NOTHING_GONE, WHOLE, now=NOW).gone_since is None
    assert after_unchanged(gone, None, now=NOW).gone_since is None
    assert after_incomplete(gone, "half", ScanCounts(), now=NOW).gone_since is None


def known_job(key: str, status: JobStatus = JobStatus.ACTIVE) -> KnownJob:
    return KnownJob(
        job_key=key,
        fingerprint="before",
        content_hash="h",
        status=status,
        misses=0,
        version=3,
        last_seen_at=NOW - timedelta(days=3),
        updated_at=None,
    )


def test_what_expired_with_an_emptied_board_is_back_and_was_not_seen() -> None:
    [row], [entry] = plan_returns([known_job("k", JobStatus.EXPIRED)], now=NOW)
    assert (row.status, row.last_seen_at, row.version) == (JobStatus.ACTIVE, NOW - timedelta(days=3), 4)
    assert (entry.kind, entry.version, entry.changed_at) == (ChangeKind.REOPENED, 4, NOW)


SOURCE = Source(type="lever", identifier="acme-inc", name="Acme")
LOOKS = st.tuples(st.sampled_from(["Nurse", "NURSE", "Chemist", "Pilot"]), st.sampled_from(["Cork", "Oslo", ""]))


def scanned(listed: list[tuple[int, tuple[str, str]]], stored: list[tuple[str, str]]) -> ScanState:
    """Return what a scan of the new board finds; ``listed`` are (number, (title, place))."""
    faces = {compute_job_key(*NEW, f"greenhouse:{at}"): Face(None, *look) for at, look in enumerate(stored)}
    state = ScanState(NEW, {key: known_job(key) for key in faces}, NOW, is_moving=True)
    postings = [
        Posting(
            external_id=f"id-{number}",
            fingerprint=f"f-{number}",
            job=raw_job(f"id-{number}", title=title, locations=(place,), url=f"https://jobs.example/{number}"),
        )
        for number, (title, place) in listed
    ]
    wanted = state.part_shared(state.add_page(ParsedPage(postings=tuple(postings))))
    assert state.claims.in_doubt() <= faces.keys()
    for posting in [*wanted, *state.settle_claims(faces if state.claims.postings else {})]:
        assert posting.job is not None
        move = state.moved.get(state.key_of(posting))
        job = normalise(SOURCE, posting.job, posting.fingerprint)
        before = None
        if move is not None:
            title, place = stored[int(faces_index(faces, move.old_key))]
            old = normalise(SOURCE, raw_job("x", title=title, locations=(place,), description="before"), "before")
            before = StoredJob(
                job=replace(old, job_key=job.job_key, external_id=job.external_id),
                first_seen_at=NOW - timedelta(days=9),
                last_seen_at=NOW - timedelta(days=3),
                version=3,
            )
        state.add_content(job, before)
    return state


def faces_index(faces: dict[str, Face], key: str) -> int:
    return list(faces).index(key)


@given(st.lists(LOOKS, max_size=8), st.lists(LOOKS, max_size=8), st.randoms())
def test_no_order_matters_each_is_claimed_once_and_nobody_hears_of_a_known_title(
    listed: list[tuple[str, str]], stored: list[tuple[str, str]], random: object
) -> None:
    rows = list(enumerate(listed))
    state = scanned(rows, stored)
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert {key: move.old_key for key, move in scanned(shuffled, stored).moved.items()} == {
        key: move.old_key for key, move in state.moved.items()
    }
    assert max(Counter(move.old_key for move in state.moves).values(), default=1) == 1
    # As many of each title go on as there are on both sides.
    titles = [Counter(title.lower() for title, _ in looks) for looks in (listed, stored)]
    assert len(state.moves) == (titles[0] & titles[1]).total()
    news = [event.job.title.lower() for event in state.events if event.is_news and event.job is not None]
    assert Counter(news) == Counter(title.lower() for title, _ in listed if title.lower() not in titles[1])
    assert all(event.kind is ChangeKind.NEW for event in state.events if event.is_news)
    # All the rest is recorded.
    assert len(state.events) == len(listed)
