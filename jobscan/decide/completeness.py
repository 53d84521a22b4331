"""Was that the whole board? Only a complete scan may conclude that a posting is gone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkFacts:
    """What is known after the last page of a board's list was asked for."""

    #: List pages that were asked for, failed ones included.
    pages: int
    #: Rows received, repeated ids included.
    rows: int
    #: Different ids received, unreadable items with an id included.
    unique: int
    #: What the board says it has; None: it does not say.
    total: int | None = None
    #: Rows without a usable id, or out of reach (past a cap of the board's).
    lost: int = 0
    #: Why list pages did not arrive, one reason each.
    failures: tuple[str, ...] = ()
    #: True when the walk was cut off because it would not end.
    cut: bool = False


def why_incomplete(facts: WalkFacts) -> str | None:
    """Return why the scan does not show the whole board, in one line; None when it does."""
    if facts.failures:
        count = len(facts.failures)
        return f"{count} of {facts.pages} pages did not arrive: {facts.failures[0]}"
    if facts.cut:
        return f"the list goes round in circles: it did not end after {facts.pages} pages"
    if facts.lost:
        return f"{facts.lost} of {facts.rows + facts.lost} postings carry no id or are out of reach"
    # One answer is a snapshot, so its repeated ids belong to its total. Over several answers rows move while we read:
    # a repeated id then stands for another that slipped past us.
    counted = facts.rows if facts.pages == 1 else facts.unique
    if facts.total is not None and counted < facts.total:
        return f"the board says it has {facts.total} postings, {counted} arrived"
    return None
