"""Runs the parts of the engine in one task group, and ends them in the right order.

├─ poller    due sources → scans ─┐ each scan waits for its commit
├─ writer    ←────────────────────┘ one transaction for what is ready, notifications included
├─ enricher  stored postings → their facts, slowly
├─ dispatcher  notifications → channels, woken by scans that ended
├─ pinger    → a service that raises an alarm when the pings stop
├─ watchdog  → systemd, as long as the poller turns and the loop runs
└─ signals   SIGTERM, SIGINT: stop · SIGHUP: reload
"""

from __future__ import annotations

import signal
from collections import Counter
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio
import structlog

from jobscan.engine.deliver.ping import is_sign_of_life
from jobscan.engine.events import NO_OBSERVER, Observers
from jobscan.engine.process.tuning import calm_collector, return_freed_memory, take_short_turns
from jobscan.engine.scan.cycle import run_cycle
from jobscan.engine.scan.poller import MAX_SLEEP_S, Poller
from jobscan.engine.scan.target import Tools
from jobscan.engine.scan.workers import Workers
from jobscan.engine.writer import Writer
from jobscan.exceptions import JobscanError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
    from datetime import datetime

    from jobscan.domain.delivery import DeliveryStatus
    from jobscan.domain.scan import ScanResult
    from jobscan.domain.source import Source
    from jobscan.engine.deliver.dispatcher import Dispatcher
    from jobscan.engine.deliver.ping import Pinger
    from jobscan.engine.enricher import Enricher
    from jobscan.engine.events import Observer
    from jobscan.engine.ports import PageFetcher, Store
    from jobscan.engine.process.systemd import Notifier
    from jobscan.engine.scan.cycle import Plan, Reloaded

#: Seconds without a turn of the poller after which systemd gets no more signs of life.
STALL_S = 2 * MAX_SLEEP_S

