"""Postings: with their life, and as a preview of a board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.decide.posting.places import workplace_of
from jobscan.utils.time import format_utc, format_utc_or_none

if TYPE_CHECKING:
    from jobscan.domain.job import Job, StoredJob


class _Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a board says about a posting, except its text.

    Moments are UTC, ``2026-11-20T08:30:00.000000Z``; None is unknown unless something else is said.
    """

    #: Hex SHA-256 of type, identifier and external id.
    job_key: str
    #: The system: ``greenhouse``.
    source_type: str
    #: The board in its system: ``canonical``.
    source_identifier: str
    #: What the board calls the posting.
    external_id: str
    #: As the board writes it, cleaned.
    title: str
    #: The employer as the board names it, else the source's name.
    company: str
    #: All places as written, joined by "; ", the primary one first; "" when the board gives none.
    location: str
    #: The posting's public page; "" when the board gives none.
    url: str
    #: Where people apply, if the board says so.
    apply_url: str | None
    #: As the board writes it.
    department: str | None
    #: full_time, part_time, contract, temporary, internship, apprenticeship, volunteer, or the board's own word.
    employment_type: str | None
    #: remote, hybrid or onsite: by the board's field; for a stored posting without one, by the names of places.
    workplace: str | None
    #: In whole units of the currency per interval.
    salary_min: float | None
    #: As above.
    salary_max: float | None
    #: ISO 4217.
    salary_currency: str | None
    #: year, month, week, day, hour or once.
    salary_interval: str | None
    #: BCP 47.
    language: str | None
    #: When it was posted, according to the board.
    posted_at: str | None
    #: The board's own timestamp of the last change.
    updated_at: str | None
    #: Offices that stand in for places, joined by "; "; "" when there are none, None in rows that did not keep them.
    offices: str | None
    #: The board's own word for the workplace; "" when it gives none, None in rows that did not keep it.
    workplace_word: str | None


class PreviewedJobRecord(_Facts, frozen=True, kw_only=True):
    """A posting that is not stored, as it would be: without the fingerprint, which a preview does not compute."""

    #: Of title, description and location: a new value is a new version.
    content_hash: str
    #: Plain text, paragraphs separated by blank lines.
    description: str

    @staticmethod
    def of(job: Job) -> PreviewedJobRecord:
        """Return the record of a posting from a preview of its board."""
        values: dict[str, Any] = {name: getattr(job, name) for name in PreviewedJobRecord.__struct_fields__}
        moments = {name: format_utc_or_none(values[name]) for name in ("posted_at", "updated_at")}
        return PreviewedJobRecord(**values | moments)


class JobRecord(_Facts, frozen=True, kw_only=True):
    """A posting under the column names of the table ``jobs``, the description last."""

    #: Of the raw listing: if it is equal, nothing relevant differs.
    fingerprint: str
    #: Of title, description and location: a new value is a new version.
    content_hash: str
    #: When a scan found it for the first time.
    first_seen_at: str
    #: Effective: for a listed posting, its board's last complete scan.
    last_seen_at: str
    #: active or expired.
    status: str
    #: None while active.
    expired_at: str | None
    #: In words, such as "missing from 2 complete scans"; None while active.
    expiry_reason: str | None
    #: Complete scans in a row that did not list it.
    misses: int
    #: 1 when first seen; each change, expiry and return adds one.
    version: int
    #: Plain text, paragraphs separated by blank lines.
    description: str

    @staticmethod
    def of(stored: StoredJob) -> JobRecord:
        """Return the record of a stored posting."""
        job = stored.job
        return JobRecord(
            job_key=job.job_key,
            source_type=job.source_type,
            source_identifier=job.source_identifier,
            external_id=job.external_id,
            title=job.title,
            company=job.company,
            location=job.location,
            url=job.url,
            apply_url=job.apply_url,
            department=job.department,
            employment_type=job.employment_type,
            workplace=workplace_of(job).workplace,
            salary_min=job.salary_min,
            salary_max=job.salary_max,
            salary_currency=job.salary_currency,
            salary_interval=job.salary_interval,
            language=job.language,
            posted_at=format_utc_or_none(job.posted_at),
            updated_at=format_utc_or_none(job.updated_at),
            offices=job.offices,
            workplace_word=job.workplace_word,
            fingerprint=job.fingerprint,
            content_hash=job.content_hash,
            first_seen_at=format_utc(stored.first_seen_at),
            last_seen_at=format_utc(stored.last_seen_at),
            status=stored.status,
            expired_at=format_utc_or_none(stored.expired_at),
            expiry_reason=stored.expiry_reason,
            misses=stored.misses,
            version=stored.version,
            description=job.description,
        )
