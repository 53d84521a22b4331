"""The clauses of rules on facts, for all rules at once; see `dimensions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from jobscan.decide.match import values as readings
from jobscan.decide.match.bitsets import PayIndex, TermIndex
from jobscan.decide.match.said import FACT_CLAUSES, UNKNOWN, Need
from jobscan.domain.alert import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jobscan.decide.match.dimensions import Numbered
    from jobscan.decide.match.said import FactClause
    from jobscan.domain.facts import JobFacts
    from jobscan.domain.job import Job


class FactDimension(Protocol):
    """One clause of all rules on facts."""

    def add_block(self, rules: Numbered, everyone: int) -> bool:
        """Take the next block of rules, ``everyone`` as bits; return whether any of them has the clause."""
        ...

    def holding(self, job: Job, facts: JobFacts) -> Sequence[int]:
        """Return, for each block, the rules whose clause holds for a posting, including those without the clause."""
        ...


class _AnyOf:
    """A clause that one of its keys fulfils."""

    def __init__(self, clause: FactClause) -> None:
        self._clause = clause
        self._blocks: list[TermIndex] = []

    def add_block(self, rules: Numbered, everyone: int) -> bool:
        postings = TermIndex()
        for number, rule in rules:
            asked = self._clause.asked(rule)
            if asked is not None:
                postings.add(number, asked | {UNKNOWN} if rule.unknown is Unknown.KEEP else asked)
        self._blocks.append(postings)
        return postings.freeze(everyone)

    def holding(self, job: Job, facts: JobFacts) -> Sequence[int]:
        said = self._clause.said(job, facts)
        return [postings.any_of(said, postings.free) for postings in self._blocks]


class _AllOf:
    """A clause that needs all of its keys: the first ones of all rules, the second ones …"""

    def __init__(self, clause: FactClause) -> None:
        self._clause = clause
        self._blocks: list[list[TermIndex]] = []

    def add_block(self, rules: Numbered, everyone: int) -> bool:
        layers: list[TermIndex] = []
        for number, rule in rules:
            for at, key in enumerate(sorted(map(str, self._clause.asked(rule) or ()))):
                if at == len(layers):
                    layers.append(TermIndex())
                layers[at].add(number, {key, UNKNOWN} if rule.unknown is Unknown.KEEP else {key})
        for layer in layers:
            layer.freeze(everyone)
        self._blocks.append(layers)
        return bool(layers)

    def holding(self, job: Job, facts: JobFacts) -> Sequence[int]:
        said = self._clause.said(job, facts)
        found = []
        for layers in self._blocks:
            bits = -1
            for layer in layers:
                bits &= layer.any_of(said, layer.free)
            found.append(bits)
        return found


class _NoneOf:
    """A clause that none of its keys may fulfil."""

    def __init__(self, clause: FactClause) -> None:
        self._clause = clause
        self._blocks: list[tuple[TermIndex, int]] = []

    def add_block(self, rules: Numbered, everyone: int) -> bool:
        postings = TermIndex()
        for number, rule in rules:
            asked = self._clause.asked(rule)
            if asked is not None:
                postings.add(number, asked)
        self._blocks.append((postings, everyone))
        return postings.freeze(everyone)

    def holding(self, job: Job, facts: JobFacts) -> Sequence[int]:
        said = self._clause.said(job, facts)
        return [everyone & ~postings.any_of(said) for postings, everyone in self._blocks]


class _Pay:
    """The clause of the minimum salary: the board's field or the text reaches it."""

    def __init__(self) -> None:
        self._blocks: list[PayIndex] = []

    def add_block(self, rules: Numbered, everyone: int) -> bool:
        """See `FactDimension`."""
        postings = PayIndex()
        for number, rule in rules:
            if rule.min_salary is not None:
                postings.add(number, readings.wanted_pay(rule), keep=rule.unknown is Unknown.KEEP)
        self._blocks.append(postings)
        return postings.freeze(everyone)

    def holding(self, job: Job, facts: JobFacts) -> Sequence[int]:
        """See `FactDimension`."""
        given, read = readings.highest_pay(job), readings.read_pay(facts)
        return [postings.holding_either(given, read) for postings in self._blocks]


_BY_NEED: dict[Need, Callable[[FactClause], FactDimension]] = {Need.ANY: _AnyOf, Need.ALL: _AllOf, Need.NONE: _NoneOf}


def fact_dimensions() -> list[FactDimension]:
    """Return the clauses on facts, and the one on pay."""
    return [*(_BY_NEED[clause.need](clause) for clause in FACT_CLAUSES), _Pay()]
