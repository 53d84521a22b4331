"""A client that sends what it is told and sees every byte that comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple
from urllib.parse import urlsplit


class Seen(NamedTuple):
    """An answer off the wire."""

    status: int
    #: Names in lower case.
    headers: dict[str, str]
    body: bytes


class Wire:
    """The client's end of a connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    def ask(self, target: str, *headers: str, method: str = "GET", body: bytes = b"") -> None:
        lines = [f"{method} {target} HTTP/1.1", "Host: test", *headers]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    async def read(self, *, without_body: bool = False) -> Seen:
        """Return the next answer."""
        lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:-2])}
        length = 0 if without_body else int(headers.get("content-length", "0"))
        return Seen(int(lines[0].split(" ")[1]), headers, await self._reader.readexactly(length))

    async def get(self, target: str, *headers: str) -> Seen:
        self.ask(target, *headers)
        return await self.read()

    async def rest(self) -> bytes:
        """Return what comes until the server closes."""
        return await self._reader.read()


@asynccontextmanager
async def connected(url: str, limit: int = 2**20) -> AsyncIterator[Wire]:
    """Connect to a server; ``limit`` is for the bytes that are read ahead."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=limit)
    try:
        yield Wire(reader, writer)
    finally:
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()
