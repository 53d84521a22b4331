"""Alerts, and their revision number."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from jobscan.domain.alert import Alert, AlertOrigin, AlertRule, Send, StoredAlert
from jobscan.persistence.sql.codecs import JsonValue, KeyText
from jobscan.persistence.sql.rows import RowForm, derives, keeps, keeps_word
from jobscan.persistence.tables.base import Base
from jobscan.persistence.tables.user import USERS

if TYPE_CHECKING:
    from sqlalchemy import Table


class AlertRow(Base):
    """An alert: a rule, and how its matches are sent."""

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(USERS.c.id))
    name: Mapped[str]
    #: The name case-folded: a user has each name once, including removed alerts.
    name_key: Mapped[str] = mapped_column(KeyText, info=derives("name", str.casefold))
    rule: Mapped[Any] = mapped_column(
        JsonValue, nullable=False, info=keeps(store=AlertRule.to_record, read=AlertRule.from_record)
    )
    send: Mapped[str] = mapped_column(info=keeps(store=str, read=Send.parse))
    channels: Mapped[Any] = mapped_column(JsonValue, nullable=False, info=keeps("to", store=list, read=tuple))
    notify_existing: Mapped[bool]
    enabled: Mapped[bool]
    origin: Mapped[str] = mapped_column(info=keeps_word(AlertOrigin))
    created_at: Mapped[datetime]
    baselined_at: Mapped[datetime | None]
    unsubscribed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    #: `RevisionRow.revision` of the last change of the alert or its user: the matcher reads what is newer than its own.
    revision: Mapped[int]

    __table_args__ = (
        Index(None, "user_id", "name_key", unique=True),
        Index(None, "revision"),
        {"sqlite_autoincrement": True},
    )

    def to_domain(self) -> StoredAlert:
        """Return the alert."""
        return STORED_ALERT_FORM.noun_of(self)


class RevisionRow(Base):
    """One row: a number that grows with every change of users or alerts and shows that compiled rules are outdated."""

    __tablename__ = "alert_revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]


ALERTS = cast("Table", AlertRow.__table__)
REVISION = cast("Table", RevisionRow.__table__)
STORED_ALERT_FORM = RowForm(ALERTS, StoredAlert, alert=Alert)
#: The form of an alert that is not stored yet.
ALERT_FORM = RowForm(ALERTS, Alert)
