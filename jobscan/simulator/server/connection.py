"""One client's connection: requests in, answers out, in order."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING, Protocol, cast

from jobscan.simulator.faults.context import End, Pause
from jobscan.simulator.server.packing import make_page
from jobscan.simulator.server.parsing import BadRequest, RequestReader

if TYPE_CHECKING:
    from jobscan.simulator.faults.context import Script
    from jobscan.simulator.server.parsing import Head

#: A client may pipeline so much before it has to wait.
_MAX_WAITING = 256 * 1024
#: A whole board goes to the kernel in one piece.
_SEND_BUFFER = 1024 * 1024


class ConnectionOwner(Protocol):
    """What a connection needs of its server."""

    def delay(self, head: Head) -> float:
        """Return how many seconds the answer to a request is to wait."""
        ...

    def reply(self, head: Head, body: bytes) -> bytes | Script:
        """Return the answer: whole, or step by step."""
        ...

    def count(self, data: bytes, *, is_first: bool) -> None:
        """Take note of bytes sent, which may be the first of an answer."""
        ...

    def opened(self, connection: Connection) -> None:
        """Take note of a new connection."""
        ...

    def closed(self, connection: Connection) -> None:
        """Forget a connection."""
        ...


class Connection(asyncio.Protocol):
    """Answers one request after the other; those that are pipelined wait, and so does a client that reads slowly."""

    def __init__(self, owner: ConnectionOwner) -> None:
        self._owner = owner
        self._loop = asyncio.get_running_loop()
        self._reader = RequestReader()
        self._transport: asyncio.Transport | None = None
        #: The request that is being answered; None: the next may be.
        self._current: tuple[Head, bytes] | None = None
        self._script: Script | None = None
        self._has_begun = False
        #: What goes on with the current answer by itself.
        self._timer: asyncio.Handle | None = None
        self._is_full = False
        self._is_deaf = False
        self._is_over = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        self._owner.opened(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop whatever is under way."""
        self._stop()
        self._owner.closed(self)

    def data_received(self, data: bytes) -> None:
        """Take bytes and answer what is whole."""
        self._reader.feed(data)
        self._pump()
        if len(self._reader) > _MAX_WAITING and not self._is_over:
            self._is_deaf = True
            self._wire.pause_reading()

    def pause_writing(self) -> None:
        """Wait: the client reads more slowly than we write."""
        self._is_full = True

    def resume_writing(self) -> None:
        """Go on where `pause_writing` stopped."""
        self._is_full = False
        if self._script is not None and self._timer is None:
            self._go_on()
        self._pump()

    def abort(self) -> None:
        """End at once."""
        self._stop()
        self._wire.abort()

    @property
    def _wire(self) -> asyncio.Transport:
        assert self._transport is not None, "no connection yet"
        return self._transport

    @property
    def _socket(self) -> socket.socket:
        return cast("socket.socket", self._wire.get_extra_info("socket"))

    def _pump(self) -> None:
        """Answer the requests that are here, until one has to wait."""
        while self._current is None and not self._is_full and not self._is_over:
            try:
                self._current = self._reader.next()
            except BadRequest as exc:
                self._send(make_page(exc.status, b"", "Connection: close"), is_first=True)
                self._end(End.CLOSE)
                return
            if self._current is None:
                self._listen()
                return
            delay = self._owner.delay(self._current[0])
            if delay > 0:
                self._timer = self._loop.call_later(delay, self._answer_late)
            else:
                self._answer()

    def _listen(self) -> None:
        if self._is_deaf:
            self._is_deaf = False
            self._wire.resume_reading()

    def _answer_late(self) -> None:
        self._timer = None
        self._answer()
        self._pump()

    def _answer(self) -> None:
        assert self._current is not None
        try:
            reply = self._owner.reply(*self._current)
        except Exception:
            # A mistake in a board: the loop's handler reports it, and the client must not wait for ever.
            self.abort()
            raise
        if isinstance(reply, bytes):
            self._send(reply, is_first=True)
            self._finish()
        else:
            self._script, self._has_begun = reply, False
            self._go_on()

    def _go_on(self) -> None:
        """Make one step of the script; the next is made in another turn of the loop, so that others are served too."""
        self._timer = None
        if self._script is None or self._is_full:
            return
        try:
            step = next(self._script, None)
        except Exception:
            self.abort()
            raise
        match step:
            case None:
                self._script = None
                self._finish()
                self._pump()
            case End():
                self._end(step)
            case Pause():
                self._timer = self._loop.call_later(step.seconds, self._go_on)
            case bytes():
                self._send(step, is_first=not self._has_begun)
                self._has_begun = True
                self._timer = self._loop.call_soon(self._go_on)

    def _finish(self) -> None:
        assert self._current is not None
        if not self._current[0].keep_alive:
            self._end(End.CLOSE)
        self._current = None

    def _send(self, data: bytes, *, is_first: bool) -> None:
        self._owner.count(data, is_first=is_first)
        self._wire.write(data)

    def _end(self, end: End) -> None:
        self._stop()
        if end is End.RESET:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._wire.close()

    def _stop(self) -> None:
        self._is_over = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._script is not None:
            self._script.close()
            self._script = None
