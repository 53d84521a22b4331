"""What ``jobscan report`` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jobscan.bootstrap.reading import open_database
from jobscan.cli.kit.common import read_config, read_since, run_async
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.output import make_console, short_names, show_moment, wants_tables, write_json
from jobscan.clock import utc_now
from jobscan.services.records.report import ReportRecord
from jobscan.services.report import make_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from jobscan.cli.kit.console import Cell, QuietConsole
    from jobscan.config import Config
    from jobscan.domain.report import Report, SourceReport

_CHANGES = ("new", "updated", "expired", "reopened")
#: Of matches; those that stand elsewhere are few, and in --json.
_STATES = ("sent", "pending", "dead", "baseline")


def command(context: click.Context, since: str, as_json: bool, as_html: bool) -> None:
    """Show what the boards did, what matched and what was sent."""
    if as_json and as_html:
        raise click.UsageError("Choose --json or --html.")
    begin = read_since(since)
    assert begin is not None  # there is a default
    config = read_config(context)
    report = run_async(_ask(config, begin))
    options = get_globals(context)
    if as_json:
        write_json(ReportRecord.of(report))
    elif wants_tables(options) and not as_html:
        _show(report, make_console(options))
    else:
        from jobscan.bootstrap.messages import render_report_html, render_report_text

        render = render_report_html if as_html else render_report_text
        click.echo(render(report, config.owner.time_zone), nl=False)


async def _ask(config: Config, since: datetime) -> Report:
    enabled = {source.key for source in config.to_sources() if source.enabled}
    async with open_database(config) as database:
        return await make_report(database, enabled, since=since, until=utc_now())


def _show(report: Report, console: QuietConsole) -> None:
    console.say((f"{show_moment(report.since)} to {show_moment(report.until)}", "dim"))
    _show_boards(report, console)
    _show_alerts(report, console)
    console.print()
    console.say(("Messages: ", "bold"), _listed(report.deliveries) or "none")
    for trouble in report.troubles:
        console.say((f"  {trouble}", "red"))


def _show_boards(report: Report, console: QuietConsole) -> None:
    troubled = [source for source in report.sources if source.error_message is not None]
    troubled += [source for source in report.sources if source.error_message is None and source.remarks]
    busy = [source for source in report.sources if not source.notes and _has_news(source)]
    if troubled or busy:
        shown = [*troubled, *busy]
        # Rare: they get their column when there are any.
        rare = [name for name in ("incomplete", "unread") if any(getattr(source, name) for source in shown)]
        titles = ["BOARD", "SCANS", "FAILED", *(name.upper() for name in rare), "NEW", "UPDATED", "EXPIRED", "OPEN"]
        console.print()
        console.show_table(titles, [_row(source, rare) for source in shown], {"BOARD": 1})
    quiet = len(report.sources) - len(troubled) - len(busy)
    if quiet or not report.sources:
        words = "1 board is unchanged" if quiet == 1 else f"{quiet:,} boards are unchanged"
        console.print()
        console.print(f"{words}." if report.sources else "No boards are watched; `jobscan add URL` adds one.")
    _show_notes(troubled, console)


def _show_notes(troubled: list[SourceReport], console: QuietConsole) -> None:
    for source in troubled:
        for note in source.notes:
            console.print()
            console.say((f"{source.name}: ", "bold"), note)


def _has_news(source: SourceReport) -> bool:
    return bool(source.failed) or any(getattr(source, name) for name in _CHANGES)


def _row(source: SourceReport, rare: Sequence[str]) -> list[Cell]:
    # A return to the board is as good as new to readers, and too rare for a column of its own.
    news = (source.new + source.reopened, source.updated, source.expired, source.active)
    counts = (source.scans, source.failed - source.incomplete, *(getattr(source, name) for name in rare), *news)
    style = "" if source.error_message is None else "yellow" if source.is_incomplete else "red"
    return [(source.name, style), *((f"{count:,}", "" if count else "dim") for count in counts)]


def _show_alerts(report: Report, console: QuietConsole) -> None:
    if not report.alerts:
        return
    users = short_names(alert.user for alert in report.alerts)
    rows: list[list[Cell]] = []
    for alert in report.alerts:
        counts = (alert.matches, *(alert.by_status.get(state, 0) for state in _STATES))
        rows.append([alert.name, users[alert.user], *((f"{count:,}", "" if count else "dim") for count in counts)])
    titles = ["ALERT", "USER", "MATCHES", *(state.upper() for state in _STATES)]
    console.print()
    console.show_table(titles, rows, {"ALERT": 2, "USER": 1})


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {status}" for status, count in counts.items())
