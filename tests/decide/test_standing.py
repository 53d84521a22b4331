from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from jobscan.decide.lifecycle import AbsencePlan
from jobscan.decide.standing import ERROR_LIMIT, after_complete, after_failure, after_incomplete, after_unchanged
from jobscan.domain.fetching import Validators
from tests.decide.postings import HOUR, NOW, standing

if TYPE_CHECKING:
    from jobscan.domain.source import SourceStatus

BEFORE = standing(
    last_success_at=NOW - HOUR,
    last_complete_at=NOW - HOUR,
    last_full_at=NOW - 2 * HOUR,
    last_error_at=NOW - 3 * HOUR,
    error_message="HTTP 500",
    etag='"old"',
    last_modified="then",
    body_hash="b0",
    next_due_at=NOW,
    failures=2,
    postings=9,
    missing=1,
    quarantined_at=NOW - HOUR,
    quarantine_scans=1,
    token="t",
)
ABSENCES = AbsencePlan(missing=4, quarantined_at=NOW, quarantine_scans=1)


def changed(after: SourceStatus) -> dict[str, Any]:
    """Return what differs from before; every scan counts one up, checked here for all of them."""
    before, now = asdict(BEFORE), asdict(after)
    assert now.pop("scan_seq") == before.pop("scan_seq") + 1
    return {name: value for name, value in now.items() if value != before[name]}


def test_a_complete_scan_advances_everything_with_what_it_read() -> None:
    after = after_complete(
        BEFORE, ABSENCES, now=NOW, postings=5, validators=Validators(etag='"new"', last_modified=None), body_hash="b1"
    )
    assert changed(after) == {
        "last_success_at": NOW,
        "last_complete_at": NOW,
        "last_full_at": NOW,
        "error_message": None,
        "etag": '"new"',
        "last_modified": None,
        "body_hash": "b1",
        "failures": 0,
        "postings": 5,
        "missing": 4,
        "quarantined_at": NOW,
    }


def test_an_unchanged_board_is_complete_but_was_not_read() -> None:
    assert changed(after_unchanged(BEFORE, None, now=NOW)) == {
        "last_success_at": NOW,
        "last_complete_at": NOW,
        "error_message": None,
        "failures": 0,
    }


def test_an_unchanged_board_that_was_read_whole_was_read() -> None:
    assert changed(after_unchanged(BEFORE, None, now=NOW, validators=Validators(etag='"new"'))) == {
        "last_success_at": NOW,
        "last_complete_at": NOW,
        "last_full_at": NOW,
        "error_message": None,
        "etag": '"new"',
        "last_modified": None,
        "failures": 0,
    }


def test_an_unchanged_board_can_still_miss_postings_for_longer() -> None:
    assert changed(after_unchanged(BEFORE, AbsencePlan(missing=0), now=NOW)) == {
        "last_success_at": NOW,
        "last_complete_at": NOW,
        "error_message": None,
        "failures": 0,
        "missing": 0,
        "quarantined_at": None,
        "quarantine_scans": 0,
    }


def test_an_incomplete_scan_keeps_what_is_known_and_drops_the_validators() -> None:
    assert changed(after_incomplete(BEFORE, "page 3 did not arrive", now=NOW)) == {
        "last_error_at": NOW,
        "error_message": "page 3 did not arrive",
        "etag": None,
        "last_modified": None,
        "body_hash": None,
        "failures": 0,
    }


def test_a_failed_scan_changes_nothing_but_the_health() -> None:
    assert changed(after_failure(BEFORE, "HTTP 503", now=NOW)) == {
        "last_error_at": NOW,
        "error_message": "HTTP 503",
        "failures": 3,
    }


def test_errors_are_one_line_within_the_cap() -> None:
    reason = "HTTP 500:\n <html>\0" + "x" * 1_000
    for after in (after_failure(BEFORE, reason, now=NOW), after_incomplete(BEFORE, reason, now=NOW)):
        assert after.error_message is not None
        assert after.error_message.startswith("HTTP 500: <html>xxx")
        assert len(after.error_message) == ERROR_LIMIT


def test_a_standing_says_whose_it_is() -> None:
    assert str(BEFORE.key) == "greenhouse/acme"
    assert "t" not in repr(BEFORE).partition("token")[2]
