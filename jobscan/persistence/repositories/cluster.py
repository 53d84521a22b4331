from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, literal, select, text, update

from jobscan.domain.cluster import TwinRecord
from jobscan.domain.delivery import DeliveryStatus, NotificationKind
from jobscan.domain.source import SourceKey
from jobscan.persistence.repositories.notification import NotificationRepository
from jobscan.persistence.sql.bulk import insert_batch, insert_into
from jobscan.persistence.tables.cluster import CLUSTER_KEYS, SPLIT_JOBS
from jobscan.persistence.tables.job import JOBS
from jobscan.persistence.tables.ledger import ALERTS_SENT
from jobscan.persistence.tables.notification import NOTIFICATIONS, UNPLANNED, NotificationRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select, Table
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.cluster import ClusterKeys, JoinedNotifications, NotificationKey
    from jobscan.domain.delivery import Notification, OtherPosting

    Join = Callable[[Iterable[Notification], Mapping[str, ClusterKeys], Sequence[TwinRecord]], JoinedNotifications]

#: Keys in one IN list.
_KEYS = 500
#: Records of one cluster key, alert, channel and kind that are read: one that counts is enough, and a shop with
#: thousands of postings for one job has thousands of records.
_RECORDS = 8
#: Nobody was notified.
_UNTOLD = (DeliveryStatus.DEAD.value, DeliveryStatus.CANCELLED.value)


def _on_conflict(insert: Any, _larger: Callable[..., Any]) -> Any:
    return insert.on_conflict_do_nothing()


_INSERT = insert_batch(CLUSTER_KEYS, _on_conflict)


