from __future__ import annotations

import asyncio
import math
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

import anyio
import httpx
import stamina

from jobscan.clock import utc_now
from jobscan.domain.page import Audience, Page, Request, Validators
from jobscan.exceptions import FetchError
from jobscan.fetch.attempt import PendingRequest, RequestAttempt
from jobscan.fetch.body import BodyReader
from jobscan.fetch.browser.program import launch_chromium
from jobscan.fetch.browser.renderer import Renderer
from jobscan.fetch.budget import ByteBudget
from jobscan.fetch.failures import HTTP_ERRORS, Failure, Retry, clamp_retry_after, explain_failure
from jobscan.fetch.net.pool import POOL_SIZE, HostClient, make_client
from jobscan.fetch.net.resolver import Lookup, Resolver, system_lookup
from jobscan.fetch.net.stream import GuardedBackend
from jobscan.fetch.net.trust import make_ssl_context, public_authorities
from jobscan.fetch.post import PostClient, PostError, Reply
from jobscan.fetch.robots import MAX_ROBOTS_BYTES, RobotsRules
from jobscan.fetch.settings import FetchSettings
from jobscan.utils.urls import redact_url

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable
    from types import TracebackType

    from jobscan.domain.page import HostLimit
    from jobscan.fetch.browser.port import LaunchBrowser
    from jobscan.fetch.browser.settings import BrowserSettings

_T = TypeVar("_T")
T_co = TypeVar("T_co", covariant=True)


class Attempt(Protocol[T_co]):
    """One attempt at one request: what `RequestAttempt` and `PostClient` have in common."""

    @property
    def host(self) -> str:
        """The current host."""
        ...

    @property
    def place(self) -> str:
        """The current URL, for reporting a failure."""
        ...

    @property
    def settings(self) -> FetchSettings:
        """Its limits."""
        ...

    async def run(self, client: httpx.AsyncClient, clock: Callable[[], datetime]) -> T_co:
        """Make the attempt."""
        ...

    def abandon(self) -> bool:
        """End it soon. False: it has not started, so just cancel it."""
        ...


