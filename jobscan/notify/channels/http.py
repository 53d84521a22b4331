"""What all channels over HTTP share: post, and return an `Outcome`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from jobscan.domain.delivery import SENT, Outcome, Result
from jobscan.domain.page import HostLimit, Request
from jobscan.exceptions import ConfigError
from jobscan.notify.channels.values import check_url
from jobscan.notify.render.wording import line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import SecretStr

    from jobscan.fetch import Fetcher, PostError, Reply

CONCURRENCY = 4

#: A configuration problem: a wrong token, a removed webhook. The message is kept until it is fixed.
UNAUTHORISED = frozenset({401, 403})
REMOVED = frozenset({404, 410})

#: Conflict, Too Early, Too Many Requests, Request Timeout: the only 4xx that say "later".
_LATER = frozenset({408, 409, 425, 429})
_BUSY = frozenset({425, 429})


class Detail(NamedTuple):
    """What the body of a refusal says, in the service's words."""

    #: "" when it says nothing.
    text: str = ""
    #: Seconds to wait; None when the body does not say.
    retry_after_s: float | None = None


def no_detail(_reply: Reply) -> Detail:
    """Leave a body unread: it may be a whole page, or hold what should not be shown."""
    return Detail()


def read_json(reply: Reply) -> Mapping[str, object]:
    """Return the object in a reply's body; an empty one when there is none."""
    try:
        found = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def read_seconds(value: object) -> float | None:
    """Return seconds to wait as a body gives them, rounded into 30 s to 24 h; None for anything but a number."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not value >= 0:
        return None
    return min(max(float(value), 30.0), 86_400.0)


def encode_json(value: object) -> bytes:
    """Return JSON in ASCII: the same bytes for the same value, whatever text is in it."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode("ascii")


def require_secret(name: str, key: str, secret: SecretStr | None) -> str:
    """Return a secret of the channel ``name``; raise `ConfigError` when it is not given."""
    value = secret.get_secret_value().strip() if secret is not None else ""
    if not value:
        raise ConfigError([f"notify.{name}.{key}: is missing; give it, or {key}_file"])
    return value


def require_url(name: str, secret: SecretStr | None) -> str:
    """Return the channel's URL; raise `ConfigError`, which does not repeat it, when it is missing or invalid."""
    try:
        return check_url(require_secret(name, "url", secret))
    except ValueError as exc:
        raise ConfigError([f"notify.{name}.url: {exc}"]) from None


def require_header_text(name: str, key: str, text: str) -> str:
    """Return a secret that travels in a header or a path; raise `ConfigError` when it cannot."""
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ConfigError([f"notify.{name}.{key}: must be printable ASCII without spaces"])
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Posts the messages of one channel."""

    name: str
    fetcher: Fetcher
    #: A copy does no harm: what may have arrived is simply sent again.
    is_idempotent: bool = False
    #: Statuses that are the channel's fault, not the message's.
    faults: frozenset[int] = UNAUTHORISED | REMOVED
    #: Reads the body of a refusal.
    read: Callable[[Reply], Detail] = no_detail
    #: Never to be shown, though a service may repeat them.
    secrets: tuple[str, ...] = field(default=(), repr=False)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Outcome:
        """Post JSON once."""
        # Importing it means importing httpx, which commands that post nothing do not need.
        from jobscan.fetch import PostError

        request = Request(
            url=url,
            limit=HostLimit(name=f"notify:{self.name}", concurrency=CONCURRENCY),
            method="POST",
            headers={"content-type": "application/json", **(headers or {})},
            body=body,
        )
        try:
            reply = await self.fetcher.post(request)
        except PostError as exc:
            return self._unanswered(exc)
        return self._judge(reply)

    def _unanswered(self, exc: PostError) -> Outcome:
        if not exc.may_have_arrived:
            return Outcome(result=Result.RETRY, reason=line(exc.reason), is_channel_fault=True)
        return Outcome(result=Result.RETRY if self.is_idempotent else Result.UNCERTAIN, reason=line(exc.reason))

    def _judge(self, reply: Reply) -> Outcome:
        status = reply.status
        if 200 <= status < 300:
            return SENT
        detail = self.read(reply)
        reason = f"HTTP {status}" + (f": {self._masked(detail.text)}" if detail.text else "")
        if 300 <= status < 400:
            return Outcome(result=Result.DEAD, reason=f"{reason}: redirects are not followed; correct the URL")
        if status in self.faults:
            reason += "; check the channel's URL and secrets"
        # A receiver that is busy or broken is so for all messages: wait for a while, and nothing is lost.
        is_fault = status in self.faults or status in _BUSY or status >= 500
        is_dead = 400 <= status < 500 and not is_fault and status not in _LATER
        return Outcome(
            result=Result.DEAD if is_dead else Result.RETRY,
            reason=reason,
            retry_after_s=None if is_dead else reply.retry_after_s or detail.retry_after_s,
            is_channel_fault=is_fault,
        )

    def _masked(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return line(text, 160)
