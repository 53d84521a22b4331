"""``jobscan backup``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jobscan.cli.kit.common import open_existing, read_config, run_async
from jobscan.cli.kit.lazy import Command

if TYPE_CHECKING:
    from jobscan.config import Config


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def command(context: click.Context, file: Path) -> None:
    """Copy the database to FILE while it may be in use.

    SQLite: a database file, checked for damage. Postgres: a dump in pg_dump's custom format, for pg_restore.
    An existing file is never overwritten.
    """
    from jobscan.services.health import back_up

    async def work(config: Config) -> None:
        async with open_existing(config) as database:
            await back_up(database, file)

    run_async(work(read_config(context)))
    click.echo(f"Wrote {file}.")
