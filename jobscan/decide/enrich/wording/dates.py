"""Reads a date as people write it in a sentence, in nine languages."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_MONTH_NAMES = (
    "january jan januar jänner janvier janv enero ene gennaio gen januari janeiro stycznia styczeń",
    "february feb februar febr février févr fév fevrier febrero febbraio februari fevereiro lutego luty",
    "march mar märz maerz mrz mars marzo maart mrt março marca marzec",
    "april apr avril avr abril abr aprile kwietnia kwiecień",
    "may mai mayo maggio mag mei maio maja maj",
    "june jun juni juin junio giugno giu junho czerwca czerwiec",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec",
    "august aug août aout agosto ago augustus augusti sierpnia sierpień",
    "september sept sep septembre septiembre setiembre settembre set setembro września wrzesień",
    "october oct oktober okt octobre octubre ottobre ott outubro out października październik",
    "november nov novembre noviembre novembro listopada listopad",
    "december dec dezember dez décembre déc decembre diciembre dic dicembre dezembro grudnia grudzień",
)
_MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:[,\-]?\s*(?:de |del |of )?['’]?(?P<{0}>20\d\d|\d\d(?![\d:.]|\s?(?:h|uhr|am|pm)\b))(?!\d))?"
_DATE = re.compile(
    r"(?<![\d/.\-])(?:"
    r"(?P<iso>20\d\d)(?P<iso_sign>[-/.])(?P<iso_month>\d\d?)(?P=iso_sign)(?P<iso_day>\d\d?)(?!\d)"
    r"|(?P<first>\d{1,2})(?P<sign>[./\-])\s?(?P<second>\d{1,2})(?P=sign)\s?(?P<year>20\d\d|\d\d)(?!\d)"
    r"|(?P<short_day>\d{1,2})\.\s?(?P<short_month>\d{1,2})\.(?!\s?\d)"
    r"|(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|e|ª|:e)?\s*(?:-\s*|of |de "
    r"|den )?(?P<month>"
    + _MONTH
    + r")\b\.?"
    + _YEAR.format("year_behind")
    + r"|(?P<month_first>"
    + _MONTH
    + r")\b\.?\s+(?:the )?(?P<day_behind>\d{1,2})(?:st|nd|rd|th)?(?!\d|[:.]\d)"
    + _YEAR.format("year_last")
    + ")",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:20\d\d|\d\d)(?![\d/])")
#: Slashed dates of a text that are looked at, to see which of day and month comes first.
_MOST_DATES = 50


class WrittenDate(NamedTuple):
    """A date in a text."""

    #: None: no year is written.
    year: int | None
    month: int
    day: int
    start: int
    end: int
    #: "03/04/2026": day and month may be the other way round.
    is_ambiguous: bool


def read_date(text: str, start: int, end: int) -> WrittenDate | None:
    """Return the first date that is written in ``text[start:end]``; None when there is none, or it does not exist.

    "3/4/2026" is read with the day first, and marked; a date in which only one order is possible is read in that.
    """
    found = _DATE.search(text, start, end)
    if found is None:
        return None
    year, month, day = _parts(found)
    is_numeric = found["sign"] is not None
    is_ambiguous = is_numeric and found["sign"] != "." and month <= 12 and day <= 12 and day != month
    if is_numeric and month > 12:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= _days_of(month)):
        return None
    return WrittenDate(year, month, day, *found.span(), is_ambiguous)


def day_comes_first(text: str) -> bool | None:
    """Return whether the dates of a text that read in one way only have the day first; None when they do not tell."""
    orders = set()
    for _, found in zip(range(_MOST_DATES), _SLASHED.finditer(text), strict=False):
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            orders.add(True)
        elif second > 12 >= first:
            orders.add(False)
    return orders.pop() if len(orders) == 1 else None


def _parts(found: re.Match[str]) -> tuple[int | None, int, int]:
    if found["iso"]:
        return int(found["iso"]), int(found["iso_month"]), int(found["iso_day"])
    if found["sign"]:
        return _full_year(found["year"]), int(found["second"]), int(found["first"])
    if found["short_day"]:
        return None, int(found["short_month"]), int(found["short_day"])
    if found["day"]:
        return _full_year(found["year_behind"]), _MONTHS[found["month"].lower()], int(found["day"])
    return _full_year(found["year_last"]), _MONTHS[found["month_first"].lower()], int(found["day_behind"])


def _full_year(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) if len(written) == 4 else 2000 + int(written)


def _days_of(month: int) -> int:
    # 2028 has a 29 February.
    return (date(2028 + month // 12, month % 12 + 1, 1) - date(2028, month, 1)).days
