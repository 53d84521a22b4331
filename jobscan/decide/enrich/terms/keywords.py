"""The words that set a posting apart from others: those of the highest TF-IDF."""

from __future__ import annotations

import re
from collections import Counter
from heapq import nsmallest
from math import log
from typing import TYPE_CHECKING

from jobscan.decide.enrich.wording.language_words import FUNCTION_WORDS
from jobscan.decide.match.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Below these many postings frequencies say little: there are no keywords then.
LEAST_POSTINGS = 200
#: Keywords of one posting.
MOST_KEYWORDS = 10
#: Terms that are counted: rarer ones are left out.
_MOST_TERMS = 50_000
#: Characters of a text that are read.
_MOST_CHARACTERS = 50_000
#: A term is of the posting when not more than this share of all have it: "experience" is not.
_LARGEST_SHARE = 0.2
#: In a database of English postings the German "und" would set a German one apart.
_NO_KEYWORDS = frozenset(map(fold, FUNCTION_WORDS))
#: Letters of a term.
_LEAST_LETTERS, _MOST_LETTERS = 3, 30
_TERM = re.compile(rf"[^\W\d_]{{{_LEAST_LETTERS},{_MOST_LETTERS}}}")
#: Texts with fewer other characters than one in so many are read as ASCII, in a third of the time.
_OTHERS_SHARE = 10
#: Of Latin-1, all but letters with accents.
_PLAIN = bytes(range(0xC0))
#: Bytes of ASCII letters, and blanks for all others.
_LETTERS = bytes(code if 97 <= code <= 122 else 32 for code in range(256))


class DocumentFrequencies:
    """In how many postings of a sample each term is."""

    def __init__(self, postings: int = 0, counts: Mapping[str, int] | None = None) -> None:
        """Take the number of postings and term → postings that have it."""
        self.postings = postings
        self.counts = Counter(counts or {})
        self._weights: dict[str, float] = {}

    def add(self, text: str) -> None:
        """Count the terms of one more posting."""
        self.counts.update(set(terms_of(text)))
        self.postings += 1
        self._weights = {}

    def weights(self) -> Mapping[str, float]:
        """Return term → ``log(postings / postings with the term)``, of those that set postings apart."""
        if not self._weights:
            most = self.postings * _LARGEST_SHARE
            self._weights = {
                term: log(self.postings / known)
                for term, known in self.counts.items()
                if known <= most and term not in _NO_KEYWORDS
            }
        return self._weights

    def without_rare(self) -> DocumentFrequencies:
        """Return the most frequent terms only, without those of one posting: they may be misprints."""
        kept = {term: count for term, count in self.counts.most_common(_MOST_TERMS) if count > 1}
        return DocumentFrequencies(self.postings, kept)


def terms_of(text: str) -> list[str]:
    """Return the words of a text of at least three letters, folded, in its order."""
    return [term for term in _words_of(text) if _LEAST_LETTERS <= len(term) <= _MOST_LETTERS]


def _words_of(text: str) -> list[str]:
    """Return its words, shorter ones included, folded."""
    cut = text[:_MOST_CHARACTERS]
    # Folding is dear, and few texts need it.
    folded = fold(cut) if cut.encode("latin-1", "ignore").translate(None, _PLAIN) else cut.lower()
    # Folded, Latin letters are ASCII: what is left in most texts are dashes and bullets.
    others = len(folded.encode(errors="replace")) - len(folded)
    if others * _OTHERS_SHARE >= len(folded):
        return _TERM.findall(fold(folded))
    return folded.encode("ascii", "replace").translate(_LETTERS).decode().split()


def find_keywords(text: str, frequencies: DocumentFrequencies) -> tuple[str, ...]:
    """Return the ten terms with the highest TF-IDF, the highest first; () when the sample is too small.

    TF-IDF is ``count x log(postings / postings with the term)`` (Sparck Jones 1972); terms that the sample lacks are
    left out. Equal ones are in the order of the alphabet.
    """
    if frequencies.postings < LEAST_POSTINGS:
        return ()
    rarity = frequencies.weights()
    counts = Counter([term for term in _words_of(text) if term in rarity])
    weighed = [(-count * rarity[term], term) for term, count in counts.items()]
    return tuple(term for _, term in nsmallest(MOST_KEYWORDS, weighed))
