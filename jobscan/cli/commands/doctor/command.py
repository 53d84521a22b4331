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

    Each line is ok, warning or failed, and says what to do. If a check fails, the exit code is the same as in other
    commands: 2 for the configuration, 10 for tables of another version, 1 for everything else.
    """
