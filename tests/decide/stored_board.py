"""The smallest store that plans can be applied to: what the database and the engine do, in dicts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jobscan.decide.scan.lifecycle import (
    LifecycleRules,
    listed_when_unchanged,
    plan_absences,
    plan_content,
    plan_sighting,
)
from jobscan.decide.scan.source_status import WholeList, after_failure, after_incomplete, after_unchanged, after_whole
from jobscan.decide.scan.unread import ReadingFacts, judge_reading
from jobscan.domain.job import ChangeKind, JobStatus, KnownJob, StoredJob
from jobscan.domain.scan import ScanCounts, ScanOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from jobscan.decide.scan.lifecycle import AbsencePlan, JobPlan
    from jobscan.domain.job import Job, JobBookkeeping, JobVersion
    from jobscan.domain.source import SourceStatus


@dataclass
class StoredBoard:
    """One board's rows, history and status; each scan returns what its plans counted."""

    status: SourceStatus
    rules: LifecycleRules = field(default_factory=LifecycleRules)
    rows: dict[str, StoredJob] = field(default_factory=dict)
    history: list[JobVersion] = field(default_factory=list)

    def copy(self) -> StoredBoard:
        return replace(self, rows=dict(self.rows), history=list(self.history))

    def known(self) -> dict[str, KnownJob]:
        return {
            key: KnownJob(
                job_key=key,
                fingerprint=row.job.fingerprint,
                content_hash=row.job.content_hash,
                status=row.status,
                misses=row.misses,
                version=row.version,
                last_seen_at=row.last_seen_at,
                updated_at=row.job.updated_at,
            )
            for key, row in self.rows.items()
        }

    def last_seen_at(self, key: str) -> datetime:
        """Return the effective moment, as readers of the database do."""
        row = self.rows[key]
        if row.status is JobStatus.ACTIVE and row.misses == 0 and self.status.last_complete_at is not None:
            return max(row.last_seen_at, self.status.last_complete_at)
        return row.last_seen_at

    def plans(self, listed: Iterable[Job], now: datetime) -> list[JobPlan]:
        """Plan for each listed posting, content read only where the fingerprint differs."""
        known = self.known()
        plans = []
        for job in listed:
            before = known.get(job.job_key)
            if before is not None and before.fingerprint == job.fingerprint:
                plans.append(plan_sighting(before, job.fingerprint, job.updated_at, now=now))
            else:
                plans.append(plan_content(job, self.rows.get(job.job_key), now=now))
        return plans

    def scan_whole(self, listed: list[Job], now: datetime) -> tuple[list[ChangeKind | None], AbsencePlan]:
        known = self.known()
        kinds = self._take(self.plans(listed, now))
        absences = plan_absences(known, {job.job_key for job in listed}, self.status, self.rules, now=now)
        self._leave(absences)
        seen = WholeList(counts=ScanCounts(postings=len(listed)), body_hash="b")
        self.status = after_whole(self.status, absences, seen, now=now)
        return kinds, absences

    def scan_with_unread(self, read: list[Job], unread: list[Job], now: datetime) -> ScanOutcome | None:
        """Take in a whole list of which some could not be read; return what it is judged to be."""
        known, listed = self.known(), {job.job_key for job in (*read, *unread)}
        facts = ReadingFacts(listed=len(listed), read=len(read), unread=len(unread))
        verdict = judge_reading(None, facts)
        seen = [known[job.job_key] for job in unread if job.job_key in known]
        active = [before for before in seen if before.status is JobStatus.ACTIVE]
        plans = [plan_sighting(before, before.fingerprint, None, now=now) for before in active]
        self._take([*self.plans(read, now), *plans])
        if verdict is not None and verdict.outcome is ScanOutcome.FAILED:
            if any(plan.bookkeeping is not None for plan in plans):
                # What is stored is no longer what the last whole answer said.
                self.status = replace(self.status, body_hash=None)
            self.status = after_failure(self.status, verdict.reason, now=now, unread=len(unread))
        else:
            absences = plan_absences(known, listed, self.status, self.rules, now=now)
            self._leave(absences)
            counts = ScanCounts(postings=len(listed), unread=len(unread))
            reason = None if verdict is None else verdict.reason
            self.status = after_whole(self.status, absences, WholeList(counts=counts, reason=reason), now=now)
        return None if verdict is None else verdict.outcome

    def scan_unchanged(self, now: datetime) -> None:
        known = self.known()
        listed = listed_when_unchanged(known)
        absences = plan_absences(known, listed, self.status, self.rules, now=now) if self.status.missing else None
        if absences is not None:
            self._leave(absences)
        self.status = after_unchanged(self.status, absences, now=now)

    def scan_in_part(self, listed: list[Job], now: datetime) -> None:
        self._take(self.plans(listed, now))
        self.status = after_incomplete(self.status, "page 2 did not arrive", ScanCounts(), now=now)

    def scan_in_vain(self, now: datetime) -> None:
        self.status = after_failure(self.status, "HTTP 500", now=now)

    def _take(self, plans: list[JobPlan]) -> list[ChangeKind | None]:
        for plan in plans:
            if plan.row is not None:
                self.rows[plan.row.job.job_key] = plan.row
            if plan.bookkeeping is not None:
                self._touch(plan.bookkeeping)
            if plan.version is not None:
                self.history.append(plan.version)
        return [plan.kind for plan in plans]

    def _leave(self, absences: AbsencePlan) -> None:
        for bookkeeping in absences.bookkeeping:
            self._touch(bookkeeping)
        self.history.extend(absences.versions)

    def _touch(self, bookkeeping: JobBookkeeping) -> None:
        row = self.rows[bookkeeping.job_key]
        self.rows[bookkeeping.job_key] = StoredJob(
            job=replace(row.job, fingerprint=bookkeeping.fingerprint, updated_at=bookkeeping.updated_at),
            first_seen_at=row.first_seen_at,
            last_seen_at=bookkeeping.last_seen_at,
            status=bookkeeping.status,
            expired_at=bookkeeping.expired_at,
            expiry_reason=bookkeeping.expiry_reason,
            misses=bookkeeping.misses,
            version=bookkeeping.version,
        )
