"""Amounts of money in a text: one figure or a range, with a currency that touches one of them.

"160,000" "160.000" "160 000" "160'000" "119,600.00" "144.6K" "75–90k" "18.000€-23.000€" "CAD $225,000"
"$40/hr - $50/hr" "between 50k and 60k EUR". What the money is for is not read here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.money.currencies import (
    CURRENCY_BEFORE,
    CURRENCY_BEHIND,
    MONEY_SIGNS,
    currency_of,
    is_same_money,
    is_shared,
)
from jobscan.decide.enrich.money.intervals import interval_at
from jobscan.domain.job import PayInterval

if TYPE_CHECKING:
    from collections.abc import Iterator


class Money(NamedTuple):
    """An amount, or a range of amounts, where it is written."""

    start: int
    end: int
    #: Equal for one amount.
    low: float
    high: float
    #: See `currency_of`.
    currency: str
    #: Written within the range ("$40/hr - $50/hr"); None: it may follow.
    interval: PayInterval | None

    @property
    def is_range(self) -> bool:
        """Whether two different amounts are written."""
        return self.low != self.high


class _Amount(NamedTuple):
    start: int
    end: int
    value: float
    #: What a "k" or another word multiplies it by.
    scale: int
    #: None when no currency touches it.
    currency: str | None


#: More in one posting are not read. Of 1,500 recorded ones one has 17, all others at most 7.
_MOST_AMOUNTS = 100

_BLANK = r"[ \u00a0\u2009\u202f]"
_CENTS = r"[0-9]{1,2}(?![0-9])"
#: Repeats are bounded here and below: a hostile text is read in linear time.
_FIGURE = (
    rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,5}}+(?:\.{_CENTS})?|[0-9]{{1,3}}(?:\.[0-9]{{3}}){{1,5}}+(?:,{_CENTS})?"
    rf"|[0-9]{{1,3}}(?:{_BLANK}[0-9]{{3}}){{1,5}}+(?:[.,]{_CENTS})?"
    rf"|[0-9]{{1,3}}(?:['’][0-9]{{3}}){{1,5}}+(?:\.{_CENTS})?"
    # India groups by two: 12,00,000.
    rf"|[0-9]{{1,2}}(?:,[0-9]{{2}}(?=,)){{1,4}}+,[0-9]{{3}}|[0-9]{{1,9}}(?:[.,]{_CENTS})?)"
    r"(?![0-9])(?![.,'’][0-9])"
)
#: "3.000,-"
_DASH_FOR_CENTS = r"(?:[.,](?:-{1,2}|[–—])(?![0-9]))?+"
_SCALES = {"k": 1_000, "t": 1_000, "tsd": 1_000, "tys": 1_000, "thousand": 1_000, "tausend": 1_000, "mil": 1_000}
_SCALES |= {"tkr": 1_000, "teur": 1_000, "lakh": 100_000, "lakhs": 100_000, "lpa": 100_000}
#: "tkr", "TEUR" and "LPA" are a scale and a currency in one.
_SCALE = (
    rf"{_BLANK}?(?:[kK](?![^\W_])|[kK](?={CURRENCY_BEHIND})|(?i:tsd|tys)(?:\.|(?![^\W_]))|T(?={_BLANK}?€)"
    r"|(?i:thousand|tausend|mil|lakhs?)(?![^\W_])|(?=(?i:tkr|TEUR|LPA)(?![^\W_])))"
)
#: Behind a figure: then it is no amount that a person is paid: "$14M", "2 Mio. €", "10 %", "401(k)".
_NO_AMOUNT = re.compile(
    rf"{_BLANK}?(?:%|\(k\)|MM?(?![\w/])|m(?![\w/.])|[bB](?![\w/])|bn(?!\w)|T(?![\w/€])"
    r"|(?i:mio|mln|mrd|mld|mill|milli|billi|trilli|crore|miljo|milh)|[+]?(?i:years?|months?)(?![^\W_]))"
    rf"|{_BLANK}?{CURRENCY_BEHIND}{_BLANK}?(?:mil[ljh]i?on|bil[lh]ion|M(?![\w/])|bn(?!\w))"
)
_AMOUNT = re.compile(
    rf"(?P<before>{CURRENCY_BEFORE}{_BLANK}?+)?+~?(?P<figure>{_FIGURE}){_DASH_FOR_CENTS}"
    rf"(?P<scale>{_SCALE})?+(?P<behind>{_BLANK}?+(?:\({CURRENCY_BEHIND}\)|{CURRENCY_BEHIND}))?+"
)
_TO = "to|bis(?: zu)?+|à|a|al|hasta|tot|t/m|do|até|till?|fino a|jusqu['’]à|up to|through|upp till|og"
#: These join the bounds of a range only behind "between".
_AND = "and|et|und|y|e|en|och|i|oraz"
_JOINT = re.compile(
    rf"{_BLANK}?+(?:[-‐-―−~]{{1,2}}+|\.{{2,3}}+|…|(?P<slash>/))(?:{_BLANK}?+(?:up )?to)?+{_BLANK}?+"
    rf"|{_BLANK}(?:{_TO}|(?P<and>{_AND}))(?: (?:maximum|max\.?|ca\.?|i|os|los|les|den)(?![^\W_]))?+{_BLANK}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:between|zwischen|entre|tussen|mellan|mellom|mellem|tra|fra|pomiędzy|między)\b", re.IGNORECASE
)
_BETWEEN_LENGTH = 24

_NUMBER = rf"[0-9.,'’]{{0,24}}+(?:{_BLANK}[0-9]{{3}}(?![0-9])){{0,5}}+(?:[.,]{_CENTS})?(?:(?<=[.,])[-–—]{{1,2}}+)?+"
_UNIT = rf"(?:{_BLANK}?(?:[kKT](?![^\W_])|[kKT](?=€|EUR)|[Tt](?:sd|ys)\.?|thousand|mil|[Ll]akhs?))?+"
_BETWEEN_NUMBERS = rf"(?:{_BLANK}?+[-‐-―−/]{_BLANK}?+|(?:{_BLANK}[^\W\d_]{{1,5}}+){{1,2}}{_BLANK})"
_MONEY_IN_FRONT = (
    rf"(?<=[{MONEY_SIGNS}][0-9])|(?<=[{MONEY_SIGNS}~]{_BLANK}[0-9])|(?<=[A-Z]{{3}}{_BLANK}[0-9])"
    rf"|(?<=[KkR][rsM]{_BLANK}[0-9])|(?<=[rs]\.{_BLANK}[0-9])"
)
_MONEY_BEHIND = rf"(?={_NUMBER}{_UNIT}(?:{_BETWEEN_NUMBERS}{_NUMBER}{_UNIT})?{_BLANK}?+\(?{CURRENCY_BEHIND})"
#: The first digit of a figure that a currency seems to touch, on either side, or behind the second figure of a range.
#: It begins with a set of characters, which makes the search fast.
_CANDIDATE = re.compile(
    r"[0-9](?<![0-9][0-9])(?<![0-9][.,'’][0-9])"
    rf"(?:(?<=[A-Z]{{3}}[0-9])|(?<![^\W_][0-9])(?:{_MONEY_IN_FRONT}|{_MONEY_BEHIND}))"
)
_BEFORE = re.compile(rf"(?<![^\W_]){CURRENCY_BEFORE}{_BLANK}?~?\Z")
_LONGEST_CURRENCY = 10


def read_amounts(text: str) -> Iterator[Money]:
    """Yield the amounts of money in a text, in order; at most 100.

    Left out are millions and more, shares in percent, and 0, which some boards write for "not given".
    """
    done = count = 0
    for candidate in _CANDIDATE.finditer(text):
        at = candidate.start()
        if at < done:
            continue
        first = _read_amount(text, _start_of_currency(text, at, done))
        if first is None:
            continue
        money = _read_range(text, first)
        done = money.end if money else first.end
        if money and money.high > 0:
            yield money
            count += 1
            if count == _MOST_AMOUNTS:
                return


def _start_of_currency(text: str, at: int, done: int) -> int:
    """Return where the currency in front of a figure starts; ``at`` when there is none."""
    start = max(at - _LONGEST_CURRENCY, done)
    before = _BEFORE.search(text[start:at])
    return at if before is None else start + before.start()


def _read_amount(text: str, start: int) -> _Amount | None:
    found = _AMOUNT.match(text, start)
    if found is None or _NO_AMOUNT.match(text, found.end("figure")) or _NO_AMOUNT.match(text, found.end()):
        return None
    before, behind, scale = found["before"], found["behind"], found["scale"]
    written = [currency_of(part) for part in (behind, before) if part]
    # "$100,000 CAD": the code says more than the sign.
    currency = next((one for one in written if len(one) == 3), written[0] if written else None)
    factor = 1
    if scale is not None:
        factor = _SCALES.get(scale.strip(" \u00a0\u2009\u202f.").lower() or (behind or "").strip().lower(), 1)
    elif before and before.startswith("TEUR"):
        factor = 1_000
    return _Amount(start, found.end(), _value(found["figure"]), factor, currency)


def _value(figure: str) -> float:
    """Return the number that a figure of `_FIGURE` means: three digits behind a mark are thousands."""
    whole, mark, rest = figure, "", ""
    if len(figure) > 2 and figure[-3] in ".,":
        whole, mark, rest = figure[:-3], ".", figure[-2:]
    elif len(figure) > 1 and figure[-2] in ".,":
        whole, mark, rest = figure[:-2], ".", figure[-1:]
    return float("".join(filter(str.isdigit, whole)) + mark + rest)


def _read_range(text: str, first: _Amount) -> Money | None:
    """Return the money that begins with an amount; None when no currency touches it."""
    last, interval = first, None
    currency = first.currency
    for _ in range(2):
        said = interval_at(text, last.end)
        at = last.end if said is None else said.end + text.startswith(".", said.end)
        following = _next_amount(text, first, at, currency)
        if following is None:
            break
        interval = interval or (said.interval if said else None)
        last, currency = following, _clearer(currency, following.currency)
    if currency is None:
        return None
    if text[last.end - 3 : last.end].lower() == "lpa":
        interval = PayInterval.YEAR
    low, high = _bounds(first, last)
    return Money(first.start, last.end, low, high, currency, interval)


def _next_amount(text: str, first: _Amount, at: int, currency: str | None) -> _Amount | None:
    """Return the amount that goes on a range; None when another thing follows, or money of another kind."""
    joint = _JOINT.match(text, at)
    if joint is None:
        return None
    if joint["and"] and not _BETWEEN.search(text[max(0, first.start - _BETWEEN_LENGTH) : first.start]):
        return None
    following = _read_amount(text, joint.end())
    if following is None or (currency and following.currency and not is_same_money(currency, following.currency)):
        return None
    low, high = _bounds(first, following)
    # "$50,000 - 2 years", "$100 / 3 days", "€60,000 to 15.10.": no upper bounds.
    is_bound = low <= high <= 10 * low if following.currency is None or joint["slash"] else high >= low / 2
    return following if is_bound else None


def _clearer(one: str | None, other: str | None) -> str | None:
    """Return the currency that says more: the code in "$100,000 - $120,000 CAD"."""
    return other if one is None or (other is not None and is_shared(one)) else one


def _bounds(first: _Amount, last: _Amount) -> tuple[float, float]:
    """Return the two amounts in full: a "k" behind one counts for both ("75–90k", "80-100,000")."""
    low, high = first.value * first.scale, last.value * last.scale
    scale = max(first.scale, last.scale, 1_000)
    if first.scale == 1 and low < 1_000 and high >= 10_000 and low * scale <= high:
        low *= scale
    elif last.scale == 1 and high < 1_000 and low >= 10_000 and high * scale >= low:
        high *= scale
    # Of 16.1 k no more is known than two digits.
    low, high = round(low, 2), round(high, 2)
    return (low, high) if low <= high else (high, low)
