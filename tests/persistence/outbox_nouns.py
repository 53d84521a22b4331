"""People, alerts and what is to be told, short to store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jobscan.domain.alert import Alert, AlertOrigin, AlertRule, StoredAlert
from jobscan.domain.delivery import (
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    MatchedJob,
    Notification,
    NotificationKind,
)
from jobscan.domain.user import User
from jobscan.persistence import AlertRuleRepository, UserRepository
from tests.persistence.nouns import NOW

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

ANN = User(email="ann@example.org")
BOB = User(email="bob@example.org")
MATCHED = MatchedJob(job_key="job", title="Engineer", company="Canonical")


async def add_alert(session: AsyncSession, user_id: int, name: str = "Go", **fields: Any) -> StoredAlert:
    """Store an alert that the user made by hand."""
    values: dict[str, Any] = {"name": name, "rule": AlertRule(keywords=("go",))}
    return await AlertRuleRepository(session).save(
        user_id, Alert(**(values | fields)), origin=AlertOrigin.USER, now=NOW
    )


async def add_user(session: AsyncSession, user: User = ANN) -> int:
    return (await UserRepository(session).add(user, now=NOW)).id


def told(job_key: str = "job", alert_id: int = 1, **fields: Any) -> Notification:
    """Return a notification that waits since now."""
    values: dict[str, Any] = {
        "version_hash": "v1",
        "channel": "email",
        "kind": NotificationKind.NEW,
        "matched": replace(MATCHED, job_key=job_key),
        "created_at": NOW,
        "next_attempt_at": NOW,
    }
    return Notification(job_key=job_key, alert_id=alert_id, **(values | fields))


def delivery(user_id: int = 1, **fields: Any) -> Delivery:
    """Return a message that is due now, to be stored."""
    values: dict[str, Any] = {
        "id": 0,
        "alert_id": 1,
        "channel": "email",
        "kind": DeliveryKind.ALERT,
        "status": DeliveryStatus.PENDING,
        "created_at": NOW,
        "next_attempt_at": NOW,
    }
    return Delivery(user_id=user_id, **(values | fields))
