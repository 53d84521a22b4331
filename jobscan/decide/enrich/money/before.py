"""What the words before an amount say about it: those of its sentence, or of the heading above."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.money.intervals import interval_of, unit_of
from jobscan.decide.enrich.money.words import (
    JOB_WORDS,
    MoneyWord,
    basis_of,
    is_target,
    is_total,
    meaning_of,
    sets_aside,
    takes_in,
)
from jobscan.domain.facts import PayBasis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.job import PayInterval


class Before(NamedTuple):
    """What the words before an amount say."""

    meaning: MoneyWord
    #: Nothing stands between the word that decides and the amount but "of", "is", ":" and the like.
    is_next: bool
    interval: PayInterval | None
    basis: PayBasis | None


#: No words, or words that are not read because others have decided.
NOTHING_BEFORE = Before(MoneyWord.NONE, is_next=False, interval=None, basis=None)

#: What stands between a label and its amount.
_LINKS = frozenset(
    ": ( ) - – — , . = ~ * / | “ \" ' ’ of is are be will up to between from at in on a an the per your over"
    " approximately approx about around circa ca minimum maximum min max least starts starting currently anticipated"
    " expected worth total usd eur gbp von bis zu ab beträgt liegt bei zwischen mindestens de à entre jusqu est d"
    " pour van tot tussen bedraagt od do wynosi wynoszące es desde hasta di da fino é por até från mellan mellom mellem"
    " fra är er".split()
)
#: Behind an aside, these go on with the sentence: "(excluding bonus) is".
_CLOSING = frozenset(", ) is are ist liegt beträgt est es é är er wynosi bedraagt".split())
#: A word of `MAYBE` farther away from a word for other money is on its own.
_NEAR = 4
_ASIDE_LENGTH = 6

#: As the last word before the amount, or before a colon, they name the pay: "Base: $100k", "fixe 40 k€".
_BASIC = frozenset({"base", "fixe", "fijo", "fisso"})
_PAYING = frozenset({"pay", "pays", "paying", "paid"})
_PAYERS = frozenset("to we you they will must can not who i ll users companies people".split())
#: "Sick pay", "equity compensation" and the like are not for the work.
_NO_PAY = frozenset(
    "sick holiday overtime severance vacation parental disability maternity paternity leave equity stock shift workers"
    " deferred unemployment call on-call stand-by hazard weekend premium student".split()
)


def read_before(words: Sequence[str]) -> Before:
    """Read the words before an amount, or of a heading: the nearest one that means money decides."""
    meaning, is_next = _nearest(words)
    return Before(meaning, is_next, _interval(words), _basis(words))


def _nearest(words: Sequence[str]) -> tuple[MoneyWord, bool]:
    is_next = True
    seen, seen_at, seen_next = MoneyWord.NONE, 0, False
    for at in range(len(words) - 1, -1, -1):
        meaning = _meaning_at(words, at)
        if meaning is not MoneyWord.NONE:
            if meaning is MoneyWord.PAY:
                return meaning, is_next
            if meaning in (MoneyWord.OTHER, MoneyWord.TOPIC) and _is_aside(words, at, is_next=is_next):
                continue
            if meaning is MoneyWord.OTHER:
                # "… bonus. Drivers here earn $20": too far away.
                is_other = seen is not MoneyWord.MAYBE or seen_at - at <= _NEAR
                return (meaning, is_next) if is_other else (seen, seen_next)
            if seen is MoneyWord.NONE:
                if meaning is MoneyWord.TOPIC and is_next:
                    return MoneyWord.OTHER, True
                seen, seen_at, seen_next = meaning, at, is_next
        is_next = is_next and (words[at] in _LINKS or meaning is MoneyWord.MAYBE)
    return seen, seen_next


def _meaning_at(words: Sequence[str], at: int) -> MoneyWord:
    """Return what a word says, in the light of the words next to it."""
    word = words[at]
    meaning = meaning_of(word)
    if meaning is MoneyWord.NONE or meaning is MoneyWord.TOPIC:
        return meaning
    following = words[at + 1 : at + 4]
    if word in _BASIC and following[:1] in ([], [":"]):
        return MoneyWord.PAY
    if word == "package" and at and (is_total(words[at - 1]) or meaning_of(words[at - 1]) is MoneyWord.PAY):
        return MoneyWord.PAY
    if word == "pay" and following[:1] in (["off"], ["back"], ["down"]):
        return MoneyWord.TOPIC
    if word == "budget" and following[:1] == ["for"] and not JOB_WORDS.isdisjoint(following):
        return MoneyWord.PAY
    return _light_of_before(word, meaning, words[max(0, at - 2) : at])


def _light_of_before(word: str, meaning: MoneyWord, before: Sequence[str]) -> MoneyWord:
    """Return what a word for pay means behind others: "sick pay", "workers' compensation", "customers pay"."""
    if meaning is MoneyWord.OTHER or not before:
        return meaning
    previous = before[0] if before[-1] in ("'", "’") else before[-1]
    if meaning is MoneyWord.PAY and (previous in _NO_PAY or previous in ("x", "times")):
        # "2x salary" is the sum of an insurance.
        return MoneyWord.OTHER
    if word in ("pay", "compensation") and meaning_of(previous) is MoneyWord.OTHER:
        return MoneyWord.OTHER
    if word in _PAYING:
        if meaning_of(previous) is MoneyWord.TOPIC:
            return MoneyWord.TOPIC
        return MoneyWord.MAYBE if previous in _PAYERS else meaning
    return meaning


def _is_aside(words: Sequence[str], at: int, *, is_next: bool) -> bool:
    """Return whether a word for other money says only what is in the pay, or is not: "excluding bonus, is".

    "Including a bonus of" says what the amount behind it is.
    """
    if not any(sets_aside(word) or takes_in(word) for word in words[max(0, at - _ASIDE_LENGTH) : at]):
        return False
    return not is_next or not _CLOSING.isdisjoint(words[at + 1 :])


_PER = frozenset("per / pro par por al a an the la l".split())
#: "3 hours per week" is no pay.
_COUNTED = frozenset(
    "hours hrs h days times weeks months shifts stunden tage heures jours horas días uur dagen".split()
)
#: Behind "annual" and the like: then it does not say what pay is for.
_NO_TIME_OF_PAY = frozenset(
    "leave working hours hour schedule commitment work workload report reports reporting meeting meetings review"
    " reviews event events shift shifts subscription visits".split()
)
_PAID_OUT = frozenset("paid payable payments ausgezahlt versé betaald payout".split())


def _interval(words: Sequence[str]) -> PayInterval | None:
    for at in range(len(words) - 1, -1, -1):
        interval = interval_of(words[at]) or _interval_of_unit(words, at)
        if interval is not None and _is_time_of_pay(words, at):
            return interval
    return None


def _interval_of_unit(words: Sequence[str], at: int) -> PayInterval | None:
    """Return the interval of a word behind "per" or the like, when no other amount or number of hours is before it."""
    if not at or words[at - 1] not in _PER:
        return None
    counted = words[at - 2] if at > 1 else ""
    return None if counted in _COUNTED or counted[:1].isdigit() else unit_of(words[at])


def _is_time_of_pay(words: Sequence[str], at: int) -> bool:
    """Return whether a word such as "annual" says what pay is for, not leave, a bonus or when it is paid out."""
    if at and words[at - 1] in _PAID_OUT:
        return False
    following = words[at + 1] if at + 1 < len(words) else ""
    if following in _NO_TIME_OF_PAY or meaning_of(following) in (MoneyWord.OTHER, MoneyWord.TOPIC):
        return False
    near = words[max(0, at - _NEAR) : at + _NEAR + 1]
    return any(meaning_of(word) in (MoneyWord.PAY, MoneyWord.MAYBE) for word in near)


#: These stay base pay, whatever stands before them: "total base salary".
_ALWAYS_BASE = frozenset({"base", "basic", "fixed", "hourly"})


def _basis(words: Sequence[str]) -> PayBasis | None:
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        basis = basis_of(word)
        if (basis is None and _meaning_at(words, at) is not MoneyWord.PAY) or _is_part_of_aside(words, at):
            continue
        before = words[max(0, at - 2) : at]
        if basis is not PayBasis.OTE and word not in _ALWAYS_BASE:
            is_whole = any(map(is_total, before))
            # "Target salary" is what an employer aims at, "target compensation" what is paid for reached targets.
            if any(map(is_target, before)) and (is_whole or basis is None):
                return PayBasis.OTE
            if is_whole:
                return PayBasis.TOTAL
        if basis is not None:
            return basis
    return None


def _is_part_of_aside(words: Sequence[str], at: int) -> bool:
    """Return whether a word for pay is only a part of the amount: "including base, bonus and equity"."""
    for word in reversed(words[max(0, at - 3) : at]):
        if word in _CLOSING:
            return False
        if takes_in(word) or sets_aside(word):
            return True
    return False
