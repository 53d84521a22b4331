"""What a fault knows about the answer it alters, and what it can do on the wire."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobscan.simulator.faults.behaviour import Behaviour
    from jobscan.simulator.server.exchange import SimulatedAnswer, SimulatedRequest
    from jobscan.simulator.server.packing import Packed
    from jobscan.simulator.server.parsing import Head


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is sent for this many seconds."""

    seconds: float


class End(Enum):
    """How a connection ends; one that is not ended stays open for the next request."""

    CLOSE = "close"
    #: At once, with what is on the way lost (RST).
    RESET = "reset"


#: Bytes are sent as they are; the next step is made when the client has room for more.
Step = bytes | Pause | End
Script = Generator[Step, None, None]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another board of the market, and a request it got."""

    prefix: str
    ask: SimulatedRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultContext:
    """One answer to alter."""

    ask: SimulatedRequest
    head: Head
    #: Scheme, host and port of the market: ``http://127.0.0.1:PORT``.
    origin: str
    prefix: str
    behaviour: Behaviour
    #: Counts the faulty answers under this behaviour; 0 is the first.
    number: int
    #: What the fault keeps for the answers after this one; emptied when the board's behaviour is changed.
    memory: dict[SimulatedRequest, SimulatedAnswer]
    #: Asks a board, this or another one, and returns what it says by itself.
    honest: Callable[[str, SimulatedRequest], SimulatedAnswer]
    #: Returns this board's honest answer as it would be sent to this client.
    packed: Callable[[], Packed]
    #: Finds a board like this one that was asked something already, or could be; None when there is none.
    neighbour: Callable[[], Neighbour | None]

    def answer(self) -> SimulatedAnswer:
        """Return the board's honest answer."""
        return self.honest(self.prefix, self.ask)


#: A fault that is an answer like others: it is packed, gets validators and may become a 304.
Alteration = Callable[[FaultContext], "SimulatedAnswer"]
#: A fault of the wire.
WireFault = Callable[[FaultContext], Script]
