"""What is around an amount: its sentence, its line, the lines above and the range before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.money.before import NOTHING_BEFORE, read_before
from jobscan.decide.enrich.money.behind import read_behind
from jobscan.decide.enrich.money.heading import NOTHING_ABOVE, read_above
from jobscan.decide.enrich.money.tokens import words_of
from jobscan.decide.enrich.money.words import MoneyWord

if TYPE_CHECKING:
    from jobscan.decide.enrich.money.amounts import Money
    from jobscan.decide.enrich.money.before import Before
    from jobscan.decide.enrich.money.behind import Behind
    from jobscan.decide.enrich.money.heading import Above


class MoneyLine(NamedTuple):
    """The line of an amount, in parts."""

    start: int
    #: The sentences before its own.
    earlier: str
    #: Its own sentence, up to the amount.
    before: str
    #: The rest of the line, behind all amounts that share it.
    behind: str


class Surroundings(NamedTuple):
    """All that is said around an amount."""

    line: MoneyLine
    before: Before
    behind: Behind
    #: What the sentences before its own in the line mean.
    earlier: MoneyWord
    above: Above
    #: The amount before it in the same line is pay.
    continues: bool
    #: Nothing else is in its line, or between bars, but what is added to it ("+ equity").
    stands_alone: bool


#: Characters of its line that are read on either side of an amount.
_BEFORE_CHARACTERS = 400
_BEHIND_CHARACTERS = 100
_LONGEST_LABEL = 60
_SENTENCE_END = re.compile(
    r"(?:(?P<word>[^\W\d_]{3}|[0-9)%])[.!?…]['\"”)]?\s++(?=[A-ZÀ-ÖØ-Þ\"“'(*])|\s?[|•·‣✅]\s?|;\s)"
)
_ABBREVIATIONS = frozenset({"rox", "max", "min", "ncl", "nkl", "xcl", "xkl", "zgl", "hrl", "atl", "mtl", "rut"})


def surroundings_of(text: str, money: Money, row_end: int, previous_end: int) -> Surroundings:
    """Return what is said around an amount.

    ``row_end`` is the end of the amounts that share the words behind them, ``previous_end`` that of the last amount
    before it that is pay, -1 for none.
    """
    line = _line_of(text, money, row_end)
    behind = read_behind(line.behind)
    before = NOTHING_BEFORE if behind.meaning is MoneyWord.OTHER else read_before(words_of(line.before))
    is_other = MoneyWord.OTHER in (before.meaning, behind.meaning)
    is_open = before.meaning in (MoneyWord.NONE, MoneyWord.TOPIC) and behind.meaning is MoneyWord.NONE
    return Surroundings(
        line,
        before,
        behind,
        # What cannot change the verdict any more is not read.
        earlier=read_before(words_of(line.earlier)).meaning if line.earlier and is_open else MoneyWord.NONE,
        above=NOTHING_ABOVE if is_other else read_above(text, line.start, previous_end),
        continues=previous_end > line.start,
        stands_alone=_stands_alone(line),
    )


def _line_of(text: str, money: Money, row_end: int) -> MoneyLine:
    start = text.rfind("\n", 0, money.start) + 1
    end = text.find("\n", row_end, row_end + _BEHIND_CHARACTERS)
    before = text[max(start, money.start - _BEFORE_CHARACTERS) : money.start]
    cut = 0
    for boundary in _SENTENCE_END.finditer(before):
        if (boundary["word"] or "").lower() not in _ABBREVIATIONS:
            cut = boundary.end()
    behind = text[row_end : end if end >= 0 else row_end + _BEHIND_CHARACTERS]
    return MoneyLine(start, before[:cut], before[cut:], behind)


def _stands_alone(line: MoneyLine) -> bool:
    label = line.before.strip(" -*_")
    if label:
        # "Level 3:", or between commas in a line like "Engineer, Berlin, 75-95k EUR, hybrid".
        ends_with = label[-1] == ":" or (label[-1] == "," and line.behind.lstrip()[:1] in ("", ",", "(", "+"))
        return ends_with and len(label) <= _LONGEST_LABEL
    is_behind_bar = line.earlier.rstrip()[-1:] in tuple("|•·‣✅")
    return is_behind_bar or not line.earlier
