from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from jobscan.domain.delivery import Delivery, DeliveryKind, DeliveryStatus
from jobscan.persistence.sql.codecs import KeyText
from jobscan.persistence.sql.rows import RowForm, keeps_word
from jobscan.persistence.tables.base import Base, partial_index

if TYPE_CHECKING:
    from sqlalchemy import Table

#: Waits to be sent.
UNSENT = "status IN ('pending', 'uncertain') AND next_attempt_at IS NOT NULL"


class DeliveryRow(Base):
    """One message to one user on one channel."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    user_id: Mapped[int]
    alert_id: Mapped[int | None]
    channel: Mapped[str] = mapped_column(KeyText)
    kind: Mapped[str] = mapped_column(info=keeps_word(DeliveryKind))
    status: Mapped[str] = mapped_column(info=keeps_word(DeliveryStatus))
    created_at: Mapped[datetime]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error_message: Mapped[str | None]

    # Ids are never reused: Message-IDs are made from them.
    __table_args__ = (
        Index(None, "user_id", "created_at"),
        partial_index("ix_deliveries_unsent", "channel", "next_attempt_at", rows=UNSENT),
        {"sqlite_autoincrement": True},
    )

    def to_domain(self) -> Delivery:
        """Return the delivery."""
        return DELIVERY_FORM.noun_of(self)


DELIVERIES = cast("Table", DeliveryRow.__table__)
DELIVERY_FORM = RowForm(DELIVERIES, Delivery)
