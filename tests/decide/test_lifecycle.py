from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from jobscan.decide.scan.lifecycle import (
    AbsencePlan,
    JobPlan,
    LifecycleRules,
    listed_when_unchanged,
    plan_absences,
    plan_content,
    plan_sighting,
    why_held,
)
from jobscan.domain.job import ChangeKind, JobStatus, KnownJob, Markup, StoredJob
from tests.decide.postings import HOUR, NOW, board, job, known, make_status, stored

if TYPE_CHECKING:
    from collections.abc import Collection

    from jobscan.domain.source import SourceStatus

RULES = LifecycleRules()
EXPIRED: dict[str, Any] = {"status": JobStatus.EXPIRED, "misses": 2, "version": 2}


# A listed posting whose fingerprint is known.


def test_a_listed_posting_that_is_as_before_plans_nothing() -> None:
    before = known()
    assert plan_sighting(before, before.fingerprint, before.updated_at, now=NOW) == JobPlan()


def test_a_listing_without_a_stamp_keeps_the_stored_one() -> None:
    assert plan_sighting(known(), "f1", None, now=NOW) == JobPlan()


@pytest.mark.parametrize(
    ("before", "fingerprint", "updated_at"),
    [
        pytest.param(known(), "f1", NOW, id="only the board's stamp moved"),
        pytest.param(known(), "f2", None, id="only the fingerprint moved"),
        pytest.param(known(misses=1), "f1", None, id="missed once, back in time"),
    ],
)
def test_bookkeeping_alone_counts_as_unchanged(before: KnownJob, fingerprint: str, updated_at: Any) -> None:
    plan = plan_sighting(before, fingerprint, updated_at, now=NOW)
    assert (plan.kind, plan.row, plan.version) == (None, None, None)
    assert plan.bookkeeping is not None
    assert (plan.bookkeeping.fingerprint, plan.bookkeeping.updated_at) == (fingerprint, updated_at or before.updated_at)
    assert (plan.bookkeeping.misses, plan.bookkeeping.version, plan.bookkeeping.last_seen_at) == (
        0,
        before.version,
        NOW,
    )


def test_an_expired_posting_that_is_listed_again_is_reopened() -> None:
    plan = plan_sighting(known(**EXPIRED), "f1", None, now=NOW)
    assert plan.kind is ChangeKind.REOPENED
    assert plan.bookkeeping is not None
    assert (plan.bookkeeping.status, plan.bookkeeping.misses, plan.bookkeeping.version) == (JobStatus.ACTIVE, 0, 3)
    assert (plan.bookkeeping.expired_at, plan.bookkeeping.expiry_reason) == (None, None)
    assert plan.version is not None
    assert (plan.version.version, plan.version.kind, plan.version.changed_at) == (3, ChangeKind.REOPENED, NOW)
    assert plan.version.content_hash == "c1"
    assert plan.version.changes == {"status": ("expired", "active")}


def test_a_clock_set_back_moves_no_sighting_back() -> None:
    plan = plan_sighting(known(last_seen_at=NOW + HOUR, misses=1), "f1", None, now=NOW)
    assert plan.bookkeeping is not None
    assert plan.bookkeeping.last_seen_at == NOW + HOUR


# A listed posting whose content was read.


def test_a_posting_never_seen_is_new() -> None:
    plan = plan_content(job(), None, now=NOW)
    assert plan == JobPlan(kind=ChangeKind.NEW, row=StoredJob(job=job(), first_seen_at=NOW, last_seen_at=NOW))


def test_content_that_is_as_before_plans_nothing() -> None:
    assert plan_content(job(), stored(job()), now=NOW) == JobPlan()


