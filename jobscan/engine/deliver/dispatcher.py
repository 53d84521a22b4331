"""Sends what the outbox holds, channel by channel, for months.

├─ planner            due notifications → messages, woken by scans that ended
└─ one server for each channel
     outbox.claim     pending → sending, committed before anything leaves
       | channel.send
     outbox.settle    → sent | pending | uncertain | dead | cancelled
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import anyio
import anyio.abc
import structlog

from jobscan.decide.alert.notifications import COOLDOWN, Breaker, Settled, after_attempt
from jobscan.domain.delivery import DeliveryStatus, Outcome, Result
from jobscan.engine.events import (
    NO_OBSERVER,
    ChannelFailing,
    ChannelRecovered,
    DeliveriesRecovered,
    DeliveryAttempted,
    OutboxUnreachable,
    ScanEnded,
    ScanNotStored,
    ScanStarted,
)
from jobscan.engine.wakeup import WakeUpEvent
from jobscan.exceptions import JobscanError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from jobscan.domain.delivery import Delivery
    from jobscan.domain.source import SourceKey
    from jobscan.engine.deliver.outbox import Outbox, OutboxRules
    from jobscan.engine.events import EngineEvent, Observer
    from jobscan.engine.ports import Sender

#: Seconds that planning waits for scans under way, so that what one cycle finds goes out together.
GATHER_S = 5.0
#: Seconds between two looks at the outbox when nothing wakes the dispatcher: another process may have written to it.
_MAX_SLEEP_S = 30.0
#: Seconds that a message under way has when the process ends; then the connection is cut, and it is sent again.
LAST_SEND_S = 5.0
#: Seconds to wait when the database does not answer: at first, and at most.
_STORAGE_WAIT_S = (1.0, 60.0)

_NO_COOLDOWN = timedelta()
_log = structlog.get_logger("jobscan.dispatch")


@dataclass(slots=True)
class _ChannelWorker:
    """One channel and its state."""

    name: str
    channel: Sender
    #: Messages.
    under_way: int = 0
    #: The user whose message was taken last; the next user is next.
    last_user: int = 0
    wake_up: WakeUpEvent = field(default_factory=WakeUpEvent)
    breaker: Breaker = field(default_factory=Breaker)


class Dispatcher:
    """Sends what is due. One for each database: at its start it treats what is "being sent" as its own."""

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[str, Sender],
        *,
        clock: Callable[[], datetime],
        ticks: Callable[[], float],
        draw: Callable[[], float],
        observer: Observer = NO_OBSERVER,
    ) -> None:
        self._outbox = outbox
        self._observer = observer
        #: Scans under way, which may find something soon.
        self._scans: set[SourceKey] = set()
        self._lines = _lines(channels)
        self._clock = clock
        self._ticks = ticks
        self._draw = draw
        self._wake_up = WakeUpEvent()
        self._under_way: set[anyio.CancelScope] = set()
        self._replaced = anyio.Event()
        self._storage_troubles = 0

    def on_event(self, event: EngineEvent) -> None:
        """Look at the outbox soon after a scan has ended."""
        if isinstance(event, ScanStarted):
            self._scans.add(event.source.key)
        elif isinstance(event, ScanEnded | ScanNotStored):
            self._scans.discard(event.source.key)
            self._wake_up.set()

    def replace(self, channels: Mapping[str, Sender], rules: OutboxRules) -> None:
        """Use other channels and settings from now on; messages under way are not affected."""
        self._lines = _lines(channels)
        self._outbox.rules = rules
        self._replaced.set()

    async def drain(self) -> Counter[DeliveryStatus]:
        """Send everything that is due now, each message tried once; return status → messages.

        Raises `PersistenceError` when the database cannot be used.
        """
        now = self._clock()
        await self._recover()
        await self._outbox.release_existing(now)
        await self._plan(_NO_COOLDOWN)
        counts: Counter[DeliveryStatus] = Counter()
        async with anyio.create_task_group() as guard:
            guard.start_soon(self._hurry_when_cancelled)
            async with anyio.create_task_group() as group:
                for line in self._lines.values():
                    group.start_soon(self._drain_line, line, counts, name=f"deliver {line.name}")
            guard.cancel_scope.cancel()
        return counts

    async def run(self, *, task_status: anyio.abc.TaskStatus[None] = anyio.TASK_STATUS_IGNORED) -> None:
        """Send what is due until cancelled. Raises `PersistenceError` when the database cannot be used at the start."""
        await self._recover()
        task_status.started()
        async with anyio.create_task_group() as sends:
            sends.start_soon(self._hurry_when_cancelled)
            while True:
                await self._run_until_replaced(sends)

    async def _run_until_replaced(self, sends: anyio.abc.TaskGroup) -> None:
        """Plan and send with the present channels; messages are sent in ``sends``, which outlives them."""
        self._replaced = anyio.Event()
        async with anyio.create_task_group() as group:
            for line in self._lines.values():
                group.start_soon(self._serve, line, sends, name=f"deliver {line.name}")
            group.start_soon(self._plan_for_ever)
            await self._replaced.wait()
            group.cancel_scope.cancel()

    async def _hurry_when_cancelled(self) -> None:
        """Wait to be cancelled; messages under way then have `LAST_SEND_S` to arrive."""
        try:
            await anyio.sleep_forever()
        finally:
            for scope in self._under_way:
                scope.deadline = min(scope.deadline, anyio.current_time() + LAST_SEND_S)

    async def _recover(self) -> None:
        idempotent = [name for name, line in self._lines.items() if line.channel.is_idempotent]
        count = await self._outbox.recover(idempotent, now=self._clock())
        if count:
            self._observer.on_event(DeliveriesRecovered(count=count))

    async def _plan(self, cooldown: timedelta) -> None:
        await self._outbox.plan_report(now=self._clock())
        while await self._outbox.plan(self._lines, now=self._clock(), cooldown=cooldown):
            pass

    async def _plan_for_ever(self) -> None:
        while True:
            limit = self._ticks() + GATHER_S
            while self._scans and self._ticks() < limit:
                await self._wake_up.wait(limit - self._ticks())
            try:
                await self._plan(COOLDOWN)
                wait = await self._seconds_to_next()
            except JobscanError as exc:
                wait = self._storage_wait(exc)
            else:
                self._storage_troubles = 0
            for line in self._lines.values():
                line.wake_up.set()
            await self._wake_up.wait(wait)

    async def _seconds_to_next(self) -> float:
        due_at = await self._outbox.next_due_at(self._lines)
        if due_at is None:
            return _MAX_SLEEP_S
        # Due messages that were not taken wait for their channel, which wakes by itself.
        return min(_MAX_SLEEP_S, max(0.05, (due_at - self._clock()).total_seconds()) if due_at > self._clock() else 1.0)

    def _storage_wait(self, exc: JobscanError) -> float:
        self._storage_troubles += 1
        shortest, longest = _STORAGE_WAIT_S
        wait = min(longest, shortest * 2.0 ** min(self._storage_troubles - 1, 10))
        event = OutboxUnreachable(error=exc, retry_in_s=wait, failures=self._storage_troubles)
        self._observer.on_event(event)
        return wait

    async def _serve(self, line: _ChannelWorker, sends: anyio.abc.TaskGroup) -> None:
        """Send what is due on one channel until cancelled."""
        while True:
            try:
                # Shielded: what is claimed must be sent, or it would be "being sent" until the next start.
                with anyio.CancelScope(shield=True):
                    claimed = await self._claim(line)
                    for delivery in claimed:
                        sends.start_soon(self._deliver, line, delivery, name=f"deliver {delivery.id}")
            except JobscanError as exc:
                await anyio.sleep(self._storage_wait(exc))
                continue
            # Always give the event loop a turn: cancellation arrives there.
            await line.wake_up.wait(0 if claimed else _MAX_SLEEP_S)

    async def _drain_line(self, line: _ChannelWorker, counts: Counter[DeliveryStatus]) -> None:
        """Send what is due on one channel; what fails is due later and not tried again here."""

        async def deliver(delivery: Delivery) -> None:
            counts[await self._deliver(line, delivery)] += 1

        async with anyio.create_task_group() as group:
            while (claimed := await self._claim(line)) or line.under_way:
                for delivery in claimed:
                    group.start_soon(deliver, delivery, name=f"deliver {delivery.id}")
                if not claimed:
                    await line.wake_up.wait(_MAX_SLEEP_S)

    async def _claim(self, line: _ChannelWorker) -> list[Delivery]:
        """Take as many messages as the channel has room for; none while its breaker is open."""
        now = self._clock()
        # One message shows whether a channel works again.
        room = (line.channel.concurrency if line.breaker.open_until is None else 1) - line.under_way
        if room <= 0 or not line.breaker.may_try(now=now):
            return []
        claimed = await self._outbox.claim(line.name, room, now=now, after_user=line.last_user)
        if claimed:
            line.last_user = claimed[-1].user_id
        line.under_way += len(claimed)
        return claimed

    async def _deliver(self, line: _ChannelWorker, delivery: Delivery) -> DeliveryStatus:
        """Try once to send a claimed message, and store the result."""
        try:
            with anyio.CancelScope(shield=True) as scope:
                self._under_way.add(scope)
                settled = await self._attempt(line, delivery)
                await self._settle(delivery, settled)
        finally:
            self._under_way.discard(scope)
            line.under_way -= 1
            line.wake_up.set()
        # Cut off as the process ends: the next one finds it "being sent", and knows what that means on its channel.
        return DeliveryStatus.SENDING if scope.cancelled_caught else settled.status

    async def _attempt(self, line: _ChannelWorker, delivery: Delivery) -> Settled:
        try:
            message = await self._outbox.message(delivery)
            if message is None:
                return Settled(status=DeliveryStatus.CANCELLED, error_message="there is no longer anybody to notify")
            outcome = await line.channel.send(message)
        except JobscanError as exc:
            outcome = Outcome(result=Result.RETRY, reason=str(exc))
        except Exception as exc:  # noqa: BLE001 - a fault of ours in one message would fail for ever, others must go on
            _log.exception("delivery_crashed", delivery=delivery.id, channel=delivery.channel)
            outcome = Outcome(
                result=Result.DEAD, reason=f"internal error, please report it: {type(exc).__name__} while sending"
            )
        now = self._clock()
        self._note(line, delivery, outcome, now)
        resend = delivery.channel not in self._outbox.rules.drop_uncertain
        return after_attempt(delivery, outcome, now=now, draw=self._draw(), resend=resend)

    async def _settle(self, delivery: Delivery, settled: Settled) -> None:
        """Store the result of an attempt, however long the database takes: what is sent must not be sent again."""
        while True:
            try:
                await self._outbox.settle(delivery, settled)
            except JobscanError as exc:
                await anyio.sleep(self._storage_wait(exc))
            else:
                return

    def _note(self, line: _ChannelWorker, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
        """Update the channel's breaker, and tell the observers."""
        before = line.breaker
        line.breaker = before.after(outcome, now=now)
        self._observer.on_event(DeliveryAttempted(delivery=delivery, outcome=outcome))
        if before.failures == 0 and line.breaker.failures:
            self._observer.on_event(ChannelFailing(channel=delivery.channel, reason=outcome.reason))
        if before.failures and not line.breaker.failures:
            self._observer.on_event(ChannelRecovered(channel=delivery.channel))


def _lines(channels: Mapping[str, Sender]) -> dict[str, _ChannelWorker]:
    return {name: _ChannelWorker(name, channel) for name, channel in channels.items()}
