"""uvicorn inside our event loop: it handles no signals, logs no requests, and keeps no connection for long."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from contextlib import ExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import anyio
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from jobscan.exceptions import JobscanError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator

    from starlette.types import ASGIApp

#: Seconds a connection may take from its first byte to its last, whatever it does. uvicorn itself waits for ever for
#: the end of a request.
CONNECTION_S = 15.0
#: Connections at once; more are answered with 503, and twice as many closed unheard.
MAX_CONNECTIONS = 32
#: Bytes of a request's head; a browser may send along the cookies of whatever else is at the proxy's name.
MAX_HEAD = 16 * 1024

_HINTS = {
    errno.EADDRINUSE: "another program listens there; end it, or choose another port in unsubscribe.listen"
    " and in the proxy",
    errno.EACCES: "ports below 1024 need administrator rights; choose a higher one in unsubscribe.listen"
    " and a proxy before it",
}
_NO_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
_HINT = "this machine has no such address; unsubscribe.listen: 127.0.0.1:8025 serves a proxy on this machine"


class ListenError(JobscanError):
    """Listening on the address failed."""


@asynccontextmanager
async def serve_app(app: ASGIApp, host: str, port: int) -> AsyncIterator[None]:
    """Serve an application as long as the context is open; at its end, answer what was asked and close everything.

    Raises `ListenError` at once when it cannot listen on the address.
    """
    with ExitStack() as stack:
        sockets = [stack.enter_context(listener) for listener in await _listen(host, port)]
        server = _Server(_settings(app))
        async with anyio.create_task_group() as group:
            group.start_soon(_run, server, sockets)
            try:
                yield
            finally:
                server.should_exit = True


async def _run(server: _Server, sockets: list[socket.socket]) -> None:
    """Serve until ``should_exit`` is set, which is always: a cancelled server would leave its connections open."""
    with anyio.CancelScope(shield=True):
        await server.serve(sockets)


async def _listen(host: str, port: int) -> list[socket.socket]:
    """Return a listening socket for each address of a host that this machine has."""
    sockets: list[socket.socket] = []
    try:
        found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, _, _, _, address in found:
            try:
                sockets.append(socket.create_server(address, family=family, backlog=2 * MAX_CONNECTIONS))
            except OSError as exc:
                # A name can have an IPv6 address though the machine has none: localhost in a container.
                if exc.errno not in _NO_ADDRESS or (address == found[-1][-1] and not sockets):
                    raise
    except (OSError, UnicodeError) as exc:
        for listener in sockets:
            listener.close()
        shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        hint = _HINTS.get(getattr(exc, "errno", None) or 0, _HINT)
        raise ListenError(f"unsubscribe.listen: cannot listen on {shown}: {hint}") from exc
    return sockets


def _settings(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_Connection,
        ws="none",
        lifespan="off",
        # Its lines go where ours go. Below errors they are about clients, and the access log would contain tokens.
        log_config=None,
        log_level=logging.ERROR,
        access_log=False,
        # A proxy's headers about its clients are not needed here, and can be forged.
        proxy_headers=False,
        server_header=False,
        date_header=False,
        workers=1,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=2,
        # Requests in hand are not cut off: a transaction is never cancelled, and the database's own limits end it.
        timeout_graceful_shutdown=None,
        h11_max_incomplete_event_size=MAX_HEAD,
    )


class _Server(uvicorn.Server):
    """A server that leaves signals to the daemon."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture nothing."""
        yield


class _Connection(H11Protocol):
    """A connection with a time limit."""

    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start, unless there are far too many."""
        super().connection_made(transport)
        if len(self.connections) > 2 * MAX_CONNECTIONS:
            transport.abort()
        else:
            self._end = self.loop.call_later(CONNECTION_S, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the time limit."""
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """End with the server; a request that has not arrived whole is not waited for."""
        if getattr(self.cycle, "more_body", False) and not self.cycle.response_complete:
            self.transport.abort()
        else:
            super().shutdown()
