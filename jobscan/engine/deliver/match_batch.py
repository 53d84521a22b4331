"""Which alerts a batch matches: the active ones, recompiled when they change, against its events."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio.lowlevel
import anyio.to_thread

from jobscan.decide.alert.joining import must_compare
from jobscan.decide.alert.notifications import Watch, is_first_sight, plan_notifications, with_facts
from jobscan.decide.enrich.summary import fact_phrases
from jobscan.decide.match.watchlist import Watchlist
from jobscan.decide.posting.same_job import cluster_keys
from jobscan.decide.scan.identity import job_under
from jobscan.persistence import AlertRuleRepository, JobRepository, UserRepository

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobscan.decide.enrich.reader import FactReader
    from jobscan.domain.alert import StoredAlert
    from jobscan.domain.cluster import ClusterKeys
    from jobscan.domain.delivery import Notification
    from jobscan.domain.facts import JobFacts
    from jobscan.domain.job import Job
    from jobscan.domain.source import SourceKey
    from jobscan.engine.batch import ScanBatch
    from jobscan.persistence import Database

#: Seconds of matching between two turns of the event loop. In each turn 20 scans go on reading for a while, and a
#: commit that waits for them delays all scans whose rows it holds: a turn for every 50 postings cost a third of a cold
#: scan.
STRETCH_S = 0.02
#: Alerts read at once: compiling their rules takes about 50 ms of the event loop.
PAGE = 500
#: Alerts that may change before all are compiled together again.
MAX_CHANGES = 1_000


@dataclass(frozen=True, slots=True)
class NotificationPlan:
    """The notifications of some batches, by the alerts of one revision."""

    #: None: there was nothing to match, so no change of the alerts can matter.
    revision: int | None = None
    notifications: tuple[Notification, ...] = ()
    #: Of postings that are sent, and of all new and changed ones where any rule asks for facts: what was decided on is
    #: stored with it.
    facts: tuple[JobFacts, ...] = ()
    #: What postings have in common with others for the same job, of those of which `must_compare` says so.
    keys: tuple[ClusterKeys, ...] = ()


class BatchMatcher:
    """Matches batches outside the transaction that stores them, which checks that the alerts have not changed."""

    def __init__(self, database: Database, reader: FactReader) -> None:
        self._database = database
        self._reader = reader
        self._watchlist: Watchlist | None = None
        #: Ids of all alerts, active or not.
        self._known: set[int] = set()
        self._active: dict[int, Watch] = {}

    async def plan(self, batches: Sequence[ScanBatch]) -> NotificationPlan:
        """Return the notifications that these batches make, by the alerts as they are now."""
        if not any(batch.events for batch in batches):
            return NotificationPlan()
        watchlist = await self._current()
        if watchlist.is_empty:
            return NotificationPlan(watchlist.revision)
        sources = {batch.source for batch in batches if batch.events and batch.first_sight}
        absent = {event.job_key for batch in batches for event in batch.events if event.job is None}
        first_sights, returned = await self._look_up(batches, sources, absent if watchlist.wants_reopened else set())
        found: list[Notification] = []
        facts: dict[str, JobFacts] = {}
        keys: dict[str, ClusterKeys] = {}
        since = time.monotonic()
        for batch in batches:
            first_sight = batch.source in first_sights
            for event in batch.events:
                job = event.job or returned.get(event.job_key)
                if job is None or batch.found_at is None:
                    continue
                planned: list[Notification] = []
                for watch in watchlist.concerned(job, event, self._reader.read):
                    planned += plan_notifications(watch, job, event, first_sight=first_sight, now=batch.found_at)
                if must_compare(planned, event):
                    keys[job.job_key] = cluster_keys(job)
                # Not for what is only recorded: on a first scan that is all that matches.
                is_sent = any(each.matched is not None for each in planned)
                if event.job is not None and (is_sent or watchlist.wants_facts):
                    facts[job.job_key] = self._reader.read(job)
                found += with_facts(planned, fact_phrases(job, self._reader.read(job)) if is_sent else ())
                if time.monotonic() - since > STRETCH_S:
                    await anyio.lowlevel.checkpoint()
                    since = time.monotonic()
        return NotificationPlan(watchlist.revision, tuple(found), tuple(facts.values()), tuple(keys.values()))

    async def _current(self) -> Watchlist:
        """Return the alerts as they are now."""
        async with self._database.read() as session:
            rules = AlertRuleRepository(session)
            revision, count = await rules.revision(), await rules.count()
        if self._watchlist is not None and self._watchlist.revision == revision:
            return self._watchlist
        changed = await self._read_changes(-1 if self._watchlist is None else self._watchlist.revision)
        if len(self._known) != count:
            # Erased alerts leave no row to read.
            self._watchlist, self._known, self._active = None, set(), {}
            changed = await self._read_changes(-1)
        if self._watchlist is not None and self._watchlist.changes + len(changed) <= MAX_CHANGES:
            self._watchlist = self._watchlist.with_changes(revision, changed)
        else:
            # In a thread: 100,000 alerts take seconds.
            self._watchlist = await anyio.to_thread.run_sync(Watchlist, revision, list(self._active.values()))
        return self._watchlist

    async def _read_changes(self, since: int) -> dict[int, Watch | None]:
        """Read the alerts that changed after a revision; return id → alert, None for those that are not active."""
        alerts: list[StoredAlert] = []
        while True:
            async with self._database.read() as session:
                page = await AlertRuleRepository(session).changed_since(since, alerts[-1].id if alerts else 0, PAGE)
            alerts += page
            if len(page) < PAGE:
                break
        async with self._database.read() as session:
            users = await UserRepository(session).get_many(alert.user_id for alert in alerts)
        changed: dict[int, Watch | None] = {}
        for alert in alerts:
            user = users.get(alert.user_id)
            is_active = alert.is_active and user is not None and user.disabled_at is None
            changed[alert.id] = Watch(alert, user) if user is not None and is_active else None
        self._known |= changed.keys()
        for alert_id, watch in changed.items():
            if watch is None:
                self._active.pop(alert_id, None)
            else:
                self._active[alert_id] = watch
        return changed

    async def _look_up(
        self, batches: Sequence[ScanBatch], sources: set[SourceKey], keys: set[str]
    ) -> tuple[set[SourceKey], Mapping[str, Job]]:
        """Return which sources are in their first sight, and which postings came back unchanged."""
        if not sources and not keys:
            return set(), {}
        moments = {batch.source: batch.found_at for batch in batches if batch.found_at is not None}
        moves = {move.new_key: move for batch in batches for move in batch.moves}
        async with self._database.read() as session:
            jobs = JobRepository(session)
            oldest = await jobs.oldest_first_seen(sources)
            stored = await jobs.load_stored(keys | {moves[key].old_key for key in keys & moves.keys()})
        first = {source for source in sources if is_first_sight(oldest.get(source), now=moments[source])}
        returned = {key: found.job for key, found in stored.items()}
        # These are still stored under their old keys, which this batch changes.
        for key in moves.keys() & keys:
            if (job := returned.pop(moves[key].old_key, None)) is not None:
                returned[key] = job_under(job, key, moves[key].external_id)
        return first, returned
