"""One place of a text that may name a skill: is it that word, and is the word a skill here?"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from jobscan.decide.enrich.wording.skill_words import (
    BEFORE_NAMES,
    GOES_ON,
    INTRODUCED_BY,
    INTRODUCING,
    JOINT,
    SKILL_AFTER,
    SPEAKING,
)
from jobscan.domain.skill import SkillKind, SkillNeed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.skill import SkillEntry

#: Written for each other: "Node.js", "Node JS", "node-js".
_SEAMS = frozenset(" -/._\u00a0\u2010\u2011\u2013")
_APOSTROPHES = frozenset("'’`´")
#: Words of at most these characters, and those with a need, may not be joined to others: "C-level", "R&D".
_SHORT = 2
_JOINING = frozenset("-&'’+._")
#: Next to these every word stands alone, as most do.
_APART_BEFORE, _APART_AFTER = frozenset(("", *" \n(/,")), frozenset(("", *" \n),;:/"))
_LIST_SIGNS = "-•*·▪◦●‣⁃ \t"
#: Characters between a word and a skill that shows that it is one, too.
_NEAR = 30
#: Characters of what introduces a word.
_INTRODUCTION = 50
#: Spots among which the next skill is looked for: there may be cues in between.
_CUES_BETWEEN = 3
#: Characters that are looked at around a name of a language.
_BEFORE_SPOKEN, _AFTER_SPOKEN = 45, 40
#: Kinds beside which an ordinary word is a skill.
_SOFTWARE = frozenset({SkillKind.LANGUAGE, SkillKind.FRAMEWORK, SkillKind.TOOL, SkillKind.PLATFORM, SkillKind.DATABASE})


class Cue(Enum):
    """What a phrase says of the skills of its sentence."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    #: That those after it are preferred.
    FORWARD = "forward"
    #: That there is no skill in it.
    NOTHING = "nothing"


class SkillAlias(NamedTuple):
    """A way to write a skill, or a cue."""

    written: str
    #: None for a cue.
    entry: SkillEntry | None
    cue: Cue | None = None
    #: A text has it in this spelling only.
    is_exact: bool = False
    #: It needs something beside it.
    is_weak: bool = False
    #: Characters that are neither letters nor digits, by place.
    signs: tuple[tuple[int, str], ...] = ()

    @classmethod
    def all_of(cls, entry: SkillEntry) -> list[SkillAlias]:
        """Return the name and the aliases of a skill."""
        is_spoken, is_weak = entry.kind is SkillKind.SPOKEN, entry.need is SkillNeed.BESIDE
        # "turning" is a skill beside "milling", but "go" is none beside "java".
        is_exact = entry.need is SkillNeed.EXACT or (is_weak and (entry.kind in _SOFTWARE or entry.name.isupper()))
        exact = {*entry.exact_aliases, *([entry.name] if is_exact else ())}
        return [
            cls(
                written,
                entry,
                is_exact=written in exact or (is_spoken and written[0].isupper()),
                is_weak=is_weak and written == entry.name,
                signs=_signs(written),
            )
            for written in all_names(entry)
        ]

    @classmethod
    def of_cue(cls, written: str, cue: Cue) -> SkillAlias:
        """Return a phrase that says something of skills."""
        return cls(written, None, cue, signs=_signs(written))

    def is_at(self, text: str, start: int, end: int) -> bool:
        """Return whether this is what a text has here, where it has its letters and digits, and stands alone."""
        if end > len(text):
            return False
        for at, sign in self.signs:
            there = text[start + at]
            is_inside = 0 < at < len(self.written) - 1
            alike = _APOSTROPHES if sign in _APOSTROPHES else _SEAMS if is_inside and sign in _SEAMS else (sign,)
            if there not in alike:
                return False
        if self.is_exact and text[start:end] != self.written:
            return False
        return self._stands_alone(text, start, end)

    def _stands_alone(self, text: str, start: int, end: int) -> bool:
        before, after = text[start - 1 : start] if start else "", text[end : end + 2]
        if before in _APART_BEFORE and after[:1] in _APART_AFTER:
            return True
        if before.isalnum() or before == "@" or (self.written[-1].isalnum() and after[:1].isalnum()):
            return False
        if after[:1] == "#" or after == "++" or (after[:1] == "." and after[1:].islower()):
            return False
        if before == "." and start > 1 and text[start - 2].isalnum():
            return False
        if not self.is_weak and len(self.written) > _SHORT:
            return True
        joined_before = before in _JOINING and start > 1 and text[start - 2].isalnum() if before else False
        joined_after = after[:1] in _JOINING and (after[:1] == "+" or after[1:].isalnum()) if after else False
        return not joined_before and not joined_after


