from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import case, select, update

from jobscan.domain.source import SourceStatus
from jobscan.persistence.sql.bulk import as_driven, codec_of, insert_batch, insert_into, read_many
from jobscan.persistence.tables.source import SOURCE_STATUS_FORM, SOURCES, by_system, is_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.source import Source, SourceKey
    from jobscan.persistence.sql.bulk import BulkStatement

_KEY = ("source_type", "source_identifier")


def _replace(insert: Any, _larger: Callable[..., Any]) -> Any:
    new = {name: insert.excluded[name] for name in SOURCE_STATUS_FORM.columns if name not in _KEY}
    return insert.on_conflict_do_update(index_elements=_KEY, set_=new)


def _rename(insert: Any, _larger: Callable[..., Any]) -> Any:
    name = insert.excluded.name
    return insert.on_conflict_do_update(index_elements=_KEY, set_={"name": name}, where=SOURCES.c.name != name)


_UPSERT, _ENSURE = insert_batch(SOURCES, _replace), insert_batch(SOURCES, _rename)

#: Plain rows: 5,000 of the model's take three times the memory, and five times as long.
_STATUS = select(*(as_driven(SOURCES.c[name]) for name in SOURCE_STATUS_FORM.columns))


class SourceRepository:
    """Reads and writes ``sources`` in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_by_identifier(self, source_type: str, source_identifier: str) -> SourceStatus | None:
        """Return what is known of a source; None when it was never seen."""
        found = await self._fetch(_STATUS.where(is_source(SOURCES.c, source_type, source_identifier)))
        return found[0] if found else None

    async def get_all(self) -> list[SourceStatus]:
        """Return all sources by name, whatever its case, then by type and identifier."""
        # Sorted here: the databases' orders of letters differ.
        return sorted(await self._fetch(_STATUS), key=lambda status: (status.name.casefold(), status.key))

    async def lock(self, keys: Iterable[SourceKey]) -> dict[SourceKey, SourceStatus]:
        """Return what is known of sources, and keep others from changing them until the transaction ends.

        First in every transaction that stores scans, so that two processes never scan one board into each other; in
        one order, so that neither waits for what the other holds. On SQLite the transaction itself excludes other
        writers.
        """
        found: dict[SourceKey, SourceStatus] = {}
        for source_type, identifiers in by_system(keys):
            mine = (SOURCES.c.source_type == source_type, SOURCES.c.source_identifier.in_(identifiers))
            query = _STATUS.where(*mine).order_by(*(SOURCES.c[name] for name in _KEY)).with_for_update()
            found.update((status.key, status) for status in await self._fetch(query))
        return found

    async def ensure(self, sources: Sequence[Source]) -> None:
        """Make a row for each source that has none, and take over names that changed; nothing else."""
        fresh = (
            SourceStatus(source_type=each.type, source_identifier=each.identifier, name=each.name) for each in sources
        )
        await self._run(_ENSURE, fresh)

    async def upsert(self, status: SourceStatus) -> SourceStatus:
        """Store everything that is known of a source; return it as stored."""
        await self.upsert_all([status])
        return status

    async def upsert_all(self, statuses: Iterable[SourceStatus]) -> None:
        """Store everything that is known of these sources."""
        await self._run(_UPSERT, statuses)

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
            await self._session.execute(update(SOURCES).where(is_source(SOURCES.c, *key)).values(failures=fewer))

    async def _fetch(self, query: Select[Any]) -> list[SourceStatus]:
        return SOURCE_STATUS_FORM.nouns(await read_many(self._session, query), codec_of(self._session))

    async def _run(self, batch: BulkStatement, statuses: Iterable[SourceStatus]) -> None:
        """Write each source once, the last of two; in the order in which scans lock them."""
        latest = {status.key: status for status in statuses}
        ordered = (latest[key] for key in sorted(latest))
        await batch.run(self._session, SOURCE_STATUS_FORM.values(ordered, codec_of(self._session)))

    async def _write(self, status: SourceStatus, changes: dict[str, Any]) -> None:
        insert = insert_into(self._session, SOURCES).values(SOURCE_STATUS_FORM.record(status))
        await self._session.execute(insert.on_conflict_do_update(index_elements=_KEY, set_=changes))
