"""Text made comparable: case and accents folded, and the edges of words marked, so that words are found as substrings.

`marked` puts `EDGE` at each edge of a word. A word or phrase that is marked the same way is then a whole word of a text
exactly if it is a substring of it, which any substring search finds, even an automaton of 100,000 words.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from jobscan.utils.text import is_settled

#: Stands at the edges of words. `str.split` treats it as a blank, so no folded text has one of its own.
EDGE = "\x1f"

#: Accents, points and vowel signs that people omit: Latin, Greek and Cyrillic, Hebrew, Arabic. The marks of other
#: scripts make other letters (the Japanese for "bus" and "lotus" differ in one) and stay.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
#: Invisible: soft hyphen, joiners, marks of direction, variation selectors; and surrogates, which no text has.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff"
    "\U000e0100-\U000e01ef]"
)
#: Letters and signs that Unicode does not decompose, after casefold. "™" would become the letters "tm" of its word.
_OTHERS = dict(
    pair.split("=", 1)
    for pair in "ø=o ł=l đ=d ð=d þ=th æ=ae œ=oe ı=i ħ=h ŧ=t ŋ=n ĸ=k ’=' ‘=' ʼ=' ‐=- ‑=- ‒=- –=- —=- −=- ♯=#".split()
)
_OTHER = re.compile(f"[{''.join(_OTHERS)}]")
_TRADE_MARKS = re.compile("[™℠]")

#: Scripts that put no blanks between words: Thai, Lao, Myanmar, Khmer, Hiragana, Katakana, Bopomofo, Han.
_BLANKLESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3040-\u312f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
#: Vowel signs and viramas in the words of India's scripts, which `\w` does not match.
_VOWEL_SIGNS = "\u0900-\u0963\u0966-\u0dff"

#: The same as the next one for ASCII, in half the time.
_ASCII_EDGE = re.compile(r"\b", re.ASCII)
_PLAIN_EDGE = re.compile(r"\b")
_OTHER_SCRIPT = re.compile(f"[{_BLANKLESS}{_VOWEL_SIGNS}]")
_JOINING = rf"[^\W{_BLANKLESS}]|[{_VOWEL_SIGNS}]"
_SCRIPT_EDGE = re.compile(rf"(?<!{_JOINING})(?={_JOINING})|(?<={_JOINING})(?!{_JOINING})")
#: The edges of a single letter beside ".x" or "'x".
_INITIAL = re.compile(r"E(?:(?<=E[^\W\d]E)(?=[.']E[^\W\d])|(?<=[^\W\d]E[.']E)(?=[^\W\d]E))".replace("E", EDGE))
#: "&" with a single letter on one side at least: "Sales&Marketing" are two words.
_INITIALS = re.compile("(?<=E.)E&E|E&E(?=.E)".replace("E", EDGE))

_ASCII = bytes(range(0x80))
#: Makes capital letters small; "_" and what `str.split` treats as a blank become blanks.
_SMALL = bytes(range(256)).lower().translate(bytes.maketrans(b"_\t\n\v\f\r\x1c\x1d\x1e\x1f", b" " * 10))
#: Distinct characters of a text, other than ASCII, that are checked one by one; and those that are cached.
_MANY_SIGNS, _MOST_FOLDED = 500, 4096


def fold(text: str) -> str:
    """Return the text without case and accents: NFKD without marks, casefolded, runs of spaces as one.

    Letters that do not decompose become their plain ones ("ø" o, "ł" l, "æ" ae), typographic hyphens and
    apostrophes the typewriter's; "_" is a blank. Folding twice changes nothing.
    """
    if not text.isascii():
        # A description has a handful of such characters, each many times: a fifth of the time of `_fold_whole`.
        signs = signs_of(text)
        if len(signs) > _MANY_SIGNS:
            return _fold_whole(text)
        for sign in signs:
            folded = _FOLDED[sign]
            if folded is None:
                return _fold_whole(text)
            if folded != sign:
                text = text.replace(sign, folded)
    text = text.encode().translate(_SMALL).decode()
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


def signs_of(text: str) -> set[str]:
    """Return the distinct characters of a text that are not ASCII."""
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def _fold_whole(text: str) -> str:
    plain = _MARKS.sub("", normalize("NFKD", _TRADE_MARKS.sub(" ", _UNSEEN.sub("", text)))).casefold()
    plain = _OTHER.sub(lambda found: _OTHERS[found[0]], plain)
    return normalize("NFC", " ".join(plain.replace("_", " ").split()))


class _Folded(dict[str, "str | None"]):
    """Character that is not ASCII → its folded form in any text; None when that depends on the text."""

    def __missing__(self, sign: str) -> str | None:
        folded: str | None = _fold_whole(f"a{sign}a")[1:-1]
        # Settled characters compose with nothing before them.
        if not is_settled("".join(signs_of(folded or ""))):
            folded = None
        if len(self) >= _MOST_FOLDED:
            self.clear()
        self[sign] = folded
        return folded


_FOLDED = _Folded()


def marked(folded: str) -> str:
    """Return folded text with `EDGE` at each edge of its words.

    A word is a run of letters and digits ("java" is not a word of "java8"), and these belong to it: "#" and "++" after
    it (C#, C++), "&" directly next to a single one (R&D, AT&T); a single letter next to ".x" or "'x" is not a word
    (D.C., c'est). At letters of scripts without blanks between words there is no edge: they are found anywhere, and end
    words next to them ("工程师" and "Java" in "Java工程师").
    """
    edge = _ASCII_EDGE if folded.isascii() else _SCRIPT_EDGE if _OTHER_SCRIPT.search(folded) else _PLAIN_EDGE
    text = edge.sub(EDGE, folded)
    text = text.replace(f"{EDGE}#", "#").replace(f"{EDGE}++", "++")
    if "&" in folded:
        text = _INITIALS.sub("&", text)
    return _INITIAL.sub("", text) if "." in folded or "'" in folded else text
