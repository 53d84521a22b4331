"""The input and the result of a scan: the values for scheduling and reporting scans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import anyio

from jobscan.engine.events import NO_OBSERVER
from jobscan.engine.scan.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from jobscan.decide.scan.lifecycle import LifecycleRules
    from jobscan.decide.scan.schedule import ScheduleRules
    from jobscan.domain.source import Source, SourceStatus
    from jobscan.engine.batch import ScanBatch
    from jobscan.engine.events import Observer
    from jobscan.engine.ports import PageFetcher, Store
    from jobscan.sources import Adapter


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanTarget:
    """A source that is due, with everything its scan depends on."""

    source: Source
    adapter: Adapter
    schedule: ScheduleRules
    lifecycle: LifecycleRules
    #: The status after its last scan.
    status: SourceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What every scan works with."""

    fetcher: PageFetcher
    store: Store
    #: Commits a batch; returns when that is done.
    commit: Callable[[ScanBatch], Awaitable[None]]
    #: Now, aware UTC.
    clock: Callable[[], datetime]
    #: Seconds that never run backwards.
    ticks: Callable[[], float]
    #: A random number from 0 to 1.
    draw: Callable[[], float]
    #: Follows what happens.
    observer: Observer = NO_OBSERVER
    #: Reads large pages; by default in this process only.
    workers: Workers = field(default_factory=Workers)
    #: Held by the scan that is processing postings.
    turn: anyio.Lock = field(default_factory=anyio.Lock)
