"""``jobscan matches``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Command, json_option
from jobscan.cli.kit.options import limit_option, since_option
from jobscan.domain.delivery import DeliveryStatus


@click.command(cls=Command)
@click.option("--alert", metavar="NAME", help="Only matches of this alert.")
@click.option("--user", "email", metavar="EMAIL", help="Only matches of this user.  [default: all users]")
@click.option(
    "--status", type=click.Choice([str(status) for status in DeliveryStatus]), help="Only matches in this state."
)
@since_option
@limit_option
@json_option
@done_in("jobscan.cli.commands.matches.work")
def command() -> None:
    """List everything that ever matched an alert, latest first, with its delivery status.

    States: baseline (recorded, not sent: it was there before the alert or before the board was watched, or it is the
    same job as another posting), pending, sending, sent, uncertain (it may have arrived), dead (given up), cancelled
    (its alert was stopped).

    In a pipe, tab-separated lines without a header: moment, kind, key, title, company, alert, user, state, channel,
    sent, error.
    """
