"""A simulated job market: boards of five systems that live by seeded dice, the truth about them, and their server."""

from __future__ import annotations

from jobscan.simulator.board import Board
from jobscan.simulator.market import Event, Market, Tick
from jobscan.simulator.posting import Kind
from jobscan.simulator.settings import SYSTEMS, MarketSettings
from jobscan.simulator.truth import BoardTruth, Counts, Truth

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
