"""``jobscan --version``."""

from __future__ import annotations

import platform
import sqlite3

import click

from jobscan import __version__


def show_version(*, as_json: bool) -> None:
    """Write the versions of jobscan, Python and SQLite."""
    versions = {"jobscan": __version__, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    if as_json:
        from jobscan.cli.kit.output import json_line
        from jobscan.services.records.program import ProgramRecord

        click.echo(json_line(ProgramRecord(**versions)), nl=False)
        return
    click.echo(f"jobscan {versions['jobscan']} (Python {versions['python']}, SQLite {versions['sqlite']})")
