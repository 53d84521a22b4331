"""What ``jobscan alerts`` does to alerts that there are: lists, shows, pauses and removes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jobscan.bootstrap.reading import open_database
from jobscan.cli.commands.alerts.lookup import alerts_in_file, knowing_the_file, list_all, listed_record
from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.output import make_console, show_moment, wants_tables, write_json, write_lines
from jobscan.clock import utc_now
from jobscan.services.alerts import find_alert, remove_alert, set_enabled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.cli.commands.alerts.lookup import Listed
    from jobscan.cli.kit.console import Cell
    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Config
    from jobscan.domain.alert import StoredAlert

_STYLES = {"active": "green", "not loaded": "yellow"}
_TAKE_UP = "`jobscan scan`, or a reload of the daemon, loads the configuration."


def list_(context: click.Context, email: str | None, as_json: bool) -> None:
    """List the alerts of the owner, or of another user."""

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


def show(context: click.Context, name: str, email: str | None, as_json: bool) -> None:
    """Show one alert."""

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


def enable(context: click.Context, name: str, email: str | None) -> None:
    """Resume an alert."""
    stored = _set_enabled(read_config(context), email, name, enabled=True)
    click.echo(f'"{stored.alert.name}" is enabled: matches are sent from now on.')


def disable(context: click.Context, name: str, email: str | None) -> None:
    """Pause an alert."""
    stored = _set_enabled(read_config(context), email, name, enabled=False)
    click.echo(f'"{stored.alert.name}" is disabled: nothing is sent from now on; `jobscan alerts enable` resumes it.')


def remove(context: click.Context, name: str, email: str | None) -> None:
    """Remove an alert. What was sent is remembered."""

    async def work(config: Config) -> int:
        async with open_database(config) as database:
            return await remove_alert(database, email, name, now=utc_now())

    config = read_config(context)
    with knowing_the_file(config, email, name):
        waiting = run_async(work(config))
    fate = {0: "nothing was waiting to be sent", 1: "1 match that was waiting is not sent"}
    click.echo(f'Removed "{name}": {fate.get(waiting, f"{waiting:,} matches that were waiting are not sent")}.')


def _set_enabled(config: Config, email: str | None, name: str, *, enabled: bool) -> StoredAlert:
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
        console.print("No alerts yet; `jobscan alerts add NAME --keywords …` adds one.")
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
