"""``jobscan enrich``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option


@click.command(cls=Command)
@click.option("--rebuild", is_flag=True, help="Read all postings again, not only those not read yet.")
@json_option
@done_in("jobscan.cli.commands.enrich.work")
def command() -> None:
    """Read the facts out of stored postings: pay, places, level, years of experience, visa, skills …

    `jobscan run` does this by itself, slowly; this command does it at once, even while `jobscan run` is at work. It
    sends no notifications. You can stop it at any time: the next one, or `jobscan run`, continues from there.
    """
