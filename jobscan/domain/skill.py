"""Skills: what dictionaries know of them, and what postings ask for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobscan.domain.facts import Span


class SkillKind(StrEnum):
    """What sort of skill it is."""

    #: A programming language.
    LANGUAGE = "language"
    FRAMEWORK = "framework"
    TOOL = "tool"
    PLATFORM = "platform"
    DATABASE = "database"
    METHOD = "method"
    CERTIFICATE = "certificate"
    #: A language that people speak.
    SPOKEN = "spoken"
    #: Of a trade, with or without a licence: "Welding", "Driving licence class B".
    TRADE = "trade"
    #: A field of knowledge.
    DOMAIN = "domain"


class SkillNeed(StrEnum):
    """What a name that is an ordinary word, too, needs to be taken for a skill."""

    #: It is written exactly like this: "REST", not "rest".
    EXACT = "exact"
    #: It is also beside another skill, alone in its line, or beside words such as "developer": "Go", "Excel".
    BESIDE = "beside"


class SkillEntry(NamedTuple):
    """A skill of a dictionary."""

    #: As it is stored and shown.
    name: str
    kind: SkillKind
    #: Other ways to write it.
    aliases: tuple[str, ...] = ()
    #: Of the name; None: nothing. The aliases need nothing.
    need: SkillNeed | None = None
    #: Aliases that must be written exactly so: "ML", not "ml".
    exact_aliases: tuple[str, ...] = ()


class SkillSource(NamedTuple):
    """A list of skills that was imported."""

    name: str
    #: How many skills of it are used.
    words: int


class FoundSkills(NamedTuple):
    """The skills that a text asks for, in the order in which it first names them; none is in both."""

    required: tuple[str, ...]
    preferred: tuple[str, ...]
    #: Name → where it is first named.
    evidence: Mapping[str, Span]
