"""Chromium, driven by Playwright (PyPI: playwright 1.65, 2026-11): the only module that knows it.

The browser is sealed: names do not resolve in it, and what is not answered by us goes to a proxy that does not exist.
So what Playwright cannot intercept fails as well (measured with Chromium 150: preconnect, DNS prefetch, WebSockets,
STUN of WebRTC, popups).
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import tempfile
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
from playwright.async_api import Error, async_playwright

from jobscan.fetch.browser.port import BrowserFault, BrowserRequest, PageState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser as PlaywrightBrowser
    from playwright.async_api import BrowserContext, CDPSession, Page, Playwright, Route

    from jobscan.fetch.browser.port import AnswerPage
    from jobscan.fetch.browser.settings import BrowserSettings

#: ".invalid" is never a name (RFC 2606 §2); "<-loopback>" sends loopback to the proxy as well.
_SEALED = (
    "--proxy-server=http://sealed.invalid:1",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
)
_QUIET = (
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-3d-apis",
    "--disable-remote-fonts",
    "--blink-settings=imagesEnabled=false",
    "--deny-permission-prompts",
    "--renderer-process-limit=4",
)
#: What a browser needs of our environment; the rest may hold secrets.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH")
#: Folders that it writes into, whatever its profile is; it gets one of our own.
_FOLDERS = ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
#: Runs apart from the page's scripts, which cannot change what it means.
_READ = (
    "(() => {{ const root = document.documentElement, html = root ? root.outerHTML : '';"
    " return [location.href, document.readyState !== 'loading', html.slice(0, {limit}), html.length]; }})()"
)
_LOOK_AT_MEMORY_S = 0.5
#: Of a folder for temporary ones: behind it come 17 characters of our folder's name, and 46 of Chromium's socket.
_LONGEST_FOLDER = 44
_FATAL = re.compile(r"FATAL|error while loading|cannot open|No such file|Permission denied")


async def start_chromium(program: str, settings: BrowserSettings, user_agent: str) -> Chromium:
    """Start the browser. Raises `BrowserFault`."""
    # In a task of its own: a start that is cancelled half way would leave processes that nobody knows.
    starting = asyncio.create_task(_start(program, settings, user_agent), name="start the browser")
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        with anyio.CancelScope(shield=True), suppress(BrowserFault):
            await (await starting).aclose(kill=True)
        raise


async def _start(program: str, settings: BrowserSettings, user_agent: str) -> Chromium:
    home = tempfile.TemporaryDirectory(prefix="jobscan-", dir=_short_folder(), ignore_cleanup_errors=True)
    driver = await async_playwright().start()
    try:
        browser = await driver.chromium.launch(
            executable_path=program,
            chromium_sandbox=settings.sandbox and not _is_root(),
            args=[*_SEALED, *_QUIET, f"--js-flags=--max-old-space-size={settings.max_heap_mib}"],
            # The browser's own protection against windows that nobody asked for.
            ignore_default_args=["--disable-popup-blocking"],
            env={
                **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                **dict.fromkeys(_FOLDERS, home.name),
            },
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            timeout=settings.start_timeout_s * 1000,
        )
        control = await browser.new_browser_cdp_session()
        chromium = Chromium(driver, browser, control, home, settings)
        await chromium.watch(user_agent)
    except BaseException as exc:
        with suppress(Exception):
            await driver.stop()
        home.cleanup()
        if isinstance(exc, Error):
            raise BrowserFault(f"{program} does not start: {start_problem(exc.message)}") from exc
        raise
    return chromium


def _short_folder() -> str | None:
    """Return where temporary folders are made; None: the usual place. A socket in them has 108 characters at most."""
    usual = tempfile.gettempdir()
    return "/tmp" if len(usual) > _LONGEST_FOLDER and os.access("/tmp", os.W_OK) else None  # noqa: S108 - the name is random


def start_problem(told: str) -> str:
    """Return the line of Playwright's report that says why a browser did not start, with advice where there is some."""
    lines = [line.strip() for line in told.splitlines() if line.strip()] or ["it does not say why"]
    errors = [line.partition("[err] ")[2] for line in lines if "[err] " in line]
    reason = next((line for line in errors if _FATAL.search(line)), lines[0])[:300]
    if "sandbox" not in reason.lower():
        return reason
    return f"{reason}; where the system allows no sandbox, `browser: {{sandbox: false}}` starts it without"


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


