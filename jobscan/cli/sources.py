"""``jobscan sources``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jobscan.cli.common import read_config, run_async, utc_now
from jobscan.cli.lazy import Command, get_globals, json_option
from jobscan.cli.output import make_console, make_table, show_age, wants_tables, write_json, write_lines

if TYPE_CHECKING:
    from rich.text import Text

    from jobscan.cli.lazy import Globals
    from jobscan.config import Config
    from jobscan.services.sources import SourceHealth

_STYLES = {"ok": "green", "failing": "red", "quarantine": "yellow"}


@click.command(cls=Command)
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Show how the boards are doing.

    States: ok, failing, quarantine (the board looks emptied; nothing expires yet), never (not scanned yet), disabled,
    removed (no longer in the configuration). MISSING counts postings that are gone from the board and not expired yet.
    In a pipe, tab-separated lines without a header: type, identifier, name, state, last success, next due, active,
    missing, error.
    """
    from jobscan.bootstrap import open_database
    from jobscan.services.sources import list_sources, source_record

    async def ask(config: Config) -> list[SourceHealth]:
        async with open_database(config) as database:
            return await list_sources(database, config.to_sources())

    found = run_async(ask(read_config(context)))
    options = get_globals(context)
    if as_json:
        write_json([source_record(health) for health in found])
    elif wants_tables(options):
        _show_table(found, options)
    else:
        write_lines(_line(health) for health in found)


def _line(health: SourceHealth) -> tuple[object, ...]:
    status = health.status
    moments = (status.last_success_at, status.next_due_at)
    return (*health.key, health.name, health.state, *moments, health.active, status.missing, status.error_message)


def _row(health: SourceHealth) -> list[Text]:
    from rich.text import Text

    now, status, state = utc_now(), health.status, health.state
    due = status.next_due_at
    when = "now" if due is None or due <= now else show_age(due, now)
    if state in ("disabled", "removed"):
        when = "-"
    return [
        Text(health.name),
        Text(str(health.key)),
        Text(state, style=_STYLES.get(state, "dim")),
        *(
            Text(cell)
            for cell in (show_age(status.last_success_at, now), when, f"{health.active:,}", f"{status.missing:,}")
        ),
    ]


def _show_table(found: list[SourceHealth], options: Globals) -> None:
    from rich.text import Text

    console = make_console(options)
    if not found:
        console.print("No sources yet; `jobscan add URL` adds one.")
        return
    titles = ["NAME", "SOURCE", "STATE", "SUCCESS", "DUE", "ACTIVE", "MISSING"]
    console.print(make_table(console, titles, [_row(health) for health in found], {"NAME": 2, "SOURCE": 3}))
    for health in found:
        if health.status.error_message and health.state == "failing":
            console.print()
            console.print(Text.assemble((f"{health.name}: ", "bold"), health.status.error_message))
