"""Finds the last day to apply."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from jobscan.decide.enrich.wording.anchors import deadline_anchors
from jobscan.decide.enrich.wording.dates import day_comes_first, read_date
from jobscan.domain.facts import ClosingDate, Span

if TYPE_CHECKING:
    from jobscan.decide.enrich.wording.dates import WrittenDate

#: Characters behind the words in which the date must begin and end.
_REACH = 90
#: Words that need the application named near them: every project has deadlines.
_NEEDS_APPLICATION = re.compile(
    r"deadline|end date|due date|no later than|close|closing on|end|open until|expir|submit"
    r"|cv by|resume by|posted|advertised|avant"
    r"|jusqu|hasta|plazo|clôture|entro|uiterlijk|reageer|senast"
    r"|prazo|scadenza|date limite|fecha",
    re.IGNORECASE,
)
_APPLICATION = re.compile(
    r"appl(?:y|ic|ied)|posting|vacanc|resume|\bcv\b|candidat|\bjob\b|\bposition\b|\brole\b|advert|recruit|bewerb"
    r"|postul|solicitud|inscri|presentaci|sollicit|ansök|ansøg"
    r"|søknad|aplik|zgłosz|posting|vacature",
    re.IGNORECASE,
)
#: Before the word "deadline" and others: a line of its own is about the posting.
_LABEL = re.compile(r"(?:^|\n)[\s*#•-]{0,4}(?:the )?(?:final |submission |priority )?\Z", re.IGNORECASE)
#: Between the words and the date: that of something else, or no last day.
_ELSEWHERE = re.compile(
    r"start|begin|interview|project|filing|tax|milestone|launch|publication|deliver|opened|review|\bas of\b"
    r"|contract|until filled|\bab\b|programme|course|enrol",
    re.IGNORECASE,
)
#: Day and month in the order of these languages; English has both.
_DAY_FIRST = re.compile(
    r"bewerb|bewirb|einsende|limite|candidature|postul|jusqu|clôture|fecha|hasta|plazo|scadenza|entro|sluiting"
    r"|sollicit|uiterlijk|reageer|termin|aplik|zgłosz"
    r"|sista|senast|prazo|inscri|candidatur|frist",
    re.IGNORECASE,
)
_ENGLISH = "en"


def find_deadline(text: str, around: date | None, language: str | None = None) -> ClosingDate | None:
    """Return the last day to apply that a text states, or None.

    ``around`` is a day at which the posting was open; None: none is known. A day without a year is the next one from
    then on. A date more than a year before it, or two years after, is a mistake or something else. "03/04/2026" is read
    only if the words around it, ``language`` (ISO 639-1) or another date of the text tell whether the day comes first.
    """
    for at in deadline_anchors(text):
        written = _read_behind(text, at)
        if written is None:
            continue
        written = _in_order(text, at, written, language)
        day = _day_of(written, around) if written else None
        if written and day:
            return ClosingDate(day, Span(written.start, written.end))
    return None


def _read_behind(text: str, at: int) -> WrittenDate | None:
    """Return the date that belongs to the words at a place, if they speak of applications."""
    if not any(map(str.isdecimal, text[at : at + _REACH])):
        return None
    written = read_date(text, at, min(len(text), at + _REACH))
    if written is None:
        return None
    between = text[at : written.start]
    if _ELSEWHERE.search(between) or between.count("\n") > 2 or re.search(r"[a-z]{3}[.!?] [A-Z]", between):
        return None
    if _NEEDS_APPLICATION.match(between):
        line = text.rfind("\n", 0, at) + 1
        before = text[max(line, at - _REACH) : at]
        if not (
            _APPLICATION.search(before) or _APPLICATION.search(between) or _LABEL.search(text[max(0, at - 24) : at])
        ):
            return None
    return written


def _in_order(text: str, at: int, written: WrittenDate, language: str | None) -> WrittenDate | None:
    """Return the date with day and month in their order; None when that is not certain."""
    if not written.is_ambiguous:
        return written
    if _DAY_FIRST.search(text, at, written.start) or (language is not None and language != _ENGLISH):
        return written
    order = day_comes_first(text)
    if order is None:
        return None
    return written if order else written._replace(day=written.month, month=written.day)


def _day_of(written: WrittenDate, around: date | None) -> date | None:
    """Return the day that a written date means; None when it is too far away, or that cannot be known."""
    if around is None:
        return None if written.year is None else _day(written.year, written)
    if written.year is None:
        years = range(around.year, around.year + 9)
        days = (_day(year, written) for year in years)
        return next((day for day in days if day and day >= around), None)
    day = _day(written.year, written)
    return day if day and -366 <= (day - around).days <= 731 else None


def _day(year: int, written: WrittenDate) -> date | None:
    try:
        return date(year, written.month, written.day)
    except ValueError:
        # 29 February.
        return None
