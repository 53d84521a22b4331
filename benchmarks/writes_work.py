"""What is written, and what jobscan does with it: the same on both databases."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from jobscan.domain.job import Job, JobBookkeeping, PayInterval, StoredJob, Workplace
from jobscan.domain.source import SourceKey, SourceStatus
from jobscan.persistence import Database, JobRepository, SourceRepository
from jobscan.persistence.sql.unchanged import without_equal
from jobscan.persistence.tables.job import STORED_JOB_FORM
from jobscan.utils.hashing import compute_content_hash, compute_job_key

T = TypeVar("T")
#: What is done with an open database.
Task = Callable[[Database], Coroutine[Any, Any, T]]

BOARDS = 20
POSTINGS = 250
ROWS = BOARDS * POSTINGS
#: The first board that no table holds.
NEW = 1_000_000
NOW = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
#: When they are seen again.
LATER = NOW + timedelta(hours=1)

_COLUMNS = ", ".join(STORED_JOB_FORM.columns)
_KEPT = ("job_key", "first_seen_at")
_REPLACED = ", ".join(f"{name} = excluded.{name}" for name in STORED_JOB_FORM.columns if name not in _KEPT)
_SYLLABLES = "an ba con de er fu ga hi in jo ka lo mi no or pe qui re sa ti un ve wa xy ze".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A source with its postings."""

    key: SourceKey
    jobs: list[StoredJob]

    @property
    def status(self) -> SourceStatus:
        """Return what a complete scan leaves."""
        return SourceStatus(
            source_type=self.key.source_type,
            source_identifier=self.key.source_identifier,
            name=self.key.source_identifier,
            last_success_at=LATER,
            last_complete_at=LATER,
            last_full_at=LATER,
            next_due_at=LATER + timedelta(hours=1),
            postings=len(self.jobs),
            scan_seq=2,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run cost."""

    wall_s: float
    #: Of this process.
    client_s: float
    #: Of the database's process for this connection; 0 on SQLite, which works in ours.
    server_s: float = 0.0
    wal_bytes: int = 0

    @property
    def cpu_s(self) -> float:
        """Return the CPU time of both sides."""
        return self.client_s + self.server_s


def raw_insert(marks: str) -> str:
    """Return the plain INSERT of whole rows."""
    return f"INSERT INTO jobs ({_COLUMNS}) VALUES ({marks})"


def raw_upsert(marks: str) -> str:
    """Return the upsert that replaces whatever is there, equal or not."""
    return f"{raw_insert(marks)} ON CONFLICT (job_key) DO UPDATE SET {_REPLACED}"


def make_boards(numbers: Sequence[int]) -> Iterator[Board]:
    """Yield boards of 250 postings; the same number gives the same board."""
    return map(_board, numbers)


def numbers_of(rows: int) -> range:
    """Return the numbers of the boards in a table of that many rows."""
    return range(rows // POSTINGS)


def spread_over(rows: int) -> range:
    """Return the numbers of 20 boards from everywhere in a table of that many rows."""
    step = rows // ROWS
    return range(0, BOARDS * step, step)


def jobs_of(boards: Iterable[Board]) -> list[StoredJob]:
    """Return the postings of all these boards."""
    return list(itertools.chain.from_iterable(board.jobs for board in boards))


def changed(boards: Sequence[Board]) -> list[Board]:
    """Return the boards with every 50th posting changed: another title and text, another fingerprint."""
    return [
        replace(board, jobs=[_change(job) if index % 50 == 0 else job for index, job in enumerate(board.jobs)])
        for board in boards
    ]


async def bulk_upsert(database: Database, jobs: Sequence[StoredJob]) -> int:
    """Store these jobs in one transaction."""
    async with database.write() as session:
        return await JobRepository(session).bulk_upsert(jobs)


async def scan(database: Database, boards: Sequence[Board]) -> int:
    """Do what scans of these boards do to the database; return how many rows of jobs were written.

    Per board one read of what is known and one look at each posting. What differs is written in one transaction with
    the status of all boards, which says when their postings were last seen.
    """
    differing: list[StoredJob] = []
    for board in boards:
        async with database.read() as session:
            known = await JobRepository(session).load_known(board.key)
        for posting in board.jobs:
            job = posting.job
            old = known.get(job.job_key)
            if old is None or old.fingerprint != job.fingerprint or old.updated_at != job.updated_at:
                differing.append(posting)
    async with database.write() as session:
        await SourceRepository(session).upsert_all(board.status for board in boards)
        return await JobRepository(session).bulk_upsert(differing)


async def warm_up(database: Database, boards: Sequence[Board]) -> None:
    """Read as much of one board as the work will read of all, so that every statement has been compiled."""
    async with database.write() as session:
        await JobRepository(session).load_known(boards[0].key)
        await without_equal(session, {stored.job.job_key: stored for stored in boards[0].jobs})
        await SourceRepository(session).upsert_all([])


async def bookkeeping(database: Database, jobs: Sequence[StoredJob], at: datetime) -> int:
    """Note for each job that it was seen, as a design without a time per source would."""
    bookkeeping = [
        JobBookkeeping(
            job_key=stored.job.job_key,
            fingerprint=stored.job.fingerprint,
            updated_at=stored.job.updated_at,
            last_seen_at=at,
            status=stored.status,
            expired_at=None,
            expiry_reason=None,
            misses=0,
            version=stored.version,
        )
        for stored in jobs
    ]
    async with database.write() as session:
        return await JobRepository(session).bookkeeping(bookkeeping)


def _words() -> list[str]:
    rng = random.Random("words")
    return ["".join(rng.choices(_SYLLABLES, k=rng.choice((1, 2, 2, 3, 3, 4)))) for _ in range(3_000)]


def _sentences() -> list[str]:
    rng, words = random.Random("sentences"), _words()
    # As in a language: the n-th word is n times rarer than the first.
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    return [
        " ".join(rng.choices(words, cum_weights=weights, k=rng.randint(8, 20))).capitalize() + "." for _ in range(4_000)
    ]


_SENTENCES = _sentences()


def _description(rng: random.Random) -> str:
    sentences = rng.choices(_SENTENCES, k=rng.randint(50, 68))
    return "\n\n".join(" ".join(sentences[start : start + 8]) for start in range(0, len(sentences), 8))


def _board(number: int) -> Board:
    rng = random.Random(f"board {number}")
    key = SourceKey("greenhouse", f"board{number}")
    return Board(key=key, jobs=[_posting(rng, key, number, index) for index in range(POSTINGS)])


def _posting(rng: random.Random, key: SourceKey, number: int, index: int) -> StoredJob:
    external_id = str(4_000_000_000 + number * 1_000 + index)
    paid = index % 3 == 0
    job = Job(
        job_key=compute_job_key(*key, external_id),
        source_type=key.source_type,
        source_identifier=key.source_identifier,
        external_id=external_id,
        title=f"{rng.choice(('Senior', 'Staff', 'Junior'))} Engineer, {rng.choice(_SENTENCES)[:24]}",
        company=f"Company {number}",
        location=rng.choice(("Berlin", "London, UK; Remote - EMEA", "New York, NY", "Kraków; Warszawa")),
        url=f"https://boards.greenhouse.io/board{number}/jobs/{external_id}",
        apply_url=f"https://boards.greenhouse.io/board{number}/jobs/{external_id}#app" if paid else None,
        department=rng.choice(("Engineering", "Sales", "Operations")),
        employment_type="full_time",
        workplace=rng.choice((Workplace.REMOTE, Workplace.HYBRID, None)),
        salary_min=60_000.0 if paid else None,
        salary_max=90_000.0 if paid else None,
        salary_currency="EUR" if paid else None,
        salary_interval=PayInterval.YEAR if paid else None,
        language="en",
        posted_at=NOW - timedelta(minutes=rng.randint(10_000, 100_000)),
        updated_at=NOW - timedelta(minutes=rng.randint(0, 10_000)),
        fingerprint=compute_job_key(*key, f"fingerprint {index}"),
        content_hash=compute_job_key(*key, f"content {index}"),
        description=_description(rng),
    )
    return StoredJob(job=job, first_seen_at=NOW, last_seen_at=NOW)


def _change(stored: StoredJob) -> StoredJob:
    job = stored.job
    title, description = f"{job.title} (m/f/d)", f"{job.description}\n\nApply by the end of the month."
    changed_job = replace(
        job,
        title=title,
        description=description,
        fingerprint=job.fingerprint[::-1],
        content_hash=compute_content_hash(title, description, job.location),
    )
    return replace(stored, job=changed_job, version=2)
