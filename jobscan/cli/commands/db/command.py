"""``jobscan db upgrade`` and ``jobscan db current``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Group, json_option


@click.group(cls=Group)
def command() -> None:
    """Upgrade the database to this version, or show its version."""


@command.command()
@done_in("jobscan.cli.commands.db.work")
def upgrade() -> None:
    """Create the tables or upgrade them to this version; `run` and `scan` do this automatically."""


@command.command()
@json_option
@done_in("jobscan.cli.commands.db.work")
def current() -> None:
    """Show the version of the tables; exit code 10 if this version of jobscan needs another."""
