"""Bytes from the network → a body: decoded by us, within the limits, hashed in passing, and known to be complete."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Protocol, cast

import anyio.lowlevel
from isal import isal_zlib

from jobscan.exceptions import FetchFailure
from jobscan.fetch.failures import HTTP_ERRORS, Failure, broken, explain_in_body

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from jobscan.fetch.budget import Share
    from jobscan.fetch.net.stream import Deadline
    from jobscan.fetch.settings import FetchSettings

#: Decoded bytes per step: about 0.5 ms of inflating and hashing.
_STEP = 256 * 1024
#: Seconds of decoding after which the event loop gets a turn.
_STRETCH_S = 0.01
#: gzip files may be concatenated; 100,000 empty members cost other programs minutes (CVE-2026-128131).
_MAX_MEMBERS = 8
#: Its stub says that it is an instance.
_NOT_GZIP = cast("type[Exception]", isal_zlib.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A complete body."""

    content: bytes
    #: Hex SHA-256 of the content.
    digest: str
    wire_bytes: int


class _Decoder(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decode some bytes from the wire in pieces of at most ``_STEP``."""
        ...

    def finish(self) -> None:
        """Check that the coding ended properly; raise `Failure` (broken) when it did not."""
        ...


class _Identity:
    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def finish(self) -> None:
        """Nothing to check: the framing of HTTP, or the reader of the format, shows whether it is whole."""


class _Gzip:
    """One layer of gzip. httpx would accept a cut-off one as complete, and inflate 1 MiB to 64 MiB in one piece.

    Read by ISA-L in half the time of zlib: inflating is the most expensive part of a board without news.
    """

    def __init__(self) -> None:
        self._members = 0
        self._inflate = self._next_member()

    def _next_member(self) -> isal_zlib.Decompress:
        self._members += 1
        if self._members > _MAX_MEMBERS:
            raise broken(f"its gzip has more than {_MAX_MEMBERS} members")
        return isal_zlib.decompressobj(wbits=31)

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            piece = b""
            # After a full piece, zlib may still hold output although it has taken all input.
            while data or len(piece) == _STEP:
                if self._inflate.eof:
                    if not data:
                        return
                    self._inflate = self._next_member()
                piece = self._inflate.decompress(data, _STEP)
                data = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
                if piece:
                    yield piece
        except _NOT_GZIP as exc:
            raise broken("the answer is declared as gzip, but is not, or not entirely") from exc

    def finish(self) -> None:
        if not self._inflate.eof:
            raise broken("the answer ended early, in the middle of its gzip")


def _decoder(headers: Mapping[str, str]) -> _Decoder:
    """Choose by Content-Encoding; raise `Failure` (broken) for anything but one gzip or nothing."""
    text = headers.get("content-encoding", "")
    codings = [coding for coding in text.lower().replace(" ", "").split(",") if coding not in ("", "identity")]
    match codings:
        case []:
            return _Identity()
        case ["gzip" | "x-gzip"]:
            return _Gzip()
    raise broken(f"sent in a coding we did not ask for ({text[:60]}); only gzip is accepted, once")


def _check_announced(headers: Mapping[str, str], settings: FetchSettings) -> None:
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > settings.max_wire_bytes:
        raise _too_large(f"the server announces {int(length):,} bytes; {settings.max_wire_bytes:,} is the limit")


def _too_large(reason: str) -> Failure:
    return Failure(FetchFailure.TOO_LARGE, reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyReader:
    """Reads the body of one answer under the limits of its fetcher.

    Memory: the decoded body once, plus the growth of the buffer; a refused body never exceeds its limit. The share
    holds what has been read of a body that arrives, and nothing of one that does not.
    """

    settings: FetchSettings
    share: Share

    async def read(
        self, chunks: AsyncIterator[bytes], headers: Mapping[str, str], deadline: Deadline, host: str
    ) -> Body:
        """Read a body to its end; ``headers`` have names in lower case.

        Raises `Failure`: too large, broken (ended early, wrong coding) or timeout.
        """
        _check_announced(headers, self.settings)
        try:
            return await self._read(chunks, headers, deadline, host)
        except BaseException:
            self.share.release()
            raise

    async def _read(
        self, chunks: AsyncIterator[bytes], headers: Mapping[str, str], deadline: Deadline, host: str
    ) -> Body:
        decoder, digest, breather = _decoder(headers), hashlib.sha256(), _Breather()
        wire = 0
        # Closed in any case: the traceback of a refusal would keep the bytes for as long as the error is kept.
        with BytesIO() as content:
            while (chunk := await self._next(chunks, host, wire)) is not None:
                wire += len(chunk)
                if wire > self.settings.max_wire_bytes:
                    raise _too_large(f"more than {self.settings.max_wire_bytes:,} bytes before decoding")
                for piece in decoder.feed(chunk):
                    if content.tell() + len(piece) > self.settings.max_body_bytes:
                        raise _too_large(f"more than {self.settings.max_body_bytes:,} bytes after decoding")
                    await self.share.take(len(piece), deadline)
                    digest.update(piece)
                    content.write(piece)
                    await breather.breathe()
            if wire or headers.get("content-length") != "0":
                decoder.finish()
            # getvalue() returns the buffer itself, not a second copy of the body.
            return Body(content=content.getvalue(), digest=digest.hexdigest(), wire_bytes=wire)

    async def _next(self, chunks: AsyncIterator[bytes], host: str, received: int) -> bytes | None:
        try:
            return await anext(chunks, None)
        except HTTP_ERRORS as exc:
            raise explain_in_body(exc, host, received, self.settings) from exc


class _Breather:
    """Gives the event loop turns during the processing of bytes that have already arrived."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    async def breathe(self) -> None:
        if time.monotonic() - self._since > _STRETCH_S:
            await anyio.lowlevel.checkpoint()
            self._since = time.monotonic()
