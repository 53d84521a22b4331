"""The options of a rule, the same for listings and alerts: one for each part, named as in a configuration.

Each list has its name in the singular as well: ``--title`` and ``--titles`` are the same option.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])

#: Part that is a list: its name in the singular, the placeholder of an item, and the help.
_LISTS = {
    "keywords": ("keyword", "TEXT", "Any of these words or phrases; /…/ is a regular expression."),
    "all_keywords": ("all_keyword", "TEXT", "All of these."),
    "excluded_keywords": ("excluded_keyword", "TEXT", "None of these."),
    "in": ("", "FIELD", "Where to look for keywords: title, description.  [default: title]"),
    "titles": ("title", "TEXT", "Any of these in the title."),
    "companies": ("company", "TEXT", "Any of these in the company's name."),
    "locations": ("location", "TEXT", 'Any of these in the places; "remote" asks where the work is done.'),
    "departments": ("department", "TEXT", "Any of these in the department."),
    "employment_types": ("employment_type", "TYPE", "full_time, part_time, contract …, or a board's own."),
    "workplace": ("", "WORD", "remote, hybrid, onsite."),
    "languages": ("language", "TAG", "Any of these, such as en, which takes en-GB too."),
    "countries": ("country", "COUNTRY", "The work is in any of these, or remote and open to people there."),
    "cities": ("city", "CITY", "Any of these cities among the places."),
    "remote_from": ("", "COUNTRY", "The work is remote and open to people in any of these."),
    "levels": ("level", "LEVEL", "internship, junior, mid, senior, lead, principal, manager, director, executive."),
    "skills": ("skill", "SKILL", "Any of these among the skills in the text."),
    "all_skills": ("all_skill", "SKILL", "All of these."),
    "excluded_skills": ("excluded_skill", "SKILL", "None of these."),
    "text_languages": ("text_language", "TAG", "Any of these languages of the text, such as en."),
}
#: Part with one value: the placeholder and the help.
_SINGLES = {
    "min_salary": ("AMOUNT", "In whole units of the currency per interval; the board or the text must reach it."),
    "currency": ("CODE", "ISO 4217, such as EUR; goes with --min-salary."),
    "interval": ("WORD", "The period of the salary: year, month, week, day, hour.  [default: year]"),
    "max_years": ("YEARS", "At most so many years of experience are asked for."),
    "unknown": ("WORD", "What to do with postings that do not say: keep or drop.  [default: {unknown}]"),
}
#: Part that is true or false: the name of its option, and the help of each answer.
_FLAGS = {
    "is_remote": ("remote", "Only remote work.", "Only work that is not remote."),
    "visa": ("visa", "The employer sponsors visas.", "The employer says that it does not."),
}
#: In the order of ``--help``.
RULE_PARTS = (
    "keywords all_keywords excluded_keywords in text titles companies locations departments employment_types is_remote"
    " workplace min_salary currency interval languages countries cities remote_from levels max_years visa skills"
    " all_skills excluded_skills text_languages unknown"
).split()
_ANSWERS = {"yes": True, "no": False, "any": None}
_TEXT = 'All of these words in the title or the text, in any order; "a phrase" in quotes stays together.'


def rule_options(*, unknown: str) -> Callable[[F], F]:
    """Give a command all options of a rule; it gets them as ``**options``, for `rule_values`.

    ``unknown``: what the command does with postings that do not say, if the option is not given.
    """

    def decorate(function: F) -> F:
        for name in reversed(RULE_PARTS):
            for option in reversed(_options(name, unknown)):
                function = option(function)
        return function

    return decorate


def rule_option_of(key: str) -> str:
    """Return the option for a part of a rule whose key in the configuration is ``key``, such as ``titles[0]``."""
    name = key.partition("[")[0]
    if name in _FLAGS:
        name = _FLAGS[name][0]
    elif name in _LISTS:
        name = _LISTS[name][0] or name
    return f"--{name.replace('_', '-')}"


def _options(name: str, unknown: str) -> list[Callable[[F], F]]:
    if name == "text":
        return [click.option("--text", metavar="WORDS", multiple=True, help=_TEXT)]
    if name in _FLAGS:
        flag, yes, no = _FLAGS[name]
        return [
            click.option(f"--{flag}", name, flag_value="yes", help=yes),
            click.option(f"--no-{flag}", name, flag_value="no", help=no),
            click.option(f"--any-{flag}", name, flag_value="any", help="Both (the default)."),
        ]
    if name in _SINGLES:
        metavar, text = _SINGLES[name]
        return [click.option(_flag(name), name, metavar=metavar, help=text.format(unknown=unknown))]
    singular, metavar, text = _LISTS[name]
    flags = [_flag(singular), _flag(name)] if singular else [_flag(name)]
    return [click.option(*flags, name, metavar=metavar, multiple=True, help=text)]


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def rule_values(options: Mapping[str, Any]) -> dict[str, object]:
    """Return the given parts of a rule as in a configuration; None: to be cleared.

    Raises `click.UsageError` when ``--text`` comes with options that look elsewhere.
    """
    found: dict[str, object] = {}
    for name in RULE_PARTS:
        value = options[name]
        if value is None or value == () or name == "text":
            continue
        if name in _FLAGS:
            found[name] = _ANSWERS[value]
        elif name in _LISTS:
            found[name] = [item for item in value if item.strip()] or None
        else:
            found[name] = value.strip() or None
    return found | _text_values(options["text"], found)


def _text_values(texts: tuple[str, ...], given: Mapping[str, object]) -> dict[str, object]:
    """Return what ``--text`` asks for, as keywords that must all be in the title or the text."""
    try:
        words = [word for text in texts for word in shlex.split(text.replace("'", "\\'"))]
    except ValueError as exc:
        raise click.UsageError("--text: a quote in it is not closed.") from exc
    if not words:
        return {}
    if elsewhere := given.keys() & {"keywords", "all_keywords", "excluded_keywords", "in"}:
        named = ", ".join(sorted(map(_flag, elsewhere)))
        raise click.UsageError(f"--text cannot go with {named}: it looks for its words in titles and texts.")
    return {"all_keywords": words, "in": ["title", "description"]}
