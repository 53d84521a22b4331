"""What the engine does, as log lines."""

from __future__ import annotations

import re
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any

import structlog

from jobscan.domain.delivery import Result
from jobscan.engine.events import (
    ChannelFailing,
    ChannelRecovered,
    DeliveriesRecovered,
    DeliveryAttempted,
    EnrichingEnded,
    EnrichingFailed,
    NetworkDown,
    NetworkUp,
    OutboxUnreachable,
    ScanEnded,
    ScanNotStored,
    ScanStarted,
)

if TYPE_CHECKING:
    from jobscan.domain.scan import ScanRecord
    from jobscan.domain.source import Source
    from jobscan.engine.events import EngineEvent

_NUMBER = re.compile(r"\d+")


class EngineLog:
    """Writes a line for what an operator should know about storage, network, channels and messages."""

    def __init__(self) -> None:
        self._engine: Any = structlog.get_logger("jobscan.engine")
        self._dispatch: Any = structlog.get_logger("jobscan.dispatch")

    def on_event(self, event: EngineEvent) -> None:
        """Write the line for this event, if it has one."""
        self._write(event)

    @singledispatchmethod
    def _write(self, _event: object) -> None:
        """Write nothing: `ScanLog` writes the scans."""

    @_write.register
    def _(self, event: ScanNotStored) -> None:
        error, wait = str(event.error), round(event.retry_in_s)
        self._engine.error("scan_not_stored", source=str(event.source.key), error=error, retry_in_s=wait)

    @_write.register
    def _(self, event: NetworkDown) -> None:
        self._engine.warning("network_down", sources=event.sources, hint="boards are not blamed; scanning continues")

    @_write.register
    def _(self, _event: NetworkUp) -> None:
        self._engine.info("network_back")

    @_write.register
    def _(self, event: DeliveriesRecovered) -> None:
        hint = "they are sent again, with the same ids"
        self._dispatch.warning("deliveries_interrupted", count=event.count, hint=hint)

    @_write.register
    def _(self, event: OutboxUnreachable) -> None:
        write = self._dispatch.error if event.failures == 1 else self._dispatch.debug
        write("outbox_unreachable", error=str(event.error), retry_in_s=round(event.retry_in_s))

    @_write.register
    def _(self, event: DeliveryAttempted) -> None:
        delivery, outcome = event.delivery, event.outcome
        fields = {"channel": delivery.channel, "delivery": delivery.id, "attempt": delivery.attempts}
        if outcome.result is Result.SENT:
            self._dispatch.info("delivered", **fields)
        elif outcome.result is Result.RETRY:
            self._dispatch.debug("delivery_postponed", **fields, reason=outcome.reason)
        else:
            self._dispatch.warning(f"delivery_{outcome.result}", **fields, reason=outcome.reason)

    @_write.register
    def _(self, event: ChannelFailing) -> None:
        hint = "its messages are kept and tried again"
        self._dispatch.warning("channel_failing", channel=event.channel, reason=event.reason, hint=hint)

    @_write.register
    def _(self, event: ChannelRecovered) -> None:
        self._dispatch.info("channel_recovered", channel=event.channel)

    @_write.register
    def _(self, event: EnrichingEnded) -> None:
        self._engine.info("facts_made", postings=event.postings, seconds=round(event.seconds, 1))

    @_write.register
    def _(self, event: EnrichingFailed) -> None:
        self._engine.error("facts_not_stored", error=str(event.error), retry_in_s=round(event.retry_in_s))


class ScanLog:
    """Writes one line for each scan that found something, and one for each change of a source's state."""

    def __init__(self) -> None:
        self._log: Any = structlog.get_logger("jobscan.scan")
        self._errors: dict[object, str | None] = {}
        self._problems: dict[object, str | None] = {}

    def on_event(self, event: EngineEvent) -> None:
        """Write the line for a scan; a source that keeps failing in the same way gets one line."""
        if isinstance(event, ScanStarted):
            self._log.debug("scan_started", source=str(event.source.key))
        elif isinstance(event, ScanEnded):
            self._write_end(event.source, event.result.record)
            self._write_problem(event.source, event.result.record)

    def _write_end(self, source: Source, record: ScanRecord) -> None:
        counts = record.counts
        trouble, before = _kind_of(record.error), self._errors.get(source.key)
        self._errors[source.key] = trouble
        fields = {
            "source": str(source.key),
            "outcome": str(record.outcome),
            "postings": counts.postings,
            "new": counts.new,
            "updated": counts.updated,
            "expired": counts.expired,
            "reopened": counts.reopened,
            "unread": counts.unread,
            "collisions": counts.collisions,
            "seconds": record.seconds,
        }
        if record.error is not None:
            write = self._log.debug if before == trouble else self._log.warning
            write(f"scan_{record.outcome}", **fields, error=record.error)
        elif before is not None:
            self._log.info("source_recovered", **fields)
        elif counts.new or counts.updated or counts.expired or counts.reopened:
            self._log.info("scanned", **fields)
        else:
            self._log.debug("scanned", **fields)

    def _write_problem(self, source: Source, record: ScanRecord) -> None:
        """Write what a scan had to skip, or that its board looks emptied, when that has changed."""
        problem = record.problems[0] if record.problems else None
        if _kind_of(problem) != self._problems.get(source.key) and problem is not None:
            self._log.warning("scan_problem", source=str(source.key), problem=problem, problems=len(record.problems))
        self._problems[source.key] = _kind_of(problem)


def _kind_of(trouble: str | None) -> str | None:
    """Return a problem without its numbers: "43 of 120 pages" and "44 of 120 pages" are the same."""
    return None if trouble is None else _NUMBER.sub("#", trouble)
