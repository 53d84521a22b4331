"""``jobscan enrich``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import json_option


@click.command()
@click.option("--rebuild", is_flag=True, help="Read all postings again, and not only those that are missing.")
@json_option
@done_in("jobscan.cli.commands.enrich.work")
def command() -> None:
    """Read the facts out of stored postings: pay, places, level, years of experience, visa, skills …

    `jobscan run` does this by itself, slowly; this does it at once, also while it runs. It notifies nobody. It can be
    stopped at any time; the next one goes on from there, and so does `jobscan run`.
    """
