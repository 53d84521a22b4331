"""Which jobs of a large batch equal their rows in the table: they need not travel to the database."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from jobscan.persistence.sql.bulk import as_driven, codec_of, read_many
from jobscan.persistence.tables.job import JOBS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.job import StoredJob
    from jobscan.persistence.sql.bulk import Row

    Pair = tuple[str, str]

#: The number of jobs from which comparing first pays: fewer go straight to the upsert, which leaves equal rows alone.
LOOK_FIRST = 250
#: A board is read whole if it has at most this many times the requested rows: half the cost of reading rows by key.
_WHOLE = 2
#: Sources or keys in one IN list.
_PARTS = 500

#: Content hash and fingerprint stand for everything that a posting says except its timestamps; see `Job`.
_PLAIN = ("job.job_key", "job.fingerprint", "job.content_hash", "status", "expiry_reason", "misses", "version")
_MOMENTS = ("posted_at", "updated_at", "expired_at", "last_seen_at")
_ROWS = select(*(as_driven(JOBS.c[name.removeprefix("job.")]) for name in (*_PLAIN, *_MOMENTS)))
_plain_values = attrgetter(*_PLAIN)
_AFTER_PLAIN = len(_PLAIN)


async def without_equal(session: AsyncSession, jobs: Mapping[str, StoredJob]) -> dict[str, StoredJob]:
    """Return the jobs, by key, except those whose rows need no write; one read of short columns finds these."""
    moment = codec_of(session).read_moment
    left = dict(jobs)
    async for rows in _stored(session, jobs):
        for row in rows:
            stored = left.get(row[0])
            if stored is None or row[:_AFTER_PLAIN] != _plain_values(stored):
                continue
            job = stored.job
            posted_at, updated_at, expired_at, last_seen_at = row[_AFTER_PLAIN:]
            if (
                _is_aware(stored)
                and stored.last_seen_at <= moment(last_seen_at)
                and stored.expired_at == moment(expired_at)
                and job.updated_at == moment(updated_at)
                and job.posted_at == moment(posted_at)
            ):
                del left[job.job_key]
    return left


def _is_aware(stored: StoredJob) -> bool:
    """Return whether the moments that can be compared have time zones: others differ, and are refused when written."""
    return stored.first_seen_at.utcoffset() is not None and stored.last_seen_at.utcoffset() is not None


async def _stored(session: AsyncSession, jobs: Mapping[str, StoredJob]) -> AsyncIterator[list[Row]]:
    """Yield the rows of these jobs, with others of their boards."""
    boards: dict[Pair, list[str]] = {}
    for job_key, stored in jobs.items():
        boards.setdefault((stored.job.source_type, stored.job.source_identifier), []).append(job_key)
    keys: list[str] = []
    for source_type in {source_type for source_type, _ in boards}:
        names = [name for type_, name in boards if type_ == source_type]
        held = {name: rows for part in _parts(names) for name, rows in await _held(session, source_type, part)}
        whole = [name for name, rows in held.items() if rows <= _WHOLE * len(boards[source_type, name])]
        for part in _parts(whole):
            yield await read_many(session, _ROWS.where(*_of_sources(source_type, part)))
        for name in held.keys() - whole:
            keys += boards[source_type, name]
    for part in _parts(keys):
        yield await read_many(session, _ROWS.where(JOBS.c.job_key.in_(part)))


async def _held(session: AsyncSession, source_type: str, names: Sequence[str]) -> Sequence[tuple[str, int]]:
    """Return how many rows each of these sources has, those that have any."""
    name = JOBS.c.source_identifier
    query = select(name, func.count()).where(*_of_sources(source_type, names)).group_by(name)
    return [(found, count) for found, count in await session.execute(query)]


def _of_sources(source_type: str, names: Sequence[str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return conditions that SQLite finds the index for, which it does not for pairs."""
    return JOBS.c.source_type == source_type, JOBS.c.source_identifier.in_(names)


def _parts(items: Sequence[Any]) -> list[Sequence[Any]]:
    return [items[start : start + _PARTS] for start in range(0, len(items), _PARTS)]
