"""Telegram's bots.

``sendMessage`` of the Bot API (core.telegram.org/bots/api, copies seen 2026-11): ``chat_id``, ``text`` of at most 4,096
characters, ``parse_mode`` HTML (``&``, ``<``, ``>`` as entities), ``link_preview_options``. Refusals are
``{"ok": false, "error_code", "description", "parameters": {"retry_after": seconds}}``. A wrong token is 401 or 404, a
chat that is not there 400, one that blocked the bot 403.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from jobscan.notify.channels.channel import ChannelSettings, ChannelType
from jobscan.notify.channels.chat import Dialect, compose, utf16_length
from jobscan.notify.channels.http import (
    Detail,
    Poster,
    encode_json,
    read_json,
    read_seconds,
    require_header_text,
    require_secret,
)
from jobscan.notify.channels.values import BaseUrl, LineText, Secret

if TYPE_CHECKING:
    from jobscan.domain.delivery import Message, Outcome
    from jobscan.fetch import Fetcher, Reply

_LIMIT = 4_096
_WRONG_TOKEN = frozenset({401, 404})


class TelegramSettings(ChannelSettings):
    """A bot of Telegram, and the chat it writes to."""

    token: Secret | None = Field(default=None, description="The bot's token, from @BotFather.")
    token_file: Path | None = Field(default=None, description="A file that holds the token; instead of token.")
    chat_id: LineText | int = Field(description="The chat: a number, or @name of a public channel.")
    base_url: BaseUrl = Field(
        default="https://api.telegram.org", description="The address of the Bot API, if you run your own."
    )


class TelegramChannel:
    """Sends messages to one chat."""

    is_idempotent = False
    concurrency = 4

    def __init__(self, poster: Poster, url: str, chat_id: str | int) -> None:
        self._poster = poster
        self._url = url
        self._chat_id = chat_id

    async def send(self, message: Message) -> Outcome:
        """Send once."""
        dialect = Dialect(limit=_LIMIT, measure=utf16_length, escape=escape, strong="<b>{}</b>".format, link=_link)
        body = {
            "chat_id": self._chat_id,
            "text": compose(message, dialect),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        return await self._poster.post(self._url, encode_json(body))


def _link(title: str, url: str) -> str:
    return f'<a href="{escape(url)}">{title}</a>'


def _read(reply: Reply) -> Detail:
    found = read_json(reply)
    text, parameters = found.get("description"), found.get("parameters")
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return Detail(text if isinstance(text, str) else "", read_seconds(wait))


def _pieces(token: str) -> tuple[str, ...]:
    """Return what of a token is secret: all of it, and what stands behind the bot's number."""
    return tuple(filter(None, (token, token.partition(":")[2])))


def _make(name: str, settings: TelegramSettings, fetcher: Fetcher) -> TelegramChannel:
    token = require_header_text(name, "token", require_secret(name, "token", settings.token))
    poster = Poster(name=name, fetcher=fetcher, faults=_WRONG_TOKEN, read=_read, secrets=_pieces(token))
    return TelegramChannel(poster, f"{settings.base_url}/bot{token}/sendMessage", settings.chat_id)


CHANNEL = ChannelType(settings=TelegramSettings, make=_make)
