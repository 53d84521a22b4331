"""What ``jobscan backup`` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.database import open_existing
from jobscan.services.health import back_up

if TYPE_CHECKING:
    from jobscan.config import Config


def command(context: click.Context, file: Path) -> None:
    """Copy the database to FILE while it may be in use."""

    async def work(config: Config) -> None:
        async with open_existing(config) as database:
            await back_up(database, file)

    run_async(work(read_config(context)))
    click.echo(f"Wrote {file}.")
