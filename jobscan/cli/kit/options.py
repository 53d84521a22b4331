"""Options that several commands have; their values are checked as in the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

# The readers are imported only when needed: they import pydantic, and --help does not need it.
if TYPE_CHECKING:
    from collections.abc import Callable

    from jobscan.domain.user import QuietHours

_T = TypeVar("_T")


def _read_base_url(value: str) -> str:
    from jobscan.config.model.values import read_base_url

    return read_base_url(value)


def _read_every(value: str) -> str:
    from jobscan.config.model.values import read_every

    return read_every(value)


def _read_time_zone(value: str) -> str:
    from jobscan.config import read_time_zone

    return read_time_zone(value)


def _read_quiet_hours(value: str) -> QuietHours:
    from jobscan.config import read_quiet_hours

    return read_quiet_hours(value)


def _read_address(value: str) -> str:
    from jobscan.utils.mail_address import check_mail_address

    return check_mail_address(value)


def _checked_by(read: Callable[[str], _T]) -> Callable[[click.Context, click.Parameter, str | None], _T | None]:
    """Return a callback that rejects a wrong value as a usage error, before any server is contacted."""

    def check(_context: click.Context, _option: click.Parameter, value: str | None) -> _T | None:
        try:
            return None if value is None else read(value)
        except ValueError as exc:
            words = str(exc)
            raise click.BadParameter(words if words.endswith("?") else f"{words}.") from exc

    return check


base_url_option = click.option(
    "--base-url",
    metavar="URL",
    callback=_checked_by(_read_base_url),
    help="Where the board is served, if not by its vendor.",
)

every_option = click.option(
    "--every",
    metavar="TIME",
    callback=_checked_by(_read_every),
    help='How often to scan it: "1h", or a cron expression.',
)

time_zone_option = click.option(
    "--time-zone",
    metavar="ZONE",
    default="UTC",
    show_default=True,
    callback=_checked_by(_read_time_zone),
    help="The time zone for sending times, such as Europe/Berlin.",
)

new_time_zone_option = click.option(
    "--time-zone", metavar="ZONE", callback=_checked_by(_read_time_zone), help="A new time zone, such as Europe/Paris."
)

quiet_hours_option = click.option(
    "--quiet-hours",
    metavar="FROM-TO",
    callback=_checked_by(_read_quiet_hours),
    help="Send nothing during these hours of each day: 22:00-07:00.",
)

#: A new user's address, or one that mail is sent to.
address_argument = click.argument("email", callback=_checked_by(_read_address))
to_option = click.option(
    "--to",
    metavar="EMAIL",
    callback=_checked_by(_read_address),
    help="Send it to this address (channels of type email).",
)

user_option = click.option("--user", "email", metavar="EMAIL", help="The user.  [default: the owner]")
since_option = click.option("--since", metavar="TIME", help="In the last 7d, 12h …, or since 2026-11-20.")
