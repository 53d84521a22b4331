from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import CursorResult, case, delete, func, insert, select

from jobscan.domain.scan import ScanOutcome
from jobscan.domain.source import SourceKey
from jobscan.persistence.tables.scan import SCAN_RECORD_FORM, SCANS, ScanRow
from jobscan.persistence.tables.source import is_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.scan import ScanRecord


class ScanTotals(NamedTuple):
    """What several scans found together."""

    scans: int
    #: Failed or incomplete.
    failed: int
    new: int
    updated: int
    expired: int
    reopened: int
    #: Of the failed ones, those that were incomplete.
    incomplete: int


class ScanRepository:
    """Reads and writes ``scans`` in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, records: Sequence[ScanRecord]) -> None:
        """Add scans. Raises `DataIntegrityError` for a naive datetime."""
        if records:
            await self._session.execute(insert(SCANS), [SCAN_RECORD_FORM.record(record) for record in records])

    async def latest(self, key: SourceKey, limit: int = 20) -> list[ScanRecord]:
        """Return the last scans of a source, the newest first."""
        query = (
            select(ScanRow)
            .where(is_source(ScanRow, *key))
            .order_by(ScanRow.started_at.desc(), ScanRow.id.desc())
            .limit(limit)
        )
        return [row.to_domain() for row in await self._session.scalars(query)]

    async def totals(self, since: datetime) -> dict[SourceKey, ScanTotals]:
        """Return what each source's scans that started since found together; sources without scans are not in it."""
        done = (ScanOutcome.OK.value, ScanOutcome.UNCHANGED.value)
        columns = [SCANS.c[name] for name in ("new", "updated", "expired", "reopened")]
        query = (
            select(
                SCANS.c.source_type,
                SCANS.c.source_identifier,
                func.count(),
                func.sum(case((SCANS.c.outcome.in_(done), 0), else_=1)),
                *(func.sum(column) for column in columns),
                func.sum(case((SCANS.c.outcome == ScanOutcome.INCOMPLETE.value, 1), else_=0)),
            )
            .where(SCANS.c.started_at >= since)
            .group_by(SCANS.c.source_type, SCANS.c.source_identifier)
        )
        return {SourceKey(row[0], row[1]): ScanTotals(*row[2:]) for row in await self._session.execute(query)}

    async def prune(self, before: datetime, limit: int = 5_000) -> int:
        """Delete scans that started before, of the oldest ``limit`` ones; return how many, 0 when there are no more.

        Ids grow with time, so that only what goes is looked at: no index on ``started_at`` alone is needed, and no
        transaction is long.
        """
        oldest = select(ScanRow.id).order_by(ScanRow.id).limit(limit)
        result: Any = await self._session.execute(
            delete(ScanRow)
            .where(ScanRow.id.in_(oldest), ScanRow.started_at < before)
            .execution_options(synchronize_session=False)
        )
        assert isinstance(result, CursorResult)
        return result.rowcount
