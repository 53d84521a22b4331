"""Reads how senior a position is out of its title, or else out of the years of experience that are asked for."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.wording.level_words import (
    ABSTRACT_TRAINING,
    ASSOCIATE_TRADES,
    GRADES,
    HOLDS_OFFICE,
    LEADERS,
    LEVEL_WORDS,
    NO_MANAGER,
    NO_MANAGER_PAIRS,
    NOT_BEFORE,
    NOT_BEHIND,
    STAFF_TRADES,
    TRADES,
)
from jobscan.domain.facts import Level, LevelReading, Span

if TYPE_CHECKING:
    from jobscan.domain.facts import Years

#: Characters; longer than any real title.
_LIMIT = 300
_TOKEN = re.compile(r"[^\W_]+(?:\.(?=[^\W_]\b)[^\W_])*|[^\w\s]")
#: The first of these that a title has is its level.
_ORDER = (
    Level.INTERNSHIP,
    Level.EXECUTIVE,
    Level.DIRECTOR,
    Level.MANAGER,
    Level.PRINCIPAL,
    Level.LEAD,
    Level.SENIOR,
    Level.JUNIOR,
    Level.MID,
)
#: Who helps an executive is none: "Executive Assistant to the CEO".
_HELPERS = re.compile(
    r"\b(?:(?:executive|personal|administrative|virtual|management) assistant|assistante? (?:to|de direction)|secretary"
    r"|chief of staff|assistenz|assistent(?:in)?|sekret[äa]r\w*|referent(?:in)?|asystent\w*|secr[eé]taire|secretari[ao]"
    r"|(?:ceo|chairman|director|president)['’]?s? office)\b",
    re.IGNORECASE,
)
_ABOVE = (Level.EXECUTIVE, Level.DIRECTOR, Level.MANAGER)


class _Title(NamedTuple):
    text: str
    #: Words in lower case and single signs, in order.
    words: list[str]

    def span(self, first: int, last: int) -> Span:
        """Return the place of some words; few titles need it, and it costs as much as the rest."""
        found = list(itertools.islice(_TOKEN.finditer(self.text), first, last + 1))
        return Span(found[0].start(), found[-1].end())


def read_level(title: str) -> LevelReading | None:
    """Return the level that a title names, in English, German, French, Spanish, Italian, Dutch or Polish.

    The order decides between several: internship, executive, director, manager, principal, lead, senior, junior, mid.
    Who manages a product, an account or a project manages no people and is no manager. Without such a word, a number at
    the end counts: "Engineer II", "Level 3". None when the title says nothing.
    """
    title = title[:_LIMIT]
    read = _Title(title, [word.lower() for word in _TOKEN.findall(title)])
    found = _read_words(read)
    if not found.keys().isdisjoint(_ABOVE) and _HELPERS.search(title):
        found = {level: span for level, span in found.items() if level not in _ABOVE}
    for level in _ORDER:
        if level in found:
            return LevelReading(level, found[level])
    return _read_grade(read)


def level_by_years(years: Years) -> LevelReading:
    """Return the level that the least years of experience imply: 0–1 junior, 2–4 mid, 5 and more senior."""
    level = Level.JUNIOR if years.minimum < 2 else Level.MID if years.minimum < 5 else Level.SENIOR
    return LevelReading(level, None)


def _read_words(title: _Title) -> dict[Level, Span]:
    """Return each level that a word of the title means, with its first place."""
    found: dict[Level, Span] = {}
    read_until = 0
    for at, word in enumerate(title.words):
        if at < read_until or word not in LEVEL_WORDS:
            continue
        for phrase, level in LEVEL_WORDS[word]:
            if tuple(title.words[at : at + len(phrase)]) == phrase:
                read_until = at + len(phrase)
                if _counts(title, at, len(phrase), level):
                    found.setdefault(level, title.span(at, read_until - 1))
                break
    return found


def _counts(title: _Title, at: int, length: int, level: Level) -> bool:
    """Return whether a word means the level here: "lead" in "Tech Lead", not in "Lead Generation"."""
    words = title.words
    word = words[at]
    before = words[at - 2] if at > 1 and words[at - 1] == "-" else words[at - 1] if at else ""
    behind = words[at + length] if at + length < len(words) else ""
    if behind in ("'", "’") and at + length + 1 < len(words) and words[at + length + 1] == "s":
        return False
    if before in NOT_BEFORE.get(word, ()) or _next_word(words, at + length) in NOT_BEHIND.get(word, ()):
        return False
    if level is Level.MANAGER:
        return before not in NO_MANAGER and (words[at - 2] if at > 1 else "", before) not in NO_MANAGER_PAIRS
    if level is Level.INTERNSHIP and _is_about_training(words, at, length):
        return False
    special = _SPECIAL.get(word) if length == 1 else None
    return special is None or special(words, at)


_BETWEEN = frozenset(("-", "‐", "‑", "de", "del", "di", "du", "des", "do", "da", "der"))


def _next_word(words: list[str], at: int) -> str:
    # "Lead-Generation" and "Mid-Market" are written with and without a hyphen; "jefe de proyecto", "jefa del proyecto".
    while at < len(words) and words[at] in _BETWEEN:
        at += 1
    return words[at] if at < len(words) else ""


def _is_about_training(words: list[str], at: int, length: int) -> bool:
    """Return whether a title is that of somebody who looks after interns."""
    rest = words[at + length : at + length + 3]
    if rest and rest[0].startswith("program"):
        del rest[0]
        if not LEADERS.isdisjoint(words[:at]):
            return True
    if rest and rest[0] in LEADERS:
        return True
    return words[at] in ABSTRACT_TRAINING and not LEADERS.isdisjoint(words[:at])


def _is_staff(words: list[str], at: int) -> bool:
    if at and words[at - 1] in ("of", "technical"):
        return False
    behind = words[at + 1 : at + 4]
    return not STAFF_TRADES.isdisjoint(behind) or (not behind and at > 1 and words[at - 1] in ",-–|(")


def _is_associate(words: list[str], at: int) -> bool:
    # "Associate Software Engineer", not "Associate, Product".
    behind = itertools.takewhile(str.isalnum, words[at + 1 : at + 4])
    return not ASSOCIATE_TRADES.isdisjoint(behind)


def _is_chief(words: list[str], at: int) -> bool:
    return "officer" in words[at + 2 : at + 6]


def _holds_office(words: list[str], at: int) -> bool:
    # "Transformation Owner, CRO" only works for one.
    return at == 0 or words[at - 1] in HOLDS_OFFICE


def _is_head(words: list[str], at: int) -> bool:
    return at + 1 == len(words) or words[at + 1] in ("of", ",", "-", "–", "|", "(", "for", "-")


def _is_stage(words: list[str], at: int) -> bool:
    return (at == 0 or words[at - 1] in ("en", "offre", "-", "–", "|", "(")) and (
        at + 1 == len(words) or words[at + 1] not in ("manager", "technician", "director", "hand", "crew", "designer")
    )


def _is_regular(words: list[str], at: int) -> bool:
    return not TRADES.isdisjoint(words[at + 1 : at + 3]) or (at > 0 and words[at - 1] == "/")


#: Words that mean a level only in some company.
_SPECIAL = {
    "staff": _is_staff,
    "associate": _is_associate,
    "chief": _is_chief,
    "head": _is_head,
    "stage": _is_stage,
    "regular": _is_regular,
} | dict.fromkeys("ceo cto cfo coo cmo cio ciso cpo cro chro cco".split(), _holds_office)


def _read_grade(title: _Title) -> LevelReading | None:
    """Return the level of a number behind the trade: "Engineer II, Search", "Analyst 3", "Technician (Level 4/5)"."""
    words = title.words
    for at, word in enumerate(words):
        grade = GRADES.get(word)
        if grade is None or not at:
            continue
        before = words[at - 1]
        behind = words[at + 1] if at + 1 < len(words) else ""
        named = before in _GRADE_NAMES
        is_roman = not word.isdecimal()
        if (named and "support" in words) or (behind.isalnum() and not (is_roman and before in TRADES - {behind})):
            continue
        if named or before in TRADES or (is_roman and (before.isalpha() or before == ")") and before not in _NO_TRADE):
            return LevelReading(grade, title.span(at - named, at))
    return None


_GRADE_NAMES = frozenset("level lvl niveau stufe grade nivel poziom".split())
#: What else is numbered.
_NO_TRADE = frozenset("phase tier title war type class part year vol volume chapter schedule group shift i and".split())