@pytest.mark.parametrize(
    ("changed", "kind", "names"),
    [
        ({"title": "Senior Engineer"}, ChangeKind.UPDATED, {"title"}),
        ({"locations": ("Paris",)}, ChangeKind.UPDATED, {"location"}),
        ({"description": "Build more."}, ChangeKind.UPDATED, {"description"}),
        ({"title": "Boss", "department": "R&D"}, ChangeKind.UPDATED, {"title", "department"}),
        ({"department": "R&D"}, ChangeKind.AMENDED, {"department"}),
        ({"workplace": "Remote"}, ChangeKind.AMENDED, {"workplace"}),
    ],
)
def test_a_change_is_a_new_version_with_what_changed(
    changed: dict[str, Any], kind: ChangeKind, names: set[str]
) -> None:
    before = stored(job(), version=4)
    plan = plan_content(job(**changed), before, now=NOW)
    assert plan.kind is kind
    assert plan.row == replace(before, job=job(**changed), last_seen_at=NOW, version=5)
    assert plan.bookkeeping is None
    assert plan.version is not None
    assert (plan.version.version, plan.version.kind, plan.version.changed_at) == (5, kind, NOW)
    assert plan.version.content_hash == job(**changed).content_hash
    assert plan.version.changes.keys() == names


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        pytest.param({"updated_at": NOW}, {}, id="only the board's stamp moved"),
        pytest.param({"url": "https://b.com/1"}, {}, id="an address moved"),
        pytest.param({"description": "<p>Build<br>things.", "markup": Markup.HTML}, {}, id="line breaks moved"),
        pytest.param({}, {"misses": 1}, id="missed once, back in time"),
    ],
)
def test_a_row_is_brought_up_to_date_without_a_version(changed: dict[str, Any], fields: dict[str, Any]) -> None:
    before = stored(job(), **fields)
    plan = plan_content(job(**changed), before, now=NOW)
    assert (plan.kind, plan.bookkeeping, plan.version) == (None, None, None)
    assert plan.row == replace(before, job=job(**changed), last_seen_at=NOW, misses=0)


@pytest.mark.parametrize(
    ("changed", "changes"),
    [
        ({}, {"status": ("expired", "active")}),
        ({"title": "Boss"}, {"status": ("expired", "active"), "title": ("Engineer", "Boss")}),
    ],
)
def test_an_expired_posting_comes_back_with_its_history(changed: dict[str, Any], changes: dict[str, Any]) -> None:
    before = stored(job(), **EXPIRED, expired_at=NOW - HOUR, expiry_reason="missing from 2 complete scans in a row")
    plan = plan_content(job(**changed), before, now=NOW)
    assert plan.kind is ChangeKind.REOPENED
    assert plan.row == StoredJob(
        job=job(**changed), first_seen_at=before.first_seen_at, last_seen_at=NOW, version=before.version + 1
    )
    assert plan.version is not None
    assert (plan.version.version, plan.version.changes) == (3, changes)


def test_a_clock_set_back_moves_no_read_content_back() -> None:
    before = stored(job(), last_seen_at=NOW + HOUR)
    plan = plan_content(job(title="Boss"), before, now=NOW)
    assert plan.row is not None
    assert plan.row.last_seen_at == NOW + HOUR


# Postings that a complete scan did not list.


def absences(
    held: dict[str, KnownJob],
    listed: Collection[str],
    *,
    status: SourceStatus | None = None,
    rules: LifecycleRules = RULES,
    now: Any = NOW,
) -> AbsencePlan:
    return plan_absences(held, listed, status or make_status(), rules, now=now)


def test_a_scan_that_lists_everything_plans_nothing() -> None:
    assert absences(board(3), {"k0", "k1", "k2", "new"}) == AbsencePlan()


def test_a_first_miss_is_noted_and_expires_nothing() -> None:
    plan = absences(board(3), {"k1", "k2"})
    assert (plan.expired, plan.missing, plan.versions, plan.quarantined_at) == (0, 1, (), None)
    (bookkeeping,) = plan.bookkeeping
    assert (bookkeeping.job_key, bookkeeping.status, bookkeeping.misses, bookkeeping.version) == (
        "k0",
        JobStatus.ACTIVE,
        1,
        1,
    )
    assert bookkeeping.last_seen_at == make_status().last_complete_at, (
        "on leaving, the row takes over its board's last scan"
    )


def test_a_second_miss_expires_with_its_reason() -> None:
    held = board(2) | {"k2": known("k2", misses=1, version=3)}
    plan = absences(held, {"k0", "k1"})
    assert (plan.expired, plan.missing) == (1, 0)
    (bookkeeping,) = plan.bookkeeping
    assert (bookkeeping.status, bookkeeping.misses, bookkeeping.version, bookkeeping.expired_at) == (
        JobStatus.EXPIRED,
        2,
        4,
        NOW,
    )
    assert bookkeeping.expiry_reason == "missing from 2 complete scans in a row"
    assert bookkeeping.last_seen_at == held["k2"].last_seen_at
    (entry,) = plan.versions
    assert (entry.job_key, entry.version, entry.kind, entry.changed_at) == ("k2", 4, ChangeKind.EXPIRED, NOW)
    assert entry.changes == {
        "status": ("active", "expired"),
        "expiry_reason": (None, "missing from 2 complete scans in a row"),
    }


