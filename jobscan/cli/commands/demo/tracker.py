"""What happened, derived from what the engine commits: nothing here looks at the market."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from jobscan.domain.job import ChangeKind
from jobscan.domain.scan import ScanOutcome
from jobscan.engine.events import BatchesCommitted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from jobscan.domain.scan import ScanRecord
    from jobscan.domain.source import SourceKey, SourceStatus
    from jobscan.engine.batch import ScanBatch
    from jobscan.engine.events import EngineEvent


class DemoEventKind(StrEnum):
    """What can happen to a posting, then what can happen to a board."""

    NEW = "new"
    UPDATED = "updated"
    AMENDED = "amended"
    EXPIRED = "expired"
    REOPENED = "reopened"
    #: The board was read for the first time.
    FIRST_SEEN = "first_seen"
    #: It gives no readable answer.
    FAILED = "failed"
    RECOVERED = "recovered"
    #: It looks emptied: nothing expires until that is confirmed.
    EMPTIED = "emptied"
    #: It looked emptied and lists its postings again.
    REFILLED = "refilled"
    #: It has looked emptied for long enough: its postings expired.
    CONFIRMED = "confirmed"


#: The kinds of postings, in the order in which they take turns.
POSTING_KINDS = (
    DemoEventKind.NEW,
    DemoEventKind.UPDATED,
    DemoEventKind.EXPIRED,
    DemoEventKind.REOPENED,
    DemoEventKind.AMENDED,
)
_MAILED = (DemoEventKind.NEW, DemoEventKind.UPDATED)
#: More than this of a kind on one board in one scan are shown as one event.
_BULK = 3


class Headline(NamedTuple):
    """What people recognise a posting by."""

    title: str
    company: str
    #: All places, joined by "; ".
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEvent:
    """Something that happened."""

    kind: DemoEventKind
    at: datetime
    source: SourceKey
    #: The board's name.
    board: str
    #: None when it happened to the board, or to several postings.
    posting: Headline | None = None
    #: Field → (old, new).
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    #: Of postings.
    count: int = 1
    #: Why, in the engine's words; "" where that is obvious.
    reason: str = ""
    #: Scans in a row that led to it.
    scans: int = 0


@dataclass(slots=True)
class _Board:
    """How a board was when its last scan ended."""

    failures: int = 0
    #: Scans in a row in which it looked emptied.
    emptied: int = 0


class EventTracker:
    """Turns what is committed into events, and keeps the totals."""

    def __init__(self) -> None:
        #: By kind, without the postings that existed when their board was first seen.
        self.totals: Counter[DemoEventKind] = Counter()
        #: Of boards.
        self.scans = 0
        self.failed_scans = 0
        self.baseline = 0
        self._headlines: dict[str, Headline] = {}
        self._active: set[str] = set()
        self._boards: dict[SourceKey, _Board] = {}
        self._first: Counter[SourceKey] = Counter()
        self._events: list[DemoEvent] = []

    @property
    def active(self) -> int:
        """Return how many postings are active."""
        return len(self._active)

    @property
    def boards(self) -> int:
        """Return how many boards have been scanned at least once."""
        return len(self._boards)

    def take_events(self) -> list[DemoEvent]:
        """Return what happened since the last time."""
        events, self._events = self._events, []
        return events

    def on_event(self, event: EngineEvent) -> None:
        """Take in what is committed."""
        if isinstance(event, BatchesCommitted):
            for batch in event.batches:
                self._take(batch)

    def _take(self, batch: ScanBatch) -> None:
        for row in batch.rows:
            self._headlines[row.job.job_key] = Headline(row.job.title, row.job.company, row.job.location)
        events = [] if batch.first_sight else list(self._of_postings(batch))
        if batch.first_sight:
            self._active.update(row.job.job_key for row in batch.rows)
            self.baseline += len(batch.rows)
            self._first[batch.source] += len(batch.rows)
        if batch.record is not None:
            events += self._of_board(batch.status, batch.record, batch)
        self.totals.update(event.kind for event in events)
        self._events += events

    def _of_postings(self, batch: ScanBatch) -> Iterator[DemoEvent]:
        reasons = {each.job_key: each.expiry_reason or "" for each in batch.bookkeeping}
        at, source, board = batch.found_at or batch.status.last_complete_at, batch.source, batch.status.name
        assert at is not None
        for happened in batch.events:
            if happened.kind is ChangeKind.NEW:
                self._active.add(happened.job_key)
                posting = self._headlines[happened.job_key]
                yield DemoEvent(kind=DemoEventKind.NEW, at=at, source=source, board=board, posting=posting)
        for version in batch.versions:
            kind = DemoEventKind(version.kind)
            if kind is DemoEventKind.EXPIRED:
                self._active.discard(version.job_key)
            elif kind is DemoEventKind.REOPENED:
                self._active.add(version.job_key)
            yield DemoEvent(
                kind=kind,
                at=at,
                source=source,
                board=board,
                posting=self._headlines[version.job_key],
                changes=version.changes,
                reason=reasons.get(version.job_key, ""),
            )

    def _of_board(self, status: SourceStatus, record: ScanRecord, batch: ScanBatch) -> Iterator[DemoEvent]:
        """Yield what the end of a scan says about the board, compared with the scan before."""
        before = self._boards.get(status.key, _Board())
        after = self._boards[status.key] = _Board()
        self.scans += 1

        def event(kind: DemoEventKind, count: int, reason: str = "", scans: int = 0) -> DemoEvent:
            at = batch.found_at or record.started_at
            return DemoEvent(
                kind=kind, at=at, source=status.key, board=status.name, count=count, reason=reason, scans=scans
            )

        if record.outcome in (ScanOutcome.FAILED, ScanOutcome.INCOMPLETE):
            self.failed_scans += 1
            after.failures, after.emptied = before.failures + 1, before.emptied
            if not before.failures:
                yield event(DemoEventKind.FAILED, status.postings, record.error or "")
            return
        if batch.first_sight:
            yield event(DemoEventKind.FIRST_SEEN, self._first.pop(status.key, 0))
        if before.failures:
            yield event(DemoEventKind.RECOVERED, status.postings, scans=before.failures)
        if status.quarantined_at is not None:
            after.emptied = before.emptied + 1
            if not before.emptied:
                yield event(DemoEventKind.EMPTIED, status.missing)
        elif before.emptied:
            expired = record.counts.expired
            if expired:
                yield event(DemoEventKind.CONFIRMED, expired, scans=before.emptied + 1)
            else:
                yield event(DemoEventKind.REFILLED, record.counts.postings, scans=before.emptied)


def notable_events(events: Sequence[DemoEvent], most: int, mailed: Collection[str]) -> list[DemoEvent]:
    """Return the events of one cycle that people can follow: all of boards, and ``most`` of single postings.

    Many of a kind on one board become one event. Of single postings those whose titles are ``mailed`` come first, so
    that the reason for a mail is on the screen; then the kinds take turns, so that none hides the others.
    """
    confirmed = {event.source for event in events if event.kind is DemoEventKind.CONFIRMED}
    sizes = Counter((event.source, event.kind) for event in events if event.posting)
    chosen: dict[tuple[SourceKey, DemoEventKind], DemoEvent] = {}
    single: list[DemoEvent] = []
    for event in events:
        group = event.source, event.kind
        if event.posting is None:
            chosen[group] = event
        elif sizes[group] <= _BULK:
            single.append(event)
        elif not (event.kind is DemoEventKind.EXPIRED and event.source in confirmed):
            chosen[group] = replace(event, posting=None, changes={}, count=sizes[group])
    return [*chosen.values(), *_choose(single, most, mailed)]


def _choose(events: Sequence[DemoEvent], most: int, mailed: Collection[str]) -> list[DemoEvent]:
    sent = [event for event in events if event.posting and event.posting.title in mailed and event.kind in _MAILED]
    # One place is left for a posting that was not mailed.
    chosen = sent[: most - 1]
    turns = [[event for event in events if event.kind is kind and event not in chosen] for kind in POSTING_KINDS]
    while len(chosen) < most and any(turns):
        chosen += [waiting.pop(0) for waiting in turns if waiting][: most - len(chosen)]
    return chosen
