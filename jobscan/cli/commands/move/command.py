"""``jobscan move``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option
from jobscan.cli.kit.options import base_url_option


@click.command(cls=Command)
@click.argument("source")
@click.argument("url")
@base_url_option
@json_option
@done_in("jobscan.cli.commands.move.work")
def command() -> None:
    """Follow a board that has moved to another system: its history goes on at the new address.

    SOURCE is the board as it is configured: its name, or type/identifier. URL is any address of the new one, as `add`
    takes it. The entry in the configuration, and alerts there that name the old board, name the new one; everything
    else in the file is kept. Until the new board has been read whole, its postings are recognised by title and place,
    so that people are not notified again of those on the old one. Stop a running daemon first. If the command is
    interrupted, run it again.
    """
