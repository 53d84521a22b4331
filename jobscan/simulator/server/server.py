"""A job market on loopback: real HTTP/1.1, each board below its own prefix."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from jobscan.simulator.faults.behaviour import Behaviour
from jobscan.simulator.faults.context import FaultContext, Neighbour
from jobscan.simulator.faults.handlers import alteration_of, wire_fault_of
from jobscan.simulator.faults.state import BoardSession
from jobscan.simulator.server.connection import Connection
from jobscan.simulator.server.exchange import SimulatedRequest
from jobscan.simulator.server.packing import AnswerStore, Packed, choose_encoding, make_page, pack
from jobscan.simulator.server.parsing import parse_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType

    from jobscan.simulator.faults.catalogue import Fault
    from jobscan.simulator.faults.context import Script
    from jobscan.simulator.server.exchange import SimulatedAnswer, Site
    from jobscan.simulator.server.parsing import Head

#: Packed answers that are kept, in bytes: 5,000 compressed boards of 100 postings.
_STORE_BYTES = 768 * 1024 * 1024
#: Slashes that a prefix may hold.
_MAX_SLASHES = 3
#: Of the client that answers are rendered in advance for.
_WARM = parse_head(b"GET / HTTP/1.1\r\nAccept-Encoding: gzip")


@dataclass(frozen=True, slots=True)
class ServerCounts:
    """What a server has done so far."""

    #: Answers begun, by status; 0 is for what was no HTTP.
    by_status: Mapping[int, int]
    #: Requests by the board's prefix; "" is for those of no board.
    by_board: Mapping[str, int]
    bytes_sent: int
    connections: int
    #: Answers that had to be made; the others were there already.
    rendered: int

    @property
    def answers(self) -> int:
        """Return the answers begun."""
        return sum(self.by_status.values())


class MarketServer:
    """Serves boards: ``async with MarketServer(market.sites()) as server: print(server.url)``.

    ``sites`` is looked into at each request, so boards may come and go. All behave as ``behaviour`` says until
    `behave` changes one; ``seed`` decides what is drawn, ``clock`` (monotonic, in seconds) is for the rate limits.
    Binds 127.0.0.1 only, at a free port.
    """

    def __init__(
        self,
        sites: Mapping[str, Site],
        behaviour: Behaviour | None = None,
        seed: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sites = sites
        self._behaviour = behaviour or Behaviour()
        self._seed = seed
        self._clock = clock
        self._sessions: dict[str, BoardSession] = {}
        self._store = AnswerStore(_STORE_BYTES)
        self._connections: set[Connection] = set()
        self._server: asyncio.Server | None = None
        self._statuses: Counter[bytes] = Counter()
        self._strangers = 0
        self._opened = 0
        self._sent = 0
        self._rendered = 0

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self), "127.0.0.1", 0, backlog=1024)
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop listening and break off what is still open."""
        assert self._server is not None
        self._server.close()
        for connection in list(self._connections):
            connection.abort()
        # Their sockets are closed in the next turn of the loop.
        await asyncio.sleep(0)
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        """Return scheme, host and port; a board is at ``{url}/{prefix}``."""
        if self._server is None or not self._server.sockets:
            raise RuntimeError("the server does not listen; use it inside its `async with`")
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @property
    def counts(self) -> ServerCounts:
        """Return what was done so far."""
        statuses: Counter[int] = Counter()
        for text, count in self._statuses.items():
            statuses[int(text) if text.isdigit() else 0] += count
        boards = {prefix: session.asked for prefix, session in self._sessions.items() if session.asked}
        if self._strangers:
            boards[""] = self._strangers
        return ServerCounts(dict(statuses), boards, self._sent, self._opened, self._rendered)

    def behave(self, prefix: str, behaviour: Behaviour) -> None:
        """Change the behaviour of one board from its next request on; raise KeyError when there is no such board."""
        if prefix not in self._sites:
            raise KeyError(prefix)
        self._session(prefix).behave(behaviour)

    def warm(self, prefix: str, asks: Iterable[SimulatedRequest] = ()) -> None:
        """Render answers of a board in advance, as clients that accept gzip get them, as far as there is room.

        Those to ``asks`` and to what it was asked before. Raises KeyError when there is no such board.
        """
        if prefix not in self._sites:
            raise KeyError(prefix)
        for ask in (*asks, *self._session(prefix).asks):
            self._packed(prefix, ask, _WARM)

    def delay(self, head: Head) -> float:
        """Return how many seconds the answer to a request is to wait."""
        prefix = self._prefix_of(head.path)
        return 0.0 if prefix is None else self._session(prefix).delay()

    def reply(self, head: Head, body: bytes) -> bytes | Script:
        """Return the answer to a request: whole, or step by step."""
        prefix = self._prefix_of(head.path)
        if prefix is None:
            self._strangers += 1
            return make_page(404, b"no such board")
        session = self._session(prefix)
        session.asked += 1
        wait = session.wait_for(self._clock())
        if wait:
            return make_page(429, b"too many requests", f"Retry-After: {math.ceil(wait)}")
        # HEAD is GET without the body, whatever a board may think of it.
        method = "GET" if head.method == "HEAD" else head.method
        ask = SimulatedRequest(method, head.path[len(prefix) + 1 :] or "/", head.query, body)
        session.remember(ask)
        fault = session.next_fault(head.target)
        if fault is None:
            return self._packed(prefix, ask, head).for_client(head)
        return self._spoilt(fault[0], self._turn(prefix, ask, head, fault[1]))

    def count(self, data: bytes, *, is_first: bool) -> None:
        """Take note of bytes sent, which may be the first of an answer."""
        self._sent += len(data)
        if is_first:
            self._statuses[data[9:12]] += 1

    def opened(self, connection: Connection) -> None:
        """Take note of a new connection."""
        self._connections.add(connection)
        self._opened += 1

    def closed(self, connection: Connection) -> None:
        """Forget a connection."""
        self._connections.discard(connection)

    def _prefix_of(self, path: str) -> str | None:
        end = 0
        for _ in range(_MAX_SLASHES + 1):
            end = path.find("/", end + 1)
            prefix = path[1:end] if end > 0 else path[1:]
            if prefix in self._sites:
                return prefix
            if end < 0:
                return None
        return None

    def _session(self, prefix: str) -> BoardSession:
        session = self._sessions.get(prefix)
        if session is None:
            session = self._sessions[prefix] = BoardSession(self._behaviour, f"{self._seed}/{prefix}")
        return session

    def _honest(self, prefix: str, ask: SimulatedRequest) -> SimulatedAnswer:
        return self._sites[prefix].answer(ask)

    def _packed(self, prefix: str, ask: SimulatedRequest, head: Head) -> Packed:
        version = self._sites[prefix].version
        key = ask, choose_encoding(self._session(prefix).behaviour, head)
        packed = self._store.get(prefix, version, key)
        if packed is None:
            self._rendered += 1
            packed = pack(self._honest(prefix, ask), key[1])
            self._store.put(prefix, version, key, packed)
        return packed

    def _turn(self, prefix: str, ask: SimulatedRequest, head: Head, number: int) -> FaultContext:
        session = self._session(prefix)
        return FaultContext(
            ask=ask,
            head=head,
            origin=self.url,
            prefix=prefix,
            behaviour=session.behaviour,
            number=number,
            memory=session.memory,
            honest=self._honest,
            packed=lambda: self._packed(prefix, ask, head),
            neighbour=lambda: self._neighbour(prefix, ask),
        )

    def _spoilt(self, fault: Fault, turn: FaultContext) -> bytes | Script:
        alter = alteration_of(fault)
        if alter is None:
            return wire_fault_of(fault)(turn)
        return pack(alter(turn), choose_encoding(turn.behaviour, turn.head)).for_client(turn.head)

    def _neighbour(self, prefix: str, ask: SimulatedRequest) -> Neighbour | None:
        """Find another board that was asked something of the same shape: the same API, another company."""
        shape = ask.method, ask.path.count("/"), ask.path.rpartition("/")[2]
        for other, session in self._sessions.items():
            if other == prefix or other not in self._sites:
                continue
            for each in session.asks:
                if (each.method, each.path.count("/"), each.path.rpartition("/")[2]) == shape:
                    return Neighbour(other, each)
        return None
