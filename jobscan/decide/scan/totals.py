"""A board whose total never fits its list: when the difference is accepted.

Some boards always say that they have one posting more than their list holds (Workday). Without this rule none of their
scans would be complete, and closed postings would stay open for ever. A board that hides much of its list is another
matter: GitLab's recording says 167 and has two.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.scan.completeness import difference, why_cut_short, why_incomplete

if TYPE_CHECKING:
    from jobscan.decide.scan.completeness import WalkFacts
    from jobscan.domain.source import SourceStatus

#: Whole walks in a row, over at least the period, that must find the same difference.
GAP_WALKS = 3
GAP_PERIOD = timedelta(days=1)
#: One in so many of a total may be missing, and never more than half a Workday page: a page that never arrives must not
#: be accepted. A single posting always may.
_GAP_SHARE = 20
_GAP_MOST = 10


class TotalGap(NamedTuple):
    """A difference between a board's total and its list, as consecutive whole walks found it."""

    #: Postings that the total counts and the list does not hold; 0: no such difference, or one that is too large.
    size: int = 0
    walks: int = 0
    #: The time of the first of these walks; None: there is no difference.
    since: datetime | None = None

    def is_accepted(self, now: datetime) -> bool:
        """Return whether a walk that ends now with this difference shows the whole board."""
        return self.since is not None and self.walks >= GAP_WALKS and now - self.since >= GAP_PERIOD


def largest_gap(total: int) -> int:
    """Return how many postings of a total may be missing for the difference to be accepted: never all of them."""
    return min(_GAP_MOST, max(1, total // _GAP_SHARE), total - 1)


def gap_after(status: SourceStatus, walk: WalkFacts, *, now: datetime) -> TotalGap:
    """Return the difference after a walk; a walk that was cut short does not change it."""
    before = TotalGap(status.total_gap, status.total_gap_scans, status.total_gap_since)
    if why_cut_short(walk) is not None:
        return before
    size, total = difference(walk), walk.total or 0
    if not 0 < size <= largest_gap(total):
        return TotalGap()
    return TotalGap(size, before.walks + 1, before.since) if size == before.size else TotalGap(size, 1, now)


def with_gap(status: SourceStatus, gap: TotalGap) -> SourceStatus:
    """Return the status with this difference in it."""
    return replace(status, total_gap=gap.size, total_gap_scans=gap.walks, total_gap_since=gap.since)


def why_not_whole(walk: WalkFacts, gap: TotalGap, *, now: datetime) -> str | None:
    """Return why a list is not the whole board, in one line; None when it is, or when the difference is accepted.

    ``gap`` is the difference after the walk.
    """
    if gap.is_accepted(now):
        return why_cut_short(walk)
    reason = why_incomplete(walk)
    if reason is None or not gap.size or why_cut_short(walk) is not None:
        return reason
    return f"{reason}; the difference is accepted when {GAP_WALKS} scans over a day agree on it ({gap.walks} so far)"


def accepted_gap(status: SourceStatus) -> str | None:
    """Return the accepted difference as a message; None when there is none."""
    if not status.is_gap_accepted or status.total_gap_since is None:
        return None
    postings = "1 posting" if status.total_gap == 1 else f"{status.total_gap} postings"
    return (
        f"the board says it has {postings} more than it lists, in {status.total_gap_scans} scans in a row since"
        f" {status.total_gap_since:%Y-%m-%d}: accepted, its list counts as whole"
    )
