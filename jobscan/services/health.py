"""Health checks, schema upgrades and backups."""

from __future__ import annotations

import platform
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from jobscan.domain.delivery import DeliveryStatus
from jobscan.persistence import (
    Check,
    CheckStatus,
    DeliveryRepository,
    MatchFilter,
    NotificationRepository,
    SchemaState,
    SchemaStatus,
    SourceRepository,
    backup,
    diagnose,
    require_current,
    schema_state,
    upgrade,
)
from jobscan.services.facts import facts_progress
from jobscan.services.sources import SourceState, list_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from jobscan.domain.source import Source
    from jobscan.persistence import Database

#: Nothing stored can be later than now; the clocks of two machines may differ by this much.
_CLOCK_TOLERANCE = timedelta(minutes=2)
_OLDEST_PYTHON = (3, 11)
#: How far back unsent messages matter.
_LOOK_BACK = timedelta(days=7)
#: Waiting matches to look at for a reason.
_SAMPLE = 500
#: Problems of boards that are shown.
_NOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaReport:
    """The schema version of a database."""

    #: The database's URL without its password.
    place: str
    #: None: no tables of jobscan.
    current: str | None
    head: str
    #: empty, older, current, newer or foreign.
    status: str

    @property
    def is_current(self) -> bool:
        """Say whether this version of jobscan can work with the tables."""
        return self.status == SchemaStatus.CURRENT


async def read_schema(database: Database) -> SchemaReport:
    """Return the schema version."""
    return _report(database, await schema_state(database))


async def upgrade_schema(database: Database) -> SchemaReport:
    """Create the tables or upgrade them to this version. Raises `SchemaError` when they are newer or not ours."""
    return _report(database, await upgrade(database))


async def prepare_schema(database: Database) -> None:
    """Create the tables if there are none. Raises `SchemaError` when they are of another version.

    They are not upgraded here: the daemon that works with them may be the older one.
    """
    if (await schema_state(database)).status is SchemaStatus.EMPTY:
        await upgrade(database)
    await require_current(database)


async def back_up(database: Database, path: Path) -> None:
    """Copy the database to a new file while it may be in use. Raises `PersistenceError`, also when the file exists."""
    await backup(database, path)


def check_python() -> Check:
    """Say whether this Python is new enough."""
    detail = f"{platform.python_implementation()} {platform.python_version()}"
    if sys.version_info >= _OLDEST_PYTHON:
        return Check(name="python", status=CheckStatus.OK, detail=detail)
    return Check(name="python", status=CheckStatus.FAILED, detail=f"{detail}: jobscan needs Python 3.11 or newer")


async def examine_database(
    database: Database, configured: Sequence[Source], now: datetime, show: Callable[[datetime], str]
) -> list[Check]:
    """Return the checks of an open database: that it answers, its tables, its health, the clock, boards.

    ``configured`` holds the configured sources; ``show`` formats a moment for the reader.
    """
    answers = Check(name="database", status=CheckStatus.OK, detail=f"{database.describe()} answers")
    checks = [answers, *await diagnose(database)]
    if (await read_schema(database)).is_current:
        checks.append(await _check_history(database, now, show))
        checks.append(await _check_boards(database, configured))
        checks.append(await _check_deliveries(database, now))
        checks.append(await _check_facts(database))
    return checks


async def _check_boards(database: Database, configured: Sequence[Source]) -> Check:
    """Say how the watched boards are doing, and what is wrong with the first unhealthy ones."""
    watched = [health for health in await list_sources(database, configured) if health.is_watched]
    states = Counter(health.state for health in watched)
    listed = ", ".join(f"{states[state]:,} {state}" for state in SourceState if states[state])
    noted = [health for health in watched if health.notes]
    if not noted:
        return Check(name="boards", status=CheckStatus.OK, detail=listed or "none is watched")
    notes = [f"{health.name}: {note}" for health in noted for note in health.notes]
    more = len(notes) - _NOTES
    told = "; ".join([*notes[:_NOTES], *([f"and {more} more"] if more > 0 else [])])
    is_well = all(health.state is SourceState.OK and not health.status.collisions for health in noted)
    status = CheckStatus.OK if is_well else CheckStatus.WARNING
    return Check(name="boards", status=status, detail=f"{listed}. {told}. `jobscan sources` shows all")


