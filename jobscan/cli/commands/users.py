"""``jobscan users``: who is notified, and everything that is kept of them."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from jobscan.cli.kit.common import open_with_owner, read_config, run_async
from jobscan.cli.kit.lazy import Group, get_globals, json_option
from jobscan.cli.kit.options import address_argument, new_time_zone_option, quiet_hours_option, time_zone_option
from jobscan.cli.kit.output import make_console, wants_tables, write_json, write_lines
from jobscan.clock import utc_now

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.cli.kit.console import Cell
    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Config
    from jobscan.domain.user import QuietHours, StoredUser
    from jobscan.services.records.user import UserExport
    from jobscan.services.users import UserSummary

_STYLES = {"active": "green", "disabled": "yellow"}


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
@click.pass_context
def add(
    context: click.Context, email: str, time_zone: str, quiet_hours: QuietHours | None, max_per_day: int | None
) -> None:
    """Add someone to notify by mail; `alerts add --user EMAIL` says of what.

    The database is created if there is none yet.
    """
    from jobscan.domain.user import User
    from jobscan.services.users import add_user

    user = User(email=email, time_zone=time_zone, quiet_hours=quiet_hours, max_per_day=max_per_day)

    async def work(config: Config) -> StoredUser:
        async with open_with_owner(config) as database:
            return await add_user(database, user, now=utc_now())

    config = read_config(context)
    stored = run_async(work(config))
    click.echo(f"Added {stored.label}. Next: `jobscan alerts add NAME --user {stored.label} --keywords …`.")
    if "email" not in config.notify:
        click.echo("jobscan: notify.email is not set up: nothing can be sent to that address yet", err=True)


@command.command(short_help="Change when someone is notified.")
@click.argument("email")
@new_time_zone_option
@quiet_hours_option
@click.option("--no-quiet-hours", is_flag=True, help="Send at any time.")
@click.option("--max-per-day", metavar="N", type=click.IntRange(1, 10_000), help="Messages a day.")
@click.pass_context
def edit(context: click.Context, /, email: str, no_quiet_hours: bool, **given: Any) -> None:
    """Change when someone is notified; only what is given changes. The owner is changed in the configuration."""
    from jobscan.bootstrap.reading import open_database
    from jobscan.services.users import edit_user

    changes = {name: value for name, value in given.items() if value is not None}
    if no_quiet_hours:
        changes["quiet_hours"] = None
    if not changes:
        raise click.UsageError("Nothing to change: give --time-zone, --quiet-hours or --max-per-day.")

    async def work(config: Config) -> StoredUser:
        async with open_database(config) as database:
            return await edit_user(database, email, lambda user: replace(user, **changes))

    click.echo(f"Changed {run_async(work(read_config(context))).label}.")


@command.command("list")
@json_option
@click.pass_context
def list_(context: click.Context, as_json: bool) -> None:
    """List the people who are notified, the owner first.

    In a pipe, tab-separated lines without a header: email, state, alerts, time zone, quiet hours, messages a day,
    owner (yes or no), added.
    """
    from jobscan.bootstrap.reading import open_database
    from jobscan.services.users import list_users

    async def ask(config: Config) -> list[UserSummary]:
        async with open_database(config) as database:
            return await list_users(database)

    found = run_async(ask(read_config(context)))
    options = get_globals(context)
    if as_json:
        from jobscan.services.records.user import ListedUserRecord

        write_json([ListedUserRecord.from_summary(one) for one in found])
    elif wants_tables(options):
        _show_table(found, options)
    else:
        write_lines(_line(one) for one in found)


@command.command(short_help="Stop notifying someone until they are enabled again.")
@click.argument("email")
@click.pass_context
def disable(context: click.Context, email: str) -> None:
    """Stop notifying someone until they are enabled again; what is waiting for them is not sent."""
    label = run_async(_set_disabled(read_config(context), email, utc_now())).label
    click.echo(f"{label} is no longer notified; `jobscan users enable {label}` resumes notifications.")


@command.command(short_help="Resume notifications to someone.")
@click.argument("email")
@click.pass_context
def enable(context: click.Context, email: str) -> None:
    """Notify someone again who was disabled; what matched in the meantime is not sent."""
    stored = run_async(_set_disabled(read_config(context), email, None))
    click.echo(f"{stored.label} is notified again.")


@command.command(short_help="Export everything that is stored about someone.")
@click.argument("email")
@click.pass_context
def export(context: click.Context, email: str) -> None:
    """Write everything that is stored about someone as JSON: the user, alerts, matches, messages, what was sent."""
    from jobscan.bootstrap.reading import open_database
    from jobscan.services.export import export_user

    async def ask(config: Config) -> UserExport:
        async with open_database(config) as database:
            return await export_user(database, email)

    write_json(run_async(ask(read_config(context))))


@command.command(short_help="Delete someone and everything stored about them.")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@json_option
@click.pass_context
def erase(context: click.Context, email: str, yes: bool, as_json: bool) -> None:
    """Delete someone and everything stored about them, for good. Backups are not changed.

    Asks for confirmation on a terminal; elsewhere --yes is needed. Shows how many rows of which table were
    deleted; in a pipe, as tab-separated lines.
    """
    from jobscan.bootstrap.reading import open_database
    from jobscan.services.users import erase_user, get_erasable

    config = read_config(context)

    async def find() -> str:
        async with open_database(config) as database:
            return (await get_erasable(database, email)).label

    async def work() -> dict[str, int]:
        async with open_database(config) as database:
            return await erase_user(database, email)

    if not yes:
        _ask(run_async(find()))
    erased = run_async(work())
    if as_json:
        from jobscan.services.records.user import ErasureRecord

        write_json(ErasureRecord.of(erased))
    elif wants_tables(get_globals(context)):
        click.echo(f"Erased {email}:")
        for table, count in erased.items():
            click.echo(f"  {count:>8,}  {table}")
    else:
        write_lines(erased.items())


def _ask(label: str) -> None:
    """Go on when the person at the terminal says yes.

    Raises `click.ClickException` for a no, `click.UsageError` where there is nobody to be asked.
    """
    if not sys.stdin.isatty():
        raise click.UsageError("Not a terminal; use --yes to confirm.")
    if not click.confirm(f"Erase {label} and everything stored about them, for good?", err=True):
        raise click.ClickException("nothing was erased")


async def _set_disabled(config: Config, email: str, at: datetime | None) -> StoredUser:
    from jobscan.bootstrap.reading import open_database
    from jobscan.services.users import set_disabled

    async with open_database(config) as database:
        return await set_disabled(database, email, at)


def _state(stored: StoredUser) -> str:
    return "active" if stored.disabled_at is None else "disabled"


def _line(one: UserSummary) -> tuple[object, ...]:
    stored, user = one.stored, one.stored.user
    told = (user.time_zone, user.quiet_hours, user.max_per_day)
    return (user.email, _state(stored), one.alerts, *told, "yes" if stored.is_owner else "no", stored.created_at)


def _show_table(found: list[UserSummary], options: Globals) -> None:
    console = make_console(options)
    if not found:
        console.print("Nobody yet; `jobscan users add EMAIL` adds someone, `jobscan scan` the owner.")
        return
    rows: list[list[Cell]] = []
    for one in found:
        user, state = one.stored.user, _state(one.stored)
        name = f"{user.email} (owner)" if one.stored.is_owner and user.email else one.stored.label
        cells = (user.time_zone, str(user.quiet_hours or "-"), str(user.max_per_day or "-"), f"{one.alerts:,}")
        rows.append([name, *cells, (state, _STYLES[state])])
    titles = ["EMAIL", "TIME ZONE", "QUIET", "A DAY", "ALERTS", "STATE"]
    console.show_table(titles, rows, {"EMAIL": 3, "TIME ZONE": 1})
