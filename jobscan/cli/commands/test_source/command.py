"""``jobscan test-source``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option
from jobscan.cli.kit.options import base_url_option, render_option, select_option


@click.command("test-source", cls=Command)
@click.argument("wanted", metavar="URL|NAME")
@click.option("--limit", default=3, show_default=True, type=click.IntRange(0, 50), help="Postings to show.")
@select_option
@render_option
@base_url_option
@json_option
@done_in("jobscan.cli.commands.test_source.work")
def command() -> None:
    """Show what a board would give, storing nothing.

    URL|NAME is a source of the configuration (its name or type/identifier), or any careers URL.
    """