class Spot(NamedTuple):
    """A place of a text with an alias; in characters."""

    start: int
    end: int
    alias: SkillAlias


def is_skill(text: str, spots: Sequence[Spot], at: int) -> bool:
    """Return whether the name at a spot is a skill here; ``spots`` are those of the text, in order."""
    spot = spots[at]
    entry = spot.alias.entry
    if entry is not None and entry.kind is SkillKind.SPOKEN:
        return _is_spoken(text, spot)
    return not spot.alias.is_weak or _has_company(text, spots, at)


def _has_company(text: str, spots: Sequence[Spot], at: int) -> bool:
    """Return whether an ordinary word is a skill here, by what is around it."""
    spot = spots[at]
    if _is_alone(text, spot):
        return True
    if _starts_sentence(text, spot.start) and GOES_ON.match(text, spot.end):
        return False
    before = next((other for other in reversed(spots[max(0, at - _CUES_BETWEEN) : at]) if other.alias.entry), None)
    after = next((other for other in spots[at + 1 : at + 1 + _CUES_BETWEEN] if other.alias.entry), None)
    if any(other is not None and _shows(text, spot, other) for other in (before, after)):
        return True
    return SKILL_AFTER.match(text, spot.end) is not None or _is_introduced(text, spot.start)


def _is_introduced(text: str, start: int) -> bool:
    """Return whether words such as "proficient in" stand before a place; as an expression it took ten times as long."""
    words = text[max(0, start - _INTRODUCTION) : start].lower().split()
    if words and words[-1] in BEFORE_NAMES:
        words.pop()
    if not words:
        return False
    last = words.pop()
    if last[-1] == ":":
        return last.startswith(INTRODUCING)
    if last not in INTRODUCED_BY:
        return False
    if words and words[-1] in BEFORE_NAMES:
        words.pop()
    return bool(words) and words[-1].startswith(INTRODUCING)


def _is_spoken(text: str, spot: Spot) -> bool:
    low, high = _line_around(text, spot, _BEFORE_SPOKEN, _AFTER_SPOKEN)
    return SPEAKING.search(text, low, high) is not None


def _is_alone(text: str, spot: Spot) -> bool:
    """Return whether a word has a line of a list for itself; a word that is the whole text has not."""
    low, high = _line_around(text, spot, _NEAR, _NEAR)
    if (low and text[low - 1] != "\n") or (high < len(text) and text[high] != "\n"):
        return False
    rest = text[low : spot.start] + text[spot.end : high]
    return bool(rest) and not rest.strip(_LIST_SIGNS + ".,;")


def _line_around(text: str, spot: Spot, before: int, after: int) -> tuple[int, int]:
    """Return where the line of a spot begins and ends, at most so many characters from it."""
    lowest, highest = max(0, spot.start - before), min(len(text), spot.end + after)
    low, high = text.rfind("\n", lowest, spot.start), text.find("\n", spot.end, highest)
    return (lowest if low < 0 else low + 1), (highest if high < 0 else high)


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(_LIST_SIGNS)
    return not before or before[-1] in ".!?:\n"


def _shows(text: str, spot: Spot, other: Spot) -> bool:
    """Return whether the spot before or behind shows that a word is a skill."""
    entry, own = other.alias.entry, spot.alias.entry
    if entry is None or own is None or entry.kind is SkillKind.SPOKEN:
        return False
    if own.kind in _SOFTWARE and entry.kind not in _SOFTWARE:
        return False
    low, high = (other.end, spot.start) if other.start < spot.start else (spot.end, other.start)
    between = text[low:high]
    if len(between) > _NEAR or "\n" in between or ". " in between:
        return False
    return JOINT.fullmatch(between) is not None or (not other.alias.is_weak and own.kind in _SOFTWARE)


def all_names(entry: SkillEntry) -> tuple[str, ...]:
    """Return every way to write a skill, its name first."""
    return (entry.name, *entry.aliases, *entry.exact_aliases)


def _signs(written: str) -> tuple[tuple[int, str], ...]:
    return tuple((at, sign) for at, sign in enumerate(written) if not sign.isalnum())


def _plain(octet: int) -> int:
    """Return a character of Latin-1 as a small letter or digit without its accent, everything else as a blank."""
    sign = normalize("NFD", chr(octet).lower())[:1]
    sign = {"ß": "s", "ø": "o", "æ": "a", "ð": "d", "þ": "t"}.get(sign, sign)
    return ord(sign) if sign.isascii() and sign.isalnum() and chr(octet).isalnum() else 0x20


_PLAIN = bytes(map(_plain, range(256)))


def plain_letters(text: str) -> bytes:
    """Return a text as small letters, digits and blanks, one for each of its characters."""
    return text.encode("latin-1", "replace").translate(_PLAIN)
