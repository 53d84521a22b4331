"""``jobscan backup``."""

from __future__ import annotations

from pathlib import Path

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@done_in("jobscan.cli.commands.backup.work")
def command() -> None:
    """Copy the database to FILE while it may be in use.

    SQLite: a database file, checked for damage. Postgres: a dump in pg_dump's custom format, for pg_restore.
    An existing file is never overwritten.
    """
