"""Sets of rules as the bits of integers, so that one AND or OR in C evaluates thousands of rules at once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import compress
from struct import unpack
from typing import TYPE_CHECKING

from jobscan.decide.match.values import YearlyPay

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

#: A key with at most this many rules of a block is kept as their numbers: a bitset takes up to 2 KB even for few.
RARE = 8

#: A salary finds its rules in a precomputed bitset and at most 1/64 of the distinct amounts.
_STEPS = 64


def bits_of(numbers: Sequence[int]) -> int:
    """Return the set of the numbers, in any order."""
    octets = bytearray((max(numbers, default=-1) >> 3) + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def numbers_of(bits: int, first: int = 0) -> list[int]:
    """Return the numbers in a set, ascending, each with ``first`` added."""
    numbers = []
    # In words of 64 bits: removing single bits from a long integer would copy all of it each time.
    count = -(-bits.bit_length() // 64)
    words = unpack(f"<{count}Q", bits.to_bytes(count * 8, "little"))
    for at in compress(range(count), words):
        word, below = words[at], first + at * 64 - 1
        while word:
            rest = word & (word - 1)
            numbers.append(below + (word ^ rest).bit_length())
            word = rest
    return numbers


class TermIndex:
    """Which rules of one block have which keys, in one of their clauses; any of its keys fulfils a rule."""

    __slots__ = ("_asking", "_bits", "_keys", "_rare", "free")

    def __init__(self) -> None:
        self._keys: defaultdict[Hashable, list[int]] = defaultdict(list)
        self._asking: list[int] = []
        self._bits: dict[Hashable, int] = {}
        self._rare: dict[Hashable, tuple[int, ...]] = {}
        #: After `freeze`: the rules of the block that were not added.
        self.free = 0

    def add(self, number: int, keys: Iterable[Hashable]) -> None:
        """Add a rule that needs any of the keys; without keys it holds for nothing."""
        self._asking.append(number)
        for key in dict.fromkeys(keys):
            self._keys[key].append(number)

    def freeze(self, everyone: int) -> bool:
        """Make the bitsets, for a block of the rules ``everyone``; return whether any rule was added."""
        self.free = everyone & ~bits_of(self._asking)
        for key, numbers in self._keys.items():
            if len(numbers) > RARE:
                self._bits[key] = bits_of(numbers)
            else:
                self._rare[key] = tuple(numbers)
        asked = bool(self._asking)
        self._keys, self._asking = defaultdict(list), []
        return asked

    def any_of(self, keys: Iterable[Hashable], bits: int = 0) -> int:
        """Return ``bits`` with the rules added that have one of the keys."""
        dense, rare = self._bits, self._rare
        for key in keys:
            if key in dense:
                bits |= dense[key]
            elif key in rare:
                for number in rare[key]:
                    bits |= 1 << number
        return bits


class PayIndex:
    """Which rules of one block require how much pay."""

    __slots__ = ("_added", "_asking", "_keeping", "_thresholds", "_unknown")

    def __init__(self) -> None:
        self._added: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
        self._asking: list[int] = []
        self._keeping: list[int] = []
        #: By currency.
        self._thresholds: dict[str, _Thresholds] = {}
        self._unknown = 0

    def add(self, number: int, pay: YearlyPay | None, *, keep: bool) -> None:
        """Add a rule that requires at least ``pay``; None: not comparable with any salary. ``keep``: unknown holds."""
        self._asking.append(number)
        if keep:
            self._keeping.append(number)
        if pay is not None:
            self._added[pay.currency].append((pay.amount, number))

    def freeze(self, everyone: int) -> bool:
        """Make the bitsets, for a block of the rules ``everyone``; return whether any rule was added."""
        asked = bool(self._asking)
        free = everyone & ~bits_of(self._asking)
        keeping = bits_of(self._keeping)
        self._unknown = free | keeping
        for currency, asking in self._added.items():
            # For rules in another currency the salary is unknown.
            others = free | (keeping & ~bits_of([number for _, number in asking]))
            self._thresholds[currency] = _Thresholds(asking, others)
        self._added, self._asking, self._keeping = defaultdict(list), [], []
        return asked

    def holding(self, pay: YearlyPay | None) -> int:
        """Return the rules that a posting with this pay fulfils, including those without pay; None: unknown."""
        thresholds = None if pay is None else self._thresholds.get(pay.currency)
        return self._unknown if pay is None or thresholds is None else thresholds.up_to(pay.amount)

    def holding_either(self, one: YearlyPay | None, other: YearlyPay | None) -> int:
        """Return the rules that a posting fulfils by one of two statements; what one does not know, the other may."""
        if one is None or other is None or one == other:
            return self.holding(one if other is None else other)
        if one.currency == other.currency:
            return self.holding(one if one.amount >= other.amount else other)
        # A rule in one currency is kept as unknown by the statement in the other, which must not count then.
        kept = self._unknown & ~(self._asking_in(one.currency) | self._asking_in(other.currency))
        return kept | self._reached(one) | self._reached(other)

    def _asking_in(self, currency: str) -> int:
        thresholds = self._thresholds.get(currency)
        return 0 if thresholds is None else thresholds.asking

    def _reached(self, pay: YearlyPay) -> int:
        return self.holding(pay) & self._asking_in(pay.currency)


class _Thresholds:
    """The rules with pay in one currency, by amount; bitsets at some amounts only, to stay small."""

    __slots__ = ("_amounts", "_size", "_steps", "_terms", "asking")

    def __init__(self, asking: Sequence[tuple[float, int]], others: int) -> None:
        #: The rules with pay in this currency.
        self.asking = bits_of([number for _, number in asking])
        self._amounts = sorted({amount for amount, _ in asking})
        self._terms = TermIndex()
        for amount, number in asking:
            self._terms.add(number, (amount,))
        self._terms.freeze(0)
        self._size = len(self._amounts) // _STEPS + 1
        #: The rules of all amounts before number 0, size, 2 * size …, and the rules with none of them.
        self._steps = [others]
        for at in range(0, len(self._amounts), self._size):
            self._steps.append(self._terms.any_of(self._amounts[at : at + self._size], self._steps[-1]))

    def up_to(self, amount: float) -> int:
        below = bisect_right(self._amounts, amount)
        step, rest = divmod(below, self._size)
        return self._terms.any_of(self._amounts[below - rest : below], self._steps[step])
