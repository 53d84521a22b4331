"""Options that several commands have; their values are checked as in the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from jobscan.cli.kit.later import load

if TYPE_CHECKING:
    from collections.abc import Callable

_READ_BASE_URL = "jobscan.config.model.values:read_base_url"
_READ_SELECTOR = "jobscan.config.model.values:read_selector"
_READ_EVERY = "jobscan.config.model.values:read_every"
_READ_TIME_ZONE = "jobscan.config:read_time_zone"
_READ_QUIET_HOURS = "jobscan.config:read_quiet_hours"
_READ_ADDRESS = "jobscan.utils.mail_address:check_mail_address"
#: Rows of a table without --limit.
TERMINAL_LIMIT = 50


def _checked_by(reader: str) -> Callable[[click.Context, click.Parameter, str | None], Any]:
    """Return a callback that rejects a wrong value as a usage error, before any server is contacted.

    ``reader`` is imported only when needed: it may import pydantic, and --help does not need it.
    """

    def check(_context: click.Context, _option: click.Parameter, value: str | None) -> Any:
        try:
            return None if value is None else load(reader)(value)
        except ValueError as exc:
            words = str(exc)
            raise click.BadParameter(words if words.endswith("?") else f"{words}.") from exc

    return check


base_url_option = click.option(
    "--base-url",
    metavar="URL",
    callback=_checked_by(_READ_BASE_URL),
    help="Where the board is served, if not by its vendor.",
)

select_option = click.option(
    "--select",
    metavar="CSS",
    callback=_checked_by(_READ_SELECTOR),
    help="Rows of a careers page of no known system: li.job.",
)

render_option = click.option(
    "--render", is_flag=True, help="Run the scripts of a careers page in a browser: needs jobscan[browser]."
)

every_option = click.option(
    "--every",
    metavar="TIME",
    callback=_checked_by(_READ_EVERY),
    help='How often to scan it: "1h", or a cron expression.',
)

time_zone_option = click.option(
    "--time-zone",
    metavar="ZONE",
    default="UTC",
    show_default=True,
    callback=_checked_by(_READ_TIME_ZONE),
    help="The time zone for sending times, such as Europe/Berlin.",
)

new_time_zone_option = click.option(
    "--time-zone", metavar="ZONE", callback=_checked_by(_READ_TIME_ZONE), help="A new time zone, such as Europe/Paris."
)

quiet_hours_option = click.option(
    "--quiet-hours",
    metavar="FROM-TO",
    callback=_checked_by(_READ_QUIET_HOURS),
    help="Send nothing during these hours of each day: 22:00-07:00.",
)

#: A new user's address, or one that mail is sent to.
address_argument = click.argument("email", callback=_checked_by(_READ_ADDRESS))
to_option = click.option(
    "--to",
    metavar="EMAIL",
    callback=_checked_by(_READ_ADDRESS),
    help="Send it to this address (channels of type email).",
)

user_option = click.option("--user", "email", metavar="EMAIL", help="The user.  [default: the owner]")
limit_option = click.option(
    "--limit", type=click.IntRange(min=1), help=f"Show at most N.  [default: {TERMINAL_LIMIT} in tables]"
)
since_option = click.option("--since", metavar="TIME", help="In the last 7d, 12h …, or since 2026-11-20.")
