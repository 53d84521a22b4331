"""``jobscan db upgrade`` and ``jobscan db current``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jobscan.cli.kit.common import open_existing, read_config, run_async
from jobscan.cli.kit.errors import ExitCode
from jobscan.cli.kit.lazy import Group, json_option
from jobscan.cli.kit.output import write_json

if TYPE_CHECKING:
    from jobscan.config import Config
    from jobscan.services.health import SchemaReport


@click.group(cls=Group)
def command() -> None:
    """Upgrade the database to this version, or show its version."""


@command.command()
@click.pass_context
def upgrade(context: click.Context) -> None:
    """Create the tables or upgrade them to this version; `run` and `scan` do this automatically."""
    from jobscan.bootstrap.reading import open_unchecked
    from jobscan.services.health import upgrade_schema

    async def work(config: Config) -> SchemaReport:
        async with open_unchecked(config) as database:
            return await upgrade_schema(database)

    report = run_async(work(read_config(context)))
    click.echo(f"{report.place} is at {report.current}.")


@command.command()
@json_option
@click.pass_context
def current(context: click.Context, as_json: bool) -> int:
    """Show the version of the tables; exit code 10 if it is not that of this jobscan."""
    from jobscan.services.health import read_schema

    async def work(config: Config) -> SchemaReport:
        async with open_existing(config) as database:
            return await read_schema(database)

    report = run_async(work(read_config(context)))
    if as_json:
        from jobscan.services.records.health import SchemaRecord

        write_json(SchemaRecord.of(report))
    else:
        click.echo(f"{report.place}: {report.status} (it has {report.current or 'none'}, this version {report.head})")
    return ExitCode.OK if report.is_current else ExitCode.NOT_MIGRATED
