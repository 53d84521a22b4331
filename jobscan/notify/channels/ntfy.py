"""ntfy: messages on phones.

Fields of "publish as JSON" (docs.ntfy.sh/publish, a stored copy seen 2026-11): topic, message, title, tags, priority (1
to 5), click. An access token goes into Authorization as Bearer. Not seen in writing: that a message of more than 4,096
bytes becomes an attachment.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from jobscan.exceptions import ConfigError
from jobscan.notify.channels.channel import ChannelSettings, ChannelType
from jobscan.notify.channels.chat import Dialect, compose, headline, tag_of, utf8_length
from jobscan.notify.channels.http import (
    Detail,
    Poster,
    encode_json,
    read_json,
    require_header_text,
    require_secret,
    require_url,
)
from jobscan.notify.channels.values import Secret, SecretUrl
from jobscan.notify.render.wording import line
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.delivery import Message, Outcome
    from jobscan.fetch import Fetcher, Reply

_MESSAGE_BYTES = 4_000
_TITLE_LIMIT = 200


class NtfySettings(ChannelSettings):
    """A topic of ntfy."""

    url: SecretUrl | None = Field(
        default=None, description="Server and topic, such as https://ntfy.sh/a-topic-that-nobody-guesses."
    )
    url_file: Path | None = Field(default=None, description="A file that holds the URL; instead of url.")
    token: Secret | None = Field(default=None, description="An access token (tk_…), for topics that need one.")
    token_file: Path | None = Field(default=None, description="A file that holds the token; instead of token.")
    priority: int | None = Field(default=None, ge=1, le=5, description="1 (silent) to 5 (urgent); the server's is 3.")


class NtfyChannel:
    """Publishes messages to one topic."""

    is_idempotent = False
    concurrency = 4

    def __init__(self, poster: Poster, url: str, settings: NtfySettings, token: str | None) -> None:
        self._poster = poster
        self._server, _, self._topic = url.rpartition("/")
        self._priority = settings.priority
        self._headers = {"authorization": f"Bearer {token}"} if token else {}

    async def send(self, message: Message) -> Outcome:
        """Publish once."""
        head = line(headline(message), _TITLE_LIMIT)
        text = compose(message, Dialect(limit=_MESSAGE_BYTES, measure=utf8_length), with_headline=False)
        body: dict[str, object] = {
            "topic": self._topic,
            "title": head,
            "message": text,
            "tags": [tag_of(message)],
        }
        if self._priority is not None:
            body["priority"] = self._priority
        if len(message.jobs) == 1 and (url := clean_url(message.jobs[0].matched.url)):
            body["click"] = url
        return await self._poster.post(f"{self._server}/", encode_json(body), self._headers)


def _read(reply: Reply) -> Detail:
    """Read the reason: ``{"code": 40101, "http": 401, "error": "unauthorized"}`` (server/errors.go, seen 2026-11)."""
    error = read_json(reply).get("error")
    return Detail(error) if isinstance(error, str) else Detail()


def _make(name: str, settings: NtfySettings, fetcher: Fetcher) -> NtfyChannel:
    url = require_url(name, settings.url).partition("?")[0].rstrip("/")
    if url.count("/") < 3:
        raise ConfigError([f"notify.{name}.url: has no topic; write it like https://ntfy.sh/my-topic"])
    token = None
    if settings.token is not None:
        token = require_header_text(name, "token", require_secret(name, "token", settings.token))
    secrets = (url, url.rpartition("/")[2], *([token] if token else []))
    return NtfyChannel(Poster(name=name, fetcher=fetcher, read=_read, secrets=secrets), url, settings, token)


CHANNEL = ChannelType(settings=NtfySettings, make=_make)
