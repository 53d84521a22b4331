"""Mistakes in a configuration: the place of each, what is wrong, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from jobscan.config.model.values import hide_password

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

#: A path into the configuration: ``("sources", 1, "name")``.
Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlace:
    """A place in the file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return ``file:line:column``, which editors and terminals turn into a link."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake; its text is ``place: key: message``, of a warning ``place: warning: key: message``."""

    #: In the file; a str names the environment variable; None: the file as a whole, which the message names.
    place: FilePlace | str | None
    #: Such as ``sources[1].name``; "" when the mistake is not of one key.
    key: str
    message: str
    #: It is allowed, but probably a mistake.
    is_warning: bool = False

    def __str__(self) -> str:
        """Return the line for people."""
        place = f"environment: {self.place}" if isinstance(self.place, str) else self.place
        kind = "warning" if self.is_warning else ""
        return ": ".join(str(part) for part in (place, kind, self.key, self.message) if part)

    @property
    def line(self) -> int | None:
        """Return the line in the file, from 1; None: it is of no one place there."""
        return self.place.line if isinstance(self.place, FilePlace) else None

    @property
    def column(self) -> int | None:
        """Return the column in that line, from 1; None as for the line."""
        return self.place.column if isinstance(self.place, FilePlace) else None

    @property
    def variable(self) -> str | None:
        """Return the environment variable that holds it; None: it is in the file."""
        return self.place if isinstance(self.place, str) else None

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Return what sorts problems as a reader meets them: the file from top to bottom, then the environment."""
        if isinstance(self.place, FilePlace):
            return (0, self.place.line, self.place.column, "")
        return (1, 0, 0, self.place or "")


def show_key(loc: Iterable[str | int]) -> str:
    """Write a path as people write it: ``sources[1].name``."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + show_name(part)
    return text


def show_name(name: str) -> str:
    """Return a key that a user wrote, safe to show: secrets of a URL pasted as a key are masked."""
    scheme, mark, rest = name.partition("://")
    if mark and scheme in ("http", "https"):  # the path of a webhook is its secret
        name = f"{scheme}://{rest.rpartition('@')[2].partition('/')[0].partition('?')[0]}/…"
    return "".join(char if char.isprintable() else "?" for char in hide_password(name)[:80])


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return ``did you mean "company"?``, or the known names when none is similar."""
    near = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else f"known here: {', '.join(known)}"


def describe_problem(error: ErrorDetails, known: Sequence[str], raw: str | None) -> str:
    """Describe one of pydantic's errors.

    ``known`` are the keys that the section has, for an unknown one. ``raw`` is the value as written, when it is a
    number, a truth value or a date to YAML and may be shown; None otherwise.
    """
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            text = f"unknown key; {did_you_mean(str(error['loc'][-1]), known)}"
        case "value_error":
            text = str(context["error"])
        case "literal_error" | "enum":
            text = "must be " + str(context["expected"]).replace("'", "")
        case "string_type":
            text = "must be text" + (f'; put it in quotes: "{raw}"' if raw is not None else "")
        case "greater_than_equal":
            text = f"must be at least {context['ge']}"
        case "less_than_equal":
            text = f"must be at most {context['le']}"
        case "greater_than":
            text = f"must be more than {context['gt']:g}"
        case "string_too_long":
            text = f"must be at most {context['max_length']} characters"
        case "string_pattern_mismatch":
            text = _PATTERNS.get(context["pattern"], "is not in the right format")
        case kind:
            text = _PLAIN.get(kind) or error["msg"]
    return text


#: By the pattern that a value does not match.
_PATTERNS = {
    r"^[\x20-\x7e]{1,300}$": "must be one line of plain ASCII text, at most 300 characters",
    r"^[^\x00-\x1f]+$": "must be one line of text",
    r"^[A-Za-z0-9._:-]{1,253}$": "must be the name or the address of a server, such as smtp.example.org",
}
_PLAIN = {
    "missing": "is missing",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "dict_type": 'must be a group of "key: value" lines',
    "mapping_type": 'must be a group of "key: value" lines',
    "model_attributes_type": 'must be a group of "key: value" lines',
    "model_type": 'must be a group of "key: value" lines',
    "tuple_type": 'must be a list, with "- " before each item',
    "path_type": "must be the path of a file",
}
