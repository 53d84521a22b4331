"""E-mail over SMTP: the way to the channel itself (`smtp`), which is imported late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.notify.channels.channel import ChannelType
from jobscan.notify.channels.email_settings import EmailSettings

if TYPE_CHECKING:
    from jobscan.fetch import Fetcher
    from jobscan.notify.channels.channel import Channel


def _make(name: str, settings: EmailSettings, _fetcher: Fetcher) -> Channel:
    from jobscan.notify.channels.smtp import EmailChannel

    return EmailChannel(name, settings)


CHANNEL = ChannelType(settings=EmailSettings, make=_make)
