"""``jobscan sources``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option


@click.command(cls=Command)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--check-moved", is_flag=True, help="Look for boards that are gone at other systems; uses the network.")
@json_option
@done_in("jobscan.cli.commands.sources.work")
def command() -> None:
    """Show how the boards are doing, all or those that are named: by name, type/identifier or system.

    States: ok, failing, incomplete (some of it could not be read), quarantine (the board looks emptied; nothing expires
    yet), never (not scanned yet), disabled, removed (no longer in the configuration). MISSING counts postings that are
    gone from the board and not expired yet, UNREAD those that are listed but could not be read.
    In a pipe, tab-separated lines without a header: type, identifier, name, state, last success, next due, active,
    missing, error, unread, rows with the id of another posting.

    --check-moved asks the directory and the companies' own pages whether a board is at another system now: boards that
    answer no more or look emptied, or those that are named. It changes nothing, and names the command that would. In a
    pipe: the board, the other one, the command.
    """
