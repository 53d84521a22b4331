"""The mistakes in a rule's values: words that nothing can match, expressions that RE2 refuses …

And values that are allowed, but probably a mistake: see `rule_warnings`.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from jobscan.decide.enrich.places.countries import countries_meant
from jobscan.decide.match.said import MOST_YEARS
from jobscan.decide.match.terms import Term
from jobscan.decide.match.values import TIMES_A_YEAR, language_tag, source_name, source_names
from jobscan.decide.match.words import fold
from jobscan.domain.job import ChangeKind
from jobscan.utils.text import has_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jobscan.domain.alert import AlertRule

#: Entries of one list. More are never typed; a list made by a program is better an expression or several alerts.
MOST_TERMS = 500
#: Characters of one entry.
LONGEST_TERM = 200

_CURRENCY = re.compile(r"[A-Za-z]{3}", re.ASCII)
#: Two or three letters for the language, then any subtags, of which only the form is checked.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.ASCII)
_TEXT_LANGUAGE = re.compile(r"[A-Za-z]{2}", re.ASCII)
_SOURCE = re.compile(r"[A-Za-z][\w.-]*(/\S+)?", re.ASCII)
#: What people write who know flags from other languages.
_FLAGS = re.compile(r"(/.+/)[gimsuxy]{1,3}", re.ASCII)

_WANTED = (ChangeKind.NEW, ChangeKind.UPDATED, ChangeKind.REOPENED)


def check_rule(rule: AlertRule) -> list[tuple[str, str]]:
    """Return every mistake in a rule: the field as written in a configuration, and what would be right."""
    return [
        *_list_mistakes(rule),
        *_search_mistakes(rule),
        *_salary_mistakes(rule),
        *_years_mistakes(rule),
        *_kind_mistakes(rule),
    ]


def rule_warnings(rule: AlertRule, sources: Iterable[tuple[str, str]]) -> list[tuple[tuple[str | int, ...], str]]:
    """Return what is allowed in a rule, but probably a mistake: its place (() for the whole rule), and the effect.

    ``sources`` are type and identifier of the configured boards. A rule without conditions matches everything; a source
    that is not configured matches nothing.
    """
    if not rule.has_conditions:
        return [((), "has no conditions, so every posting matches; give keywords, locations or another condition")]
    known = {name for source in sources for name in source_names(*source)}
    return [
        (("sources", index), f"{_quoted(entry)} is not among the configured sources, so none of its postings can match")
        for index, entry in enumerate(rule.sources)
        if source_name(entry) not in known
    ]


def _list_mistakes(rule: AlertRule) -> Iterator[tuple[str, str]]:
    for name, judge in _LISTS.items():
        entries = getattr(rule, name)
        if len(entries) > MOST_TERMS:
            yield name, f"{len(entries):,} entries; at most {MOST_TERMS} are allowed, so make several alerts of them"
        for entry in entries[:MOST_TERMS]:
            if len(entry) > LONGEST_TERM:
                yield name, f"{_quoted(entry)} has {len(entry):,} characters; at most {LONGEST_TERM} are allowed"
            elif (mistake := judge(entry)) is not None:
                yield name, mistake


def _employment_mistake(entry: str) -> str | None:
    if has_words(fold(entry)):
        return None
    return f"{_quoted(entry)} is not a valid employment type; write one such as full_time or contract"


def _name_mistake(entry: str) -> str | None:
    return None if entry.strip() else f"{_quoted(entry)} names nothing"


def _language_mistake(entry: str) -> str | None:
    if _LANGUAGE.fullmatch(language_tag(entry)):
        return None
    return f"{_quoted(entry)} is not a valid language tag; write the beginning of one, such as en or pt-BR"


def _source_mistake(entry: str) -> str | None:
    if _SOURCE.fullmatch(entry.strip()):
        return None
    return f"{_quoted(entry)} is not a valid source; write greenhouse/acme, or greenhouse for all of its boards"


def _country_mistake(entry: str) -> str | None:
    if countries_meant(entry):
        return None
    return f"{_quoted(entry)} is not a country or region that is known; write its code, such as DE, or its name"


def _text_language_mistake(entry: str) -> str | None:
    if _TEXT_LANGUAGE.fullmatch(entry.strip()):
        return None
    return f"{_quoted(entry)} is not a valid language; write its two letters, such as en"


def _term_mistake(entry: str) -> str | None:
    flags = _FLAGS.fullmatch(entry.strip())
    if flags is not None:
        return f"{entry.strip()}: an expression takes no flags, because case never matters; write {flags[1]}"
    term = Term.of(entry)
    if term.refusal is not None:
        return f"{term.written} is not a valid RE2 regular expression: {term.refusal}"
    if term.pattern is None and not has_words(term.word):
        return f"{_quoted(entry)} has no letter or digit to look for; write a word, a phrase, or an expression as /…/"
    return None


#: List of a rule → what judges one of its entries. Skills may be signs only ("C++").
_LISTS: dict[str, Callable[[str], str | None]] = {
    **dict.fromkeys(
        ("companies", "titles", "keywords", "all_keywords", "excluded_keywords", "locations", "departments"),
        _term_mistake,
    ),
    "employment_types": _employment_mistake,
    "languages": _language_mistake,
    **dict.fromkeys(("countries", "remote_from"), _country_mistake),
    **dict.fromkeys(("cities", "skills", "all_skills", "excluded_skills"), _name_mistake),
    "text_languages": _text_language_mistake,
    "sources": _source_mistake,
}


def _search_mistakes(rule: AlertRule) -> Iterator[tuple[str, str]]:
    if not rule.search:
        yield "in", "names no field; write title, description, or both"


def _salary_mistakes(rule: AlertRule) -> Iterator[tuple[str, str]]:
    if rule.currency is not None and not _CURRENCY.fullmatch(rule.currency.strip()):
        yield "currency", f"{_quoted(rule.currency)} is not a valid currency; write its three letters, such as EUR"
    if rule.min_salary is None:
        return
    if not (math.isfinite(rule.min_salary) and rule.min_salary > 0):
        yield "min_salary", f"{rule.min_salary:g} is not a valid salary; write an amount above 0, such as 60000"
    if rule.currency is None:
        yield "currency", "is missing: min_salary is compared with salaries of one currency; write it, such as EUR"
    if rule.interval not in TIMES_A_YEAR:
        yield "interval", f"{rule.interval} cannot be compared; write {', '.join(TIMES_A_YEAR)}"


def _years_mistakes(rule: AlertRule) -> Iterator[tuple[str, str]]:
    if rule.max_years is not None and not 0 <= rule.max_years <= MOST_YEARS:
        yield "max_years", f"{rule.max_years} is not a valid number of years; write one from 0 to {MOST_YEARS}"


def _kind_mistakes(rule: AlertRule) -> Iterator[tuple[str, str]]:
    if not rule.on:
        yield "on", f"names no change; write {', '.join(_WANTED)}, or some of them"
    for kind in rule.on:
        if kind not in _WANTED:
            yield "on", f"{kind} is not a change you can be notified of; write {', '.join(_WANTED)}, or some of them"


def _quoted(entry: str) -> str:
    short = entry if len(entry) <= 40 else f"{entry[:39]}…"
    return f'"{short}"'
