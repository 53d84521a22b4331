"""The settings of a simulated market."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

#: The systems of a market that does not say which.
SYSTEMS = ("greenhouse", "lever", "ashby", "workday", "comeet")
#: All systems that a board can be on. Each of the others stands for a kind of interface, see `jobscan.simulator.wire`.
ALL_SYSTEMS = (*SYSTEMS, "smartrecruiters", "jibe", "teamtailor", "personio", "careers")

_CHANCES = (
    "appear",
    "vanish",
    "reappear",
    "change",
    "amend",
    "touch",
    "rename",
    "empty",
    "refill",
    "fail",
    "recover",
    "odd",
)
#: A posting has one of these fates in a tick.
_FATES = ("vanish", "change", "amend", "touch")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketSettings:
    """A market; equal settings give byte-identical answers. Chances are per tick, from 0 to 1."""

    seed: int = 1
    #: Companies with one board each.
    companies: int = 25
    #: Postings on a board at the start, on average.
    postings: int = 100
    #: How much boards differ in size: 0: all have exactly ``postings``; 1: they have from none to twice as many.
    spread: float = 0.0
    #: Which systems the boards are on, in turn.
    systems: tuple[str, ...] = SYSTEMS
    starts_at: datetime = datetime(2026, 11, 2, 8, tzinfo=UTC)
    #: Simulated time per tick, at least a second.
    tick_length: timedelta = timedelta(hours=1)

    #: New postings, as a share of the board's size at the start.
    appear: float = 0.02
    #: Of each listed posting.
    vanish: float = 0.02
    #: Of each posting that vanished; only the last ones are kept, as many as the board had at the start.
    reappear: float = 0.03
    change: float = 0.02
    amend: float = 0.01
    touch: float = 0.02
    #: Of each board.
    rename: float = 0.005
    #: Of each board: half of the emptied ones lose all postings, the others most of them.
    empty: float = 0.01
    #: Of each emptied board.
    refill: float = 0.25
    fail: float = 0.02
    #: Of each board that failed.
    recover: float = 0.4
    #: Of each posting when it is written; not per tick.
    odd: float = 0.03

    #: The rules of the truth; see `jobscan.simulator.market.truth`.
    expire_after_misses: int = 2
    quarantine_scans: int = 3
    quarantine_period: timedelta = timedelta(hours=1)

    def __post_init__(self) -> None:
        """Raise ValueError for impossible settings."""
        if not 1 <= self.companies <= 100_000 or not 0 <= self.postings <= 25_000:
            raise ValueError(f"{self.companies} companies with {self.postings} postings: 1 to 100000 with 0 to 25000")
        if not self.systems or not set(self.systems) <= set(ALL_SYSTEMS):
            raise ValueError(f"systems {self.systems}: take some of {', '.join(ALL_SYSTEMS)}")
        if self.starts_at.utcoffset() != timedelta(0):
            raise ValueError(f"starts_at {self.starts_at.isoformat()}: give it in UTC")
        if self.tick_length < timedelta(seconds=1) or self.quarantine_period < timedelta(0):
            raise ValueError("tick_length is at least a second, quarantine_period is not negative")
        if self.expire_after_misses < 1 or self.quarantine_scans < 1:
            raise ValueError("expire_after_misses and quarantine_scans are 1 or more")
        for name in (*_CHANCES, "spread"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} {getattr(self, name)}: it is from 0 to 1")
        if sum(getattr(self, name) for name in _FATES) > 1:
            raise ValueError(f"{', '.join(_FATES)} together are more than 1")

    def still(self) -> MarketSettings:
        """Return the same market in which nothing happens by itself."""
        never: dict[str, Any] = {name: 0.0 for name in _CHANCES if name != "odd"}
        return replace(self, **never)
