"""``jobscan init``."""

from __future__ import annotations

import os

import click

from jobscan.cli.kit.lazy import Command, get_globals


@click.command(cls=Command)
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@click.pass_context
def command(context: click.Context, force: bool) -> None:
    """Write a configuration with every setting explained, and its JSON Schema for editors."""
    from jobscan.config import resolve_path, write_initial

    path = resolve_path(get_globals(context).config, os.environ)
    schema_path = write_initial(path, force=force)
    click.echo(f"Wrote {path} and {schema_path}.")
    click.echo("Next: `jobscan add URL` with the careers page of a company, then `jobscan scan`.")
