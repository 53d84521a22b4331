"""The summary of a period."""

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
    #: The board in its system: ``canonical``.
    source_identifier: str
    #: The company, as people see it.
    name: str
    #: How many there were.
    scans: int
    #: Scans that failed or were incomplete.
    failed: int
    #: Postings that were found for the first time.
    new: int
    #: Postings whose title, location or text changed.
    updated: int
    #: Postings that are gone.
    expired: int
    #: Postings that are back.
    reopened: int
    #: Postings now.
    active: int
    #: Why the last scan failed or was incomplete; None when it was neither.
    error_message: str | None
    #: Those of the failed scans that were incomplete.
    incomplete: int
    #: Whether the last scan was incomplete and did not fail.
    is_incomplete: bool
    #: Postings of the last scan that were listed but could not be read.
    unread: int
    #: Rows of the last scan that had the id of another posting.
    collisions: int
    #: Further remarks on the board, one sentence each.
    remarks: list[str]

    @staticmethod
    def of(source: SourceReport) -> SourceReportRecord:
        """Return the record of one board."""
        values = {name: getattr(source, name) for name in SourceReportRecord.__struct_fields__}
        return SourceReportRecord(**values | {"remarks": list(source.remarks)})


class AlertReportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One alert of a report."""

    #: An address, or "owner".
    user: str
    #: What the user calls it.
    name: str
    #: How many were recorded.
    matches: int
    #: Status → how many: baseline, pending, sending, sent, uncertain, dead, cancelled.
    by_status: dict[str, int]

    @staticmethod
    def of(alert: AlertReport) -> AlertReportRecord:
        """Return the record of one alert."""
        return AlertReportRecord(
            user=alert.user, name=alert.name, matches=alert.matches, by_status=dict(alert.by_status)
        )


class ReportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the boards did, what matched, what was sent. Moments are UTC."""

    #: When the period begins.
    since: str
    #: When it ends.
    until: str
    #: By name.
    sources: list[SourceReportRecord]
    #: By user and name.
    alerts: list[AlertReportRecord]
    #: Status → how many messages: pending, sending, sent, uncertain, dead, cancelled.
    deliveries: dict[str, int]
    #: The first reasons of messages that were given up or are late.
    troubles: list[str]

    @staticmethod
    def of(report: Report) -> ReportRecord:
        """Return the record of a report."""
        return ReportRecord(
            since=format_utc(report.since),
            until=format_utc(report.until),
            sources=[SourceReportRecord.of(source) for source in report.sources],
            alerts=[AlertReportRecord.of(alert) for alert in report.alerts],
            deliveries=dict(report.deliveries),
            troubles=list(report.troubles),
        )
