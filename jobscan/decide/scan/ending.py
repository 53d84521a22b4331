"""How a scan ended: what it says about its board, and the board's status after it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jobscan.decide.scan.lifecycle import listed_when_unchanged, plan_absences, why_held
from jobscan.decide.scan.source_status import (
    WholeList,
    after_failure,
    after_incomplete,
    after_unchanged,
    after_whole,
    without_validators,
)
from jobscan.decide.scan.totals import accepted_gap, gap_after, why_not_whole, with_gap
from jobscan.decide.scan.unread import judge_reading
from jobscan.domain.page import Validators
from jobscan.domain.scan import ScanCounts, ScanOutcome
from jobscan.exceptions import BoardFailure, FetchError, FetchFailure

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from jobscan.decide.scan.lifecycle import AbsencePlan, LifecycleRules
    from jobscan.decide.scan.state import ScanState
    from jobscan.decide.scan.unread import Verdict
    from jobscan.domain.source import SourceStatus
    from jobscan.exceptions import BoardError


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanEnd:
    """What a scan concludes."""

    #: The status after the scan, except for when the board is due again.
    status: SourceStatus
    outcome: ScanOutcome
    counts: ScanCounts
    #: What went wrong, in one line; None: nothing.
    error: str | None = None
    #: The board could not be reached: it, or our own network, may be down.
    network_failure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyAnswer:
    """How the answer that held the whole list is recognised next time; empty when the list came in several pages."""

    validators: Validators = field(default_factory=Validators)
    #: Hex SHA-256; None: not kept.
    body_hash: str | None = None


def end_walk(state: ScanState, status: SourceStatus, answer: OnlyAnswer, rules: LifecycleRules) -> ScanEnd:
    """Judge a scan whose list came, at least in part, and whose postings were requested."""
    walk, counts = state.walk(), state.counts()
    gap = gap_after(status, walk, now=state.now)
    why = why_not_whole(walk, gap, now=state.now)
    verdict = judge_reading(why, state.reading(status.collisions))
    if verdict is not None and verdict.outcome is ScanOutcome.FAILED:
        return _end_in_vain(state, status, verdict.reason, counts)
    status, accepted_before = with_gap(status, gap), status.is_gap_accepted
    if verdict is not None and why is not None:
        after = after_incomplete(status, verdict.reason, counts, now=state.now)
        return ScanEnd(status=after, outcome=verdict.outcome, counts=counts, error=verdict.reason)
    end = _end_whole(state, status, answer, rules, verdict)
    if not accepted_before and (accepted := accepted_gap(end.status)) is not None:
        state.add_problems([accepted])
    return end


def end_unchanged(
    state: ScanState, status: SourceStatus, validators: Validators | None, rules: LifecycleRules
) -> ScanEnd:
    """Judge a scan whose board gave the same answer as before.

    ``validators`` are those of an answer that arrived whole; None: the server said "not modified". Missing postings
    are missing once more: then the state must have the known postings (`needs_known`).
    """
    absences = _take_absences(state, status, rules, listed_when_unchanged(state.known)) if needs_known(status) else None
    counts = ScanCounts(
        postings=status.postings,
        unchanged=status.postings,
        expired=absences.expired if absences is not None else 0,
        collisions=status.collisions,
    )
    after = after_unchanged(status, absences, now=state.now, validators=validators)
    return ScanEnd(status=after, outcome=_outcome_of(status, counts), counts=counts)


def needs_known(status: SourceStatus) -> bool:
    """Return whether an unchanged answer must be compared with the stored postings."""
    return bool(status.missing) or status.quarantined_at is not None


def end_failed(state: ScanState, status: SourceStatus, error: FetchError | BoardError) -> ScanEnd:
    """Judge a scan that got no list; ``error`` is the reason."""
    is_network = isinstance(error, FetchError) and error.kind is FetchFailure.NETWORK
    is_gone = None if isinstance(error, FetchError) else error.kind is BoardFailure.NOT_FOUND
    end = _end_in_vain(state, status, str(error), ScanCounts(), is_gone=is_gone)
    return replace(end, network_failure=is_network)


def _end_whole(
    state: ScanState, status: SourceStatus, answer: OnlyAnswer, rules: LifecycleRules, verdict: Verdict | None
) -> ScanEnd:
    """Judge a scan whose list arrived whole; ``verdict`` is what is wrong with its postings."""
    absences = _take_absences(state, status, rules, state.listed)
    counts = state.counts()
    if verdict is None:
        seen = WholeList(counts=counts, validators=answer.validators, body_hash=answer.body_hash)
    else:
        seen = WholeList(counts=counts, reason=verdict.reason)
    after = after_whole(status, absences, seen, now=state.now)
    outcome = _outcome_of(status, counts) if verdict is None else verdict.outcome
    return ScanEnd(status=after, outcome=outcome, counts=counts, error=seen.reason)


def _end_in_vain(
    state: ScanState, status: SourceStatus, reason: str, counts: ScanCounts, *, is_gone: bool | None = False
) -> ScanEnd:
    # Our own faults may come late: what was found before one is written, so the validators must go.
    status = without_validators(status) if state.unwritten else status
    after = after_failure(status, reason, now=state.now, unread=counts.unread, is_gone=is_gone)
    return ScanEnd(status=after, outcome=ScanOutcome.FAILED, counts=counts, error=reason)


def _take_absences(
    state: ScanState, status: SourceStatus, rules: LifecycleRules, listed: AbstractSet[str]
) -> AbsencePlan:
    plan = plan_absences(state.known, listed, status, rules, now=state.now)
    state.add_absences(plan)
    if plan.quarantined_at is not None:
        state.add_problems([why_held(plan, rules)])
    return plan


def _outcome_of(status: SourceStatus, counts: ScanCounts) -> ScanOutcome:
    first = status.last_complete_at is None
    changed = counts.new or counts.updated or counts.expired or counts.reopened
    return ScanOutcome.OK if first or changed else ScanOutcome.UNCHANGED
