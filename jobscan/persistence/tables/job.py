"""Postings, and their history."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from jobscan.domain.job import (
    ChangeKind,
    Job,
    JobBookkeeping,
    JobStatus,
    JobVersion,
    KnownJob,
    PayInterval,
    StoredJob,
    Workplace,
)
from jobscan.persistence.sql.codecs import JsonValue, KeyText
from jobscan.persistence.sql.rows import RowForm, keeps_word
from jobscan.persistence.tables.base import CHANGES, Base, partial_index

if TYPE_CHECKING:
    from sqlalchemy import Table


class JobRow(Base):
    """A posting: what it says, its state, and its description as the last column.

    Last, because SQLite puts everything after a long text into overflow pages: bookkeeping would rewrite them all
    (measured: 21 MB of WAL instead of 9 for 5,000 rows). No index on ``content_hash``, and ``last_seen_at`` is indexed
    for expired rows only: a scan must not pay for an index it does not use.
    """

    __tablename__ = "jobs"

    job_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    source_type: Mapped[str] = mapped_column(KeyText)
    source_identifier: Mapped[str] = mapped_column(KeyText)
    external_id: Mapped[str]
    title: Mapped[str]
    company: Mapped[str]
    location: Mapped[str]
    url: Mapped[str]
    apply_url: Mapped[str | None]
    department: Mapped[str | None]
    employment_type: Mapped[str | None]
    workplace: Mapped[str | None] = mapped_column(info=keeps_word(Workplace))
    salary_min: Mapped[float | None]
    salary_max: Mapped[float | None]
    salary_currency: Mapped[str | None]
    salary_interval: Mapped[str | None] = mapped_column(info=keeps_word(PayInterval))
    language: Mapped[str | None]
    posted_at: Mapped[datetime | None]
    updated_at: Mapped[datetime | None]
    first_seen_at: Mapped[datetime]
    #: As of the last write; readers need the effective value, see `repositories.job`.
    last_seen_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(info=keeps_word(JobStatus))
    expired_at: Mapped[datetime | None]
    expiry_reason: Mapped[str | None]
    misses: Mapped[int]
    version: Mapped[int]
    offices: Mapped[str | None]
    workplace_word: Mapped[str | None]
    fingerprint: Mapped[str]
    content_hash: Mapped[str]
    description: Mapped[str]

    __table_args__ = (
        Index(None, "source_type", "source_identifier"),
        Index(None, "first_seen_at"),
        Index("ix_jobs_listed_at", text("coalesce(posted_at, first_seen_at)")),
        partial_index("ix_jobs_last_seen_at_expired", "last_seen_at", rows="status = 'expired'"),
        # The few postings whose offices count as places: for the rest, reading the column costs reading past the
        # description, after which the migration put it.
        partial_index("ix_jobs_with_offices", "job_key", rows="offices <> ''"),
    )

    @classmethod
    def from_domain(cls, stored: StoredJob) -> JobRow:
        """Return the row of a stored job."""
        return cls(**STORED_JOB_FORM.record(stored))


class JobVersionRow(Base):
    """One change of a posting.

    No foreign key to ``jobs``: one writer writes both in one transaction, and a purge deletes both. The key would
    double the cost of writing history on Postgres (measured: 44 ms instead of 23 for 5,000 rows) and stand in the
    way of migrations on SQLite, which alter ``jobs`` by copying and dropping it.
    """

    __tablename__ = "job_versions"

    job_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(info=keeps_word(ChangeKind))
    changed_at: Mapped[datetime]
    content_hash: Mapped[str]
    changes: Mapped[Any] = mapped_column(JsonValue, nullable=False, info=CHANGES)

    @classmethod
    def from_domain(cls, version: JobVersion) -> JobVersionRow:
        """Return the row of one change."""
        return cls(**JOB_VERSION_FORM.record(version))

    def to_domain(self) -> JobVersion:
        """Return the change."""
        return JOB_VERSION_FORM.noun_of(self)


JOBS = cast("Table", JobRow.__table__)
JOB_VERSIONS = cast("Table", JobVersionRow.__table__)

STORED_JOB_FORM = RowForm(JOBS, StoredJob, job=Job)
KNOWN_JOB_FORM = RowForm(JOBS, KnownJob)
JOB_BOOKKEEPING_FORM = RowForm(JOBS, JobBookkeeping)
JOB_VERSION_FORM = RowForm(JOB_VERSIONS, JobVersion)
