from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from jobscan.domain.job import ChangeKind
from jobscan.persistence.sql.bulk import codec_of, insert_batch
from jobscan.persistence.tables.job import JOB_VERSION_FORM, JOB_VERSIONS, JobVersionRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.job import JobVersion


def _on_conflict(insert: Any, _larger: Callable[..., Any]) -> Any:
    """Let the database refuse a version that is there already: history is not rewritten."""
    return insert


_INSERT = insert_batch(JOB_VERSIONS, _on_conflict)


class VersionRepository:
    """Reads and writes ``job_versions``, the history of all jobs, in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, versions: Sequence[JobVersion]) -> None:
        """Add changes to the history.

        Raises `DataIntegrityError` when a job has a change of that number already, or for a naive datetime.
        """
        await _INSERT.run(self._session, JOB_VERSION_FORM.values(versions, codec_of(self._session)))

    async def get_by_job(self, job_key: str) -> list[JobVersion]:
        """Return the changes of a job, the first one first."""
        query = select(JobVersionRow).where(JobVersionRow.job_key == job_key).order_by(JobVersionRow.version)
        return [row.to_domain() for row in await self._session.scalars(query)]

    async def updated_since(self, since: datetime) -> list[tuple[str, ChangeKind, datetime]]:
        """Return key, kind and time of what was updated or reopened since, the first one first."""
        row = JobVersionRow
        kinds = [ChangeKind.UPDATED.value, ChangeKind.REOPENED.value]
        query = (
            select(row.job_key, row.kind, row.changed_at)
            .where(row.changed_at >= since, row.kind.in_(kinds))
            .order_by(row.changed_at, row.job_key)
        )
        return [(key, ChangeKind(kind), moment) for key, kind, moment in await self._session.execute(query)]
