"""What ``jobscan scan`` does."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import anyio
import click

from jobscan.bootstrap.daemon import Seams, open_app, open_dry_app
from jobscan.bootstrap.settings import scan_plan
from jobscan.cli.commands.scan.report import SentSummary, make_scan_report
from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.deadline import limit_exit
from jobscan.cli.kit.errors import ExitCode, fail
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.logs import set_up_logging
from jobscan.clock import utc_now
from jobscan.config import LogConfig
from jobscan.domain.delivery import DeliveryStatus
from jobscan.services.report import count_recorded, list_unsent
from jobscan.services.sources import select_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.bootstrap.daemon import App
    from jobscan.cli.commands.scan.report import ScanReport
    from jobscan.config import Config
    from jobscan.domain.scan import ScanResult
    from jobscan.domain.source import Source

#: The greatest age of an unsent message that is named: older ones are no longer tried, or would be named too often.
_UNSENT_SPAN = timedelta(days=14)


def command(context: click.Context, wanted: tuple[str, ...], dry_run: bool, no_deliver: bool, as_json: bool) -> int:
    """Scan the boards once, due or not, send the notifications that are due, and exit."""
    config = read_config(context)
    options = get_globals(context)
    # The report has a line for each failing source; log lines would repeat it.
    set_up_logging(LogConfig(level="error", format=config.log.format), options.verbosity)
    sources = _choose(config, wanted)
    report = make_scan_report(options, total=len(sources), dry_run=dry_run, as_json=as_json)
    ended = run_async(_scan(config, sources, report, dry_run=dry_run, deliver=not dry_run and not no_deliver))
    if ended.is_interrupted:
        return fail(f"interrupted; {_kept(ended, dry_run=dry_run)}", ExitCode.INTERRUPTED, as_json=as_json)
    if not sources:
        return fail("no source is enabled; `jobscan add URL` adds a board", ExitCode.USAGE, as_json=as_json)
    return ExitCode.PARTIAL if ended.troubled else ExitCode.OK


def _kept(ended: _Ended, *, dry_run: bool) -> str:
    if dry_run:
        return "nothing was written"
    if ended.troubled is not None:
        return "what was not sent waits for the next scan"
    return "what was read is stored, and the next scan goes on from there"


def _choose(config: Config, wanted: Sequence[str]) -> list[Source]:
    """Return the sources meant, in the order of the configuration. Raises `UnknownSourceError`."""
    sources = config.to_sources()
    if not wanted:
        return [source for source in sources if source.enabled]
    keys = select_sources(wanted, [(source.key, source.name) for source in sources])
    return [source for source in sources if source.key in keys]


@dataclass(slots=True)
class _Ended:
    """How far a scan got."""

    #: Sources that failed or are incomplete; None: the scan did not finish.
    troubled: int | None = None
    #: SIGINT or SIGTERM ended it, after committing work in progress.
    is_interrupted: bool = False


async def _scan(
    config: Config, sources: Sequence[Source], report: ScanReport, *, dry_run: bool, deliver: bool
) -> _Ended:
    """Scan, show what was found, send what is due and show the result."""
    ended, started, began = _Ended(), time.monotonic(), utc_now()
    async with (open_dry_app if dry_run else open_app)(config, Seams(observer=report)) as app:
        for warning in app.warnings:
            click.echo(f"jobscan: {warning}", err=True)
        async with anyio.create_task_group() as group:

            async def end_on_signal() -> None:
                with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
                    async for _ in signals:
                        ended.is_interrupted = True
                        if ended.troubled is not None:
                            # A slow receiver must not delay the exit.
                            limit_exit(ExitCode.INTERRUPTED)
                            click.echo("jobscan: stopping; messages being sent have a moment to arrive", err=True)
                        group.cancel_scope.cancel()
                        return

            group.start_soon(end_on_signal)
            with report:
                results = await app.engine.scan(scan_plan(config), sources)
            ended.troubled = report.end(results, seconds=time.monotonic() - started)
            sent = None
            try:
                sent = await _deliver(app, began if _any_first(results) else None) if deliver else None
            finally:
                report.sent(sent)
            group.cancel_scope.cancel()
    return ended


def _any_first(results: Sequence[ScanResult]) -> bool:
    """Say whether a board that has new postings was seen for the first time."""
    return any(result.first_sight and result.record.counts.new for result in results)


async def _deliver(app: App, began: datetime | None) -> SentSummary:
    """Send what is due; a message that is not sent now is tried again by a later scan.

    ``began``: when the first sight of a board began, whose matches are recorded only; None: there was none.
    """
    assert app.database is not None  # this is no dry run
    since = utc_now() - _UNSENT_SPAN
    before = {(unsent.delivery.id, unsent.delivery.attempts) for unsent in await list_unsent(app.database, since)}
    recorded = 0 if began is None else await count_recorded(app.database, began)
    counts = await app.engine.deliver()
    if counts.keys() <= {DeliveryStatus.SENT}:
        return SentSummary(counts=counts, unsent=[], recorded=recorded)
    after = await list_unsent(app.database, since)
    tried = [unsent for unsent in after if (unsent.delivery.id, unsent.delivery.attempts) not in before]
    return SentSummary(counts=counts, unsent=tried, recorded=recorded)
