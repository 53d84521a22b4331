"""A fetcher that reports its requests to observers."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.engine.events import RequestEnded
from jobscan.exceptions import FetchError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from jobscan.domain.page import Page, Request, Validators
    from jobscan.domain.source import SourceKey
    from jobscan.engine.events import Observer
    from jobscan.engine.ports import PageFetcher
    from jobscan.exceptions import FetchFailure


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedFetcher:
    """Fetches for the scan of one source."""

    fetcher: PageFetcher
    source: SourceKey
    observer: Observer
    #: Seconds that never run backwards.
    ticks: Callable[[], float]

    @asynccontextmanager
    async def lend(self, request: Request, validators: Validators | None = None) -> AsyncIterator[Page]:
        """Return the answer for the time of a block, as the fetcher does. Raises `FetchError`."""
        began = self.ticks()
        try:
            async with self.fetcher.lend(request, validators) as page:
                self._report(request, began, page)
                yield page
        except FetchError as exc:
            self._report(request, began, failure=exc.kind)
            raise

    def _report(
        self, request: Request, began: float, page: Page | None = None, failure: FetchFailure | None = None
    ) -> None:
        event = RequestEnded(
            source=self.source,
            purpose=request.purpose,
            seconds=self.ticks() - began,
            status=page.status if page is not None else None,
            wire_bytes=page.wire_bytes if page is not None else 0,
            failure=failure,
        )
        self.observer.on_event(event)
