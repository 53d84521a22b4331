"""``jobscan jobs`` and ``jobscan jobs show``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Group, json_option
from jobscan.cli.kit.options import limit_option


@click.group(cls=Group, invoke_without_command=True)
@click.option("--company", metavar="WORDS", multiple=True, help="WORDS are in the company's name.")
@click.option("--title", metavar="WORDS", multiple=True, help="WORDS are in the title.")
@click.option("--location", metavar="WORDS", multiple=True, help="WORDS are in one of the places.")
@click.option("--department", metavar="WORDS", multiple=True, help="WORDS are in the department.")
@click.option(
    "--employment-type", metavar="TYPE", multiple=True, help="full_time, part_time, contract …, or a board's own word."
)
@click.option("--remote", is_flag=True, help="Only remote work, as the board or else the name of a place says.")
@click.option("--status", type=click.Choice(["active", "expired", "all"]), default="active", show_default=True)
@click.option("--since", metavar="TIME", help="First seen by jobscan in the last 7d, 12h …, or since 2026-11-20.")
@click.option("--posted-since", metavar="TIME", help="The same by the board's own date; undated postings are left out.")
@click.option(
    "--source", metavar="SOURCE", multiple=True, help="Name, TYPE/IDENTIFIER, or a system: all boards of greenhouse."
)
@limit_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Write CSV for spreadsheets, safe from formulas.")
@click.option("--description", is_flag=True, help="With --csv: include the descriptions.")
@done_in("jobscan.cli.commands.jobs.work")
def command() -> None:
    """List postings, newest first: by the board's date, or by when jobscan first saw them if the board gives none.

    Options that take WORDS or TYPE can be repeated: one of the values must match, as in an alert. WORDS are whole words
    or a phrase, in any letter case and spelling: "front end" finds Front-End and Frontend, "zurich" Zürich, "engineer"
    not Engineering; /engin/ is a regular expression.

    In the table, POSTED is the age by the board's date, SEEN the time since jobscan first saw the posting.

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
