from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    column,
    delete,
    func,
    literal,
    or_,
    select,
    table,
    text,
    update,
)

from jobscan.domain.job import JobStatus
from jobscan.domain.posting import Face
from jobscan.domain.source import SourceKey
from jobscan.persistence.exceptions import RecordNotFoundError
from jobscan.persistence.sieving import WITH_OFFICES, may_pass
from jobscan.persistence.sql.bulk import LARGER, as_driven, codec_of, dialect_of, insert_batch, read_many, update_batch
from jobscan.persistence.sql.codecs import UtcDateTime
from jobscan.persistence.sql.unchanged import LOOK_FIRST, without_equal
from jobscan.persistence.tables.job import JOB_BOOKKEEPING_FORM, JOB_VERSIONS, JOBS, KNOWN_JOB_FORM, STORED_JOB_FORM
from jobscan.persistence.tables.source import SOURCES, by_system, is_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.job import JobBookkeeping, KnownJob, StoredJob
    from jobscan.domain.listing import JobFilter
    from jobscan.domain.sieve import Narrowing, Sieve

#: Keys in one IN list.
_KEYS = 500
#: What goes with a deleted job. By name: the models of facts are for those who read facts.
_OF_A_JOB = (JOB_VERSIONS, *(table(name, column("job_key")) for name in ("job_facts", "job_skills", "cluster_keys")))
#: Rows processed together while filtering by text.
_ROWS = 1000


def _on_conflict(insert: Any, larger: Callable[..., ColumnElement[Any]]) -> Any:
    """Let the new row replace an old one that differs, except ``first_seen_at`` and an earlier ``last_seen_at``."""
    new, old = insert.excluded, JOBS.c
    replaced = [name for name in STORED_JOB_FORM.columns if name not in ("job_key", "first_seen_at", "last_seen_at")]
    return insert.on_conflict_do_update(
        index_elements=[old.job_key],
        set_={name: new[name] for name in replaced} | {"last_seen_at": larger(old.last_seen_at, new.last_seen_at)},
        # An equal row is not rewritten: on 5,000 of them that saves 10 to 40 MB of WAL.
        where=or_(new.last_seen_at > old.last_seen_at, *(old[name].is_distinct_from(new[name]) for name in replaced)),
    )


_UPSERT = insert_batch(JOBS, _on_conflict)
_KNOWN = select(*(as_driven(JOBS.c[name]) for name in KNOWN_JOB_FORM.columns)).where(
    JOBS.c.source_type == bindparam("source_type"), JOBS.c.source_identifier == bindparam("source_identifier")
)
_FACES = select(*(as_driven(JOBS.c[name]) for name in ("job_key", "url", "title", "location")))
_BOOKKEEPING = update_batch(JOBS, JOB_BOOKKEEPING_FORM.columns, never_back="last_seen_at")

#: A listed job was last seen when its board's last complete scan saw it, whatever its row says.
_EFFECTIVE = case(
    (
        and_(
            JOBS.c.status == JobStatus.ACTIVE.value,
            JOBS.c.misses == 0,
            SOURCES.c.last_complete_at > JOBS.c.last_seen_at,
        ),
        SOURCES.c.last_complete_at,
    ),
    else_=JOBS.c.last_seen_at,
)
#: What lists are sorted by; an index has it.
_LISTED_AT = func.coalesce(JOBS.c.posted_at, JOBS.c.first_seen_at)
_WITH_BOARD = JOBS.outerjoin(
    SOURCES,
    and_(SOURCES.c.source_type == JOBS.c.source_type, SOURCES.c.source_identifier == JOBS.c.source_identifier),
)
#: Whole rows with their effective ``last_seen_at``.
_STORED = select(
    *(as_driven(_EFFECTIVE if name == "last_seen_at" else JOBS.c[name]) for name in STORED_JOB_FORM.columns)
).select_from(_WITH_BOARD)
_BY_KEYS = _STORED.where(JOBS.c.job_key.in_(bindparam("job_keys", expanding=True)))


