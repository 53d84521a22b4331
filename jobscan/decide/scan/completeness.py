"""Was that the whole board? Only a complete scan may conclude that a posting is gone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkFacts:
    """What is known after the last page of a board's list was requested."""

    #: List pages that were requested, failed ones included.
    pages: int
    #: Rows received, repeated ids included.
    rows: int
    #: Different ids received, unreadable items with an id included.
    unique: int
    #: The number of postings that the board gives; None: it gives none.
    total: int | None = None
    #: Rows without a usable id, or out of reach (past a cap of the board).
    lost: int = 0
    #: Why list pages did not arrive, one reason each.
    failures: tuple[str, ...] = ()
    #: True when the walk was cut off because it did not end.
    cut: bool = False


def why_incomplete(facts: WalkFacts) -> str | None:
    """Return why the scan does not show the whole board, in one line; None when it does."""
    cut_short = why_cut_short(facts)
    if cut_short is None and difference(facts):
        return f"the board says it has {facts.total} postings, {_counted(facts)} arrived"
    return cut_short


def why_cut_short(facts: WalkFacts) -> str | None:
    """Return why the list was not walked to its end, regardless of its total; None when it was."""
    if facts.failures:
        count = len(facts.failures)
        return f"{count} of {facts.pages} pages did not arrive: {facts.failures[0]}"
    if facts.cut:
        return f"the list repeats itself: it did not end after {facts.pages} pages"
    if facts.lost:
        return f"{facts.lost} of {facts.rows + facts.lost} postings carry no id or are out of reach"
    return None


def difference(facts: WalkFacts) -> int:
    """Return how many fewer postings arrived than the board says it has; 0 when none, or when it does not say."""
    return 0 if facts.total is None else max(0, facts.total - _counted(facts))


def _counted(facts: WalkFacts) -> int:
    # One answer is a snapshot, so its total counts repeated ids. Over several answers rows move while we read: a
    # repeated id then stands for another that we missed.
    return facts.rows if facts.pages == 1 else facts.unique
