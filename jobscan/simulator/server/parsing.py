"""Bytes of a client → requests. Only what this server needs of HTTP/1.1; no chunked request bodies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_HEAD = 64 * 1024
_MAX_BODY = 1024 * 1024


class BadRequest(Exception):  # noqa: N818 - named for what the client sent
    """The client sent something this server does not understand; ``status`` is the answer it gets."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"HTTP {status}")


@dataclass(frozen=True, slots=True)
class Head:
    """Request line and headers."""

    method: str
    #: As sent, without the question mark; may be percent-encoded.
    path: str
    #: As sent; empty when there is none.
    query: str
    #: Of the body, in bytes.
    length: int
    keep_alive: bool
    accepts_gzip: bool
    #: If-None-Match; None when it was not sent.
    if_none_match: str | None
    #: If-Modified-Since; None when it was not sent.
    if_modified_since: str | None

    @property
    def target(self) -> str:
        """Return path and query as sent."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def is_conditional(self) -> bool:
        """Tell whether the client has an answer already."""
        return self.if_none_match is not None or self.if_modified_since is not None


# Clients send the same head again and again: parsing is most of what an answer costs.
@lru_cache(maxsize=8192)
def parse_head(data: bytes) -> Head:
    """Read a head without its empty line; raise `BadRequest`."""
    line, *rest = data.decode("latin-1").split("\r\n")
    try:
        method, target, version = line.split(" ")
    except ValueError:
        raise BadRequest(400) from None
    if not version.startswith("HTTP/1.") or not target.startswith("/"):
        raise BadRequest(400)
    headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in rest)}
    path, _, query = target.partition("?")
    return Head(
        method=method,
        path=path,
        query=query,
        length=_length(headers),
        keep_alive=_keeps_alive(version, headers),
        accepts_gzip="gzip" in headers.get("accept-encoding", ""),
        if_none_match=headers.get("if-none-match"),
        if_modified_since=headers.get("if-modified-since"),
    )


def _keeps_alive(version: str, headers: Mapping[str, str]) -> bool:
    wish = headers.get("connection", "").lower()
    return "close" not in wish and (version != "HTTP/1.0" or "keep-alive" in wish)


def _length(headers: Mapping[str, str]) -> int:
    if "transfer-encoding" in headers:
        raise BadRequest(411)
    text = headers.get("content-length", "0")
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise BadRequest(400)
    if int(text) > _MAX_BODY:
        raise BadRequest(413)
    return int(text)


class RequestReader:
    """Collects bytes and gives whole requests, in order."""

    def __init__(self) -> None:
        self._buffer = b""

    def __len__(self) -> int:
        """Return how many bytes wait."""
        return len(self._buffer)

    def feed(self, data: bytes) -> None:
        """Take bytes off the wire."""
        self._buffer = self._buffer + data if self._buffer else data

    def next(self) -> tuple[Head, bytes] | None:
        """Return the next request and its body; None when it is not whole yet. Raises `BadRequest`."""
        # An empty line before a request is to be ignored (RFC 9112 §2.2).
        if self._buffer.startswith(b"\r\n"):
            self._buffer = self._buffer.lstrip(b"\r\n")
        end = self._buffer.find(b"\r\n\r\n", 0, _MAX_HEAD)
        if end < 0:
            if len(self._buffer) >= _MAX_HEAD:
                raise BadRequest(431)
            return None
        head = parse_head(self._buffer[:end])
        start, stop = end + 4, end + 4 + head.length
        if len(self._buffer) < stop:
            return None
        body = self._buffer[start:stop]
        self._buffer = self._buffer[stop:]
        return head, body
