"""``jobscan --version``."""

from __future__ import annotations

import json
import platform
import sqlite3

import click

from jobscan import __version__


def show_version(*, as_json: bool) -> None:
    """Write the versions of jobscan, Python and SQLite."""
    versions = {"jobscan": __version__, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    if as_json:
        click.echo(json.dumps(versions))
        return
    click.echo(f"jobscan {versions['jobscan']} (Python {versions['python']}, SQLite {versions['sqlite']})")
