"""``jobscan demo``: the real engine on a simulated market, for half a minute."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option

#: The default market: within half a minute boards fail, recover, look emptied and are confirmed as emptied.
_SEED = 9


@click.command(cls=Command)
@click.option(
    "--seconds",
    type=click.IntRange(3, 3600),
    default=30,
    show_default=True,
    help="How long to watch, after the first scan. Each second, 15 minutes pass in the market.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=_SEED,
    show_default=True,
    help="Choose another market.",
)
@click.option("--boards", type=click.IntRange(1, 200), default=25, show_default=True, help="The number of boards.")
@json_option
@done_in("jobscan.cli.commands.demo.work")
def command() -> None:
    """Show jobscan at work on a simulated job market. It uses no network and no configuration, and keeps nothing.

    A market of company boards on five systems runs on 127.0.0.1: postings appear, change, vanish and come back, and
    boards fail or look emptied for a while. The engine scans it as `jobscan run` would, into a temporary SQLite file,
    and mails three people what they look for, into a mailbox on this machine. Time in the market runs faster, at 15
    minutes a second. At the end the database is compared with the market. Ctrl-C ends the demo early.

    With --json, one line is written for each thing that happens (message_type "event" and "mail") and one at the end
    (message_type "summary"). The exit code is 1 when database and market differ.
    """
