"""What the engine does, as it happens: one typed event for each step that is worth observing.

Log, progress, the ping, the dispatcher's wake-up and the demo are observers; the engine does not know who observes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.delivery import Delivery, Outcome
    from jobscan.domain.page import Purpose
    from jobscan.domain.scan import ScanResult
    from jobscan.domain.source import Source, SourceKey
    from jobscan.engine.batch import ScanBatch
    from jobscan.exceptions import FetchFailure, JobscanError


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanStarted:
    """A scan of this source has begun."""

    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestEnded:
    """A request of a scan has ended, with or without an answer."""

    source: SourceKey
    purpose: Purpose
    #: Until the page had arrived, including waits for the host limit.
    seconds: float
    #: The status of the HTTP answer; None: no page came.
    status: int | None
    #: As received over the wire, compressed; 0 when no page came.
    wire_bytes: int
    #: Why no page came; None when one did, readable or not.
    failure: FetchFailure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchesCommitted:
    """What scans found is in the database: these batches, in one transaction."""

    batches: Sequence[ScanBatch]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanEnded:
    """A scan of this source has ended, and what it found is committed."""

    source: Source
    result: ScanResult


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanNotStored:
    """A scan of this source has ended, but what it found could not be committed; the scan is repeated."""

    source: Source
    error: JobscanError
    retry_in_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkDown:
    """So many scans fail in the network that ours must be down; boards are not blamed."""

    #: How many sources were compared.
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkUp:
    """The network is back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveriesRecovered:
    """Messages were being sent when the last process died; they are sent again where that is safe."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAttempted:
    """A channel was given a message; the outcome says whether it took it."""

    delivery: Delivery
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFailing:
    """A channel has failed for the first time since it last took a message."""

    channel: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRecovered:
    """A channel that failed takes messages again."""

    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxUnreachable:
    """The dispatcher got no answer from the database."""

    error: JobscanError
    retry_in_s: float
    #: In a row; 1 is the first.
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichingEnded:
    """All facts of stored postings that were missing or outdated have been made."""

    postings: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichingFailed:
    """Facts could not be made for want of the database; they are made later."""

    error: JobscanError
    retry_in_s: float


EngineEvent: TypeAlias = (
    ScanStarted
    | RequestEnded
    | BatchesCommitted
    | ScanEnded
    | ScanNotStored
    | NetworkDown
    | NetworkUp
    | DeliveriesRecovered
    | DeliveryAttempted
    | ChannelFailing
    | ChannelRecovered
    | OutboxUnreachable
    | EnrichingEnded
    | EnrichingFailed
)


class Observer(Protocol):
    """Follows what the engine does.

    It is called on the event loop, so it must return at once; what it raises is our own fault and ends the engine.
    """

    def on_event(self, event: EngineEvent) -> None:
        """Take note of an event; the observer decides which ones matter."""
        ...


class Observers:
    """Passes every event on to each observer, in this order."""

    def __init__(self, *observers: Observer) -> None:
        self._observers = observers

    def on_event(self, event: EngineEvent) -> None:
        """Pass an event on."""
        for observer in self._observers:
            observer.on_event(event)


#: Observes nothing.
NO_OBSERVER = Observers()
