from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.domain.page import Audience, HostLimit, Page, Request
from jobscan.domain.rendering import Rendering
from jobscan.exceptions import FetchError, FetchFailure
from jobscan.fetch.browser.port import BrowserAnswer, BrowserFault
from jobscan.fetch.browser.rules import (
    STYLES,
    given_headers,
    host_of,
    is_needed,
    is_own_site,
    is_telling,
    refusal,
    sent_headers,
)
from jobscan.utils.urls import redact_url

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jobscan.fetch.browser.port import Browser, BrowserRequest, PageState, Tab
    from jobscan.fetch.browser.settings import BrowserSettings

    #: Fetches something for a page, within limits of its own. Raises `FetchError`.
    FetchPart = Callable[[Request, BrowserSettings], Awaitable[Page]]

#: All requests of pages share it, as those of a person's browser would.
_LIMIT = HostLimit(name="browser", concurrency=6)
#: Faults of a server or of the way to it, which may be gone the next time.
_UNANSWERED = frozenset(
    {
        FetchFailure.NETWORK,
        FetchFailure.TIMEOUT,
        FetchFailure.TLS,
        FetchFailure.BROKEN,
        FetchFailure.RATE_LIMITED,
        FetchFailure.SERVER,
    }
)
#: Kept of one page.
_MOST_ASKED = 300
_MOST_FAILED = 3


class PageVisit:
    """One page in the browser, from its first answer until its scripts ask for nothing more.

    ``page`` is what the server sent, and ``fetch`` gets what the page asks for.
    """

    def __init__(self, page: Page, fetch: FetchPart, settings: BrowserSettings) -> None:
        self._page = page
        self._fetch = fetch
        self._settings = settings
        #: Whether the browser has had the page itself.
        self._is_given = False
        self._open = 0
        self._requests = 0
        self._bytes = page.wire_bytes
        #: When something was last asked for or answered, by the event loop's clock.
        self._changed_at = 0.0
        self._still = asyncio.Event()
        self._asked: dict[str, None] = {}
        self._failures = 0
        self._failed: list[str] = []
        self._unanswered = 0
        #: Which limit the page broke; None: none.
        self._excess: str | None = None

    async def run(self, browser: Browser) -> Page:
        """Return the page as its scripts made it. Raises `BrowserFault`, `FetchError` (timeout, too large)."""
        limit = self._settings.page_timeout_s
        try:
            async with asyncio.timeout(limit), browser.open_tab(self.answer) as tab:
                await tab.load(self._page.url)
                state = await self._settled(tab)
        except TimeoutError as exc:
            waiting = f"; {self._open} requests were unanswered" if self._open else ""
            reason = f"its scripts were not done within {limit:g} s{waiting}"
            raise self._error(FetchFailure.TIMEOUT, reason) from exc
        return self._rendered(state)

    async def answer(self, asked: BrowserRequest) -> BrowserAnswer | None:
        """Return what the page gets; None: the request fails."""
        self._open += 1
        try:
            return await self._answer(asked)
        finally:
            self._open -= 1
            self._changed_at = asyncio.get_running_loop().time()
            if not self._open:
                self._still.set()

    async def _answer(self, asked: BrowserRequest) -> BrowserAnswer | None:
        if asked.is_main and not self._is_given:
            self._is_given = True
            return BrowserAnswer(
                status=self._page.status, headers=given_headers(self._page.headers), body=self._page.body
            )
        if is_telling(asked.kind) and len(self._asked) < _MOST_ASKED:
            self._asked.setdefault(asked.url[:2_048])
        reason = refusal(asked, self._page.url) or self._over()
        if reason is not None:
            self._fail(asked, reason)
            return None
        if asked.kind == STYLES:
            # Loaders of scripts wait for styles, and give up when they fail; nobody looks at the page.
            return BrowserAnswer(status=200, headers={"content-type": "text/css"}, body=b"")
        self._requests += 1
        try:
            page = await self._fetch(_request(asked), self._settings)
        except FetchError as exc:
            self._fail(asked, exc.reason)
            self._unanswered += exc.kind in _UNANSWERED and is_own_site(asked.url, self._page.url)
            return None
        self._bytes += len(page.body)
        if page.status >= 400:
            self._fail(asked, f"HTTP {page.status}")
        return BrowserAnswer(status=page.status, headers=given_headers(page.headers), body=page.body)

    def _over(self) -> str | None:
        """Return which limit of a whole page is reached; None: none."""
        if self._requests >= self._settings.max_requests:
            self._excess = f"it asks for more than {self._settings.max_requests:,} things"
        elif self._bytes > self._settings.max_page_bytes:
            self._excess = f"it asks for more than {self._settings.max_page_bytes:,} bytes"
        return self._excess

    def _fail(self, asked: BrowserRequest, reason: str) -> None:
        if not is_needed(asked.kind):
            return
        self._failures += 1
        if len(self._failed) < _MOST_FAILED:
            host = host_of(asked.url) or "no host"
            self._failed.append(f"{asked.method[:20]} {asked.kind} of {host[:100]}: {reason}")

    async def _settled(self, tab: Tab) -> PageState:
        """Return the page when nothing was asked for during a time, and nothing more while it was read.

        Reading waits for the page's own thread: scripts that compute for long have asked before it is read.
        """
        while True:
            await self._quiet()
            before = self._changed_at
            state = await tab.read(self._settings.max_html_chars)
            if self._excess is not None:
                raise self._error(FetchFailure.TOO_LARGE, self._excess)
            if state is None or not state.is_parsed:
                self._changed_at = asyncio.get_running_loop().time()
            elif not self._open and before == self._changed_at:
                return state

    async def _quiet(self) -> None:
        while True:
            while self._open:
                self._still.clear()
                await self._still.wait()
            left = self._changed_at + self._settings.quiet_s - asyncio.get_running_loop().time()
            if left <= 0:
                return
            await asyncio.sleep(left)

    def _rendered(self, state: PageState) -> Page:
        if state.length > self._settings.max_html_chars:
            reason = f"its scripts made a page of {state.length:,} characters"
            raise self._error(FetchFailure.TOO_LARGE, f"{reason}; {self._settings.max_html_chars:,} is the limit")
        body = state.html.encode("utf-8", "replace")
        return Page(
            url=state.url,
            status=self._page.status,
            # Not the server's: its validators are of the page before the scripts.
            headers={"content-type": "text/html; charset=utf-8"},
            body=body,
            body_hash=hashlib.sha256(body).hexdigest(),
            wire_bytes=self._bytes,
            rendering=Rendering(
                asked=tuple(self._asked),
                failures=self._failures,
                failed=tuple(self._failed),
                unanswered=self._unanswered,
            ),
        )

    def _error(self, kind: FetchFailure, reason: str) -> FetchError:
        return FetchError(kind, reason, url=redact_url(self._page.url))


def fault_error(fault: BrowserFault, page: Page) -> FetchError:
    """Translate a fault of the browser at this page."""
    kind = FetchFailure.REFUSED if fault.is_missing else FetchFailure.BROKEN
    return FetchError(kind, str(fault), url=redact_url(page.url))


def _request(asked: BrowserRequest) -> Request:
    """Return the request in our client's terms; robots.txt is asked about pages and frames, as for every page."""
    request = Request(
        url=asked.url,
        limit=_LIMIT,
        method=asked.method.upper(),
        headers=sent_headers(asked.headers),
        body=asked.body,
        may_retry=False,
    )
    return replace(request, audience=Audience.PAGE) if asked.kind == "document" else request
