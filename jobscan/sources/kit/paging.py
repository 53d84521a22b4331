"""The further pages of a list whose first page says how many postings there are."""

from __future__ import annotations

from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.items import MAX_POSTINGS


def further_offsets(total: int, rows: int, what: str) -> range:
    """Return the offsets of the further pages of a list, by its first page of ``rows`` rows; empty when there are none.

    Servers give fewer rows than they are asked for: the first page tells how many. Raises `BoardError` (too many) past
    `MAX_POSTINGS`, before anything is asked for.
    """
    if total > MAX_POSTINGS:
        reason = f"{what}: {total} postings on one board; {MAX_POSTINGS} is the limit"
        raise BoardError(BoardFailure.TOO_MANY, reason)
    return range(rows, total, rows) if 0 < rows < total else range(0)


def further_numbers(total: int, rows: int, what: str) -> range:
    """Return the numbers of the further pages, the first being 1, as `further_offsets` returns their offsets."""
    return range(2, len(further_offsets(total, rows, what)) + 2)
