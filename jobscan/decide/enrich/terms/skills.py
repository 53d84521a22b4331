"""Which skills a posting asks for, and how much: `SkillIndex`."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from ahocorasick_rs import BytesAhoCorasick, Implementation

from jobscan.data import read_table
from jobscan.decide.enrich.terms.skill_spots import Cue, SkillAlias, Spot, all_names, is_skill, plain_letters
from jobscan.decide.enrich.wording.skill_words import FORWARD_WORDS, NO_SKILLS, PREFERRED_WORDS, REQUIRED_WORDS
from jobscan.decide.match.words import fold
from jobscan.domain.facts import SectionKind, Span
from jobscan.domain.skill import FoundSkills, SkillEntry, SkillKind, SkillNeed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jobscan.domain.facts import TextSection

#: Characters that are read; longer texts are no postings.
_MOST_CHARACTERS = 100_000
#: Places that are looked at, and skills that are kept: a posting names some thirty.
_MOST_SPOTS, _MOST_SKILLS = 3_000, 100
#: Words in an automaton that is a table.
_MOST_FOR_TABLE = 10_000
_CUES = (
    (Cue.PREFERRED, PREFERRED_WORDS),
    (Cue.FORWARD, FORWARD_WORDS),
    (Cue.REQUIRED, REQUIRED_WORDS),
    (Cue.NOTHING, NO_SKILLS),
)
_NO_CUES = frozenset({None, Cue.NOTHING})
#: Cues on each side that are looked at, and characters to them; ends of sentences and of parts of them; characters by
#: which a cue in front is taken to be farther.
_MOST_CUES, _REACH, _STOP, _FARTHER = 3, 300, re.compile(r"\n|[.;)] "), 20
#: What is said there is no requirement: "We offer German lessons".
_NOT_ASKED = frozenset(
    {SectionKind.COMPANY, SectionKind.PAY, SectionKind.BENEFITS, SectionKind.LEGAL, SectionKind.APPLYING}
)


class SkillIndex:
    """The skills of dictionaries, found in texts all at once."""

    def __init__(self, entries: Iterable[SkillEntry]) -> None:
        """Take the skills; of two that share a name or an alias the first has it."""
        names: dict[str, str] = {}
        spots: dict[bytes, list[SkillAlias]] = {}
        for entry in entries:
            for alias in SkillAlias.all_of(entry):
                if names.setdefault(fold(alias.written), entry.name) == entry.name:
                    spots.setdefault(_letters_of(alias.written), []).append(alias)
        for cue, phrases in _CUES:
            for phrase in phrases:
                spots.setdefault(_letters_of(phrase), []).append(SkillAlias.of_cue(phrase, cue))
        # Blanks alone would be everywhere.
        patterns = [letters for letters in spots if letters.strip()]
        # Patterns begin and end with a blank beside a letter, and so does the text that is searched.
        self._aliases = [
            [(1 - alias.written[0].isalnum(), 1 + alias.written[-1].isalnum(), alias) for alias in spots[letters]]
            for letters in patterns
        ]
        self._automaton = BytesAhoCorasick(patterns, implementation=_form_for(patterns))

    def find_skills(self, text: str, sections: Sequence[TextSection]) -> FoundSkills:
        """Return the skills that a description asks for; ``sections`` are its parts.

        Preferred are those in a section of what is nice to have, or beside such words in their sentence; all others are
        required, but what the company, its benefits or the law are said to be is no requirement.
        """
        spots = _longest(self._spots(text))
        first: dict[str, Span] = {}
        required: set[str] = set()
        cues = [spot for spot in spots if spot.alias.cue not in _NO_CUES]
        starts = [cue.start for cue in cues]
        for at, spot in enumerate(spots):
            entry = spot.alias.entry
            # Required once is required: a third of all places.
            if entry is None or entry.name in required or not is_skill(text, spots, at):
                continue
            here = bisect_left(starts, spot.start)
            near = cues[max(0, here - _MOST_CUES) : here + _MOST_CUES] if cues else ()
            is_required = _is_required(text, spot, near, _kind_at(sections, spot.start))
            if is_required is None:
                continue
            if entry.name not in first and len(first) < _MOST_SKILLS:
                first[entry.name] = Span(spot.start, spot.end)
            if is_required:
                required.add(entry.name)
        return FoundSkills(
            tuple(name for name in first if name in required),
            tuple(name for name in first if name not in required),
            first,
        )

    def _spots(self, text: str) -> Iterator[Spot]:
        letters = plain_letters(f" {text[:_MOST_CHARACTERS]} ")
        aliases = self._aliases
        for index, begin, finish in self._automaton.find_matches_as_indexes(letters, overlapping=True)[:_MOST_SPOTS]:
            for before, behind, alias in aliases[index]:
                start, end = begin - before, finish - behind
                if alias.is_at(text, start, end):
                    yield Spot(start, end, alias)


def _form_for(patterns: Sequence[bytes]) -> Implementation | None:
    """Return the fastest form of automaton that is small enough: with 30,000 words it would take 100 MB."""
    return Implementation.DFA if len(patterns) <= _MOST_FOR_TABLE else None


def find_skills(text: str, sections: Sequence[TextSection]) -> FoundSkills:
    """Return the skills of the shipped dictionary that a description asks for; see `SkillIndex.find_skills`."""
    return shipped_index().find_skills(text, sections)


@lru_cache(1)
def shipped_skills() -> tuple[SkillEntry, ...]:
    """Return the dictionary that is shipped; it is read once."""
    return tuple(_entry_of(row) for row in read_table("skills.tsv"))


def _entry_of(row: list[str]) -> SkillEntry:
    name, kind, written, need = row
    aliases = [alias for alias in written.split("|") if alias]
    return SkillEntry(
        name,
        SkillKind(kind),
        tuple(alias for alias in aliases if alias[0] != "="),
        SkillNeed(need) if need else None,
        tuple(alias[1:] for alias in aliases if alias[0] == "="),
    )


@lru_cache(1)
def shipped_index() -> SkillIndex:
    """Return the index of the shipped dictionary; it is made once."""
    return SkillIndex(shipped_skills())


@lru_cache(1)
def _shipped_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for entry in shipped_skills():
        for written in all_names(entry):
            names.setdefault(fold(written), entry.name)
    return names


@lru_cache(8192)
def skill_key(written: str) -> str:
    """Return what a skill is compared by, whatever it is called: that of "k8s" is "kubernetes"."""
    folded = fold(written)
    return fold(_shipped_names().get(folded, folded))


def with_imported(imported: Iterable[SkillEntry]) -> tuple[SkillEntry, ...]:
    """Return the shipped dictionary with the skills of a user, who has the last word on a skill of the same name."""
    own = {fold(entry.name): entry for entry in imported}
    shipped = tuple(own.pop(fold(entry.name), entry) for entry in shipped_skills())
    return (*shipped, *own.values())


def _letters_of(written: str) -> bytes:
    return plain_letters(f"{' ' * written[0].isalnum()}{written}{' ' * written[-1].isalnum()}")


def _longest(spots: Iterable[Spot]) -> list[Spot]:
    """Return the spots in order, without those inside of others: "React" is not in "React Native"."""
    kept: list[Spot] = []
    end = -1
    for spot in sorted(spots, key=lambda each: (each.start, -each.end)):
        if spot.end > end:
            kept.append(spot)
            end = spot.end
    return kept


def _kind_at(sections: Sequence[TextSection], place: int) -> SectionKind | None:
    for section in sections:
        if section.start <= place < section.end:
            return section.kind
    return None


def _is_required(text: str, spot: Spot, cues: Sequence[Spot], kind: SectionKind | None) -> bool | None:
    """Return whether a skill is required or preferred; None: it is not asked for."""
    cue = _cue_of(text, spot, cues) if cues else None
    if cue is not None:
        return cue is Cue.REQUIRED and kind is not SectionKind.PREFERRED
    return None if kind in _NOT_ASKED else kind is not SectionKind.PREFERRED


def _cue_of(text: str, spot: Spot, cues: Sequence[Spot]) -> Cue | None:
    """Return the nearest cue of the sentence; those behind count as nearer: "Python required, Go is a plus"."""
    found: Cue | None = None
    nearest = 0
    for other in cues:
        is_before = other.start < spot.start
        if not is_before and other.alias.cue is Cue.FORWARD:
            continue
        low, high = (other.end, spot.start) if is_before else (spot.end, other.start)
        if high - low > _REACH or _STOP.search(text, low, high):
            continue
        distance = high - low + (_FARTHER if is_before and other.alias.cue is not Cue.FORWARD else 0)
        if found is None or distance < nearest:
            found, nearest = Cue.REQUIRED if other.alias.cue is Cue.REQUIRED else Cue.PREFERRED, distance
    return found
