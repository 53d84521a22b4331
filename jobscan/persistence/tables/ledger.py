from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy.orm import Mapped, mapped_column

from jobscan.domain.alert import AlertRecord
from jobscan.persistence.sql.codecs import KeyText
from jobscan.persistence.sql.rows import RowForm
from jobscan.persistence.tables.base import Base

if TYPE_CHECKING:
    from sqlalchemy import Table


class LedgerRow(Base):
    """The permanent ledger: this version of this job is settled for this alert. It outlives both.

    It holds everything that was sent, and everything else that was decided once its notification is purged.
    """

    __tablename__ = "alerts_sent"

    job_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    version_hash: Mapped[str] = mapped_column(KeyText, primary_key=True)
    sent_at: Mapped[datetime]
    #: 0: recorded by hand, without an alert.
    alert_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    @classmethod
    def from_domain(cls, record: AlertRecord) -> LedgerRow:
        """Return the row of one record."""
        return cls(**ALERT_RECORD_FORM.record(record))

    def to_domain(self) -> AlertRecord:
        """Return the record."""
        return ALERT_RECORD_FORM.noun_of(self)


ALERTS_SENT = cast("Table", LedgerRow.__table__)
ALERT_RECORD_FORM = RowForm(ALERTS_SENT, AlertRecord)