@pytest.mark.parametrize("needed", [1, 2, 5])
def test_a_posting_expires_after_so_many_misses_and_not_before(needed: int) -> None:
    held = board(3)
    for scan in range(1, needed + 1):
        plan = absences(held, {"k1", "k2"}, rules=LifecycleRules(expire_after_misses=needed))
        assert plan.expired == (scan == needed)
        held["k0"] = held["k0"]._replace(misses=plan.bookkeeping[0].misses)
    scans = "1 complete scan" if needed == 1 else f"{needed} complete scans"
    assert plan.bookkeeping[0].expiry_reason == f"missing from {scans} in a row"


def test_a_posting_that_leaves_keeps_a_sight_later_than_the_last_complete_scan() -> None:
    """An incomplete scan listed it since."""
    seen = NOW - timedelta(minutes=10)
    plan = absences(board(2) | {"k2": known("k2", last_seen_at=seen)}, {"k0", "k1"})
    assert plan.bookkeeping[0].last_seen_at == seen


def test_an_expired_posting_that_stays_away_plans_nothing() -> None:
    assert absences(board(2) | {"k2": known("k2", **EXPIRED)}, {"k0", "k1"}) == AbsencePlan()


def test_a_source_never_read_whole_can_miss_what_an_incomplete_scan_brought() -> None:
    plan = absences(board(3), {"k1", "k2"}, status=make_status(last_complete_at=None))
    assert plan.bookkeeping[0].last_seen_at == known().last_seen_at


@pytest.mark.parametrize(
    ("size", "absent", "quarantined"),
    [
        (1, 1, True),
        (9, 9, True),
        (9, 8, False),
        (10, 5, False),
        (10, 6, True),
        (10, 10, True),
        (11, 5, False),
        (11, 6, True),
        (100, 50, False),
        (100, 51, True),
    ],
)
def test_an_emptied_board_is_put_in_quarantine(size: int, absent: int, quarantined: bool) -> None:
    held = board(size, misses=1)
    plan = absences(held, {f"k{number}" for number in range(absent, size)})
    assert plan.quarantined_at == (NOW if quarantined else None)
    assert plan.quarantine_scans == (1 if quarantined else 0)
    assert plan.expired == (0 if quarantined else absent)
    assert plan.missing == (absent if quarantined else 0)


def test_a_board_whose_ids_all_changed_is_emptied_too() -> None:
    plan = absences(board(12, misses=1), {f"new{number}" for number in range(12)})
    assert (plan.quarantined_at, plan.expired) == (NOW, 0)


def test_other_postings_in_place_of_the_missing_do_not_end_a_quarantine() -> None:
    """The feed of another company: measured by all that is active, the board would be back at the second scan."""
    status, held = make_status(), board(12)
    others = {f"other{number}": known(f"other{number}") for number in range(12)}
    for scan, minutes in enumerate((15, 30, 45, 60), start=1):
        plan = absences(held, set(others), status=status, now=NOW + timedelta(minutes=minutes))
        assert (plan.expired, plan.quarantine_scans) == (0, scan)
        held = {key: one._replace(misses=min(scan, 2)) for key, one in board(12).items()} | others
        status = make_status(quarantined_at=plan.quarantined_at, quarantine_scans=plan.quarantine_scans)
    gone = absences(held, set(others), status=status, now=NOW + timedelta(minutes=75))
    assert (gone.expired, gone.quarantined_at) == (12, None)


@pytest.mark.parametrize(("back", "quarantined"), [(5, True), (6, False), (12, False)])
def test_a_board_comes_back_when_it_lists_half_of_what_was_missing(back: int, quarantined: bool) -> None:
    held = board(12, misses=1) | {f"new{number}": known(f"new{number}") for number in range(30)}
    status = make_status(quarantined_at=NOW - HOUR, quarantine_scans=1, missing=12)
    listed = {f"k{number}" for number in range(back)} | {f"new{number}" for number in range(30)}
    plan = absences(held, listed, status=status)
    assert (plan.quarantined_at is not None, plan.expired) == (quarantined, 0)


def test_an_empty_board_without_postings_is_healthy() -> None:
    assert absences({}, set()) == AbsencePlan()
    assert absences({"k0": known("k0", **EXPIRED)}, set()) == AbsencePlan()


