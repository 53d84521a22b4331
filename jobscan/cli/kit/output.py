"""Standard output in three forms: tables for people, tab-separated lines for pipes, JSON and CSV for programs."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import chain, islice
from typing import TYPE_CHECKING

import msgspec

from jobscan.utils.time import format_utc

if TYPE_CHECKING:
    from jobscan.cli.kit.console import QuietConsole
    from jobscan.cli.kit.lazy import Globals
    from jobscan.domain.job import Job

#: What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection", seen 2026-11).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_AGES = ((86_400, "d"), (3_600, "h"), (60, "m"))


def wants_tables(options: Globals) -> bool:
    """Say whether people are reading: standard output is a terminal, or colour is asked for whatever it is."""
    return sys.stdout.isatty() or _color(options) == "always"


def make_console(options: Globals, *, stderr: bool = False) -> QuietConsole:
    """Return a console that colours as --color, NO_COLOR, CLICOLOR_FORCE and TERM=dumb say."""
    from jobscan.cli.kit.console import QuietConsole

    color = _color(options)
    if color == "always":
        return QuietConsole(stderr=stderr, force_terminal=True, highlight=False, markup=False, emoji=False)
    plain = color == "never" or bool(os.environ.get("NO_COLOR"))
    return QuietConsole(
        stderr=stderr, color_system=None if plain else "auto", highlight=False, markup=False, emoji=False
    )


def _color(options: Globals) -> str:
    if options.color == "auto" and not os.environ.get("NO_COLOR"):
        return "always" if os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0") else "auto"
    return options.color


def short_names(users: Iterable[str]) -> dict[str, str]:
    """Return user → the shortest name that is unique in a table: what stands before the @ if that is unique."""
    found = set(users)
    names = {user: user.partition("@")[0] for user in found}
    return names if len(set(names.values())) == len(found) else {user: user for user in found}


def write_json(value: object) -> None:
    """Write one JSON document; characters outside ASCII are escaped, so that no locale can spoil it."""
    json.dump(value, sys.stdout, indent=2, default=_builtins)
    sys.stdout.write("\n")


def write_json_list(records: Iterable[object]) -> None:
    """Write a list as `write_json` does, record by record."""
    begun = False
    for record in records:
        sys.stdout.write(",\n  " if begun else "[\n  ")
        sys.stdout.write(json.dumps(record, indent=2, default=_builtins).replace("\n", "\n  "))
        begun = True
    sys.stdout.write("\n]\n" if begun else "[]\n")


def json_line(value: object) -> str:
    """Return one JSON document as one line, its end included."""
    return json.dumps(value, default=_builtins) + "\n"


def _builtins(record: object) -> object:
    # A moment or a path has no one form in JSON: its record says which.
    if not isinstance(record, msgspec.Struct):
        raise TypeError(f"{type(record).__name__} has no form in JSON")
    return msgspec.to_builtins(record)


def write_lines(rows: Iterable[Sequence[object]]) -> None:
    """Write rows as tab-separated lines without a header; None is empty, moments are ISO dates in UTC."""
    for row in rows:
        sys.stdout.write("\t".join(_cell(value) for value in row) + "\n")


def write_csv(columns: Sequence[str], records: Iterable[object]) -> None:
    """Write these fields of records as CSV with a header.

    Text that a spreadsheet would run as a formula gets a ``'`` before it.
    """
    rows = ([_disarm(getattr(record, name)) for name in columns] for record in records)
    # What is in the way of the first record is an error before anything is written.
    first = list(islice(rows, 1))
    csv.writer(sys.stdout).writerows(chain([columns], first, rows))


def show_age(moment: datetime | None, now: datetime) -> str:
    """Write how long ago a moment was, or in how long it will be, in its largest unit: ``3d``, ``in 5m``, ``now``."""
    if moment is None:
        return "-"
    distance = now - moment
    span = show_span(abs(distance))
    if span == "now":
        return span
    return span if distance > timedelta() else f"in {span}"


def show_span(span: timedelta) -> str:
    """Write a length of time in its largest unit; below a minute it is ``now``."""
    seconds = span.total_seconds()
    return next((f"{int(seconds // length)}{unit}" for length, unit in _AGES if seconds >= length), "now")


def show_moment(moment: datetime | None, zone: tzinfo | None = None) -> str:
    """Write a moment to the minute as people read it, with the name of its zone; ``zone`` None: this machine's."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}" if moment else "-"


def show_given(moment: datetime) -> str:
    """Write a moment that a board gave; where that was a day only, which is kept as its midnight in UTC, the day."""
    return f"{moment:%Y-%m-%d}" if moment.timetz() == time(tzinfo=UTC) else show_moment(moment)


def show_salary(job: Job) -> str | None:
    """Write what the board says is paid, ``90,000 – 120,000 EUR per year``; None when it gives no amount."""
    amounts = [f"{amount:,.10g}" for amount in (job.salary_min, job.salary_max) if amount is not None]
    if not amounts:
        return None
    words = [" – ".join(dict.fromkeys(amounts)), job.salary_currency]
    return " ".join(word for word in words if word) + (f" per {job.salary_interval}" if job.salary_interval else "")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return format_utc(value)
    return " ".join(str(value).split())


def _disarm(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
