from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, delete, insert, select

from jobscan.persistence.schema import SCANS, ScanRow, is_source, scan_values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.scan import ScanRecord
    from jobscan.domain.source import SourceKey


class ScanRepository:
    """Reads and writes ``scans`` in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, records: Sequence[ScanRecord]) -> None:
        """Add scans. Raises `DataIntegrityError` for a naive datetime."""
        if records:
            await self._session.execute(insert(SCANS), [scan_values(record) for record in records])

    async def latest(self, key: SourceKey, limit: int = 20) -> list[ScanRecord]:
        """Return the last scans of a source, the newest first."""
        query = (
            select(ScanRow)
            .where(is_source(ScanRow, *key))
            .order_by(ScanRow.started_at.desc(), ScanRow.id.desc())
            .limit(limit)
        )
        return [row.to_domain() for row in await self._session.scalars(query)]

    async def prune(self, before: datetime) -> int:
        """Delete the scans that started before; return how many."""
        result: Any = await self._session.execute(delete(ScanRow).where(ScanRow.started_at < before))
        assert isinstance(result, CursorResult)
        return result.rowcount
