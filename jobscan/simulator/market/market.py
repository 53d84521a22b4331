"""The market: its boards, its time, and the truth about them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from jobscan.domain.source import Source
from jobscan.simulator.market.board import SimulatedBoard
from jobscan.simulator.market.company import found_company
from jobscan.simulator.market.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jobscan.simulator.market.posting import PostingChange
    from jobscan.simulator.market.settings import MarketSettings
    from jobscan.simulator.server.exchange import Site


class MarketEvent(NamedTuple):
    """Something that happened during a tick."""

    board: SimulatedBoard
    #: The posting that it happened to; None: it happened to the board.
    external_id: str | None
    kind: PostingChange


@dataclass(frozen=True, slots=True)
class Tick:
    """What happened while time moved on by one step. Changes on a broken board are not visible."""

    number: int
    #: The end of the tick.
    now: datetime
    #: In the order of the boards.
    events: tuple[MarketEvent, ...]


class Market:
    """Companies and their boards, driven by the seed of their settings.

    No board depends on another: with more companies, the first ones stay what they were.
    """

    def __init__(self, settings: MarketSettings) -> None:
        self.settings = settings
        #: Ticks so far.
        self.number = 0
        #: Simulated time, aware UTC.
        self.now = settings.starts_at
        self.boards = tuple(
            SimulatedBoard(found_company(settings, number), settings.systems[number % len(settings.systems)], settings)
            for number in range(settings.companies)
        )
        #: What is known after a complete scan of every board at the start and after each tick.
        self.truth = Truth(settings)
        self._observe()

    def sources(self, base_url: str) -> tuple[Source, ...]:
        """Return a source for each board, with requests to ``base_url``, named as the companies were at the start."""
        return tuple(
            Source(
                type=board.system,
                identifier=board.identifier,
                name=board.company.name(),
                base_url=f"{base_url.rstrip('/')}/{board.prefix}",
            )
            for board in self.boards
        )

    def sites(self) -> Mapping[str, Site]:
        """Return prefix → board, for a server."""
        return MappingProxyType({board.prefix: board for board in self.boards})

    def tick(self) -> Tick:
        """Move time on by one step, and the truth with it; return what happened."""
        self.number += 1
        self.now += self.settings.tick_length
        events = tuple(
            MarketEvent(board, board.external_id(posting) if posting else None, kind)
            for board in self.boards
            for posting, kind in board.tick(self.number, self.now)
        )
        self._observe()
        return Tick(self.number, self.now, events)

    def _observe(self) -> None:
        for board in self.boards:
            self.truth.observe(board, self.now)
