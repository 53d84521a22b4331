"""A board that is watched, and what is known of its last scans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class SourceKey(NamedTuple):
    """The identity of a source, in the configuration as in the database."""

    source_type: str
    source_identifier: str

    def __str__(self) -> str:
        """Return the form people type: ``greenhouse/canonical``."""
        return f"{self.source_type}/{self.source_identifier}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One board to watch, as configured."""

    #: A key of `jobscan.sources.SYSTEMS`.
    type: str
    #: The board's name at its vendor, in the adapter's form (``canonical``, ``gdit/wd5/External_Career_Site``).
    identifier: str
    #: The company, as people should see it.
    name: str
    #: An interval ("15m") or a cron expression; None: the interval of the whole configuration.
    every: str | None = None
    enabled: bool = True
    #: A token that the board's API needs (Comeet, Recruitee), masked as a secret; configured or remembered from a scan.
    token: str | None = field(default=None, repr=False)
    #: Replaces scheme and host of every request of this source; may carry a path prefix.
    base_url: str | None = None
    #: For careers pages of no known system: the CSS selector of its rows; None: the page says itself what is a posting.
    select: str | None = None
    #: What the company does, as its user says it; None: not said. It is a fact of its postings.
    industry: str | None = None
    #: For careers pages: whether the page's scripts are run in a browser before it is read.
    render: bool = False

    @property
    def key(self) -> SourceKey:
        """Return the identity of this source."""
        return SourceKey(self.type, self.identifier)

    @property
    def reading(self) -> str | None:
        """What decides, besides the identity, what an answer means: what was learned of other answers goes with it."""
        read_as = [*([] if self.select is None else [f"{{{self.select}}}"]), *(["rendered"] if self.render else [])]
        return " ".join([self.base_url or "", *read_as]) if read_as else self.base_url


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """What the database knows of a source: its health and what the next scan needs. All datetimes are aware UTC."""

    source_type: str
    source_identifier: str
    name: str
    #: The last scan that read all of the board (ok or unchanged); None: never.
    last_success_at: datetime | None = None
    last_error_at: datetime | None = None
    #: Why the last scan failed or was incomplete; None when it was neither. One line, no secrets.
    error_message: str | None = None
    #: The last scan whose list arrived whole: the effective last_seen_at of every posting it listed.
    last_complete_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    #: Hex SHA-256 of the body of the last complete scan, when the board was one page; None otherwise.
    body_hash: str | None = None
    #: The last scan that read whole bodies; validators older than a day are not trusted.
    last_full_at: datetime | None = None
    #: None: due at once.
    next_due_at: datetime | None = None
    #: Failed scans in a row.
    failures: int = 0
    #: Postings listed by the last scan whose list arrived whole.
    postings: int = 0
    #: Active postings that the last whole lists did not contain, and that have not expired yet.
    missing: int = 0
    #: When the board began to look emptied; None: it is not in quarantine.
    quarantined_at: datetime | None = None
    #: Complete scans in a row in which the board looked emptied.
    quarantine_scans: int = 0
    #: A token found on the board's page, remembered for the next scan.
    token: str | None = field(default=None, repr=False)
    #: `ScanOutcome` of the last scan; None: no scan since this column exists.
    last_outcome: str | None = None
    #: When a scan first read every posting of its list, which ended the first sight. None: not yet.
    first_read_at: datetime | None = None
    #: Postings that the last scan found listed but could not read.
    unread: int = 0
    #: Rows of the last list that was read that had the id of another posting.
    collisions: int = 0
    #: How many more postings the board claims than its list holds, if its last whole walks agree; 0: none.
    total_gap: int = 0
    #: Whole walks in a row that found this difference, and the moment of the first of them.
    total_gap_scans: int = 0
    total_gap_since: datetime | None = None
    #: The Accept-Language that this board needs to answer at all; None: requests have none.
    accept_language: str | None = None
    #: The `Source.reading` that the validators and the body hash belong to; None: the board's own address, whole.
    base_url: str | None = None
    #: The board that this one was before it moved, ``type/identifier``, until it has been read whole since; None: none.
    moved_from: str | None = None
    #: When the board was first read after it moved, whole or not; None: not yet.
    moved_read_at: datetime | None = None
    #: When its system first said that there is no such board, unless it answered since; None: it does not say so.
    gone_since: datetime | None = None
    #: Scans committed so far; a scan that was planned at another number must not be committed.
    scan_seq: int = 0

    @property
    def key(self) -> SourceKey:
        """Return the identity of this source."""
        return SourceKey(self.source_type, self.source_identifier)

    @property
    def is_gap_accepted(self) -> bool:
        """Whether the difference between total and list is accepted: a list short by it has been called whole."""
        since, whole_at = self.total_gap_since, self.last_complete_at
        return since is not None and whole_at is not None and whole_at > since
