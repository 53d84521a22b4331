"""``jobscan scan``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option


@click.command(cls=Command)
@click.argument("wanted", metavar="[SOURCE]...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Read the boards and show what would be stored; write and send nothing.")
@click.option("--no-deliver", is_flag=True, help="Send nothing; notifications wait for the next scan, or the daemon.")
@json_option
@done_in("jobscan.cli.commands.scan.work")
def command() -> None:
    """Scan the boards once, due or not, send the notifications that are due, and exit: one cycle of the daemon.

    SOURCE is a name, type/identifier, or a system such as greenhouse; without any, all enabled sources are scanned.
    With --json, one line is written for each source as it ends (message_type "source") and one at the end
    (message_type "summary"). In a pipe, one line for each source, its fields separated by tabs, without a header:
    type, identifier, name, outcome, postings, new, updated, expired, reopened, unchanged, unread, rows with the id of
    another posting; the totals go to standard error.

    Exit code 2 when no source is enabled, 3 when some sources failed or are incomplete; messages that could not be sent
    are named and do not change the exit code.
    """
