"""A source's status after a scan: what the next scan needs to know and what people should see.

One write path for all outcomes: each function returns the whole row, so storing it twice changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from jobscan.decide.scan.moving import read_while_moving
from jobscan.domain.page import Validators
from jobscan.utils.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.decide.scan.lifecycle import AbsencePlan
    from jobscan.domain.scan import ScanCounts
    from jobscan.domain.source import SourceStatus

#: Characters of an error shown in a table or a log line.
ERROR_LIMIT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeList:
    """What a scan saw when its list arrived whole."""

    counts: ScanCounts
    #: Those of the single page of the list; empty when it had several, or when a posting must be requested again.
    validators: Validators = field(default_factory=Validators)
    body_hash: str | None = None
    #: Why some postings are unread, or no longer have the id of their list, in one line; None: neither.
    reason: str | None = None


def at_address(status: SourceStatus, base_url: str | None) -> SourceStatus:
    """Return the status for a scan at this ``base_url``; None: the board's own address.

    Validators and body hash of another server are removed: they say nothing about the answers of this one.
    """
    if status.base_url == base_url:
        return status
    return replace(without_validators(status), base_url=base_url)


def without_validators(status: SourceStatus) -> SourceStatus:
    """Return the status without validators and body hash: they no longer stand for what is stored."""
    return replace(status, etag=None, last_modified=None, body_hash=None)


def after_whole(status: SourceStatus, absences: AbsencePlan, seen: WholeList, *, now: datetime) -> SourceStatus:
    """Return the status after a scan whose list arrived whole.

    With unread postings the source is in trouble all the same, and its first sight goes on; postings that the list
    does not name have left the board.
    """
    after = replace(
        _after_absences(status, absences, now),
        postings=seen.counts.postings,
        etag=seen.validators.etag,
        last_modified=seen.validators.last_modified,
        body_hash=seen.body_hash,
        last_full_at=now,
        unread=seen.counts.unread,
        collisions=seen.counts.collisions,
    )
    if seen.reason is None:
        return _after_success(after, now)
    if not seen.counts.unread:
        after = _after_reading(after, now)
    return replace(after, failures=0, **_error(seen.reason, now))


def after_unchanged(
    status: SourceStatus, absences: AbsencePlan | None, *, now: datetime, validators: Validators | None = None
) -> SourceStatus:
    """Return the status after the board gave the same answer as before.

    ``absences`` is None when nothing was missing, so nothing had to be checked. ``validators`` are those of an answer
    that was read whole; None when the server only said that nothing was modified.
    """
    if validators is not None:
        status = replace(status, etag=validators.etag, last_modified=validators.last_modified, last_full_at=now)
    status = replace(status, unread=0)
    if absences is not None:
        return _after_success(_after_absences(status, absences, now), now)
    return _after_success(replace(status, last_complete_at=now, gone_since=None, scan_seq=status.scan_seq + 1), now)


def after_incomplete(status: SourceStatus, reason: str, counts: ScanCounts, *, now: datetime) -> SourceStatus:
    """Return the status after a scan whose list arrived only in part.

    The validators are removed: they no longer stand for what is stored. The board answered, so there is no backoff.
    """
    return replace(
        without_validators(read_while_moving(status, now=now)),
        failures=0,
        unread=counts.unread,
        collisions=counts.collisions,
        gone_since=None,
        scan_seq=status.scan_seq + 1,
        **_error(reason, now),
    )


def after_failure(
    status: SourceStatus, reason: str, *, now: datetime, unread: int = 0, is_gone: bool | None = None
) -> SourceStatus:
    """Return the status after a scan that read nothing; what is stored, validators included, stays valid.

    ``unread`` are the postings that its list named. ``is_gone`` says whether its system has no such board; None: it did
    not say.
    """
    gone_since = status.gone_since if is_gone is None else (status.gone_since or now) if is_gone else None
    return replace(
        status,
        failures=status.failures + 1,
        unread=unread,
        gone_since=gone_since,
        scan_seq=status.scan_seq + 1,
        **_error(reason, now),
    )


def _after_absences(status: SourceStatus, absences: AbsencePlan, now: datetime) -> SourceStatus:
    return replace(
        read_while_moving(status, now=now),
        last_complete_at=now,
        gone_since=None,
        missing=absences.missing,
        quarantined_at=absences.quarantined_at,
        quarantine_scans=absences.quarantine_scans,
        scan_seq=status.scan_seq + 1,
    )


def _after_success(status: SourceStatus, now: datetime) -> SourceStatus:
    return replace(_after_reading(status, now), last_success_at=now, error_message=None, failures=0)


def _after_reading(status: SourceStatus, now: datetime) -> SourceStatus:
    """Return the status after a scan that left nothing unread: the first such scan ends first sight.

    It ends a move, too, unless the board looks emptied: then its postings may not be there yet.
    """
    after = replace(status, first_read_at=status.first_read_at or now)
    return after if after.quarantined_at is not None else replace(after, moved_from=None, moved_read_at=None)


def _error(reason: str, now: datetime) -> dict[str, Any]:
    return {"last_error_at": now, "error_message": clean_line(reason, ERROR_LIMIT)}