class ClusterRepository:
    """Reads and writes ``cluster_keys`` and ``split_jobs`` in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def store(self, keys: Collection[ClusterKeys]) -> None:
        """Store the keys of some postings, in place of those they had; of a posting at most one entry."""
        if not keys:
            return
        await self.forget([each.job_key for each in keys])
        await _INSERT.run(self._session, sorted((key, each.job_key) for each in keys for key in each.keys))

    async def forget(self, job_keys: Sequence[str]) -> None:
        """Delete the keys of these postings; what people decided stays."""
        for start in range(0, len(job_keys), _KEYS):
            part = job_keys[start : start + _KEYS]
            await self._session.execute(delete(CLUSTER_KEYS).where(CLUSTER_KEYS.c.job_key.in_(part)))

    async def sharing(self, keys: ClusterKeys, limit: int) -> dict[str, set[str]]:
        """Return job key → the keys that it shares with a posting, at most ``limit`` in all, split ones included."""
        row, found = CLUSTER_KEYS.c, dict[str, set[str]]()
        query = (
            select(row.job_key, row.cluster_key)
            .where(row.cluster_key.in_(keys.keys), row.job_key != keys.job_key)
            .order_by(row.job_key, row.cluster_key)
            .limit(limit)
        )
        for job_key, shared in await self._session.execute(query):
            found.setdefault(job_key, set()).add(shared)
        return found

    async def split(self, job_key: str, at: datetime) -> bool:
        """Remember that a posting is joined with no other; return whether that was new."""
        insert = insert_into(self._session, SPLIT_JOBS).values(job_key=job_key, split_at=at).on_conflict_do_nothing()
        result: Any = await self._session.execute(insert)
        return bool(result.rowcount)

    async def unsplit(self, job_key: str) -> bool:
        """Let a posting be joined with others again; return whether it was split."""
        result: Any = await self._session.execute(delete(SPLIT_JOBS).where(SPLIT_JOBS.c.job_key == job_key))
        return bool(result.rowcount)

    async def split_among(self, job_keys: Iterable[str]) -> dict[str, datetime]:
        """Return which of these postings are split, and since when."""
        keys, found = sorted(set(job_keys)), {}
        for start in range(0, len(keys), _KEYS):
            query = select(SPLIT_JOBS).where(SPLIT_JOBS.c.job_key.in_(keys[start : start + _KEYS]))
            found.update({row.job_key: row.split_at for row in await self._session.execute(query)})
        return found

    async def recorded(self, cluster_keys: Iterable[str], alert_ids: Collection[int]) -> list[TwinRecord]:
        """Return what is recorded for these alerts about postings with these keys, without split ones.

        Of many records only some: `_RECORDS`. What was given up or cancelled is left out.
        """
        keys, found = sorted(set(cluster_keys)), []
        for start in range(0, len(keys), _KEYS):
            for query in (_of_notifications, _of_ledger):
                rows = await self._session.execute(query(keys[start : start + _KEYS], alert_ids))
                found += [_record(row) for row in rows]
        return found

    async def record(
        self, notifications: Sequence[Notification], keys: Collection[ClusterKeys], join: Join
    ) -> list[Notification]:
        """Record notifications of versions that have not been decided; return them, with those that are not sent.

        ``keys`` are those of their postings; they are stored, so that later postings are compared with these; ``join``
        is `decide.alert.joining.join_notifications`. All is read within the transaction: moved postings have their
        new keys there.
        """
        await self.store(keys)
        stored = NotificationRepository(self._session)
        fresh = await stored.undecided(notifications)
        waiting = [each for each in fresh if each.delivery_status is DeliveryStatus.PENDING]
        split = await self.split_among(each.job_key for each in waiting)
        comparable = {each.job_key: each for each in keys if each.keys and each.job_key not in split}
        shared = {key for each in waiting if each.job_key in comparable for key in comparable[each.job_key].keys}
        if not shared:
            await stored.add(fresh)
            return fresh
        recorded = await self.recorded(shared, {each.alert_id for each in waiting})
        joined = join(fresh, comparable, recorded)
        await stored.add(joined.rows)
        for key, others in sorted(joined.additions.items()):
            await self._show(key, others)
        return list(joined.rows)

    async def _show(self, key: NotificationKey, others: Sequence[OtherPosting]) -> None:
        """Let a notification show further postings, unless it is in a message by now."""
        here = (text(UNPLANNED), *(NOTIFICATIONS.c[name] == value for name, value in key._asdict().items()))
        query = select(NotificationRow).where(*here).execution_options(populate_existing=True)
        row = await self._session.scalar(query.with_for_update())
        matched = None if row is None else row.to_domain().matched
        if matched is not None:
            values = {"matched": matched.with_others(others).to_record()}
            await self._session.execute(update(NOTIFICATIONS).where(*here).values(values))


def _of_notifications(keys: Sequence[str], alert_ids: Collection[int]) -> Select[Any]:
    row = NOTIFICATIONS.c
    is_open = and_(row.delivery_status == DeliveryStatus.PENDING.value, row.delivery_id.is_(None))
    of = (CLUSTER_KEYS.c.cluster_key, row.alert_id, row.channel, row.kind)
    order = (is_open.desc(), row.created_at.desc(), row.job_key, row.version_hash)
    query = (
        select(
            *of,
            row.job_key,
            row.version_hash,
            row.created_at,
            row.changes,
            is_open.label("is_open"),
            func.row_number().over(partition_by=of, order_by=order).label("place"),
        )
        .join(CLUSTER_KEYS, CLUSTER_KEYS.c.job_key == row.job_key)
        .where(row.delivery_status.not_in(_UNTOLD))
    )
    return _of_jobs(query, NOTIFICATIONS, keys, alert_ids)


def _of_ledger(keys: Sequence[str], alert_ids: Collection[int]) -> Select[Any]:
    row = ALERTS_SENT.c
    of = (CLUSTER_KEYS.c.cluster_key, row.alert_id)
    order = (row.sent_at.desc(), row.job_key, row.version_hash)
    # What is still among the notifications says more.
    kept = select(literal(1)).where(
        NOTIFICATIONS.c.job_key == row.job_key,
        NOTIFICATIONS.c.alert_id == row.alert_id,
        NOTIFICATIONS.c.version_hash == row.version_hash,
    )
    query = (
        select(
            *of,
            row.job_key,
            row.version_hash,
            row.sent_at.label("created_at"),
            func.row_number().over(partition_by=of, order_by=order).label("place"),
        )
        .join(CLUSTER_KEYS, CLUSTER_KEYS.c.job_key == row.job_key)
        .where(~kept.exists())
    )
    return _of_jobs(query, ALERTS_SENT, keys, alert_ids)


def _of_jobs(query: Select[Any], table: Table, keys: Sequence[str], alert_ids: Collection[int]) -> Select[Any]:
    """Restrict records to these keys and alerts, without those of split postings; add what is known of their jobs."""
    split = select(literal(1)).where(SPLIT_JOBS.c.job_key == table.c.job_key)
    query = query.where(CLUSTER_KEYS.c.cluster_key.in_(keys), ~split.exists())
    if len(alert_ids) <= _KEYS:
        query = query.where(table.c.alert_id.in_(alert_ids))
    found = query.subquery()
    return (
        select(found, JOBS.c.source_type, JOBS.c.source_identifier, JOBS.c.expired_at)
        .join(JOBS, JOBS.c.job_key == found.c.job_key)
        .where(found.c.place <= _RECORDS)
    )


def _record(row: Row[Any]) -> TwinRecord:
    values = row._mapping
    kind = values.get("kind")
    return TwinRecord(
        cluster_key=values["cluster_key"],
        job_key=values["job_key"],
        source=SourceKey(values["source_type"], values["source_identifier"]),
        alert_id=values["alert_id"],
        channel=values.get("channel", ""),
        kind=None if kind is None else NotificationKind(kind),
        changes={name: (old, new) for name, (old, new) in values.get("changes", {}).items()},
        version_hash=values["version_hash"],
        created_at=values["created_at"],
        is_open=bool(values.get("is_open", False)),
        expired_at=values["expired_at"],
    )
