"""The connections: each one passes the guard, each read and write keeps the deadline of its request."""

from __future__ import annotations

import os
import select
import ssl
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import anyio
import httpcore

from jobscan.fetch.failures import AddressRefused, DeadlinePassed, HandshakeFailed, NameNotResolved, tls_reason
from jobscan.fetch.net.guard import check_address, check_host, check_port

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jobscan.fetch.net.guard import IpAddress, Network
    from jobscan.fetch.net.resolver import Resolver

#: A name with hundreds of addresses is an attack; real ones have up to eight of each kind.
_MAX_ADDRESSES = 6


class Deadline:
    """When an attempt must be over, on the monotonic clock. Waiting for our own limits moves it; abandoning ends it.

    Abandoning interrupts only the attempt's present wait for the network or for our own limits: httpcore can handle
    waits that end in a time-out, but loses connections when it is cancelled between them.
    """

    __slots__ = ("_at", "_is_abandoned", "_wait")

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds
        self._is_abandoned = False
        self._wait: anyio.CancelScope | None = None

    def extend(self, seconds: float) -> None:
        """Give back time that the server did not use up."""
        self._at += seconds

    def abandon(self) -> None:
        """End the attempt now; its waits raise `DeadlinePassed`."""
        self._is_abandoned = True
        if self._wait is not None:
            self._wait.cancel()

    def bound(self, timeout: float | None) -> float:
        """Return the shorter of ``timeout`` (None: no limit) and the time that is left, in seconds.

        Raises `DeadlinePassed` when no time is left.
        """
        left = self._at - time.monotonic()
        if left <= 0 or self._is_abandoned:
            raise DeadlinePassed("the attempt's time is over")
        return left if timeout is None else min(left, timeout)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Run a wait that abandoning can interrupt; raise `DeadlinePassed` if it did."""
        with anyio.CancelScope() as scope:
            self._wait = scope
            try:
                yield
            finally:
                self._wait = None
        if scope.cancelled_caught:
            raise DeadlinePassed("the attempt was abandoned")


#: The deadline of the attempt that this task is making. Connections outlive attempts, and httpcore calls the network
#: in the task of the request; so the streams look it up here. httpx's timeouts alone are per read: a server that
#: sends one byte each half second never meets them.
DEADLINE: ContextVar[Deadline] = ContextVar("jobscan_fetch_deadline")


@contextmanager
def _waiting(timeout: float | None) -> Iterator[float]:
    """Run one wait for the network under the deadline; yields how long it may take.

    A time-out of httpcore becomes `DeadlinePassed` if the deadline caused it.
    """
    deadline = DEADLINE.get()
    try:
        with deadline.waiting():
            yield deadline.bound(timeout)
    except httpcore.TimeoutException:
        deadline.bound(None)
        raise


@contextmanager
def _tls_broken_as(kind: type[httpcore.NetworkError]) -> Iterator[None]:
    """Translate the error for bytes that are not TLS in an open connection: anyio lets it through, httpcore too."""
    try:
        yield
    except ssl.SSLError as exc:
        raise kind(tls_reason(exc)) from exc


class DeadlineStream(httpcore.AsyncNetworkStream):
    """A connection whose operations end at the deadline, and whose failed or cancelled handshake leaks no socket."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._socket: Any = inner.get_extra_info("socket")
        self._poll: select.poll | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's signature
        """Read up to ``max_bytes``; b"" at the end."""
        with _tls_broken_as(httpcore.ReadError), _waiting(timeout) as limit:
            return await self._inner.read(max_bytes, limit)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's signature
        """Write everything."""
        with _tls_broken_as(httpcore.WriteError), _waiting(timeout) as limit:
            await self._inner.write(buffer, limit)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
    ) -> httpcore.AsyncNetworkStream:
        """Agree on TLS; the certificate must be valid for ``server_hostname``."""
        try:
            with _waiting(timeout) as limit:
                return DeadlineStream(await self._inner.start_tls(ssl_context, server_hostname, limit))
        except BaseException as exc:
            # httpcore's stream closes on Exception only; an interrupted handshake would leak its socket.
            with anyio.CancelScope(shield=True):
                await self._inner.aclose()
            if isinstance(exc, httpcore.ConnectError):
                raise _explain_handshake(exc) from exc
            raise

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore asks about the socket."""
        return self._is_readable() if info == "is_readable" else self._inner.get_extra_info(info)

    def _is_readable(self) -> bool:
        """Return whether the socket has something to read, or is closed.

        httpcore asks this of each idle connection whenever a request begins and ends: 24 times for a request. Its own
        implementation collects everything known about the socket and makes a poll object, in 60 us instead of 2.
        """
        number = -1 if self._socket is None else self._socket.fileno()
        if number < 0:
            return True
        if self._poll is None:
            self._poll = select.poll()
            self._poll.register(number, select.POLLIN)
        return bool(self._poll.poll(0))


def _explain_handshake(exc: httpcore.ConnectError) -> httpcore.ConnectError:
    cause = exc.__cause__
    # A peer that hangs up is reported as either of these, depending on the version of Python (3.11.2, 3.11.7).
    hung_up = isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError)
    if isinstance(cause, ssl.SSLError) and not hung_up:
        return HandshakeFailed(tls_reason(cause))
    return httpcore.ConnectError("the connection was closed during the TLS handshake")


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to checked addresses only.

    The name is resolved once, every address must pass the guard, and the connection goes to exactly the address that
    was checked: a name cannot resolve differently between check and connect. Host header and SNI stay the name.
    """

    def __init__(self, resolver: Resolver, allow_networks: Sequence[Network]) -> None:
        self._resolver = resolver
        self._allow_networks = allow_networks
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers; each gets an equal share of the time that is left.

        Raises `AddressRefused`, `NameNotResolved`, ``httpcore.ConnectTimeout`` or ``httpcore.ConnectError``.
        """
        with _waiting(None):
            addresses = await self._resolve(host, port)
        with _waiting(timeout) as limit:
            return await self._connect(addresses, port, time.monotonic() + limit, socket_options)

    async def _connect(
        self,
        addresses: Sequence[IpAddress],
        port: int,
        end: float,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.AsyncNetworkStream:
        last: Exception = httpcore.ConnectTimeout("no time left")
        for index, address in enumerate(addresses):
            share = max(0.0, end - time.monotonic()) / (len(addresses) - index)
            try:
                stream = await self._inner.connect_tcp(str(address), port, share, socket_options=socket_options)
            except httpcore.ConnectTimeout as exc:
                last = exc
            except httpcore.ConnectError as exc:
                last = httpcore.ConnectError(_os_reason(exc))
            else:
                return DeadlineStream(stream)
        raise last

    async def _resolve(self, host: str, port: int) -> list[IpAddress]:
        reason = check_host(host)
        if reason is not None:
            raise AddressRefused(f"it is {reason}")
        try:
            addresses = await self._resolver.resolve(host)
        except TimeoutError as exc:
            raise NameNotResolved("the resolver does not answer") from exc
        except OSError as exc:
            raise NameNotResolved(str(exc)) from exc
        for address in addresses:
            reason = check_address(address, self._allow_networks)
            if reason is not None:
                raise AddressRefused(
                    f"its address {address} is {reason}; add it to network.allow_networks if it is meant to be reached"
                )
            reason = check_port(address, port, self._allow_networks)
            if reason is not None:
                raise AddressRefused(reason)
        if not addresses:
            raise NameNotResolved("it has no address")
        return addresses[:_MAX_ADDRESSES]


def _os_reason(exc: BaseException) -> str:
    """Return what the operating system said: "connection refused"; anyio wraps it up to three deep."""
    cause: BaseException | None = exc
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno is not None:
            return os.strerror(cause.errno).lower()
        cause = cause.__cause__
    return str(exc).lower()
