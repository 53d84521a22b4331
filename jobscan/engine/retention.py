"""How long old records are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from jobscan.persistence import DeliveryRepository, JobRepository, NotificationRepository, ScanRepository

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from jobscan.persistence import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The settings; None: keep for ever."""

    #: Records of scans. 163 bytes each: 2,000 sources every 15 minutes make 0.9 GB in a month.
    scans: timedelta = timedelta(days=30)
    #: Postings and their history, from when they expired.
    jobs: timedelta | None = None
    #: Records of what was sent. The ledger stays, so that nothing is sent twice.
    notifications: timedelta | None = None


async def prune(database: Database, keep: Retention, *, now: datetime) -> int:
    """Delete records that are too old, some thousand rows per transaction; return how many rows."""
    pruned = await _until_none(database, lambda session: ScanRepository(session).prune(now - keep.scans))
    if keep.jobs is not None:
        before = now - keep.jobs
        pruned += await _until_none(database, lambda session: JobRepository(session).purge_expired(before))
    if keep.notifications is not None:
        long_ago = now - keep.notifications
        pruned += await _until_none(database, lambda session: NotificationRepository(session).purge(long_ago))
        async with database.write() as session:
            pruned += await DeliveryRepository(session).purge(long_ago)
    return pruned


async def _until_none(database: Database, delete: Callable[..., Awaitable[int]]) -> int:
    pruned = 0
    while True:
        async with database.write() as session:
            count = await delete(session)
        if not count:
            return pruned
        pruned += count
