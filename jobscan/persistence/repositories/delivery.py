from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, delete, func, insert, literal, or_, select, text, update

from jobscan.domain.delivery import Delivery, DeliveryKind, DeliveryStatus
from jobscan.persistence.repositories.notification import NotificationRepository
from jobscan.persistence.sql.codecs import UtcDateTime
from jobscan.persistence.tables.delivery import DELIVERIES, DELIVERY_FORM, UNSENT, DeliveryRow
from jobscan.persistence.tables.notification import NOTIFICATIONS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Select, TextClause
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.alert import StoredAlert

#: Kinds that count against a user's cap.
_CAPPED = (DeliveryKind.ALERT.value, DeliveryKind.OVERFLOW.value)


class DeliveryRepository:
    """Reads and writes ``deliveries``, and the state of the notifications in them, in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._notifications = NotificationRepository(session)

    async def add(self, delivery: Delivery) -> Delivery:
        """Store a new delivery, ignoring its ``id``; return it with the new one."""
        values = DELIVERY_FORM.record(delivery)
        del values["id"]
        result: Any = await self._session.execute(insert(DELIVERIES).values(values))
        return replace(delivery, id=int(result.inserted_primary_key[0]))

    async def get(self, delivery_id: int) -> Delivery | None:
        """Return the delivery with this id; None when there is none."""
        found = await self._all(_deliveries().where(DeliveryRow.id == delivery_id))
        return found[0] if found else None

    async def claim(self, channel: str, now: datetime, limit: int, after_user: int = 0) -> list[Delivery]:
        """Take due deliveries of a channel, at most ``limit``, and mark them as being sent; return them.

        Users take turns, beginning with the one whose id follows ``after_user``: one's flood delays nobody else.
        """
        turn = func.row_number().over(
            partition_by=DELIVERIES.c.user_id, order_by=(DELIVERIES.c.next_attempt_at, DELIVERIES.c.id)
        )
        due = and_(_unsent(), DELIVERIES.c.channel == channel, DELIVERIES.c.next_attempt_at <= now)
        queue = select(DELIVERIES.c.id, DELIVERIES.c.user_id, turn.label("turn")).where(due).subquery()
        around = case((queue.c.user_id > after_user, 0), else_=1)
        query = select(queue.c.id).order_by(queue.c.turn, around, queue.c.user_id).limit(limit)
        ids = list(await self._session.scalars(query))
        if not ids:
            return []
        values = {"status": DeliveryStatus.SENDING.value, "attempts": DELIVERIES.c.attempts + 1}
        await self._session.execute(update(DELIVERIES).where(DELIVERIES.c.id.in_(ids)).values(values))
        sending = {"delivery_status": DeliveryStatus.SENDING.value, "attempts": NOTIFICATIONS.c.attempts + 1}
        await self._session.execute(update(NOTIFICATIONS).where(NOTIFICATIONS.c.delivery_id.in_(ids)).values(sending))
        found = {delivery.id: delivery for delivery in await self._all(_deliveries().where(DeliveryRow.id.in_(ids)))}
        return [found[id_] for id_ in ids]

    async def settle(
        self,
        delivery_id: int,
        status: DeliveryStatus,
        *,
        next_attempt_at: datetime | None = None,
        sent_at: datetime | None = None,
        error_message: str | None = None,
    ) -> None:
        """Store the status of a delivery and its notifications after an attempt."""
        values = {"next_attempt_at": next_attempt_at, "sent_at": sent_at, "error_message": error_message}
        condition = DELIVERIES.c.id == delivery_id
        await self._session.execute(update(DELIVERIES).where(condition).values(values | {"status": status.value}))
        await self._notifications.follow(delivery_id, values | {"delivery_status": status.value})

    async def sending(self) -> list[Delivery]:
        """Return the deliveries that were being sent; after a start: when the process died."""
        return await self._all(_deliveries().where(DeliveryRow.status == DeliveryStatus.SENDING.value))

    async def next_due_at(self, channels: Collection[str]) -> datetime | None:
        """Return when the next delivery on one of these channels is due; None when none waits."""
        query = select(func.min(DELIVERIES.c.next_attempt_at)).where(_unsent(), DELIVERIES.c.channel.in_(channels))
        found: datetime | None = await self._session.scalar(query)
        return found

    async def last_of_alert(
        self, alert: StoredAlert, channel: str, since: datetime, until: datetime
    ) -> datetime | None:
        """Return when the last message of an alert was made on a channel within this span; None: none was."""
        made = DELIVERIES.c.created_at
        # By user, too: that is what the index begins with.
        mine = (DELIVERIES.c.user_id == alert.user_id, DELIVERIES.c.alert_id == alert.id, made >= since, made <= until)
        query = select(func.max(made)).where(*mine, DELIVERIES.c.channel == channel)
        found: datetime | None = await self._session.scalar(query)
        return found

    async def last_report(self, user_id: int, before: datetime) -> datetime | None:
        """Return when the last report for a user was made, not after ``before``; None: never."""
        made = DELIVERIES.c.created_at
        mine = (DELIVERIES.c.user_id == user_id, DELIVERIES.c.kind == DeliveryKind.REPORT.value, made <= before)
        found: datetime | None = await self._session.scalar(select(func.max(made)).where(*mine))
        return found

    async def report_before(self, report: Delivery) -> datetime | None:
        """Return when the report before this one was made; None when it is the first."""
        return await self.last_report(report.user_id, report.created_at - timedelta(microseconds=1))

    async def count_since(self, user_id: int, since: datetime) -> int:
        """Return how many messages that count against the cap were made for a user since."""
        query = (
            select(func.count())
            .select_from(DELIVERIES)
            .where(DELIVERIES.c.user_id == user_id, DELIVERIES.c.created_at >= since, DELIVERIES.c.kind.in_(_CAPPED))
        )
        return int(await self._session.scalar(query) or 0)

    async def open_overflow(self, user_id: int, channel: str, now: datetime) -> Delivery | None:
        """Return the pending digest that takes a user's notifications beyond the cap; None: there is none."""
        mine = (
            DeliveryRow.user_id == user_id,
            DeliveryRow.channel == channel,
            DeliveryRow.kind == DeliveryKind.OVERFLOW.value,
            DeliveryRow.status == DeliveryStatus.PENDING.value,
            DeliveryRow.attempts == 0,
            DeliveryRow.next_attempt_at > now,
        )
        found = await self._all(_deliveries().where(*mine).order_by(DeliveryRow.id).limit(1))
        return found[0] if found else None

    async def count_by_status(self, since: datetime) -> dict[DeliveryStatus, int]:
        """Return status → how many messages that were made since."""
        query = (
            select(DELIVERIES.c.status, func.count())
            .where(DELIVERIES.c.created_at >= since)
            .group_by(DELIVERIES.c.status)
        )
        return {DeliveryStatus(status): count for status, count in await self._session.execute(query)}

    async def troubled(self, since: datetime, limit: int) -> list[Delivery]:
        """Return messages made since then that have a reason why they were not sent, the latest first."""
        trouble = (DeliveryRow.created_at >= since, DeliveryRow.error_message.is_not(None))
        return await self._all(_deliveries().where(*trouble).order_by(DeliveryRow.id.desc()).limit(limit))

    async def by_user(self, user_id: int) -> list[Delivery]:
        """Return all messages of a user, the first one first."""
        return await self._all(_deliveries().where(DeliveryRow.user_id == user_id).order_by(DeliveryRow.id))

    async def purge(self, before: datetime) -> int:
        """Delete finished messages made before then that no longer hold a notification; return how many."""
        held = select(literal(1)).where(NOTIFICATIONS.c.delivery_id == DELIVERIES.c.id).exists()
        finished = or_(
            DELIVERIES.c.status.in_(
                [DeliveryStatus.SENT.value, DeliveryStatus.DEAD.value, DeliveryStatus.CANCELLED.value]
            ),
            and_(DELIVERIES.c.status == DeliveryStatus.UNCERTAIN.value, DELIVERIES.c.next_attempt_at.is_(None)),
        )
        old = literal(before, UtcDateTime()) > DELIVERIES.c.created_at
        result: Any = await self._session.execute(delete(DELIVERIES).where(old, finished, ~held))
        return int(result.rowcount)

    async def _all(self, query: Select[DeliveryRow]) -> list[Delivery]:
        return [row.to_domain() for row in await self._session.scalars(query)]


def _unsent() -> TextClause:
    """Return the condition of the partial index, word for word: with parameters SQLite would not use it."""
    return text(UNSENT)


def _deliveries() -> Select[DeliveryRow]:
    """Select deliveries; ``populate_existing``: statements write past the session's identity map."""
    return select(DeliveryRow).execution_options(populate_existing=True)
