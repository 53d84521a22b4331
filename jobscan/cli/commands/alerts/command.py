"""``jobscan alerts``: what people want to be notified of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jobscan.cli.commands.alerts import edit as alert_edit
from jobscan.cli.commands.alerts import trial as alert_trial
from jobscan.cli.commands.alerts.lookup import knowing_the_file, list_all, listed_record
from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.lazy import Group, get_globals, json_option
from jobscan.cli.kit.options import user_option
from jobscan.cli.kit.output import make_console, show_moment, wants_tables, write_json, write_lines
from jobscan.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.cli.commands.alerts.lookup import Listed
    from jobscan.cli.kit.console import Cell
    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Config
    from jobscan.domain.alert import StoredAlert

_STYLES = {"active": "green", "not loaded": "yellow"}
_TAKE_UP = "`jobscan scan`, or a reload of the daemon, loads the configuration."


@click.group(cls=Group)
def command() -> None:
    """Manage alerts: what someone wants to be notified of, and how.

    Alerts of the owner can also be in the configuration file; those are changed there.
    """


command.add_command(alert_edit.add)
command.add_command(alert_edit.edit)


@command.command("list")
@user_option
@json_option
@click.pass_context
def list_(context: click.Context, email: str | None, as_json: bool) -> None:
    """List the alerts of the owner, or of another user.

    States: active, disabled, unsubscribed (by the link in a mail), user disabled, not loaded (it is in the
    configuration, which no scan has read since). MATCHES counts everything that ever matched, once for each channel.
    In a pipe, tab-separated lines without a header: name, state, send, channels, matches, configuration or database.
    """
    from jobscan.bootstrap.reading import open_database

    async def ask(config: Config) -> list[Listed]:
        async with open_database(config) as database:
            return await list_all(database, config, email)

    found = run_async(ask(read_config(context)))
    options = get_globals(context)
    if as_json:
        write_json([listed_record(listed) for listed in found])
    elif wants_tables(options):
        _show_table(found, options)
    else:
        write_lines(_line(listed) for listed in found)


@command.command()
@click.argument("name")
@user_option
@json_option
@click.pass_context
def show(context: click.Context, name: str, email: str | None, as_json: bool) -> None:
    """Show one alert: its rule, and its state."""
    from jobscan.bootstrap.reading import open_database
    from jobscan.cli.commands.alerts.lookup import alerts_in_file
    from jobscan.services.alerts import find_alert

    async def ask(config: Config) -> Listed:
        async with open_database(config) as database:
            meant, stored = await find_alert(database, email, name, alerts_in_file(config, email))
            wanted = (stored.alert if stored else meant).name
            return next(one for one in await list_all(database, config, email) if one.alert.name == wanted)

    listed = run_async(ask(read_config(context)))
    if as_json:
        write_json(listed_record(listed))
        return
    _show_one(listed, get_globals(context))


@command.command(short_help="Resume an alert.")
@click.argument("name")
@user_option
@click.pass_context
def enable(context: click.Context, name: str, email: str | None) -> None:
    """Resume an alert; what matched in the meantime is recorded, not sent.

    This also revokes an unsubscription, even of an alert in the configuration.
    """
    stored = _set_enabled(read_config(context), email, name, enabled=True)
    click.echo(f'"{stored.alert.name}" is enabled: matches are sent from now on.')


@command.command(short_help="Pause an alert.")
@click.argument("name")
@user_option
@click.pass_context
def disable(context: click.Context, name: str, email: str | None) -> None:
    """Pause an alert; what is waiting to be sent is not sent."""
    stored = _set_enabled(read_config(context), email, name, enabled=False)
    click.echo(f'"{stored.alert.name}" is disabled: nothing is sent from now on; `jobscan alerts enable` resumes it.')


@command.command()
@click.argument("name")
@user_option
@click.pass_context
def remove(context: click.Context, name: str, email: str | None) -> None:
    """Remove an alert. What was sent is remembered: if you add the same alert again, nothing is sent twice."""
    from jobscan.bootstrap.reading import open_database
    from jobscan.services.alerts import remove_alert

    async def work(config: Config) -> int:
        async with open_database(config) as database:
            return await remove_alert(database, email, name, now=utc_now())

    config = read_config(context)
    with knowing_the_file(config, email, name):
        waiting = run_async(work(config))
    fate = {0: "nothing was waiting to be sent", 1: "1 match that was waiting is not sent"}
    click.echo(f'Removed "{name}": {fate.get(waiting, f"{waiting:,} matches that were waiting are not sent")}.')


command.add_command(alert_trial.test)
command.add_command(alert_trial.why)


def _set_enabled(config: Config, email: str | None, name: str, *, enabled: bool) -> StoredAlert:
    from jobscan.bootstrap.reading import open_database
    from jobscan.services.alerts import set_enabled

    async def work() -> StoredAlert:
        async with open_database(config) as database:
            return await set_enabled(database, email, name, enabled=enabled, now=utc_now())

    with knowing_the_file(config, email, name):
        return run_async(work())


def _line(listed: Listed) -> tuple[object, ...]:
    alert, keeper = listed.alert, "database" if _is_in_database(listed) else "configuration"
    return (alert.name, listed.state, alert.send, ",".join(alert.to), sum(listed.matches.values()), keeper)


def _is_in_database(listed: Listed) -> bool:
    return listed.stored is not None and listed.stored.origin == "user"


def _show_table(found: list[Listed], options: Globals) -> None:
    console = make_console(options)
    if not found:
        console.print("No alerts yet; `jobscan alerts add NAME --keywords …` makes one.")
        return
    rows: list[list[Cell]] = [
        [
            listed.alert.name,
            str(listed.alert.send),
            ", ".join(listed.alert.to),
            f"{sum(listed.matches.values()):,}",
            (listed.state, _STYLES.get(listed.state, "dim")),
        ]
        for listed in found
    ]
    titles = ["NAME", "SEND", "TO", "MATCHES", "STATE"]
    console.show_table(titles, rows, {"NAME": 3, "TO": 1})
    for name, warning in ((listed.alert.name, warning) for listed in found for warning in listed.warnings):
        console.print()
        console.say((f"{name}: ", "bold"), ("warning: ", "yellow"), warning)
    changed = [listed.alert.name for listed in found if not listed.taken_up]
    if changed:
        console.print()
        console.print(f"Different from the configuration: {', '.join(changed)}. {_TAKE_UP}")


def _show_one(listed: Listed, options: Globals) -> None:
    console = make_console(options)
    console.say((listed.alert.name, "bold"))
    for label, value in _facts(listed):
        console.say((f"{label:<18}", "dim"), value, soft_wrap=not wants_tables(options))
    if not listed.taken_up:
        console.print(f"\nThe configuration has changed since. {_TAKE_UP}" if listed.stored else f"\n{_TAKE_UP}")


def _facts(listed: Listed) -> Iterator[tuple[str, str]]:

    stored = listed.stored
    yield "State", listed.state
    yield from (("Warning", warning) for warning in listed.warnings)
    yield "Kept in", "the database" if _is_in_database(listed) else "the configuration"
    if stored is not None:
        yield "Made", show_moment(stored.created_at)
        if stored.unsubscribed_at is not None:
            yield "Unsubscribed", show_moment(stored.unsubscribed_at)
        counts = [f"{count:,} {status}" for status, count in sorted(listed.matches.items())]
        yield "Matches", ", ".join(counts) or "none"
    for name, value in listed.alert.to_record().items():
        if name not in ("name", "enabled"):
            yield name, _words(value)


def _words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
