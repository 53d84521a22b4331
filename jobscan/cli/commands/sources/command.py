"""``jobscan sources``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option


@click.command(cls=Command)
@json_option
@done_in("jobscan.cli.commands.sources.work")
def command() -> None:
    """Show how the boards are doing.

    States: ok, failing, incomplete (some of it could not be read), quarantine (the board looks emptied; nothing expires
    yet), never (not scanned yet), disabled, removed (no longer in the configuration). MISSING counts postings that are
    gone from the board and not expired yet, UNREAD those that are listed but could not be read.
    In a pipe, tab-separated lines without a header: type, identifier, name, state, last success, next due, active,
    missing, error, unread, rows with the id of another posting.
    """
