"""Whether a single amount is all of it, at least it, or at most it: "from", "up to", "+"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.money.words import MoneyWord, meaning_of

if TYPE_CHECKING:
    from jobscan.decide.enrich.money.amounts import Money


class Bounds(NamedTuple):
    """The least and the most of an amount; None: it has no such bound."""

    minimum: float | None
    maximum: float | None


#: Between the words and the amount.
_END = r"(?: (?:of|is|zu|de|di))?+[\s:~(]{0,3}+\Z"
_AT_LEAST = re.compile(
    r"(?:(?<!above )\b(?:minimum|min\.?)(?:(?:[ /][^\W\d_]++){1,2}:| (?:[^\W\d_-]+[ -]){1,3}of)|\bminimum|\bmin\.?"
    r"|\bfrom|\bstart(?:ing|s)?(?: salary| pay| rate)?(?: at| from)?|\bat least|\babove|\bover|\bmore than"
    r"|\bmindest(?:gehalt|lohn|entgelt|vergütung)(?: beträgt| von)?|\bab|\bmindestens|\büber|\b[àa] partir|\bdès"
    r"|\bdesde|\ba partire dai?|\bvanaf|\bminimaal|\bod|\bco najmniej|\bfrån|\bfra|\blägsta?)" + _END,
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:\b(?:maximum|max\.?)(?:[ /][^\W\d_]++){1,2}:|\bmaximum|\bmax\.?|\bup ?to|\bunder|\bbelow|\bless than"
    r"|\bbis(?: zu)?|\bmaxima+l|\bjusqu['’]à|\bhasta|\bfino a|\baté|\btot|\bdo|\bupp till|\bopp til|\bop til)" + _END,
    re.IGNORECASE,
)
_TAIL = 40
#: In Austria the least must be stated, "mit Bereitschaft zur Überzahlung".
_OVERPAYMENT = "Überzahlung"
_OPEN = re.compile(r"(?P<plus> ?\+)(?! ?[0-9$€£])(?: ?(?P<word>[^\W\d_]++))?|,? (?:and|or) (?:up|above|more|higher)\b")


def stated_bounds(money: Money, before: str, behind: str) -> Bounds:
    """Return the bounds of an amount by the words next to it; a range has both, a plain amount is its own bounds."""
    if money.is_range:
        return Bounds(money.low, money.high)
    tail = before[-_TAIL:]
    if _AT_MOST.search(tail):
        return Bounds(None, money.high)
    if _AT_LEAST.search(tail) or _is_open(behind):
        return Bounds(money.low, None)
    return Bounds(money.low, money.high)


def _is_open(behind: str) -> bool:
    """Return whether more is possible: "$126,500+", but not "$100k + equity", where other things are added."""
    if _OVERPAYMENT in behind:
        return True
    found = _OPEN.match(behind)
    if found is None or found["plus"] is None:
        return found is not None
    added = meaning_of((found["word"] or "").lower())
    return found["plus"] == "+" and added not in (MoneyWord.OTHER, MoneyWord.TOPIC)
