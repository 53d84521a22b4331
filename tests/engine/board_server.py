"""A small job board on loopback that says what a test tells it to, and keeps a log of what it was asked."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from jobscan.domain.source import Source
from tests.fixtures.evil import Asked, head


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer."""

    body: bytes = b""
    status: int = 200
    headers: tuple[str, ...] = ("Content-Type: application/json",)
    #: Answer 304 to those who have this body already.
    etag: bool = False
    #: The answer waits for it.
    gate: asyncio.Event | None = None
    #: Bytes of the body after which the connection breaks; None: none.
    cut: int | None = None


Handler = Callable[[Asked], Reply]


def json_reply(value: Any, **fields: Any) -> Reply:
    return Reply(body=json.dumps(value).encode(), **fields)


@dataclass
class BoardServer:
    """A running server; ``routes`` may be changed at any time. A path that ends in "/" stands for all below it."""

    url: str = ""
    routes: dict[str, Reply | Handler] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    #: Is set, and set anew, with each request that arrives.
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def paths(self) -> list[str]:
        """Return what was asked for, queries left out, in order."""
        return [urlsplit(asked.path).path for asked in self.log]

    def greenhouse(self, name: str, reply: Reply | Handler) -> Source:
        """Let the Greenhouse board of this name answer so; return its source."""
        self.routes[f"/v1/boards/{name}/jobs"] = reply
        return Source(type="greenhouse", identifier=name, name=name.title(), base_url=self.url)

    async def wait_for(self, path: str, count: int = 1) -> None:
        """Return when a path was asked for so often."""
        while self.paths().count(path) < count:
            self.asked.clear()
            await self.asked.wait()

    def answer(self, asked: Asked) -> Reply:
        path = urlsplit(asked.path).path
        found = self.routes.get(path)
        if found is None:
            below = (route for route in self.routes if route.endswith("/") and path.startswith(route))
            found = self.routes.get(max(below, key=len, default=""), Reply(status=404))
        return found if isinstance(found, Reply) else found(asked)


@asynccontextmanager
async def serve_boards() -> AsyncIterator[BoardServer]:
    """Run a server in this event loop."""
    boards = BoardServer()
    tasks: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            while await _converse(boards, reader, writer):
                pass
        except (OSError, EOFError, asyncio.CancelledError):
            # The client went away, or the server is being closed.
            return
        finally:
            writer.close()
            tasks.discard(task)

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    boards.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield boards
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


async def _converse(boards: BoardServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Answer one request; return whether the connection is still good."""
    asked = await _read(reader)
    boards.log.append(asked)
    boards.asked.set()
    reply = boards.answer(asked)
    if reply.gate is not None:
        await reply.gate.wait()
    if reply.etag:
        etag = f'"{hashlib.sha256(reply.body).hexdigest()[:16]}"'
        reply = replace(reply, headers=(*reply.headers, f"ETag: {etag}"))
        if asked.headers.get("if-none-match") == etag:
            reply = replace(reply, status=304, body=b"")
    length = f"Content-Length: {len(reply.body)}"
    status = f"{reply.status} {HTTPStatus(reply.status).phrase}"
    writer.write(head(*reply.headers, length, status=status) + reply.body[: reply.cut])
    await writer.drain()
    return reply.cut is None


async def _read(reader: asyncio.StreamReader) -> Asked:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = lines[0].split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method=method, path=path, headers=headers, body=body)


def greenhouse_job(number: int, **fields: Any) -> dict[str, Any]:
    """Return a posting as Greenhouse lists it."""
    return {
        "id": number,
        "title": f"Engineer {number}",
        "absolute_url": f"https://boards.greenhouse.io/acme/jobs/{number}",
        "location": {"name": "Berlin"},
        "updated_at": "2026-10-01T12:00:00Z",
        "content": f"&lt;p&gt;Work on project {number}.&lt;/p&gt;",
        **fields,
    }


def greenhouse_reply(jobs: Iterable[Any], *, total: int | None = None, **fields: Any) -> Reply:
    """Return a whole Greenhouse board; ``total`` is what it says it has, as many as there are by default."""
    listed = list(jobs)
    return json_reply({"jobs": listed, "meta": {"total": len(listed) if total is None else total}}, **fields)


def greenhouse_board(numbers: Iterable[int], **fields: Any) -> Reply:
    """Return a whole Greenhouse board of made-up postings."""
    return greenhouse_reply((greenhouse_job(number) for number in numbers), **fields)


class WorkdayBoard:
    """A board in the format of Workday's ``/wday/cxs/`` endpoints: lists of 20 rows, one page per posting's details."""

    ROOT = "/wday/cxs/acme/Jobs"

    def __init__(self, boards: BoardServer, count: int) -> None:
        self._boards = boards
        #: Requisition → row of the list, in the board's order; change them at will.
        self.rows = {f"JR{1000 + n}": self._row(n) for n in range(count)}
        #: Requisitions whose details answer so instead.
        self.instead: dict[str, Reply] = {}
        #: The same for list pages, by offset.
        self.pages_instead: dict[int, Reply] = {}
        #: Postings that the total counts and no page has.
        self.untold = 0
        boards.routes[f"{self.ROOT}/jobs"] = self._list
        boards.routes[f"{self.ROOT}/job/"] = self._detail
        self.source = Source(type="workday", identifier="acme/wd5/Jobs", name="Acme", base_url=boards.url)

    @staticmethod
    def _row(n: int) -> dict[str, Any]:
        return {
            "title": f"Analyst {n}",
            "externalPath": f"/job/Berlin/Analyst-{n}_JR{1000 + n}",
            "locationsText": "Berlin",
            "postedOn": "Posted Today",
            "bulletFields": [f"JR{1000 + n}"],
        }

    def details_asked(self) -> list[str]:
        """Return the requisitions whose details were asked for since the last call, sorted."""
        paths = [path for path in self._boards.paths() if path.startswith(f"{self.ROOT}/job/")]
        asked = sorted(self._requisition(path) or path.rpartition("_")[2] for path in paths)
        self._boards.log.clear()
        return asked

    def _list(self, asked: Asked) -> Reply:
        offset = json.loads(asked.body)["offset"]
        if offset in self.pages_instead:
            return self.pages_instead[offset]
        # As recorded: only the first page says how many there are.
        total = 0 if offset else len(self.rows) + self.untold
        return json_reply({"total": total, "jobPostings": list(self.rows.values())[offset : offset + 20]})

    def _requisition(self, path: str) -> str | None:
        """Return whose details are at this path."""
        path = path.removeprefix(self.ROOT)
        return next((name for name, row in self.rows.items() if row.get("externalPath") == path), None)

    def _detail(self, asked: Asked) -> Reply:
        requisition = self._requisition(urlsplit(asked.path).path)
        if requisition is None:
            return Reply(status=404)
        if requisition in self.instead:
            return self.instead[requisition]
        info = {
            "title": self.rows[requisition]["title"],
            "jobDescription": f"<p>About {requisition}.</p>",
            "location": "Berlin",
            "startDate": "2026-10-01",
            "timeType": "Full time",
            "externalUrl": f"https://acme.wd5.myworkdayjobs.com/Jobs{self.rows[requisition]['externalPath']}",
        }
        return json_reply({"jobPostingInfo": info})
