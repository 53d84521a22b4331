"""What ``jobscan doctor`` does: checks everything jobscan depends on."""

from __future__ import annotations

import os
import shlex
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from jobscan.bootstrap.network import browser_for, open_fetcher
from jobscan.bootstrap.settings import make_channels
from jobscan.cli.kit.common import run_async
from jobscan.cli.kit.database import open_existing
from jobscan.cli.kit.errors import ExitCode, exit_code
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.output import make_console, show_moment, wants_tables, write_json, write_lines
from jobscan.clock import utc_now
from jobscan.config import load_with_origins, secret_files_exposed, secrets_exposed
from jobscan.exceptions import ConfigError, JobscanError
from jobscan.services.health import Check, CheckStatus, check_python, examine_database
from jobscan.services.records.health import CheckRecord

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Config, LoadedConfig

_STYLES = {"ok": "green", "warning": "yellow", "failed": "red"}


def command(context: click.Context, as_json: bool) -> int:
    """Check everything jobscan depends on."""
    options = get_globals(context)
    is_read_now = wants_tables(options) and not as_json
    checks, error = run_async(_examine(options, partial(show_moment, zone=None if is_read_now else UTC)))
    if as_json:
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
    checks = [check_python()]
    try:
        loaded = load_with_origins(options.config, os.environ)
    except ConfigError as error:
        failed = [Check(name="config", status=CheckStatus.FAILED, detail=problem) for problem in error.problems]
        return [*checks, *failed], error
    count = len(loaded.config.sources)
    sources = "1 source" if count == 1 else f"{count} sources"
    checks.append(Check(name="config", status=CheckStatus.OK, detail=f"{loaded.path} is fine, {sources}"))
    checks += [*_examine_secrets(loaded), *_examine_browser(loaded.config)]
    channels, unusable = await _examine_channels(loaded.config)
    database, unreachable = await _examine_database(loaded.config, show)
    return [*checks, *channels, *database], unusable or unreachable


def _examine_secrets(loaded: LoadedConfig) -> list[Check]:
    """Warn of files with secrets that others than their owner may read."""
    exposed = []
    if secrets_exposed(loaded):
        exposed.append(
            f"{loaded.path} holds a password or a token and can be read by other users:"
            f" {_close(loaded.path)}, or keep the secret in a file of its own"
        )
    for key, path in secret_files_exposed(loaded):
        exposed.append(f"{path}, the file of {key}, can be read by other users: {_close(path)}")
    return [Check(name="config", status=CheckStatus.WARNING, detail=detail) for detail in exposed]


def _examine_browser(config: Config) -> list[Check]:
    """Say whether pages can be rendered, if there are any; other boards do not need it, so a lack is a warning."""
    try:
        program = browser_for(config)
    except ConfigError as error:
        return [Check(name="browser", status=CheckStatus.WARNING, detail=str(error))]
    return [] if program is None else [Check(name="browser", status=CheckStatus.OK, detail=f"{program} is there")]


def _close(path: Path) -> str:
    return shlex.join(["chmod", "600", str(path)])


async def _examine_channels(config: Config) -> tuple[list[Check], ConfigError | None]:
    """Say of each channel whether its settings are complete, with the first error; nothing is sent."""
    if not config.notify:
        return [], None
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
    try:
        async with open_existing(config) as database:
            return await examine_database(database, config.to_sources(), utc_now(), show), None
    except JobscanError as error:
        return [Check(name="database", status=CheckStatus.FAILED, detail=str(error))], error


def _show(checks: list[Check], options: Globals) -> None:
    make_console(options).show_grid(
        [((check.status, _STYLES[check.status]), (check.name, "bold"), check.detail) for check in checks]
    )