async def _check_deliveries(database: Database, now: datetime) -> Check:
    """Say how much is waiting to be sent, and whether any of it is failing."""
    since = now - _LOOK_BACK
    async with database.read() as session:
        deliveries = DeliveryRepository(session)
        counts = await deliveries.count_by_status(since)
        troubled = [
            delivery
            for delivery in await deliveries.troubled(since, _SAMPLE)
            if delivery.status is not DeliveryStatus.CANCELLED
        ]
        # Notifications for a channel that no longer exists wait without a message, with a reason.
        waiting = await NotificationRepository(session).find(MatchFilter(status=DeliveryStatus.PENDING, limit=_SAMPLE))
    stuck = [match.notification for match in waiting if match.notification.error_message is not None]
    words = {DeliveryStatus.PENDING: "waiting", DeliveryStatus.UNCERTAIN: "uncertain", DeliveryStatus.DEAD: "given up"}
    listed = [f"{counts[status]:,} {word}" for status, word in words.items() if counts.get(status)]
    told = f"messages of the last {_LOOK_BACK.days} days: {', '.join(listed) or 'none waiting or given up'}"
    if not troubled and not stuck:
        return Check(name="deliveries", status=CheckStatus.OK, detail=told)
    reason = (
        f"the latest, on {troubled[0].channel}: {troubled[0].error_message}" if troubled else stuck[0].error_message
    )
    return Check(
        name="deliveries",
        status=CheckStatus.WARNING,
        detail=f"{told}; {reason}. `jobscan matches` lists them, `jobscan notify test CHANNEL` tests a channel",
    )


async def _check_facts(database: Database) -> Check:
    """Say of how many postings the facts are known, and whether a rule failed on any."""
    progress = await facts_progress(database)
    told = f"of {progress.current:,} of {progress.jobs:,} postings"
    if progress.outdated:
        told += f", and older ones of {progress.outdated:,}"
    missing = progress.jobs - progress.current
    told += "; `jobscan run` reads the rest, `jobscan enrich` at once" if missing > 0 else ""
    if not progress.failed:
        return Check(name="facts", status=CheckStatus.OK, detail=told)
    failed = f"a rule failed on {progress.failed:,} postings, whose other facts stand: please report this fault"
    return Check(name="facts", status=CheckStatus.WARNING, detail=f"{told}; {failed}")


async def _check_history(database: Database, now: datetime, show: Callable[[datetime], str]) -> Check:
    """Compare the clock with what was stored: after a clock was set back, sources wait and histories run backwards."""
    async with database.read() as session:
        statuses = await SourceRepository(session).get_all()
    moments = [moment for status in statuses for moment in (status.last_success_at, status.last_error_at) if moment]
    latest = max(moments, default=now)
    if latest <= now + _CLOCK_TOLERANCE:
        return Check(name="history", status=CheckStatus.OK, detail="nothing in it is in the future")
    return Check(
        name="history",
        status=CheckStatus.FAILED,
        detail=f"a scan was stored at {show(latest)}, but here it is {show(now)}: set the clock, or sources wait"
        " until then",
    )


def _report(database: Database, state: SchemaState) -> SchemaReport:
    return SchemaReport(place=database.describe(), current=state.current, head=state.head, status=state.status.value)


__all__ = [
    "Check",
    "CheckStatus",
    "SchemaReport",
    "back_up",
    "check_python",
    "examine_database",
    "prepare_schema",
    "read_schema",
    "upgrade_schema",
]