class Fetcher:
    """Makes requests: ``async with Fetcher(settings) as fetcher: page = await fetcher.fetch(request)``.

    Everything that can go wrong on the way is a `FetchError`; the adapter decides what the answer means. One
    fetcher serves a whole process, from one event loop. ``lookup`` resolves names (blocking, in threads of its own);
    ``clock`` returns the time in UTC; ``launch`` starts the browser for pages that scripts make.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        lookup: Lookup = system_lookup,
        clock: Callable[[], datetime] = utc_now,
        launch: LaunchBrowser = launch_chromium,
    ) -> None:
        self._settings = settings or FetchSettings()
        self._clock = clock
        resolver = Resolver(lookup, timeout_s=self._settings.dns_timeout_s)
        self._backend = GuardedBackend(resolver, self._settings.allow_networks)
        self._budget = ByteBudget(self._settings.max_bytes_in_flight)
        self._robots = RobotsRules(self._fetch_robots, clock)
        self._renderer = Renderer(self._settings.browser, self._fetch_part, launch, self._settings.user_agent)
        self._clients: dict[str, HostClient] = {}
        self._context: ssl.SSLContext | None = None
        self._running: dict[asyncio.Task[Any], Attempt[Any]] = {}
        #: When idle clients were last closed, by the event loop's clock.
        self._looked_at = -math.inf
        self._is_open = False

    async def __aenter__(self) -> Self:
        """Open the fetcher; raise `ConfigError` when ``ca_file`` cannot be used."""
        if self._settings.ca_file is not None:
            self._context = make_ssl_context(self._settings.ca_file, "network.ca_file")
        self._is_open = True
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End everything that is running and close all connections."""
        self._is_open = False
        # Shielded: the process may be ending because this task was cancelled; it takes a few turns of the loop.
        with anyio.CancelScope(shield=True):
            await self._renderer.aclose()
            running = dict(self._running)
            for task, attempt in running.items():
                _abandon(task, attempt)
            await asyncio.gather(*running, return_exceptions=True)
            for client in self._clients.values():
                await client.aclose()
        self._clients.clear()

    async def fetch(self, request: Request, validators: Validators | None = None, *, follow: bool = False) -> Page:
        """Return the answer to a request: status 2xx, 304 (only with ``validators``), or 4xx except 408, 425 and 429.

        ``follow`` lets a redirect lead to other pages and hosts, as in a person's browser. Requests for pages made for
        people (`Audience.PAGE`) always follow, and the robots.txt of each host is checked first.

        Raises `FetchError`; RuntimeError outside of `async with`.
        """
        async with self.lend(request, validators, follow=follow) as page:
            return page

    @asynccontextmanager
    async def lend(
        self, request: Request, validators: Validators | None = None, *, follow: bool = False
    ) -> AsyncIterator[Page]:
        """Return the answer as `fetch` does, for the duration of a block, while its body counts as in flight.

        For code that fetches much at once. Drop the page with the block, and fetch nothing within it: the other page
        may wait for the room that this one takes.

        A page whose scripts are run (`Request.renders`) is read whole each time, whatever ``validators`` say: they are
        of the page before its scripts.
        """
        is_page = request.audience is Audience.PAGE
        validators = validators if request.renders is None else None
        pending = PendingRequest(request=request, validators=validators, follow=follow or is_page, asks_robots=is_page)
        with self._budget.share() as share:
            page = await self._run_pending(pending, BodyReader(settings=self._settings, share=share))
            if request.renders is None or not _is_web_page(page) or not request.renders(page):
                yield page
                return
        async with self._renderer.lend(page) as rendered:
            yield rendered

    async def post(self, request: Request) -> Reply:
        """Post a message: one attempt, no redirect followed. Return the reply with any status.

        Raises `PostError`, which knows whether the message may have arrived; RuntimeError outside of `async with`.
        """
        posting = None
        try:
            posting = PostClient(request, self._settings)
            return await self._attempt(posting, request.limit)
        except Failure as failure:
            raise PostError(
                failure.kind,
                failure.reason,
                url=failure.url or "an unusable URL",
                may_have_arrived=posting is not None and posting.has_begun,
            ) from failure

    async def _fetch_robots(self, request: Request) -> Page:
        limits = replace(self._settings, retries=0, max_wire_bytes=MAX_ROBOTS_BYTES, max_body_bytes=MAX_ROBOTS_BYTES)
        with self._budget.share() as share:
            return await self._run_pending(
                PendingRequest(request=request, follow=True), BodyReader(settings=limits, share=share)
            )

    async def _fetch_part(self, request: Request, browser: BrowserSettings) -> Page:
        """Return what a page in the browser asks for. Raises `FetchError`."""
        size = min(browser.max_body_bytes, self._settings.max_body_bytes)
        limits = replace(
            self._settings,
            retries=0,
            total_timeout_s=min(browser.request_timeout_s, self._settings.total_timeout_s),
            max_wire_bytes=size,
            max_body_bytes=size,
        )
        is_page = request.audience is Audience.PAGE
        pending = PendingRequest(request=request, follow=True, asks_robots=is_page)
        with self._budget.share() as share:
            return await self._run_pending(pending, BodyReader(settings=limits, share=share))

    async def _run_pending(self, pending: PendingRequest, reader: BodyReader) -> Page:
        while True:
            if pending.asks_robots:
                # Between two attempts: an attempt counts towards its host limit, and so does a request for robots.txt.
                await self._robots.check(pending.request)
            outcome = await self._retrying(pending, reader)
            if isinstance(outcome, Page):
                return outcome
            pending = outcome

    async def _retrying(self, pending: PendingRequest, reader: BodyReader) -> Page | PendingRequest:
        settings, request = reader.settings, pending.request
        try:
            async for attempt in stamina.retry_context(
                on=_RetryRule(),
                attempts=settings.retries + 1 if request.may_retry else 1,
                timeout=None,
                wait_initial=settings.retry_wait_s,
                wait_max=settings.retry_wait_max_s,
                wait_jitter=settings.retry_wait_s,
            ):
                with attempt:
                    return await self._attempt(RequestAttempt(pending, reader), request.limit)
        except Failure as failure:
            raise FetchError(
                failure.kind,
                failure.reason,
                url=redact_url(failure.url or request.url),
                status=failure.status,
                retry_after_s=clamp_retry_after(failure.retry_after_s),
            ) from failure
        raise AssertionError("stamina ended without a result or an error")

    async def _attempt(self, attempt: Attempt[_T], limit: HostLimit) -> _T:
        """Make one attempt in a task of its own, which cancellation cannot reach while httpcore is at work.

        A cancelled httpcore loses connections in more ways than waiting for its pool: between connecting and the first
        byte, and in closing (its shield holds against anyio's cancellation, not asyncio's). Measured on 1.0.9: pools
        of 8 slots with 8 requests died within 160 connections. So the attempt is asked to give up, and ends by itself.
        """
        if not self._is_open:
            raise _closed()
        task = asyncio.create_task(self._run(attempt, self._client(limit)), name=f"fetch from {limit.name}")
        self._running[task] = attempt
        task.add_done_callback(self._running.pop)
        try:
            outcome = await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():  # the attempt, not this task: it was waiting for its turn when the fetcher closed
                raise _closed() from None
            _abandon(task, attempt)
            raise
        if isinstance(outcome, Failure):
            raise outcome
        return outcome

    async def _run(self, attempt: Attempt[_T], host: HostClient) -> _T | Failure:
        # A failure is returned, not raised: there may be no task left to retrieve it.
        try:
            async with host.turn() as client:
                outcome = await attempt.run(client, self._clock)
            await self._close_idle()
            return outcome
        except HTTP_ERRORS as exc:
            failure = explain_failure(exc, attempt.host, attempt.settings)
            failure.__cause__ = exc
        except Failure as exc:
            failure = exc
        failure.url = attempt.place
        return failure

    def _client(self, limit: HostLimit) -> HostClient:
        client = self._clients.get(limit.name)
        if client is None:
            client = self._clients[limit.name] = HostClient(limit, self._make_client)
        client.expect_use()
        return client

    async def _close_idle(self) -> None:
        """Close clients that have not been used for long; the next request to their host makes a new one."""
        now, limit = asyncio.get_running_loop().time(), self._settings.client_idle_s
        if now - self._looked_at < limit / 10:
            return
        self._looked_at = now
        for name in [name for name, client in self._clients.items() if client.idle_s() > limit]:
            await self._clients.pop(name).aclose()

    def _make_client(self) -> httpx.AsyncClient:
        if self._context is None:
            self._context = public_authorities()
        return make_client(self._settings, self._backend, self._context, POOL_SIZE)


def _is_web_page(page: Page) -> bool:
    return 200 <= page.status < 300 and page.content_type in ("text/html", "application/xhtml+xml", "")


def _closed() -> RuntimeError:
    return RuntimeError("the fetcher is closed; use it inside its `async with`")


def _abandon(task: asyncio.Task[Any], attempt: Attempt[Any]) -> None:
    if not attempt.abandon():
        task.cancel()


class _RetryRule:
    """Decides after each failed attempt of one request: no, yes after our own wait, or after the server's (seconds)."""

    def __init__(self) -> None:
        self._has_retried = False

    def __call__(self, exc: Exception) -> bool | float:
        if not isinstance(exc, Failure) or exc.retry is Retry.NO or (exc.retry is Retry.ONCE and self._has_retried):
            return False
        self._has_retried = True
        return exc.retry_after_s or True
