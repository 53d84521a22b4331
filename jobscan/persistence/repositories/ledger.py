from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, delete, literal, select

from jobscan.persistence.outbox_schema import NOTIFICATIONS
from jobscan.persistence.schema import ALERTS_SENT, LEDGER_COLUMNS, AlertRow
from jobscan.persistence.sql.bulk import insert_into
from jobscan.persistence.sql.codecs import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.alert import AlertRecord


class AlertRepository:
    """Reads and writes ``alerts_sent``, the ledger of what has been sent to people, in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def has_been_sent(self, job_key: str, version_hash: str, alert_id: int | None = None) -> bool:
        """Say whether this version of this job has been sent; of one alert, or for None of any."""
        sent = (AlertRow.job_key == job_key, AlertRow.version_hash == version_hash)
        mine = () if alert_id is None else (AlertRow.alert_id == alert_id,)
        return await self._session.scalar(select(AlertRow.job_key).where(*sent, *mine).limit(1)) is not None

    async def record_alert(self, job_key: str, version_hash: str, sent_at: datetime, alert_id: int = 0) -> AlertRecord:
        """Note that this version of this job has been sent; return the record that stands: the first one."""
        values = {"job_key": job_key, "version_hash": version_hash, "sent_at": sent_at, "alert_id": alert_id}
        insert = insert_into(self._session, ALERTS_SENT).values(values)
        await self._session.execute(insert.on_conflict_do_nothing())
        row = await self._session.get_one(AlertRow, (job_key, version_hash, alert_id))
        return row.to_domain()

    async def record_delivery(self, delivery_id: int, sent_at: datetime) -> None:
        """Note that everything in a delivery has been sent."""
        columns = NOTIFICATIONS.c
        sent = select(columns.job_key, columns.version_hash, literal(sent_at, UtcDateTime()), columns.alert_id)
        # In one order: two channels that settle the same versions at once wait for each other instead of dying.
        sent = sent.where(columns.delivery_id == delivery_id).order_by(
            columns.job_key, columns.version_hash, columns.alert_id
        )
        insert = insert_into(self._session, ALERTS_SENT).from_select(LEDGER_COLUMNS, sent)
        await self._session.execute(insert.on_conflict_do_nothing())

    async def get_alerts_for_job(self, job_key: str) -> list[AlertRecord]:
        """Return what was sent of a job, the newest first."""
        order = (AlertRow.sent_at.desc(), AlertRow.version_hash, AlertRow.alert_id)
        query = select(AlertRow).where(AlertRow.job_key == job_key).order_by(*order)
        return [row.to_domain() for row in await self._session.scalars(query)]

    async def get_by_alerts(self, alert_ids: Collection[int]) -> list[AlertRecord]:
        """Return what was sent of these alerts, the first one first."""
        order = (AlertRow.sent_at, AlertRow.job_key, AlertRow.version_hash)
        query = select(AlertRow).where(AlertRow.alert_id.in_(alert_ids)).order_by(*order)
        return [row.to_domain() for row in await self._session.scalars(query)]

    async def cleanup_old_alerts(self, before: datetime) -> int:
        """Delete the records of alerts sent before; return how many. What they stand for may then be sent again."""
        result: Any = await self._session.execute(delete(AlertRow).where(AlertRow.sent_at < before))
        assert isinstance(result, CursorResult)
        return result.rowcount
