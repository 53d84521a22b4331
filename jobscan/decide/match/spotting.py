"""Whole words found in texts, all in one pass.

`MarkedWords` does what `words` says, for words and texts of all scripts. Marking a description costs several times as
much as the search. So `PlainWords` searches it unmarked, with blanks for all signs, and marks only the places where
that is not enough to recognise a whole word. `Spellings` finds the words of `spelling` in short texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick

from jobscan.decide.match.spelling import Name, Spelling
from jobscan.decide.match.words import EDGE, marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Characters searched at once. Each place where a word ends is a tuple: words made of each other ("a a", "a a a" …)
#: would take gigabytes in a long text made to fit them.
_WINDOW = 4096
#: Places in a text that `PlainWords` checks, and those that it marks, before it gives up. A description of 6,000
#: characters has 30 of the former and a few of the latter (10,000 rules, recorded boards).
_MOST_PLACES, _MOST_MARKED = 10_000, 50
#: How many characters around a place decide its edges: "E&E" and "d.c" look three further, one after the other.
_REACH = 8

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
#: For `bytes.translate`: everything except letters and digits becomes a blank.
_LOOSE = bytes(octet if chr(octet) in _LETTERS else 0x20 for octet in range(256))
#: ASCII signs next to which letters always are a word: not in "C#", "C++" and "R&D".
_SIGNS = frozenset(map(chr, range(0x80))) - frozenset(_LETTERS + "#+&")
#: The same for a single letter: not in "Node.js" and "c'est".
_SIGNS_OF_ONE = _SIGNS - frozenset(".'")
_NONE: frozenset[str] = frozenset()


class MarkedWords:
    """Words, found in marked text as plain substrings."""

    __slots__ = ("_automaton", "_longest", "_numbers")

    def __init__(self, words: Mapping[str, int]) -> None:
        """Take the marked words, none of them empty, and their numbers."""
        self._automaton = AhoCorasick(words, store_patterns=False)
        #: By the automaton's own count of the words.
        self._numbers = list(words.values())
        self._longest = max(map(len, words))

    def find(self, folded: str) -> set[int]:
        """Return the numbers of the words that are in a text."""
        found: set[int] = set()
        numbers, text = self._numbers, marked(folded)
        for window in _windows(text, self._longest):
            found.update([numbers[place[0]] for place in self._automaton.find_matches_as_indexes(window, True)])
        return found


class PlainWords:
    """ASCII words, each with a letter or digit, found without marking all of a text, if that is possible."""

    __slots__ = ("_automaton", "_longest", "_spots")

    def __init__(self, words: Mapping[str, int]) -> None:
        """Take the marked words and their numbers."""
        spots: dict[str, list[_Spot]] = {}
        for word, number in words.items():
            spot = _Spot.of(word, number)
            spots.setdefault(_loose(spot.around), []).append(spot)
        self._automaton = AhoCorasick(spots, store_patterns=False)
        #: By the automaton's own count: words that differ in signs only.
        self._spots = list(spots.values())
        self._longest = max(map(len, spots))

    def find(self, folded: str) -> set[int] | None:
        """Return the numbers of the words that are in a text; None when `MarkedWords` would be faster."""
        text = f" {folded} "
        found: set[int] = set()
        places = marks = 0
        for at, window in enumerate(_windows(_loose(text), self._longest)):
            hits = self._automaton.find_matches_as_indexes(window, True)
            places += len(hits)
            if places > _MOST_PLACES:
                return None
            for index, start, end in hits:
                start, end = at * _WINDOW + start, at * _WINDOW + end
                for number, word, around, before, after in self._spots[index]:
                    if number in found:
                        continue
                    if text[start] in before and text[end - 1] in after and text[start + 1 : end - 1] == around[1:-1]:
                        found.add(number)
                        continue
                    marks += 1
                    if marks > _MOST_MARKED:
                        return None
                    if _is_at(start + (around[0] == " "), word, text):
                        found.add(number)
        return found


class Spellings:
    """Words of names, in any spelling."""

    __slots__ = ("_automaton", "_longest", "_spots")

    def __init__(self, spellings: Mapping[Spelling, int]) -> None:
        """Take the spellings, each with letters, and their numbers."""
        spots: dict[str, list[tuple[int, Spelling]]] = {}
        for spelling, number in spellings.items():
            spots.setdefault(spelling.letters, []).append((number, spelling))
        self._automaton = AhoCorasick(spots, store_patterns=False)
        #: By the automaton's own count: words that differ in where they begin and end, such as "c" and "-c".
        self._spots = list(spots.values())
        self._longest = max(map(len, spots))

    def find(self, marked_text: str) -> set[int]:
        """Return the numbers of the spellings that are in a folded and marked text."""
        found: set[int] = set()
        letters, edges = Name.of(marked_text)
        for at, window in enumerate(_windows(letters, self._longest)):
            for index, start, end in self._automaton.find_matches_as_indexes(window, True):
                for number, spelling in self._spots[index]:
                    if spelling.is_at(at * _WINDOW + start, at * _WINDOW + end, edges):
                        found.add(number)
        return found


class _Spot(NamedTuple):
    """A word of `PlainWords`, and how to recognise it at a place with its letters."""

    number: int
    #: Marked.
    word: str
    #: Unmarked, with a blank beside a letter or digit at either end.
    around: str
    #: Signs that prove that the word is there, if one stands before it and one after it; otherwise it is marked.
    before: frozenset[str]
    after: frozenset[str]

    @classmethod
    def of(cls, word: str, number: int) -> _Spot:
        plain = word.replace(EDGE, "")
        around = f"{' ' * plain[0].isalnum()}{plain}{' ' * plain[-1].isalnum()}"
        parts = plain.split(" ")
        if not all(map(str.isalnum, parts)):
            return cls(number, word, around, _NONE, _NONE)
        before, after = (_SIGNS_OF_ONE if len(part) == 1 else _SIGNS for part in (parts[0], parts[-1]))
        return cls(number, word, around, before, after)


def _loose(text: str) -> str:
    return text.encode("ascii", "replace").translate(_LOOSE).decode("ascii")


def _windows(text: str, longest: int) -> Iterator[str]:
    """Return the text in parts that begin `_WINDOW` apart and overlap by what a word may need."""
    return (text[at : at + _WINDOW + longest] for at in range(0, len(text), _WINDOW))


def _is_at(first: int, word: str, text: str) -> bool:
    """Return whether a marked word begins at this character of a text."""
    start = max(0, first - _REACH)
    part = marked(text[start : first + len(word) + _REACH])
    at = part.find(word)
    while at >= 0 and at - part.count(EDGE, 0, at) != first - start:
        at = part.find(word, at + 1)
    return at >= 0
