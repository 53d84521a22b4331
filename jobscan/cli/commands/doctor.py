"""``jobscan doctor``."""

from __future__ import annotations

import os
import shlex
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from jobscan.cli.kit.common import open_existing, run_async
from jobscan.cli.kit.errors import ExitCode, exit_code
from jobscan.cli.kit.lazy import Command, get_globals, json_option
from jobscan.cli.kit.output import make_console, show_moment, wants_tables, write_json, write_lines
from jobscan.clock import utc_now
from jobscan.exceptions import ConfigError, JobscanError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Config, LoadedConfig
    from jobscan.services.health import Check

_STYLES = {"ok": "green", "warning": "yellow", "failed": "red"}


@click.command(cls=Command)
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> int:
    """Check everything jobscan depends on: Python, configuration, channels, database, disk, clock, boards, messages.

    Each line is ok, warning or failed, with what to do. What fails has the exit code that it has in other commands: 2
    for the configuration, 10 for tables that are not of this version; 1 for everything else.
    """
    options = get_globals(context)
    is_read_now = wants_tables(options) and not as_json
    checks, error = run_async(_examine(options, partial(show_moment, zone=None if is_read_now else UTC)))
    if as_json:
        from jobscan.services.records.health import CheckRecord

        write_json([CheckRecord.of(check) for check in checks])
    elif wants_tables(options):
        _show(checks, options)
    else:
        write_lines((check.status, check.name, check.detail) for check in checks)
    if error is not None:
        return exit_code(error)
    failed = {check.name for check in checks if check.status == "failed"}
    if "schema" in failed:
        return ExitCode.NOT_MIGRATED
    return ExitCode.FAILURE if failed else ExitCode.OK


async def _examine(options: Globals, show: Callable[[datetime], str]) -> tuple[list[Check], JobscanError | None]:
    """Return what there is to say, and the first error that would end any other command."""
    from jobscan.config import load_with_origins
    from jobscan.services.health import Check, CheckStatus, check_python

    checks = [check_python()]
    try:
        loaded = load_with_origins(options.config, os.environ)
    except ConfigError as error:
        failed = [Check(name="config", status=CheckStatus.FAILED, detail=problem) for problem in error.problems]
        return [*checks, *failed], error
    sources = f"{len(loaded.config.sources)} sources"
    checks.append(Check(name="config", status=CheckStatus.OK, detail=f"{loaded.path} is fine, {sources}"))
    checks += _examine_secrets(loaded)
    channels, unusable = await _examine_channels(loaded.config)
    database, unreachable = await _examine_database(loaded.config, show)
    return [*checks, *channels, *database], unusable or unreachable


def _examine_secrets(loaded: LoadedConfig) -> list[Check]:
    """Warn of files with secrets that others than their owner may read."""
    from jobscan.config import secret_files_exposed, secrets_exposed
    from jobscan.services.health import Check, CheckStatus

    exposed = []
    if secrets_exposed(loaded):
        exposed.append(
            f"{loaded.path} holds a password or a token and can be read by other users:"
            f" {_close(loaded.path)}, or keep the secret in a file of its own"
        )
    for key, path in secret_files_exposed(loaded):
        exposed.append(f"{path}, the file of {key}, can be read by other users: {_close(path)}")
    return [Check(name="config", status=CheckStatus.WARNING, detail=detail) for detail in exposed]


def _close(path: Path) -> str:
    return shlex.join(["chmod", "600", str(path)])


async def _examine_channels(config: Config) -> tuple[list[Check], ConfigError | None]:
    """Say of each channel whether its settings are complete, with the first error; nothing is sent."""
    from jobscan.services.health import Check, CheckStatus

    if not config.notify:
        return [], None
    from jobscan.bootstrap.network import open_fetcher
    from jobscan.bootstrap.settings import make_channels

    checks: list[Check] = []
    first: ConfigError | None = None
    async with open_fetcher(config) as fetcher:
        for name, channel in config.notify.items():
            try:
                make_channels(config.model_copy(update={"notify": {name: channel}}), fetcher)
            except ConfigError as error:
                status, detail, first = CheckStatus.FAILED, str(error), first or error
            else:
                status, detail = CheckStatus.OK, f"its settings are complete; `jobscan notify test {name}` tests it"
            checks.append(Check(name=f"channel {name}", status=status, detail=detail))
    return checks, first


async def _examine_database(config: Config, show: Callable[[datetime], str]) -> tuple[list[Check], JobscanError | None]:
    from jobscan.services.health import Check, CheckStatus, examine_database

    try:
        async with open_existing(config) as database:
            return await examine_database(database, config.to_sources(), utc_now(), show), None
    except JobscanError as error:
        return [Check(name="database", status=CheckStatus.FAILED, detail=str(error))], error


def _show(checks: list[Check], options: Globals) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    for check in checks:
        table.add_row(Text(check.status, _STYLES[check.status]), Text(check.name, "bold"), Text(check.detail))
    make_console(options).print(table)
