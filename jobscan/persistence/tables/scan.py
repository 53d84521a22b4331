from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from jobscan.domain.scan import ScanCounts, ScanOutcome, ScanRecord
from jobscan.domain.source import SourceKey
from jobscan.persistence.sql.codecs import JsonValue, KeyText
from jobscan.persistence.sql.rows import RowForm, keeps, keeps_word
from jobscan.persistence.tables.base import ZERO, Base

if TYPE_CHECKING:
    from sqlalchemy import Table


class ScanRow(Base):
    """One scan of one source."""

    __tablename__ = "scans"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    source_type: Mapped[str] = mapped_column(KeyText)
    source_identifier: Mapped[str] = mapped_column(KeyText)
    started_at: Mapped[datetime]
    seconds: Mapped[float]
    outcome: Mapped[str] = mapped_column(info=keeps_word(ScanOutcome))
    postings: Mapped[int]
    new: Mapped[int]
    updated: Mapped[int]
    expired: Mapped[int]
    reopened: Mapped[int]
    unchanged: Mapped[int]
    requests: Mapped[int]
    wire_bytes: Mapped[int] = mapped_column(BigInteger)
    error: Mapped[str | None]
    problems: Mapped[Any] = mapped_column(JsonValue, nullable=False, info=keeps(store=list, read=tuple))
    unread: Mapped[int] = mapped_column(server_default=ZERO)
    collisions: Mapped[int] = mapped_column(server_default=ZERO)

    __table_args__ = (Index(None, "source_type", "source_identifier", "started_at"),)

    @classmethod
    def from_domain(cls, record: ScanRecord) -> ScanRow:
        """Return the row of one scan, without an id."""
        return cls(**SCAN_RECORD_FORM.record(record))

    def to_domain(self) -> ScanRecord:
        """Return the scan."""
        return SCAN_RECORD_FORM.noun_of(self)


SCANS = cast("Table", ScanRow.__table__)
SCAN_RECORD_FORM = RowForm(SCANS, ScanRecord, source=SourceKey, counts=ScanCounts)
