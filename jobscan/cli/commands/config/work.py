"""What ``jobscan config`` does: shows settings."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.output import make_console, wants_tables, write_json, write_lines
from jobscan.config import effective_settings, json_schema, load_with_origins
from jobscan.services.records.config import SettingRecord

if TYPE_CHECKING:
    from jobscan.cli.kit.console import Cell
    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Setting


def schema(_context: click.Context) -> None:
    """Write the JSON Schema of the configuration, for editors."""
    click.echo(json.dumps(json_schema(), indent=2))


def show(context: click.Context, as_json: bool) -> None:
    """Show every setting that applies, and where it comes from."""
    options = get_globals(context)
    settings = list(effective_settings(load_with_origins(options.config, os.environ)))
    if as_json:
        write_json(SettingRecord.by_key(settings))
    elif wants_tables(options):
        _show_table(settings, options)
    else:
        write_lines((setting.key, _text(setting.value), setting.origin) for setting in settings)


def _show_table(settings: list[Setting], options: Globals) -> None:
    rows: list[list[Cell]] = []
    for setting in settings:
        style = "dim" if setting.origin == "default" else ""
        rows.append([(cell, style) for cell in (setting.key, _text(setting.value), setting.origin)])
    make_console(options).show_whole(["SETTING", "VALUE", "FROM"], rows)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
