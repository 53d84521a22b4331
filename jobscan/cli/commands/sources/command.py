"""``jobscan sources``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option


@click.command(cls=Command)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--check-moved", is_flag=True, help="Find boards that have moved to another system; uses the network.")
@json_option
@done_in("jobscan.cli.commands.sources.work")
def command() -> None:
    """Show how the boards are doing, all or those that are named: by name, type/identifier or system.

    States: ok, failing, incomplete (some of it could not be read), quarantine (the board looks emptied; nothing expires
    yet), never (not scanned yet), disabled, removed (no longer in the configuration). MISSING counts postings that are
    gone from the board and not expired yet, UNREAD those that are listed but could not be read.
    In a pipe, tab-separated lines without a header: type, identifier, name, state, last success, next due, active,
    missing, error, unread, rows with the id of another posting.

    --check-moved looks in the directory and on the companies' own pages for boards that have moved to another system:
    those that no longer answer or look emptied, or the ones you name. It changes nothing, but shows the command that
    would. In a pipe: the old board, the new one, the command.
    """
