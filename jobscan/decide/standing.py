"""A source's standing after a scan: what the next scan needs to know and what people should see.

One write path for all outcomes: each function returns the whole row, so that storing it twice is storing it once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.utils.text import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.decide.lifecycle import AbsencePlan
    from jobscan.domain.fetching import Validators
    from jobscan.domain.source import SourceStatus

#: Characters of an error that people read in a table or a log line.
ERROR_LIMIT = 500


def after_complete(
    status: SourceStatus,
    absences: AbsencePlan,
    *,
    now: datetime,
    postings: int,
    validators: Validators,
    body_hash: str | None,
) -> SourceStatus:
    """Return the standing after a scan that read the whole board.

    ``validators`` and ``body_hash`` are those of the one page it came in; empty when it came in several, or when a
    posting of it could not be read and must be asked for again.
    """
    return replace(
        _after_absences(status, absences, now),
        postings=postings,
        etag=validators.etag,
        last_modified=validators.last_modified,
        body_hash=body_hash,
        last_full_at=now,
    )


def after_unchanged(
    status: SourceStatus, absences: AbsencePlan | None, *, now: datetime, validators: Validators | None = None
) -> SourceStatus:
    """Return the standing after the board answered what it answered before.

    ``absences`` is None when nothing was missing, so that nothing had to be looked at. ``validators`` are those of an
    answer that was read whole; None when the server only said that nothing was modified.
    """
    if validators is not None:
        status = replace(status, etag=validators.etag, last_modified=validators.last_modified, last_full_at=now)
    if absences is not None:
        return _after_absences(status, absences, now)
    return replace(
        status,
        last_success_at=now,
        last_complete_at=now,
        error_message=None,
        failures=0,
        scan_seq=status.scan_seq + 1,
    )


def after_incomplete(status: SourceStatus, reason: str, *, now: datetime) -> SourceStatus:
    """Return the standing after a scan that read only part of the board.

    The validators go: what is stored is no longer what they stand for. The board answered, so it is not backed off.
    """
    return replace(
        status,
        last_error_at=now,
        error_message=clean_line(reason, ERROR_LIMIT),
        etag=None,
        last_modified=None,
        body_hash=None,
        failures=0,
        scan_seq=status.scan_seq + 1,
    )


def after_failure(status: SourceStatus, reason: str, *, now: datetime) -> SourceStatus:
    """Return the standing after a scan that read nothing; what is stored, validators included, still stands."""
    return replace(
        status,
        last_error_at=now,
        error_message=clean_line(reason, ERROR_LIMIT),
        failures=status.failures + 1,
        scan_seq=status.scan_seq + 1,
    )


def _after_absences(status: SourceStatus, absences: AbsencePlan, now: datetime) -> SourceStatus:
    return replace(
        status,
        last_success_at=now,
        last_complete_at=now,
        error_message=None,
        failures=0,
        missing=absences.missing,
        quarantined_at=absences.quarantined_at,
        quarantine_scans=absences.quarantine_scans,
        scan_seq=status.scan_seq + 1,
    )
