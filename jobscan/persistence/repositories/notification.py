from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, select, text, tuple_, update

from jobscan.domain.delivery import FINISHED, DeliveryStatus, NotificationKind
from jobscan.domain.match import Decided, DueGroup, FoundMatch, MatchFilter
from jobscan.persistence.sql.bulk import codec_of, insert_batch, insert_into
from jobscan.persistence.tables.alert import ALERTS
from jobscan.persistence.tables.job import JOBS
from jobscan.persistence.tables.ledger import ALERTS_SENT
from jobscan.persistence.tables.notification import NOTIFICATION_FORM, NOTIFICATIONS, UNPLANNED, NotificationRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, TextClause
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.delivery import Notification

#: Keys in one IN list.
_KEYS = 500
#: Rows prepared between two turns of the event loop, about 5 ms: 10,000 rules can make 15,000 rows from one board.
_ROWS = 1_000


def _on_conflict(insert: Any, _larger: Callable[..., Any]) -> Any:
    """Keep the existing row: it has been decided."""
    return insert.on_conflict_do_nothing()


_INSERT = insert_batch(NOTIFICATIONS, _on_conflict)


class NotificationRepository:
    """Reads and writes ``alert_notifications`` in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def decided(self, job_keys: Iterable[str]) -> set[Decided]:
        """Return what has been decided for these jobs: every notification, and the ledger of purged ones."""
        keys = sorted(set(job_keys))
        found: set[Decided] = set()
        for start in range(0, len(keys), _KEYS):
            for table in (NOTIFICATIONS, ALERTS_SENT):
                columns = (table.c.alert_id, table.c.job_key, table.c.version_hash)
                query = select(*columns).where(table.c.job_key.in_(keys[start : start + _KEYS]))
                found.update(Decided(*row) for row in await self._session.execute(query))
        return found

    async def add(self, notifications: Sequence[Notification]) -> int:
        """Record notifications; return how many were new."""
        codec, added = codec_of(self._session), 0
        for start in range(0, len(notifications), _ROWS):
            part = notifications[start : start + _ROWS]
            added += await _INSERT.run(self._session, NOTIFICATION_FORM.values(part, codec))
        return added

    async def add_undecided(self, notifications: Sequence[Notification]) -> list[Notification]:
        """Record notifications, except of versions that have been decided for their alert; return the recorded ones."""
        fresh = await self.undecided(notifications)
        await self.add(fresh)
        return fresh

    async def undecided(self, notifications: Sequence[Notification]) -> list[Notification]:
        """Return those of versions that have not been decided for their alert."""
        if not notifications:
            return []
        decided = await self.decided(notification.job_key for notification in notifications)
        return [
            notification
            for notification in notifications
            if (notification.alert_id, notification.job_key, notification.version_hash) not in decided
        ]

    async def release_existing(self, now: datetime) -> int:
        """Release notifications that were held back until their board had been read whole; return how many."""
        held = and_(NOTIFICATIONS.c.kind == NotificationKind.EXISTING.value, NOTIFICATIONS.c.next_attempt_at > now)
        return await self._change(and_(_unplanned(), held), {"next_attempt_at": now})

    async def due_groups(self, now: datetime, limit: int) -> list[DueGroup]:
        """Return the groups of notifications that are due, the longest due first, at most ``limit``."""
        columns = (NOTIFICATIONS.c.alert_id, NOTIFICATIONS.c.channel)
        query = (
            select(*columns)
            .where(_unplanned(), NOTIFICATIONS.c.next_attempt_at <= now)
            .group_by(*columns)
            .order_by(func.min(NOTIFICATIONS.c.next_attempt_at), *columns)
            .limit(limit)
        )
        return [DueGroup(*row) for row in await self._session.execute(query)]

    async def next_due_at(self) -> datetime | None:
        """Return when the next notification must be put into a delivery; None when none is waiting."""
        found: datetime | None = await self._session.scalar(
            select(NOTIFICATIONS.c.next_attempt_at)
            .where(_unplanned(), NOTIFICATIONS.c.next_attempt_at.is_not(None))
            .order_by(NOTIFICATIONS.c.next_attempt_at)
            .limit(1)
        )
        return found

    async def assign(self, group: DueGroup, delivery_id: int, now: datetime) -> int:
        """Put the due notifications of a group into a delivery; return how many."""
        return await self._change(self._due(group, now), {"delivery_id": delivery_id})

    async def postpone(self, group: DueGroup, until: datetime, now: datetime, reason: str | None = None) -> int:
        """Postpone the due notifications of a group; return how many."""
        return await self._change(self._due(group, now), {"next_attempt_at": until, "error_message": reason})

    async def reschedule(self, alert_id: int, due: datetime) -> int:
        """Change the time of an alert's notifications that are in no delivery yet; return how many."""
        news = (NOTIFICATIONS.c.alert_id == alert_id, NOTIFICATIONS.c.kind != NotificationKind.EXISTING.value)
        return await self._change(and_(_unplanned(), *news), {"next_attempt_at": due})

    async def cancel(self, group: DueGroup, now: datetime, reason: str) -> int:
        """Cancel the due notifications of a group, because there is nobody to notify; return how many."""
        return await self._change(self._due(group, now), _given_up(reason))

    async def cancel_alerts(self, alert_ids: Collection[int], reason: str) -> int:
        """Cancel the waiting notifications of these alerts that are in no delivery yet; return how many."""
        return await self._change(and_(_unplanned(), NOTIFICATIONS.c.alert_id.in_(alert_ids)), _given_up(reason))

    async def follow(self, delivery_id: int, values: dict[str, Any]) -> int:
        """Write the outcome of a delivery to its notifications."""
        return await self._change(NOTIFICATIONS.c.delivery_id == delivery_id, values)

    async def of_delivery(self, delivery_id: int, limit: int) -> tuple[list[Notification], int]:
        """Return up to ``limit`` notifications of a delivery, always in the same order; and how many there are."""
        row = NotificationRow
        mine = row.delivery_id == delivery_id
        order = (row.created_at, row.job_key, row.alert_id, row.version_hash)
        query = select(row).where(mine).order_by(*order).limit(limit)
        rows = await self._session.scalars(query.execution_options(populate_existing=True))
        count = await self._session.scalar(select(func.count()).select_from(NOTIFICATIONS).where(mine))
        return [row.to_domain() for row in rows], int(count or 0)

    async def alerts_of_delivery(self, delivery_id: int) -> set[int]:
        """Return the alerts whose notifications a delivery holds."""
        query = select(NOTIFICATIONS.c.alert_id).where(NOTIFICATIONS.c.delivery_id == delivery_id).distinct()
        return set(await self._session.scalars(query))

    async def leave_out(self, delivery_id: int, alert_ids: Collection[int], reason: str) -> int:
        """Take the notifications of these alerts out of a delivery and cancel them; return how many."""
        mine = (NOTIFICATIONS.c.delivery_id == delivery_id, NOTIFICATIONS.c.alert_id.in_(alert_ids))
        return await self._change(and_(*mine), {"delivery_id": None} | _given_up(reason))

    async def find(self, wanted: MatchFilter) -> list[FoundMatch]:
        """Return matches, the latest first, with the present state of their jobs."""
        query = (
            select(NotificationRow, JOBS.c.title, JOBS.c.company, JOBS.c.location, JOBS.c.url)
            .outerjoin(JOBS, JOBS.c.job_key == NotificationRow.job_key)
            .where(*_conditions(wanted))
            .order_by(NotificationRow.created_at.desc(), NotificationRow.job_key, NotificationRow.alert_id)
            .limit(wanted.limit)
            .execution_options(populate_existing=True)
        )
        return [FoundMatch(row[0].to_domain(), *row[1:]) for row in await self._session.execute(query)]

    async def count(self, wanted: MatchFilter) -> dict[int, dict[DeliveryStatus, int]]:
        """Return alert id → status → how many matched; ``limit`` is ignored."""
        columns = (NotificationRow.alert_id, NotificationRow.delivery_status)
        query = select(*columns, func.count()).where(*_conditions(wanted)).group_by(*columns)
        found: dict[int, dict[DeliveryStatus, int]] = {}
        for alert_id, status, count in await self._session.execute(query):
            found.setdefault(alert_id, {})[DeliveryStatus(status)] = count
        return found

    async def purge(self, before: datetime, limit: int = 2000) -> int:
        """Delete notifications that were finished before this time, at most ``limit``; return how many.

        The ledger takes over what it does not have yet, so that none of it is sent again.
        """
        key = (NOTIFICATIONS.c.job_key, NOTIFICATIONS.c.alert_id, NOTIFICATIONS.c.version_hash, NOTIFICATIONS.c.channel)
        old = and_(
            NOTIFICATIONS.c.created_at < before,
            NOTIFICATIONS.c.delivery_status.in_([status.value for status in FINISHED])
            | and_(
                NOTIFICATIONS.c.delivery_status == DeliveryStatus.UNCERTAIN.value,
                NOTIFICATIONS.c.next_attempt_at.is_(None),
            ),
        )
        rows = (await self._session.execute(select(*key, NOTIFICATIONS.c.created_at).where(old).limit(limit))).all()
        if not rows:
            return 0
        # An erased alert needs no ledger.
        known = set(await self._session.scalars(select(ALERTS.c.id).where(ALERTS.c.id.in_({row[1] for row in rows}))))
        records = {
            (job_key, version, alert_id): created
            for job_key, alert_id, version, _, created in rows
            if alert_id in known
        }
        values = [
            {"job_key": job_key, "version_hash": version, "alert_id": alert_id, "sent_at": created}
            for (job_key, version, alert_id), created in records.items()
        ]
        if values:
            await self._session.execute(insert_into(self._session, ALERTS_SENT).on_conflict_do_nothing(), values)
        for start in range(0, len(rows), _KEYS):
            part = [tuple(row[:4]) for row in rows[start : start + _KEYS]]
            await self._session.execute(delete(NOTIFICATIONS).where(tuple_(*key).in_(part)))
        return len(rows)

    async def has_deliveries(self, delivery_ids: Collection[int]) -> set[int]:
        """Return which of these deliveries still have notifications."""
        column = NOTIFICATIONS.c.delivery_id
        query = select(column).where(column.in_(delivery_ids)).distinct()
        return {int(found) for found in await self._session.scalars(query) if found is not None}

    @staticmethod
    def _due(group: DueGroup, now: datetime) -> ColumnElement[bool]:
        return and_(
            _unplanned(),
            NOTIFICATIONS.c.alert_id == group.alert_id,
            NOTIFICATIONS.c.channel == group.channel,
            NOTIFICATIONS.c.next_attempt_at <= now,
        )

    async def _change(self, condition: ColumnElement[bool], values: dict[str, Any]) -> int:
        result: Any = await self._session.execute(update(NOTIFICATIONS).where(condition).values(values))
        return int(result.rowcount)


def _given_up(reason: str) -> dict[str, Any]:
    """Return the values of a cancelled notification."""
    return {"delivery_status": DeliveryStatus.CANCELLED.value, "next_attempt_at": None, "error_message": reason}


def _unplanned() -> TextClause:
    """Return the condition of the partial index, word for word: with parameters SQLite would not use it."""
    return text(UNPLANNED)


def _conditions(wanted: MatchFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.alert_ids is not None:
        found.append(NotificationRow.alert_id.in_(wanted.alert_ids))
    if wanted.status is not None:
        found.append(NotificationRow.delivery_status == wanted.status.value)
    if wanted.job_key is not None:
        found.append(NotificationRow.job_key == wanted.job_key)
    if wanted.since is not None:
        found.append(NotificationRow.created_at >= wanted.since)
    return found
