"""The summary of a span of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobscan.domain.report import AlertReport, Report, SourceReport
from jobscan.persistence import (
    DeliveryRepository,
    JobRepository,
    MatchFilter,
    NotificationRepository,
    RuleRepository,
    ScanRepository,
    SourceRepository,
)
from jobscan.utils.time import format_utc

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from jobscan.domain.source import SourceKey
    from jobscan.persistence import Database

#: Reasons shown of messages that did not go out.
_TROUBLES = 10


async def make_report(
    database: Database, enabled: Collection[SourceKey], *, since: datetime, until: datetime
) -> Report:
    """Return what happened from ``since`` on; ``enabled`` are the sources whose failures matter still."""
    async with database.read() as session:
        statuses = await SourceRepository(session).get_all()
        totals = await ScanRepository(session).totals(since)
        jobs = await JobRepository(session).count_by_source()
        counts = await NotificationRepository(session).count(MatchFilter(since=since))
        pairs = await RuleRepository(session).get_pairs(counts.keys())
        sent = await DeliveryRepository(session).count_by_status(since)
        troubled = await DeliveryRepository(session).troubled(since, _TROUBLES)
    sources = [
        SourceReport(
            source_type=status.source_type,
            source_identifier=status.source_identifier,
            name=status.name,
            active=jobs.get(status.key, (0, 0))[0],
            error_message=status.error_message if status.key in enabled else None,
            **(totals[status.key]._asdict() if status.key in totals else {}),
        )
        for status in statuses
        if status.key in enabled or status.key in totals
    ]
    alerts = [
        AlertReport(
            user=user.label,
            name=alert.alert.name,
            matches=sum(counts[alert_id].values()),
            by_status={str(status): count for status, count in sorted(counts[alert_id].items())},
        )
        for alert_id, (alert, user) in pairs.items()
    ]
    return Report(
        since=since,
        until=until,
        sources=tuple(sources),
        alerts=tuple(sorted(alerts, key=lambda alert: (alert.user, alert.name.casefold()))),
        deliveries={str(status): count for status, count in sorted(sent.items())},
        troubles=tuple(f"{one.channel}: {one.error_message}" for one in troubled),
    )


def report_record(report: Report) -> dict[str, Any]:
    """Return a report, JSON-ready; moments are UTC."""
    return {
        "since": format_utc(report.since),
        "until": format_utc(report.until),
        "sources": [
            {name: getattr(source, name) for name in SourceReport.__dataclass_fields__} for source in report.sources
        ],
        "alerts": [
            {"user": alert.user, "name": alert.name, "matches": alert.matches, "by_status": dict(alert.by_status)}
            for alert in report.alerts
        ],
        "deliveries": dict(report.deliveries),
        "troubles": list(report.troubles),
    }
