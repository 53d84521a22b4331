from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, delete, literal, select

from jobscan.persistence.sql.bulk import insert_into
from jobscan.persistence.sql.codecs import UtcDateTime
from jobscan.persistence.tables.ledger import ALERTS_SENT, LedgerRow
from jobscan.persistence.tables.notification import NOTIFICATIONS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.alert import AlertRecord


class LedgerRepository:
    """Reads and writes ``alerts_sent``, the ledger of what has been sent to people, in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def has_been_sent(self, job_key: str, version_hash: str, alert_id: int | None = None) -> bool:
        """Say whether this version of this job has been sent for an alert (None: for any)."""
        sent = (LedgerRow.job_key == job_key, LedgerRow.version_hash == version_hash)
        mine = () if alert_id is None else (LedgerRow.alert_id == alert_id,)
        return await self._session.scalar(select(LedgerRow.job_key).where(*sent, *mine).limit(1)) is not None

    async def record_alert(self, job_key: str, version_hash: str, sent_at: datetime, alert_id: int = 0) -> AlertRecord:
        """Note that this version of this job has been sent; return the first record of it."""
        values = {"job_key": job_key, "version_hash": version_hash, "sent_at": sent_at, "alert_id": alert_id}
        insert = insert_into(self._session, ALERTS_SENT).values(values)
        await self._session.execute(insert.on_conflict_do_nothing())
        row = await self._session.get_one(LedgerRow, (job_key, version_hash, alert_id))
        return row.to_domain()

    async def record_delivery(self, delivery_id: int, sent_at: datetime) -> None:
        """Note that everything in a delivery has been sent."""
        columns = NOTIFICATIONS.c
        record = {
            "job_key": columns.job_key,
            "version_hash": columns.version_hash,
            "sent_at": literal(sent_at, UtcDateTime()),
            "alert_id": columns.alert_id,
        }
        # In one order: two channels that settle the same versions at once wait for each other instead of dying.
        order = (columns.job_key, columns.version_hash, columns.alert_id)
        sent = select(*record.values()).where(columns.delivery_id == delivery_id).order_by(*order)
        insert = insert_into(self._session, ALERTS_SENT).from_select(list(record), sent)
        await self._session.execute(insert.on_conflict_do_nothing())

    async def get_alerts_for_job(self, job_key: str) -> list[AlertRecord]:
        """Return what was sent of a job, the newest first."""
        order = (LedgerRow.sent_at.desc(), LedgerRow.version_hash, LedgerRow.alert_id)
        query = select(LedgerRow).where(LedgerRow.job_key == job_key).order_by(*order)
        return [row.to_domain() for row in await self._session.scalars(query)]

    async def get_by_alerts(self, alert_ids: Collection[int]) -> list[AlertRecord]:
        """Return what was sent of these alerts, the first one first."""
        order = (LedgerRow.sent_at, LedgerRow.job_key, LedgerRow.version_hash)
        query = select(LedgerRow).where(LedgerRow.alert_id.in_(alert_ids)).order_by(*order)
        return [row.to_domain() for row in await self._session.scalars(query)]

    async def cleanup_old_alerts(self, before: datetime) -> int:
        """Delete the records of what was sent before then; return how many. It can then be sent again."""
        result: Any = await self._session.execute(delete(LedgerRow).where(LedgerRow.sent_at < before))
        assert isinstance(result, CursorResult)
        return result.rowcount


#: The room's public name for it.
AlertRepository = LedgerRepository