@pytest.mark.parametrize(
    ("scans_before", "minutes", "expired"),
    [
        pytest.param(1, 600, 0, id="second scan, long after"),
        pytest.param(2, 59, 0, id="third scan, too soon"),
        pytest.param(2, 60, 12, id="third scan, an hour after the first"),
        pytest.param(11, 60, 12, id="twelfth scan, every five minutes"),
    ],
)
def test_a_quarantine_ends_by_enough_scans_over_enough_time(scans_before: int, minutes: int, expired: int) -> None:
    status = make_status(quarantined_at=NOW - timedelta(minutes=minutes), quarantine_scans=scans_before)
    plan = absences(board(12, misses=2), set(), status=status)
    assert plan.expired == expired
    if expired:
        assert (plan.quarantined_at, plan.quarantine_scans, plan.missing) == (None, 0, 0)
        assert plan.bookkeeping[0].expiry_reason == (
            f"missing from 3 complete scans in a row; the board looked emptied in {scans_before + 1} scans"
        )
    else:
        assert (plan.quarantined_at, plan.quarantine_scans) == (status.quarantined_at, scans_before + 1)
        assert plan.bookkeeping == (), "further scans of a dead board write nothing"


def test_misses_made_while_the_board_was_broken_prove_nothing() -> None:
    """Two of twelve are still missing when the board comes back: they begin at one miss."""
    status = make_status(quarantined_at=NOW - HOUR, quarantine_scans=2, missing=12)
    plan = absences(board(12, misses=2), {f"k{number}" for number in range(2, 12)}, status=status)
    assert (plan.expired, plan.missing, plan.quarantined_at, plan.quarantine_scans) == (0, 2, None, 0)
    assert {bookkeeping.job_key: bookkeeping.misses for bookkeeping in plan.bookkeeping} == {"k0": 1, "k1": 1}


def test_a_quarantine_lasts_until_something_expires() -> None:
    """With more misses wanted than scans of quarantine the board may come back in between."""
    rules = LifecycleRules(expire_after_misses=5)
    status, held = make_status(), board(12)
    for scan in range(1, 5):
        plan = absences(held, set(), status=status, rules=rules, now=NOW + scan * HOUR)
        assert (plan.expired, plan.quarantined_at, plan.quarantine_scans) == (0, NOW + HOUR, scan)
        held = {key: one._replace(misses=scan) for key, one in held.items()}
        status = make_status(quarantined_at=plan.quarantined_at, quarantine_scans=plan.quarantine_scans)
    back = absences(held, set(held) - {"k0"}, status=status, rules=rules, now=NOW + 5 * HOUR)
    assert (back.expired, back.bookkeeping[0].misses) == (0, 1)
    gone = absences(held, set(), status=status, rules=rules, now=NOW + 5 * HOUR)
    assert (gone.expired, gone.quarantined_at) == (12, None)


def test_the_order_of_what_is_known_changes_no_plan_of_a_posting() -> None:
    held = board(12, misses=1)
    listed = {f"k{number}" for number in range(3, 12)}
    one, other = absences(held, listed), absences(dict(reversed(held.items())), listed)
    assert sorted(one.bookkeeping, key=str) == sorted(other.bookkeeping, key=str)
    assert replace(one, bookkeeping=(), versions=()) == replace(other, bookkeeping=(), versions=())


def test_an_unchanged_answer_lists_what_the_last_complete_one_listed() -> None:
    held = {"k0": known("k0"), "k1": known("k1", misses=1), "k2": known("k2", **EXPIRED)}
    assert listed_when_unchanged(held) == {"k0"}


def test_a_posting_missing_from_an_unchanged_answer_expires_like_any_other() -> None:
    held = {"k0": known("k0"), "k1": known("k1", misses=1)}
    plan = absences(held, listed_when_unchanged(held))
    assert [bookkeeping.job_key for bookkeeping in plan.bookkeeping] == ["k1"]
    assert plan.expired == 1


def test_a_quarantine_says_what_it_waits_for() -> None:
    plan = AbsencePlan(missing=175, quarantined_at=NOW, quarantine_scans=2)

    assert why_held(plan, LifecycleRules()) == (
        "the board looks emptied: 175 postings are missing; they expire when 3 complete scans over 60 minutes agree"
        " (2 so far)"
    )
