"""Options that several commands have, their values checked as the configuration checks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jobscan.config.values import read_base_url, read_every

if TYPE_CHECKING:
    from collections.abc import Callable


def _checked_by(read: Callable[[str], str]) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """Return a callback that makes a wrong value a wrong command line, before anything is asked of a server."""

    def check(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
        try:
            return None if value is None else read(value)
        except ValueError as exc:
            raise click.BadParameter(f"{exc}.") from exc

    return check


base_url_option = click.option(
    "--base-url",
    metavar="URL",
    callback=_checked_by(read_base_url),
    help="Where the board is served instead of at its vendor's.",
)

every_option = click.option(
    "--every",
    metavar="TIME",
    callback=_checked_by(read_every),
    help='How often to scan it: "1h", or a cron expression.',
)
