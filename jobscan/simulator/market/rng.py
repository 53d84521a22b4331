"""Random generators that give the same numbers on every machine."""

from __future__ import annotations

from math import gcd
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")


def rng_for(*parts: object) -> Random:
    """Return a random generator seeded with these parts.

    Use only its `random()`: the only method whose numbers Python promises not to change.
    """
    return Random("/".join(map(str, parts)))


def pick(rng: Random, choices: Sequence[_T]) -> _T:
    """Return one of them."""
    return choices[int(rng.random() * len(choices))]


def several(rng: Random, choices: Sequence[_T], count: int) -> tuple[_T, ...]:
    """Return ``count`` different ones (all of them when there are fewer), in random order."""
    size = len(choices)
    start = int(rng.random() * size)
    step = 1 + int(rng.random() * size)
    while gcd(step, size) > 1:
        step = step % size + 1
    return tuple(choices[(start + number * step) % size] for number in range(min(count, size)))
