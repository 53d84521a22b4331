"""Existing matches of a new alert: recorded, so that they can be listed and never count as news."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jobscan.decide.alert.joining import join_notifications
from jobscan.decide.alert.notifications import HOLD, Watch, plan_existing
from jobscan.decide.match.watchlist import Watchlist
from jobscan.decide.posting.same_job import cluster_keys
from jobscan.domain.delivery import DeliveryStatus
from jobscan.persistence import AlertRuleRepository, ClusterRepository, JobRepository, NotificationRepository
from jobscan.services.facts import facts_of, open_reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from jobscan.domain.delivery import Notification
    from jobscan.domain.facts import JobFacts
    from jobscan.domain.job import Job, StoredJob
    from jobscan.persistence import Database

#: Postings matched and recorded in one transaction.
_PAGE = 500


async def record_existing(database: Database, *, now: datetime) -> Counter[int]:
    """Record the existing matches of alerts where that has not been done; return alert id → postings newly recorded.

    Alerts that ask for it send them in one digest. An interrupted run is repeated; what is recorded stays.
    """
    async with database.read() as session:
        fresh = [Watch(*pair) for pair in await AlertRuleRepository(session).get_active(fresh=True)]
    counts: Counter[int] = Counter()
    if not fresh:
        return counts
    watchlist, reader = Watchlist(0, fresh), await open_reader(database)
    page: list[StoredJob] = []
    while True:
        after = page[-1].job.job_key if page else ""
        async with database.read() as session:
            page = await JobRepository(session).page_of_active(after, _PAGE)
        if not page:
            break
        jobs = [stored.job for stored in page]
        facts = await facts_of(database, jobs, reader) if watchlist.wants_facts else {}
        planned = _plan(watchlist, jobs, facts, now)
        if not planned:
            continue
        sent = {each.job_key for each in planned if each.delivery_status is DeliveryStatus.PENDING}
        keys = [cluster_keys(job) for job in jobs if job.job_key in sent]
        async with database.write() as session:
            added = await ClusterRepository(session).record(planned, keys, join_notifications)
        # A posting has a record for each channel that sends it.
        counts.update(
            alert_id for alert_id, _ in {(notification.alert_id, notification.job_key) for notification in added}
        )
    async with database.write() as session:
        await AlertRuleRepository(session).set_baselined([watch.alert.id for watch in fresh], now)
        await NotificationRepository(session).release_existing(now)
    return counts


def _plan(
    watchlist: Watchlist, jobs: Sequence[Job], facts: Mapping[str, JobFacts], now: datetime
) -> list[Notification]:
    def read(job: Job) -> JobFacts:
        return facts[job.job_key]

    return [
        notification
        for job in jobs
        for watch in watchlist.matching(job, read)
        for notification in plan_existing(watch, job, now=now, due=now + HOLD)
    ]
