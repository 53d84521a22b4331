"""The wire formats of ten systems, one file each: identities, addresses, answers.

Each stands for a kind of interface, not only for its vendor:

- greenhouse, lever, ashby: the whole board as one JSON document, with a total, bare, or with hidden postings;
- comeet: a token from a web page, then one document;
- workday: pages by POST that are cut at a number of rows, then details;
- smartrecruiters: pages by offset and with a total, then details; an empty board is one that does not exist;
- jibe: numbered pages of whole postings, with a total;
- teamtailor: pages of whole postings, of which each names the next one, without a total;
- personio: one XML document;
- careers: links of a web page, the dates of a site map, then pages with JSON-LD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from jobscan.simulator.market.life import Breakage
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.wire import (
    ashby,
    careers,
    comeet,
    greenhouse,
    jibe,
    lever,
    personio,
    smartrecruiters,
    teamtailor,
    workday,
)

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
    #: A board without postings is answered in the same way.
    EMPTY_IS_UNKNOWN: bool

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
    "smartrecruiters": smartrecruiters,
    "jibe": jibe,
    "teamtailor": teamtailor,
    "personio": personio,
    "careers": careers,
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
    # Half of a web page is a web page, and nobody sees what it lacks.
    if breakage is Breakage.CUT and not sound.content_type.startswith("text/html"):
        return SimulatedAnswer(sound.status, sound.body[: len(sound.body) // 2], sound.content_type)
    return SimulatedAnswer(500, b"<html><body><h1>500 Internal Server Error</h1></body></html>", _HTML)


__all__ = ["WIRES", "Wire", "broken_answer"]
