"""Slack's incoming webhooks.

``{"text": …}`` in mrkdwn, where ``&``, ``<`` and ``>`` must be written as entities and nothing else may be (stored
copies of api.slack.com/docs/message-formatting, seen 2026-11). Refusals are a word as plain text: 400
``invalid_payload``, 403 ``action_prohibited``, 404 ``channel_not_found``, 410 ``channel_is_archived``
(api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from jobscan.notify.channels.channel import ChannelSettings, ChannelType
from jobscan.notify.channels.chat import Dialect, compose
from jobscan.notify.channels.http import Detail, Poster, encode_json, require_url
from jobscan.notify.channels.values import SecretUrl

if TYPE_CHECKING:
    from jobscan.domain.delivery import Message, Outcome
    from jobscan.fetch import Fetcher, Reply

#: Slack cuts at 40,000 and asks for no more than 4,000.
_LIMIT = 4_000
_WORD = re.compile(rb"[a-z_]{1,60}")


class SlackSettings(ChannelSettings):
    """An incoming webhook of Slack."""

    url: SecretUrl | None = Field(default=None, description="The webhook: https://hooks.slack.com/services/….")
    url_file: Path | None = Field(default=None, description="A file that holds the URL; instead of url.")


class SlackChannel:
    """Posts messages to one channel of a workspace."""

    is_idempotent = False
    concurrency = 4

    def __init__(self, poster: Poster, url: str) -> None:
        self._poster = poster
        self._url = url

    async def send(self, message: Message) -> Outcome:
        """Post once."""
        text = compose(message, Dialect(limit=_LIMIT, escape=escape_mrkdwn, strong="*{}*".format, link=_link))
        body = {"text": text, "unfurl_links": False, "unfurl_media": False}
        return await self._poster.post(self._url, encode_json(body))


def escape_mrkdwn(text: str) -> str:
    """Return a text that mentions nobody and contains no links."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _link(title: str, url: str) -> str:
    address = url.replace("&", "&amp;").replace("|", "%7C")
    return f"<{address}|{title.replace('|', '¦')}>"


def _read(reply: Reply) -> Detail:
    word = reply.body.strip()
    return Detail(word.decode("ascii")) if _WORD.fullmatch(word) else Detail()


def _make(name: str, settings: SlackSettings, fetcher: Fetcher) -> SlackChannel:
    url = require_url(name, settings.url)
    return SlackChannel(Poster(name=name, fetcher=fetcher, read=_read, secrets=(url,)), url)


CHANNEL = ChannelType(settings=SlackSettings, make=_make)
