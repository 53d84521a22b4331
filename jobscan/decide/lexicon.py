from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from jobscan.decide.terms import Term, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jobscan.decide.terms import Pattern

#: Characters that are searched at once. Each place where a term ends is a tuple: terms made of each other ("a a",
#: "a a a" …) would take gigabytes in a long text made to fit them.
_WINDOW = 4096


class Lexicon:
    """The distinct terms that rules look for in one field, all found in one pass over its text.

    Terms are added first, then frozen. ``numbers`` gives each its number: lexicons that share it share no number.
    """

    __slots__ = ("_automaton", "_expressions", "_longest", "_next", "_numbers", "_words")

    def __init__(self, numbers: Iterator[int]) -> None:
        self._next = numbers
        #: Word → number.
        self._words: dict[str, int] = {}
        #: Regular expression → number and how it is searched.
        self._expressions: dict[str, tuple[int, Pattern]] = {}
        self._automaton: AhoCorasick | None = None
        #: By the automaton's own count of the words.
        self._numbers: list[int] = []
        self._longest = 0

    def add(self, term: Term) -> int | None:
        """Return the number of a term, one for all that fold to the same; None for one that is in no text."""
        if term.pattern is not None:
            if term.written not in self._expressions:
                self._expressions[term.written] = next(self._next), term.pattern
            return self._expressions[term.written][0]
        if term.word and term.word not in self._words:
            self._words[term.word] = next(self._next)
        return self._words.get(term.word)

    def freeze(self) -> None:
        """Make the automaton; nothing is added after this."""
        if self._words:
            self._automaton = AhoCorasick(self._words, store_patterns=False)
            self._numbers = list(self._words.values())
            self._longest = max(map(len, self._words))

    def find(self, written: str | None) -> set[int]:
        """Return the numbers of the terms that are in a text; None is empty."""
        found: set[int] = set()
        if not self._words and not self._expressions:
            return found
        text = Text.of(written)
        if self._automaton is not None:
            numbers = self._numbers
            for at in range(0, len(text.marked), _WINDOW):
                window = text.marked[at : at + _WINDOW + self._longest]
                found.update([numbers[hit[0]] for hit in self._automaton.find_matches_as_indexes(window, True)])
        if text.written:
            found.update(number for number, pattern in self._expressions.values() if pattern.search(text.written))
        return found


class Terms:
    """The terms of many rules, each read once, and the lexicons that they are put into."""

    def __init__(self) -> None:
        self._read: dict[str, Term] = {}
        self._numbers = count()
        self._lexicons: list[Lexicon] = []

    def lexicon(self) -> Lexicon:
        """Return a new lexicon; its terms have numbers that no other one's have."""
        self._lexicons.append(Lexicon(self._numbers))
        return self._lexicons[-1]

    def are_sound(self, entries: Iterable[str]) -> bool:
        """Say whether RE2 takes all regular expressions among the entries of a rule's lists."""
        return all(self.read(entry).refusal is None for entry in entries)

    def numbers(self, entries: Iterable[str], *lexicons: Lexicon) -> list[int]:
        """Put entries into lexicons and return their numbers there."""
        added = [lexicon.add(self.read(entry)) for entry in entries for lexicon in lexicons]
        return [number for number in added if number is not None]

    def read(self, entry: str) -> Term:
        """Return the term that an entry of a list is."""
        term = self._read.get(entry)
        if term is None:
            term = self._read[entry] = Term.of(entry)
        return term

    def freeze(self) -> None:
        """Make the automata of all lexicons; nothing is added after this."""
        for lexicon in self._lexicons:
            lexicon.freeze()
