"""What ``jobscan notify`` does."""

from __future__ import annotations

import secrets
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from jobscan.bootstrap.messages import sample_message
from jobscan.bootstrap.network import open_fetcher
from jobscan.bootstrap.settings import make_channels
from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.errors import ExitCode, fail
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.logs import set_up_logging
from jobscan.cli.kit.output import write_json
from jobscan.clock import utc_now
from jobscan.config import LogConfig
from jobscan.domain.delivery import Result
from jobscan.services.records.delivery import SampleRecord

if TYPE_CHECKING:
    from jobscan.config import Config
    from jobscan.domain.delivery import Outcome


def test(context: click.Context, channel: str, to: str | None, as_json: bool) -> int:
    """Send a sample through a channel, once, and show whether it was sent."""
    # The outcome is enough; -v shows log lines.
    set_up_logging(LogConfig(level="error"), get_globals(context).verbosity)
    config = read_config(context)
    _require(config, channel, to)
    outcome = run_async(_send(config, channel, to))
    settings = config.notify[channel]
    recipient = to or settings.owner_address
    where = f"{channel} ({recipient})" if recipient else channel
    is_sent = outcome.result is Result.SENT
    if as_json:
        write_json(SampleRecord.of(channel, recipient, outcome))
    elif is_sent:
        click.echo(f"Sent a sample to {where}.")
    if is_sent:
        return ExitCode.OK
    words = "it may have arrived" if outcome.result is Result.UNCERTAIN else "not sent"
    return fail(f"{where}: {words}: {outcome.reason}", ExitCode.FAILURE, as_json=as_json)


def _require(config: Config, channel: str, to: str | None) -> None:
    """Raise `click.UsageError` unless there is such a channel, and it sends to addresses if one is given."""
    if not config.notify:
        raise click.UsageError("No channel is configured; add one to the configuration under `notify`.")
    if channel not in config.notify:
        near = get_close_matches(channel, config.notify, n=1)
        hint = f'Did you mean "{near[0]}"?' if near else f"Channels: {', '.join(sorted(config.notify))}."
        raise click.UsageError(f'No channel is called "{channel}". {hint}')
    if to is not None and config.notify[channel].type != "email":
        raise click.UsageError(
            f"--to is for channels of type email; {channel} is of type {config.notify[channel].type}."
        )


async def _send(config: Config, channel: str, to: str | None) -> Outcome:
    """Send a sample; raises `ConfigError` when the channel lacks what it needs."""
    alone = config.model_copy(update={"notify": {channel: config.notify[channel]}})
    message = sample_message(secrets.token_hex(16), utc_now(), recipient=to, time_zone=config.owner.time_zone)
    async with open_fetcher(config) as fetcher:
        return await make_channels(alone, fetcher)[channel].send(message)
