"""Workday's facets ("Job Category", "Locations"): the size of the list they imply, and the one to divide it by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from jobscan.sources.kit.items import MAX_POSTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

#: Where most tenants stop counting; past it their offsets give the first rows again (reported, August 2026).
CAP = 2_000
#: Values of one facet; more would cost more requests than the pages that they lead to.
_MAX_VALUES = 1_000
#: The sum of a facet's counts, as a multiple: a posting counts once per place and has at most four, on average.
_MAX_SIZE = 4 * MAX_POSTINGS


class _Node(msgspec.Struct, rename="camel"):
    """A facet, a group of facets, or a value of a facet: the answer nests them in one another."""

    facet_parameter: str | None = None
    id: str | None = None
    count: int | None = None
    values: list[_Node] | None = None


class Split(NamedTuple):
    """A facet by which a list can be divided."""

    parameter: str
    #: (value id, count), without empty ones.
    values: tuple[tuple[str, int], ...]

    @property
    def size(self) -> int:
        """Return the sum of the counts: a posting with several values counts several times."""
        return sum(count for _, count in self.values)


def read_splits(facets: object, used: Set[str]) -> list[Split]:
    """Return the facets that have several values, including nested ones, except those whose parameter is ``used``.

    ``facets`` is decoded JSON of any shape; an unknown shape has no facets.
    """
    try:
        nodes = msgspec.convert(facets, list[_Node])
    except (msgspec.ValidationError, RecursionError):
        return []
    splits: list[Split] = []
    for node in nodes:  # grows: a group's facets are among its values
        children = node.values or []
        nodes.extend(child for child in children if child.facet_parameter)
        values = tuple((child.id, child.count) for child in children if child.id and child.count and child.count > 0)
        if node.facet_parameter and node.facet_parameter not in used and len(values) > 1:
            splits.append(Split(node.facet_parameter, values))
    return splits


def agreed_size(splits: Iterable[Split]) -> int | None:
    """Return the sum of counts that most facets share; None when no two share one of at least the cap.

    A facet with one value per posting (category, time type) sums to the number of postings, one with several
    (locations) to more. NVIDIA's three of the first kind say 2,613, its three of the second 2,715 to 4,472 (recorded).
    """
    sums = Counter(split.size for split in splits if split.size >= CAP)
    size, facets = max(sums.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return size if facets > 1 else None


def choose_split(splits: Iterable[Split], size: int | None) -> Split | None:
    """Return the facet that reaches all postings at the lowest cost; None when there is none.

    First criterion: few values that are capped themselves. Then a sum that is the agreed size or little more, or, if
    there is none (None), the largest. Then few values, each of which costs a request.
    """
    usable = [
        split for split in splits if (size or CAP) <= split.size <= _MAX_SIZE and len(split.values) <= _MAX_VALUES
    ]

    def cost(split: Split) -> tuple[int, int, int]:
        capped = sum(count >= CAP for _, count in split.values)
        return capped, -split.size if size is None else split.size, len(split.values)

    return min(usable, key=cost, default=None)
