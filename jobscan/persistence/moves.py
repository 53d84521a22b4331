"""Jobs and boards that continue under another key: rows, history, notifications and the ledger move together."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, literal, select, update

from jobscan.domain.job import JobStatus
from jobscan.persistence.repositories.job import JobRepository
from jobscan.persistence.repositories.source import SourceRepository
from jobscan.persistence.sql.bulk import LARGER, dialect_of
from jobscan.persistence.sql.codecs import SQLITE, UtcDateTime
from jobscan.persistence.tables.cluster import CLUSTER_KEYS, SPLIT_JOBS
from jobscan.persistence.tables.job import JOB_VERSIONS, JOBS
from jobscan.persistence.tables.ledger import ALERTS_SENT
from jobscan.persistence.tables.notification import NOTIFICATIONS
from jobscan.persistence.tables.scan import SCANS
from jobscan.persistence.tables.source import SOURCES, is_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.job import JobMove
    from jobscan.domain.source import SourceKey, SourceStatus

#: Moves in one statement: of three values each, and SQLite takes 999 in every version.
_AT_ONCE = 333
#: What comes before each statement: the moves as a table, by whether the database is SQLite.
_MOVES_TABLE = {
    True: "WITH moves(old_key, new_key, external_id) AS (VALUES {marks}) ",
    False: "WITH moves(old_key, new_key, external_id) AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[])) ",
}


async def move_jobs(session: AsyncSession, moves: Sequence[JobMove]) -> None:
    """Move these jobs, and all that is known of them, to their new keys.

    Keys without a job under them change nothing. Where history or decisions of a purged job are left under a new key,
    those stand, and the same ones of the job that comes are dropped: a version is decided once.

    Raises `DataIntegrityError` when there is a job under a new key.
    """
    connection, is_sqlite = await session.connection(), dialect_of(session) == SQLITE
    # By key: two that move the same jobs wait for each other instead of dying.
    ordered = sorted(moves)
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        table = _MOVES_TABLE[is_sqlite].format(marks=", ".join(["(?, ?, ?)"] * len(part)))
        values = tuple(chain.from_iterable(part)) if is_sqlite else tuple(map(list, zip(*part, strict=True)))
        for statement in _STATEMENTS:
            await connection.exec_driver_sql(table + statement, values)


class BoardMoveRepository:
    """Moves all that is known of a board to another key, in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def load_ids(self, key: SourceKey) -> list[tuple[str, str]]:
        """Return (job key, external id) of every job of a source."""
        rows = await self._session.execute(select(JOBS.c.job_key, JOBS.c.external_id).where(is_source(JOBS.c, *key)))
        return [(job_key, external_id) for job_key, external_id in rows]

    async def last_expired(self, key: SourceKey, reason: str) -> set[str]:
        """Return the keys of the jobs of a source that expired at its last moment of that, with such a reason."""
        mine = (is_source(JOBS.c, *key), JOBS.c.status == JobStatus.EXPIRED.value)
        last = select(func.max(JOBS.c.expired_at)).where(*mine).scalar_subquery()
        found = select(JOBS.c.job_key).where(*mine, JOBS.c.expired_at == last)
        return set(await self._session.scalars(found.where(JOBS.c.expiry_reason.contains(reason, autoescape=True))))

    async def end_sightings(self, key: SourceKey, seen_at: datetime | None) -> None:
        """Let the active jobs of a source be last seen at the moment of its last whole list, and none be missed."""
        active = update(JOBS).where(is_source(JOBS.c, *key), JOBS.c.status == JobStatus.ACTIVE.value)
        if seen_at is not None:
            later = LARGER[dialect_of(self._session)](JOBS.c.last_seen_at, literal(seen_at, UtcDateTime()))
            await self._session.execute(active.where(JOBS.c.misses == 0).values(last_seen_at=later))
        await self._session.execute(active.where(JOBS.c.misses > 0).values(misses=0))

    async def move(self, former: SourceKey, status: SourceStatus, moves: Sequence[JobMove]) -> None:
        """Let a board with its jobs and scans go on under the key of ``status``; the one before is no longer there.

        Of a job whose place under its new key is taken, only what has been decided for alerts moves there.
        """
        held = await JobRepository(self._session).load_known(status.key)
        await JobRepository(self._session).delete([move.old_key for move in moves if move.new_key in held])
        await move_jobs(self._session, moves)
        mine = status.key._asdict()
        for table in (JOBS, SCANS):
            await self._session.execute(update(table).where(is_source(table.c, *former)).values(mine))
        await self._session.execute(delete(SOURCES).where(is_source(SOURCES.c, *former)))
        await SourceRepository(self._session).upsert(status)


def _move(table: Table, others: str = "") -> str:
    name = table.name
    return f"UPDATE {name} SET job_key = moves.new_key{others} FROM moves WHERE {name}.job_key = moves.old_key"  # noqa: S608 - our own names


def _drop_taken(table: Table) -> str:
    """Return the statement that deletes rows whose place under the new key is taken."""
    name = table.name
    others = (column.name for column in table.primary_key if column.name != "job_key")
    same = "".join(f" AND held.{column} = {name}.{column}" for column in others)
    # Hardly any new key has rows: checking that first is one look-up per move, and then usually nothing more.
    return (
        f"DELETE FROM {name} WHERE job_key IN (SELECT old_key FROM moves WHERE EXISTS"  # noqa: S608
        f" (SELECT 1 FROM {name} AS held WHERE held.job_key = moves.new_key)) AND EXISTS (SELECT 1 FROM moves"
        f" JOIN {name} AS held ON held.job_key = moves.new_key WHERE moves.old_key = {name}.job_key{same})"
    )


#: Notifications before the ledger: a message that is being settled meanwhile is waited for there, and what it writes
#: into the ledger is seen by the next statement.
_STATEMENTS = (
    _move(JOBS, ", external_id = moves.external_id"),
    *(
        of(table)
        for table in (JOB_VERSIONS, NOTIFICATIONS, ALERTS_SENT, CLUSTER_KEYS, SPLIT_JOBS)
        for of in (_drop_taken, _move)
    ),
    # Facts are made again under the new key.
    *(f"DELETE FROM {name} WHERE job_key IN (SELECT old_key FROM moves)" for name in ("job_facts", "job_skills")),  # noqa: S608
)
