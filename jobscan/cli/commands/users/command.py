"""``jobscan users``: who is notified, and everything that is stored about them."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Group, json_option
from jobscan.cli.kit.options import address_argument, new_time_zone_option, quiet_hours_option, time_zone_option


@click.group(cls=Group)
def command() -> None:
    """Manage the people who are notified: the owner, whose alerts are in the configuration, and others."""


@command.command(short_help="Add someone to notify by mail.")
@address_argument
@time_zone_option
@quiet_hours_option
@click.option(
    "--max-per-day", metavar="N", type=click.IntRange(1, 10_000), help="Messages a day.  [default: owner.max_per_day]"
)
@done_in("jobscan.cli.commands.users.work")
def add() -> None:
    """Add someone to notify by mail; `alerts add --user EMAIL` adds their alerts.

    The database is created if there is none yet.
    """


@command.command(short_help="Change when someone is notified.")
@click.argument("email")
@new_time_zone_option
@quiet_hours_option
@click.option("--no-quiet-hours", is_flag=True, help="Send at any time.")
@click.option("--max-per-day", metavar="N", type=click.IntRange(1, 10_000), help="Messages a day.")
@done_in("jobscan.cli.commands.users.work")
def edit() -> None:
    """Change when someone is notified; only what is given changes. The owner is changed in the configuration."""


@command.command("list")
@json_option
@done_in("jobscan.cli.commands.users.work")
def list_() -> None:
    """List the people who are notified, the owner first.

    In a pipe, tab-separated lines without a header: email, state, alerts, time zone, quiet hours, messages a day,
    owner (yes or no), added.
    """


@command.command(short_help="Stop notifying someone until they are enabled again.")
@click.argument("email")
@done_in("jobscan.cli.commands.users.work")
def disable() -> None:
    """Stop notifying someone until they are enabled again; what is waiting for them is not sent."""


@command.command(short_help="Resume notifications to someone.")
@click.argument("email")
@done_in("jobscan.cli.commands.users.work")
def enable() -> None:
    """Resume notifications to someone who was disabled; what matched in the meantime is not sent."""


@command.command(short_help="Export everything that is stored about someone.")
@click.argument("email")
@done_in("jobscan.cli.commands.users.work")
def export() -> None:
    """Write everything that is stored about someone as JSON: the user, alerts, matches, messages, what was sent."""


@command.command(short_help="Delete someone and everything stored about them.")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@json_option
@done_in("jobscan.cli.commands.users.work")
def erase() -> None:
    """Delete someone and everything stored about them, for good. Backups are not changed.

    Asks for confirmation on a terminal; elsewhere --yes is needed. Shows how many rows of which table were
    deleted; in a pipe, as tab-separated lines.
    """
