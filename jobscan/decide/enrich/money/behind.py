"""What the words behind an amount say about it, as far as they belong to it: "per year", "annual stipend", "OTE"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.money.intervals import interval_at
from jobscan.decide.enrich.money.tokens import TOKEN
from jobscan.decide.enrich.money.words import JOB_WORDS, MoneyWord, basis_of, meaning_of, sets_aside, takes_in

if TYPE_CHECKING:
    from jobscan.domain.facts import PayBasis
    from jobscan.domain.job import PayInterval


class Behind(NamedTuple):
    """What the words behind an amount say."""

    meaning: MoneyWord
    interval: PayInterval | None
    basis: PayBasis | None


_OTHER_MONEY = Behind(MoneyWord.OTHER, None, None)

#: Words behind which another thing begins.
_ENDS = frozenset(
    "plus and with during after before until once over or as this the these if when while who we you which is are"
    " may based according paid payable und mit oder"
    " je et avec ou selon versé y con o más según e com mais conforme più secondo en met of naar w i oraz och og med"
    " ausgezahlt zależnie".split()
)
#: Only pay depends on the person.
_BY_MERIT = frozenset(
    "depending commensurate dependent doe negotiable selon según afhankelijk dependiendo beroende avhengig afhængig"
    " zależnie conforme".split()
)
_GROSS = frozenset("gross brutto bruto bruta brutos brutas brut bruts brute lordo lordi líquidos base".split())
#: Words without a meaning that may stand in front of the word that decides: "$5,000 employee wellbeing bonus".
_MOST_UNKNOWN = 4
#: Behind a comma: "annual base salary".
_COMMA = re.compile(r", ?")


def read_behind(text: str) -> Behind:
    """Read the words behind an amount; ``text`` begins where it ends."""
    interval = basis = None
    meaning = MoneyWord.NONE
    is_part = False
    unknown = 0
    # "$15+ per hour"
    at = 1 if text.startswith("+") and interval_at(text, 1) else 0
    while unknown <= _MOST_UNKNOWN and (token := TOKEN.search(text, at)):
        if interval is None and (said := interval_at(text, token.start())):
            interval, at = said.interval, said.end
            continue
        word, at = token[0].lower(), token.end()
        if word in "()/*":
            is_part = word == "("
            continue
        if word in ("per", "each") and interval is None:
            # Not for a time: "per accepted image".
            return _OTHER_MONEY
        if _ends(word):
            if word == "," and interval is None:
                interval = _interval_behind_comma(text, token.start())
            if meaning is MoneyWord.NONE and (word in _BY_MERIT or _goes_on_with_a_job(word, text, at)):
                meaning = MoneyWord.MAYBE
            break
        found = _meaning(word)
        if found is MoneyWord.OTHER:
            return _OTHER_MONEY
        if is_part and not text.startswith(")", at):
            # "(base + equity)"
            break
        basis = basis or (basis_of(word) if found is MoneyWord.PAY else None)
        meaning = max(meaning, found)
        unknown += found is MoneyWord.NONE
    return Behind(meaning, interval, basis)


def _ends(word: str) -> bool:
    return word in _ENDS or word in _BY_MERIT or sets_aside(word) or takes_in(word) or not word[0].isalpha()


def _goes_on_with_a_job(word: str, text: str, at: int) -> bool:
    """Return whether what follows a word is said of jobs only: "for this position", "+ equity", "plus bonus"."""
    following = TOKEN.search(text, at)
    if following is None:
        return False
    if word in ("this", "the"):
        return following[0].lower() in JOB_WORDS
    return word in ("+", "plus") and meaning_of(following[0].lower()) in (MoneyWord.OTHER, MoneyWord.TOPIC)


def _meaning(word: str) -> MoneyWord:
    if word in _GROSS or basis_of(word) is not None:
        return MoneyWord.PAY
    meaning = meaning_of(word)
    # "$20,000 in revenue": behind an amount, such words are no titles.
    return MoneyWord.OTHER if meaning is MoneyWord.TOPIC else meaning


def _interval_behind_comma(text: str, at: int) -> PayInterval | None:
    """Return the interval of "$98,400 - $147,600, annual base salary"; None for ", annual bonus" and others."""
    comma = _COMMA.match(text, at)
    said = interval_at(text, comma.end()) if comma else None
    if said is None:
        return None
    following = TOKEN.search(text, said.end)
    is_other = (
        following is not None and following[0][0].isalpha() and _meaning(following[0].lower()) is not MoneyWord.PAY
    )
    return None if is_other else said.interval
