"""Posts messages: one attempt, with certainty about whether anything can have arrived."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from jobscan.exceptions import FetchError, FetchFailure
from jobscan.fetch.attempt import parse_url
from jobscan.fetch.failures import HTTP_ERRORS, clamp_retry_after, parse_retry_after
from jobscan.fetch.net.stream import DEADLINE, Deadline

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from datetime import datetime

    import httpx

    from jobscan.domain.page import Request
    from jobscan.fetch.settings import FetchSettings

#: Enough for a reason in words; the rest is not read.
MAX_REPLY_BYTES = 4096

#: No connection is used twice: with one that its server has just closed, it is unclear whether the message arrived.
#: Unpacking a reply is not worth the risk.
_HEADERS = {"connection": "close", "accept-encoding": "identity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a receiver answered to a message."""

    #: Any HTTP status.
    status: int
    #: Seconds that it asked to wait, within 30 s to 24 h; None when it did not ask.
    retry_after_s: float | None
    #: At most the first 4 KiB, as received; less if the receiver broke off.
    body: bytes


class PostError(FetchError):
    """A message was posted and no answer came back.

    ``url`` is scheme, host and port only: anyone who knows the path of a webhook can post to it. ``may_have_arrived``
    is False when nothing can have arrived: no address, a refused one, no connection, no TLS.
    """

    def __init__(self, kind: FetchFailure, reason: str, *, url: str, may_have_arrived: bool) -> None:
        self.may_have_arrived = may_have_arrived
        super().__init__(kind, reason, url=url)


class PostClient:
    """One attempt at posting one message."""

    def __init__(self, request: Request, settings: FetchSettings) -> None:
        self._url = parse_url(request.url)
        self._request = request
        self._deadline: Deadline | None = None
        self.settings = replace(settings, total_timeout_s=settings.post_timeout_s)
        #: The request is on its way; from now on it may arrive.
        self.has_begun = False

    @property
    def host(self) -> str:
        """Return the receiver's host."""
        return self._url.host

    @property
    def place(self) -> str:
        """Return scheme, host and port."""
        return f"{self._url.scheme}://{self._url.netloc.decode('ascii')}"

    async def run(self, client: httpx.AsyncClient, clock: Callable[[], datetime]) -> Reply:
        """Make the attempt; until there is a status, errors of httpcore and httpx are raised unchanged."""
        self._deadline = Deadline(self.settings.total_timeout_s)
        token = DEADLINE.set(self._deadline)
        try:
            response = await client.send(
                client.build_request(
                    self._request.method,
                    self._url,
                    headers={**self._request.headers, **_HEADERS},
                    content=self._request.body,
                    extensions={"trace": self._trace},
                ),
                stream=True,
            )
            try:
                after = parse_retry_after(response.headers.get("retry-after"), clock())
                body = await _read_beginning(response)
            finally:
                await response.aclose()
        finally:
            DEADLINE.reset(token)
        return Reply(status=response.status_code, retry_after_s=clamp_retry_after(after), body=body)

    def abandon(self) -> bool:
        """End the attempt soon, as its result is no longer needed. False: it has not started, so just cancel it."""
        if self._deadline is None:
            return False
        self._deadline.abandon()
        return True

    async def _trace(self, event: str, _info: dict[str, Any]) -> None:
        # httpcore's extension (documentation, "Extensions", seen 2026-11): told before the first byte is written.
        if event == "http11.send_request_headers.started":
            self.has_begun = True


async def _read_beginning(response: httpx.Response) -> bytes:
    """Return the first bytes of the body. The status decides: a body that breaks off or never ends does not matter."""
    body = bytearray()
    try:
        async with aclosing(cast("AsyncGenerator[bytes]", response.aiter_raw())) as chunks:
            async for chunk in chunks:
                body += chunk
                if len(body) >= MAX_REPLY_BYTES:
                    break
    except HTTP_ERRORS:
        pass
    return bytes(body[:MAX_REPLY_BYTES])
