"""Messages for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from jobscan.domain.delivery import DeliveryKind, MatchedJob, Message, MessageJob, NotificationKind
from jobscan.domain.report import AlertReport, Report, SourceReport

NOW = datetime(2026, 11, 12, 7, 5, tzinfo=UTC)
TOKEN = "0123456789abcdef" * 2


def told(title: str = "Senior Engineer", kind: NotificationKind = NotificationKind.NEW, **fields: Any) -> MessageJob:
    """Return one entry of a message."""
    changes = fields.pop("changes", {})
    known = {"job_key": "k", "company": "Canonical", "location": "London", "url": "https://example.org/jobs/1"}
    return MessageJob(kind=kind, matched=MatchedJob(title=title, **known | fields), changes=changes)


def message(*jobs: MessageJob, **fields: Any) -> Message:
    """Return a message of an alert; one with one job when none is given."""
    known: dict[str, Any] = {
        "kind": DeliveryKind.ALERT,
        "token": TOKEN,
        "created_at": NOW,
        "recipient": "me@example.org",
        "time_zone": "Europe/Berlin",
        "alert_name": "Python",
        "jobs": jobs or (told(),),
    }
    return Message(**known | fields)


def report(**fields: Any) -> Report:
    """Return a report of a week with one board that is fine and one that fails."""
    known: dict[str, Any] = {
        "since": NOW - timedelta(days=7),
        "until": NOW,
        "sources": (
            SourceReport(
                source_type="greenhouse",
                source_identifier="canonical",
                name="Canonical",
                scans=672,
                new=12,
                updated=4,
                expired=3,
                active=140,
            ),
            SourceReport(
                source_type="lever",
                source_identifier="spotify",
                name="Spotify",
                scans=672,
                failed=40,
                reopened=1,
                active=88,
                error_message="HTTP 503: api.lever.co reports a server error",
            ),
        ),
        "alerts": (AlertReport(user="me", name="Python", matches=12, by_status={"pending": 2, "sent": 10}),),
        "deliveries": {"dead": 1, "sent": 12},
        "troubles": ("message 7: 550 unknown",),
    }
    return Report(**known | fields)
