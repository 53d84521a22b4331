"""``jobscan run``: the daemon."""

from __future__ import annotations

import os
import re
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
    from jobscan.domain.scan import ScanRecord
    from jobscan.domain.source import Source

#: Seconds from the signal to the end of the process, whatever hangs: a disk that does not answer must not make systemd
#: wait. A transaction that is cut off is rolled back, and its board scanned again.
EXIT_DEADLINE_S = 9.0
_NUMBER = re.compile(r"\d+")


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

    from jobscan.bootstrap.daemon import Notifier, Reloaded, open_app
    from jobscan.bootstrap.settings import scan_plan
    from jobscan.config import name_changes

    notifier = Notifier(os.environ)
    async with open_app(config) as app:
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
            return await app.engine.serve(scan_plan(config), LogReport(), notifier, reload, limit_exit)


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


class LogReport:
    """Writes one log line for each scan that found something, and one for each change of a source's state."""

    def __init__(self) -> None:
        import structlog

        self._log = structlog.get_logger("jobscan.scan")
        self._errors: dict[object, str | None] = {}
        self._problems: dict[object, str | None] = {}

    def started(self, source: Source) -> None:
        """Say nothing but when debugging."""
        self._log.debug("scan_started", source=str(source.key))

    def finished(self, source: Source, record: ScanRecord) -> None:
        """Write the line of this scan; a source that goes on failing in the same way is not repeated."""
        counts = record.counts
        trouble, before = _kind_of(record.error), self._errors.get(source.key)
        self._errors[source.key] = trouble
        fields = {
            "source": str(source.key),
            "outcome": str(record.outcome),
            "postings": counts.postings,
            "new": counts.new,
            "updated": counts.updated,
            "expired": counts.expired,
            "reopened": counts.reopened,
            "unread": counts.unread,
            "collisions": counts.collisions,
            "seconds": record.seconds,
        }
        if record.error is not None:
            write = self._log.debug if before == trouble else self._log.warning
            write(f"scan_{record.outcome}", **fields, error=record.error)
        elif before is not None:
            self._log.info("source_recovered", **fields)
        elif counts.new or counts.updated or counts.expired or counts.reopened:
            self._log.info("scanned", **fields)
        else:
            self._log.debug("scanned", **fields)
        self._tell_problem(source, record)

    def _tell_problem(self, source: Source, record: ScanRecord) -> None:
        """Write what a scan had to skip, or that its board looks emptied, when that is not what it was before."""
        problem = record.problems[0] if record.problems else None
        if _kind_of(problem) != self._problems.get(source.key) and problem is not None:
            self._log.warning("scan_problem", source=str(source.key), problem=problem, problems=len(record.problems))
        self._problems[source.key] = _kind_of(problem)


def _kind_of(trouble: str | None) -> str | None:
    """Return a trouble without its numbers: "43 of 120 pages" and "44 of 120 pages" are the same."""
    return None if trouble is None else _NUMBER.sub("#", trouble)


def limit_exit(code: int = 128 + signal.SIGTERM) -> None:
    """Give the process `EXIT_DEADLINE_S` to end by itself; after that it ends with ``code``, at once."""
    timer = threading.Timer(EXIT_DEADLINE_S, os._exit, args=(code,))
    timer.daemon = True
    timer.start()
