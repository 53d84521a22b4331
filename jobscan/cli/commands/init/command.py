"""``jobscan init``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command


@click.command(cls=Command)
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@done_in("jobscan.cli.commands.init.work")
def command() -> None:
    """Write a configuration with every setting explained, and its JSON Schema for editors."""
