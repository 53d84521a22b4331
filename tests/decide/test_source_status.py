from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from jobscan.decide.scan.lifecycle import AbsencePlan
from jobscan.decide.scan.source_status import (
    ERROR_LIMIT,
    WholeList,
    after_failure,
    after_incomplete,
    after_unchanged,
    after_whole,
    at_address,
)
from jobscan.domain.page import Validators
from jobscan.domain.scan import ScanCounts
from tests.decide.postings import HOUR, NOW, make_status

if TYPE_CHECKING:
    from jobscan.domain.source import SourceStatus

BEFORE = make_status(
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
    unread=3,
    collisions=1,
)
ABSENCES = AbsencePlan(missing=4, quarantined_at=NOW, quarantine_scans=1)


def changed(after: SourceStatus) -> dict[str, Any]:
    """Return what differs from before; every scan counts one up, checked here for all of them."""
    before, now = asdict(BEFORE), asdict(after)
    assert now.pop("scan_seq") == before.pop("scan_seq") + 1
    return {name: value for name, value in now.items() if value != before[name]}


def test_another_address_keeps_everything_but_what_stood_for_the_answers_of_the_one_before() -> None:
    moved = at_address(BEFORE, "http://127.0.0.1")
    assert moved == replace(BEFORE, base_url="http://127.0.0.1", etag=None, last_modified=None, body_hash=None)
    assert at_address(replace(moved, etag='"new"'), "http://127.0.0.1").etag == '"new"'
    assert at_address(replace(moved, etag='"new"'), None).etag is None


def test_a_scan_that_read_all_advances_everything_with_what_it_read() -> None:
    seen = WholeList(
        counts=ScanCounts(postings=5, collisions=2),
        validators=Validators(etag='"new"', last_modified=None),
        body_hash="b1",
    )
    assert changed(after_whole(BEFORE, ABSENCES, seen, now=NOW)) == {
        "last_success_at": NOW,
        "last_complete_at": NOW,
        "last_full_at": NOW,
        "first_read_at": NOW,
        "error_message": None,
        "etag": '"new"',
        "last_modified": None,
        "body_hash": "b1",
        "failures": 0,
        "postings": 5,
        "missing": 4,
        "quarantined_at": NOW,
        "unread": 0,
        "collisions": 2,
    }


def test_a_whole_list_with_unread_postings_says_what_has_left_and_is_no_success() -> None:
    seen = WholeList(counts=ScanCounts(postings=5, unread=2, collisions=1), reason="2 of 5 postings could not be read")
    assert changed(after_whole(BEFORE, ABSENCES, seen, now=NOW)) == {
        "last_error_at": NOW,
        "last_complete_at": NOW,
        "last_full_at": NOW,
        "error_message": "2 of 5 postings could not be read",
        "etag": None,
        "last_modified": None,
        "body_hash": None,
        "failures": 0,
        "postings": 5,
        "missing": 4,
        "quarantined_at": NOW,
        "unread": 2,
    }


def test_the_first_sight_of_a_board_ends_once() -> None:
    seen = WholeList(counts=ScanCounts(postings=5))
    first = after_whole(BEFORE, ABSENCES, seen, now=NOW)
    assert first.first_read_at == NOW
    assert after_whole(first, ABSENCES, seen, now=NOW + HOUR).first_read_at == NOW
    assert after_unchanged(first, None, now=NOW + HOUR).first_read_at == NOW


def test_an_unchanged_board_is_complete_but_was_not_read() -> None:
    assert changed(after_unchanged(BEFORE, None, now=NOW)) == {
        "last_success_at": NOW,
        "first_read_at": NOW,
        "unread": 0,
        "last_complete_at": NOW,
        "error_message": None,
        "failures": 0,
    }


def test_an_unchanged_board_that_was_read_whole_was_read() -> None:
    assert changed(after_unchanged(BEFORE, None, now=NOW, validators=Validators(etag='"new"'))) == {
        "last_success_at": NOW,
        "first_read_at": NOW,
        "unread": 0,
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
        "first_read_at": NOW,
        "unread": 0,
        "last_complete_at": NOW,
        "error_message": None,
        "failures": 0,
        "missing": 0,
        "quarantined_at": None,
        "quarantine_scans": 0,
    }


def test_an_incomplete_list_keeps_what_is_known_and_drops_the_validators() -> None:
    counts = ScanCounts(postings=40, unread=5, collisions=6)
    assert changed(after_incomplete(BEFORE, "page 3 did not arrive", counts, now=NOW)) == {
        "last_error_at": NOW,
        "error_message": "page 3 did not arrive",
        "etag": None,
        "last_modified": None,
        "body_hash": None,
        "failures": 0,
        "unread": 5,
        "collisions": 6,
    }


def test_a_failed_scan_changes_nothing_but_the_health() -> None:
    assert changed(after_failure(BEFORE, "HTTP 503", now=NOW)) == {
        "last_error_at": NOW,
        "error_message": "HTTP 503",
        "failures": 3,
        "unread": 0,
    }
    assert after_failure(BEFORE, "none of 30 postings could be read", now=NOW, unread=30).unread == 30


def test_errors_are_one_line_within_the_cap() -> None:
    reason = "HTTP 500:\n <html>\0" + "x" * 1_000
    for after in (after_failure(BEFORE, reason, now=NOW), after_incomplete(BEFORE, reason, ScanCounts(), now=NOW)):
        assert after.error_message is not None
        assert after.error_message.startswith("HTTP 500: <html>xxx")
        assert len(after.error_message) == ERROR_LIMIT


def test_a_standing_says_whose_it_is() -> None:
    assert str(BEFORE.key) == "greenhouse/acme"
    assert "t" not in repr(BEFORE).partition("token")[2]
