"""``jobscan run``: the daemon."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command


@click.command(cls=Command)
# What a daemon keeps for months is imported without rich and pygments, which would be a twentieth of its memory:
# structlog wants them for tracebacks that show secrets, and httpx for a command line of its own.
@done_in("jobscan.cli.commands.run.work", without=("rich", "pygments"))
def command() -> None:
    """Watch the boards: scan each when it is due, until SIGTERM (exit code 0) or SIGINT (130).

    SIGHUP reloads the configuration; if the new one is invalid, the old one stays in force. Logs go to standard error.
    """
