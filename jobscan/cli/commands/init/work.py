"""What ``jobscan init`` does."""

from __future__ import annotations

import os

import click

from jobscan.cli.kit.lazy import get_globals
from jobscan.config import resolve_path, write_initial


def command(context: click.Context, force: bool) -> None:
    """Write a configuration with every setting explained, and its JSON Schema for editors."""
    path = resolve_path(get_globals(context).config, os.environ)
    schema_path = write_initial(path, force=force)
    click.echo(f"Wrote {path} and {schema_path}.")
    click.echo("Next: `jobscan add URL` with the careers page of a company, then `jobscan scan`.")
