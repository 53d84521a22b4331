"""How much of a message fits into a mail: mailboxes cut off the end of long mails, which says how to stop it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.notify.render.views import in_brief

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobscan.notify.render.report import ReportView
    from jobscan.notify.render.views import MessageView


def fit_jobs(view: MessageView, fits: Callable[[MessageView], bool]) -> MessageView:
    """Return as much of a message as fits: every posting, if need be in brief; of those first as many as may be whole.

    Postings that do not fit even in brief are counted in ``more``. ``fits`` is asked of smaller messages only when it
    says no to the whole one; a message without postings is taken to fit.
    """

    def part(whole: int, shown: int) -> MessageView:
        jobs = (*view.jobs[:whole], *map(in_brief, view.jobs[whole:shown]))
        return replace(view, jobs=jobs, more=view.more + len(view.jobs) - shown)

    count = len(view.jobs)
    if fits(view):
        return view
    shown = _largest(count, lambda shown: fits(part(0, shown)))
    whole = _largest(shown, lambda whole: fits(part(whole, shown)))
    return part(whole, shown)


def fit_report(report: ReportView, fits: Callable[[ReportView], bool]) -> ReportView:
    """Return as much of a report as fits, and how many boards and alerts are left out.

    Neither list crowds the other out: both grow together, then each takes what room there is left.
    """

    def part(boards: int, alerts: int) -> ReportView:
        return replace(
            report,
            boards=report.boards[:boards],
            more_boards=report.more_boards + max(0, len(report.boards) - boards),
            alerts=report.alerts[:alerts],
            more_alerts=report.more_alerts + max(0, len(report.alerts) - alerts),
        )

    if fits(report):
        return report
    both = _largest(max(len(report.boards), len(report.alerts)), lambda both: fits(part(both, both)))
    boards = _largest(len(report.boards), lambda boards: fits(part(boards, both)))
    alerts = _largest(len(report.alerts), lambda alerts: fits(part(boards, alerts)))
    return part(boards, alerts)


def _largest(count: int, holds: Callable[[int], bool]) -> int:
    """Return the largest number up to ``count`` for which something holds that holds for all smaller ones; or 0."""
    low, high = 0, count
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
