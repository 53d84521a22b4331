"""``jobscan discover``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option


@click.command(cls=Command)
@click.argument("company", metavar="COMPANY|DOMAIN")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="Boards to list.")
@json_option
@done_in("jobscan.cli.commands.discover.work")
def command() -> None:
    """Look a company up in the directory of boards that comes with jobscan; needs no network.

    COMPANY|DOMAIN is a name such as "Spotify" or a domain such as spotify.com. The best match comes first;
    `jobscan add` takes what is in the column SOURCE. In a pipe, one line for each board, its fields separated by tabs,
    without a header: name, type/identifier, domain.

    Exit code 1 when the directory has no such company.
    """
