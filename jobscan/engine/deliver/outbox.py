"""The tables of messages, as the dispatcher uses them: plan messages, claim them, build them, settle them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from jobscan.decide.alert.contents import message_jobs
from jobscan.decide.alert.notifications import (
    MAX_ATTEMPTS,
    GroupAction,
    GroupFacts,
    Settled,
    after_quiet_hours,
    day_began_at,
    judge_group,
    next_morning,
    next_send_at,
)
from jobscan.domain.alert import SendKind
from jobscan.domain.delivery import AlertLink, Delivery, DeliveryKind, DeliveryStatus, Message
from jobscan.persistence import (
    AlertRuleRepository,
    DeliveryRepository,
    LedgerRepository,
    NotificationRepository,
    UserRepository,
)
from jobscan.utils.hashing import compute_hash

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable
    from datetime import datetime

    from jobscan.domain.alert import Send, StoredAlert
    from jobscan.domain.report import Report
    from jobscan.domain.user import StoredUser
    from jobscan.persistence import Database, DueGroup

#: Groups put into messages in one transaction, in about 0.1 s.
PLAN_GROUPS = 50
#: Postings shown in one message; the rest is counted.
MESSAGE_JOBS = 100
#: Notifications read for one message.
_MESSAGE_ROWS = 2_000
_STOPPED = "its alert was stopped before this was sent"
#: How long notifications for a channel that is not configured wait before the next check.
UNKNOWN_CHANNEL_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlan:
    """How the owner's summary is made."""

    send: Send
    to: tuple[str, ...]
    #: From, to → what happened between them.
    make: Callable[[datetime, datetime], Awaitable[Report]]
    #: The period that the first one covers.
    span: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRules:
    """The settings that decide what goes out."""

    #: Messages a day for a user without a cap of their own.
    max_per_day: int = 20
    #: Channels on which a message that may have arrived is not sent again.
    drop_uncertain: frozenset[str] = frozenset()
    #: Alert id → the address that stops it with one click; None if there is none.
    unsubscribe_url: Callable[[int], str | None] = field(default=lambda _alert_id: None)
    #: None: no report is sent.
    report: ReportPlan | None = None


