"""Boards and their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from jobscan.utils.time import format_utc_or_none

if TYPE_CHECKING:
    from jobscan.services.sources import SourceHealth


class SourceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A source and its state. Moments are UTC."""

    #: The system: ``greenhouse``.
    source_type: str
    #: The board in its system: ``canonical``.
    source_identifier: str
    #: The company, as people see it.
    name: str
    #: ok, failing, incomplete, quarantine, never, disabled or removed.
    state: str
    #: The last scan that read all of the board; None: never.
    last_success_at: str | None
    #: The last scan that failed or was incomplete; None: never.
    last_error_at: str | None
    #: Why the last scan failed or was incomplete; None when it was neither.
    error_message: str | None
    #: When the next scan is due; None: at once.
    next_due_at: str | None
    #: The last scan whose list arrived whole; None: never.
    last_complete_at: str | None
    #: Postings that are on the board.
    active: int
    #: Postings that have been on it.
    expired: int
    #: Active postings that the last whole lists did not name and that have not expired yet.
    missing: int
    #: Postings that the last scan found listed but could not read.
    unread: int
    #: Rows of the last list that had the id of another posting.
    collisions: int
    #: How many more postings the board says it has than its list holds; 0: none.
    total_gap: int
    #: Whether that difference is accepted.
    total_gap_accepted: bool
    #: When every posting of a list had been read for the first time; None: not yet.
    first_read_at: str | None
    #: Failed scans in a row.
    failures: int
    #: When the board began to look emptied; None: it is not in quarantine.
    quarantined_at: str | None
    #: Complete scans in a row that agreed with the emptied look.
    quarantine_scans: int
    #: When its system first said that there is no such board, unless it answered since; None: it does not say so.
    gone_since: str | None
    #: The board that it was before it moved, until it has been read whole since; None: none.
    moved_from: str | None

    @staticmethod
    def of(health: SourceHealth) -> SourceRecord:
        """Return the record of a source and its state."""
        status = health.status
        return SourceRecord(
            source_type=health.key.source_type,
            source_identifier=health.key.source_identifier,
            name=health.name,
            state=health.state,
            last_success_at=format_utc_or_none(status.last_success_at),
            last_error_at=format_utc_or_none(status.last_error_at),
            error_message=status.error_message,
            next_due_at=format_utc_or_none(status.next_due_at),
            last_complete_at=format_utc_or_none(status.last_complete_at),
            active=health.active,
            expired=health.expired,
            missing=status.missing,
            unread=status.unread,
            collisions=status.collisions,
            total_gap=status.total_gap,
            total_gap_accepted=status.is_gap_accepted,
            first_read_at=format_utc_or_none(status.first_read_at),
            failures=status.failures,
            quarantined_at=format_utc_or_none(status.quarantined_at),
            quarantine_scans=status.quarantine_scans,
            gone_since=format_utc_or_none(status.gone_since),
            moved_from=status.moved_from,
        )
