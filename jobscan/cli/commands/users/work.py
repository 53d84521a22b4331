"""What ``jobscan users`` does: adds people, lists, changes and erases them."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from jobscan.bootstrap.reading import open_database
from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.database import open_with_owner
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.output import make_console, wants_tables, write_json, write_lines
from jobscan.clock import utc_now
from jobscan.domain.user import User
from jobscan.services.export import export_user
from jobscan.services.records.user import ErasureRecord, ListedUserRecord
from jobscan.services.users import add_user, edit_user, erase_user, get_erasable, list_users, set_disabled

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.cli.kit.console import Cell
    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Config
    from jobscan.domain.user import QuietHours, StoredUser
    from jobscan.services.records.user import UserExport
    from jobscan.services.users import UserSummary

_STYLES = {"active": "green", "disabled": "yellow"}


def add(
    context: click.Context, email: str, time_zone: str, quiet_hours: QuietHours | None, max_per_day: int | None
) -> None:
    """Add someone to notify by mail."""
    user = User(email=email, time_zone=time_zone, quiet_hours=quiet_hours, max_per_day=max_per_day)

    async def work(config: Config) -> StoredUser:
        async with open_with_owner(config) as database:
            return await add_user(database, user, now=utc_now())

    config = read_config(context)
    stored = run_async(work(config))
    click.echo(f"Added {stored.label}. Next: `jobscan alerts add NAME --user {stored.label} --keywords …`.")
    if "email" not in config.notify:
        click.echo("jobscan: notify.email is not set up: nothing can be sent to that address yet", err=True)


def edit(context: click.Context, /, email: str, no_quiet_hours: bool, **given: Any) -> None:
    """Change when someone is notified."""
    changes = {name: value for name, value in given.items() if value is not None}
    if no_quiet_hours:
        changes["quiet_hours"] = None
    if not changes:
        raise click.UsageError("Nothing to change: give --time-zone, --quiet-hours or --max-per-day.")

    async def work(config: Config) -> StoredUser:
        async with open_database(config) as database:
            return await edit_user(database, email, lambda user: replace(user, **changes))

    click.echo(f"Changed {run_async(work(read_config(context))).label}.")


def list_(context: click.Context, as_json: bool) -> None:
    """List the people who are notified, the owner first."""

    async def ask(config: Config) -> list[UserSummary]:
        async with open_database(config) as database:
            return await list_users(database)

    found = run_async(ask(read_config(context)))
    options = get_globals(context)
    if as_json:
        write_json([ListedUserRecord.from_summary(one) for one in found])
    elif wants_tables(options):
        _show_table(found, options)
    else:
        write_lines(_line(one) for one in found)


def disable(context: click.Context, email: str) -> None:
    """Stop notifying someone until they are enabled again."""
    label = run_async(_set_disabled(read_config(context), email, utc_now())).label
    click.echo(f"{label} is no longer notified; `jobscan users enable {label}` resumes notifications.")


def enable(context: click.Context, email: str) -> None:
    """Notify someone again who was disabled."""
    stored = run_async(_set_disabled(read_config(context), email, None))
    click.echo(f"{stored.label} is notified again.")


def export(context: click.Context, email: str) -> None:
    """Write everything that is stored about someone as JSON."""

    async def ask(config: Config) -> UserExport:
        async with open_database(config) as database:
            return await export_user(database, email)

    write_json(run_async(ask(read_config(context))))


def erase(context: click.Context, email: str, yes: bool, as_json: bool) -> None:
    """Delete someone and everything stored about them, for good. Backups are not changed."""
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
        console.print("No users yet; `jobscan users add EMAIL` adds one, and `jobscan scan` adds the owner.")
        return
    rows: list[list[Cell]] = []
    for one in found:
        user, state = one.stored.user, _state(one.stored)
        name = f"{user.email} (owner)" if one.stored.is_owner and user.email else one.stored.label
        cells = (user.time_zone, str(user.quiet_hours or "-"), str(user.max_per_day or "-"), f"{one.alerts:,}")
        rows.append([name, *cells, (state, _STYLES[state])])
    titles = ["EMAIL", "TIME ZONE", "QUIET", "A DAY", "ALERTS", "STATE"]
    console.show_table(titles, rows, {"EMAIL": 3, "TIME ZONE": 1})
