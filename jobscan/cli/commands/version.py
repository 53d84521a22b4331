"""``jobscan --version``."""

from __future__ import annotations

import platform
import sqlite3

import click

from jobscan import __version__

#: What comes from others, see NOTICE.md in jobscan/data.
_SOURCES = ("GeoNames (cities), CC BY 4.0", "Unicode CLDR (names of countries), Unicode-3.0")


def show_version(*, as_json: bool, with_sources: bool = False) -> None:
    """Write the versions of jobscan, Python and SQLite; as data, or if asked, also the sources of shipped tables."""
    versions = {"jobscan": __version__, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    if as_json:
        from jobscan.cli.kit.output import json_line
        from jobscan.services.records.program import ProgramRecord

        click.echo(json_line(ProgramRecord(**versions, data=_SOURCES)), nl=False)
        return
    click.echo(f"jobscan {versions['jobscan']} (Python {versions['python']}, SQLite {versions['sqlite']})")
    if with_sources:
        click.echo("".join(f"Data: {source}\n" for source in _SOURCES), nl=False)
