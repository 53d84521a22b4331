"""What stands above the line of an amount: a heading of pay, names of levels and places, the range before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.money.before import read_before
from jobscan.decide.enrich.money.tokens import words_of
from jobscan.decide.enrich.money.words import MoneyWord, meaning_of

if TYPE_CHECKING:
    from jobscan.decide.enrich.money.before import Before


class Above(NamedTuple):
    """The lines above an amount, up to the one that says what it is."""

    #: MAYBE for a heading of pay and other things ("Pay & Benefits"); NONE when no heading says what follows.
    meaning: MoneyWord
    #: The amount before is in a line directly above.
    follows: bool
    #: Lines of the heading that say what it is, and of those below it: "Salary Range", "New York".
    headings: tuple[str, ...]
    #: The heading read as the words before an amount; None without one.
    words: Before | None


NOTHING_ABOVE = Above(MoneyWord.NONE, follows=False, headings=(), words=None)
_MOST_LINES = 8
_LONGEST_HEADING = 90
_LONGEST_TAIL = 240
#: Blanks between lines; texts are cleaned, and have two.
_LONGEST_GAP = 100
_ANNOUNCING = ("below", "follow", "range", "bands", "between")


def read_above(text: str, line_start: int, previous_end: int) -> Above:
    """Read the lines above a line, from the nearest up; ``previous_end``: where the range before ends, -1 for none."""
    headings: list[str] = []
    end = line_start
    for _ in range(_MOST_LINES):
        end = _end_of_text(text, end)
        if end <= 0:
            break
        start = text.rfind("\n", 0, end) + 1
        if start < previous_end:
            return Above(MoneyWord.NONE, follows=True, headings=tuple(headings), words=None)
        line = text[max(start, end - _LONGEST_TAIL) : end]
        meaning = _meaning_of_line(line, is_whole=end - start <= _LONGEST_HEADING)
        if meaning is None:
            break
        if not line.startswith("- "):
            headings.append(line)
        if meaning is not MoneyWord.NONE:
            return Above(meaning, follows=False, headings=tuple(headings), words=read_before(words_of(line)))
        end = start
    return NOTHING_ABOVE._replace(headings=tuple(headings))


def _end_of_text(text: str, at: int) -> int:
    start = max(0, at - _LONGEST_GAP)
    return start + len(text[start:at].rstrip())


def _meaning_of_line(line: str, *, is_whole: bool) -> MoneyWord | None:
    """Return what a line says of those below it; NONE to look further up, None when it ends the search."""
    if not is_whole or line.endswith("."):
        return MoneyWord.PAY if _announces_pay(line) else None
    if line.startswith("- "):
        return MoneyWord.NONE
    meanings = set(map(meaning_of, words_of(line)))
    is_other = not meanings.isdisjoint((MoneyWord.OTHER, MoneyWord.TOPIC))
    if MoneyWord.PAY in meanings:
        return MoneyWord.MAYBE if is_other else MoneyWord.PAY
    return MoneyWord.OTHER if is_other else MoneyWord.NONE


def _announces_pay(paragraph: str) -> bool:
    """Return whether the end of a paragraph says that pay follows: "The salary ranges are listed below."."""
    if not paragraph.endswith(":") and not any(word in paragraph for word in _ANNOUNCING):
        return False
    meanings = set(map(meaning_of, words_of(paragraph)))
    return MoneyWord.PAY in meanings and MoneyWord.OTHER not in meanings
