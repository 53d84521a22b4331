"""How one board's server behaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobscan.simulator.faults.catalogue import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """How a board's server behaves; the defaults are those of a good one. Times are in seconds."""

    #: Compress for those who accept it.
    gzip: bool = True
    #: Give an ETag, and answer 304 to those who have the same body.
    etag: bool = True
    #: Give Last-Modified (made from the body: a new body has another one), and answer 304 as with the ETag.
    last_modified: bool = False
    #: Before each answer.
    latency_s: float = 0.0
    #: Up to this much more latency; drawn with the market's seed, the same each time.
    jitter_s: float = 0.0
    #: Answers per second at most, one second's worth at once; what is above gets 429. None: no limit.
    per_second: float | None = None
    #: What is wrong with the answers; None: nothing.
    fault: Fault | None = None
    #: Only answers to URLs that contain this are altered or counted below; "": all. "/job/": Workday's details.
    fault_only: str = ""
    #: Honest answers before the first faulty one. 2: page 3 of a board is the first that fails (C4).
    fault_after: int = 0
    #: From then on every n-th answer is faulty. 2: every second one (C18).
    fault_every: int = 1
    #: Faulty answers before all are honest again; None: until the behaviour is changed.
    fault_answers: int | None = None
    #: Between two bytes of what comes slowly.
    drip_s: float = 0.5

    def __post_init__(self) -> None:
        """Raise ValueError for values that make no sense."""
        if min(self.latency_s, self.jitter_s, self.drip_s, self.fault_after, self.fault_answers or 0) < 0:
            raise ValueError("times and counts of a behaviour cannot be negative")
        if self.fault_every < 1:
            raise ValueError("fault_every is 1 (each answer), 2 (every second one) and so on")
        if self.per_second is not None and self.per_second <= 0:
            raise ValueError("per_second is more than 0, or None for no limit")

    def fault_of(self, number: int) -> Fault | None:
        """Return what is wrong with the ``number``-th answer under this behaviour (0 is the first); None: nothing."""
        context, off = divmod(number - self.fault_after, self.fault_every)
        if context < 0 or off or (self.fault_answers is not None and context >= self.fault_answers):
            return None
        return self.fault
