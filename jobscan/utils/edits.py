"""Where two sequences differ, in bounded time: exact for short ones, by what is unique in both for long ones."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Items of a sequence beyond which only its ends are compared.
_LONGEST = 20_000


class Edit(NamedTuple):
    """``old[old_begin:old_end]`` was replaced by ``new[new_begin:new_end]``; one of them may be empty."""

    old_begin: int
    old_end: int
    new_begin: int
    new_end: int


def find_edits(old: Sequence[str], new: Sequence[str], *, work: int) -> list[Edit]:
    """Return what turns one sequence into the other, in order, no two edits touching.

    ``work`` bounds what is compared item by item, as the sum of old × new items: difflib's time grows faster than
    that (20,000: 60 ms at worst, measured 2026-11). What is beyond it is one edit.
    """
    found: list[Edit] = []
    for gap in _gaps(old, new):
        product = (gap.old_end - gap.old_begin) * (gap.new_end - gap.new_begin)
        if 0 < product <= work:
            work -= product
            found += _compared(old, new, gap)
        elif gap.old_begin < gap.old_end or gap.new_begin < gap.new_end:
            found.append(gap)
    return found


def trimmed(old: Sequence[str], new: Sequence[str], within: Edit | None = None) -> Edit:
    """Return the edit that leaves out what both have in common at their beginnings and ends."""
    begin_old, end_old, begin_new, end_new = within or Edit(0, len(old), 0, len(new))
    while begin_old < end_old and begin_new < end_new and old[begin_old] == new[begin_new]:
        begin_old, begin_new = begin_old + 1, begin_new + 1
    while begin_old < end_old and begin_new < end_new and old[end_old - 1] == new[end_new - 1]:
        end_old, end_new = end_old - 1, end_new - 1
    return Edit(begin_old, end_old, begin_new, end_new)


def _gaps(old: Sequence[str], new: Sequence[str]) -> Iterator[Edit]:
    """Yield the stretches between what is taken for common: both ends, and what is unique in both."""
    whole = trimmed(old, new)
    if max(whole.old_end - whole.old_begin, whole.new_end - whole.new_begin) > _LONGEST:
        yield whole
        return
    anchors = [(whole.old_begin - 1, whole.new_begin - 1), *_anchors(old, new, whole), (whole.old_end, whole.new_end)]
    for (old_before, new_before), (old_after, new_after) in pairwise(anchors):
        yield trimmed(old, new, Edit(old_before + 1, old_after, new_before + 1, new_after))


def _anchors(old: Sequence[str], new: Sequence[str], whole: Edit) -> list[tuple[int, int]]:
    """Return the places of items that each side has once, as many as stand in the same order (patience diff)."""
    counts = Counter(old[whole.old_begin : whole.old_end]), Counter(new[whole.new_begin : whole.new_end])
    place = {new[at]: at for at in range(whole.new_begin, whole.new_end) if counts[1][new[at]] == 1}
    common = [
        (at, place[old[at]])
        for at in range(whole.old_begin, whole.old_end)
        if counts[0][old[at]] == 1 and old[at] in place
    ]
    # The longest rising run of places in the new one: for each length its lowest end, and what came before each.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, there) in enumerate(common):
        length = bisect_left(ends, there)
        ends[length : length + 1] = [there]
        last[length : length + 1] = [index]
        before.append(last[length - 1] if length else -1)
    run = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(common[at])
        at = before[at]
    return run[::-1]


def _compared(old: Sequence[str], new: Sequence[str], gap: Edit) -> list[Edit]:
    matcher = SequenceMatcher(None, old[gap.old_begin : gap.old_end], new[gap.new_begin : gap.new_end], autojunk=False)
    return [
        Edit(gap.old_begin + i1, gap.old_begin + i2, gap.new_begin + j1, gap.new_begin + j2)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]
