"""The summary of a time span, and the unsent messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jobscan.decide.scan.remarks import remarks_on
from jobscan.domain.delivery import DeliveryStatus
from jobscan.domain.report import AlertReport, Report, SourceReport
from jobscan.domain.scan import ScanOutcome
from jobscan.persistence import (
    AlertRuleRepository,
    DeliveryRepository,
    JobRepository,
    MatchFilter,
    NotificationRepository,
    ScanRepository,
    SourceRepository,
    UserRepository,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from jobscan.domain.alert import StoredAlert
    from jobscan.domain.delivery import Delivery
    from jobscan.domain.source import SourceKey, SourceStatus
    from jobscan.domain.user import StoredUser
    from jobscan.persistence import Database

#: Reasons shown for unsent messages.
_TROUBLES = 10
_UNSENT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """An unsent message; its ``error_message`` says why."""

    delivery: Delivery
    #: As people name them.
    user: str
    #: None when the message is not of one alert.
    alert: str | None


async def make_report(
    database: Database, enabled: Collection[SourceKey], *, since: datetime, until: datetime
) -> Report:
    """Return what happened from ``since`` on; ``enabled`` holds the sources whose failures still matter."""
    async with database.read() as session:
        statuses = await SourceRepository(session).get_all()
        totals = await ScanRepository(session).totals(since)
        jobs = await JobRepository(session).count_by_source()
        counts = await NotificationRepository(session).count(MatchFilter(since=since))
        pairs = await AlertRuleRepository(session).get_pairs(counts.keys())
        sent = await DeliveryRepository(session).count_by_status(since)
        troubled = _in_trouble(await DeliveryRepository(session).troubled(since, _UNSENT))
    sources = [
        SourceReport(
            source_type=status.source_type,
            source_identifier=status.source_identifier,
            name=status.name,
            active=jobs.get(status.key, (0, 0))[0],
            **(_trouble_of(status) if status.key in enabled else {}),
            **(totals[status.key]._asdict() if status.key in totals else {}),
        )
        for status in statuses
        if status.key in enabled or status.key in totals
    ]
    alerts = [_alert_report(alert, user, counts[alert_id]) for alert_id, (alert, user) in pairs.items()]
    return Report(
        since=since,
        until=until,
        sources=tuple(sources),
        alerts=tuple(sorted(alerts, key=lambda alert: (alert.user, alert.name.casefold()))),
        deliveries={str(status): count for status, count in sorted(sent.items())},
        troubles=tuple(f"{one.channel}: {one.error_message}" for one in troubled[:_TROUBLES]),
    )


def _trouble_of(status: SourceStatus) -> dict[str, Any]:
    return {
        "error_message": status.error_message,
        "is_incomplete": status.error_message is not None and status.last_outcome == ScanOutcome.INCOMPLETE,
        "unread": status.unread,
        "collisions": status.collisions,
        "remarks": remarks_on(status),
    }


def _alert_report(alert: StoredAlert, user: StoredUser, counts: Mapping[DeliveryStatus, int]) -> AlertReport:
    return AlertReport(
        user=user.label,
        name=alert.alert.name,
        matches=sum(counts.values()),
        by_status={str(status): count for status, count in sorted(counts.items())},
    )


async def count_recorded(database: Database, since: datetime) -> int:
    """Return how many matches have since been recorded as existing, not to be sent."""
    async with database.read() as session:
        wanted = MatchFilter(since=since, status=DeliveryStatus.BASELINE)
        counts = await NotificationRepository(session).count(wanted)
    return sum(sum(by_status.values()) for by_status in counts.values())


async def list_unsent(database: Database, since: datetime) -> list[Unsent]:
    """Return messages made since then that were tried but not sent, the latest first, at most 1,000."""
    async with database.read() as session:
        troubled = _in_trouble(await DeliveryRepository(session).troubled(since, _UNSENT))
        alert_ids = {one.alert_id for one in troubled if one.alert_id is not None}
        pairs = await AlertRuleRepository(session).get_pairs(alert_ids)
        users = UserRepository(session)
        found = {user_id: await users.get(user_id) for user_id in {one.user_id for one in troubled}}
    labels = {user_id: user.label for user_id, user in found.items() if user is not None}
    names = {alert_id: alert.alert.name for alert_id, (alert, _) in pairs.items()}
    return [
        Unsent(
            delivery=one,
            user=labels.get(one.user_id, "?"),
            alert=None if one.alert_id is None else names.get(one.alert_id, "?"),
        )
        for one in troubled
    ]


def _in_trouble(found: Iterable[Delivery]) -> list[Delivery]:
    """Leave out the messages that are no longer wanted."""
    return [delivery for delivery in found if delivery.status is not DeliveryStatus.CANCELLED]
