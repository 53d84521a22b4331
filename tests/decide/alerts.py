"""Alerts, users and what is to be told for the tests of the rules: everything has a default, tests say what matters."""

from __future__ import annotations

from typing import Any

from jobscan.decide.alert.notifications import Watch
from jobscan.domain.alert import Alert, AlertOrigin, AlertRule, Send, StoredAlert
from jobscan.domain.delivery import (
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    MatchedJob,
    Notification,
    NotificationKind,
)
from jobscan.domain.event import JobEvent
from jobscan.domain.job import ChangeKind, Job
from jobscan.domain.user import QuietHours, StoredUser, User
from tests.decide.postings import NOW, job


def user(zone: str = "UTC", quiet: str | None = None) -> User:
    return User(email="ann@example.org", time_zone=zone, quiet_hours=QuietHours.parse(quiet) if quiet else None)


def watch(rule: AlertRule | None = None, *, id_: int = 1, of: User | None = None, **fields: Any) -> Watch:
    """Return an alert and its user; ``send`` may be text."""
    if isinstance(fields.get("send"), str):
        fields["send"] = Send.parse(fields["send"])
    alert = Alert(name=f"alert {id_}", rule=rule or AlertRule(), **fields)
    stored = StoredAlert(id=id_, user_id=7, alert=alert, origin=AlertOrigin.USER, created_at=NOW)
    return Watch(stored, StoredUser(id=7, user=of or user(), is_owner=True, created_at=NOW))


def event(kind: ChangeKind = ChangeKind.NEW, of: Job | None = None, **fields: Any) -> JobEvent:
    """Return what happened to a posting; ``of`` is it afterwards."""
    of = of or job()
    values: dict[str, Any] = {"job_key": of.job_key, "kind": kind, "version": 1, "job": of}
    return JobEvent(**(values | fields))


def told(kind: NotificationKind = NotificationKind.NEW, of: Job | None = None, **fields: Any) -> Notification:
    of = of or job()
    values: dict[str, Any] = {
        "alert_id": 1,
        "job_key": of.job_key,
        "version_hash": of.content_hash,
        "channel": "email",
        "kind": kind,
        "matched": MatchedJob.from_job(of),
        "created_at": NOW,
    }
    return Notification(**(values | fields))


def delivery(**fields: Any) -> Delivery:
    values: dict[str, Any] = {
        "id": 1,
        "user_id": 7,
        "alert_id": 1,
        "channel": "email",
        "kind": DeliveryKind.ALERT,
        "status": DeliveryStatus.SENDING,
        "created_at": NOW,
        "attempts": 1,
    }
    return Delivery(**(values | fields))
