from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import anyio
import structlog
from protego import Protego

from jobscan.domain.page import Page, Request
from jobscan.exceptions import FetchError, FetchFailure
from jobscan.utils.urls import redact_url

#: Our name in robots.txt files.
PRODUCT = "jobscan"

#: RFC 9309 §2.5 requires at least 500 KiB.
MAX_ROBOTS_BYTES = 512 * 1024

_KEEP = timedelta(hours=24)
_KEEP_UNREADABLE = timedelta(hours=1)

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    #: None: there are no rules.
    rules: Protego | None
    until: datetime


class RobotsRules:
    """What hosts let robots fetch, cached for 24 hours. For HTML pages only: list APIs are made for programs.

    ``fetch`` gets a robots.txt; ``clock`` returns the time in UTC.
    """

    def __init__(self, fetch: Callable[[Request], Awaitable[Page]], clock: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._asking: dict[str, anyio.Lock] = {}

    async def check(self, request: Request) -> None:
        """Return when the host allows this request; raise `FetchError` (refused) when it does not.

        No robots.txt (4xx) allows everything. So does one that cannot be read (5xx, unreachable, too large): that is
        logged, and requested again after an hour.
        """
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._asking.setdefault(origin, anyio.Lock()):
            known = self._known.get(origin)
            if known is None or known.until <= self._clock():
                known = self._known[origin] = await self._ask(origin, request)
        if known.rules is not None and not known.rules.can_fetch(request.url, PRODUCT):
            reason = f"robots.txt of {parts.hostname} does not allow {PRODUCT} to fetch this page"
            raise FetchError(FetchFailure.REFUSED, reason, url=redact_url(request.url))

    async def _ask(self, origin: str, request: Request) -> _Known:
        try:
            page = await self._fetch(Request(url=f"{origin}/robots.txt", limit=request.limit))
        except FetchError as exc:
            _log.warning("robots_unreadable", url=exc.url, reason=exc.reason)
            return _Known(rules=None, until=self._clock() + _KEEP_UNREADABLE)
        rules = None
        if page.status == 200:
            # In a thread: half a megabyte of rules takes 100 ms.
            rules = await anyio.to_thread.run_sync(Protego.parse, page.body.decode("utf-8", "replace"))
        return _Known(rules=rules, until=self._clock() + _KEEP)
