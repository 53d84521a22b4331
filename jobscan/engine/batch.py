"""What a scan hands to the writer: everything that belongs in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.domain.event import JobEvent
    from jobscan.domain.job import JobBookkeeping, JobMove, JobVersion, StoredJob
    from jobscan.domain.scan import ScanRecord
    from jobscan.domain.source import SourceKey, SourceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanBatch:
    """Rows of one source, planned on one state of it; the last batch of a scan carries its record."""

    source: SourceKey
    #: The `SourceStatus.scan_seq` for which everything here was planned.
    scan_seq: int
    #: The status of the source once these rows are written.
    status: SourceStatus
    #: Stored postings that continue under another key; everything else here uses the new key.
    moves: tuple[JobMove, ...] = ()
    rows: tuple[StoredJob, ...] = ()
    bookkeeping: tuple[JobBookkeeping, ...] = ()
    versions: tuple[JobVersion, ...] = ()
    #: Events that people may want to be notified of.
    events: tuple[JobEvent, ...] = ()
    #: The source has never been read whole: what it lists is a baseline.
    first_sight: bool = False
    #: The real time; the times in the rows are never before those of an earlier scan.
    found_at: datetime | None = None
    #: None: more batches of this scan follow.
    record: ScanRecord | None = None

    @property
    def weight(self) -> int:
        """Return how many rows of jobs this batch writes."""
        return len(self.moves) + len(self.rows) + len(self.bookkeeping)
