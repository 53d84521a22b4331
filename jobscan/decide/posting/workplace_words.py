"""The words of boards, and of people, for how the work is done.

Seen in recorded boards of Greenhouse, Lever, Ashby, Workday and Comeet, 2020 to 2026. Blanks and hyphens in them make
no difference: "In-Office", "in office", "OnSite".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jobscan.domain.job import Workplace
from jobscan.utils.text import has_words

_REMOTE = (
    *("remote", "remotely", "home based", "home office based", "work from home", "working from home", "work at home"),
    *("wfh", "homeoffice", "telecommute", "telecommuting", "telework", "teleworking", "télétravail", "teletravail"),
    *("teletrabajo", "remoto", "remota", "zdalnie", "virtual"),
)
#: These also name a region, the whole world, and stay in the name of a place.
_EVERYWHERE = ("anywhere", "worldwide")
_HYBRID = ("hybrid", "hybride", "híbrido", "hibrido", "hybrydowo")
_ONSITE = ("on site", "in office", "office based", "in person", "vor ort", "sur site", "presencial")
#: A work model if nothing else is written.
_ONSITE_ALONE = ("office",)
#: Before and after the others, without changing the meaning.
_BEFORE = ("100%", "100 %", "fully", "full", "completely", "entirely", "permanent", "permanently", "strictly")
_BEHIND = ("based", "only", "work", "working", "position", "role", "job")
#: Uncertain together with "remote": an office first, or a matter of agreement.
_PERHAPS_BEFORE = (
    *("not", "non", "partially", "partly", "part", "semi", "temporarily", "temporary", "occasionally"),
    *("occasional", "optional", "optionally", "potentially", "flexible", "flex"),
)
_PERHAPS_BEHIND = (
    *("eligible", "friendly", "optional", "option", "options", "possible", "okay", "flexible", "flex", "first"),
    *("considered", "capable", "available", "negotiable", "preferred", "allowed"),
)
_PERHAPS_ALONE = ("flexible", "flex", "office flexible", "office flex")

_GAP = r"[\s_\-\u2010-\u2015]*+"
#: Also as in "Flexible / Remote".
_SEAM = r"[\s_/\-\u2010-\u2015]*+"


def _any_of(phrases: tuple[str, ...]) -> str:
    # The longest first: "home office based" is not "home office" with a rest.
    ordered = sorted(phrases, key=len, reverse=True)
    return "(?:" + "|".join(_GAP.join(map(re.escape, phrase.split())) for phrase in ordered) + ")"


def _model(phrases: tuple[str, ...]) -> str:
    return rf"(?:{_any_of(_BEFORE)}{_GAP})?{_any_of(phrases)}(?:{_GAP}{_any_of(_BEHIND)}(?!\w))?"


_PERHAPS = (
    rf"{_any_of(_PERHAPS_BEFORE)}{_SEAM}{_any_of(_REMOTE)}|{_any_of(_REMOTE)}{_SEAM}{_any_of(_PERHAPS_BEHIND)}"
    rf"|\A\W*{_any_of(_PERHAPS_ALONE)}\W*\Z"
)
_WORDS = re.compile(
    rf"(?<!\w)(?:(?P<perhaps>{_PERHAPS})|(?P<hybrid>{_model(_HYBRID)})"
    rf"|(?P<everywhere>(?:work(?:ing)?{_GAP}from{_GAP})?(?:{_any_of(_EVERYWHERE)}))|(?P<remote>{_model(_REMOTE)})"
    rf"|(?P<onsite>{_model(_ONSITE)}|\A\W*{_any_of(_ONSITE_ALONE)}\W*\Z))(?!\w)",
    re.IGNORECASE,
)


class Model(NamedTuple):
    """How the work is done, according to some words."""

    #: None when they say nothing, or nothing certain.
    workplace: Workplace | None
    #: The rest of the text, with blanks in place of these words; "anywhere" is kept, as it is also a region.
    rest: str
    #: Only such words are written.
    is_all: bool


def find_model(text: str) -> Model:
    """Read one text, such as one place: what its words say about the work, and what else it says.

    "Hybrid" takes precedence over any other word; then words with reservations ("Remote Eligible", "not remote"); then
    "remote", even next to "on site": both are offered.
    """
    kinds: set[str] = set()

    def leave_out(found: re.Match[str]) -> str:
        kinds.add(found.lastgroup or "")
        return " "

    rest = _WORDS.sub(leave_out, text)
    is_all = bool(kinds) and not has_words(rest)
    if "everywhere" in kinds:
        rest = _WORDS.sub(lambda found: found[0] if found.lastgroup == "everywhere" else " ", text)
    workplace = None
    if "hybrid" in kinds:
        workplace = Workplace.HYBRID
    elif kinds and "perhaps" not in kinds:
        workplace = Workplace.ONSITE if kinds == {"onsite"} else Workplace.REMOTE
    return Model(workplace, rest, is_all)
