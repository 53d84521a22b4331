"""The sample board of a system behind a server on loopback, which can be made to answer anything instead."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from urllib.parse import urlsplit

from jobscan.domain.page import Page, Purpose, Request, Validators
from jobscan.engine.ports import PageFetcher
from tests.engine.board_server import BoardServer, Reply
from tests.fixtures.evil import Asked
from tests.sources.sample_board import Answers, SampleBoard, page_of, walk

#: What a request gets instead of the board's own reply; None: that.
Fault = Callable[[Request, Reply], Reply | None]


class SampleSite:
    """A sample board that a `BoardServer` shows.

    ``base_url`` takes the host out of a request. What was asked for is known by the rest of it, from a walk through the
    sample; what no walk asks for is a 404, robots.txt for one.
    """

    def __init__(self, boards: BoardServer, sample: SampleBoard) -> None:
        self.source = replace(sample.source, base_url=boards.url)
        #: What the board answers; change it at will.
        self.answers: Answers = sample.answers
        self.fault: Fault | None = None
        self._known: dict[tuple[str, str, bytes], Request] = {}
        for answers in filter(None, (sample.answers, sample.empty)):
            self._known |= {_key(request): request for request in walk(sample.source, answers).requests}
        boards.routes["/"] = self._reply

    @property
    def pages(self) -> list[Request]:
        """Return the requests for pages of the list, of the board as it is, in the order of a walk."""
        return [request for request in self._known.values() if request.purpose is Purpose.LIST]

    def _reply(self, asked: Asked) -> Reply:
        request = self._known.get((asked.method, asked.path, asked.body))
        if request is None:
            return Reply(status=404)
        page = page_of(self.answers(request), request)
        headers = tuple(f"{name.title()}: {value}" for name, value in page.headers.items())
        reply = Reply(body=page.body, status=page.status, headers=headers)
        return (self.fault(request, reply) if self.fault is not None else None) or reply


class HurriedFetcher:
    """A fetcher that keeps no rates: a test waits for nobody."""

    def __init__(self, inner: PageFetcher) -> None:
        self._inner = inner

    @asynccontextmanager
    async def lend(self, request: Request, validators: Validators | None = None) -> AsyncIterator[Page]:
        """Fetch at once."""
        hurried = replace(request, limit=replace(request.limit, per_second=None))
        async with self._inner.lend(hurried, validators) as page:
            yield page


def _key(request: Request) -> tuple[str, str, bytes]:
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return request.method, target, request.body or b""
