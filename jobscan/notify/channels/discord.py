"""Discord's webhooks.

Fields of "Execute Webhook" (Discord's developer documentation, Webhook Resource, seen 2026-11): ``content`` of at most
2,000 characters; ``allowed_mentions`` with an empty ``parse`` lets ``@everyone`` do nothing; ``flags`` 4 suppresses
embeds; without ``wait`` a message that is not saved is no error. Refusals are ``{"message": …, "code": …}``; 429 gives
``retry_after`` in seconds.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from jobscan.notify.channels.channel import ChannelSettings, ChannelType
from jobscan.notify.channels.chat import Dialect, compose, utf16_length
from jobscan.notify.channels.http import Detail, Poster, encode_json, read_json, read_seconds, require_url
from jobscan.notify.channels.values import SecretUrl

if TYPE_CHECKING:
    from jobscan.domain.delivery import Message, Outcome
    from jobscan.fetch import Fetcher, Reply

_LIMIT = 2_000
_SUPPRESS_EMBEDS = 1 << 2
_MARKDOWN = re.compile(r"([\\*_~`|>#\[\]()<:@-])")


class DiscordSettings(ChannelSettings):
    """A webhook of a Discord channel."""

    url: SecretUrl | None = Field(default=None, description="The webhook: https://discord.com/api/webhooks/….")
    url_file: Path | None = Field(default=None, description="A file that holds the URL; instead of url.")


class DiscordChannel:
    """Posts messages to one channel of a server."""

    is_idempotent = False
    concurrency = 4

    def __init__(self, poster: Poster, url: str) -> None:
        self._poster = poster
        self._url = url

    async def send(self, message: Message) -> Outcome:
        """Post once."""
        dialect = Dialect(
            limit=_LIMIT,
            measure=utf16_length,
            escape=escape_markdown,
            strong="**{}**".format,
            address="<{}>".format,
        )
        body = {
            "content": compose(message, dialect),
            "allowed_mentions": {"parse": []},
            "flags": _SUPPRESS_EMBEDS,
        }
        return await self._poster.post(self._url, encode_json(body))


def escape_markdown(text: str) -> str:
    """Return a text without any markdown."""
    return _MARKDOWN.sub(r"\\\1", text)


def _read(reply: Reply) -> Detail:
    found = read_json(reply)
    text = found.get("message")
    return Detail(text if isinstance(text, str) else "", read_seconds(found.get("retry_after")))


def _make(name: str, settings: DiscordSettings, fetcher: Fetcher) -> DiscordChannel:
    url = require_url(name, settings.url)
    secrets = (url, *url.partition("?")[0].split("/")[-2:])
    url += ("&" if "?" in url else "?") + "wait=true"
    return DiscordChannel(Poster(name=name, fetcher=fetcher, read=_read, secrets=secrets), url)


CHANNEL = ChannelType(settings=DiscordSettings, make=_make)
