"""What ``jobscan db`` does: upgrades the database, or shows its version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jobscan.bootstrap.reading import open_unchecked
from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.database import open_existing
from jobscan.cli.kit.errors import ExitCode
from jobscan.cli.kit.output import write_json
from jobscan.services.health import read_schema, upgrade_schema
from jobscan.services.records.health import SchemaRecord

if TYPE_CHECKING:
    from jobscan.config import Config
    from jobscan.services.health import SchemaReport


def upgrade(context: click.Context) -> None:
    """Create the tables or upgrade them to this version."""

    async def work(config: Config) -> SchemaReport:
        async with open_unchecked(config) as database:
            return await upgrade_schema(database)

    report = run_async(work(read_config(context)))
    click.echo(f"{report.place} is at {report.current}.")


def current(context: click.Context, as_json: bool) -> int:
    """Show the version of the tables."""

    async def work(config: Config) -> SchemaReport:
        async with open_existing(config) as database:
            return await read_schema(database)

    report = run_async(work(read_config(context)))
    if as_json:
        write_json(SchemaRecord.of(report))
    else:
        click.echo(f"{report.place}: {report.status} (it has {report.current or 'none'}, this version {report.head})")
    return ExitCode.OK if report.is_current else ExitCode.NOT_MIGRATED