class Outbox:
    """The messages to send, in a database."""

    def __init__(self, database: Database, rules: OutboxRules) -> None:
        self._database = database
        self.rules = rules

    async def recover(self, idempotent: Collection[str], *, now: datetime) -> int:
        """Take back messages that were being sent when the process died; return how many.

        On channels in ``idempotent`` they are simply sent again; on others they may already have arrived.
        """
        async with self._database.write() as session:
            deliveries = DeliveryRepository(session)
            sending = await deliveries.sending()
            for delivery in sending:
                if delivery.attempts >= MAX_ATTEMPTS:
                    # The message itself may kill the process: then nothing else would ever be sent.
                    reason = (
                        f"given up: jobscan was stopped during each of the last attempts, {delivery.attempts} in all"
                    )
                    await deliveries.settle(delivery.id, DeliveryStatus.DEAD, error_message=reason)
                    continue
                if delivery.channel in idempotent:
                    await deliveries.settle(delivery.id, DeliveryStatus.PENDING, next_attempt_at=now)
                    continue
                dropped = delivery.channel in self.rules.drop_uncertain
                await deliveries.settle(
                    delivery.id,
                    DeliveryStatus.UNCERTAIN,
                    next_attempt_at=None if dropped else now,
                    error_message="jobscan was stopped while this was being sent",
                )
        return len(sending)

    async def release_existing(self, now: datetime) -> None:
        """Release the notifications that waited for a board to be read whole."""
        async with self._database.write() as session:
            await NotificationRepository(session).release_existing(now)

    async def plan(self, channels: Collection[str], *, now: datetime, cooldown: timedelta) -> bool:
        """Put what is due into messages; return whether there may be more. ``channels`` are the configured ones."""
        async with self._database.read() as session:
            due_at = await NotificationRepository(session).next_due_at()
        if due_at is None or due_at > now:
            return False
        async with self._database.write() as session:
            notifications = NotificationRepository(session)
            planner = _Planner(notifications, DeliveryRepository(session), self.rules, now)
            groups = await notifications.due_groups(now, PLAN_GROUPS)
            pairs = await AlertRuleRepository(session).get_pairs({group.alert_id for group in groups})
            for group in groups:
                alert, user = pairs.get(group.alert_id, (None, None))
                if alert is None or user is None:
                    await notifications.cancel(group, now, "its alert was erased")
                elif group.channel not in channels and alert.is_active:
                    reason = f"no channel {group.channel} is configured under notify:"
                    await notifications.postpone(group, now + UNKNOWN_CHANNEL_WAIT, now, reason)
                else:
                    await planner.place(group, alert, user, cooldown)
        return len(groups) == PLAN_GROUPS

    async def plan_report(self, *, now: datetime) -> None:
        """Make the report message when it is due."""
        report = self.rules.report
        if report is None:
            return
        async with self._database.write() as session:
            owner = await UserRepository(session).get_owner()
            if owner is None or owner.disabled_at is not None:
                return
            deliveries = DeliveryRepository(session)
            last = await deliveries.last_report(owner.id, now) or owner.created_at
            if next_send_at(report.send, owner.user, now=last) > now:
                return
            for channel in report.to:
                await deliveries.add(_message_for(owner, channel, DeliveryKind.REPORT, now))

    async def next_due_at(self, channels: Collection[str]) -> datetime | None:
        """Return when the next message has to be planned or sent; None when nothing waits."""
        async with self._database.read() as session:
            moments = (
                await NotificationRepository(session).next_due_at(),
                await DeliveryRepository(session).next_due_at(channels),
            )
        return min((moment for moment in moments if moment is not None), default=None)

    async def claim(self, channel: str, limit: int, *, now: datetime, after_user: int) -> list[Delivery]:
        """Take messages of a channel that are due, at most ``limit``; from now on they count as being sent.

        Users take turns, beginning with the one whose id follows ``after_user``.
        """
        async with self._database.read() as session:
            due_at = await DeliveryRepository(session).next_due_at([channel])
        if due_at is None or due_at > now:
            return []
        async with self._database.write() as session:
            return await DeliveryRepository(session).claim(channel, now, limit, after_user)

    async def settle(self, delivery: Delivery, settled: Settled) -> None:
        """Store a message's status after an attempt; what was sent goes into the ledger in the same transaction."""
        async with self._database.write() as session:
            await DeliveryRepository(session).settle(
                delivery.id,
                settled.status,
                next_attempt_at=settled.next_attempt_at,
                sent_at=settled.sent_at,
                error_message=settled.error_message,
            )
            if settled.sent_at is not None:
                await LedgerRepository(session).record_delivery(delivery.id, settled.sent_at)

    async def message(self, delivery: Delivery) -> Message | None:
        """Return the message to send; None when there is no longer a recipient or anything to send."""
        if delivery.kind is DeliveryKind.REPORT:
            return await self._report(delivery)
        async with self._database.read() as session:
            notifications = NotificationRepository(session)
            rows, count = await notifications.of_delivery(delivery.id, _MESSAGE_ROWS)
            user = await UserRepository(session).get(delivery.user_id)
            pairs = await AlertRuleRepository(session).get_pairs(await notifications.alerts_of_delivery(delivery.id))
        active = {alert_id: alert for alert_id, (alert, _) in pairs.items() if alert.is_active}
        if user is None or user.disabled_at is not None or not active:
            return None
        if stopped := pairs.keys() - active.keys():
            # A digest of several alerts: postings that it does not show must not count as sent.
            async with self._database.write() as session:
                await NotificationRepository(session).leave_out(delivery.id, stopped, _STOPPED)
            return await self.message(delivery)
        jobs = message_jobs(rows)
        alert = active.get(delivery.alert_id) if delivery.alert_id is not None else None
        return Message(
            kind=delivery.kind,
            token=token_of(delivery),
            created_at=delivery.created_at,
            recipient=user.user.email,
            user=None if user.is_owner else user.user.email,
            time_zone=user.user.time_zone,
            alert_name=alert.alert.name if alert else None,
            jobs=tuple(jobs[:MESSAGE_JOBS]),
            more=len(jobs) - len(jobs[:MESSAGE_JOBS]) + count - len(rows),
            unsubscribe_url=self.rules.unsubscribe_url(alert.id) if alert else None,
            alerts=() if alert else self._links(active.values()),
        )

    def _links(self, alerts: Iterable[StoredAlert]) -> tuple[AlertLink, ...]:
        """Return how to stop each of several alerts, always in the same order."""
        ordered = sorted(alerts, key=lambda alert: (alert.alert.name.casefold(), alert.id))
        return tuple(
            AlertLink(name=alert.alert.name, unsubscribe_url=self.rules.unsubscribe_url(alert.id)) for alert in ordered
        )

    async def _report(self, delivery: Delivery) -> Message | None:
        plan = self.rules.report
        async with self._database.read() as session:
            user = await UserRepository(session).get(delivery.user_id)
            before = await DeliveryRepository(session).report_before(delivery)
        if plan is None or user is None:
            return None
        return Message(
            kind=delivery.kind,
            token=token_of(delivery),
            created_at=delivery.created_at,
            recipient=user.user.email,
            time_zone=user.user.time_zone,
            report=await plan.make(before or delivery.created_at - plan.span, delivery.created_at),
        )


