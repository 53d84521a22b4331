"""Words that stand in for others: as long, of the same kinds of letters, the same ones each time, never one for two."""

from __future__ import annotations

import functools
import hashlib
from unicodedata import ucd_3_2_0 as unicode_3_2

_VOWELS, _DIGITS = "aeiou", "0123456789"
_CONSONANTS = "bcdfghjklmnpqrstvwxyz"
#: Times that each letter is moved by all others.
_ROUNDS = 3
#: Letters stay among these neighbours: a Hangul syllable becomes another, and takes as many bytes.
_BLOCK = 32


class Words:
    """A dictionary in which each word has one stand-in, and each stand-in one word.

    Nobody without ``key`` (up to 64 bytes) can tell which word a stand-in had. Vowels become vowels, consonants
    consonants, digits digits; capitals stay where they are. Capitals apart, equal words have equal stand-ins.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[str, str] = {}

    def stand_in(self, word: str) -> str:
        """Return the stand-in of a run of letters and digits; other characters stay as they are.

        Raises `ValueError` for a letter that Unicode 3.2 does not have: later versions differ from one Python to the
        next, and recordings must not.
        """
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._make(word)
        return known

    def _make(self, word: str) -> str:
        plain = [_lower(letter) for letter in word]
        alphabets = [_alphabet(letter) for letter in plain]
        # Positions in the alphabets; each step can be taken back, so that no two words of one shape end alike.
        places = [alphabet.index(letter) for letter, alphabet in zip(plain, alphabets, strict=True)]
        for turn in range(_ROUNDS):
            for at, alphabet in enumerate(alphabets):
                others = bytes([turn, *at.to_bytes(2), *places[:at], *places[at + 1 :]])
                shift = hashlib.blake2b(others, key=self._key, digest_size=4).digest()
                places[at] = (places[at] + int.from_bytes(shift)) % len(alphabet)
        made = (alphabet[place] for place, alphabet in zip(places, alphabets, strict=True))
        return "".join(
            new if lower == letter else new.upper() for new, lower, letter in zip(made, plain, word, strict=True)
        )


def _lower(letter: str) -> str:
    """Return the small letter of a capital, when going there and back is no change."""
    small = letter.lower()
    return small if len(small) == 1 and _has_capital(small) and small.upper() == letter else letter


@functools.cache
def _alphabet(letter: str) -> str:
    """Return the letters that may stand in for a letter, itself among them."""
    for alphabet in (_VOWELS, _CONSONANTS, _DIGITS):
        if letter in alphabet:
            return alphabet
    if not letter.isalpha():
        return letter
    if unicode_3_2.category(letter) == "Cn":
        raise ValueError(f"there is no stand-in for {letter!r} (U+{ord(letter):04X}): Unicode 3.2 does not have it")
    start = ord(letter) - ord(letter) % _BLOCK
    kind = _kind(letter)
    block = map(chr, range(start, start + _BLOCK))
    # Capitals with a small letter stand for it: they are no stand-ins for those without ("İ").
    return "".join(other for other in block if _kind(other) == kind and _lower(other) == other)


def _kind(letter: str) -> tuple[object, ...]:
    """Return what must stay: what kind of letter it is, how it is composed, how many bytes it takes, its capital."""
    composed = unicode_3_2.normalize("NFC", letter) == letter
    made_of_others = unicode_3_2.decomposition(letter) != ""
    return (unicode_3_2.category(letter), composed, made_of_others, len(letter.encode()), _has_capital(letter))


def _has_capital(letter: str) -> bool:
    capital = letter.upper()
    if len(capital) != 1 or capital == letter or capital.lower() != letter:
        return False
    # Both must be in the tables: small letters were added to old capitals ("Ⴀ") later.
    is_known = "Cn" not in (unicode_3_2.category(letter), unicode_3_2.category(capital))
    return is_known and len(capital.encode()) == len(letter.encode())
