"""Scans, as `scan --json` writes them: a line for each source, and a summary as the last."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import msgspec

from jobscan.domain.scan import ScanCounts, ScanOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobscan.domain.delivery import DeliveryStatus
    from jobscan.domain.scan import ScanRecord
    from jobscan.domain.source import Source


class SourceScanRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="message_type", tag="source"):
    """One source that has been scanned. New fields may be added; these stay."""

    #: The system: ``greenhouse``.
    source_type: str
    #: The board in its system: ``canonical``.
    source_identifier: str
    #: The company, as people see it.
    name: str
    #: ok, unchanged, incomplete or failed.
    outcome: str
    #: Unique postings that the board listed; each is counted once below, under what happened to it.
    postings: int
    #: Found for the first time.
    new: int
    #: Title, location or text changed.
    updated: int
    #: Gone.
    expired: int
    #: Back.
    reopened: int
    #: Unchanged.
    unchanged: int
    #: Postings that were listed but could not be read.
    unread: int
    #: Rows that had the id of another posting.
    collisions: int
    #: Why some or all of the board could not be read; None when all of it was.
    error: str | None
    #: Items that were skipped and details that failed, with the first reasons.
    problems: list[str]
    #: How many.
    requests: int
    #: Bytes on the wire.
    wire_bytes: int
    #: How long it took.
    seconds: float
    #: True: nothing was written; absent when that is not so.
    dry_run: bool | msgspec.UnsetType = msgspec.UNSET

    @staticmethod
    def of(source: Source, record: ScanRecord, *, dry_run: bool) -> SourceScanRecord:
        """Return the record of a scan of this source."""
        return SourceScanRecord(
            source_type=source.type,
            source_identifier=source.identifier,
            name=source.name,
            outcome=record.outcome,
            **asdict(record.counts),
            error=record.error,
            problems=list(record.problems),
            requests=record.requests,
            wire_bytes=record.wire_bytes,
            seconds=record.seconds,
            dry_run=True if dry_run else msgspec.UNSET,
        )


class ScanSummaryRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="message_type", tag="summary"):
    """The sums over all sources of a scan. New fields may be added; these stay."""

    #: How many were scanned.
    sources: int
    #: How many of them failed.
    failed: int
    #: How many of them are incomplete.
    incomplete: int
    #: As in `SourceScanRecord`, of all sources together.
    postings: int
    #: As there, as are those below.
    new: int
    #: As there.
    updated: int
    #: As there.
    expired: int
    #: As there.
    reopened: int
    #: As there.
    unchanged: int
    #: As there.
    unread: int
    #: As there.
    collisions: int
    #: How long it took.
    seconds: float
    #: True: nothing was written; absent when that is not so.
    dry_run: bool | msgspec.UnsetType = msgspec.UNSET
    #: Status → how many of the due messages: pending, sent, uncertain, dead; None: nothing was tried, or it did not
    #: finish.
    deliveries: dict[str, int] | None = None
    #: Matches that existed at first sight of their board; None as above.
    recorded: int | None = None

    @staticmethod
    def of(records: Sequence[ScanRecord], *, seconds: float, dry_run: bool) -> ScanSummaryRecord:
        """Return the sums, before anything is sent."""
        outcomes = [record.outcome for record in records]
        return ScanSummaryRecord(
            sources=len(records),
            failed=outcomes.count(ScanOutcome.FAILED),
            incomplete=outcomes.count(ScanOutcome.INCOMPLETE),
            **asdict(ScanCounts.total(record.counts for record in records)),
            seconds=round(seconds, 3),
            dry_run=True if dry_run else msgspec.UNSET,
        )

    def with_sent(self, counts: Mapping[DeliveryStatus, int], recorded: int) -> ScanSummaryRecord:
        """Return these sums with the results for messages and for matches that existed before."""
        deliveries = {str(status): count for status, count in sorted(counts.items())}
        return msgspec.structs.replace(self, deliveries=deliveries, recorded=recorded)
