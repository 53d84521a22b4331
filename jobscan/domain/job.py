"""A posting at its moments: RawJob (as its board gave it) → Job (cleaned, hashed) → StoredJob (with its life)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Markup(StrEnum):
    """How a raw description is written."""

    HTML = "html"
    #: HTML escaped once more, as Greenhouse sends it.
    ESCAPED_HTML = "escaped_html"
    TEXT = "text"


class Workplace(StrEnum):
    """Where the work is done."""

    REMOTE = "remote"
    HYBRID = "hybrid"
    ONSITE = "onsite"


class PayInterval(StrEnum):
    """The period that a salary amount is for."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"
    ONCE = "once"


class Salary(NamedTuple):
    """A structured salary in whole currency units (not cents), as the board gave it; never annualised.

    Pay for two weeks or half a month is converted to one week or month.
    """

    minimum: float | None
    maximum: float | None
    #: ISO 4217, upper case; None when the board gave none.
    currency: str | None
    #: None when the board does not say.
    interval: PayInterval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawJob:
    """A posting as its board gave it: values not cleaned, dates parsed, nothing looked up."""

    external_id: str
    title: str
    #: The employer's name where the board gives one; None: the source's name is used.
    company: str | None = None
    #: Every place, the primary one first; duplicates and empty ones are allowed here.
    locations: tuple[str, ...] = ()
    #: What may stand in for ``locations`` where these name no place ("Hybrid", ""): the employer's offices that the
    #: board gives with the posting.
    offices: tuple[str, ...] = ()
    #: The posting's public page.
    url: str
    apply_url: str | None = None
    department: str | None = None
    #: The board's own word ("FullTime", "Regular Full Time (Salary)"); put into common words by `decide`.
    employment_type: str | None = None
    #: The board's own word from its authoritative field ("OnSite", "Remote"); None: the board does not say.
    workplace: str | None = None
    salary: Salary | None = None
    #: BCP 47 where the board gives a language; None otherwise.
    language: str | None = None
    #: Aware; None when the board gives none or an unreadable one.
    posted_at: datetime | None = None
    updated_at: datetime | None = None
    description: str = ""
    markup: Markup = Markup.HTML


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A posting ready to be stored: clean text within the caps, common words, identity and hashes computed."""

    #: Hex SHA-256 of (source_type, source_identifier, external_id).
    job_key: str
    source_type: str
    source_identifier: str
    external_id: str
    title: str
    company: str
    #: All places as written, joined by "; ", the primary one first; "" when the board gives none. For their
    #: meaning see `decide.places`.
    location: str
    url: str
    apply_url: str | None = None
    department: str | None = None
    #: full_time, part_time, contract, temporary, internship, apprenticeship, volunteer, or the board's own word.
    employment_type: str | None = None
    #: What the board's own field says, in our words; None when it says nothing certain. See also `decide.places`.
    workplace: Workplace | None = None
    salary_min: float | None = None
    salary_max: float | None = None
    salary_currency: str | None = None
    salary_interval: PayInterval | None = None
    language: str | None = None
    posted_at: datetime | None = None
    #: The board's own timestamp: only a hint; a new value alone is not a change.
    updated_at: datetime | None = None
    #: Offices that stand in for places, joined by "; "; "" when ``location`` names a place or the board gives none,
    #: None in rows of versions that did not keep them.
    offices: str | None = None
    #: The board's own word for ``workplace``; "" when it gives none, None in rows of versions that did not keep it.
    workplace_word: str | None = None
    #: Of the raw listing without timestamps; if equal, nothing that matters can differ.
    fingerprint: str
    #: Of title, description and location; a new value is a new version, of which people may be notified.
    content_hash: str
    #: Plain text, paragraphs separated by blank lines.
    description: str


class JobStatus(StrEnum):
    """Whether a posting is on its board, as far as complete scans say."""

    ACTIVE = "active"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredJob:
    """A posting as the database holds it."""

    job: Job
    first_seen_at: datetime
    #: Effective: for a listed posting, its board's last complete scan.
    last_seen_at: datetime
    status: JobStatus = JobStatus.ACTIVE
    expired_at: datetime | None = None
    #: In words, such as "missing from 2 complete scans"; None while active.
    expiry_reason: str | None = None
    #: Complete scans in a row that did not list it.
    misses: int = 0
    #: 1 when first seen; each change, expiry and return adds one.
    version: int = 1


class KnownJob(NamedTuple):
    """The part of a stored posting that a scan needs for all postings of a board: small, so that 10,000 fit."""

    job_key: str
    fingerprint: str
    content_hash: str
    status: JobStatus
    misses: int
    version: int
    #: As in the row, not effective.
    last_seen_at: datetime
    updated_at: datetime | None


class JobMove(NamedTuple):
    """A stored posting whose identity has changed: everything stored about it continues under another key."""

    old_key: str
    new_key: str
    #: The id that belongs to the new key.
    external_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobBookkeeping:
    """All bookkeeping columns of a stored posting, after a scan that did not change its content."""

    job_key: str
    fingerprint: str
    updated_at: datetime | None
    last_seen_at: datetime
    status: JobStatus
    expired_at: datetime | None
    expiry_reason: str | None
    misses: int
    version: int


class ChangeKind(StrEnum):
    """What happened to a posting."""

    #: Never seen before.
    NEW = "new"
    #: Title, location or text differ: a new version.
    UPDATED = "updated"
    #: Another recorded field differs (department, salary …); this is not a new version.
    AMENDED = "amended"
    EXPIRED = "expired"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobVersion:
    """One entry in a posting's history: the change that made version ``version``. Version 1 is the first sight."""

    job_key: str
    version: int
    kind: ChangeKind
    changed_at: datetime
    #: After the change.
    content_hash: str
    #: Field → (old, new), as JSON-ready values; the description is (None, unified diff).
    changes: Mapping[str, tuple[object, object]]
