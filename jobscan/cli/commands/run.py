"""``jobscan run``: the daemon."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.errors import ExitCode
from jobscan.cli.kit.lazy import Command, Globals, get_globals
from jobscan.cli.kit.lean import hidden

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from jobscan.bootstrap.daemon import App
    from jobscan.config import Config

#: Seconds from the signal to the end of the process, whatever hangs: a disk that does not answer must not make systemd
#: wait. A transaction that is cut off is rolled back, and its board scanned again.
EXIT_DEADLINE_S = 9.0


@click.command(cls=Command)
@click.pass_context
def command(context: click.Context) -> int:
    """Watch the boards: scan each when it is due, until SIGTERM (exit code 0) or SIGINT (130).

    SIGHUP reloads the configuration; if the new one is invalid, the old one stays in force. Logs go to standard error.
    """
    _import_daemon()
    from jobscan.cli.kit.logs import set_up_logging

    config = read_config(context)
    options = get_globals(context)
    set_up_logging(config.log, options.verbosity)
    stopped_by = run_async(_serve(config, options))
    return ExitCode.INTERRUPTED if stopped_by is signal.SIGINT else ExitCode.OK


def _import_daemon() -> None:
    """Import what a daemon keeps for months, without rich and pygments, which would be a twentieth of its memory.

    structlog wants them for tracebacks that show secrets, and httpx for a command line of its own.
    """
    with hidden("rich", "pygments"):
        import jobscan.bootstrap.daemon
        import jobscan.cli.kit.logs  # noqa: F401


async def _serve(config: Config, options: Globals) -> signal.Signals:
    import structlog

    from jobscan.bootstrap.daemon import Notifier, Reloaded, ScanLog, Seams, open_app
    from jobscan.bootstrap.settings import scan_plan
    from jobscan.config import name_changes

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
    from jobscan.clock import utc_now
    from jobscan.web.unsubscribe import serve_unsubscribe

    return serve_unsubscribe(config.unsubscribe, app.database, utc_now)


def _read_anew(config: Config, options: Globals) -> Config:
    """Return the configuration as it is now, and say what of it waits for a restart. Raises `ConfigError`."""
    import structlog

    from jobscan.cli.kit.logs import set_up_logging
    from jobscan.config import load_config

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
    import structlog

    from jobscan.cli.commands.alerts.lookup import warnings_of

    for alert in config.to_alerts():
        for warning in warnings_of(alert, config):
            structlog.get_logger("jobscan").warning("alert_warning", alert=alert.name, hint=warning)


def limit_exit(code: int = 128 + signal.SIGTERM) -> None:
    """Give the process `EXIT_DEADLINE_S` to end by itself; after that it ends with ``code``, at once."""
    timer = threading.Timer(EXIT_DEADLINE_S, os._exit, args=(code,))
    timer.daemon = True
    timer.start()
