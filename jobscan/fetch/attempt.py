"""One attempt: the request, its redirects, the check of the status, the body."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import httpx

from jobscan.domain.page import Page, Request, Validators
from jobscan.exceptions import FetchFailure
from jobscan.fetch.failures import Failure, Retry, broken, parse_retry_after
from jobscan.fetch.net.pool import LOCATION
from jobscan.fetch.net.stream import DEADLINE, Deadline
from jobscan.fetch.redirects import MAX_REDIRECTS, REDIRECT_STATUSES, is_fetchable, is_same_server, next_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jobscan.fetch.body import BodyReader
    from jobscan.fetch.settings import FetchSettings

#: Request Timeout, Too Early, Too Many Requests: the only 4xx that mean "later" instead of "no".
_LATER = frozenset({408, 425, 429})

#: The only headers that another server may see: `Authorization` is known to be dangerous everywhere,
#: `X-Api-Key` leaks from httpx, httpx2 and aiohttp alike (measured).
_HARMLESS_HEADERS = frozenset({"accept", "accept-language"})


def parse_url(text: str) -> httpx.URL:
    """Parse the URL of a request; raise `Failure` (refused) unless it is http(s) with a host."""
    try:
        url = httpx.URL(text).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as exc:
        raise Failure(FetchFailure.REFUSED, "this is not a URL that can be fetched; check it") from exc
    if not is_fetchable(url):
        raise Failure(FetchFailure.REFUSED, "only http and https URLs with a host can be fetched; check the URL")
    return url


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRequest:
    """A page to fetch, and what is left of the way to it."""

    request: Request
    validators: Validators | None = None
    #: Whether redirects may lead to other pages and hosts.
    follow: bool = False
    #: Whether the robots.txt of each host is checked first: then every redirect ends the attempt.
    asks_robots: bool = False
    #: Redirects that have been followed.
    redirects: int = 0


class RequestAttempt:
    """One attempt at a pending request. ``url`` is its current address, for reporting a failure."""

    def __init__(self, pending: PendingRequest, reader: BodyReader) -> None:
        self.url = parse_url(pending.request.url)
        self._pending = pending
        self._request = pending.request
        self._conditions = _conditions(pending.validators)
        self._reader = reader
        self._deadline: Deadline | None = None

    @property
    def host(self) -> str:
        """Return its current host."""
        return self.url.host

    @property
    def place(self) -> str:
        """Return its current URL, not redacted."""
        return str(self.url)

    @property
    def settings(self) -> FetchSettings:
        """Return its limits."""
        return self._reader.settings

    async def run(self, client: httpx.AsyncClient, clock: Callable[[], datetime]) -> Page | PendingRequest:
        """Make the attempt; return the page, or the rest of the request when a robots.txt must be checked first.

        Raises `Failure` for everything that is checked here. Errors of httpcore and httpx from before the body are
        raised unchanged: `failures.explain_failure` translates them.
        """
        deadline = self._deadline = Deadline(self._reader.settings.total_timeout_s)
        token = DEADLINE.set(deadline)
        try:
            for redirects in range(self._pending.redirects, MAX_REDIRECTS + 1):
                page = await self._hop(client, deadline, clock)
                if page is not None:
                    return page
                if self._pending.asks_robots and redirects < MAX_REDIRECTS:
                    return self._rest(redirects + 1)
        finally:
            DEADLINE.reset(token)
        raise Failure(FetchFailure.REDIRECT, f"redirected more than {MAX_REDIRECTS} times; the board may have moved")

    def _rest(self, redirects: int) -> PendingRequest:
        validators = self._pending.validators if self._conditions else None
        request = replace(self._request, url=str(self.url))
        return replace(self._pending, request=request, validators=validators, redirects=redirects)

    def abandon(self) -> bool:
        """End the attempt soon, as its result is no longer needed. False: it has not started, so just cancel it."""
        if self._deadline is None:
            return False
        self._deadline.abandon()
        return True

    async def _hop(self, client: httpx.AsyncClient, deadline: Deadline, clock: Callable[[], datetime]) -> Page | None:
        """Request one URL. Return its page, or None when it redirected and ``url`` is the next one."""
        headers = {**self._request.headers, **self._conditions, "accept-encoding": "gzip"}
        response = await client.send(
            client.build_request(self._request.method, self.url, headers=headers, content=self._request.body),
            stream=True,
        )
        try:
            if response.status_code in REDIRECT_STATUSES:
                # Its body is not read: closing costs a connection, reading as much as the server likes.
                self._move(response.status_code, response.extensions[LOCATION])
                return None
            _judge(response, self._reader.settings, clock, is_conditional=bool(self._conditions))
            return await self._page(response, deadline)
        finally:
            await response.aclose()

    def _move(self, status: int, location: bytes | None) -> None:
        text = location.decode("utf-8", "replace") if location is not None else None
        url = next_url(self.url, status, text, follow=self._pending.follow)
        reads = self._request.method in ("GET", "HEAD")
        if not reads and (status == 303 or not is_same_server(self.url, url)):
            reason = f"HTTP {status} to a {self._request.method}, which would have to be sent differently"
            raise Failure(FetchFailure.REDIRECT, f"{reason}; the board may have moved", status=status)
        if not is_same_server(self.url, url):
            kept = {name: value for name, value in self._request.headers.items() if name.lower() in _HARMLESS_HEADERS}
            self._request = replace(self._request, headers=kept)
            self._conditions = {}
        self.url = url

    async def _page(self, response: httpx.Response, deadline: Deadline) -> Page:
        headers = dict(response.headers.items())
        content, digest, wire = b"", hashlib.sha256().hexdigest(), 0
        try:
            if response.status_code == 304:
                # It has no body, but that must still be "read": a connection closed before the end of its answer
                # is not used again, and each board would cost a connect and a TLS handshake.
                await self._reader.read(response.aiter_raw(), {"content-length": "0"}, deadline, self.url.host)
            else:
                body = await self._reader.read(response.aiter_raw(), headers, deadline, self.url.host)
                content, digest, wire = body.content, body.digest, body.wire_bytes
        except Failure as failure:
            # A 404 whose error page cannot be read is still a 404; the page would add nothing.
            is_refusal = 400 <= response.status_code < 500
            if not is_refusal or failure.kind not in (FetchFailure.BROKEN, FetchFailure.TOO_LARGE):
                failure.status = response.status_code
                raise
        return Page(
            url=str(self.url),
            status=response.status_code,
            headers=headers,
            body=content,
            body_hash=digest,
            wire_bytes=wire,
        )


def _conditions(validators: Validators | None) -> dict[str, str]:
    """Return the conditional headers, without validators that cannot be a header (from a hostile server)."""
    if validators is None:
        return {}
    wanted = {"if-none-match": validators.etag, "if-modified-since": validators.last_modified}
    return {name: value for name, value in wanted.items() if value and value.isascii() and value.isprintable()}


def _judge(
    response: httpx.Response, settings: FetchSettings, clock: Callable[[], datetime], *, is_conditional: bool
) -> None:
    """Raise `Failure` unless the status is one whose page is worth reading: 2xx, an expected 304, most 4xx."""
    status, host = response.status_code, response.url.host
    if status in _LATER or 500 <= status < 600:
        raise _later(response, settings, clock())
    if status == 304 and not is_conditional:
        raise broken(f"{host} answered 304 (not modified) to a request that was not conditional")
    if status == 206:
        raise broken(f"{host} answered 206 (partial content) although the whole was requested")
    if 305 <= status < 400 or status == 300:
        reason = f"HTTP {status}, a redirect without a destination; check the source's identifier"
        raise Failure(FetchFailure.REDIRECT, reason, status=status)
    if not 200 <= status < 500:
        raise broken(f"{host} answered with status {status}, which HTTP does not define")


def _later(response: httpx.Response, settings: FetchSettings, now: datetime) -> Failure:
    status, host = response.status_code, response.url.host
    after = parse_retry_after(response.headers.get("retry-after"), now)
    if status == 429 or (status == 503 and after is not None):
        kind, reason = FetchFailure.RATE_LIMITED, f"HTTP {status}: {host} asks us to slow down"
    else:
        kind, reason = FetchFailure.SERVER, f"HTTP {status}: {host} reports a server error"
    retry = Retry.NO if after is not None and after > settings.retry_wait_max_s else Retry.YES
    return Failure(kind, reason, retry=retry, status=status, retry_after_s=after)
