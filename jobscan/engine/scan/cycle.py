"""One cycle: every given source scanned once, a limited number at a time; then decide whether *we* were offline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import anyio

from jobscan.decide.scan.schedule import looks_offline
from jobscan.engine.events import ScanEnded, ScanStarted
from jobscan.engine.retention import Retention
from jobscan.engine.scan.pipeline import scan_source
from jobscan.engine.scan.target import ScanTarget
from jobscan.exceptions import JobscanError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobscan.decide.scan.lifecycle import LifecycleRules
    from jobscan.decide.scan.schedule import ScheduleRules
    from jobscan.domain.scan import ScanResult
    from jobscan.domain.source import Source, SourceKey, SourceStatus
    from jobscan.engine.scan.target import Tools
    from jobscan.sources import Adapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to scan and how: the part of the configuration that the engine uses."""

    sources: tuple[Source, ...]
    #: The rules of each source, including its own ``every``.
    schedules: Mapping[SourceKey, ScheduleRules]
    adapters: Mapping[str, Adapter]
    lifecycle: LifecycleRules
    #: Sources scanned at once.
    concurrency: int = 20
    #: Processes that read large pages; 0: none.
    workers: int = 0
    keep: Retention = field(default_factory=Retention)

    def enabled(self) -> tuple[Source, ...]:
        """Return the sources to scan."""
        return tuple(source for source in self.sources if source.enabled)

    def target(self, source: Source, status: SourceStatus) -> ScanTarget:
        """Return the source as a target of a scan."""
        return ScanTarget(
            source=source,
            adapter=self.adapters[source.type],
            schedule=self.schedules[source.key],
            lifecycle=self.lifecycle,
            status=status,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reloaded:
    """A configuration that was read anew, as far as it concerns the engine."""

    plan: Plan
    #: What it changed, for people: kind of change → names.
    changes: Mapping[str, Sequence[str]] = field(default_factory=dict)


async def run_cycle(plan: Plan, sources: Sequence[Source], tools: Tools) -> list[ScanResult]:
    """Scan each source once; return the results in the order of the sources.

    Raises `PersistenceError` when the database cannot be used; scans under way are ended.
    """
    tools.workers.resize(plan.workers)
    statuses = await tools.store.ensure(sources)
    # Shared: a task that is free takes the next source. A task for each would take 4 KB for as long as it waits.
    waiting = iter(sources)
    results: dict[SourceKey, ScanResult] = {}
    errors: list[JobscanError] = []

    async def scan_next() -> None:
        for source in waiting:
            tools.observer.on_event(ScanStarted(source=source))
            try:
                result, _ = await scan_source(plan.target(source, statuses[source.key]), tools)
            except JobscanError as exc:
                errors.append(exc)
                group.cancel_scope.cancel()
                return
            results[source.key] = result
            tools.observer.on_event(ScanEnded(source=source, result=result))

    async with anyio.create_task_group() as group:
        for number in range(min(plan.concurrency, len(sources))):
            group.start_soon(scan_next, name=f"scan {number}")
    if errors:
        raise errors[0]
    ordered = [results[source.key] for source in sources]
    await forgive_if_offline(ordered, tools)
    await tools.store.prune(plan.keep, now=tools.clock())
    return ordered


async def forgive_if_offline(results: Sequence[ScanResult], tools: Tools) -> bool:
    """Take the failures back if nearly all scans failed in the network; return whether they did."""
    if not looks_offline([result.network_failure for result in results]):
        return False
    await tools.store.forgive([result.record.source for result in results if result.network_failure])
    return True
