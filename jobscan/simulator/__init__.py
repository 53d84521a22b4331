"""A simulated job market: boards of ten systems that change by a seeded random generator, the truth, a server."""

from __future__ import annotations

from jobscan.simulator.market.board import SimulatedBoard
from jobscan.simulator.market.market import Market, MarketEvent, Tick
from jobscan.simulator.market.posting import PostingChange
from jobscan.simulator.market.settings import ALL_SYSTEMS, SYSTEMS, MarketSettings
from jobscan.simulator.market.truth import BoardTruth, TrueCounts, Truth

__all__ = [
    "ALL_SYSTEMS",
    "SYSTEMS",
    "BoardTruth",
    "Market",
    "MarketEvent",
    "MarketSettings",
    "PostingChange",
    "SimulatedBoard",
    "Tick",
    "TrueCounts",
    "Truth",
]
