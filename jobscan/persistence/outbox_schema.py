"""The tables of alerts: who wants what, what matched, what went out. They belong to the metadata of `schema`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from jobscan.domain.alert import Alert, AlertOrigin, AlertRule, Send, StoredAlert
from jobscan.domain.delivery import (
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    MatchedJob,
    Notification,
    NotificationKind,
)
from jobscan.domain.user import QuietHours, StoredUser, User
from jobscan.persistence.schema import Base
from jobscan.persistence.sql.codecs import PLAIN, JsonValue, KeyText

if TYPE_CHECKING:
    from sqlalchemy import Row, Table

    from jobscan.persistence.sql.codecs import Codec

#: Waits to be put into a delivery.
UNPLANNED = "delivery_status = 'pending' AND delivery_id IS NULL"
#: Waits to be sent.
UNSENT = "status IN ('pending', 'uncertain') AND next_attempt_at IS NOT NULL"


class UserRow(Base):
    """Someone with alerts."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    #: Case-folded; NULL for an owner who has no address.
    email: Mapped[str | None] = mapped_column(KeyText)
    is_owner: Mapped[bool]
    time_zone: Mapped[str]
    quiet_hours: Mapped[str | None]
    max_per_day: Mapped[int | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    # Ids are never given out again: the ledger must not speak of somebody else's alerts.
    __table_args__ = (Index(None, "email", unique=True), {"sqlite_autoincrement": True})

    def to_domain(self) -> StoredUser:
        """Return the user."""
        return StoredUser(
            id=self.id,
            user=User(
                email=self.email,
                time_zone=self.time_zone,
                quiet_hours=QuietHours.parse(self.quiet_hours) if self.quiet_hours else None,
                max_per_day=self.max_per_day,
            ),
            is_owner=self.is_owner,
            created_at=self.created_at,
            disabled_at=self.disabled_at,
        )


class AlertRuleRow(Base):
    """An alert: a rule, and how its matches are sent."""

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    #: The name case-folded: a user has each name once, removed alerts included.
    name_key: Mapped[str] = mapped_column(KeyText)
    rule: Mapped[Any] = mapped_column(JsonValue, nullable=False)
    send: Mapped[str]
    channels: Mapped[Any] = mapped_column(JsonValue, nullable=False)
    notify_existing: Mapped[bool]
    enabled: Mapped[bool]
    origin: Mapped[str]
    created_at: Mapped[datetime]
    baselined_at: Mapped[datetime | None]
    unsubscribed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    #: `RevisionRow.revision` with which the alert or its user changed last: those who compiled it read what is newer.
    revision: Mapped[int]

    __table_args__ = (
        Index(None, "user_id", "name_key", unique=True),
        Index(None, "revision"),
        {"sqlite_autoincrement": True},
    )

    def to_domain(self) -> StoredAlert:
        """Return the alert."""
        return stored_alert(self)


class NotificationRow(Base):
    """One version of one posting for one alert on one channel; its key is what makes it sent once.

    The key begins with the job: "has this been decided already?" is asked for the jobs of a batch. No foreign keys, as
    for `JobVersionRow`: jobs may be purged while this stays.
    """

    __tablename__ = "alert_notifications"

    job_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    alert_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version_hash: Mapped[str] = mapped_column(KeyText, primary_key=True)
    channel: Mapped[str] = mapped_column(KeyText, primary_key=True)
    kind: Mapped[str]
    created_at: Mapped[datetime]
    delivery_status: Mapped[str]
    delivery_id: Mapped[int | None]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error_message: Mapped[str | None]
    #: NULL for a baseline, whose job is shown as it is.
    matched: Mapped[Any] = mapped_column(JsonValue, nullable=True)
    changes: Mapped[Any] = mapped_column(JsonValue, nullable=False)

    __table_args__ = (
        Index(None, "alert_id", "created_at"),
        Index(
            "ix_alert_notifications_unplanned",
            "next_attempt_at",
            sqlite_where=text(UNPLANNED),
            postgresql_where=text(UNPLANNED),
        ),
        Index(
            "ix_alert_notifications_delivery_id",
            "delivery_id",
            sqlite_where=text("delivery_id IS NOT NULL"),
            postgresql_where=text("delivery_id IS NOT NULL"),
        ),
    )

    def to_domain(self) -> Notification:
        """Return the notification; JSON's lists become pairs again."""
        return Notification(
            alert_id=self.alert_id,
            job_key=self.job_key,
            version_hash=self.version_hash,
            channel=self.channel,
            kind=NotificationKind(self.kind),
            # The row's key is the one that holds: the job may have moved to another since it matched.
            matched=None if self.matched is None else MatchedJob.from_record(self.matched | {"job_key": self.job_key}),
            changes={name: (old, new) for name, (old, new) in self.changes.items()},
            created_at=self.created_at,
            delivery_status=DeliveryStatus(self.delivery_status),
            delivery_id=self.delivery_id,
            attempts=self.attempts,
            next_attempt_at=self.next_attempt_at,
            sent_at=self.sent_at,
            error_message=self.error_message,
        )


class DeliveryRow(Base):
    """One message to one user on one channel."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    user_id: Mapped[int]
    alert_id: Mapped[int | None]
    channel: Mapped[str] = mapped_column(KeyText)
    kind: Mapped[str]
    status: Mapped[str]
    created_at: Mapped[datetime]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error_message: Mapped[str | None]

    # Ids are never given out again: Message-IDs are made from them.
    __table_args__ = (
        Index(None, "user_id", "created_at"),
        Index(
            "ix_deliveries_unsent",
            "channel",
            "next_attempt_at",
            sqlite_where=text(UNSENT),
            postgresql_where=text(UNSENT),
        ),
        {"sqlite_autoincrement": True},
    )

    def to_domain(self) -> Delivery:
        """Return the delivery."""
        return Delivery(
            id=self.id,
            user_id=self.user_id,
            alert_id=self.alert_id,
            channel=self.channel,
            kind=DeliveryKind(self.kind),
            status=DeliveryStatus(self.status),
            created_at=self.created_at,
            attempts=self.attempts,
            next_attempt_at=self.next_attempt_at,
            sent_at=self.sent_at,
            error_message=self.error_message,
        )


class RevisionRow(Base):
    """One row: a number that grows with every change of users or alerts, so that compiled rules know they are old."""

    __tablename__ = "alert_revision"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]


class SecretRow(Base):
    """Keys that jobscan made for itself, such as the one that signs unsubscribe links."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(KeyText, primary_key=True)
    value: Mapped[str]


USERS = cast("Table", UserRow.__table__)
ALERTS = cast("Table", AlertRuleRow.__table__)
NOTIFICATIONS = cast("Table", NotificationRow.__table__)
DELIVERIES = cast("Table", DeliveryRow.__table__)
REVISION = cast("Table", RevisionRow.__table__)
SECRETS = cast("Table", SecretRow.__table__)


def stored_alert(row: AlertRuleRow | Row[Any]) -> StoredAlert:
    """Return the alert of a row of ``alerts``, be it the model's or a plain one."""
    return StoredAlert(
        id=row.id,
        user_id=row.user_id,
        alert=Alert(
            name=row.name,
            rule=AlertRule.from_record(row.rule),
            send=Send.parse(row.send),
            to=tuple(row.channels),
            notify_existing=row.notify_existing,
            enabled=row.enabled,
        ),
        origin=AlertOrigin(row.origin),
        created_at=row.created_at,
        baselined_at=row.baselined_at,
        unsubscribed_at=row.unsubscribed_at,
        removed_at=row.removed_at,
    )


def user_values(user: User) -> dict[str, Any]:
    """Return the values of a user by column, as far as they are asked for."""
    return {
        "email": user.email,
        "time_zone": user.time_zone,
        "quiet_hours": str(user.quiet_hours) if user.quiet_hours else None,
        "max_per_day": user.max_per_day,
    }


def alert_values(alert: Alert) -> dict[str, Any]:
    """Return the values of an alert by column, as far as they are asked for."""
    return {
        "name": alert.name,
        "name_key": alert.name.casefold(),
        "rule": alert.rule.to_record(),
        "send": str(alert.send),
        "channels": list(alert.to),
        "notify_existing": alert.notify_existing,
        "enabled": alert.enabled,
    }


def notification_values(notification: Notification, codec: Codec = PLAIN) -> tuple[Any, ...]:
    """Return the values of a notification in the order of its columns, in the form the codec's driver takes."""
    moment = codec.store_moment
    return (
        notification.job_key,
        notification.alert_id,
        notification.version_hash,
        notification.channel,
        notification.kind.value,
        moment(notification.created_at),
        notification.delivery_status.value,
        notification.delivery_id,
        notification.attempts,
        moment(notification.next_attempt_at),
        moment(notification.sent_at),
        notification.error_message,
        None if notification.matched is None else codec.store_json(notification.matched.to_record()),
        codec.store_json({name: list(pair) for name, pair in notification.changes.items()}),
    )
