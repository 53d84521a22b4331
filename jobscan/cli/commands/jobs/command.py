"""``jobscan jobs`` and ``jobscan jobs show``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Group, json_option
from jobscan.cli.kit.options import limit_option
from jobscan.cli.kit.rule_options import rule_options

_source_option = click.option(
    "--source", metavar="SOURCE", multiple=True, help="Name, TYPE/IDENTIFIER, or a system: all boards of greenhouse."
)


@click.command(add_help_option=False)
@rule_options(unknown="drop")
@_source_option
def search_options() -> None:
    """Read the options of a search that say what is looked for; see `alerts add --from-search`."""


@click.group(cls=Group, invoke_without_command=True)
@rule_options(unknown="drop")
@click.option("--status", type=click.Choice(["active", "expired", "all"]), default="active", show_default=True)
@click.option("--since", metavar="TIME", help="First seen by jobscan in the last 7d, 12h …, or since 2026-11-20.")
@click.option("--posted-since", metavar="TIME", help="The same by the board's own date; undated postings are left out.")
@_source_option
@limit_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Write CSV for spreadsheets, safe from formulas.")
@click.option("--description", is_flag=True, help="With --csv: include the descriptions.")
@done_in("jobscan.cli.commands.jobs.work")
def command() -> None:
    """List postings, newest first: by the board's date, or by when jobscan first saw them if the board gives none.

    The options are those of an alert; `jobscan alerts add NAME --from-search '…'` keeps a search as one. Those that
    take several values can be repeated: one of the values must match. TEXT is whole words or a phrase, in any letter
    case and spelling: "front end" finds Front-End and Frontend, "zurich" Zürich, "engineer" not Engineering; /engin/ is
    a regular expression. Countries, levels, years, visa, skills and pay are also read out of the text.

    In the table, POSTED is the age by the board's date, SEEN the time since jobscan first saw the posting; a SALARY
    with "~" comes from the text.

    In a pipe, one line for each posting, its fields separated by tabs, without a header: key, status, title, company,
    location, workplace, first seen, last seen, URL, posted, department, employment type, salary. --json gives every
    column of the table "jobs".
    """


@command.command(short_help="Show one posting with its history.")
@click.argument("key")
@click.option("--full", is_flag=True, help="The whole description, and every line that changed in it.")
@json_option
@done_in("jobscan.cli.commands.jobs.work")
def show() -> None:
    """Show one posting with its history; the beginning of its KEY is enough."""


@command.command("open", short_help="Open a posting in the browser.")
@click.argument("key")
@done_in("jobscan.cli.commands.jobs.work")
def open_() -> None:
    """Open the page of a posting in the browser, $BROWSER if that is set; the beginning of its KEY is enough."""


@command.command(short_help="Take a posting out of those for the same job.")
@click.argument("key")
@click.option("--undo", is_flag=True, help="Let it be joined with others again.")
@done_in("jobscan.cli.commands.jobs.split")
def split() -> None:
    """Take a posting out of its cluster, the postings for the same job; the beginning of its KEY is enough.

    It is remembered, whatever its text becomes: what happens to the posting is sent on its own from now on. Nothing is
    sent by the split itself. `jobscan jobs show KEY` says which postings are for the same job, and why.
    """
