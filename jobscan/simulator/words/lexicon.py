"""The parts of a posting in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Role(NamedTuple):
    """What somebody is hired for."""

    title: str
    department: str
    team: str


class Headings(NamedTuple):
    """What stands above the parts of a posting."""

    about: str
    role: str
    duties: str
    wants: str
    nice: str
    benefits: str
    pay: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """Sentences may hold ``{company}``, ``{title}``, ``{tool}``, ``{other}`` (another tool) and ``{area}``."""

    #: ISO 639-1.
    language: str
    roles: tuple[Role, ...]
    #: Patterns around a role's title, each another title; the last one is for interns.
    levels: tuple[str, ...]
    headings: Headings
    #: What the company says of itself.
    about: tuple[str, ...]
    opening: tuple[str, ...]
    #: With ``{size}``, which every edition of a text raises: no two editions are the same text.
    team: str
    duties: tuple[str, ...]
    wants: tuple[str, ...]
    nice: tuple[str, ...]
    benefits: tuple[str, ...]
    #: With ``{low}``, ``{high}`` and ``{per}``.
    pay: str
    #: "year" and "month" in this language.
    per: dict[str, str]
    closing: tuple[str, ...]
    areas: tuple[str, ...]
    #: Between the sentences of a paragraph.
    joint: str = " "


def lines(block: str) -> tuple[str, ...]:
    """Return the lines of a block of sentences."""
    return tuple(block.strip().splitlines())


def roles(block: str) -> tuple[Role, ...]:
    """Return roles written as ``title | department | team``."""
    return tuple(Role(*(part.strip() for part in line.split("|"))) for line in lines(block))