class Chromium:
    """A running Chromium with all of its processes."""

    def __init__(
        self,
        driver: Playwright,
        browser: PlaywrightBrowser,
        control: CDPSession,
        home: tempfile.TemporaryDirectory[str],
        settings: BrowserSettings,
    ) -> None:
        self._driver = driver
        self._browser = browser
        self._control = control
        self._home = home
        self._settings = settings
        self._user_agent = ""
        #: Its processes, the first one being the one that started the others.
        self._pids: list[int] = []
        #: Why there is nothing more to be expected of it; None: it runs.
        self._fault: str | None = None
        #: Of the page that is open.
        self._scope = anyio.CancelScope()
        self._watcher: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether another page can be opened."""
        return self._fault is None

    async def watch(self, user_agent: str) -> None:
        """Begin to watch its memory; pages are told this name."""
        self._user_agent = user_agent
        self._browser.on("disconnected", self._take_leave)
        await self._list_processes()
        self._watcher = asyncio.create_task(self._watch(), name="watch the browser's memory")

    @asynccontextmanager
    async def open_tab(self, answer: AnswerPage) -> AsyncIterator[ChromiumTab]:
        """Open a page for the duration of a block, as `Browser.open_tab` says."""
        tab = None
        try:
            # Some calls of Playwright never end when the browser does (seen with 1.65).
            with anyio.CancelScope() as self._scope:
                context = await self._new_context()
                page = await context.new_page()
                page.on("crash", lambda _: self._give_up("the page crashed: it may have taken too much memory"))
                tab = ChromiumTab(page, await context.new_cdp_session(page), answer)
                await page.route("**/*", tab.pass_on)
                yield tab
                await tab.end()
                await context.close()
        except Error as exc:
            reason = " ".join(exc.message.split())[:200]
            raise BrowserFault(self._fault or f"the browser gave up on the page: {reason}") from exc
        finally:
            if tab is not None:
                with anyio.CancelScope(shield=True):
                    await tab.end()
        if self._fault is not None:
            raise BrowserFault(self._fault)

    async def _new_context(self) -> BrowserContext:
        return await self._browser.new_context(
            user_agent=self._user_agent,
            viewport={"width": 1280, "height": 2000},
            accept_downloads=False,
            service_workers="block",
            permissions=[],
        )

    def _take_leave(self, _: PlaywrightBrowser) -> None:
        """Kill what is left at once: later, other programs may have the numbers of its processes."""
        self._give_up("the browser ended by itself")
        self._kill()

    def _give_up(self, fault: str) -> None:
        """End what is being done with the page; the first reason stands."""
        self._fault = self._fault or fault
        self._scope.cancel()

    async def aclose(self, *, kill: bool = False) -> None:
        """End all processes: politely, and those that are left, or all with ``kill``, by force."""
        if self._watcher is not None:
            self._watcher.cancel()
        try:
            if not kill:
                with suppress(Exception):
                    await asyncio.wait_for(self._browser.close(), self._settings.end_timeout_s)
        finally:
            self._kill()
        with suppress(Exception):
            await asyncio.wait_for(self._driver.stop(), self._settings.end_timeout_s)
        await asyncio.to_thread(self._home.cleanup)

    def _kill(self) -> None:
        """Kill its process group, which Playwright makes for it, and on Windows its processes."""
        with suppress(OSError):
            if self._pids and hasattr(os, "killpg") and os.getpgid(self._pids[0]) == self._pids[0]:
                os.killpg(self._pids[0], signal.SIGKILL)
        for pid in self._pids:
            with suppress(OSError):
                os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        self._pids = []

    async def _watch(self) -> None:
        limit = self._settings.max_memory_bytes
        with suppress(Error):
            while True:
                await asyncio.sleep(_LOOK_AT_MEMORY_S)
                await self._list_processes()
                if sum(map(_own_bytes, self._pids)) > limit:
                    self._give_up(f"the page took more than {limit // 1024**2:,} MiB of memory")
                    self._kill()
                    return

    async def _list_processes(self) -> None:
        found: dict[str, Any] = await self._control.send("SystemInfo.getProcessInfo")
        listed = sorted(found["processInfo"], key=lambda process: process["type"] != "browser")
        self._pids = [int(process["id"]) for process in listed]


def _own_bytes(pid: int) -> int:
    """Return the memory that a process shares with no other (proc(5), statm); 0 where the system does not say it."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text("ascii").split()
    except OSError:
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


class ChromiumTab:
    """One page."""

    def __init__(self, page: Page, control: CDPSession, answer: AnswerPage) -> None:
        self._page = page
        self._control = control
        self._answer = answer
        self._answering: set[asyncio.Task[None]] = set()

    async def load(self, url: str) -> None:
        """Begin to load a page; the block that opened it translates errors."""
        await self._page.goto(url, wait_until="commit", timeout=0)

    async def read(self, limit: int) -> PageState | None:
        """Return what the page is, as `Tab.read` says."""
        try:
            tree: dict[str, Any] = await self._control.send("Page.getFrameTree")
            frame = {"frameId": tree["frameTree"]["frame"]["id"], "worldName": "jobscan"}
            world: dict[str, Any] = await self._control.send("Page.createIsolatedWorld", frame)
            asked = {"contextId": world["executionContextId"], "returnByValue": True}
            asked["expression"] = _READ.format(limit=limit)
            said: dict[str, Any] = await self._control.send("Runtime.evaluate", asked)
        except Error as exc:
            if self._page.is_closed() or "crashed" in exc.message or "closed" in exc.message:
                raise
            return None
        value = said["result"].get("value")
        return PageState(*value) if isinstance(value, list) else None

    async def pass_on(self, route: Route) -> None:
        """Answer a request of the page."""
        task = asyncio.create_task(self._pass_on(route))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        await asyncio.wait({task})

    async def _pass_on(self, route: Route) -> None:
        # The page may be gone by now.
        with suppress(Error):
            answer = await self._answer(self._read_request(route))
            if answer is None:
                await route.abort("blockedbyclient")
                return
            try:
                await route.fulfill(status=answer.status, headers=dict(answer.headers), body=answer.body)
            except Error:
                # Chromium takes fewer headers than we do; unanswered, the page would wait for it.
                await route.abort("failed")

    def _read_request(self, route: Route) -> BrowserRequest:
        asked = route.request
        is_main = asked.is_navigation_request() and asked.frame == self._page.main_frame
        return BrowserRequest(
            url=asked.url,
            kind=asked.resource_type,
            method=asked.method,
            headers=asked.headers,
            body=asked.post_data_buffer,
            is_main=is_main,
        )

    async def end(self) -> None:
        """Stop answering."""
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)
