from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, select, update

from jobscan.domain.source import SourceStatus
from jobscan.persistence.batch import insert_into
from jobscan.persistence.schema import SOURCE_COLUMNS, SOURCES, SourceRow, is_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.source import Source, SourceKey

_KEY = ("source_type", "source_identifier")


class SourceRepository:
    """Reads and writes ``sources`` in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_by_identifier(self, source_type: str, source_identifier: str) -> SourceStatus | None:
        """Return what is known of a source; None when it was never seen."""
        return await self._one(_one_source(source_type, source_identifier))

    async def get_all(self) -> list[SourceStatus]:
        """Return all sources by name, whatever its case, then by type and identifier."""
        rows = await self._session.scalars(select(SourceRow).execution_options(populate_existing=True))
        # Sorted here: the databases' orders of letters differ.
        return sorted((row.to_domain() for row in rows), key=lambda status: (status.name.casefold(), status.key))

    async def lock(self, key: SourceKey) -> SourceStatus | None:
        """Return what is known of a source and keep others from changing it until the transaction ends; None: unknown.

        First in every transaction that stores a scan, so that two processes never scan one board into each other. On
        SQLite the transaction itself excludes other writers.
        """
        return await self._one(_one_source(*key).with_for_update())

    async def ensure(self, sources: Sequence[Source]) -> None:
        """Make a row for each source that has none, and take over names that changed; nothing else."""
        # In the order in which scans lock them: two transactions that hold what the other wants would both wait.
        for _, source in sorted({source.key: source for source in sources}.items(), key=lambda item: item[0]):
            fresh = SourceStatus(source_type=source.type, source_identifier=source.identifier, name=source.name)
            insert = insert_into(self._session, SOURCES).values(_values(fresh))
            differs = SOURCES.c.name != insert.excluded.name
            await self._session.execute(
                insert.on_conflict_do_update(index_elements=_KEY, set_={"name": insert.excluded.name}, where=differs)
            )

    async def upsert(self, status: SourceStatus) -> SourceStatus:
        """Store everything that is known of a source; return it as it stands then."""
        await self._write(status, {name: getattr(status, name) for name in SOURCE_COLUMNS if name not in _KEY})
        return status

    async def update_success(
        self, source_type: str, source_identifier: str, at: datetime, name: str | None = None
    ) -> None:
        """Note a scan that ended well: its time, no error message, no failures in a row.

        A source that has no row gets one, named ``name`` or else by its identifier; None leaves a stored name alone.
        """
        status = SourceStatus(
            source_type=source_type,
            source_identifier=source_identifier,
            name=name or source_identifier,
            last_success_at=at,
        )
        changes: dict[str, Any] = {"last_success_at": at, "error_message": None, "failures": 0}
        await self._write(status, changes | ({"name": name} if name else {}))

    async def update_error(
        self, source_type: str, source_identifier: str, message: str, at: datetime, name: str | None = None
    ) -> None:
        """Note a scan that failed: its time, why, one more failure in a row; the last success stays.

        A source that has no row gets one, named ``name`` or else by its identifier; None leaves a stored name alone.
        """
        status = SourceStatus(
            source_type=source_type,
            source_identifier=source_identifier,
            name=name or source_identifier,
            last_error_at=at,
            error_message=message,
            failures=1,
        )
        changes: dict[str, Any] = {
            "last_error_at": at,
            "error_message": message,
            "failures": SOURCES.c.failures + 1,
        }
        await self._write(status, changes | ({"name": name} if name else {}))

    async def forgive(self, keys: Iterable[SourceKey]) -> None:
        """Take one failure back from each source: it was our network, not the board."""
        fewer = case((SOURCES.c.failures > 0, SOURCES.c.failures - 1), else_=0)
        for key in sorted(set(keys)):
            await self._session.execute(update(SOURCES).where(is_source(SourceRow, *key)).values(failures=fewer))

    async def _write(self, status: SourceStatus, changes: dict[str, Any]) -> None:
        insert = insert_into(self._session, SOURCES).values(_values(status))
        await self._session.execute(insert.on_conflict_do_update(index_elements=_KEY, set_=changes))

    async def _one(self, query: Select[SourceRow]) -> SourceStatus | None:
        row = (await self._session.scalars(query)).one_or_none()
        return None if row is None else row.to_domain()


def _one_source(source_type: str, source_identifier: str) -> Select[SourceRow]:
    """Select one row; ``populate_existing``: statements write past the session's identity map."""
    return (
        select(SourceRow)
        .where(is_source(SourceRow, source_type, source_identifier))
        .execution_options(populate_existing=True)
    )


def _values(status: SourceStatus) -> dict[str, Any]:
    return {name: getattr(status, name) for name in SOURCE_COLUMNS}
