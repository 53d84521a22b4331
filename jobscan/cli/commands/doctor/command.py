"""``jobscan doctor``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option


@click.command(cls=Command)
@json_option
@done_in("jobscan.cli.commands.doctor.work")
def command() -> None:
    """Check everything jobscan depends on: Python, configuration, channels, database, disk, clock, boards, messages.

    Each line is ok, warning or failed, with what to do. What fails has the exit code that it has in other commands: 2
    for the configuration, 10 for tables that are not of this version; 1 for everything else.
    """
