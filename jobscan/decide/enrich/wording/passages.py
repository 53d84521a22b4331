"""The sentence around a place of a text, and its lower case."""

from __future__ import annotations

import re

from jobscan.domain.facts import Span

#: Characters of a sentence on each side of a word.
_REACH = 300
_STOP = re.compile(r"[.!?]++[)\"”’]?\s")
#: At least two letters or digits, or a sign, are before a full stop that ends a sentence.
_LAST_WORD = re.compile(r"(?:[^\W_]{2,}|[%+)\"”’])\Z")
_SHORT = frozenset("min mind max approx ca inkl incl inc etc ggf bzw exp mín máx env resp zzgl gem vgl no".split())


def sentence_at(text: str, start: int, end: int) -> Span:
    """Return the sentence around ``text[start:end]``, at most 300 characters more on each side."""
    begin = max(0, start - _REACH, text.rfind("\n", 0, start) + 1)
    for stop in _STOP.finditer(text, begin, start):
        if _ends_sentence(text, stop.start()):
            begin = stop.end()
    line_end = text.find("\n", end)
    high = min(len(text) if line_end < 0 else line_end, end + _REACH)
    for stop in _STOP.finditer(text, end, high):
        if _ends_sentence(text, stop.start()):
            return Span(begin, stop.end() - 1)
    return Span(begin, high)


def _ends_sentence(text: str, stop: int) -> bool:
    """Return whether a full stop ends a sentence: not that of "U.S. citizens", "e.g. Java" or "mind. 3 Jahre"."""
    word = _LAST_WORD.search(text[max(0, stop - 9) : stop])
    return word is not None and word[0].lower() not in _SHORT


def lower_case(text: str) -> str:
    """Return the text in lower case, with straight apostrophes, each character in its place.

    The few letters that would become two, such as "İ", stay as they are with all others of that text.
    """
    lower = text.lower()
    return (lower if len(lower) == len(text) else text).replace("’", "'")
