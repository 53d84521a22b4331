"""Boards, and conditions on the rows of a board."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import and_
from sqlalchemy.orm import Mapped, mapped_column

from jobscan.domain.source import SourceStatus
from jobscan.persistence.sql.codecs import KeyText
from jobscan.persistence.sql.rows import RowForm
from jobscan.persistence.tables.base import ZERO, Base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Table

    from jobscan.domain.source import SourceKey

#: SQLite 3.40 accepts 32,766 parameters in a statement.
_IDENTIFIERS = 1_000


class SourceRow(Base):
    """A board: its state, and what its next scan needs."""

    __tablename__ = "sources"

    source_type: Mapped[str] = mapped_column(KeyText, primary_key=True)
    source_identifier: Mapped[str] = mapped_column(KeyText, primary_key=True)
    name: Mapped[str]
    last_success_at: Mapped[datetime | None]
    last_error_at: Mapped[datetime | None]
    error_message: Mapped[str | None]
    last_complete_at: Mapped[datetime | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    body_hash: Mapped[str | None]
    last_full_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None]
    failures: Mapped[int]
    postings: Mapped[int]
    missing: Mapped[int]
    quarantined_at: Mapped[datetime | None]
    quarantine_scans: Mapped[int]
    token: Mapped[str | None]
    scan_seq: Mapped[int]
    last_outcome: Mapped[str | None]
    first_read_at: Mapped[datetime | None]
    unread: Mapped[int] = mapped_column(server_default=ZERO)
    collisions: Mapped[int] = mapped_column(server_default=ZERO)
    total_gap: Mapped[int] = mapped_column(server_default=ZERO)
    total_gap_scans: Mapped[int] = mapped_column(server_default=ZERO)
    total_gap_since: Mapped[datetime | None]
    accept_language: Mapped[str | None]
    base_url: Mapped[str | None]
    moved_from: Mapped[str | None]
    moved_read_at: Mapped[datetime | None]
    gone_since: Mapped[datetime | None]

    @classmethod
    def from_domain(cls, status: SourceStatus) -> SourceRow:
        """Return the row of a source."""
        return cls(**SOURCE_STATUS_FORM.record(status))

    def to_domain(self) -> SourceStatus:
        """Return the source."""
        return SOURCE_STATUS_FORM.noun_of(self)


SOURCES = cast("Table", SourceRow.__table__)
SOURCE_STATUS_FORM = RowForm(SOURCES, SourceStatus)


def is_source(row: Any, source_type: str, source_identifier: str) -> ColumnElement[bool]:
    """Return the condition that a row belongs to this source; ``row`` is a model or the columns of a table."""
    return and_(row.source_type == source_type, row.source_identifier == source_identifier)


def by_system(keys: Iterable[SourceKey]) -> Iterator[tuple[str, list[str]]]:
    """Yield sources as (type, identifiers) for IN lists, each source once, in the order in which scans lock them.

    By system, because a list of pairs makes SQLite 3.40 read the whole table; at most `_IDENTIFIERS` in one list.
    """
    for source_type, same in groupby(sorted(set(keys)), key=itemgetter(0)):
        identifiers = [key.source_identifier for key in same]
        for start in range(0, len(identifiers), _IDENTIFIERS):
            yield source_type, identifiers[start : start + _IDENTIFIERS]
