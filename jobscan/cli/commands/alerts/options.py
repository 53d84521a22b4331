"""The options of an alert: one for each part, with its name in the configuration, written with hyphens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])

#: Parts that are lists: the placeholder of an item, and the help.
_LISTS = {
    "keywords": ("TEXT", "Any of these words or phrases; /…/ is a regular expression."),
    "all_keywords": ("TEXT", "All of these."),
    "excluded_keywords": ("TEXT", "None of these."),
    "in": ("FIELD", "Where to look for keywords: title, description.  [default: title]"),
    "companies": ("TEXT", "Any of these in the company's name."),
    "locations": ("TEXT", 'Any of these in the places; "remote" asks where the work is done.'),
    "departments": ("TEXT", "Any of these in the department."),
    "employment_types": ("TYPE", "full_time, part_time, contract …, or a board's own."),
    "workplace": ("WORD", "remote, hybrid, onsite."),
    "languages": ("TAG", "Any of these, such as en, which takes en-GB too."),
    "countries": ("COUNTRY", "Any of these: the work is there, or remote and open to people there."),
    "cities": ("CITY", "Any of these cities among the places."),
    "remote_from": ("COUNTRY", "Any of these: the work is remote and open to people there."),
    "levels": ("LEVEL", "internship, junior, mid, senior, lead, principal, manager, director, executive."),
    "skills": ("SKILL", "Any of these among the skills in the text."),
    "all_skills": ("SKILL", "All of these."),
    "excluded_skills": ("SKILL", "None of these."),
    "text_languages": ("TAG", "Any of these languages of the text, such as en."),
    "sources": ("SOURCE", "Boards (lever/spotify), or all of a system (lever)."),
    "on": ("CHANGE", "Which changes to notify of: new, updated, reopened.  [default: new, updated]"),
    "to": ("CHANNEL", "Channels (of `notify`) to send it to.  [default: email]"),
}
_SINGLES = {
    "min_salary": ("AMOUNT", "In whole units of the currency per interval."),
    "currency": ("CODE", "ISO 4217, such as EUR; goes with --min-salary."),
    "interval": ("WORD", "The period of the salary: year, month, week, day, hour.  [default: year]"),
    "max_years": ("YEARS", "At most so many years of experience are asked for."),
    "unknown": ("WORD", "What to do with postings that do not say: keep or drop.  [default: keep]"),
    "send": ("WHEN", '"immediate", "daily 08:00" or "weekly mon 08:00".  [default: immediate]'),
}
_ORDER = (
    "keywords all_keywords excluded_keywords in companies locations departments employment_types is_remote workplace"
    " min_salary currency interval languages countries cities remote_from levels max_years visa skills all_skills"
    " excluded_skills text_languages sources unknown on send to notify_existing"
).split()
_FLAGS = {"yes": True, "no": False, "any": None}


def alert_options(function: F) -> F:
    """Give a command all options of an alert; it gets them as ``**options``, for `given_parts`."""
    for name in reversed(_ORDER):
        for option in reversed(_options(name)):
            function = option(function)
    return function


def option_of(key: str) -> str:
    """Return the option for a part whose key in the configuration is ``key``, such as ``to[0]``."""
    name = key.partition("[")[0]
    if name == "name":
        return "NAME"
    return "--remote" if name == "is_remote" else f"--{name.replace('_', '-')}"


def _options(name: str) -> list[Callable[[F], F]]:
    flag = f"--{name.replace('_', '-')}"
    if name == "is_remote":
        return [
            click.option("--remote", name, flag_value="yes", help="Only remote work."),
            click.option("--no-remote", name, flag_value="no", help="Only work that is not remote."),
            click.option("--any-remote", name, flag_value="any", help="Both (the default)."),
        ]
    if name == "visa":
        return [
            click.option("--visa", name, flag_value="yes", help="The employer sponsors visas."),
            click.option("--no-visa", name, flag_value="no", help="The employer says that it does not."),
            click.option("--any-visa", name, flag_value="any", help="Both (the default)."),
        ]
    if name == "notify_existing":
        text = "Send what already matches when the alert or a board is new, in one digest."
        return [click.option(f"{flag}/--no-notify-existing", name, default=None, help=text)]
    metavar, text = _LISTS.get(name) or _SINGLES[name]
    return [click.option(flag, name, metavar=metavar, multiple=name in _LISTS, help=text)]


def given_parts(options: Mapping[str, Any]) -> dict[str, object]:
    """Return the given parts as in a configuration; None: to be cleared."""
    found: dict[str, object] = {}
    for name in _ORDER:
        value = options[name]
        if value is None or value == ():
            continue
        if name in ("is_remote", "visa"):
            found[name] = _FLAGS[value]
        elif name in _LISTS:
            found[name] = [item for item in value if item.strip()] or None
        else:
            found[name] = (value.strip() or None) if isinstance(value, str) else value
    return found


def put_together(*parts: Mapping[str, object]) -> dict[str, object]:
    """Return the values of an alert: later parts override earlier ones, and None removes a part."""
    merged = {name: value for part in parts for name, value in part.items()}
    return {name: value for name, value in merged.items() if value is not None}
