"""Text next to an amount as words, figures and marks in lower case."""

from __future__ import annotations

import re

#: Words that a sentence is read for, next to the amount.
_MOST_TOKENS = 60
#: In a pattern: a word, with hyphens inside; a figure; a mark.
TOKEN = re.compile(r"[^\W\d_]++(?:-[^\W\d_]++)*+|[0-9][0-9.,]*+|[^\w\s]")
#: Phrases that mean something else than their last word does.
_PHRASES = (
    ("sign on", "sign-on"),
    ("signing on", "sign-on"),
    ("on target", "on-target"),
    ("day rate", "day-rate"),
    ("hourly rate", "hourly-rate"),
    ("one time", "one-time"),
    ("per diem", "per-diem"),
    ("contract value", "deal"),
    ("per annum", "annually"),
    ("p.a.", "annually"),
    ("all in ", "all-in "),
    # What fellows live on.
    ("base stipend", "salary"),
)


def words_of(text: str) -> list[str]:
    """Return the last sixty words, figures and marks of a text, in lower case, some phrases as one word."""
    text = text.lower()
    for phrase, word in _PHRASES:
        if phrase in text:
            text = text.replace(phrase, word)
    return TOKEN.findall(text)[-_MOST_TOKENS:]
