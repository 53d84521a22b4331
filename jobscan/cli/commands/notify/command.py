"""``jobscan notify test``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Group, json_option
from jobscan.cli.kit.options import to_option


@click.group(cls=Group)
def command() -> None:
    """Test the channels configured under `notify`."""


@command.command(short_help="Send a sample through a channel.")
@click.argument("channel")
@to_option
@json_option
@done_in("jobscan.cli.commands.notify.work")
def test() -> None:
    """Send a sample through a channel, once, and show whether it was sent; needs no database.

    Exit code 0 when it was sent, 1 when it was not, 2 when there is no such channel.
    """
