"""``jobscan alerts``: what people want to be notified of."""

from __future__ import annotations

import click

from jobscan.cli.commands.alerts.options import alert_options
from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Group, json_option
from jobscan.cli.kit.options import user_option
from jobscan.cli.kit.rule_options import rule_options


@click.group(cls=Group)
def command() -> None:
    """Manage alerts: what someone wants to be notified of, and how.

    Alerts of the owner can also be in the configuration file; those are changed there.
    """


@command.command(short_help="Add an alert.")
@click.argument("name")
@user_option
@alert_options
@done_in("jobscan.cli.commands.alerts.edit")
def add() -> None:
    """Add an alert for the owner, or for someone added with `users add`.

    A posting must satisfy every option that is given. Options that take several values can be repeated: one of the
    values must match. Postings that match already are recorded, and sent only with --notify-existing. The database is
    created if there is none.
    """


@command.command(short_help="Change parts of an alert.")
@click.argument("name")
@user_option
@alert_options
@done_in("jobscan.cli.commands.alerts.edit")
def edit() -> None:
    """Change the given parts of an alert, and leave the others as they are.

    A list is replaced as a whole. An empty text clears a part: --keywords "". Alerts in the configuration file are
    changed there.
    """


@command.command("list")
@user_option
@json_option
@done_in("jobscan.cli.commands.alerts.work")
def list_() -> None:
    """List the alerts of the owner, or of another user.

    States: active, disabled, unsubscribed (by the link in a mail), user disabled, not loaded (it is in the
    configuration, which no scan has read since). MATCHES counts everything that ever matched, once for each channel.
    In a pipe, tab-separated lines without a header: name, state, send, channels, matches, configuration or database.
    """


@command.command()
@click.argument("name")
@user_option
@json_option
@done_in("jobscan.cli.commands.alerts.work")
def show() -> None:
    """Show one alert: its rule, and its state."""


@command.command(short_help="Resume an alert.")
@click.argument("name")
@user_option
@done_in("jobscan.cli.commands.alerts.work")
def enable() -> None:
    """Resume an alert; what matched in the meantime is recorded, not sent.

    This also revokes an unsubscription, even of an alert in the configuration.
    """


@command.command(short_help="Pause an alert.")
@click.argument("name")
@user_option
@done_in("jobscan.cli.commands.alerts.work")
def disable() -> None:
    """Pause an alert; what is waiting to be sent is not sent."""


@command.command()
@click.argument("name")
@user_option
@done_in("jobscan.cli.commands.alerts.work")
def remove() -> None:
    """Remove an alert. What was sent is remembered: if you add the same alert again, nothing is sent twice."""


@command.command(short_help="Show what an alert would have sent.")
@click.argument("name", required=False)
@rule_options(unknown="keep")
@click.option(
    "--since", metavar="TIME", default="30d", show_default=True, help="In the last 7d, 12h …, or since 2026-11-20."
)
@user_option
@json_option
@done_in("jobscan.cli.commands.alerts.trial")
def test() -> None:
    """Show what an alert would have sent, judging by the history; nothing is sent or recorded.

    Without NAME, the options make the rule; with it, they replace parts of the alert's rule for this once. For an alert
    in the configuration file, the rule is read from the file as it is now. Postings are judged as they are now; those
    found by the first scan of a board count as new. In a pipe, tab-separated lines without a header: moment, kind, key,
    title, company, location, URL.
    """


@command.command(short_help="Show why an alert matches a posting, or does not.")
@click.argument("name")
@click.argument("job")
@user_option
@json_option
@done_in("jobscan.cli.commands.alerts.trial")
def why() -> None:
    """Show clause by clause whether an alert matches a posting, and what was sent.

    JOB is the key of the posting, or its beginning. For an alert in the configuration file, the rule is read from the
    file as it is now.
    """
