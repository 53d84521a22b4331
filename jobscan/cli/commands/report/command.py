"""``jobscan report``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option


@click.command(cls=Command)
@click.option(
    "--since", metavar="TIME", default="24h", show_default=True, help="In the last 7d, 12h …, or since 2026-11-20."
)
@json_option
@click.option("--html", "as_html", is_flag=True, help="Write an HTML page, like the mail that `report.send` schedules.")
@done_in("jobscan.cli.commands.report.work")
def command() -> None:
    """Show what the boards did, what matched and what was sent; boards in trouble come first.

    On a terminal as tables, without the boards where nothing happened; into a pipe as the text of the mail that
    `report.send` schedules.
    """
