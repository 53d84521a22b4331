"""``jobscan config show`` and ``jobscan config schema``."""

from __future__ import annotations

import click

from jobscan.cli.kit.later import done_in
from jobscan.cli.kit.lazy import Group, json_option


@click.group(cls=Group)
def command() -> None:
    """Show the settings in effect, and all that exist."""


@command.command()
@done_in("jobscan.cli.commands.config.work")
def schema() -> None:
    """Write the JSON Schema of the configuration, for editors."""


@command.command()
@json_option
@done_in("jobscan.cli.commands.config.work")
def show() -> None:
    """Show every setting that applies, and where it comes from; secrets are masked.

    Every setting can also be given as a variable: scan.interval as JOBSCAN_SCAN__INTERVAL.
    """
