"""One board's behaviour over time: its counters, random numbers and memory."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from jobscan.simulator.market.rng import rng_for

if TYPE_CHECKING:
    from jobscan.simulator.faults.behaviour import Behaviour
    from jobscan.simulator.faults.catalogue import Fault
    from jobscan.simulator.server.exchange import SimulatedAnswer, SimulatedRequest

#: Different requests of one board that are remembered: those of a first scan of 200 postings with details.
_MAX_ASKS = 256


class BoardSession:
    """The state of a board's server; ``seed`` decides its jitter."""

    def __init__(self, behaviour: Behaviour, seed: str) -> None:
        self._rng = rng_for("desk", seed)
        #: What it was asked so far, in order, as far as it is remembered.
        self.asks: dict[SimulatedRequest, None] = {}
        #: Requests so far.
        self.asked = 0
        self.behave(behaviour)

    def remember(self, ask: SimulatedRequest) -> None:
        """Keep what is asked, for those who come later."""
        if len(self.asks) < _MAX_ASKS:
            self.asks[ask] = None

    def behave(self, behaviour: Behaviour) -> None:
        """Change the behaviour; counting and memory restart, and a second's worth of requests is allowed at once."""
        self.behaviour = behaviour
        self.memory: dict[SimulatedRequest, SimulatedAnswer] = {}
        self._answers = 0
        self._faulty = 0
        self._allowance = self._burst()
        self._seen_at = -math.inf

    def wait_for(self, now: float) -> float:
        """Take one request out of the allowance; return 0, or the seconds until the next is allowed (then untaken)."""
        rate = self.behaviour.per_second
        if rate is None:
            return 0.0
        elapsed = now - self._seen_at
        self._seen_at = now
        self._allowance = min(self._burst(), self._allowance + elapsed * rate)
        if self._allowance >= 1:
            self._allowance -= 1
            return 0.0
        return (1 - self._allowance) / rate

    def delay(self) -> float:
        """Draw the seconds before the next answer."""
        behaviour = self.behaviour
        if behaviour.jitter_s:
            return behaviour.latency_s + self._rng.random() * behaviour.jitter_s
        return behaviour.latency_s

    def next_fault(self, target: str) -> tuple[Fault, int] | None:
        """Count one answer to a URL; return what is wrong with it and how many were wrong before; None: nothing is."""
        if self.behaviour.fault_only not in target:
            return None
        fault = self.behaviour.fault_of(self._answers)
        self._answers += 1
        if fault is None:
            return None
        self._faulty += 1
        return fault, self._faulty - 1

    def _burst(self) -> float:
        return max(1.0, self.behaviour.per_second or 1.0)
