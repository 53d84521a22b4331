"""The tables, as ORM models that translate to and from the domain's nouns."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BigInteger, Double, Index, Integer, MetaData, Text, and_, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from jobscan.domain.alert import AlertRecord
from jobscan.domain.job import ChangeKind, Job, JobStatus, JobVersion, PayInterval, StoredJob, Workplace
from jobscan.domain.scan import ScanCounts, ScanOutcome, ScanRecord
from jobscan.domain.source import SourceKey, SourceStatus
from jobscan.persistence.sql.codecs import PLAIN, JsonValue, KeyText, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Table

    from jobscan.persistence.sql.codecs import Codec

#: SQLite 3.40 takes 32,766 parameters in a statement.
_IDENTIFIERS = 1_000
#: Of columns that came to tables with rows in them.
_ZERO = text("0")
#: Names that both databases and every migration agree on.
NAMING = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """What all tables share: one metadata, text of any length, aware datetimes."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text(), float: Double(), int: Integer(), datetime: UtcDateTime()}  # noqa: RUF012 - SQLAlchemy's form


class JobRow(Base):
    """A posting: what it says, where it is in its life, and its description as the last column.

    Last, because SQLite puts what follows a long text into overflow pages: bookkeeping would rewrite them all
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
    workplace: Mapped[str | None]
    salary_min: Mapped[float | None]
    salary_max: Mapped[float | None]
    salary_currency: Mapped[str | None]
    salary_interval: Mapped[str | None]
    language: Mapped[str | None]
    posted_at: Mapped[datetime | None]
    updated_at: Mapped[datetime | None]
    first_seen_at: Mapped[datetime]
    #: As of the last write; readers want the effective value, see `repositories.job`.
    last_seen_at: Mapped[datetime]
    status: Mapped[str]
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
        Index(
            "ix_jobs_last_seen_at_expired",
            "last_seen_at",
            sqlite_where=text("status = 'expired'"),
            postgresql_where=text("status = 'expired'"),
        ),
        # The few whose offices are looked at for places: of all others the column lies behind the description, where
        # the migration that brought it put it.
        Index(
            "ix_jobs_with_offices",
            "job_key",
            sqlite_where=text("offices <> ''"),
            postgresql_where=text("offices <> ''"),
        ),
    )

    @classmethod
    def from_domain(cls, stored: StoredJob) -> JobRow:
        """Return the row of a stored job."""
        return cls(**dict(zip(JOB_COLUMNS, job_values(stored), strict=True)))


class SourceRow(Base):
    """A board: its health, and what the next scan of it needs."""

    __tablename__ = "sources"

    source_type: Mapped[str] = mapped_column(KeyText, primary_key=True)
    source_identifier: Mapped[str] = mapped_column(KeyText, primary_key=True)
    name: Mapped[str]
    last_success_at: Mapped[datetime | None]
    last_error_at: Mapped[datetime | None]
    error_message: Mapped[str | None]
    last_complete_at: Mapped[datetime | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    body_hash: Mapped[str | None]
    last_full_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None]
    failures: Mapped[int]
    postings: Mapped[int]
    missing: Mapped[int]
    quarantined_at: Mapped[datetime | None]
    quarantine_scans: Mapped[int]
    token: Mapped[str | None]
    scan_seq: Mapped[int]
    last_outcome: Mapped[str | None]
    first_read_at: Mapped[datetime | None]
    unread: Mapped[int] = mapped_column(server_default=_ZERO)
    collisions: Mapped[int] = mapped_column(server_default=_ZERO)
    total_gap: Mapped[int] = mapped_column(server_default=_ZERO)
    total_gap_scans: Mapped[int] = mapped_column(server_default=_ZERO)
    total_gap_since: Mapped[datetime | None]
    accept_language: Mapped[str | None]
    base_url: Mapped[str | None]

    @classmethod
    def from_domain(cls, status: SourceStatus) -> SourceRow:
        """Return the row of a source."""
        return cls(**{name: getattr(status, name) for name in SOURCE_COLUMNS})

    def to_domain(self) -> SourceStatus:
        """Return the source."""
        return SourceStatus(**{name: getattr(self, name) for name in SOURCE_COLUMNS})


class JobVersionRow(Base):
    """One change of a posting.

    No foreign key to ``jobs``: one writer writes both in one transaction, and a purge deletes both. The key would
    double the cost of writing history on Postgres (measured: 44 ms instead of 23 for 5,000 rows) and stand in the
    way of migrations on SQLite, which alter ``jobs`` by copying and dropping it.
    """

    __tablename__ = "job_versions"

    job_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    changed_at: Mapped[datetime]
    content_hash: Mapped[str]
    changes: Mapped[Any] = mapped_column(JsonValue, nullable=False)

    @classmethod
    def from_domain(cls, version: JobVersion) -> JobVersionRow:
        """Return the row of one change."""
        return cls(**dict(zip(VERSION_COLUMNS, version_values(version), strict=True)))

    def to_domain(self) -> JobVersion:
        """Return the change; JSON's lists become pairs again."""
        return JobVersion(
            job_key=self.job_key,
            version=self.version,
            kind=ChangeKind(self.kind),
            changed_at=self.changed_at,
            content_hash=self.content_hash,
            changes={name: (old, new) for name, (old, new) in self.changes.items()},
        )


