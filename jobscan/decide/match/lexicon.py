"""The words of rules, all found in one pass over each text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from jobscan.decide.match.spotting import MarkedWords, PlainWords, Spellings
from jobscan.decide.match.terms import Term, encoded, searched
from jobscan.decide.match.words import fold, marked, signs_of
from jobscan.utils.text import has_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from jobscan.decide.match.spelling import Spelling
    from jobscan.decide.match.terms import Pattern

#: Characters up to which marking a text is faster than searching it unmarked: descriptions have thousands.
_SHORT = 200

LexiconT = TypeVar("LexiconT", bound="Lexicon")


class Lexicon(ABC):
    """The distinct terms of rules in one field, all found in one pass over its text.

    Terms are added first, then frozen. ``numbers`` gives each its number: lexicons that share it have no number twice.
    """

    __slots__ = ("_expressions", "_next", "_words")

    def __init__(self, numbers: Iterator[int]) -> None:
        self._next = numbers
        #: What `_key` gives → number.
        self._words: dict[Any, int] = {}
        #: Regular expression → number and search.
        self._expressions: dict[str, tuple[int, Pattern]] = {}

    def add(self, term: Term) -> int | None:
        """Return the number of a term, the same for all that are found in the same texts; None: it is in no text."""
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
        """Return the key of a term that is no expression; None for one that is in no text."""

    @abstractmethod
    def _find_words(self, folded: str) -> set[int]:
        """Return the numbers of the terms in a folded text, except expressions."""


class TextLexicon(Lexicon):
    """Terms of running text, found as written; see `Text`."""

    __slots__ = ("_marked", "_plain", "_signs")

    def __init__(self, numbers: Iterator[int]) -> None:
        super().__init__(numbers)
        self._marked: MarkedWords | None = None
        #: All words except those that only a text with one of these signs can have.
        self._plain: PlainWords | None = None
        self._signs: set[str] = set()

    def freeze(self) -> None:
        """See `Lexicon`."""
        if not self._words:
            return
        self._marked = MarkedWords(self._words)
        plain = {word: number for word, number in self._words.items() if word.isascii()}
        # Without a letter or digit (a mistake that `check_rule` reports), what is around a word shows nothing.
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
    """The terms of many rules, each read once, and their lexicons."""

    def __init__(self) -> None:
        self._read: dict[str, Term] = {}
        self._numbers = count()
        self._lexicons: list[Lexicon] = []

    def lexicon(self, kind: type[LexiconT]) -> LexiconT:
        """Return a new lexicon; no other lexicon has the numbers of its terms."""
        lexicon = kind(self._numbers)
        self._lexicons.append(lexicon)
        return lexicon

    def are_sound(self, entries: Iterable[str]) -> bool:
        """Return whether RE2 accepts all regular expressions among the entries of a rule's lists."""
        return all(self.read(entry).refusal is None for entry in entries)

    def numbers(self, entries: Iterable[str], *lexicons: Lexicon) -> list[int]:
        """Put entries into lexicons and return their numbers there."""
        added = [lexicon.add(self.read(entry)) for entry in entries for lexicon in lexicons]
        return [number for number in added if number is not None]

    def read(self, entry: str) -> Term:
        """Return an entry of a list as a term."""
        term = self._read.get(entry)
        if term is None:
            term = self._read[entry] = Term.of(entry)
        return term

    def freeze(self) -> None:
        """Make the automata of all lexicons; nothing is added after this."""
        for lexicon in self._lexicons:
            lexicon.freeze()
