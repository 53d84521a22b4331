"""A market and its server in a process of their own, so that serving costs the measured process nothing."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import signal
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from jobscan.simulator.market.market import Market
from jobscan.simulator.server.server import MarketServer
from jobscan.simulator.server.visit import first_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from multiprocessing.connection import Connection

    from jobscan.domain.source import Source
    from jobscan.simulator.faults.behaviour import Behaviour
    from jobscan.simulator.market.posting import PostingChange
    from jobscan.simulator.market.settings import MarketSettings
    from jobscan.simulator.market.truth import Truth
    from jobscan.simulator.server.server import ServerCounts

#: Making a market of thousands of boards takes its time.
_PATIENCE_S = 300.0
_FAREWELL_S = 5.0


class RemoteEvent(NamedTuple):
    """Something that happened within a tick, as `jobscan.simulator.market.market.Event` without its board."""

    prefix: str
    #: Of the posting that it happened to; None when it happened to the board.
    external_id: str | None
    kind: PostingChange


@dataclass(frozen=True, slots=True)
class RemoteTick:
    """What happened while time moved on by one step, as `jobscan.simulator.market.market.Tick`."""

    number: int
    #: Its end, in simulated time.
    now: datetime
    events: tuple[RemoteEvent, ...]


class RemoteError(RuntimeError):
    """The market's process failed at a command, or is gone; the text holds its traceback."""


class Remote:
    """A market in another process. Its methods wait for the answer and are for one thread."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        #: Scheme, host and port; a board is at ``{url}/{prefix}``.
        self.url: str = self._receive()

    def sources(self) -> tuple[Source, ...]:
        """Return a source per board, with this server as its base URL."""
        sources: tuple[Source, ...] = self._command("sources")
        return sources

    def tick(self) -> RemoteTick:
        """Let the market live through its next step and say what happened; nothing is answered meanwhile."""
        tick: RemoteTick = self._command("tick")
        return tick

    def truth(self) -> Truth:
        """Return a copy of what is true of the market now, faults of the server left out."""
        truth: Truth = self._command("truth")
        return truth

    def behave(self, prefix: str, behaviour: Behaviour) -> None:
        """Change the behaviour of one board from its next request on."""
        self._command("behave", prefix, behaviour)

    def counts(self) -> ServerCounts:
        """Return what the server has done so far."""
        counts: ServerCounts = self._command("counts")
        return counts

    def warm(self) -> None:
        """Render beforehand what a first scan asks for, and what was asked so far, for clients that accept gzip.

        What is there already is not made again; after a `tick` that is all but the boards that changed.
        """
        self._command("warm")

    def _command(self, name: str, *arguments: Any) -> Any:
        try:
            self._pipe.send((name, arguments))
        except OSError as exc:
            raise RemoteError("the market's process is gone") from exc
        return self._receive()

    def _receive(self) -> Any:
        try:
            if not self._pipe.poll(_PATIENCE_S):
                raise RemoteError(f"the market's process has not answered for {_PATIENCE_S:g} s")
            is_good, value = self._pipe.recv()
        except (EOFError, OSError) as exc:
            raise RemoteError("the market's process is gone") from exc
        if not is_good:
            raise RemoteError(value)
        return value


@contextmanager
def market_process(settings: MarketSettings, behaviour: Behaviour | None = None, seed: int = 1) -> Iterator[Remote]:
    """Run a market in a process of its own, which ends with the context, or with this process if that is killed.

    All boards behave as ``behaviour`` says; ``seed`` decides what the server draws, not what the market does.
    """
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_run, args=(theirs, settings, behaviour, seed), name="job market", daemon=True
    )
    process.start()
    theirs.close()
    try:
        with ours:
            yield Remote(ours)
        # Without its pipe it ends by itself.
        process.join(_FAREWELL_S)
    finally:
        process.kill()
        process.join()
        process.close()


def _run(pipe: Connection, settings: MarketSettings, behaviour: Behaviour | None, seed: int) -> None:
    # Ctrl-C reaches the whole terminal; the other process decides when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with pipe:
        asyncio.run(_serve(pipe, Market(settings), behaviour, seed))


async def _serve(pipe: Connection, market: Market, behaviour: Behaviour | None, seed: int) -> None:
    loop, is_over = asyncio.get_running_loop(), asyncio.Event()
    async with MarketServer(market.sites(), behaviour, seed) as server:
        host = _Host(market, server)

        def obey() -> None:
            try:
                command, arguments = pipe.recv()
                pipe.send(host.obey(command, arguments))
            except (EOFError, OSError):
                loop.remove_reader(pipe.fileno())
                is_over.set()

        loop.add_reader(pipe.fileno(), obey)
        pipe.send((True, server.url))
        await is_over.wait()


class _Host:
    """Does over there what `Remote` asks for."""

    def __init__(self, market: Market, server: MarketServer) -> None:
        self._market = market
        self._server = server
        self._commands: dict[str, Callable[..., Any]] = {
            "sources": lambda: market.sources(server.url),
            "tick": self._tick,
            "truth": lambda: market.truth,
            "behave": server.behave,
            "counts": lambda: server.counts,
            "warm": self._warm,
        }

    def obey(self, command: str, arguments: tuple[Any, ...]) -> tuple[bool, Any]:
        """Carry out a command; return whether it went well, and its value or the traceback."""
        try:
            return True, self._commands[command](*arguments)
        except Exception:  # noqa: BLE001 - the other side gets the traceback
            return False, traceback.format_exc()

    def _tick(self) -> RemoteTick:
        tick = self._market.tick()
        events = tuple(RemoteEvent(event.board.prefix, event.external_id, event.kind) for event in tick.events)
        return RemoteTick(tick.number, tick.now, events)

    def _warm(self) -> None:
        for board in self._market.boards:
            self._server.warm(board.prefix, first_visit(board))
        # What is there now stays; the collector need not look at it again and again while it is measured.
        gc.collect()
        gc.freeze()
