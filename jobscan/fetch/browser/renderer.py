from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio
import structlog

from jobscan.fetch.browser.port import BrowserFault
from jobscan.fetch.browser.visit import PageVisit, fault_error
from jobscan.utils.urls import redact_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from jobscan.domain.page import Page
    from jobscan.fetch.browser.port import Browser, LaunchBrowser
    from jobscan.fetch.browser.settings import BrowserSettings
    from jobscan.fetch.browser.visit import FetchPart

_log = structlog.stdlib.get_logger(__name__)


class Renderer:
    """Runs the scripts of pages, one page at a time, in a browser that is started when one is needed.

    ``fetch`` gets what pages ask for, ``launch`` starts the browser, which is called ``user_agent``.
    """

    def __init__(self, settings: BrowserSettings, fetch: FetchPart, launch: LaunchBrowser, user_agent: str) -> None:
        self._settings = settings
        self._fetch = fetch
        self._launch = launch
        self._user_agent = user_agent
        self._turn = asyncio.Lock()
        self._browser: Browser | None = None
        #: Pages since the browser started.
        self._pages = 0
        self._idle: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def lend(self, page: Page) -> AsyncIterator[Page]:
        """Return what its scripts make of a page, for the duration of a block; the next page waits for the end of it.

        Raises `FetchError`. A page that fails or is cancelled takes the browser with it: nobody knows what it left.
        """
        async with self._turn:
            yield await self._render(page)

    async def aclose(self) -> None:
        """End the browser, and a page that is in it."""
        await self._end(kill=True)
        if self._idle is not None:
            # Cancelled while it ends the browser, it would leave processes.
            if not self._turn.locked():
                self._idle.cancel()
            await asyncio.gather(self._idle, return_exceptions=True)

    async def _render(self, page: Page) -> Page:
        if self._idle is not None:
            self._idle.cancel()
        try:
            if self._browser is not None and not self._browser.is_running:
                await self._end(kill=True)
            if self._browser is None:
                self._browser = await self._launch(self._settings, self._user_agent)
            rendered = await PageVisit(page, self._fetch, self._settings).run(self._browser)
        except BaseException as exc:
            await self._end(kill=True)
            if isinstance(exc, BrowserFault):
                raise fault_error(exc, page) from exc
            raise
        self._pages += 1
        if self._pages >= self._settings.pages_per_start:
            await self._end()
        else:
            self._idle = asyncio.create_task(self._end_when_idle(), name="close the browser when it is idle")
        self._report(rendered)
        return rendered

    def _report(self, page: Page) -> None:
        made = page.rendering
        assert made is not None
        failed = {"failed": made.failures, "first": made.failed} if made.failures else {}
        _log.debug("page_rendered", url=redact_url(page.url), bytes=page.wire_bytes, **failed)

    async def _end_when_idle(self) -> None:
        await asyncio.sleep(self._settings.idle_s)
        async with self._turn:
            await self._end()

    async def _end(self, *, kill: bool = False) -> None:
        browser, self._browser, self._pages = self._browser, None, 0
        if browser is not None:
            with anyio.CancelScope(shield=True):
                await browser.aclose(kill=kill)
