"""The wire formats of the five systems, one file each: identities, addresses, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from jobscan.simulator.market.life import Breakage
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.wire import ashby, comeet, greenhouse, lever, workday

if TYPE_CHECKING:
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.posting import SimulatedPosting
    from jobscan.simulator.market.wire_board import WireBoard
    from jobscan.simulator.server.exchange import SimulatedRequest


class Wire(Protocol):
    """How one system writes a board; the module itself satisfies this protocol."""

    #: Its answers count days since a posting, so they change at midnight by themselves.
    AGES: bool
    #: Its answer for an unknown board.
    UNKNOWN: SimulatedAnswer

    def identifier(self, company: Company) -> str:
        """Return the identifier of a company's board, unique in its market."""
        ...

    def external_id(self, company: Company, posting: SimulatedPosting) -> str:
        """Return the identity of a posting, unique on its board and permanent."""
        ...

    def answer(self, board: WireBoard, ask: SimulatedRequest) -> SimulatedAnswer:
        """Return the board's answer to this request."""
        ...


WIRES: dict[str, Wire] = {
    "greenhouse": greenhouse,
    "lever": lever,
    "ashby": ashby,
    "workday": workday,
    "comeet": comeet,
}

_HTML = "text/html; charset=utf-8"
_MAINTENANCE = (
    b"<!DOCTYPE html><html><head><title>We'll be back soon</title></head><body><h1>Scheduled maintenance</h1>"
    b"<p>The service is temporarily unavailable. Please try again later.</p></body></html>"
)


def broken_answer(system: str, breakage: Breakage, sound: SimulatedAnswer) -> SimulatedAnswer:
    """Return the useless answer of a board that is broken in this way."""
    if breakage is Breakage.MISSING:
        return WIRES[system].UNKNOWN
    if breakage is Breakage.PAGE:
        return SimulatedAnswer(200, _MAINTENANCE, _HTML)
    if breakage is Breakage.CUT and sound.content_type.startswith("application/json"):
        return SimulatedAnswer(sound.status, sound.body[: len(sound.body) // 2], sound.content_type)
    return SimulatedAnswer(500, b"<html><body><h1>500 Internal Server Error</h1></body></html>", _HTML)


__all__ = ["WIRES", "Wire", "broken_answer"]
