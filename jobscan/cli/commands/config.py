"""``jobscan config show`` and ``jobscan config schema``."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from jobscan.cli.kit.lazy import Group, get_globals, json_option
from jobscan.cli.kit.output import make_console, wants_tables, write_json, write_lines

if TYPE_CHECKING:
    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Setting


@click.group(cls=Group)
def command() -> None:
    """Show the settings in effect, and all that exist."""


@command.command()
def schema() -> None:
    """Write the JSON Schema of the configuration, for editors."""
    from jobscan.config import json_schema

    click.echo(json.dumps(json_schema(), indent=2))


@command.command()
@json_option
@click.pass_context
def show(context: click.Context, as_json: bool) -> None:
    """Show every setting that applies, and where it comes from; secrets are masked.

    Every setting can also be given as a variable: scan.interval as JOBSCAN_SCAN__INTERVAL.
    """
    from jobscan.config import effective_settings, load_with_origins

    options = get_globals(context)
    settings = list(effective_settings(load_with_origins(options.config, os.environ)))
    if as_json:
        from jobscan.services.records.config import SettingRecord

        write_json(SettingRecord.by_key(settings))
    elif wants_tables(options):
        _show_table(settings, options)
    else:
        write_lines((setting.key, _text(setting.value), setting.origin) for setting in settings)


def _show_table(settings: list[Setting], options: Globals) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("SETTING", "VALUE", "FROM"):
        table.add_column(title, overflow="fold")
    for setting in settings:
        style = "dim" if setting.origin == "default" else None
        table.add_row(*(Text(cell) for cell in (setting.key, _text(setting.value), setting.origin)), style=style)
    make_console(options).print(table)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
