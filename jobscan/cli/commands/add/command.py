"""``jobscan add``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option
from jobscan.cli.kit.options import base_url_option, every_option


@click.command(cls=Command)
@click.argument("url")
@click.option("--name", help="The name of the company, as you want to see it.")
@every_option
@base_url_option
@json_option
@done_in("jobscan.cli.commands.add.work")
def command() -> None:
    """Find the board behind a careers page, check that it answers, and add it to the configuration.

    URL is a careers page, a posting, an embedded board or an API address, or type/identifier. Comments in the
    configuration are kept; if there is no configuration yet, one is written.
    """