_log = structlog.get_logger("jobscan.engine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """Where the results of scans go next; None: nowhere."""

    dispatcher: Dispatcher | None = None
    pinger: Pinger | None = None
    enricher: Enricher | None = None
    #: Follows what the engine does.
    observer: Observer = NO_OBSERVER

    def observers(self) -> Observers:
        """Return everything that follows the engine, displays first."""
        present = (each for each in (self.observer, self.pinger, self.dispatcher, self.enricher) if each is not None)
        return Observers(*present)


NO_OUTLETS = Outlets()


class Engine:
    """The scan engine on one store: `scan` runs one cycle, `serve` runs for months."""

    def __init__(
        self,
        *,
        fetcher: PageFetcher,
        store: Store,
        clock: Callable[[], datetime],
        ticks: Callable[[], float],
        draw: Callable[[], float],
        outlets: Outlets = NO_OUTLETS,
    ) -> None:
        self._fetcher = fetcher
        self._store = store
        self._clock = clock
        self._ticks = ticks
        self._draw = draw
        self._outlets = outlets
        self._observer = outlets.observers()

    async def deliver(self) -> Counter[DeliveryStatus]:
        """Send everything that is due, each message tried once; return status → messages, empty without channels.

        Raises `PersistenceError` when the database cannot be used.
        """
        with _single_errors():
            dispatcher = self._outlets.dispatcher
            return Counter() if dispatcher is None else await dispatcher.drain()

    async def scan(self, plan: Plan, sources: Sequence[Source]) -> list[ScanResult]:
        """Scan each of the sources once, due or not; return the results in their order.

        Raises `PersistenceError` when the database cannot be used.
        """
        with _single_errors():
            async with self._writing() as tools:
                results = await run_cycle(plan, sources, tools)
        if self._outlets.pinger is not None and any(is_sign_of_life(result.record) for result in results):
            await self._outlets.pinger.ping()
        return results

    async def serve(
        self,
        plan: Plan,
        notifier: Notifier,
        reload: Callable[[], Awaitable[Reloaded]],
        on_stop: Callable[[], None] = lambda: None,
    ) -> signal.Signals:
        """Scan sources when they are due until SIGTERM or SIGINT; return which it was. A second one kills the process.

        ``reload`` reads the configuration anew on SIGHUP and raises `JobscanError` when it cannot be used; then the
        old plan stays. ``on_stop`` is called when the signal to stop has come, before work in progress is committed.
        Raises `PersistenceError` when the database cannot be used at the start.
        """
        with _single_errors():
            async with self._writing() as tools, anyio.create_task_group() as group:
                poller = Poller(plan, tools)
                # Before scans: messages that were being sent when the last process died are taken back first.
                if self._outlets.dispatcher is not None:
                    await group.start(self._outlets.dispatcher.run)
                if self._outlets.pinger is not None:
                    group.start_soon(self._outlets.pinger.run)
                await group.start(poller.run)
                group.start_soon(self._watch, poller, notifier)
                group.start_soon(self._prune_daily, poller)
                with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT, signal.SIGHUP) as signals:
                    # Not before signals are received: systemd may send one as soon as we are ready.
                    notifier.ready(self._summary(poller))
                    _log.info("started", sources=len(plan.enabled()), concurrency=plan.concurrency)
                    # Not before: it reads the database, which may be slow, and a signal must not meet its usual effect.
                    if self._outlets.enricher is not None:
                        group.start_soon(self._outlets.enricher.run)
                    stopped_by = await self._until_stopped(signals, poller, notifier, reload)
                # From here signals have their usual effect again: the next one kills.
                on_stop()
                _log.info("stopping", signal=stopped_by.name)
                notifier.stopping()
                group.cancel_scope.cancel()
        _log.info("stopped")
        return stopped_by

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Tools]:
        """Run a writer for the duration of the block; at its end, let it write what it was given."""
        return_freed_memory()
        calm_collector()
        take_short_turns()
        writer, workers = Writer(self._store, self._observer), Workers()
        async with anyio.create_task_group() as group:
            # Not `start`: if cancelled, it would wait for the shielded writer to be closed.
            group.start_soon(writer.run)
            group.start_soon(workers.run)
            try:
                yield Tools(
                    fetcher=self._fetcher,
                    store=self._store,
                    commit=writer.commit,
                    clock=self._clock,
                    ticks=self._ticks,
                    draw=self._draw,
                    observer=self._observer,
                    workers=workers,
                )
            finally:
                writer.close()
                group.cancel_scope.cancel()
                workers.close()

    async def _until_stopped(
        self,
        signals: AsyncIterator[signal.Signals],
        poller: Poller,
        notifier: Notifier,
        reload: Callable[[], Awaitable[Reloaded]],
    ) -> signal.Signals:
        """Handle signals until one means stop; return it."""
        async for received in signals:
            if received is not signal.SIGHUP:
                return received
            await self._reload(poller, notifier, reload)
        raise AssertionError("the stream of signals does not end")  # pragma: no cover

    def _summary(self, poller: Poller) -> str:
        """Return in one line what is going on."""
        reading = "" if self._outlets.enricher is None else self._outlets.enricher.summary()
        return "; ".join(filter(None, (poller.summary(), reading)))

    async def _watch(self, poller: Poller, notifier: Notifier) -> None:
        """Send systemd signs of life as long as the poller turns, twice as often as it expects them."""
        while True:
            await anyio.sleep(notifier.beat_s)
            idle = self._ticks() - poller.last_turn
            if idle < STALL_S:
                notifier.alive(self._summary(poller))
            else:
                _log.error("poller_stalled", seconds=round(idle))

    async def _prune_daily(self, poller: Poller) -> None:
        while True:
            try:
                pruned = await self._store.prune(poller.plan.keep, now=self._clock())
            except JobscanError as exc:
                _log.warning("pruning_failed", error=str(exc), hint="it is tried again tomorrow")
            else:
                _log.debug("pruned", rows=pruned)
            await anyio.sleep(24 * 3600)

    async def _reload(self, poller: Poller, notifier: Notifier, reload: Callable[[], Awaitable[Reloaded]]) -> None:
        notifier.reloading(int(self._ticks() * 1_000_000))
        try:
            fresh = await reload()
            await poller.reload(fresh.plan)
        except JobscanError as exc:
            _log.error("reload_failed", error=str(exc), hint="the old configuration stays in force")
        else:
            _log.info("reloaded", sources=len(fresh.plan.enabled()), **fresh.changes)
        notifier.ready(self._summary(poller))


@contextmanager
def _single_errors() -> Iterator[None]:
    """Raise a `JobscanError` without the exception groups around it, when nothing else went wrong."""
    try:
        yield
    except BaseExceptionGroup as group:
        ours, others = group.split(JobscanError)
        if ours is None or others is not None:
            raise
        leaf: BaseException = ours
        while isinstance(leaf, BaseExceptionGroup):
            leaf = leaf.exceptions[0]
        raise leaf from None
