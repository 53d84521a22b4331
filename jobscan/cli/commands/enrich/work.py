"""What ``jobscan enrich`` does: reads the facts out of stored postings."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from jobscan.bootstrap.facts import open_enricher
from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.errors import ExitCode
from jobscan.cli.kit.lazy import Globals, get_globals
from jobscan.cli.kit.output import make_console, write_json
from jobscan.services.records.facts import FactsProgressRecord

if TYPE_CHECKING:
    from jobscan.config import Config


def command(context: click.Context, rebuild: bool, as_json: bool) -> int:
    """Read the facts that are missing or outdated, or all of them."""
    record = run_async(_enrich(read_config(context), get_globals(context), rebuild=rebuild))
    if as_json:
        write_json(record)
    else:
        click.echo(_said(record))
    return ExitCode.OK


async def _enrich(config: Config, options: Globals, *, rebuild: bool) -> FactsProgressRecord:
    async with open_enricher(config) as enricher:
        if rebuild:
            await enricher.outdate()
        progress = await enricher.progress()
        quiet = options.verbosity < 0 or not sys.stderr.isatty()
        with Progress(
            TextColumn("Reading"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=make_console(options, stderr=True),
            transient=True,
            disable=quiet,
        ) as bar:
            task = bar.add_task("", total=max(0, progress.jobs - progress.current))
            read = await enricher.catch_up(lambda made: bar.update(task, completed=made))
        return FactsProgressRecord.of(read, await enricher.progress())


def _said(record: FactsProgressRecord) -> str:
    said = f"Read {record.read:,} postings; {record.current:,} of {record.jobs:,} have their facts."
    if record.failed:
        said += f"\nA rule failed on {record.failed:,} of them, whose other facts stand: please report this fault."
    return said