class _Planner:
    """Puts groups of notifications into messages, inside one transaction."""

    def __init__(
        self, notifications: NotificationRepository, deliveries: DeliveryRepository, rules: OutboxRules, now: datetime
    ) -> None:
        self._notifications = notifications
        self._deliveries = deliveries
        self._rules = rules
        self._now = now
        #: User id → messages made today.
        self._today: dict[int, int] = {}

    async def place(self, group: DueGroup, alert: StoredAlert, user: StoredUser, cooldown: timedelta) -> None:
        """Put the due notifications of a group into the right message."""
        now = self._now
        if alert.alert.send.kind is SendKind.IMMEDIATE and (loud := after_quiet_hours(user.user, now=now)) > now:
            # Existing postings were due as soon as their board had been read.
            await self._notifications.postpone(group, loud, now)
            return
        facts = await self._facts(group, alert, user, now - cooldown)
        action = judge_group(facts, now=now, cooldown=cooldown)
        if action is GroupAction.CANCEL:
            await self._notifications.cancel(group, now, _STOPPED)
        elif action is GroupAction.WAIT and facts.last_at is not None:
            await self._notifications.postpone(group, facts.last_at + cooldown, now)
        elif action is GroupAction.ROLL:
            await self._listed(group, user)
        else:
            self._today[user.id] = facts.today + 1
            fresh = replace(_message_for(user, group.channel, DeliveryKind.ALERT, now), alert_id=alert.id)
            made = await self._deliveries.add(fresh)
            await self._notifications.assign(group, made.id, now)

    async def _facts(self, group: DueGroup, alert: StoredAlert, user: StoredUser, since: datetime) -> GroupFacts:
        if user.id not in self._today:
            began = day_began_at(user.user, now=self._now)
            self._today[user.id] = await self._deliveries.count_since(user.id, began)
        return GroupFacts(
            is_active=alert.is_active and user.disabled_at is None,
            last_at=await self._deliveries.last_of_alert(alert, group.channel, since, self._now),
            today=self._today[user.id],
            cap=self._rules.max_per_day if user.user.max_per_day is None else user.user.max_per_day,
        )

    async def _listed(self, group: DueGroup, user: StoredUser) -> None:
        """Put a group into tomorrow's digest of its user."""
        digest = await self._deliveries.open_overflow(user.id, group.channel, self._now)
        if digest is None:
            fresh = _message_for(user, group.channel, DeliveryKind.OVERFLOW, self._now)
            due = next_morning(user.user, now=self._now)
            digest = await self._deliveries.add(replace(fresh, next_attempt_at=due))
        await self._notifications.assign(group, digest.id, self._now)


def token_of(delivery: Delivery) -> str:
    """Return what identifies all copies of a message: 32 hex digits, the same for every attempt."""
    return compute_hash("delivery", str(delivery.id), delivery.created_at.isoformat())[:32]


def _message_for(user: StoredUser, channel: str, kind: DeliveryKind, now: datetime) -> Delivery:
    """Return a message that is due now, to be stored."""
    return Delivery(
        id=0,
        user_id=user.id,
        alert_id=None,
        channel=channel,
        kind=kind,
        status=DeliveryStatus.PENDING,
        created_at=now,
        next_attempt_at=now,
    )
