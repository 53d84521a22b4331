"""One board's conduct over time: what is counted, drawn and remembered for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from jobscan.simulator.market.dice import dice_for

if TYPE_CHECKING:
    from jobscan.simulator.faults.catalogue import Fault
    from jobscan.simulator.faults.conduct import Conduct
    from jobscan.simulator.server.exchange import Answer, Ask

#: Different requests of one board that are remembered: those of a first scan of 200 postings with details.
_MAX_ASKS = 256


class Desk:
    """Where a board's requests are taken; ``seed`` decides its jitter."""

    def __init__(self, conduct: Conduct, seed: str) -> None:
        self._dice = dice_for("desk", seed)
        #: What it was asked so far, in order, as far as it is remembered.
        self.asks: dict[Ask, None] = {}
        #: Requests so far.
        self.asked = 0
        self.behave(conduct)

    def remember(self, ask: Ask) -> None:
        """Keep what is asked, for those who come later."""
        if len(self.asks) < _MAX_ASKS:
            self.asks[ask] = None

    def behave(self, conduct: Conduct) -> None:
        """Change the conduct; counting and memory begin anew, and a second's worth of requests is allowed at once."""
        self.conduct = conduct
        self.memory: dict[Ask, Answer] = {}
        self._answers = 0
        self._faulty = 0
        self._allowance = self._burst()
        self._seen_at = -math.inf

    def wait_for(self, now: float) -> float:
        """Take one request out of the allowance; return 0, or the seconds until the next is allowed (then untaken)."""
        rate = self.conduct.per_second
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
        conduct = self.conduct
        if conduct.jitter_s:
            return conduct.latency_s + self._dice.random() * conduct.jitter_s
        return conduct.latency_s

    def next_fault(self, target: str) -> tuple[Fault, int] | None:
        """Count one answer to a URL; return what is wrong with it and how many were wrong before; None: nothing is."""
        if self.conduct.fault_only not in target:
            return None
        fault = self.conduct.fault_of(self._answers)
        self._answers += 1
        if fault is None:
            return None
        self._faulty += 1
        return fault, self._faulty - 1

    def _burst(self) -> float:
        return max(1.0, self.conduct.per_second or 1.0)
