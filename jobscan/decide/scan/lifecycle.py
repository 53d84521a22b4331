"""The life of a posting: new, updated, expired, reopened; and the quarantine for boards that look emptied.

Three cases, three functions: a listed posting whose fingerprint is known (`plan_sighting`), one whose content was read
(`plan_content`), and postings that a complete scan did not list (`plan_absences`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.posting.changes import changes_between, untracked_differ
from jobscan.domain.event import JobEvent
from jobscan.domain.job import ChangeKind, JobBookkeeping, JobStatus, JobVersion, StoredJob

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from jobscan.decide.posting.changes import Changes
    from jobscan.domain.job import Job, KnownJob
    from jobscan.domain.source import SourceStatus

#: A smaller board may lose any number of its postings at once; only an empty answer is suspicious.
QUARANTINE_MIN_POSTINGS = 10
#: In the reason of what expired at the end of a quarantine.
EMPTIED = "the board looked emptied"


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleRules:
    """The settings that decide when a posting counts as gone."""

    #: Complete scans in a row without a posting before it expires, 1 or more.
    expire_after_misses: int = 2
    #: Complete scans, over at least the period, that must agree that a board is emptied before anything expires.
    quarantine_scans: int = 3
    quarantine_period: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPlan:
    """What to write for one listed posting; everything is None when there is nothing to write."""

    #: What happened, for counts and alerts; None: nothing relevant.
    kind: ChangeKind | None = None
    #: The whole row, if content or other fields differ.
    row: StoredJob | None = None
    #: The bookkeeping columns, if only they differ.
    bookkeeping: JobBookkeeping | None = None
    version: JobVersion | None = None


def plan_sighting(known: KnownJob, fingerprint: str, updated_at: datetime | None, *, now: datetime) -> JobPlan:
    """Plan for a listed posting that is in the database and need not, or cannot, be read again.

    ``fingerprint`` and ``updated_at`` are those of its listing; None for ``updated_at`` keeps the stored one (a stub
    has no timestamp). An expired posting is reopened.
    """
    reopened = known.status is JobStatus.EXPIRED
    stamp = updated_at if updated_at is not None else known.updated_at
    if not reopened and known.misses == 0 and stamp == known.updated_at and fingerprint == known.fingerprint:
        return JobPlan()
    version = known.version + 1 if reopened else known.version
    bookkeeping = JobBookkeeping(
        job_key=known.job_key,
        fingerprint=fingerprint,
        updated_at=stamp,
        last_seen_at=max(known.last_seen_at, now),
        status=JobStatus.ACTIVE,
        expired_at=None,
        expiry_reason=None,
        misses=0,
        version=version,
    )
    if not reopened:
        return JobPlan(bookkeeping=bookkeeping)
    entry = _entry(known.job_key, version, ChangeKind.REOPENED, now, known.content_hash, {"status": _REOPENED})
    return JobPlan(kind=ChangeKind.REOPENED, bookkeeping=bookkeeping, version=entry)


def plan_content(job: Job, stored: StoredJob | None, *, now: datetime) -> JobPlan:
    """Plan for a listed posting whose content was read; ``stored`` is its row, None for a new one."""
    if stored is None:
        return JobPlan(kind=ChangeKind.NEW, row=StoredJob(job=job, first_seen_at=now, last_seen_at=now))
    changes = changes_between(stored.job, job)
    kind: ChangeKind | None
    if stored.status is JobStatus.EXPIRED:
        kind = ChangeKind.REOPENED
        changes = {"status": _REOPENED, **changes}
    elif stored.job.content_hash != job.content_hash:
        kind = ChangeKind.UPDATED
    else:
        kind = ChangeKind.AMENDED if changes else None
    if kind is None and not untracked_differ(stored.job, job) and stored.misses == 0:
        return JobPlan()
    version = stored.version if kind is None else stored.version + 1
    row = StoredJob(
        job=job,
        first_seen_at=stored.first_seen_at,
        last_seen_at=max(stored.last_seen_at, now),
        version=version,
    )
    entry = None if kind is None else _entry(job.job_key, version, kind, now, job.content_hash, changes)
    return JobPlan(kind=kind, row=row, version=entry)


def event_of(plan: JobPlan) -> JobEvent | None:
    """Return what happened to a listed posting, if people may want to be notified of it; None: nothing."""
    if plan.kind is None:
        return None
    changes = plan.version.changes if plan.version is not None else {}
    if plan.row is not None:
        job = plan.row.job
        return JobEvent(job_key=job.job_key, kind=plan.kind, version=plan.row.version, job=job, changes=changes)
    if plan.bookkeeping is None:
        return None
    return JobEvent(
        job_key=plan.bookkeeping.job_key, kind=plan.kind, version=plan.bookkeeping.version, job=None, changes=changes
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencePlan:
    """What a complete scan says about the postings it did not list, and about its board."""

    bookkeeping: tuple[JobBookkeeping, ...] = ()
    versions: tuple[JobVersion, ...] = field(default=())
    expired: int = 0
    #: Active postings that are missing after this scan.
    missing: int = 0
    quarantined_at: datetime | None = None
    quarantine_scans: int = 0


def plan_absences(
    known: Mapping[str, KnownJob],
    listed: Collection[str],
    status: SourceStatus,
    rules: LifecycleRules,
    *,
    now: datetime,
) -> AbsencePlan:
    """Plan for the active postings that a complete scan did not list.

    ``known`` is what the database held before the scan, ``listed`` the job keys that the scan saw, ``status`` the
    source before the scan. A board that lists nothing, or misses more than half of ten or more postings, is put in
    quarantine: nothing of it expires until enough complete scans over enough time agree. The quarantine ends when the
    board lists half of the missing postings; new ones do not count: they may be another company's.
    """
    active = [job for job in known.values() if job.status is JobStatus.ACTIVE]
    absent = [job for job in active if job.job_key not in listed]
    quarantine = _quarantine_after(status, rules, active, absent, now)
    updates, versions = [], []
    for job in absent:
        misses = (0 if quarantine.is_left else job.misses) + 1
        if misses >= rules.expire_after_misses and not quarantine.holds:
            update, entry = _expire(job, misses, status, now)
            versions.append(entry)
        else:
            # In quarantine the count stops where expiry begins: further scans of a dead board write nothing.
            update = _miss(job, min(misses, rules.expire_after_misses), status)
        if update.misses != job.misses or update.status is not job.status:
            updates.append(update)
    # Not until something expires: with a high `expire_after_misses` the board may still come back before that.
    is_over = bool(versions) and not quarantine.holds
    return AbsencePlan(
        bookkeeping=tuple(updates),
        versions=tuple(versions),
        expired=len(versions),
        missing=len(absent) - len(versions),
        quarantined_at=None if is_over else quarantine.since,
        quarantine_scans=0 if is_over else quarantine.scans,
    )


def why_held(plan: AbsencePlan, rules: LifecycleRules) -> str:
    """Return what a quarantine waits for, as a message for people."""
    minutes = rules.quarantine_period.total_seconds() / 60
    return (
        f"the board looks emptied: {plan.missing} postings are missing; they expire when {rules.quarantine_scans}"
        f" complete scans over {minutes:g} minutes agree ({plan.quarantine_scans} so far)"
    )


def listed_when_unchanged(known: Mapping[str, KnownJob]) -> set[str]:
    """Return the job keys listed by an answer equal to the last complete one: the active ones without a miss."""
    return {key for key, job in known.items() if job.status is JobStatus.ACTIVE and job.misses == 0}


_REOPENED = (str(JobStatus.EXPIRED), str(JobStatus.ACTIVE))
_EXPIRED = (str(JobStatus.ACTIVE), str(JobStatus.EXPIRED))


class _Quarantine(NamedTuple):
    """Whether a board looks emptied after a complete scan, since when, and what that means for missing postings."""

    #: None: it does not look emptied.
    since: datetime | None
    #: Complete scans in a row that agree.
    scans: int
    #: Too few scans agree, or over too short a time, so nothing expires.
    holds: bool
    #: The board has come back. It was broken: what it did not list in the meantime proves nothing.
    is_left: bool


def _quarantine_after(
    status: SourceStatus, rules: LifecycleRules, active: Sequence[KnownJob], absent: Sequence[KnownJob], now: datetime
) -> _Quarantine:
    was_missing = sum(job.misses > 0 for job in active)
    still_missing = sum(job.misses > 0 for job in absent)
    stays = status.quarantined_at is not None and 2 * still_missing > was_missing
    if not stays and not _looks_emptied(active=len(active), absent=len(absent)):
        return _Quarantine(since=None, scans=0, holds=False, is_left=status.quarantined_at is not None)
    since, scans = status.quarantined_at or now, status.quarantine_scans + 1
    confirmed = scans >= rules.quarantine_scans and now - since >= rules.quarantine_period
    return _Quarantine(since=since, scans=scans, holds=not confirmed, is_left=False)


def _looks_emptied(*, active: int, absent: int) -> bool:
    if absent == 0:
        return False
    return absent == active or (active >= QUARANTINE_MIN_POSTINGS and absent * 2 > active)


def _miss(job: KnownJob, misses: int, status: SourceStatus) -> JobBookkeeping:
    """Return the bookkeeping of a missing posting; its first miss stores the moment it was last listed."""
    listed_until = status.last_complete_at if job.misses == 0 else None
    return JobBookkeeping(
        job_key=job.job_key,
        fingerprint=job.fingerprint,
        updated_at=job.updated_at,
        last_seen_at=max(job.last_seen_at, listed_until) if listed_until else job.last_seen_at,
        status=JobStatus.ACTIVE,
        expired_at=None,
        expiry_reason=None,
        misses=misses,
        version=job.version,
    )


def _expire(job: KnownJob, misses: int, status: SourceStatus, now: datetime) -> tuple[JobBookkeeping, JobVersion]:
    scans = "1 complete scan" if misses == 1 else f"{misses} complete scans"
    reason = f"missing from {scans} in a row"
    if status.quarantined_at is not None:
        reason += f"; {EMPTIED} in {status.quarantine_scans + 1} scans"
    version = job.version + 1
    bookkeeping = replace(
        _miss(job, misses, status),
        status=JobStatus.EXPIRED,
        expired_at=now,
        expiry_reason=reason,
        version=version,
    )
    changes: Changes = {"status": _EXPIRED, "expiry_reason": (None, reason)}
    return bookkeeping, _entry(job.job_key, version, ChangeKind.EXPIRED, now, job.content_hash, changes)


def _entry(
    job_key: str, version: int, kind: ChangeKind, now: datetime, content_hash: str, changes: Changes
) -> JobVersion:
    return JobVersion(
        job_key=job_key, version=version, kind=kind, changed_at=now, content_hash=content_hash, changes=changes
    )
