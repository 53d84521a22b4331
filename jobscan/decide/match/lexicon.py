"""The words that rules look for, all found in one pass over each text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from jobscan.decide.match.spotting import MarkedWords, PlainWords, Spellings
from jobscan.decide.match.terms import Term, encoded, searched
from jobscan.decide.match.words import fold, has_words, marked, signs_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from jobscan.decide.match.spelling import Spelling
    from jobscan.decide.match.terms import Pattern

#: Characters of a text that is marked faster than it is searched without: descriptions have thousands.
_SHORT = 200

LexiconT = TypeVar("LexiconT", bound="Lexicon")


class Lexicon(ABC):
    """The distinct terms that rules look for in one field, all found in one pass over its text.

    Terms are added first, then frozen. ``numbers`` gives each its number: lexicons that share it share no number.
    """

    __slots__ = ("_expressions", "_next", "_words")

    def __init__(self, numbers: Iterator[int]) -> None:
        self._next = numbers
        #: What `_key` gives → number.
        self._words: dict[Any, int] = {}
        #: Regular expression → number and how it is searched.
        self._expressions: dict[str, tuple[int, Pattern]] = {}

    def add(self, term: Term) -> int | None:
        """Return the number of a term, one for all that are found in the same texts; None for one that is in none."""
        if term.pattern is not None:
            if term.written not in self._expressions:
                self._expressions[term.written] = next(self._next), term.pattern
            return self._expressions[term.written][0]
        key = self._key(term)
        if key is not None and key not in self._words:
            self._words[key] = next(self._next)
        return self._words.get(key)

    @abstractmethod
    def freeze(self) -> None:
        """Make the automata; nothing is added after this."""

    def find(self, written: str | None) -> set[int]:
        """Return the numbers of the terms that are in a text; None is empty."""
        found: set[int] = set()
        text = searched(written) if self._words or self._expressions else ""
        if not text:
            return found
        if self._words:
            found = self._find_words(fold(text))
        if self._expressions:
            octets = encoded(text)
            found.update(number for number, pattern in self._expressions.values() if pattern.search(octets))
        return found

    @abstractmethod
    def _key(self, term: Term) -> Hashable | None:
        """Return what a term that is no expression is known by; None for one that is in no text."""

    @abstractmethod
    def _find_words(self, folded: str) -> set[int]:
        """Return the numbers of the terms, but for expressions, that are in a folded text."""


class TextLexicon(Lexicon):
    """Terms of running text, found as they are written; see `Text`."""

    __slots__ = ("_marked", "_plain", "_signs")

    def __init__(self, numbers: Iterator[int]) -> None:
        super().__init__(numbers)
        self._marked: MarkedWords | None = None
        #: All words but those that only a text with one of these signs can have.
        self._plain: PlainWords | None = None
        self._signs: set[str] = set()

    def freeze(self) -> None:
        """See `Lexicon`."""
        if not self._words:
            return
        self._marked = MarkedWords(self._words)
        plain = {word: number for word, number in self._words.items() if word.isascii()}
        # Without a letter or digit (a mistake that `check_rule` tells) a word is not sent by what is around it.
        if plain and all(has_words(word) for word in plain):
            self._plain = PlainWords(plain)
        self._signs = signs_of("".join(self._words))

    def _key(self, term: Term) -> str | None:
        return term.word or None

    def _find_words(self, folded: str) -> set[int]:
        assert self._marked is not None  # there are words, and they are frozen
        if self._plain is None or len(folded) < _SHORT:
            return self._marked.find(folded)
        may_have_signs = self._signs and not folded.isascii() and not self._signs.isdisjoint(signs_of(folded))
        found = None if may_have_signs else self._plain.find(folded)
        return self._marked.find(folded) if found is None else found


class HeadingLexicon(Lexicon):
    """Terms of titles, places, departments and companies, found in any spelling; see `Heading`."""

    __slots__ = ("_spellings",)

    def __init__(self, numbers: Iterator[int]) -> None:
        super().__init__(numbers)
        self._spellings: Spellings | None = None

    def freeze(self) -> None:
        """See `Lexicon`."""
        if self._words:
            self._spellings = Spellings(self._words)

    def _key(self, term: Term) -> Spelling | None:
        return term.spelling if term.spelling.letters else None

    def _find_words(self, folded: str) -> set[int]:
        assert self._spellings is not None  # there are words, and they are frozen
        return self._spellings.find(marked(folded))


class Terms:
    """The terms of many rules, each read once, and the lexicons that they are put into."""

    def __init__(self) -> None:
        self._read: dict[str, Term] = {}
        self._numbers = count()
        self._lexicons: list[Lexicon] = []

    def lexicon(self, kind: type[LexiconT]) -> LexiconT:
        """Return a new lexicon; its terms have numbers that no other one's have."""
        lexicon = kind(self._numbers)
        self._lexicons.append(lexicon)
        return lexicon

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
