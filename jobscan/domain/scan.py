"""One scan of one source: its result."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from jobscan.domain.source import SourceKey


class ScanOutcome(StrEnum):
    """How a scan ended."""

    #: All of the board was read; something is new, updated, expired or reopened, or it was the first such scan.
    OK = "ok"
    #: All of the board was read; nothing is new, updated, expired or reopened.
    UNCHANGED = "unchanged"
    #: Some of the board could not be read; the rest is stored. Postings are missed or expired only if the list arrived
    #: whole and just single postings are unread.
    INCOMPLETE = "incomplete"
    #: Nothing could be read; nothing is missed or expired.
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCounts:
    """What a scan found; each posting that is listed is counted once, under what happened to it."""

    #: Unique postings that the board listed.
    postings: int = 0
    new: int = 0
    updated: int = 0
    expired: int = 0
    reopened: int = 0
    unchanged: int = 0
    #: Postings that were listed and could not be read; known ones stay as they were.
    unread: int = 0
    #: Rows that had the id of another posting of the same list.
    collisions: int = 0

    @classmethod
    def total(cls, counts: Iterable[Self]) -> Self:
        """Return the total of both."""
        found = [*counts]
        return cls(**{part.name: sum(getattr(one, part.name) for one in found) for part in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRecord:
    """One scan, as kept in the table ``scans``."""

    source: SourceKey
    started_at: datetime
    seconds: float
    outcome: ScanOutcome
    counts: ScanCounts = field(default_factory=ScanCounts)
    requests: int = 0
    #: Bytes that crossed the wire.
    wire_bytes: int = 0
    #: Why some or all of the board could not be read, in one line; None when all of it was.
    error: str | None = None
    #: Items skipped and details that failed, with the first reasons; empty when there were none.
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """How a scan ended, for those who schedule and report."""

    record: ScanRecord
    #: The first request failed with a network error, on our side or theirs.
    network_failure: bool = False
    #: Before it, the source had never been read whole.
    first_sight: bool = False
