"""``jobscan add``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option
from jobscan.cli.kit.options import base_url_option, every_option, select_option


@click.command(cls=Command)
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option(
    "--file", "file", type=click.File("rb"), help="Add all addresses of a list: text, CSV or OPML; - is stdin."
)
@click.option("--name", help="The name of the company, as you want to see it; with one URL.")
@every_option
@select_option
@click.option("--yes", is_flag=True, help="Take a list that was found on a page for people, without asking.")
@base_url_option
@json_option
@done_in("jobscan.cli.commands.add.work")
def command() -> None:
    """Find the board behind a careers page, check that it answers, and add it to the configuration.

    URL is any address of a company: its careers page, a posting, an embedded board, an API address, its home page
    (which is followed to the careers page), or type/identifier. Comments in the configuration are kept; if there is
    no configuration yet, one is written.

    A careers page of no known system is added when it describes its postings for machines. One that is for people
    only is searched for a list of postings: its rows are shown, and added when you approve of them (or with --yes).
    With --select the rows are those of a CSS selector of yours.

    A list holds one address a line, or is a CSV file with a column "url" (and "name"), or an OPML file. Of several
    addresses each is tried: exit code 3 when some were not added, and the reason for each. With --json and several
    addresses, a list: what was added, or the address with the reason why not.
    """
