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
_TERM = re.compile(r"[^\W\d_]{3,30}")
#: The same for ASCII, in two thirds of the time.
_PLAIN_TERM = re.compile(r"[a-z]{3,30}")


class DocumentFrequencies:
    """In how many postings of a sample each term is."""

    def __init__(self, postings: int = 0, counts: Mapping[str, int] | None = None) -> None:
        """Take the number of postings and term → postings that have it."""
        self.postings = postings
        self.counts = Counter(counts or {})

    def add(self, text: str) -> None:
        """Count the terms of one more posting."""
        self.counts.update(set(terms_of(text)))
        self.postings += 1

    def without_rare(self) -> DocumentFrequencies:
        """Return the most frequent terms only, without those of one posting: they may be misprints."""
        kept = {term: count for term, count in self.counts.most_common(_MOST_TERMS) if count > 1}
        return DocumentFrequencies(self.postings, kept)


def terms_of(text: str) -> list[str]:
    """Return the words of a text of at least three letters, folded, in its order."""
    folded = fold(text[:_MOST_CHARACTERS])
    return (_PLAIN_TERM if folded.isascii() else _TERM).findall(folded)


def find_keywords(text: str, frequencies: DocumentFrequencies) -> tuple[str, ...]:
    """Return the ten terms with the highest TF-IDF, the highest first; () when the sample is too small.

    TF-IDF is ``count x log(postings / postings with the term)`` (Sparck Jones 1972); terms that the sample lacks are
    left out. Equal ones are in the order of the alphabet.
    """
    if frequencies.postings < LEAST_POSTINGS:
        return ()
    most = frequencies.postings * _LARGEST_SHARE
    weights = {
        term: count * log(frequencies.postings / known)
        for term, count in Counter(terms_of(text)).items()
        if term not in _NO_KEYWORDS and (known := frequencies.counts.get(term, 0)) and known <= most
    }
    return tuple(nsmallest(MOST_KEYWORDS, weights, key=lambda term: (-weights[term], term)))