class ScanRow(Base):
    """One scan of one source."""

    __tablename__ = "scans"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    source_type: Mapped[str] = mapped_column(KeyText)
    source_identifier: Mapped[str] = mapped_column(KeyText)
    started_at: Mapped[datetime]
    seconds: Mapped[float]
    outcome: Mapped[str]
    postings: Mapped[int]
    new: Mapped[int]
    updated: Mapped[int]
    expired: Mapped[int]
    reopened: Mapped[int]
    unchanged: Mapped[int]
    requests: Mapped[int]
    wire_bytes: Mapped[int] = mapped_column(BigInteger)
    error: Mapped[str | None]
    problems: Mapped[Any] = mapped_column(JsonValue, nullable=False)
    unread: Mapped[int] = mapped_column(server_default=_ZERO)
    collisions: Mapped[int] = mapped_column(server_default=_ZERO)

    __table_args__ = (Index(None, "source_type", "source_identifier", "started_at"),)

    @classmethod
    def from_domain(cls, record: ScanRecord) -> ScanRow:
        """Return the row of one scan, without an id."""
        return cls(**scan_values(record))

    def to_domain(self) -> ScanRecord:
        """Return the scan."""
        return ScanRecord(
            source=SourceKey(self.source_type, self.source_identifier),
            started_at=self.started_at,
            seconds=self.seconds,
            outcome=ScanOutcome(self.outcome),
            counts=ScanCounts(**{name: getattr(self, name) for name in _COUNTS}),
            requests=self.requests,
            wire_bytes=self.wire_bytes,
            error=self.error,
            problems=tuple(self.problems),
        )


class AlertRow(Base):
    """The permanent ledger: this version of this job is done with for this alert. It outlives both.

    What is sent stands here, and whatever else was decided when its notification is purged.
    """

    __tablename__ = "alerts_sent"

    job_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    version_hash: Mapped[str] = mapped_column(KeyText, primary_key=True)
    sent_at: Mapped[datetime]
    #: 0: recorded by hand, for no alert.
    alert_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    @classmethod
    def from_domain(cls, record: AlertRecord) -> AlertRow:
        """Return the row of one alert."""
        return cls(**{name: getattr(record, name) for name in LEDGER_COLUMNS})

    def to_domain(self) -> AlertRecord:
        """Return the alert."""
        return AlertRecord(**{name: getattr(self, name) for name in LEDGER_COLUMNS})


JOBS = cast("Table", JobRow.__table__)
SOURCES = cast("Table", SourceRow.__table__)
JOB_VERSIONS = cast("Table", JobVersionRow.__table__)
SCANS = cast("Table", ScanRow.__table__)
ALERTS_SENT = cast("Table", AlertRow.__table__)

#: The fields of `Job`, all of which are columns of ``jobs``, in the same order.
_JOB_FIELDS = tuple(field.name for field in fields(Job))
#: By value: a third of the time of asking the enum.
STATUSES = {status.value: status for status in JobStatus}
_WORKPLACES = {workplace.value: workplace for workplace in Workplace}
_PAY_INTERVALS = {interval.value: interval for interval in PayInterval}
_COUNTS = tuple(field.name for field in fields(ScanCounts))
JOB_COLUMNS = tuple(JOBS.columns.keys())
SOURCE_COLUMNS = tuple(SOURCES.columns.keys())
_SOURCE_MOMENTS = frozenset(column.name for column in SOURCES.columns if isinstance(column.type, UtcDateTime))
VERSION_COLUMNS = tuple(JOB_VERSIONS.columns.keys())
LEDGER_COLUMNS = tuple(ALERTS_SENT.columns.keys())


def is_source(row: Any, source_type: str, source_identifier: str) -> ColumnElement[bool]:
    """Return the condition that a row belongs to this source; ``row`` is a model or the columns of a table."""
    return and_(row.source_type == source_type, row.source_identifier == source_identifier)