class JobRepository:
    """Reads and writes ``jobs`` in the session it is given.

    Every ``last_seen_at`` it returns, sorts by or compares is the effective one: for an active job that the last
    complete scan listed, the time of that scan. Only `load_known` gives the rows' own.
    """

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_by_key(self, job_key: str) -> StoredJob | None:
        """Return the job with this key; None when there is none."""
        found = await self._fetch(_STORED.where(JOBS.c.job_key == job_key))
        return found[0] if found else None

    async def get_by_source(self, source_type: str, source_identifier: str) -> list[StoredJob]:
        """Return all jobs of a source, active and expired: the last seen first, then by key."""
        mine = is_source(JOBS.c, source_type, source_identifier)
        return await self._fetch(_STORED.where(mine).order_by(_EFFECTIVE.desc(), JOBS.c.job_key))

    async def find_by_prefix(self, prefix: str, limit: int = 10) -> list[StoredJob]:
        """Return the jobs whose key has this prefix, by key, at most ``limit``; [] when it is not a hex number."""
        prefix = prefix.strip().lower()
        if not prefix or prefix.strip("0123456789abcdef"):
            return []
        # "g" follows every hex digit, so that the primary key's index finds them.
        within = (JOBS.c.job_key >= prefix, JOBS.c.job_key < prefix + "g")
        return await self._fetch(_STORED.where(*within).order_by(JOBS.c.job_key).limit(limit))

    async def get_stale_jobs(self, cutoff: datetime) -> list[StoredJob]:
        """Return the active jobs last seen before ``cutoff``, the longest unseen first."""
        stale = (JOBS.c.status == JobStatus.ACTIVE.value, literal(cutoff, UtcDateTime()) > _EFFECTIVE)
        return await self._fetch(_STORED.where(*stale).order_by(_EFFECTIVE, JOBS.c.job_key))

    async def find(self, wanted: JobFilter, sieves: Sequence[Sieve]) -> list[StoredJob]:
        """Return the jobs that fit, the newest first, then by key: by the board's date, else by when it was first seen.

        The conditions of its rule on texts, places and workplaces are in ``sieves``, which `decide` makes from it. They
        are judged here and not in the database: SQLite folds ASCII only, Postgres by its locale, and the same query
        must have the same result on both.
        """
        keys = await self.find_keys(wanted, sieves)
        found = await self.load_stored(keys)
        return [found[key] for key in keys]

    async def find_keys(
        self, wanted: JobFilter, sieves: Sequence[Sieve], narrowing: Narrowing | None = None
    ) -> list[str]:
        """Return the keys of the jobs that fit, in the order of `find`; what is too much at once is loaded in parts.

        ``narrowing`` leaves out jobs whose facts cannot pass; whether the others do is for the caller to judge.
        """
        columns = list(dict.fromkeys(name for sieve in sieves for name in sieve.columns))
        # Of nearly all postings the column is empty, and lies behind their descriptions.
        offices = {}
        if "offices" in columns:
            offices = {row[0]: row[1] for row in await self._session.execute(WITH_OFFICES)}
        columns = [name for name in columns if name != "offices"]
        query = (
            select(JOBS.c.job_key, *(JOBS.c[name] for name in columns))
            .where(*_conditions(wanted), *(may_pass(sieve, dialect_of(self._session)) for sieve in sieves))
            .order_by(_LISTED_AT.desc(), JOBS.c.job_key)
        )
        if narrowing is not None:
            from jobscan.persistence.narrowing import narrow

            query = narrow(query, narrowing)
        if not sieves:
            return list((await self._session.scalars(query.limit(wanted.limit))).all())
        asks = [(sieve.holds, [_index(columns, name) for name in sieve.columns]) for sieve in sieves]
        keys: list[str] = []
        rows = await self._session.stream(query)
        # Nearly all rows that come are wanted: a larger part would be searched for in the rest of the table.
        async for part in rows.partitions(min(_ROWS, wanted.limit or _ROWS)):
            for row in part:
                values = (*row, offices.get(row[0]))
                if all(holds(*(values[at] for at in places)) for holds, places in asks):
                    keys.append(row[0])
            if wanted.limit is not None and len(keys) >= wanted.limit:
                break
        await rows.close()
        return keys[: wanted.limit]

    async def count_by_source(self) -> dict[SourceKey, tuple[int, int]]:
        """Return how many active and how many expired jobs each source has; sources without jobs are not in it."""
        query = select(
            JOBS.c.source_type,
            JOBS.c.source_identifier,
            func.sum(case((JOBS.c.status == JobStatus.ACTIVE.value, 1), else_=0)),
            func.count(),
        ).group_by(JOBS.c.source_type, JOBS.c.source_identifier)
        rows = await self._session.execute(query)
        return {SourceKey(type_, name): (active, total - active) for type_, name, active, total in rows}

    async def oldest_first_seen(self, keys: Iterable[SourceKey]) -> dict[SourceKey, datetime]:
        """Return source → when its oldest stored posting was first seen; sources without postings are not in it."""
        source, found = (JOBS.c.source_type, JOBS.c.source_identifier), {}
        for source_type, identifiers in by_system(keys):
            query = (
                select(*source, func.min(JOBS.c.first_seen_at))
                .where(source[0] == source_type, source[1].in_(identifiers))
                .group_by(*source)
            )
            found.update({SourceKey(row[0], row[1]): row[2] for row in await self._session.execute(query)})
        return found

    async def page_of_active(self, after: str, limit: int) -> list[StoredJob]:
        """Return active jobs by key, those after ``after`` ("" for the first page), at most ``limit``."""
        page = (JOBS.c.status == JobStatus.ACTIVE.value, JOBS.c.job_key > after)
        return await self._fetch(_STORED.where(*page).order_by(JOBS.c.job_key).limit(limit))

    async def purge_expired(self, before: datetime, limit: int = 1000) -> int:
        """Delete jobs that expired before then, with all that belongs to them, at most ``limit``; return how many."""
        # Last seen before it expired: that is what the index of expired jobs knows.
        old = (text("status = 'expired'"), JOBS.c.last_seen_at < before, JOBS.c.expired_at < before)
        query = select(JOBS.c.job_key).where(*old)
        keys = list(await self._session.scalars(query.limit(limit)))
        await self.delete(keys)
        return len(keys)

    async def delete(self, keys: Sequence[str]) -> None:
        """Delete jobs, with their history and facts."""
        for start in range(0, len(keys), _KEYS):
            part = keys[start : start + _KEYS]
            for beside in _OF_A_JOB:
                await self._session.execute(delete(beside).where(beside.c.job_key.in_(part)))
            await self._session.execute(delete(JOBS).where(JOBS.c.job_key.in_(part)))

    async def load_known(self, key: SourceKey) -> dict[str, KnownJob]:
        """Return what a scan needs to know of every job of a source, by key: one indexed read of short columns.

        ``last_seen_at`` is the row's own here.
        """
        rows = await read_many(self._session, _KNOWN, key._asdict())
        return {known.job_key: known for known in KNOWN_JOB_FORM.nouns(rows, codec_of(self._session))}

    async def load_faces(self, job_keys: Iterable[str]) -> dict[str, Face]:
        """Return the faces of the jobs with these keys, by key, without unknown keys."""
        keys = list(job_keys)
        found: dict[str, Face] = {}
        for start in range(0, len(keys), _KEYS):
            query = _FACES.where(JOBS.c.job_key.in_(keys[start : start + _KEYS]))
            rows = await read_many(self._session, query)
            found.update((job_key, Face(url or None, title, places)) for job_key, url, title, places in rows)
        return found

    async def load_stored(self, job_keys: Iterable[str]) -> dict[str, StoredJob]:
        """Return the jobs with these keys, by key, without unknown keys."""
        keys = list(job_keys)
        found: dict[str, StoredJob] = {}
        for start in range(0, len(keys), _KEYS):
            jobs = await self._fetch(_BY_KEYS, job_keys=keys[start : start + _KEYS])
            found.update((stored.job.job_key, stored) for stored in jobs)
        return found

    async def upsert(self, job: StoredJob) -> StoredJob:
        """Store one job as `bulk_upsert` does; return it as stored."""
        await self.bulk_upsert([job])
        found = await self.get_by_key(job.job.job_key)
        assert found is not None  # it was written in this same transaction
        return found

    async def bulk_upsert(self, jobs: Sequence[StoredJob]) -> int:
        """Store jobs, new and known ones; return how many rows were written, without equal ones.

        The same as storing them one after the other: of two with the same key the later wins, except for
        ``first_seen_at``, which never changes, and ``last_seen_at``, which never goes back.
        In batches of `LOOK_FIRST` and more a job counts as equal when its fingerprint, content hash, stamps and life
        are those of its row; in smaller ones every column is compared.
        Raises `DataIntegrityError` for a naive datetime.
        """
        merged: dict[str, StoredJob] = {}
        for stored in jobs:
            key = stored.job.job_key
            merged[key] = _merge(merged[key], stored) if key in merged else stored
        if len(merged) >= LOOK_FIRST:
            merged = await without_equal(self._session, merged)
        # By key: two writers that take the same rows in the same order wait for each other instead of dying.
        ordered = (merged[key] for key in sorted(merged))
        return await _UPSERT.run(self._session, STORED_JOB_FORM.values(ordered, codec_of(self._session)))

    async def bookkeeping(self, bookkeeping: Sequence[JobBookkeeping]) -> int:
        """Bring the bookkeeping of known jobs up to date, all at once; return how many rows were found.

        ``last_seen_at`` never goes back. Raises `DataIntegrityError` for a naive datetime.
        """
        ordered = sorted(bookkeeping, key=attrgetter("job_key"))
        return await _BOOKKEEPING.run(self._session, JOB_BOOKKEEPING_FORM.values(ordered, codec_of(self._session)))

    async def update_last_seen(self, job_key: str, at: datetime) -> None:
        """Note that a job was seen; an earlier time than the stored one changes nothing.

        Raises `RecordNotFoundError` when there is no such job.
        """
        later = LARGER[dialect_of(self._session)](JOBS.c.last_seen_at, literal(at, UtcDateTime()))
        result = await self._execute(update(JOBS).where(JOBS.c.job_key == job_key).values(last_seen_at=later))
        if result.rowcount == 0:
            raise RecordNotFoundError(f"no job has the key {job_key}; `jobscan jobs` lists the keys")

    async def _execute(self, statement: Any) -> Any:
        return await self._session.execute(statement)

    async def _fetch(self, query: Select[Any], **parameters: Any) -> list[StoredJob]:
        rows = await read_many(self._session, query, parameters)
        return STORED_JOB_FORM.nouns(rows, codec_of(self._session))


def _index(columns: list[str], name: str) -> int:
    """Return where a column's value is among the key, those of ``columns`` and, last, the offices."""
    return -1 if name == "offices" else columns.index(name) + 1


def _merge(earlier: StoredJob, later: StoredJob) -> StoredJob:
    seen = max(earlier.last_seen_at, later.last_seen_at)
    return replace(later, first_seen_at=earlier.first_seen_at, last_seen_at=seen)


def _conditions(wanted: JobFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        found.append(JOBS.c.status == wanted.status.value)
    if wanted.since is not None:
        found.append(JOBS.c.first_seen_at >= wanted.since)
    if wanted.posted_since is not None:
        # The first half is redundant, but it is what the index covers.
        found += [wanted.posted_since <= _LISTED_AT, JOBS.c.posted_at >= wanted.posted_since]
    if wanted.sources:
        found.append(or_(*(is_source(JOBS.c, *key) for key in wanted.sources)))
    return found
