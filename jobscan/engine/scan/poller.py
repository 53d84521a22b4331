"""Knows when each source is due and starts its scans, for months."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from typing import TYPE_CHECKING

import anyio
import structlog

from jobscan.decide.scan.schedule import effective_due_at, looks_offline
from jobscan.engine.events import NetworkDown, NetworkUp, ScanEnded, ScanNotStored, ScanStarted
from jobscan.engine.scan.pipeline import scan_source
from jobscan.exceptions import JobscanError

if TYPE_CHECKING:
    from jobscan.domain.scan import ScanResult
    from jobscan.domain.source import Source, SourceKey, SourceStatus
    from jobscan.engine.scan.cycle import Plan
    from jobscan.engine.scan.target import Tools

#: Seconds between two looks at the list when nothing wakes the poller.
MAX_SLEEP_S = 30.0
#: Seconds before a source is scanned again when its scan could not be stored, at first and at most.
_STORAGE_WAIT_S = (1.0, 900.0)
#: The last scans, which show whether our network is down or the boards are.
OFFLINE_WINDOW = 20

_log = structlog.get_logger("jobscan.engine")


class Poller:
    """Scans each enabled source when it is due, never the same source twice at once."""

    def __init__(self, plan: Plan, tools: Tools) -> None:
        #: The current plan.
        self.plan = plan
        self._tools = tools
        self._observer = tools.observer
        self._statuses: dict[SourceKey, SourceStatus] = {}
        #: When each source is due, in `Tools.ticks`: a wall clock that jumps changes nothing.
        self._due: dict[SourceKey, float] = {}
        self._running: set[SourceKey] = set()
        self._wake = anyio.Event()
        self._recent: deque[ScanResult] = deque(maxlen=OFFLINE_WINDOW)
        self._offline = False
        #: Scans in a row that could not be stored. By source: the success of others says nothing about the rows of one.
        self._unstored: Counter[SourceKey] = Counter()
        #: `Tools.ticks` of the last turn of the loop, for the watchdog.
        self.last_turn = tools.ticks()

    async def run(self, *, task_status: anyio.abc.TaskStatus[None] = anyio.TASK_STATUS_IGNORED) -> None:
        """Scan what is due until cancelled."""
        await self._load(self.plan)
        task_status.started()
        async with anyio.create_task_group() as group:
            while True:
                self.last_turn = self._tools.ticks()
                for source in self._take_due():
                    self._running.add(source.key)
                    group.start_soon(self._scan, source, self.plan, name=f"scan {source.key}")
                self._wake = anyio.Event()
                with anyio.move_on_after(self._sleep_s()):
                    await self._wake.wait()

    async def reload(self, plan: Plan) -> None:
        """Switch to another plan: scans under way are not affected, new sources are due at once."""
        await self._load(plan)
        self.plan = plan
        self._wake.set()

    def summary(self) -> str:
        """Return in one line what is going on, for ``systemctl status``."""
        enabled = len(self._due)
        if not enabled:
            return "no source is enabled"
        boards = "1 board" if enabled == 1 else f"{enabled} boards"
        if self._offline:
            return f"watching {boards}; the network seems to be down"
        wait = max(0.0, min(self._due.values()) - self._tools.ticks())
        return f"watching {boards}, {len(self._running)} being scanned, next due in {wait:.0f} s"

    async def _load(self, plan: Plan) -> None:
        sources = plan.enabled()
        statuses = await self._tools.store.ensure(sources)
        now, ticks = self._tools.clock(), self._tools.ticks()
        due = {}
        for source in sources:
            held = self._statuses.get(source.key)
            # A scan that ended while the database answered has left a status newer than the answer.
            if held is None or held.scan_seq <= statuses[source.key].scan_seq:
                self._statuses[source.key] = statuses[source.key]
            at = effective_due_at(plan.schedules[source.key], self._statuses[source.key], now=now)
            due[source.key] = ticks + (at - now).total_seconds()
        self._due = due
        self._tools.workers.resize(plan.workers)

    def _take_due(self) -> list[Source]:
        """Return the sources to scan now, longest due first, as many as may run."""
        free = self.plan.concurrency - len(self._running)
        ticks = self._tools.ticks()
        due = (
            sorted(
                (self._due[source.key], source.key, source)
                for source in self.plan.enabled()
                if source.key not in self._running and self._due[source.key] <= ticks
            )
            if free > 0
            else []
        )
        return [source for _, _, source in due[:free]]

    def _sleep_s(self) -> float:
        waiting = [at for key, at in self._due.items() if key not in self._running]
        if not waiting or len(self._running) >= self.plan.concurrency:
            return MAX_SLEEP_S
        return max(0.0, min(MAX_SLEEP_S, min(waiting) - self._tools.ticks()))

    async def _scan(self, source: Source, plan: Plan) -> None:
        key = source.key
        self._observer.on_event(ScanStarted(source=source))
        try:
            result, status = await scan_source(plan.target(source, self._statuses[key]), self._tools)
        except JobscanError as exc:
            await self._wait_for_storage(source, exc)
        else:
            del self._unstored[key]
            self._statuses[key] = status
            self._put_off(key, plan, status)
            self._observer.on_event(ScanEnded(source=source, result=result))
            await self._judge_network(result)
        finally:
            self._running.discard(key)
            self._wake.set()

    def _put_off(self, key: SourceKey, plan: Plan, status: SourceStatus) -> None:
        due_at, now = status.next_due_at, self._tools.clock()
        if key not in self._due or due_at is None:
            return
        rules = self.plan.schedules[key]
        if rules != plan.schedules[key]:
            # The plan changed during the scan, which used the old one for the next due time.
            due_at = effective_due_at(rules, status, now=now)
        self._due[key] = self._tools.ticks() + max(0.0, (due_at - now).total_seconds())

    async def _wait_for_storage(self, source: Source, exc: JobscanError) -> None:
        """Postpone the source and read its status anew; nothing is lost, the board is scanned again."""
        self._unstored[source.key] += 1
        shortest, longest = _STORAGE_WAIT_S
        wait = min(longest, shortest * 2 ** min(self._unstored[source.key], 10))
        self._observer.on_event(ScanNotStored(source=source, error=exc, retry_in_s=wait))
        if source.key in self._due:
            self._due[source.key] = self._tools.ticks() + wait
        try:
            self._statuses.update(await self._tools.store.ensure([source]))
        except JobscanError as again:
            _log.debug("storage_still_down", error=str(again))

    async def _judge_network(self, result: ScanResult) -> None:
        """Decide whether boards are down or our own network is, for which no board is blamed."""
        self._recent.append(result)
        latest = {recent.record.source: recent for recent in self._recent}
        offline = looks_offline([recent.network_failure for recent in latest.values()])
        entered, left = offline and not self._offline, self._offline and not offline
        self._offline = offline
        if left:
            self._observer.on_event(NetworkUp())
        if entered:
            self._observer.on_event(NetworkDown(sources=len(latest)))
            await self._forgive([key for key, recent in latest.items() if recent.network_failure])
        elif offline and result.network_failure:
            await self._forgive([result.record.source])

    async def _forgive(self, keys: list[SourceKey]) -> None:
        try:
            await self._tools.store.forgive(keys)
        except JobscanError as exc:
            _log.error("forgiving_failed", error=str(exc))
            return
        for key in keys:
            status = self._statuses.get(key)
            if status is not None and status.failures:
                self._statuses[key] = replace(status, failures=status.failures - 1)
