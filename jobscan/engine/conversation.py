"""The talk with one board during one scan: requests go out side by side, answers come back read, and are counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, FetchError
from jobscan.utils.urls import rebase_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.fetching import Page, Request, Validators
    from jobscan.domain.source import Source
    from jobscan.engine.ports import PageFetcher
    from jobscan.sources import Adapter

#: Bodies beyond this are parsed in a thread; 1 MiB takes about 10 ms.
THREAD_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One request and what came of it: a page, or the reason why there is none."""

    request: Request
    page: Page | None = None
    error: FetchError | None = None


class Conversation:
    """Asks one board, through its adapter; used for one scan."""

    def __init__(self, source: Source, adapter: Adapter, fetcher: PageFetcher) -> None:
        self._source = source
        self._adapter = adapter
        self._fetcher = fetcher
        self.requests = 0
        self.wire_bytes = 0
        #: The longest wait that the server asked for, in seconds; None: it asked for none.
        self.retry_after_s: float | None = None

    def first_request(self) -> Request:
        """Return the request that begins the scan."""
        return self._adapter.first_request(self._source)

    async def ask(self, requests: Sequence[Request], validators: Validators | None = None) -> list[Answer]:
        """Send the requests side by side; the answers are in the order of the requests."""
        answers: list[Answer | None] = [None] * len(requests)

        async def ask_one(index: int) -> None:
            answers[index] = await self._ask(requests[index], validators)

        if len(requests) == 1:
            await ask_one(0)
        else:
            async with anyio.create_task_group() as group:
                for index in range(len(requests)):
                    group.start_soon(ask_one, index)
        return [answer for answer in answers if answer is not None]

    async def read(self, answer: Answer) -> ParsedPage:
        """Return what the answer says. Raises `FetchError` or `BoardError` when it says nothing."""
        if answer.page is None:
            raise answer.error or RuntimeError("an answer holds a page or an error")
        if len(answer.page.body) > THREAD_BYTES:
            outcome = await anyio.to_thread.run_sync(self._parse, answer.request, answer.page)
        else:
            outcome = self._parse(answer.request, answer.page)
        if isinstance(outcome, ParsedPage):
            return outcome
        try:
            raise outcome
        finally:
            del outcome

    def _parse(self, request: Request, page: Page) -> ParsedPage | BoardError:
        """Return the page read, or why it cannot be.

        Not raised, and without its tracebacks: they hold the body, and the future of a thread holds them, in a circle
        that only the garbage collector breaks. Five refused bodies of 30 MB were five in memory (measured 2026-11).
        """
        try:
            return self._adapter.parse(self._source, request, page)
        except BoardError as exc:
            if exc.__cause__ is not None:
                exc.__cause__.__traceback__ = None
            return exc.with_traceback(None)

    async def _ask(self, request: Request, validators: Validators | None) -> Answer:
        self.requests += 1
        rebased = replace(request, url=rebase_url(request.url, self._source.base_url))
        try:
            page = await self._fetcher.fetch(rebased, validators)
        except FetchError as exc:
            if exc.retry_after_s is not None:
                self.retry_after_s = max(self.retry_after_s or 0.0, exc.retry_after_s)
            return Answer(request=request, error=exc)
        self.wire_bytes += page.wire_bytes
        return Answer(request=request, page=page)


#: What a board can do wrong; anything else is a fault of ours.
BOARD_ERRORS = (FetchError, BoardError)
