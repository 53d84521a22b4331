"""What ``jobscan alerts add`` and ``jobscan alerts edit`` do."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from jobscan.bootstrap.reading import open_database
from jobscan.cli.commands.alerts.lookup import alerts_in_file, knowing_the_file, warnings_of
from jobscan.cli.commands.alerts.options import given_parts, option_of, put_together
from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.database import open_with_owner
from jobscan.clock import utc_now
from jobscan.config import alert_problems, read_alert
from jobscan.exceptions import ConfigError
from jobscan.services.alerts import AlertExistsError, add_alert, edit_alert, get_alert

if TYPE_CHECKING:
    from collections.abc import Collection

    from jobscan.config import Config
    from jobscan.domain.alert import Alert
    from jobscan.services.alerts import SavedAlert


def add(context: click.Context, /, name: str, email: str | None, **options: Any) -> None:
    """Add an alert for the owner, or for someone added with `users add`."""
    config = read_config(context)
    alert = _read(
        config, email, put_together({"name": name}, given_parts(options)), assumed=() if options["to"] else ("email",)
    )
    if any(other.name.casefold() == alert.name.casefold() for other in alerts_in_file(config, email)):
        raise AlertExistsError(f'"{alert.name}" already exists in the configuration: change it there')

    async def work() -> SavedAlert:
        async with open_with_owner(config) as database:
            return await add_alert(database, email, alert, now=utc_now())

    saved = run_async(work())
    click.echo(f'Added "{saved.stored.alert.name}"{_whose(email)}: {_how(saved.stored.alert)}.')
    click.echo(_existing(saved, email))
    _warn(saved, config)


def edit(context: click.Context, /, name: str, email: str | None, **options: Any) -> None:
    """Change the given parts of an alert, and leave the others as they are."""
    config = read_config(context)
    parts = given_parts(options)
    if not parts:
        raise click.UsageError("No change is given; --help lists the parts of an alert.")

    async def work() -> SavedAlert:
        async with open_database(config) as database:
            before = (await get_alert(database, email, name)).alert
            alert = _read(
                config, email, put_together(before.to_record(), parts), assumed=() if parts.get("to") else before.to
            )
            return await edit_alert(database, email, alert, now=utc_now())

    with knowing_the_file(config, email, name):
        saved = run_async(work())
    click.echo(f'Changed "{saved.stored.alert.name}"{_whose(email)}: {_how(saved.stored.alert)}.')
    click.echo(_existing(saved, email, more="more "))
    _warn(saved, config)


def _read(config: Config, email: str | None, values: dict[str, object], *, assumed: Collection[str]) -> Alert:
    """Return the alert; raises `ConfigError` with every mistake, under the name of its option.

    ``assumed`` holds channels that were not typed now: if one of them is not set up, that is not a mistake. Also raises
    `ConfigError` for mail to an owner who has no address.
    """
    channels = {*config.notify, *assumed}
    if problems := alert_problems(values, channels=channels):
        raise ConfigError([f"{option_of(problem.key)}: {problem.message}" for problem in problems])
    alert = read_alert(values, channels=channels)
    for name in alert.to if email is None else ():
        channel = config.notify.get(name)
        if channel is not None and channel.type == "email" and channel.owner_address is None:
            raise ConfigError([f"notify.{name}.to: is missing; the alert is sent there: give it the owner's address"])
    return alert


def _warn(saved: SavedAlert, config: Config) -> None:
    alert = saved.stored.alert
    for warning in warnings_of(alert, config):
        click.echo(f"jobscan: warning: {warning}", err=True)
    for name in alert.to:
        if name not in config.notify:
            words = f"notify.{name} is not set up: matches are recorded, and sent once it is"
            click.echo(f"jobscan: warning: {words}", err=True)


def _whose(email: str | None) -> str:
    return f" for {email}" if email else ""


def _how(alert: Alert) -> str:
    return f"{alert.send}, to {', '.join(alert.to)}"


def _existing(saved: SavedAlert, email: str | None, more: str = "") -> str:
    """Say how many postings already match, whether they are sent, and how to list them."""
    alert = saved.stored.alert
    if not alert.enabled:
        return "It is disabled; `jobscan alerts enable` resumes it."
    if not saved.existing:
        return "No posting matches yet." if not more else "No more postings match."
    fate = "sent in one digest" if alert.notify_existing else "recorded, not sent"
    postings = "1 posting matches" if saved.existing == 1 else f"{saved.existing:,} postings match"
    if more:
        postings = postings.replace("posting", "more posting", 1)
    user = f" --user {shlex.quote(email)}" if email else ""
    return f"{postings} already: {fate}. `jobscan matches --alert {shlex.quote(alert.name)}{user}` lists them."
