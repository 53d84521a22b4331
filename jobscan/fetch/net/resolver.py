from __future__ import annotations

import asyncio
import socket
import threading
from collections import deque
from collections.abc import Callable, Sequence
from ipaddress import ip_address

from jobscan.fetch.net.guard import IpAddress

#: Takes a host name, blocks, returns its addresses as text; raises OSError when there are none.
Lookup = Callable[[str], Sequence[str]]

_Outcome = list[IpAddress] | Exception


def system_lookup(host: str) -> list[str]:
    """Ask the operating system for a name's addresses, in the order in which they should be tried."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Resolver:
    """Looks names up in at most ``threads`` daemon threads; simultaneous requests for a name share one lookup.

    Not the loop's default executor and not a `ThreadPoolExecutor`: a lookup that hangs cannot be stopped, and six of
    them block everything else in the default executor; both executors make the process wait for them at exit
    (measured: a hung job delayed the next one by 5.9 s and the exit by its whole length). Daemon threads do not.
    A hung lookup keeps its thread until the operating system gives up, so a name takes only one.
    """

    def __init__(self, lookup: Lookup = system_lookup, *, timeout_s: float = 5.0, threads: int = 8) -> None:
        self._lookup = lookup
        self._timeout_s = timeout_s
        self._free = threads
        self._pending: dict[str, asyncio.Future[_Outcome]] = {}
        self._queue: deque[str] = deque()

    async def resolve(self, host: str) -> list[IpAddress]:
        """Return the addresses of a name, in the order to try them.

        Raises OSError when the name has none, TimeoutError when no answer came in time.
        """
        found = self._pending.get(host)
        if found is None:
            found = asyncio.get_running_loop().create_future()
            self._pending[host] = found
            self._queue.append(host)
            self._start_next()
        async with asyncio.timeout(self._timeout_s):
            # Shielded: one caller that stops waiting must not take the answer from the others.
            outcome = await asyncio.shield(found)
        if isinstance(outcome, Exception):
            raise OSError(getattr(outcome, "strerror", None) or str(outcome)) from outcome
        return outcome

    def _start_next(self) -> None:
        while self._free and self._queue:
            self._free -= 1
            host = self._queue.popleft()
            arguments = (asyncio.get_running_loop(), host)
            threading.Thread(target=self._look_up, args=arguments, name=f"lookup {host}", daemon=True).start()

    def _look_up(self, loop: asyncio.AbstractEventLoop, host: str) -> None:
        outcome: _Outcome
        try:
            # A zone ("%eth0") names a link-local address; `ip_address` keeps it and the guard refuses it.
            outcome = [ip_address(text) for text in self._lookup(host)]
        except Exception as exc:  # noqa: BLE001 - whatever a lookup raises (UnicodeError too) must reach who waits for it
            outcome = exc
        try:
            loop.call_soon_threadsafe(self._finish, host, outcome)
        except RuntimeError:
            return  # the loop is closed, so nothing is waiting

    def _finish(self, host: str, outcome: _Outcome) -> None:
        # An exception is passed as a result: set as one, it would be reported "never retrieved" if nothing was waiting.
        self._pending.pop(host).set_result(outcome)
        self._free += 1
        self._start_next()
