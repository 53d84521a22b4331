from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack, asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any

import anyio
import httpcore
import httpx
from aiolimiter import AsyncLimiter

from jobscan.fetch.redirects import REDIRECT_STATUSES

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable

    from jobscan.domain.page import HostLimit
    from jobscan.fetch.settings import FetchSettings

#: The extension of a response with the target of its redirect, in bytes; None: no redirect.
LOCATION = "jobscan_location"

#: The CPU cost of httpcore's pool grows with the square of its connections: 2.9 ms a response at 10, 25 at 200.
POOL_SIZE = 8

#: A pool that had no room this many times in a row has lost its slots (httpcore #1093): our own limit does not exceed
#: its size, so a healthy one always has room.
_DEAD_AFTER = 3

_KEEPALIVE_S = 30.0


class _Stream(httpx.AsyncByteStream):
    """A body of httpcore's in httpx's terms."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._response.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        _refuse_surplus(self._response)
        await self._response.aclose()


def _refuse_surplus(response: httpcore.Response) -> None:
    """End a connection with its answer when more bytes came than that answer.

    httpcore keeps such a connection, and the extra bytes would be taken for the answer to the next request: to another
    board of the same vendor. Its protocol state is not public, so this uses its internals; a test fails when they have
    moved.
    """
    connection = getattr(getattr(response.stream, "_stream", None), "_connection", None)
    state: Any = getattr(connection, "_h11_state", None)
    if state is not None and state.trailing_data[0]:
        state.send_failed()


class PoolTransport(httpx.AsyncBaseTransport):
    """httpx over a pool that connects through our own backend, for which httpx's own transport has no argument.

    Errors stay httpcore's: `failures.explain` translates them.
    """

    def __init__(self, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext, size: int) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=size,
            max_keepalive_connections=size,
            keepalive_expiry=_KEEPALIVE_S,
            http1=True,
            http2=False,
            network_backend=backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and return its answer with the body unread."""
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        headers, location = response.headers, None
        if response.status in REDIRECT_STATUSES:
            # httpx builds the next request even when it should not follow, and raises any error that a hostile location
            # causes (idna's errors among others); `redirects.next_url` handles them all.
            location = next((value for name, value in headers if name.lower() == b"location"), None)
            headers = [(name, value) for name, value in headers if name.lower() != b"location"]
        return httpx.Response(
            status_code=response.status,
            headers=headers,
            stream=_Stream(response),
            extensions={**response.extensions, LOCATION: location},
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


def make_client(
    settings: FetchSettings, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext, size: int
) -> httpx.AsyncClient:
    """Return a client without settings from the environment, redirects and cookies."""
    # Both write the whole URL, tokens included, into the log: httpx at INFO, httpcore with all headers at DEBUG.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(
        transport=PoolTransport(backend, context, size),
        trust_env=False,
        follow_redirects=False,
        # Cookies would make an answer depend on the requests before it.
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        headers={"user-agent": settings.user_agent},
        timeout=httpx.Timeout(
            connect=settings.connect_timeout_s,
            read=settings.read_timeout_s,
            write=settings.read_timeout_s,
            pool=settings.connect_timeout_s,
        ),
    )


class _Use:
    """A client and how many requests are using it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.users = 0
        self.is_retired = False


class HostClient:
    """The HTTP client of all requests that share a host limit, and the limit itself.

    One client for each, so that trouble with one vendor does not affect others. The limit of requests in flight never
    exceeds the size of the pool, so no request waits inside the pool, where cancellation would cost a slot for ever.
    """

    def __init__(self, limit: HostLimit, make: Callable[[], httpx.AsyncClient]) -> None:
        self._make = make
        self._limiter = anyio.CapacityLimiter(max(1, min(limit.concurrency, POOL_SIZE)))
        # One start in each interval: a rate of N per second would let the first N start at once.
        self._pace = AsyncLimiter(1, 1 / limit.per_second) if limit.per_second else None
        self._use = _Use(make())
        self._timeouts_in_a_row = 0
        #: By the event loop's clock.
        self._idle_since = asyncio.get_running_loop().time()

    def expect_use(self) -> None:
        """Count as used from now: a request that is about to wait for its turn must find the client open."""
        self._idle_since = asyncio.get_running_loop().time()

    def idle_s(self) -> float:
        """Return for how many seconds the client has not been used; 0 while it is used or waited for."""
        return 0.0 if self._limiter.borrowed_tokens else asyncio.get_running_loop().time() - self._idle_since

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[httpx.AsyncClient]:
        """Wait for a turn under the limit and lend the client for one attempt.

        A ``httpcore.PoolTimeout`` that passes through is counted; the third in a row replaces the client, and the old
        one is closed when it is no longer used.
        """
        async with AsyncExitStack() as stack:
            stack.callback(self.expect_use)
            await stack.enter_async_context(self._limiter)
            if self._pace is not None:
                await stack.enter_async_context(self._pace)
            use = self._use
            use.users += 1
            stack.push_async_callback(self._give_back, use)
            try:
                yield use.client
            except httpcore.PoolTimeout:
                self._count_pool_timeout(use)
                raise
            self._timeouts_in_a_row = 0

    def _count_pool_timeout(self, use: _Use) -> None:
        self._timeouts_in_a_row += 1
        if self._timeouts_in_a_row >= _DEAD_AFTER and use is self._use:
            use.is_retired = True
            self._use = _Use(self._make())
            self._timeouts_in_a_row = 0

    async def _give_back(self, use: _Use) -> None:
        use.users -= 1
        if use.is_retired and not use.users:
            await use.client.aclose()

    async def aclose(self) -> None:
        """Close all connections, including those in use."""
        await self._use.client.aclose()
