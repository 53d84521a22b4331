"""A small history to look at: two boards, one posting that changed, one that expired."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from jobscan.domain.job import ChangeKind, Job, JobStatus, JobVersion, PayInterval, StoredJob, Workplace
from jobscan.domain.source import SourceStatus
from jobscan.persistence import (
    DatabaseSettings,
    JobRepository,
    SourceRepository,
    VersionRepository,
)
from jobscan.utils.hashing import compute_content_hash, compute_job_key
from tests.fixtures.databases import lay_file, opened

NOW = datetime.now(UTC).replace(microsecond=0)
CONFIG = """\
database: sqlite:///history.db
sources:
  - {type: greenhouse, identifier: canonical, name: Canonical}
  - {type: lever, identifier: spotify, name: Spotify}
  - {type: ashby, identifier: ramp, name: Ramp}
  - {type: ashby, identifier: linear, name: Linear, enabled: false}
  - {type: greenhouse, identifier: duolingo, name: Duolingo}
"""


def job(board: str, external_id: str, title: str, **values: object) -> Job:
    """Return a posting of one of the boards."""
    kind, identifier = board.split("/")
    description = f"We look for a {title}.\n\nYou will work."
    fields: dict[str, object] = {
        "job_key": compute_job_key(kind, identifier, external_id),
        "source_type": kind,
        "source_identifier": identifier,
        "external_id": external_id,
        "title": title,
        "company": identifier.title(),
        "location": "Berlin",
        "url": f"https://example.com/{external_id}",
        "fingerprint": "0" * 64,
        "content_hash": compute_content_hash(title, description, "Berlin"),
        "description": description,
    }
    return Job(**(fields | values))  # type: ignore[arg-type]


ENGINEER = job(
    "greenhouse/canonical",
    "1",
    "Staff Engineer",
    location="Home based, EMEA; Berlin",
    workplace=Workplace.REMOTE,
    salary_min=90_000.0,
    salary_max=120_000.0,
    salary_currency="EUR",
    salary_interval=PayInterval.YEAR,
    department="Engineering",
    employment_type="full_time",
    posted_at=NOW - timedelta(days=40),
)
DESIGNER = job("greenhouse/canonical", "2", "Designer", location="London")
FORMULA = job("lever/spotify", "3", '=HYPERLINK("http://evil.example","Click") Analyst with a very long title indeed')
GONE = job("lever/spotify", "4", "Recruiter", description="\n".join(f"line {number}" for number in range(1, 31)))


def _stored() -> list[StoredJob]:
    day = timedelta(days=1)
    return [
        StoredJob(job=ENGINEER, first_seen_at=NOW - 9 * day, last_seen_at=NOW - day, version=2),
        StoredJob(job=DESIGNER, first_seen_at=NOW - 8 * day, last_seen_at=NOW - 8 * day),
        StoredJob(job=FORMULA, first_seen_at=NOW - 2 * day, last_seen_at=NOW - 2 * day, misses=1),
        StoredJob(
            job=GONE,
            first_seen_at=NOW - 30 * day,
            last_seen_at=NOW - 10 * day,
            status=JobStatus.EXPIRED,
            expired_at=NOW - 5 * day,
            expiry_reason="missing from 2 complete scans",
            misses=2,
            version=2,
        ),
    ]


def _versions() -> list[JobVersion]:
    def version(number: int, kind: ChangeKind, days: int, **changes: tuple[object, object]) -> JobVersion:
        return JobVersion(
            job_key=ENGINEER.job_key,
            version=number,
            kind=kind,
            changed_at=NOW - timedelta(days=days),
            content_hash=ENGINEER.content_hash,
            changes=changes,
        )

    lines = "".join(f"+line {number}\n" for number in range(1, 31))
    gone = JobVersion(
        job_key=GONE.job_key,
        version=1,
        kind=ChangeKind.UPDATED,
        changed_at=NOW,
        content_hash=GONE.content_hash,
        changes={"description": (None, f"@@ -0,0 +1,30 @@\n{lines}"), "location": ("Berlin", "")},
    )
    diff = "@@ -1,2 +1,2 @@\n-We look for an Engineer.\n+We look for a Staff Engineer.\n You will work.\n"
    same = "In small teams that like each other we build what people need. " * 5
    diff += f"@@ -9 +9 @@\n-{same}It takes 3 years. {same}\n+{same}It takes 5 years. {same}"
    return [
        gone,
        version(1, ChangeKind.NEW, 9),
        version(2, ChangeKind.UPDATED, 1, title=("Engineer", "Staff Engineer"), description=(None, diff)),
    ]


def _statuses() -> list[SourceStatus]:
    hour = timedelta(hours=1)
    return [
        SourceStatus(
            source_type="greenhouse",
            source_identifier="canonical",
            name="Canonical",
            last_success_at=NOW - hour,
            last_complete_at=NOW - hour,
            next_due_at=NOW + 2 * hour + timedelta(minutes=1),
            postings=2,
        ),
        SourceStatus(
            source_type="lever",
            source_identifier="spotify",
            name="Spotify",
            last_success_at=NOW - 48 * hour,
            last_complete_at=NOW - 48 * hour,
            last_error_at=NOW - hour,
            error_message="board spotify: HTTP 404, there is no board of that name; check the identifier",
            failures=3,
            postings=1,
            missing=1,
        ),
        SourceStatus(
            source_type="greenhouse",
            source_identifier="duolingo",
            name="Duolingo",
            last_success_at=NOW - hour,
            quarantined_at=NOW - hour,
            quarantine_scans=1,
        ),
        SourceStatus(
            source_type="comeet", source_identifier="wiliot/F6.003", name="Wiliot", last_success_at=NOW, token="s3cret"
        ),
    ]


async def _write(path: Path) -> None:
    settings = DatabaseSettings(url=f"sqlite:///{path}")
    async with opened(settings) as database, database.write() as session:
        for status in _statuses():
            await SourceRepository(session).upsert(status)
        await JobRepository(session).bulk_upsert(_stored())
        await VersionRepository(session).add(_versions())


@cache
def _file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        asyncio.run(_write(path))
        return path.read_bytes()


def write_history(folder: Path) -> None:
    """Write ``config.yaml`` and ``history.db`` into a folder."""
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    lay_file(folder / "history.db", _file())
