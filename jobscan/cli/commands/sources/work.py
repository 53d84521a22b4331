"""What ``jobscan sources`` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jobscan.bootstrap.reading import open_database
from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.output import make_console, show_age, wants_tables, write_json, write_lines
from jobscan.clock import utc_now
from jobscan.services.sources import list_sources, select_sources

if TYPE_CHECKING:
    from jobscan.cli.kit.console import Cell
    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Config
    from jobscan.services.sources import SourceHealth

_STYLES = {"ok": "green", "failing": "red", "incomplete": "yellow", "quarantine": "yellow"}


def command(context: click.Context, names: tuple[str, ...], check_moved: bool, as_json: bool) -> None:
    """Show how the boards are doing, or where they may have moved."""

    async def ask(config: Config) -> list[SourceHealth]:
        async with open_database(config) as database:
            return await list_sources(database, config.to_sources())

    config = read_config(context)
    found = run_async(ask(config))
    if names:
        keys = select_sources(names, [(health.key, health.name) for health in found])
        found = [health for health in found if health.key in keys]
    options = get_globals(context)
    if check_moved:
        from jobscan.cli.commands.sources.moved import check

        check(config, found, options, is_named=bool(names), as_json=as_json)
    elif as_json:
        from jobscan.services.records.source import SourceRecord

        write_json([SourceRecord.of(health) for health in found])
    elif wants_tables(options):
        _show_table(found, options)
    else:
        write_lines(_line(health) for health in found)


def _line(health: SourceHealth) -> tuple[object, ...]:
    status = health.status
    moments = (status.last_success_at, status.next_due_at)
    counts = (health.active, status.missing)
    troubles = (status.error_message, status.unread, status.collisions)
    return (*health.key, health.name, health.state, *moments, *counts, *troubles)


def _row(health: SourceHealth, *, with_unread: bool) -> list[Cell]:
    now, status, state = utc_now(), health.status, health.state
    due = status.next_due_at
    when = "now" if due is None or due <= now else show_age(due, now)
    if state in ("disabled", "removed"):
        when = "-"
    return [
        health.name,
        str(health.key),
        (state, _STYLES.get(state, "dim")),
        *(show_age(status.last_success_at, now), when, f"{health.active:,}", f"{status.missing:,}"),
        *([(f"{status.unread:,}", "" if status.unread else "dim")] if with_unread else []),
    ]


def _show_table(found: list[SourceHealth], options: Globals) -> None:
    console = make_console(options)
    if not found:
        console.print("No sources yet; `jobscan add URL` adds one.")
        return
    # Rare: it gets its column when there is any.
    with_unread = any(health.status.unread for health in found)
    titles = ["NAME", "SOURCE", "STATE", "SUCCESS", "DUE", "ACTIVE", "MISSING", *(["UNREAD"] if with_unread else [])]
    rows = [_row(health, with_unread=with_unread) for health in found]
    console.show_table(titles, rows, {"NAME": 2, "SOURCE": 3})
    for health in found:
        for note in health.notes:
            console.print()
            console.say((f"{health.name}: ", "bold"), note)
