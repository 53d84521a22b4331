"""The summary of a span of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from jobscan.utils.time import format_utc

if TYPE_CHECKING:
    from jobscan.domain.report import AlertReport, Report, SourceReport


class SourceReportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One board of a report."""

    #: The system: ``greenhouse``.
    source_type: str
    #: The board at its system: ``canonical``.
    source_identifier: str
    name: str
    #: Scans, and those of them that failed or were incomplete.
    scans: int
    failed: int
    #: Postings that something happened to.
    new: int
    updated: int
    expired: int
    reopened: int
    #: Postings now.
    active: int
    #: Why the last scan failed or was incomplete; None when it was neither.
    error_message: str | None
    #: Of the failed scans, those that were incomplete.
    incomplete: int
    #: Whether the last scan was incomplete and did not fail.
    is_incomplete: bool
    #: Of the last scan: postings that could not be read, rows that had the id of another posting.
    unread: int
    collisions: int
    #: What else there is to know of it, one sentence each.
    remarks: list[str]

    @staticmethod
    def of(source: SourceReport) -> SourceReportRecord:
        """Return the form of one board."""
        values = {name: getattr(source, name) for name in SourceReportRecord.__struct_fields__}
        return SourceReportRecord(**values | {"remarks": list(source.remarks)})


class AlertReportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One alert of a report."""

    #: An address, or "owner".
    user: str
    name: str
    matches: int
    #: How many of them stand where: baseline, pending, sending, sent, uncertain, dead, cancelled.
    by_status: dict[str, int]

    @staticmethod
    def of(alert: AlertReport) -> AlertReportRecord:
        """Return the form of one alert."""
        return AlertReportRecord(
            user=alert.user, name=alert.name, matches=alert.matches, by_status=dict(alert.by_status)
        )


class ReportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the boards did, what matched, what was sent. Moments are UTC."""

    since: str
    until: str
    #: By name.
    sources: list[SourceReportRecord]
    #: By user and name.
    alerts: list[AlertReportRecord]
    #: How many messages stand where: pending, sending, sent, uncertain, dead, cancelled.
    deliveries: dict[str, int]
    #: The first reasons of messages that were given up or are late.
    troubles: list[str]

    @staticmethod
    def of(report: Report) -> ReportRecord:
        """Return the form of a report."""
        return ReportRecord(
            since=format_utc(report.since),
            until=format_utc(report.until),
            sources=[SourceReportRecord.of(source) for source in report.sources],
            alerts=[AlertReportRecord.of(alert) for alert in report.alerts],
            deliveries=dict(report.deliveries),
            troubles=list(report.troubles),
        )
