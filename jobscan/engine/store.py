"""The store that the engine works on: the database, or a read-only view of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.alert.joining import join_notifications
from jobscan.decide.enrich.reader import FactReader
from jobscan.domain.job import ChangeKind
from jobscan.domain.source import SourceStatus
from jobscan.engine.deliver.match_batch import BatchMatcher
from jobscan.engine.retention import prune
from jobscan.exceptions import JobscanError
from jobscan.persistence import (
    AlertRuleRepository,
    ClusterRepository,
    FactsRepository,
    JobRepository,
    NotificationRepository,
    ScanRepository,
    SourceRepository,
    VersionRepository,
    move_jobs,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from jobscan.domain.event import JobEvent
    from jobscan.domain.job import KnownJob, StoredJob
    from jobscan.domain.posting import Face
    from jobscan.domain.source import Source, SourceKey
    from jobscan.engine.batch import ScanBatch
    from jobscan.engine.deliver.match_batch import NotificationPlan
    from jobscan.engine.retention import Retention
    from jobscan.persistence import Database


class SupersededError(JobscanError):
    """Another process committed a scan of this source in the meantime; nothing was written."""


class DatabaseStore:
    """The history in a database."""

    def __init__(self, database: Database, reader: FactReader | None = None) -> None:
        """Take what reads the facts that rules ask for; None: one of its own."""
        self._database = database
        self._matcher = BatchMatcher(database, reader or FactReader())
        #: Sources whose first row was made here and has not been written since.
        self._new: set[SourceKey] = set()

    async def ensure(self, sources: Sequence[Source]) -> dict[SourceKey, SourceStatus]:
        """Make sure that every source has a row; return the status of each."""
        found = await self._found()
        # A restart writes nothing here: a new scan does not wait for another writer.
        if any(_is_news(source, found.get(source.key)) for source in sources):
            async with self._database.write() as session:
                await SourceRepository(session).ensure(sources)
            self._new |= {source.key for source in sources} - found.keys()
            found = await self._found()
        return _statuses(sources, found)

    async def statuses(self, sources: Sequence[Source]) -> dict[SourceKey, SourceStatus]:
        """Return the status of each source, a new one for sources without a row."""
        return _statuses(sources, await self._found())

    async def _found(self) -> dict[SourceKey, SourceStatus]:
        async with self._database.read() as session:
            return {status.key: status for status in await SourceRepository(session).get_all()}

    async def known(self, key: SourceKey) -> dict[str, KnownJob]:
        """Return job key → what a scan must know, for all postings of a source."""
        if key in self._new:
            # It had no row before, so it has no postings: a first scan of many boards need not query each of them.
            return {}
        async with self._database.read() as session:
            return await JobRepository(session).load_known(key)

    async def stored(self, job_keys: Collection[str]) -> dict[str, StoredJob]:
        """Return job key → whole row, for those that exist."""
        async with self._database.read() as session:
            return await JobRepository(session).load_stored(job_keys)

    async def faces(self, job_keys: Collection[str]) -> dict[str, Face]:
        """Return job key → its face, for those that exist."""
        async with self._database.read() as session:
            return await JobRepository(session).load_faces(job_keys)

    async def commit(self, batches: Sequence[ScanBatch]) -> None:
        """Write the batches, and the notifications they cause, in one transaction.

        The source rows are locked first, in one order, so that two processes neither scan one board into each other
        nor deadlock. Raises `SupersededError` when a batch was planned on an outdated state, and
        `PersistenceError`.
        """
        while not await self._try_commit(batches, await self._matcher.plan(batches)):
            # The alerts were changed in between: those at the time of the commit decide what is sent.
            pass
        self._new.difference_update(batch.source for batch in batches)

    async def _try_commit(self, batches: Sequence[ScanBatch], plan: NotificationPlan) -> bool:
        """Write everything; write nothing and return False when the alerts are no longer those of the plan."""
        async with self._database.write() as session:
            if plan.revision is not None and await AlertRuleRepository(session).revision() != plan.revision:
                return False
            sources, jobs = SourceRepository(session), JobRepository(session)
            statuses = await sources.lock(batch.source for batch in batches)
            for batch in batches:
                current = statuses.get(batch.source)
                if current is not None and current.scan_seq != batch.scan_seq:
                    raise SupersededError(f"{batch.source}: another process scanned it in the meantime; try again")
            # First: rows and notifications use the new keys.
            if moves := [move for batch in batches for move in batch.moves]:
                await move_jobs(session, moves)
            # Made again by the enricher; those of a changed posting do not count until then.
            if changed := [found.job_key for batch in batches for found in batch.events if _has_changed(found)]:
                await FactsRepository(session).forget(changed)
                await ClusterRepository(session).forget(changed)
            if plan.facts:
                await FactsRepository(session).store(plan.facts)
            # One statement for all sources: rows of different sources never conflict, as their keys differ.
            await jobs.bulk_upsert([row for batch in batches for row in batch.rows])
            await jobs.bookkeeping([bookkeeping for batch in batches for bookkeeping in batch.bookkeeping])
            await VersionRepository(session).add([version for batch in batches for version in batch.versions])
            await sources.upsert_all(batch.status for batch in batches)
            await ScanRepository(session).add([batch.record for batch in batches if batch.record is not None])
            notifications = NotificationRepository(session)
            await ClusterRepository(session).record(plan.notifications, plan.keys, join_notifications)
            # When the first sight of a board has ended, what was held back can be sent.
            read = [batch for batch in batches if batch.first_sight and batch.status.first_read_at is not None]
            if moments := [batch.found_at for batch in read if batch.found_at is not None]:
                await notifications.release_existing(max(moments))
        return True

    async def prune(self, keep: Retention, *, now: datetime) -> int:
        """Delete records that are too old; return how many rows."""
        return await prune(self._database, keep, now=now)

    async def forgive(self, keys: Collection[SourceKey]) -> None:
        """Take back the last failure of these sources."""
        async with self._database.write() as session:
            await SourceRepository(session).forgive(keys)


class EmptyStore:
    """The store before there is a database: it is empty and keeps nothing."""

    async def ensure(self, sources: Sequence[Source]) -> dict[SourceKey, SourceStatus]:
        """Return a new status for each source."""
        return {source.key: _fresh(source) for source in sources}

    async def known(self, key: SourceKey) -> dict[str, KnownJob]:
        """Return nothing."""
        return {}

    async def stored(self, job_keys: Collection[str]) -> dict[str, StoredJob]:
        """Return nothing."""
        return {}

    async def faces(self, job_keys: Collection[str]) -> dict[str, Face]:
        """Return nothing."""
        return {}

    async def commit(self, batches: Sequence[ScanBatch]) -> None:
        """Write nothing."""

    async def prune(self, keep: Retention, *, now: datetime) -> int:
        """Delete nothing."""
        return 0

    async def forgive(self, keys: Collection[SourceKey]) -> None:
        """Write nothing."""


class DryStore:
    """A store that reads another one and writes nothing."""

    def __init__(self, store: DatabaseStore) -> None:
        self.ensure = store.statuses
        self.known = store.known
        self.stored = store.stored
        self.faces = store.faces

    async def commit(self, batches: Sequence[ScanBatch]) -> None:
        """Write nothing."""

    async def prune(self, keep: Retention, *, now: datetime) -> int:
        """Delete nothing."""
        return 0

    async def forgive(self, keys: Collection[SourceKey]) -> None:
        """Write nothing."""


def _has_changed(event: JobEvent) -> bool:
    """Return whether what is known of a posting is of an older text."""
    return event.job is not None and event.kind is not ChangeKind.NEW


def _is_news(source: Source, status: SourceStatus | None) -> bool:
    """Return whether the database does not have a source, or has it under another name."""
    return status is None or status.name != source.name


def _statuses(sources: Sequence[Source], found: Mapping[SourceKey, SourceStatus]) -> dict[SourceKey, SourceStatus]:
    return {source.key: found.get(source.key) or _fresh(source) for source in sources}


def _fresh(source: Source) -> SourceStatus:
    return SourceStatus(source_type=source.type, source_identifier=source.identifier, name=source.name)
