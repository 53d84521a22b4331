"""``jobscan add``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option
from jobscan.cli.kit.options import base_url_option, every_option, render_option, select_option


@click.command(cls=Command)
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option(
    "--file", "file", type=click.File("rb"), help="Add all addresses of a list: text, CSV or OPML; - is stdin."
)
@click.option("--name", help="The name of the company, as you want to see it; with one URL.")
@every_option
@select_option
@click.option("--yes", is_flag=True, help="Accept a list of postings that was found on such a page, without asking.")
@render_option
@base_url_option
@json_option
@done_in("jobscan.cli.commands.add.work")
def command() -> None:
    """Find the board behind a careers page, check that it answers, and add it to the configuration.

    URL is any address of a company: its careers page, a posting, an embedded board, an API address, its home page
    (which is followed to the careers page), or type/identifier. Comments in the configuration are kept; if there is
    no configuration yet, one is written.

    A careers page of no known system is added if it describes its postings in a form for machines. If it does not, it
    is searched for a list of postings: the rows are shown, and the page is added if you approve (or with --yes).
    --select names the rows by a CSS selector of your own. --render runs the page's scripts in an installed Chromium
    first: if they ask a known system for the postings, that is added, otherwise the page that they make.

    --file takes a text with one address per line, a CSV file with a column "url" (and "name"), or an OPML file. Of
    several addresses, each is tried; those that cannot be added are shown with the reason, and the exit code is 3. With
    --json, several addresses give a list: what was added, or the address and the reason why not.
    """
