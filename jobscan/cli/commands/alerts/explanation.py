"""Why an alert matches a posting, clause by clause, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from jobscan.cli.kit.output import show_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from jobscan.domain.alert import Alert, StoredAlert
    from jobscan.domain.delivery import Notification
    from jobscan.domain.match import Clause
    from jobscan.services.trials import Explanation


def explanation_lines(
    alert: Alert, stored: StoredAlert | None, found: Explanation, *, wrap: bool
) -> Iterator[RenderableType]:
    """Yield what is to be written; ``wrap``: what does not fit goes on below its beginning."""
    job = found.stored.job
    yield Text.assemble((job.title, "bold"), f" ({job.company})")
    if found.clauses:
        yield from _wrapped(found.clauses) if wrap else _unwrapped(found.clauses)
    else:
        yield Text("  The alert has no conditions: it matches every posting.")
    yield Text(f'{"It matches" if found.holds else "It does not match"} "{alert.name}".')
    if found.holds and stored is not None and not stored.is_active:
        yield Text("The alert is not active: `jobscan alerts show` says why.")
    if stored is None:
        yield Text("Nothing is recorded: no scan has loaded the alert yet.")
    elif not found.matches:
        yield Text("No match is recorded.")
    for match in found.matches:
        yield _recorded(match.notification)


def _wrapped(clauses: Sequence[Clause]) -> Iterator[RenderableType]:
    """Yield the clauses as a table; what does not fit goes on in its column."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for clause in clauses:
        mark, style = _mark(clause)
        table.add_row(Text(mark, style), Text(clause.name, "bold"), Text(clause.text))
    yield Padding(table, (0, 0, 0, 2))


def _unwrapped(clauses: Sequence[Clause]) -> Iterator[RenderableType]:
    """Yield the clauses as lines in columns, each as long as it is: a pipe has no width."""
    width = max(len(clause.name) for clause in clauses)
    marked = [(_mark(clause)[0], clause) for clause in clauses]
    first = max(len(mark) for mark, _ in marked)
    for mark, clause in marked:
        yield Text(f"  {mark:<{first}}  {clause.name:<{width}}  {clause.text}")


def _mark(clause: Clause) -> tuple[str, str]:
    if clause.unknown and clause.holds:
        return "~ kept", "yellow"
    return ("✓ fits", "green") if clause.holds else ("✗ fails", "red")


def _recorded(notification: Notification) -> Text:
    """Say in one line what is recorded of a match."""
    where = f" by {notification.channel}" if notification.channel else ""
    status = str(notification.delivery_status)
    words = {
        "baseline": "not sent" if notification.error_message else "it was there before; not sent",
        "sent": f"sent{where} {show_moment(notification.sent_at)}",
        "pending": f"waiting to be sent{where}, not before {show_moment(notification.next_attempt_at)}",
        "sending": f"is being sent{where}",
        "uncertain": f"may have arrived{where}",
        "dead": f"given up{where}",
        "cancelled": f"not sent{where}",
    }
    reason = f": {notification.error_message}" if notification.error_message else ""
    moment = show_moment(notification.created_at)
    return Text(f"Recorded {moment} ({notification.kind}): {words.get(status, status)}{reason}.")
