"""A report as people see it: failures first, all texts clean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.domain.delivery import DeliveryStatus
from jobscan.notify.render.wording import counted, line, span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobscan.domain.report import AlertReport, Report, SourceReport

_TROUBLES = 20
#: How the recipient stops the report.
REPORT_STOP = "To stop the report, take `report.send` out of the configuration."
_ORDER = {
    str(status): position
    for position, status in enumerate(
        (
            DeliveryStatus.SENT,
            DeliveryStatus.PENDING,
            DeliveryStatus.SENDING,
            DeliveryStatus.UNCERTAIN,
            DeliveryStatus.DEAD,
            DeliveryStatus.CANCELLED,
            DeliveryStatus.BASELINE,
        )
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """One board."""

    name: str
    #: ``greenhouse/canonical``.
    key: str
    #: "12 scans, 3 failed, 1 incomplete".
    scans: str
    #: "3 new · 1 expired · 40 open".
    counts: str
    #: The last scan failed or was incomplete.
    is_failing: bool
    #: It failed; False: it was incomplete, or neither.
    has_failed: bool
    #: Why the last scan failed or was incomplete; "" when it did not, or no reason is known.
    reason: str
    #: What else there is to know of it.
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """One alert."""

    name: str
    user: str
    #: "12 matches".
    matches: str
    #: "10 sent, 2 pending".
    states: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """The whole report."""

    #: "3 new jobs, 1 board failing, 2 boards incomplete".
    summary: str
    #: From when to when, in the user's time zone.
    span: str
    boards: tuple[BoardView, ...]
    #: Boards beyond those.
    more_boards: int
    alerts: tuple[AlertView, ...]
    #: Alerts beyond those.
    more_alerts: int
    #: A command line that shows all of it.
    command: str
    #: "12 sent, 1 dead"; "" when there were none.
    deliveries: str
    troubles: tuple[str, ...]


def view_report(report: Report, time_zone: str) -> ReportView:
    """Return a whole report as it is shown. Total, like all rendering."""
    boards = sorted(map(_view_board, report.sources), key=_by_trouble)
    failing = sum(board.has_failed for board in boards)
    incomplete = sum(board.is_failing for board in boards) - failing
    summary = counted(sum(source.new for source in report.sources), "new job")
    for count, word in ((failing, "failing"), (incomplete, "incomplete")):
        if count:
            summary += f", {counted(count, 'board')} {word}"
    return ReportView(
        summary=summary,
        span=span(report.since, report.until, time_zone),
        boards=tuple(boards),
        more_boards=0,
        alerts=tuple(map(_view_alert, report.alerts)),
        more_alerts=0,
        command=f"jobscan report --since {report.since:%Y-%m-%dT%H:%M}Z",
        deliveries=_states(report.deliveries),
        troubles=tuple(shown for trouble in report.troubles[:_TROUBLES] if (shown := line(trouble))),
    )


def _by_trouble(board: BoardView) -> tuple[bool, bool, bool]:
    return not board.has_failed, not board.is_failing, not board.remarks


def _view_board(source: SourceReport) -> BoardView:
    ended = [(source.failed - source.incomplete, "failed"), (source.incomplete, "incomplete")]
    counts = [(source.new, "new"), (source.updated, "updated"), (source.expired, "expired")]
    shown = [f"{count:,} {word}" for count, word in [*counts, (source.reopened, "reopened")] if count]
    key = f"{line(source.source_type, 40)}/{line(source.source_identifier, 120)}"
    return BoardView(
        name=line(source.name, 100) or key,
        key=key,
        scans=", ".join([counted(source.scans, "scan"), *(f"{count:,} {word}" for count, word in ended if count)]),
        counts=" · ".join([*shown, f"{source.active:,} open"]),
        is_failing=source.error_message is not None,
        has_failed=source.error_message is not None and not source.is_incomplete,
        reason=line(source.error_message),
        remarks=tuple(clean for remark in source.remarks if (clean := line(remark))),
    )


def _view_alert(alert: AlertReport) -> AlertView:
    return AlertView(
        name=line(alert.name, 100) or "(no name)",
        user=line(alert.user, 100),
        matches=counted(alert.matches, "match", "matches"),
        states=_states(alert.by_status),
    )


def _states(counts: Mapping[str, int]) -> str:
    """Return how many have which status, final ones first; statuses of a newer version come last."""
    found = sorted(counts.items(), key=lambda pair: (_ORDER.get(pair[0], len(_ORDER)), pair[0]))
    return ", ".join(f"{count:,} {line(status, 30)}" for status, count in found if count)
