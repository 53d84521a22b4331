"""A simulated job market: boards of five systems that live by seeded dice, the truth about them, and their server."""

from __future__ import annotations

from jobscan.simulator.market.board import Board
from jobscan.simulator.market.market import Event, Market, Tick
from jobscan.simulator.market.posting import Kind
from jobscan.simulator.market.settings import SYSTEMS, MarketSettings
from jobscan.simulator.market.truth import BoardTruth, Counts, Truth

__all__ = [
    "SYSTEMS",
    "Board",
    "BoardTruth",
    "Counts",
    "Event",
    "Kind",
    "Market",
    "MarketSettings",
    "Tick",
    "Truth",
]
