"""How much of a board's list was read? A posting that is listed and unread is always reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from jobscan.domain.scan import ScanOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFacts:
    """What is known after the content of all new or changed postings was requested.

    Everything unread is new or changed: a posting that is listed as it is stored is not requested, and counts as read.
    """

    #: Different postings that the list named with an id.
    listed: int
    #: Those of them that are stored as they are listed.
    read: int
    #: The rest: details that were refused or no longer requested, items of which only the id is readable.
    unread: int = 0
    #: The first reason, one line; None: nothing is unread, or the reason is unknown.
    first_reason: str | None = None
    #: Which ids several postings share, one line; None: none, or the same number as last time.
    newly_shared: str | None = None


class Verdict(NamedTuple):
    """Why a scan did not read the whole board."""

    #: INCOMPLETE, or FAILED when nothing was read.
    outcome: ScanOutcome
    #: In one line.
    reason: str


def judge_reading(gap: str | None, facts: ReadingFacts) -> Verdict | None:
    """Return what is wrong with a scan whose list came, at least in part; None when nothing is.

    ``gap`` says why the list is not whole (`completeness.why_incomplete`); None when it is.
    """
    reasons = [reason for reason in (gap, _why_unread(facts), facts.newly_shared) if reason is not None]
    if not reasons:
        return None
    outcome = ScanOutcome.INCOMPLETE if facts.read else ScanOutcome.FAILED
    return Verdict(outcome, "; ".join(reasons))


def _why_unread(facts: ReadingFacts) -> str | None:
    if not facts.unread:
        return None
    if facts.unread < facts.listed:
        told = f"{facts.unread:,} of {facts.listed:,} postings could not be read"
    elif facts.listed > 1:
        told = f"none of {facts.listed:,} postings could be read"
    else:
        told = "the only posting could not be read"
    return told if facts.first_reason is None else f"{told}: {facts.first_reason}"
