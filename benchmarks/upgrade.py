"""A database of the version before: what its upgrade takes, and the first scans after it, in which ids move.

All boards are Workday's, and all requisitions have an underscore: of every posting the earlier version had another id.
So every row, with its history, its notifications and what was sent, goes on under another key. Nothing may be lost, and
nobody notified again; it raises an error when that is not so.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, insert, select

from benchmarks.harness import Options, Report, Table, in_child
from jobscan.decide.posting.normalise import normalise
from jobscan.decide.scan.lifecycle import LifecycleRules
from jobscan.decide.scan.schedule import ScheduleRules
from jobscan.domain.alert import Alert, AlertRule
from jobscan.domain.delivery import DeliveryStatus, MatchedJob, Notification, NotificationKind
from jobscan.domain.job import ChangeKind, Job, JobVersion, RawJob, StoredJob
from jobscan.domain.page import Page, Request, Validators
from jobscan.domain.scan import ScanRecord
from jobscan.domain.source import Source, SourceStatus
from jobscan.domain.user import User
from jobscan.engine.scan.cycle import Plan
from jobscan.engine.store import DatabaseStore
from jobscan.engine.supervisor import Engine
from jobscan.persistence import (
    AlertRuleRepository,
    Database,
    DatabaseSettings,
    JobRepository,
    NotificationRepository,
    SourceRepository,
    VersionRepository,
    upgrade,
)
from jobscan.persistence.migrate import migration_config
from jobscan.persistence.tables.job import JOB_VERSIONS, JOBS
from jobscan.persistence.tables.ledger import ALERTS_SENT
from jobscan.persistence.tables.notification import NOTIFICATIONS
from jobscan.services.alerts import take_up
from jobscan.sources import ADAPTERS
from jobscan.sources.systems.workday import adapter as workday
from tests.sources.pages import answer

BOARDS = 10
POSTINGS = 10_000
#: Seconds that the upgrade may take, the first scans included; 57 beside eight busy processes on two cores (2026-11).
LIMIT_S = 60

_NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
#: The schema of the version before.
_EARLIER = "0002"
_TEXT = "<p>" + "Work with people on things that matter. " * 60 + "</p>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """What an upgrade took, in seconds."""

    migration_s: float
    #: The first scans of all boards, in which ids move, and the second ones, in which nothing does.
    first_scans_s: float
    second_scans_s: float


class Boards:
    """Workday boards without a network: a fetcher for the engine."""

    def __init__(self, boards: int, postings: int) -> None:
        self.sources = tuple(
            Source(type="workday", identifier=f"tenant{number}/wd5/Jobs", name=f"Tenant {number}")
            for number in range(boards)
        )
        self._postings = postings
        #: Details that were asked for.
        self.details = 0

    def rows(self, offset: int = 0, limit: int | None = None) -> list[dict[str, Any]]:
        """Return rows of a list; all boards have the same."""
        end = self._postings if limit is None else min(self._postings, offset + limit)
        return [_row(number) for number in range(offset, end)]

    @asynccontextmanager
    async def lend(self, request: Request, validators: Validators | None = None) -> AsyncIterator[Page]:
        """Answer as Workday does."""
        if request.method == "GET":
            self.details += 1
            number = int(urlsplit(request.url).path.rpartition("_")[2])
            content: dict[str, Any] = {"jobPostingInfo": _info(request.url, number)}
        else:
            asked = json.loads(request.body or b"{}")
            rows = self.rows(asked["offset"], asked["limit"])
            content = {"total": self._postings, "jobPostings": rows, "facets": []}
        yield answer(json.dumps(content).encode())


def measure(options: Options) -> Report:
    """Upgrade a SQLite database of 100,000 postings."""
    found = []
    for _ in range(min(options.rounds, 2)):
        done, _ = in_child(_upgrade_once)
        found.append(done)
    done = min(found, key=lambda each: each.migration_s + each.first_scans_s)
    total = done.migration_s + done.first_scans_s
    rows = (
        ("the schema", f"{done.migration_s:.1f}", ""),
        ("first scans, every id moves", f"{done.first_scans_s:.1f}", ""),
        ("both", f"{total:.1f}", f"≤ {LIMIT_S}"),
        ("second scans, nothing moves", f"{done.second_scans_s:.1f}", ""),
    )
    return Report(
        tables=(
            Table(
                title=f"Upgrade of {BOARDS * POSTINGS:,} postings with history, notifications and ledger",
                columns=("step", "seconds", "goal"),
                rows=rows,
            ),
        ),
        figures={"sqlite, s": total},
        notes=("Every posting of every board moves to another id; scans of lists without a network.",),
    )


def _upgrade_once() -> Upgraded:
    with tempfile.TemporaryDirectory() as folder:
        settings = DatabaseSettings(url=f"sqlite:///{folder}/jobscan.db")
        return asyncio.run(_fill_and_upgrade(settings))


async def _fill_and_upgrade(settings: DatabaseSettings) -> Upgraded:
    boards = Boards(BOARDS, POSTINGS)
    database = await Database.open(settings)
    try:
        await fill_earlier(database, boards)
        return await upgrade_and_scan(database, boards)
    finally:
        await database.close()


async def fill_earlier(database: Database, boards: Boards) -> None:
    """Fill an empty database as the version before would have: of each posting a change, a notification, and a record.

    Half of the notifications were purged, so that only the ledger knows of them.
    """
    await upgrade(database)
    alert_id = await _watch_all(database)
    for source in boards.sources:
        jobs = [_stored(source, row) for row in boards.rows()]
        async with database.write() as session:
            await JobRepository(session).bulk_upsert(jobs)
            await VersionRepository(session).add([_change(stored.job) for stored in jobs])
            told = [_told(stored.job, alert_id) for stored in jobs]
            await NotificationRepository(session).add(told[::2])
            await session.execute(insert(ALERTS_SENT), [_recorded(notification) for notification in told])
            await SourceRepository(session).upsert(_status(source, len(jobs)))
    from alembic import command

    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(migration_config(sync), _EARLIER))


async def upgrade_and_scan(database: Database, boards: Boards) -> Upgraded:
    """Upgrade the database and scan all boards twice; raise `RuntimeError` when anything is lost or told again."""
    began = time.perf_counter()
    await upgrade(database)
    migrated = time.perf_counter()
    before = await _counts(database)
    records = await _scan(database, boards, 1)
    scanned = time.perf_counter()
    after = await _counts(database)
    records += await _scan(database, boards, 2)
    ended = time.perf_counter()
    trouble = [record for record in records if record.error or record.counts.unchanged != record.counts.postings]
    if trouble or boards.details or not before == after == await _counts(database):
        raise RuntimeError(
            f"not an upgrade: {before} became {after}, {boards.details} details asked for, {trouble[:1]}"
        )
    await _require_new_ids(database, boards)
    return Upgraded(migration_s=migrated - began, first_scans_s=scanned - migrated, second_scans_s=ended - scanned)


async def _scan(database: Database, boards: Boards, hours: int) -> list[ScanRecord]:
    engine = Engine(
        fetcher=boards,
        store=DatabaseStore(database),
        clock=lambda: _NOW + timedelta(hours=hours),
        ticks=time.monotonic,
        draw=lambda: 0.5,
    )
    schedules = {source.key: ScheduleRules(jitter=0) for source in boards.sources}
    plan = Plan(sources=boards.sources, schedules=schedules, adapters=ADAPTERS, lifecycle=LifecycleRules())
    return [result.record for result in await engine.scan(plan, boards.sources)]


async def _counts(database: Database) -> dict[str, int]:
    """Return the rows of all tables that name postings."""
    async with database.read() as session:
        return {
            table.name: int(await session.scalar(select(func.count()).select_from(table)) or 0)
            for table in (JOBS, JOB_VERSIONS, NOTIFICATIONS, ALERTS_SENT)
        }


async def _require_new_ids(database: Database, boards: Boards) -> None:
    """Raise `RuntimeError` unless every table names all postings by their new ids, and each is as it was."""
    async with database.read() as session:
        for source in boards.sources:
            jobs = {stored.job.job_key: stored for stored in await JobRepository(session).get_by_source(*source.key)}
            ids = {stored.job.external_id for stored in jobs.values()}
            if ids != {row["bulletFields"][0] for row in boards.rows()}:
                raise RuntimeError(f"{source.key} has other ids than its list")
            if any(stored.first_seen_at != _NOW or stored.misses for stored in jobs.values()):
                raise RuntimeError(f"{source.key}: a posting began anew or is missing")
            keys = sorted(jobs)
            decided = await NotificationRepository(session).decided(keys)
            if {(of.job_key, of.version_hash) for of in decided} != {(key, jobs[key].job.content_hash) for key in keys}:
                raise RuntimeError(f"{source.key}: what was decided did not move")


async def _watch_all(database: Database) -> int:
    """Make an alert that wants everything; return its id."""
    alert = Alert(
        name="all", rule=AlertRule(keywords=("analyst",), on=(ChangeKind.NEW, ChangeKind.UPDATED)), to=("email",)
    )
    await take_up(database, User(email="me@example.org"), [alert], now=_NOW - timedelta(days=1))
    async with database.read() as session:
        [(stored, _)] = await AlertRuleRepository(session).get_active()
    return stored.id


def _row(number: int) -> dict[str, Any]:
    requisition = f"R26_{number:06}"
    return {
        "title": f"Analyst {number}",
        "externalPath": f"/job/Berlin/Analyst-{number}_{requisition}",
        "locationsText": "Berlin",
        "postedOn": "Posted Today",
        "bulletFields": [requisition],
    }


def _info(url: str, number: int) -> dict[str, Any]:
    return {"title": f"Analyst {number}", "jobDescription": _TEXT, "location": "Berlin", "externalUrl": url}


def _stored(source: Source, row: dict[str, Any]) -> StoredJob:
    """Return the posting of a row under the id that the version before gave it."""
    request = workday.first_request(source)
    body = json.dumps({"total": 1, "jobPostings": [row], "facets": []}).encode()
    [listed] = workday.parse(source, request, answer(body)).postings
    assert listed.face is not None
    assert listed.face.link is not None
    raw = RawJob(
        external_id=listed.external_id.rpartition("_")[2],
        title=row["title"],
        locations=(row["locationsText"],),
        url=listed.face.link,
        description=_TEXT,
    )
    return StoredJob(job=normalise(source, raw, listed.fingerprint), first_seen_at=_NOW, last_seen_at=_NOW, version=2)


def _change(job: Job) -> JobVersion:
    changes = {"title": ("Clerk", job.title)}
    return JobVersion(
        job_key=job.job_key,
        version=2,
        kind=ChangeKind.UPDATED,
        changed_at=_NOW,
        content_hash=job.content_hash,
        changes=changes,
    )


def _told(job: Job, alert_id: int) -> Notification:
    return Notification(
        alert_id=alert_id,
        job_key=job.job_key,
        version_hash=job.content_hash,
        channel="email",
        kind=NotificationKind.NEW,
        matched=MatchedJob.from_job(job),
        created_at=_NOW,
        delivery_status=DeliveryStatus.SENT,
        sent_at=_NOW,
    )


def _recorded(told: Notification) -> dict[str, Any]:
    names = ("job_key", "version_hash", "alert_id", "sent_at")
    return {name: getattr(told, name) for name in names}


def _status(source: Source, postings: int) -> SourceStatus:
    fresh = SourceStatus(source_type=source.type, source_identifier=source.identifier, name=source.name)
    return replace(fresh, last_success_at=_NOW, last_complete_at=_NOW, postings=postings, scan_seq=1)
