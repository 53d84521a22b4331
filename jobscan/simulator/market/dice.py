"""Dice that fall the same way on every machine."""

from __future__ import annotations

from math import gcd
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_T = TypeVar("_T")


def dice_for(*parts: object) -> Random:
    """Return dice of their own for these parts.

    Use nothing but their `random()`: it is the one method whose numbers Python promises not to change.
    """
    return Random("/".join(map(str, parts)))


def pick(dice: Random, choices: Sequence[_T]) -> _T:
    """Return one of them."""
    return choices[int(dice.random() * len(choices))]


def several(dice: Random, choices: Sequence[_T], count: int) -> tuple[_T, ...]:
    """Return ``count`` different ones (all of them when there are fewer), in an order of the dice."""
    size = len(choices)
    start = int(dice.random() * size)
    step = 1 + int(dice.random() * size)
    while gcd(step, size) > 1:
        step = step % size + 1
    return tuple(choices[(start + number * step) % size] for number in range(min(count, size)))
