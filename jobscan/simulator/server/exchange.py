"""One request to a simulated board and its answer, before HTTP: the seam between the market and its server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SimulatedRequest:
    """What a client wants from a board."""

    #: "GET" or "POST".
    method: str
    #: Below the board's prefix, such as ``/v1/boards/acme/jobs``.
    path: str
    #: Without the question mark, as sent; empty when there is none.
    query: str = ""
    #: Of a POST.
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class SimulatedAnswer:
    """What a board says when nothing is wrong on the way."""

    status: int
    body: bytes
    content_type: str = "application/json; charset=utf-8"


class Site(Protocol):
    """A board as its server sees it. Pure: the same version gives the same answers."""

    @property
    def version(self) -> int:
        """A number that rises whenever an answer may have changed."""
        ...

    def answer(self, ask: SimulatedRequest) -> SimulatedAnswer:
        """Return the answer; 404 for what the board does not know."""
        ...
