"""Talks to one board during one scan: sends requests in parallel, reads the answers and counts them."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.to_thread

from jobscan.domain.posting import ParsedPage
from jobscan.engine.scan.answer import BOARD_ERRORS, Answered, Failed
from jobscan.engine.scan.languages import LanguageSearch
from jobscan.engine.scan.reading import Reading, parse_page
from jobscan.engine.scan.workers import Workers
from jobscan.exceptions import FetchError
from jobscan.utils.urls import rebase_url

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from jobscan.domain.job import KnownJob
    from jobscan.domain.page import Page, Request, Validators
    from jobscan.domain.source import Source
    from jobscan.engine.ports import PageFetcher
    from jobscan.engine.scan.answer import Answer
    from jobscan.sources import Adapter

#: Bodies beyond this are parsed in a thread, one at a time; 1 MiB takes about 10 ms.
LARGE_BYTES = 1024 * 1024

_T = TypeVar("_T")


class BoardClient:
    """Requests pages of one board, through its adapter; used for one scan.

    ``accept_language`` is the language that the board is known to need; None: none.
    """

    def __init__(
        self,
        source: Source,
        adapter: Adapter,
        fetcher: PageFetcher,
        workers: Workers | None = None,
        *,
        accept_language: str | None = None,
    ) -> None:
        self._source = source
        self._adapter = adapter
        self._fetcher = fetcher
        self._workers = workers or Workers()
        self._languages = LanguageSearch(accept_language)
        self.requests = 0
        self.wire_bytes = 0
        #: The longest wait that the server has asked for, in seconds; None: none.
        self.retry_after_s: float | None = None

    @property
    def accept_language(self) -> str | None:
        """Return the language that the board needs, as far as is known; None: none."""
        return self._languages.accepted

    def first_request(self) -> Request:
        """Return the request that begins the scan."""
        return self._adapter.first_request(self._source)

    async def ask(
        self,
        requests: Sequence[Request],
        read: Callable[[Request, Page], Awaitable[_T]],
        validators: Validators | None = None,
    ) -> list[Answer[_T]]:
        """Send the requests in parallel and read each page as soon as it arrives, in any order.

        The answers are in the order of the requests. Their bodies are dropped: if they were kept until the last one
        had come, they would take the memory that it waits for. Our own faults are raised when all have come.
        """
        answers: list[Answer[_T] | Exception | None] = [None] * len(requests)

        async def ask_one(index: int) -> None:
            answers[index] = await self._ask(requests[index], read, validators)

        if len(requests) == 1:
            await ask_one(0)
        else:
            async with anyio.create_task_group() as group:
                for index in range(len(requests)):
                    group.start_soon(ask_one, index)
        return list(_without_faults(answers))

    async def read(self, request: Request, page: Page) -> ParsedPage:
        """Return what a page says. Raises `BoardError` when it says nothing."""
        async with self._turn_for(page):
            return await self._parse(request, page)

    async def read_list(self, request: Request, page: Page, known: Mapping[str, KnownJob]) -> Reading:
        """Return what a page of the list says, read by a worker if that is worth it. Raises as `read` does."""
        async with self._turn_for(page):
            reading = None
            if self._workers.want(self._adapter, page):
                reading = await self._workers.read(self._source, request, page, known)
            return reading or Reading(parsed=await self._parse(request, page))

    def _turn_for(self, page: Page) -> AbstractAsyncContextManager[object]:
        return self._workers.large if _is_large(page) else nullcontext()

    async def _parse(self, request: Request, page: Page) -> ParsedPage:
        if _is_large(page):
            outcome = await anyio.to_thread.run_sync(parse_page, self._adapter, self._source, request, page)
        else:
            outcome = parse_page(self._adapter, self._source, request, page)
        if isinstance(outcome, ParsedPage):
            return outcome
        try:
            raise outcome
        finally:
            del outcome

    async def _ask(
        self, request: Request, read: Callable[[Request, Page], Awaitable[_T]], validators: Validators | None
    ) -> Answer[_T] | Exception:
        async def send(changed: Request) -> Answer[_T]:
            # The adapter gets its own request back, however it was sent.
            return await self._send(changed, lambda page: read(request, page))

        try:
            answer = await self._send(self._languages.addressed(request), lambda page: read(request, page), validators)
            return replace(await self._languages.judge(request, answer, send), request=request)
        except Exception as exc:  # noqa: BLE001 - raised again by `ask`, outside of the group of tasks
            return exc

    async def _send(
        self, request: Request, read: Callable[[Page], Awaitable[_T]], validators: Validators | None = None
    ) -> Answer[_T]:
        self.requests += 1
        rebased = replace(request, url=rebase_url(request.url, self._source.base_url))
        try:
            async with self._fetcher.lend(rebased, validators) as page:
                self.wire_bytes += page.wire_bytes
                said = await read(page)
                return Answered(request=request, page=replace(page, body=b""), said=said)
        except BOARD_ERRORS as exc:
            if isinstance(exc, FetchError) and exc.retry_after_s is not None:
                self.retry_after_s = max(self.retry_after_s or 0.0, exc.retry_after_s)
            # Its traceback holds the page.
            return Failed(request=request, error=exc.with_traceback(None))


def _without_faults(answers: Iterable[Answer[_T] | Exception | None]) -> Iterator[Answer[_T]]:
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            yield answer


def _is_large(page: Page) -> bool:
    return len(page.body) > LARGE_BYTES
