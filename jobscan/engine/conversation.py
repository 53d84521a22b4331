"""The talk with one board during one scan: requests go out side by side, answers come back read, and are counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from jobscan.domain.posting import ParsedPage
from jobscan.engine.reading import Reading, parse_page
from jobscan.engine.workers import Workers
from jobscan.exceptions import BoardError, FetchError
from jobscan.utils.urls import rebase_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobscan.domain.fetching import Page, Request, Validators
    from jobscan.domain.job import KnownJob
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

    def __init__(self, source: Source, adapter: Adapter, fetcher: PageFetcher, workers: Workers | None = None) -> None:
        self._source = source
        self._adapter = adapter
        self._fetcher = fetcher
        self._workers = workers or Workers()
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
            outcome = await anyio.to_thread.run_sync(
                parse_page, self._adapter, self._source, answer.request, answer.page
            )
        else:
            outcome = parse_page(self._adapter, self._source, answer.request, answer.page)
        if isinstance(outcome, ParsedPage):
            return outcome
        try:
            raise outcome
        finally:
            del outcome

    async def read_list(self, answer: Answer, known: Mapping[str, KnownJob]) -> Reading:
        """Return what a page of the list says, read by a worker where that is worth it. Raises as `read` does."""
        page, reading = answer.page, None
        if page is not None and self._workers.want(self._adapter, page):
            reading = await self._workers.read(self._source, answer.request, page, known)
        return reading or Reading(parsed=await self.read(answer))

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
