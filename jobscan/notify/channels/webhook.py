"""A program that takes JSON, signed as in Standard Webhooks.

Headers and signature: the specification of Standard Webhooks 1.0.0 (standard-webhooks/standard-webhooks,
spec/standard-webhooks.md, seen 2026-11): ``webhook-id``, ``webhook-timestamp`` (seconds since 1970, of the attempt) and
``webhook-signature``, a list of ``v1,`` and base64 of HMAC-SHA256 over ``id.timestamp.body``, separated by blanks.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import math
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from jobscan.exceptions import ConfigError
from jobscan.notify.channels.channel import ChannelSettings, ChannelType
from jobscan.notify.channels.http import UNAUTHORISED, Poster, encode_json, require_url
from jobscan.notify.channels.values import Secret, SecretUrl
from jobscan.notify.render.wording import safe_token
from jobscan.utils.text import clean_text
from jobscan.utils.time import format_utc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.delivery import Message, MessageJob, Outcome
    from jobscan.fetch import Fetcher

_PREFIX = "whsec_"
_TEXT_LIMIT = 64 * 1024


class WebhookSettings(ChannelSettings):
    """A program of yours that takes signed JSON (Standard Webhooks)."""

    plain_addresses = frozenset({"url"})

    url: SecretUrl | None = Field(default=None, description="The URL that messages are posted to.")
    url_file: Path | None = Field(default=None, description="A file that holds the URL; instead of url.")
    secret: Secret | None = Field(
        default=None,
        description="Messages are signed with it: whsec_ and base64, or any text. During a change, several, one"
        " a line: each of them signs. Without one, messages are not signed.",
    )
    secret_file: Path | None = Field(default=None, description="A file that holds the secrets; instead of secret.")


class WebhookChannel:
    """Posts messages to a program; what may have arrived is sent again, with the same ``webhook-id``."""

    is_idempotent = True
    concurrency = 4

    def __init__(self, poster: Poster, url: str, keys: Sequence[bytes]) -> None:
        self._poster = poster
        self._url = url
        self._keys = keys

    async def send(self, message: Message) -> Outcome:
        """Post once."""
        body = encode_json(payload(message))
        identity = f"msg_{safe_token(message.token)}"
        stamp = str(int(time.time()))
        headers = {"webhook-id": identity, "webhook-timestamp": stamp}
        if self._keys:
            signed = b"%b.%b.%b" % (identity.encode(), stamp.encode(), body)
            headers["webhook-signature"] = " ".join(_sign(key, signed) for key in self._keys)
        return await self._poster.post(self._url, body, headers)


def payload(message: Message) -> dict[str, object]:
    """Return a message as receivers get it: ``type``, ``timestamp`` and ``data``, JSON-ready.

    ``timestamp`` is when the message was made, the same for every attempt. ``data.jobs`` holds the known fields of each
    posting, its ``kind`` (new, updated, reopened, existing) and ``changes``: field → ``{"old", "new"}``, of the text an
    excerpt of its diff in ``new``, as `jobscan.utils.diff.excerpt_diff` describes it. ``data.alert`` is null when the
    message is not of one alert, ``data.user`` the address of the one whose alert it is.
    """
    data: dict[str, object] = {
        "alert": message.alert_name,
        "user": message.recipient,
        "jobs": [_job(entry) for entry in message.jobs],
        "more": message.more,
    }
    if message.report is not None:
        data["report"] = asdict(message.report)
    found = {"type": f"jobscan.{message.kind}", "timestamp": message.created_at, "data": data}
    return {key: _plain(value) for key, value in found.items()}


def read_keys(name: str, text: str) -> tuple[bytes, ...]:
    """Return the keys in the secret of the channel ``name``: one a line, empty lines left out.

    ``whsec_`` and base64 is the key that the base64 stands for; any other text is the key as it is, in UTF-8, without
    blanks around it. Raises `ConfigError`, which does not repeat it, when what follows ``whsec_`` is no base64.
    """
    keys = []
    for number, secret in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        if not secret.startswith(_PREFIX):
            keys.append(secret.encode("utf-8", "surrogatepass"))
            continue
        try:
            keys.append(base64.b64decode(secret.removeprefix(_PREFIX), validate=True))
        except (binascii.Error, ValueError):
            reason = f"what follows {_PREFIX} in secret {number} is not valid base64"
            raise ConfigError([f"notify.{name}.secret: {reason}"]) from None
    return tuple(keys)


def _sign(key: bytes, signed: bytes) -> str:
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode("ascii")


def _job(entry: MessageJob) -> Mapping[str, object]:
    changes = {field: {"old": old, "new": new} for field, (old, new) in entry.changes.items()}
    return {"kind": entry.kind, **entry.matched.to_record(), "changes": changes}


def _plain(value: object) -> object:
    """Return JSON-ready values: texts that every reader takes, numbers that JSON has."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {clean_text(str(key), _TEXT_LIMIT): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return format_utc(value) if isinstance(value, datetime) else clean_text(str(value), _TEXT_LIMIT)


def _make(name: str, settings: WebhookSettings, fetcher: Fetcher) -> WebhookChannel:
    keys = read_keys(name, settings.secret.get_secret_value() if settings.secret else "")
    poster = Poster(name=name, fetcher=fetcher, is_idempotent=True, faults=UNAUTHORISED)
    return WebhookChannel(poster, require_url(name, settings.url), keys)


CHANNEL = ChannelType(settings=WebhookSettings, make=_make)
