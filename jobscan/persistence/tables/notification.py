from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from jobscan.domain.delivery import DeliveryStatus, MatchedJob, Notification, NotificationKind
from jobscan.persistence.sql.codecs import JsonValue, KeyText
from jobscan.persistence.sql.rows import RowForm, keeps, keeps_word
from jobscan.persistence.tables.base import CHANGES, Base, partial_index

if TYPE_CHECKING:
    from sqlalchemy import Table

#: Waits to be put into a delivery.
UNPLANNED = "delivery_status = 'pending' AND delivery_id IS NULL"


def _matched(record: dict[str, Any], job_key: str) -> MatchedJob:
    """Read a match; the row's key is authoritative: the job may have moved to another since it matched."""
    return MatchedJob.from_record(record | {"job_key": job_key})


class NotificationRow(Base):
    """One version of one posting for one alert on one channel; the key ensures that it is sent once.

    The key begins with the job: "has this been decided already?" is asked for the jobs of a batch. No foreign keys, as
    in `JobVersionRow`: jobs may be purged while this stays.
    """

    __tablename__ = "alert_notifications"

    job_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    alert_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version_hash: Mapped[str] = mapped_column(KeyText, primary_key=True)
    channel: Mapped[str] = mapped_column(KeyText, primary_key=True)
    kind: Mapped[str] = mapped_column(info=keeps_word(NotificationKind))
    created_at: Mapped[datetime]
    delivery_status: Mapped[str] = mapped_column(info=keeps_word(DeliveryStatus))
    delivery_id: Mapped[int | None]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error_message: Mapped[str | None]
    #: NULL for a baseline, whose job is shown in its current state.
    matched: Mapped[Any] = mapped_column(
        JsonValue, nullable=True, info=keeps(store=MatchedJob.to_record, read=_matched, beside=("job_key",))
    )
    changes: Mapped[Any] = mapped_column(JsonValue, nullable=False, info=CHANGES)

    __table_args__ = (
        Index(None, "alert_id", "created_at"),
        partial_index("ix_alert_notifications_unplanned", "next_attempt_at", rows=UNPLANNED),
        partial_index("ix_alert_notifications_delivery_id", "delivery_id", rows="delivery_id IS NOT NULL"),
    )

    def to_domain(self) -> Notification:
        """Return the notification."""
        return NOTIFICATION_FORM.noun_of(self)


NOTIFICATIONS = cast("Table", NotificationRow.__table__)
NOTIFICATION_FORM = RowForm(NOTIFICATIONS, Notification)
