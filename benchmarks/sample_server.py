"""The sample boards of all systems, as often as wanted, behind one server in a process of its own.

Board 17 has the prefix "/b17" and answers as the sample of its system does. The server counts how many requests of each
host limit are in flight at once.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from importlib import import_module
from multiprocessing.connection import Connection
from urllib.parse import urlsplit

from jobscan.domain.page import Page, Request
from jobscan.domain.posting import ParsedPage
from jobscan.domain.source import Source
from jobscan.sources import ADAPTERS, SYSTEMS, Adapter
from tests.sources.sample_board import SampleBoard, page_of, walk

#: Seconds that an answer takes: short for a vendor, long enough for requests to be in flight together.
_LATENCY_S = 0.005
_COUNTS = "/counts"
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"
#: (method, path with query, body), as they arrive without the prefix.
_Wire = tuple[str, str, bytes]


@dataclass(slots=True)
class InFlight:
    """What requests of one host limit did."""

    #: At once, as the adapter allows.
    limit: int
    now: int = 0
    most: int = 0
    requests: int = 0


class SampleAdapter:
    """An adapter for many boards that are one sample: it reads each as that, whatever its identifier."""

    def __init__(self, type_: str) -> None:
        self._type = type_
        self._source = sample_of(type_).source

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(ADAPTERS[self._type], name)

    def first_request(self, source: Source) -> Request:
        """Return the first request of the sample."""
        return ADAPTERS[self._type].first_request(self._source)

    def parse(self, source: Source, request: Request, page: Page) -> ParsedPage:
        """Read a page of the sample."""
        return ADAPTERS[self._type].parse(self._source, request, page)


def sample_adapters() -> Mapping[str, Adapter]:
    """Return the adapters of all systems for boards of `sample_sources`."""
    return {type_: SampleAdapter(type_) for type_ in SYSTEMS}  # type: ignore[misc]  # it has the other's names


def sample_of(type_: str) -> SampleBoard:
    """Return the sample of a system."""
    found: SampleBoard = import_module(f"tests.sources.boards.{type_.replace('-', '_')}").BOARD
    return found


def sample_sources(url: str, count: int) -> list[Source]:
    """Return boards of all systems in turn, served below this address."""
    types = list(SYSTEMS)
    return [
        replace(
            sample_of(types[number % len(types)]).source,
            identifier=f"board-{number}",
            name=f"Board {number}",
            base_url=f"{url}/b{number}",
        )
        for number in range(count)
    ]


@contextmanager
def serve_samples(count: int) -> Iterator[str]:
    """Serve so many boards from another process; the value is the base URL."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, count), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.kill()
        process.join()


def counts(url: str) -> dict[str, InFlight]:
    """Return what the server has counted so far, by the names of host limits."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", _COUNTS)
    found = json.loads(connection.getresponse().read())
    connection.close()
    return {name: InFlight(**values) for name, values in found.items()}


class _Boards:
    """Answers for the boards, and counts."""

    def __init__(self, count: int) -> None:
        self.limits: dict[str, InFlight] = {}
        by_type = {type_: self._answers(sample_of(type_)) for type_ in SYSTEMS}
        types: Sequence[str] = list(SYSTEMS)
        self._boards = [by_type[types[number % len(types)]] for number in range(count)]

    def _answers(self, sample: SampleBoard) -> dict[_Wire, tuple[bytes, InFlight]]:
        found = {}
        for request in walk(sample.source, sample.answers).requests:
            parts = urlsplit(request.url)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            limit = self.limits.setdefault(request.limit.name, InFlight(limit=request.limit.concurrency))
            page = page_of(sample.answers(request), request)
            found[request.method, target, request.body or b""] = (_response(page), limit)
        return found

    def find(self, method: str, target: str, body: bytes) -> tuple[bytes, InFlight] | None:
        """Return the answer and what it counts for; None when no board has it."""
        prefix, slash, rest = target.removeprefix("/b").partition("/")
        number = int(prefix) if prefix.isdigit() else -1
        return self._boards[number].get((method, slash + rest, body)) if 0 <= number < len(self._boards) else None


def _response(page: Page) -> bytes:
    status = f"HTTP/1.1 {page.status} {HTTPStatus(page.status).phrase}"
    headers = "".join(f"{name}: {value}\r\n" for name, value in page.headers.items())
    return f"{status}\r\n{headers}Content-Length: {len(page.body)}\r\n\r\n".encode() + page.body


def _serve(pipe: Connection, count: int) -> None:
    boards = _Boards(count)

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(await _answer(boards, reader))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(converse, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


async def _answer(boards: _Boards, reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    method, target, _ = head.split(" ", 2)
    length = next((line[15:] for line in head.lower().split("\r\n") if line.startswith("content-length:")), "0")
    body = await reader.readexactly(int(length))
    if target == _COUNTS:
        found = json.dumps({name: asdict(limit) for name, limit in boards.limits.items()}).encode()
        return f"HTTP/1.1 200 OK\r\nContent-Length: {len(found)}\r\n\r\n".encode() + found
    known = boards.find(method, target, body)
    if known is None:
        return _NOT_FOUND
    response, limit = known
    limit.requests += 1
    limit.now += 1
    limit.most = max(limit.most, limit.now)
    try:
        await asyncio.sleep(_LATENCY_S)
    finally:
        limit.now -= 1
    return response
