"""``jobscan scan``."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import click

from jobscan.cli.common import read_config, run_async
from jobscan.cli.errors import ExitCode, fail
from jobscan.cli.lazy import Command, get_globals, json_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.cli.scan_report import Report
    from jobscan.config import Config
    from jobscan.domain.source import Source
    from jobscan.engine.pipeline import ScanResult


@click.command(cls=Command)
@click.argument("wanted", metavar="[SOURCE]...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Ask the boards and show what would be stored; write nothing.")
@json_option
@click.pass_context
def command(context: click.Context, wanted: tuple[str, ...], dry_run: bool, as_json: bool) -> int:
    """Scan the boards once, due or not, and end: one cycle of the daemon.

    SOURCE is a name or type/identifier; without any, all enabled sources are scanned. With --json one line is written
    for each source as it ends (message_type "source") and one at the end (message_type "summary").
    Exit code 3 when some sources failed.
    """
    from jobscan.cli.logs import set_up_logging
    from jobscan.cli.scan_report import make_report
    from jobscan.config import LogConfig

    config = read_config(context)
    options = get_globals(context)
    # One line per failing source is part of the report; log lines would say it a second time.
    set_up_logging(LogConfig(level="error", format=config.log.format), options.verbosity)
    sources = _choose(config, wanted)
    if not sources and not as_json:
        click.echo("jobscan: no source is enabled; `jobscan add URL` adds a board", err=True)
    report = make_report(options, total=len(sources), dry_run=dry_run, as_json=as_json)
    started = time.monotonic()
    results = run_async(_scan(config, sources, report, dry_run=dry_run))
    if results is None:
        kept = "nothing was written" if dry_run else "what was read is stored, and the next scan goes on from there"
        return fail(f"interrupted; {kept}", ExitCode.INTERRUPTED, as_json=as_json)
    failed = report.end(results, seconds=time.monotonic() - started)
    return ExitCode.PARTIAL if failed else ExitCode.OK


def _choose(config: Config, wanted: Sequence[str]) -> list[Source]:
    """Return the sources meant, in the order of the configuration. Raises `UnknownSourceError`."""
    from jobscan.services.sources import select_sources

    sources = config.to_sources()
    if not wanted:
        return [source for source in sources if source.enabled]
    keys = select_sources(wanted, [(source.key, source.name) for source in sources])
    return [source for source in sources if source.key in keys]


async def _scan(config: Config, sources: Sequence[Source], report: Report, *, dry_run: bool) -> list[ScanResult] | None:
    """Scan; return None when SIGINT or SIGTERM ended it, with everything in hand committed."""
    import anyio

    from jobscan.bootstrap import open_app, open_dry_app, scan_plan

    results: list[ScanResult] | None = None
    async with (open_dry_app if dry_run else open_app)(config) as app:
        for warning in app.warnings:
            click.echo(f"jobscan: {warning}", err=True)
        async with anyio.create_task_group() as group:

            async def end_on_signal() -> None:
                with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
                    async for _ in signals:
                        group.cancel_scope.cancel()
                        return

            group.start_soon(end_on_signal)
            with report:
                results = await app.engine.scan(scan_plan(config), sources, report)
            group.cancel_scope.cancel()
    return results
