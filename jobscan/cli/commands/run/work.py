"""What ``jobscan run`` does: the daemon."""

from __future__ import annotations

import os
import signal
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click
import structlog

from jobscan.bootstrap.daemon import Notifier, Reloaded, ScanLog, Seams, open_app
from jobscan.bootstrap.settings import scan_plan
from jobscan.cli.commands.alerts.lookup import warnings_of
from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.deadline import limit_exit
from jobscan.cli.kit.errors import ExitCode
from jobscan.cli.kit.lazy import Globals, get_globals
from jobscan.cli.kit.logs import set_up_logging
from jobscan.clock import utc_now
from jobscan.config import load_config, name_changes

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from jobscan.bootstrap.daemon import App
    from jobscan.config import Config


def command(context: click.Context) -> int:
    """Watch the boards until stopped."""
    config = read_config(context)
    options = get_globals(context)
    set_up_logging(config.log, options.verbosity)
    stopped_by = run_async(_serve(config, options))
    return ExitCode.INTERRUPTED if stopped_by is signal.SIGINT else ExitCode.OK


async def _serve(config: Config, options: Globals) -> signal.Signals:
    notifier = Notifier(os.environ)
    async with open_app(config, Seams(observer=ScanLog())) as app:
        current = config

        async def reload() -> Reloaded:
            """Read the configuration anew. Raises `ConfigError`, `PersistenceError`."""
            nonlocal current
            fresh = _read_anew(config, options)
            plan = await app.reload(fresh)
            before, current = current, fresh
            return Reloaded(plan=plan, changes=name_changes(before, fresh))

        _log_warnings(config)
        for warning in (*app.warnings, *app.version_warnings):
            structlog.get_logger("jobscan").warning("database", hint=warning)
        async with _unsubscribe_page(config, app):
            return await app.engine.serve(scan_plan(config), notifier, reload, limit_exit)


def _unsubscribe_page(config: Config, app: App) -> AbstractAsyncContextManager[None]:
    """Return what serves the link in mails while it is open; without ``unsubscribe:`` nothing, at no cost."""
    if config.unsubscribe.address is None or app.database is None:
        return nullcontext()
    from jobscan.web.unsubscribe import serve_unsubscribe

    return serve_unsubscribe(config.unsubscribe, app.database, utc_now)


def _read_anew(config: Config, options: Globals) -> Config:
    """Return the configuration as it is now, and say what of it waits for a restart. Raises `ConfigError`."""
    fresh = load_config(options.config, os.environ)
    set_up_logging(fresh.log, options.verbosity)
    fixed = ("database", "network", "unsubscribe")
    if any(getattr(fresh, name) != getattr(config, name) for name in fixed) or (
        fresh.report.ping_url != config.report.ping_url
    ):
        structlog.get_logger("jobscan").warning(
            "restart_needed",
            hint="changes to database:, network:, unsubscribe: and report.ping_url take effect after a restart",
        )
    _log_warnings(fresh)
    return fresh


def _log_warnings(config: Config) -> None:
    """Write what of the alerts in the configuration is allowed, but probably not meant."""
    for alert in config.to_alerts():
        for warning in warnings_of(alert, config):
            structlog.get_logger("jobscan").warning("alert_warning", alert=alert.name, hint=warning)
