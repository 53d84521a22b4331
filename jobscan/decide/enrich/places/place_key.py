"""Names of places made comparable."""

from __future__ import annotations

from functools import lru_cache

from jobscan.decide.match.words import fold

#: Signs that make no difference in a name: "Winston-Salem", "St. Louis", "L'Aquila", "Washington, D.C.".
_BLANKS = str.maketrans("-.,/'`´", " " * 7, '()[]*"')
_SHORT = {"saint": "st", "sankt": "st", "fort": "ft", "mount": "mt", "&": "and"}


@lru_cache(maxsize=8192)
def place_key(name: str) -> str:
    """Return a name without case, accents and punctuation, "Saint", "Fort" and "Mount" shortened: "st louis".

    Doing it twice changes nothing.
    """
    words = fold(name).translate(_BLANKS).split()
    return " ".join([_SHORT.get(word, word) for word in words])
