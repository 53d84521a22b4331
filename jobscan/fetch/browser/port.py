"""What the renderer needs of a browser. `chromium` has the real one, tests one that asks for what they like."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from jobscan.fetch.browser.settings import BrowserSettings


class BrowserFault(Exception):  # noqa: N818 - the error that callers see is FetchError; this one never leaves the room
    """The browser is missing, does not start, or ended; its text is the reason. ``is_missing``: nothing was started."""

    def __init__(self, reason: str, *, is_missing: bool = False) -> None:
        self.is_missing = is_missing
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserRequest:
    """Something that a page asks for."""

    url: str
    #: Chromium's word for what it is for: document, script, stylesheet, image, font, media, xhr, fetch, ping …
    kind: str
    method: str = "GET"
    #: Names in lower case.
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    #: Whether it is for the page itself, and not for a frame or something in it.
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserAnswer:
    """What the page gets."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class PageState(NamedTuple):
    """What a page is at a moment."""

    #: Its address, which scripts may have changed.
    url: str
    #: Whether all of its own markup has been read.
    is_parsed: bool
    #: The markup of the document as it is now, cut at the limit.
    html: str
    #: Characters of the whole.
    length: int


#: Answers a request of a page; None: it fails. Never raises.
AnswerPage = Callable[[BrowserRequest], Awaitable[BrowserAnswer | None]]


class Tab(Protocol):
    """One page, with nothing of any page before."""

    async def load(self, url: str) -> None:
        """Begin to load a page. Raises `BrowserFault`."""
        ...

    async def read(self, limit: int) -> PageState | None:
        """Return what the page is, up to ``limit`` characters; None: it is about to become another one.

        Raises `BrowserFault`.
        """
        ...


class Browser(Protocol):
    """A running browser, which asks for everything by ``answer``."""

    @property
    def is_running(self) -> bool:
        """Whether another page can be opened."""
        ...

    def open_tab(self, answer: AnswerPage) -> AbstractAsyncContextManager[Tab]:
        """Open a page for the duration of a block. Raises `BrowserFault`."""
        ...

    async def aclose(self, *, kill: bool = False) -> None:
        """End all of its processes; with ``kill`` at once. Raises nothing."""
        ...


#: Starts a browser with this User-Agent. Raises `BrowserFault`.
LaunchBrowser = Callable[[BrowserSettings, str], Awaitable[Browser]]
