"""``jobscan skills``: the words that are known as skills."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Group, json_option


@click.group(cls=Group)
def command() -> None:
    """Manage the skills that are looked for in postings: those that are shipped, and lists of your own."""


@command.command("import", short_help="Add the skills of a file.")
@click.argument("file", type=click.File("rb"))
@click.option("--source", metavar="NAME", help="What to call the list.  [default: the name of the file]")
@json_option
@done_in("jobscan.cli.commands.skills.work")
def import_() -> None:
    """Add the skills of a file, in place of those of the same source. Postings are read again, without notifications.

    It is known by its columns: ESCO's skills_en.csv, O*NET's "Technology Skills.txt" and "Skills.txt", or a CSV file
    of your own with a column "name" (and "aliases", separated by |, "kind" and "need"). Your own skill replaces a
    shipped one of the same name. Says which are in so many postings that they say little.
    """


@command.command("list")
@click.option("--search", metavar="WORD", help="Only those with this in their name or in another spelling.")
@json_option
@done_in("jobscan.cli.commands.skills.work")
def list_() -> None:
    """List the skills that are looked for, by name.

    In a pipe, tab-separated lines without a header: name, kind, source, other ways to write it (separated by |), need.
    """


@command.command()
@click.argument("source")
@done_in("jobscan.cli.commands.skills.work")
def remove() -> None:
    """Remove the skills of an imported list. Postings are read again, without notifications."""
