"""Finds the years of experience that a posting asks for."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.sections import find_sections
from jobscan.decide.enrich.wording import years_words as words
from jobscan.decide.enrich.wording.anchors import year_anchors
from jobscan.decide.enrich.wording.passages import lower_case, sentence_at
from jobscan.domain.facts import SectionKind, Span, Years

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jobscan.domain.facts import TextSection

#: Characters before a year that hold its figure.
_FIGURE_REACH = 36
_NUMBER_REACH = 24
_ITEM_SIGNS = " -•*·–▪●✓✅‣"
#: More is an age, or that of a company.
_MOST_YEARS = 25
#: An age at which one may work, drive or drink, unless experience is named.
_AGES = 16
_WITHOUT_REQUIREMENTS = (
    SectionKind.COMPANY,
    SectionKind.PAY,
    SectionKind.BENEFITS,
    SectionKind.LEGAL,
    SectionKind.APPLYING,
)


class _Statement(NamedTuple):
    years: Years
    section: SectionKind | None
    #: Nice to have.
    is_wished: bool
    #: It speaks of experience as such, not of that with one thing.
    is_general: bool
    #: Another way to fulfil what was said, or for another grade.
    is_other_way: bool
    #: A part of what was said: "10 years, including 3 as a lead".
    is_part: bool


def find_years(text: str, sections: Sequence[TextSection] | None = None) -> Years | None:
    """Return the years of experience that one must have in all, or None when the posting asks for none.

    Of several figures the first that is mandatory counts, under a heading of requirements if there is one, and

    - of ways to fulfil it ("a degree and 5 years, or 7 years") the lowest;
    - of a whole and its parts ("10 years, including 3 as a lead") the whole;
    - a later, larger figure when it speaks of experience as such ("3 years of Python", "5 years of experience").

    What is only nice to have counts if nothing else is said, but never under such a heading. "Up to 3 years" is 0 to 3.
    ``sections`` are those of `find_sections`, if they are known already.
    """
    statements: list[_Statement] = []
    for at in year_anchors(text):
        figure = _read_figure(text, at)
        if figure is None:
            continue
        if sections is None:
            sections = find_sections(text)
        statement = _read_statement(text, figure, sections)
        if statement is not None:
            statements.append(statement)
    return _decide(text, statements) if statements else None


def _read_figure(text: str, at: int) -> Years | None:
    """Return the years whose word begins at an anchor, whatever they are about."""
    if text[at] in " 1":
        at += 1 + (text[at] == "1")
    window = max(text.rfind("\n", 0, at) + 1, at - _FIGURE_REACH)
    before = lower_case(text[window:at])
    if not _has_number(before):
        return None
    behind = lower_case(text[at : at + _FIGURE_REACH])
    year = words.YEAR.match(behind)
    found = words.FIGURE.search(before) if year else None
    if year is None or found is None or _is_listed(before[: found.start()]):
        return None
    last = _number(found["last"])
    low = _number(found["low"]) if found["low"] else None
    if low is not None and low >= last:
        # "Python 3 - 2 years" is no range.
        low = None
    start = window + (found.start() if low is not None or not found["low"] else found.start("last"))
    more = found["more"] is not None or words.MORE_BEHIND.match(behind, year.end()) is not None
    minimum = last if low is None else low
    maximum = None if low is None or more else last
    return Years(minimum, maximum, Span(start, at + year.end())) if last <= _MOST_YEARS else None


def _has_number(before: str) -> bool:
    """Return whether a figure may end here, which is worth a closer look: "per year" is far more common."""
    last = before[-_NUMBER_REACH:].replace("-", " ").split()[-1:]
    word = last[0].strip("()+‑–~") if last else ""
    return word[-1:].isdecimal() or word in words.NUMBERS or word in words.BEHIND_FIGURE or (bool(last) and not word)


def _number(figure: str) -> int:
    number = words.NUMBERS.get(figure)
    return number if number is not None else int(re.split("[.,]", figure)[0])


def _is_listed(before: str) -> bool:
    # "Anniversaries (3, 5, 8, 10 years)": a list of figures is no requirement.
    before = before.rstrip()
    return before.endswith(",") and before.rstrip(", ")[-1:].isdecimal()


def _read_statement(text: str, years: Years, sections: Sequence[TextSection]) -> _Statement | None:
    """Return what is said about the years; None when it is no experience of the applicant."""
    start, end = years.span
    sentence = sentence_at(text, start, end)
    before = lower_case(text[sentence.start : start]).lstrip(_ITEM_SIGNS)
    behind = lower_case(text[end : sentence.end])
    section = next((part.kind for part in sections if part.start <= start < part.end), None)
    if before and words.NOT_BEFORE_YEARS.search(before):
        return None
    if words.NOT_BEHIND_YEARS.match(behind) or not _is_asked(before, behind, years, section):
        return None
    up_to = words.UP_TO.search(before) if before and years.maximum is None else None
    if up_to:
        years = Years(0, years.minimum, Span(start - len(before) + up_to.start(), end))
    return _Statement(
        years,
        section,
        section is SectionKind.PREFERRED or _is_wished(before, behind),
        words.GENERAL.match(behind) is not None,
        words.ONE_OF_SEVERAL.match(before) is not None,
        bool(before) and words.PARTIAL.search(before[-40:]) is not None,
    )


def _is_wished(before: str, behind: str) -> bool:
    if before and words.WISHED_BEFORE.search(before):
        return True
    clause = words.ASIDE.sub("", words.CLAUSE_END.split(behind, maxsplit=1)[0])
    return clause.rstrip(" ).,!:;*").endswith(words.WISHED_BEHIND)


def _is_asked(before: str, behind: str, years: Years, section: SectionKind | None) -> bool:
    """Return whether the applicant is to have these years of experience."""
    is_required = section in (SectionKind.REQUIREMENTS, SectionKind.PREFERRED)
    if not before and is_required and years.minimum < _AGES:
        # "- 5+ years of …"
        return True
    named = words.EXPERIENCE.search(behind, 0, 120)
    is_close = named is not None and named.start() < 45
    if years.minimum >= _AGES and not is_close:
        return False
    asks = words.ASKS.search(before) is not None
    if not _is_about_applicant(before, behind, (is_close, asks, is_required), section):
        return False
    # "- 5+ years in consulting", "Minimum 3 years as a chef"
    leads = not before or before.rstrip().endswith(":")
    if (leads or asks) and (is_required or words.DOES.match(behind)):
        return True
    return named is not None or words.EXPERIENCE.search(before[-90:]) is not None


def _is_about_applicant(before: str, behind: str, known: tuple[bool, bool, bool], section: SectionKind | None) -> bool:
    """Return whether neither a period of time nor the employer's own years are meant.

    ``known``: experience is named close behind, the words before ask for something, the heading does.
    """
    is_close, asks, is_required = known
    is_employer = not asks and words.EMPLOYER_BEFORE.search(before) is not None
    if section in _WITHOUT_REQUIREMENTS and (is_employer or not is_close):
        return False
    if words.PERIOD_BEFORE.search(before) and not (is_close and (asks or is_required)):
        return False
    if is_employer:
        return is_required and is_close
    return asks or is_required or not (words.BOASTS.search(before) and words.EMPLOYER_BEHIND.match(behind))


def _decide(text: str, statements: Iterable[_Statement]) -> Years | None:
    """Return the figure that counts of all that a posting states."""
    known = list(statements)
    mandatory = [statement for statement in known if not statement.is_wished]
    if not mandatory:
        # "2 years of experience preferred", if nothing else is said.
        wished = [statement for statement in known if statement.section is not SectionKind.PREFERRED]
        return wished[0].years if wished else None
    required = [statement for statement in mandatory if statement.section is SectionKind.REQUIREMENTS] or mandatory
    whole = [statement for statement in required if not statement.is_part] or required
    best = whole[0]
    for previous, statement in pairwise(whole):
        years = statement.years
        between = text[previous.years.span.end : years.span.start]
        if statement.is_other_way or ("\n" not in between and words.ALTERNATIVE.search(lower_case(between[-200:]))):
            is_better = years.minimum < best.years.minimum and not statement.is_other_way
        else:
            is_better = statement.is_general and years.minimum > best.years.minimum
        if is_better:
            best = statement
    return best.years
