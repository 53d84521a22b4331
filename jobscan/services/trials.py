"""Rules of alerts, tried on the history and explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.decide.match.explain import explain
from jobscan.decide.match.matcher import Matcher
from jobscan.domain.job import ChangeKind
from jobscan.domain.listing import JobFilter
from jobscan.persistence import MatchFilter, NotificationRepository, VersionRepository
from jobscan.services.facts import facts_of
from jobscan.services.jobs import get_job, iterate_jobs, load_jobs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jobscan.domain.alert import AlertRule
    from jobscan.domain.job import StoredJob
    from jobscan.domain.match import Clause, FoundMatch
    from jobscan.persistence import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A posting that an alert would have sent."""

    stored: StoredJob
    kind: ChangeKind
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why an alert matches a posting, or does not, and what has been sent."""

    stored: StoredJob
    #: In the order in which people write them.
    clauses: list[Clause]
    holds: bool
    #: What has been recorded of this posting for the alert.
    matches: list[FoundMatch]


async def try_rule(database: Database, rule: AlertRule, *, since: datetime) -> list[Trial]:
    """Return what a rule would have sent since ``since``, the latest first, each posting once.

    The history keeps what changed, not every text: postings are judged as they are now.
    """
    matcher = Matcher([rule])
    found: list[Trial] = []
    tells_new = ChangeKind.NEW in rule.on
    if tells_new:
        async for part in iterate_jobs(database, JobFilter(status=None, since=since)):
            found += [
                Trial(stored=stored, kind=ChangeKind.NEW, at=stored.first_seen_at)
                for stored in await _matching(database, matcher, part)
            ]
    async with database.read() as session:
        changes = await VersionRepository(session).updated_since(since)
    # The latest of those that the rule wants.
    changed = {key: (kind, at) for key, kind, at in changes if kind in rule.on}
    async for part in load_jobs(database, list(changed)):
        older = [stored for stored in part if not (tells_new and stored.first_seen_at >= since)]
        for stored in await _matching(database, matcher, older):
            kind, at = changed[stored.job.job_key]
            found.append(Trial(stored=stored, kind=kind, at=at))
    return sorted(found, key=lambda trial: (trial.at, trial.stored.job.job_key), reverse=True)


async def _matching(database: Database, matcher: Matcher, part: Sequence[StoredJob]) -> list[StoredJob]:
    """Return those of some postings that the one rule of a matcher matches."""
    facts = await facts_of(database, [stored.job for stored in part]) if matcher.wants_facts else {}
    return [stored for stored in part if matcher.match(stored.job, facts.get(stored.job.job_key))]


async def explain_match(database: Database, rule: AlertRule, prefix: str, alert_id: int | None) -> Explanation:
    """Explain clause by clause whether a rule matches the posting whose key begins with ``prefix``.

    ``alert_id``: the alert whose records are looked up; None when it is not stored yet.
    Raises `JobNotFoundError`, `AmbiguousKeyError`.
    """
    story = await get_job(database, prefix)
    stored = story.stored
    clauses = explain(rule, stored.job, story.facts)
    matches: list[FoundMatch] = []
    if alert_id is not None:
        async with database.read() as session:
            wanted = MatchFilter(alert_ids=(alert_id,), job_key=stored.job.job_key)
            matches = await NotificationRepository(session).find(wanted)
    return Explanation(stored=stored, clauses=clauses, holds=all(clause.holds for clause in clauses), matches=matches)
