"""Channels: one file and one line here for each, and the messages that go through them.

Importing this room is cheap: heavy libraries (SMTP, templates, Apprise) are imported when a channel is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.notify.channels import apprise, discord, email, ntfy, slack, telegram, webhook
from jobscan.notify.channels.channel import Channel, ChannelSettings, ChannelType
from jobscan.notify.render.sample import sample_message

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNELS: Mapping[str, ChannelType] = {
    "email": email.CHANNEL,
    "webhook": webhook.CHANNEL,
    "ntfy": ntfy.CHANNEL,
    "slack": slack.CHANNEL,
    "discord": discord.CHANNEL,
    "telegram": telegram.CHANNEL,
    "apprise": apprise.CHANNEL,
}

__all__ = ["CHANNELS", "Channel", "ChannelSettings", "ChannelType", "sample_message"]
