"""Users, alerts, matches and messages as JSON-ready records: for ``--json``, for exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobscan.utils.time import format_utc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jobscan.domain.alert import Alert, StoredAlert
    from jobscan.domain.delivery import Delivery
    from jobscan.domain.user import StoredUser
    from jobscan.persistence import FoundMatch


def user_record(stored: StoredUser) -> dict[str, Any]:
    """Return a user; moments are UTC, None is "never" or "not given"."""
    user = stored.user
    return {
        "email": user.email,
        "is_owner": stored.is_owner,
        "time_zone": user.time_zone,
        "quiet_hours": str(user.quiet_hours) if user.quiet_hours else None,
        "max_per_day": user.max_per_day,
        "created_at": format_utc(stored.created_at),
        "disabled_at": _moment(stored.disabled_at),
    }


def wanted_record(alert: Alert) -> dict[str, Any]:
    """Return an alert under the names that people write in a configuration."""
    return {
        "name": alert.name,
        **alert.rule.to_record(),
        "send": str(alert.send),
        "to": list(alert.to),
        "notify_existing": alert.notify_existing,
        "enabled": alert.enabled,
    }


def alert_record(stored: StoredAlert) -> dict[str, Any]:
    """Return a stored alert: what was asked for, who keeps it, where it stands."""
    return wanted_record(stored.alert) | {
        "id": stored.id,
        "origin": str(stored.origin),
        "created_at": format_utc(stored.created_at),
        "unsubscribed_at": _moment(stored.unsubscribed_at),
        "removed_at": _moment(stored.removed_at),
    }


def match_record(found: FoundMatch, alert: str) -> dict[str, Any]:
    """Return a match with its delivery state; the posting as it was sent, or else as it is now."""
    notification = found.notification
    matched = notification.matched
    return {
        "alert": alert,
        "kind": str(notification.kind),
        "job_key": notification.job_key,
        "version_hash": notification.version_hash,
        "title": matched.title if matched else found.title,
        "company": matched.company if matched else found.company,
        "location": matched.location if matched else found.location,
        "url": matched.url if matched else found.url,
        "changes": {name: {"old": old, "new": new} for name, (old, new) in notification.changes.items()},
        "channel": notification.channel or None,
        "delivery_status": str(notification.delivery_status),
        "attempts": notification.attempts,
        "created_at": format_utc(notification.created_at),
        "next_attempt_at": _moment(notification.next_attempt_at),
        "sent_at": _moment(notification.sent_at),
        "error_message": notification.error_message,
    }


def delivery_record(delivery: Delivery, names: Mapping[int, str]) -> dict[str, Any]:
    """Return a message; ``names`` are those of the alerts by id."""
    return {
        "kind": str(delivery.kind),
        "alert": names.get(delivery.alert_id) if delivery.alert_id is not None else None,
        "channel": delivery.channel,
        "status": str(delivery.status),
        "attempts": delivery.attempts,
        "created_at": format_utc(delivery.created_at),
        "next_attempt_at": _moment(delivery.next_attempt_at),
        "sent_at": _moment(delivery.sent_at),
        "error_message": delivery.error_message,
    }


def _moment(moment: datetime | None) -> str | None:
    return format_utc(moment) if moment else None
