"""``jobscan check-config``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option


@click.command(cls=Command)
@json_option
@done_in("jobscan.cli.commands.check_config.work")
def command() -> None:
    """Check the configuration and show every mistake at once, as file:line:column: key: message.

    Nothing is written, and no board is contacted. Settings that are allowed but probably not intended give a warning;
    with --quiet only mistakes are shown. Exit code 2 when there are mistakes.
    """
