"""A board that has moved to another system: its history goes on there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jobscan.decide.scan.lifecycle import EMPTIED
from jobscan.decide.scan.moving import after_move, plan_moves, plan_returns
from jobscan.domain.alert import AlertOrigin
from jobscan.domain.job import JobStatus
from jobscan.domain.source import SourceStatus
from jobscan.persistence import (
    AlertRuleRepository,
    BoardMoveRepository,
    JobRepository,
    SourceRepository,
    UserRepository,
    VersionRepository,
    instance_lock,
)

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.domain.source import SourceKey
    from jobscan.persistence import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedHistory:
    """What goes on under the new board."""

    #: Postings, active and expired.
    postings: int = 0
    #: Of these, active ones, which wait to be found on the new board.
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class NamingAlert:
    """An alert whose rule names a board."""

    user: str
    #: Its user is the owner.
    is_owner: bool
    name: str
    #: The boards and systems that it names.
    sources: tuple[str, ...]


async def move_history(database: Database, former: SourceKey, key: SourceKey, *, now: datetime) -> MovedHistory:
    """Let everything that is stored of a board go on under another key, in one transaction.

    Repeated after an interruption, it takes over what has come under the former key since. Raises
    `InstanceLockedError` while another instance works on the database.
    """
    async with instance_lock(database), database.write() as session:
        sources, boards = SourceRepository(session), BoardMoveRepository(session)
        statuses = await sources.lock([former, key])
        before = statuses.get(former) or _unknown(former)
        if former not in statuses and not await boards.load_ids(former):
            return MovedHistory()
        mover = _Mover(boards, JobRepository(session), VersionRepository(session), before)
        waiting = await mover.let_wait(now)
        postings = await mover.move_to(key, statuses.get(key))
        return MovedHistory(postings=postings, waiting=waiting)


@dataclass(frozen=True, slots=True)
class _Mover:
    """Moves one board."""

    boards: BoardMoveRepository
    jobs: JobRepository
    versions: VersionRepository
    #: Its status before.
    before: SourceStatus

    async def let_wait(self, now: datetime) -> int:
        """Let its postings wait to be found on the new board; return how many do."""
        await self.boards.end_sightings(self.before.key, self.before.last_complete_at)
        known = await self.jobs.load_known(self.before.key)
        active = sum(job.status is JobStatus.ACTIVE for job in known.values())
        gone = await self.boards.last_expired(self.before.key, EMPTIED)
        if active >= len(gone):
            # None, or it has been filled since: it had not moved then.
            return active
        bookkeeping, versions = plan_returns((known[job_key] for job_key in sorted(gone)), now=now)
        await self.jobs.bookkeeping(bookkeeping)
        await self.versions.add(versions)
        return active + len(gone)

    async def move_to(self, key: SourceKey, there: SourceStatus | None) -> int:
        """Move it; return how many postings went along. ``there`` is what is known of the new board already."""
        former, after = self.before.key, after_move(self.before, key)
        if there is not None:
            # It has moved before, and was interrupted: a scan may have begun to read it.
            is_same = there.moved_from == after.moved_from
            after = replace(there if is_same else after, scan_seq=max(there.scan_seq, self.before.scan_seq) + 1)
        moves = plan_moves(former, key, await self.boards.load_ids(former))
        await self.boards.move(former, after, moves)
        return len(moves)


def _unknown(key: SourceKey) -> SourceStatus:
    return SourceStatus(source_type=key.source_type, source_identifier=key.source_identifier, name=str(key))


async def alerts_naming(database: Database, key: SourceKey) -> list[NamingAlert]:
    """Return the active alerts whose rules name a board, but for those of the configuration."""
    wanted = str(key).casefold()
    async with database.read() as session:
        found = await AlertRuleRepository(session).get_all()
        alerts = [alert for alert in found if alert.is_active and alert.origin is not AlertOrigin.FILE]
        users = await UserRepository(session).get_many(alert.user_id for alert in alerts)
    return [
        NamingAlert(user.label, user.is_owner, alert.alert.name, alert.alert.rule.sources)
        for alert in alerts
        if (user := users.get(alert.user_id)) and wanted in (name.casefold() for name in alert.alert.rule.sources)
    ]


__all__ = ["MovedHistory", "NamingAlert", "alerts_naming", "move_history"]
