"""Who is to be told of a batch: the active alerts, compiled anew when they change, against its events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio.lowlevel

from jobscan.decide.alerting import Watch, is_first_sight, plan_notifications
from jobscan.decide.watchlist import Watchlist
from jobscan.persistence import JobRepository, RuleRepository

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jobscan.domain.delivery import Notification
    from jobscan.domain.event import JobEvent
    from jobscan.domain.job import Job
    from jobscan.domain.source import SourceKey
    from jobscan.engine.batch import Batch
    from jobscan.persistence import Database

#: Postings matched between two looks at the event loop: a few milliseconds with 10,000 rules.
YIELD_EVERY = 50


@dataclass(frozen=True, slots=True)
class TellingPlan:
    """What is to be told of some batches, by the alerts of one revision."""

    #: None: there was nothing to match, so that no change of the alerts can matter.
    revision: int | None = None
    notifications: tuple[Notification, ...] = ()


class Matchmaker:
    """Matches batches outside of the transaction that stores them, which checks that the alerts still hold."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watchlist: Watchlist | None = None

    async def plan(self, batches: Sequence[Batch]) -> TellingPlan:
        """Return the notifications that these batches make, by the alerts as they are now."""
        if not any(batch.events for batch in batches):
            return TellingPlan()
        watchlist = await self._current()
        if not watchlist:
            return TellingPlan(watchlist.revision)
        sources = {batch.source for batch in batches if batch.events and batch.first_sight}
        keys = {event.job_key for batch in batches for event in batch.events if event.job is None}
        first_sights, returned = await self._look_up(batches, sources, keys if watchlist.wants_reopened else set())
        found: list[Notification] = []
        for batch in batches:
            first_sight = batch.source in first_sights
            for number, event in enumerate(batch.events):
                found += _told(watchlist, batch, event, returned, first_sight=first_sight)
                if number % YIELD_EVERY == YIELD_EVERY - 1:
                    await anyio.lowlevel.checkpoint()
        return TellingPlan(watchlist.revision, tuple(found))

    async def _current(self) -> Watchlist:
        async with self._database.read() as session:
            rules = RuleRepository(session)
            revision = await rules.revision()
            if self._watchlist is not None and self._watchlist.revision == revision:
                return self._watchlist
            active = [Watch(*pair) for pair in await rules.get_active()]
        self._watchlist = Watchlist(revision, active)
        return self._watchlist

    async def _look_up(
        self, batches: Sequence[Batch], sources: set[SourceKey], keys: set[str]
    ) -> tuple[set[SourceKey], Mapping[str, Job]]:
        """Return which sources are seen for the first time, and the postings that have come back as they were."""
        if not sources and not keys:
            return set(), {}
        moments = {batch.source: batch.found_at for batch in batches if batch.found_at is not None}
        async with self._database.read() as session:
            jobs = JobRepository(session)
            oldest = {source: await jobs.oldest_first_seen(source) for source in sources}
            stored = await jobs.load_stored(keys)
        first = {source for source, moment in oldest.items() if is_first_sight(moment, now=moments[source])}
        return first, {key: found.job for key, found in stored.items()}


def _told(
    watchlist: Watchlist, batch: Batch, event: JobEvent, returned: Mapping[str, Job], *, first_sight: bool
) -> Iterator[Notification]:
    job = event.job or returned.get(event.job_key)
    if job is None or batch.found_at is None:
        return
    for watch in watchlist.concerned(job, event):
        yield from plan_notifications(watch, job, event, first_sight=first_sight, now=batch.found_at)
