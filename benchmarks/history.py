"""A database in which jobscan has worked for months: postings and their history, scans, alerts and what they told."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from jobscan.domain.alert import Alert, AlertOrigin, AlertRule
from jobscan.domain.delivery import DeliveryStatus, MatchedJob, Notification, NotificationKind
from jobscan.domain.job import ChangeKind, Job, JobStatus, JobVersion, StoredJob, Workplace
from jobscan.domain.scan import ScanCounts, ScanOutcome, ScanRecord
from jobscan.domain.source import Source, SourceKey, SourceStatus
from jobscan.domain.user import User
from jobscan.persistence import (
    AlertRuleRepository,
    Database,
    DatabaseSettings,
    JobRepository,
    NotificationRepository,
    ScanRepository,
    SourceRepository,
    UserRepository,
    VersionRepository,
    upgrade,
)
from jobscan.utils.hashing import compute_job_key

T = TypeVar("T")

#: Of one board.
POSTINGS = 100
ALERTS = 20
#: Of each source: one day, a scan every quarter of an hour.
SCANS = 96
#: What most postings have been seen for; the rest came one by one.
_MONTHS = timedelta(days=90)
_AT_ONCE = 2_000
_LEVELS = "Senior Staff Principal Lead Junior Associate".split()
_FIELDS = "Backend Frontend Platform Data Security Payments Growth Robotics Embedded Billing Network Storage".split()
_ROLES = "Engineer Developer Manager Analyst Architect Scientist Designer Recruiter Technician Writer".split()
_PLACES = "Berlin München Zürich Wien Paris London Dublin Madrid Lisboa Warszawa Kraków Toronto Boston Austin".split()
_WORDS = (
    "we build reliable services for people who look for work and you will own what you design test and run together"
    " with a small team across time zones our customers trust data that arrives in order and once"
).split()


def source_of(number: int) -> Source:
    """Return a board, as a configuration has it."""
    return Source(type="greenhouse", identifier=f"board{number}", name=f"Company {number}")


def boards_of(count: int) -> int:
    """Return how many boards so many postings are on."""
    return -(-count // POSTINGS)


async def fill(url: str, count: int, boards: int = 0) -> None:
    """Make the tables and fill them: ``count`` postings with descriptions of 5 KB, one of seven expired.

    ``boards``: how many there are, when that is more than the postings need; none of them is due for months.
    """
    now = datetime.now(UTC)
    database = await Database.open(DatabaseSettings(url=url))
    try:
        await upgrade(database)
        await _add_boards(database, max(boards, boards_of(count)), now)
        for part in _parts(_postings(count, now)):
            async with database.write() as session:
                await JobRepository(session).bulk_upsert(part)
                await VersionRepository(session).add([change for stored in part for change in _story(stored)])
        await _add_matches(database, count, now)
    finally:
        await database.close()


async def _add_boards(database: Database, boards: int, now: datetime) -> None:
    for part in _parts(range(boards), 100):
        async with database.write() as session:
            await SourceRepository(session).ensure([source_of(number) for number in part])
            for number in part:
                await SourceRepository(session).upsert(_status(number, now))
            await ScanRepository(session).add([scan for number in part for scan in _scans(number, now)])


def _status(number: int, now: datetime) -> SourceStatus:
    source = source_of(number)
    # One board of fifty fails.
    failing = number % 50 == 7
    return SourceStatus(
        source_type=source.type,
        source_identifier=source.identifier,
        name=source.name,
        last_success_at=now - timedelta(minutes=10 if not failing else 3_000),
        last_error_at=now - timedelta(minutes=5) if failing else None,
        error_message="the server answered 503 Service Unavailable" if failing else None,
        last_complete_at=now - timedelta(minutes=10),
        next_due_at=now + timedelta(days=300),
        failures=3 if failing else 0,
        postings=POSTINGS,
        scan_seq=SCANS,
    )


def _scans(number: int, now: datetime) -> Iterator[ScanRecord]:
    for index in range(SCANS):
        new = 1 if (index + number) % 48 == 0 else 0
        yield ScanRecord(
            source=source_of(number).key,
            started_at=now - timedelta(minutes=15 * index + 10),
            seconds=0.25,
            outcome=ScanOutcome.OK if new else ScanOutcome.UNCHANGED,
            counts=ScanCounts(postings=POSTINGS, new=new, unchanged=POSTINGS - new),
            requests=1,
            wire_bytes=140_000,
        )


def _postings(count: int, now: datetime) -> Iterator[StoredJob]:
    rng = random.Random(7)
    for number in range(count):
        key = SourceKey("greenhouse", f"board{number // POSTINGS}")
        # Two of three were on their boards when those were first seen.
        at_first = rng.random() < 0.67
        seen = now - (_MONTHS if at_first else _MONTHS * rng.random()) - timedelta(seconds=number // POSTINGS)
        expired = rng.random() < 0.15
        gone = seen + (now - seen) * rng.random()
        yield StoredJob(
            job=_job(number, key, rng),
            first_seen_at=seen,
            last_seen_at=gone if expired else seen,
            status=JobStatus.EXPIRED if expired else JobStatus.ACTIVE,
            expired_at=gone if expired else None,
            expiry_reason="missing from 2 complete scans" if expired else None,
            misses=2 if expired else 0,
            version=2 if rng.random() < 0.1 else 1,
        )


def _job(number: int, key: SourceKey, rng: random.Random) -> Job:
    title = f"{rng.choice(_LEVELS)} {rng.choice(_FIELDS)} {rng.choice(_ROLES)}"
    text = "\n\n".join(" ".join(rng.choices(_WORDS, k=130)) for _ in range(7))
    return Job(
        job_key=compute_job_key(*key, str(number)),
        source_type=key.source_type,
        source_identifier=key.source_identifier,
        external_id=str(number),
        # One title of ten thousand has a word that people look for.
        title=f"{title}, Typography" if number % 10_000 == 4_711 else title,
        company=f"Company {number // POSTINGS}",
        location="; ".join(rng.sample(_PLACES, rng.choice((1, 1, 1, 2)))),
        url=f"https://boards.greenhouse.io/{key.source_identifier}/jobs/{number}",
        department=rng.choice((None, "Engineering", "Operations")),
        employment_type="full_time",
        workplace=rng.choice((None, None, *Workplace)),
        fingerprint=compute_job_key(*key, f"fingerprint {number}"),
        content_hash=compute_job_key(*key, f"content {number}"),
        description=text,
    )


def _story(stored: StoredJob) -> Iterator[JobVersion]:
    job = stored.job
    for version in range(1, stored.version + 1):
        yield JobVersion(
            job_key=job.job_key,
            version=version,
            kind=ChangeKind.NEW if version == 1 else ChangeKind.UPDATED,
            changed_at=stored.first_seen_at + timedelta(days=3) * (version - 1),
            content_hash=job.content_hash,
            changes={} if version == 1 else {"title": (f"{job.title} (m/f)", job.title)},
        )


async def _add_matches(database: Database, count: int, now: datetime) -> None:
    """Make alerts that have told one posting of five, a tenth of them in the last month."""
    async with database.write() as session:
        owner = await UserRepository(session).add(User(email="ann@example.org"), now=now, is_owner=True)
        rules = AlertRuleRepository(session)
        alerts = [
            await rules.save(owner.id, _alert(index), origin=AlertOrigin.USER, now=now - _MONTHS)
            for index in range(ALERTS)
        ]
        await rules.set_baselined([alert.id for alert in alerts], now - _MONTHS)
    matched = (stored for index, stored in enumerate(_postings(count, now)) if index % 5 == 0)
    told = (_match(stored, alert.id, now) for stored, alert in zip(matched, itertools.cycle(alerts), strict=False))
    for part in _parts(told):
        async with database.write() as session:
            await NotificationRepository(session).add(part)


def _alert(index: int) -> Alert:
    return Alert(name=f"alert {index}", rule=AlertRule(keywords=(_FIELDS[index % len(_FIELDS)], _ROLES[index % 7])))


def _match(stored: StoredJob, alert_id: int, now: datetime) -> Notification:
    job = stored.job
    old = stored.first_seen_at < now - timedelta(days=30)
    return Notification(
        alert_id=alert_id,
        job_key=job.job_key,
        version_hash=job.content_hash,
        channel="" if old else "email",
        kind=NotificationKind.EXISTING if old else NotificationKind.NEW,
        matched=None if old else MatchedJob.from_job(job),
        created_at=stored.first_seen_at,
        delivery_status=DeliveryStatus.BASELINE if old else DeliveryStatus.SENT,
        attempts=0 if old else 1,
        sent_at=None if old else stored.first_seen_at + timedelta(seconds=5),
    )


def _parts(items: Iterable[T], size: int = _AT_ONCE) -> Iterator[list[T]]:
    rest = iter(items)
    while part := list(itertools.islice(rest, size)):
        yield part