def by_system(keys: Iterable[SourceKey]) -> Iterator[tuple[str, list[str]]]:
    """Yield sources as (type, identifiers) for IN lists, each source once, in the order in which scans lock them.

    By system, because a list of pairs makes SQLite 3.40 read the whole table; at most `_IDENTIFIERS` in one list.
    """
    for source_type, same in groupby(sorted(set(keys)), key=itemgetter(0)):
        identifiers = [key.source_identifier for key in same]
        for start in range(0, len(identifiers), _IDENTIFIERS):
            yield source_type, identifiers[start : start + _IDENTIFIERS]


def job_values(stored: StoredJob, codec: Codec = PLAIN) -> tuple[Any, ...]:
    """Return the values of a job in the order of ``JOB_COLUMNS``, in the form the codec's driver takes.

    Written out: for batches this is the hot path, and a loop over names costs three times as much.
    """
    job, moment = stored.job, codec.store_moment
    return (
        job.job_key,
        job.source_type,
        job.source_identifier,
        job.external_id,
        job.title,
        job.company,
        job.location,
        job.url,
        job.apply_url,
        job.department,
        job.employment_type,
        None if job.workplace is None else job.workplace.value,
        job.salary_min,
        job.salary_max,
        job.salary_currency,
        None if job.salary_interval is None else job.salary_interval.value,
        job.language,
        moment(job.posted_at),
        moment(job.updated_at),
        moment(stored.first_seen_at),
        moment(stored.last_seen_at),
        stored.status.value,
        moment(stored.expired_at),
        stored.expiry_reason,
        stored.misses,
        stored.version,
        job.offices,
        job.workplace_word,
        job.fingerprint,
        job.content_hash,
        job.description,
    )


def job_from(values: Sequence[Any], codec: Codec) -> StoredJob:
    """Return the job with these values in the order of ``JOB_COLUMNS``, in the form the codec's driver gives."""
    moment = codec.read_moment
    posted_at, updated_at, first_seen_at, last_seen_at, status, expired_at, reason, misses, version = values[17:26]
    of_job = dict(zip(_JOB_FIELDS, (*values[:17], moment(posted_at), moment(updated_at), *values[26:]), strict=True))
    if of_job["workplace"] is not None:
        of_job["workplace"] = _WORKPLACES[of_job["workplace"]]
    if of_job["salary_interval"] is not None:
        of_job["salary_interval"] = _PAY_INTERVALS[of_job["salary_interval"]]
    return StoredJob(
        job=Job(**of_job),
        first_seen_at=moment(first_seen_at),
        last_seen_at=moment(last_seen_at),
        status=STATUSES[status],
        expired_at=moment(expired_at),
        expiry_reason=reason,
        misses=misses,
        version=version,
    )


def source_values(status: SourceStatus, codec: Codec = PLAIN) -> tuple[Any, ...]:
    """Return the values of a source in the order of ``SOURCE_COLUMNS``, in the form the codec's driver takes."""
    moment = codec.store_moment
    return tuple(
        moment(getattr(status, name)) if name in _SOURCE_MOMENTS else getattr(status, name) for name in SOURCE_COLUMNS
    )


def source_from(values: Sequence[Any], codec: Codec) -> SourceStatus:
    """Return the source with these values in the order of ``SOURCE_COLUMNS``, in the form the codec's driver gives."""
    moment = codec.read_moment
    return SourceStatus(
        **{
            name: moment(value) if name in _SOURCE_MOMENTS else value
            for name, value in zip(SOURCE_COLUMNS, values, strict=True)
        }
    )


def version_values(version: JobVersion, codec: Codec = PLAIN) -> tuple[Any, ...]:
    """Return the values of a change in the order of ``VERSION_COLUMNS``, in the form the codec's driver takes."""
    return (
        version.job_key,
        version.version,
        version.kind.value,
        codec.store_moment(version.changed_at),
        version.content_hash,
        codec.store_json({name: list(pair) for name, pair in version.changes.items()}),
    )


def scan_values(record: ScanRecord) -> dict[str, Any]:
    """Return the values of a scan by column, without the id."""
    return {
        "source_type": record.source.source_type,
        "source_identifier": record.source.source_identifier,
        "started_at": record.started_at,
        "seconds": record.seconds,
        "outcome": record.outcome.value,
        **{name: getattr(record.counts, name) for name in _COUNTS},
        "requests": record.requests,
        "wire_bytes": record.wire_bytes,
        "error": record.error,
        "problems": list(record.problems),
    }
