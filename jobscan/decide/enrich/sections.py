"""Splits a description into the parts under its headings."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from jobscan.decide.enrich.wording.section_words import SECTION_WORDS, WEAK_WORDS
from jobscan.domain.facts import SectionKind, TextSection

#: Characters of a heading; longer lines are sentences.
_LONGEST = 90
_LONGEST_LABEL = 41
_MOST_WORDS = 12
_ITEM_SIGNS = "-•*·▪◦●‣⁃"
_FIGURES = "0123456789"
#: Headings whose kind is remembered: boards repeat theirs in each posting.
_REMEMBERED = 4096
#: Sections of one text; real ones have at most some twenty.
_MOST_SECTIONS = 100

_EDGES = re.compile(r"\A[\W_]++|[\W_]++\Z")
_ITEM = re.compile(r"[-•·▪◦●‣⁃]\s?+[^\s-]|\*\s")
#: "1. Your tasks"; a heading with any other figure in front is an amount.
_NUMBERING = re.compile(r"\(?\d{1,2}[.)]\s*")
#: Headings around the name of the employer.
_WITH_NAME = re.compile(r"\A[\W_]*+(?:what .{1,20} (?:can )?(?:offers?|brings)|why .{1,24}\?|how .{1,20} supports)")
_ALTERNATIVE = re.compile(r"\|(?![^(]*\))")
_CHOICE = re.compile(r"\(([^()]*)\)(\?)?|\[([^\]]*)\]|(\w)\?")


def find_sections(text: str) -> tuple[TextSection, ...]:
    """Return the parts of a description whose headings say what they are about, in order; () when there are none.

    A heading is a short line, with or without a colon, in any case, or a label before a colon at the start of a line. A
    part reaches to the next heading that is understood, so that sub-headings stay within it.
    """
    starts: list[tuple[int, SectionKind]] = []
    at = 0
    blank_before = True
    for line in text.split("\n"):
        # Most lines are items of lists, or long.
        if line and line[:2] != "- " and (len(line) <= _LONGEST or line.find(":", 3, _LONGEST_LABEL) > 0):
            kind = _kind_of_line(line, blank_before)
            if kind is not None:
                starts.append((at, kind))
        blank_before = not line
        at += len(line) + 1
    del starts[_MOST_SECTIONS:]
    sections: list[TextSection] = []
    end = len(text)
    for start, kind in reversed(starts):
        while text[end - 1].isspace():
            end -= 1
        sections.append(TextSection(kind, start, end))
        end = start
    return tuple(reversed(sections))


def _kind_of_line(line: str, blank_before: bool) -> SectionKind | None:
    if line[0] in _ITEM_SIGNS and _ITEM.match(line):
        # An item of a list may look like a heading: "- Benefits administration".
        return None
    colon = line.find(":", 3, _LONGEST_LABEL)
    if 0 < colon < len(line) - 1:
        # A label and what it labels: "Requirements: three years of …".
        return _kind_of_heading(line[:colon], False)
    if len(line) > _LONGEST or (line[-1] in ".;," and not line.endswith("...")):
        return None
    return _kind_of_heading(line, blank_before or line[-1] == ":" or line.isupper())


@lru_cache(_REMEMBERED)
def _kind_of_heading(line: str, stands_out: bool) -> SectionKind | None:
    """Return what a heading announces; one that does not stand out must consist of little else than those words."""
    heading = line.lower().replace("’", "'")
    if not (heading[0].isalpha() and heading[-1].isalpha()):
        heading = _NUMBERING.sub("", _EDGES.sub("", heading), count=1)
    words = heading.count(" ") + 1
    if not heading or words > _MOST_WORDS or heading[0] in _FIGURES:
        return None
    kinds: list[tuple[int, SectionKind]] = []
    search, phrases = _phrases()
    for index, start, end in search.find_matches_as_indexes(heading, overlapping=True):
        phrase = phrases[index]
        if not phrase.fits(heading, start, end):
            continue
        is_weak = words > (3 if stands_out else 2) and heading[start:end] in WEAK_WORDS
        if not is_weak and (stands_out or 2 * (end - start) >= len(heading)):
            kinds.append((phrase.rank, phrase.kind))
    if kinds:
        return min(kinds)[1]
    return SectionKind.BENEFITS if stands_out and _WITH_NAME.search(line.lower()) else None


class _Phrase(NamedTuple):
    rank: int
    kind: SectionKind
    at_start: bool
    at_end: bool
    #: The last word may go on.
    is_open: bool

    def fits(self, heading: str, start: int, end: int) -> bool:
        """Return whether the phrase is whole words here, and where in the heading it must be."""
        if (start and (self.at_start or heading[start - 1].isalnum())) or (end < len(heading) and self.at_end):
            return False
        return self.is_open or end == len(heading) or not heading[end].isalnum()


@lru_cache(1)
def _phrases() -> tuple[AhoCorasick, list[_Phrase]]:
    """Return the phrases of all kinds, and what finds them: alternatives in one regular expression take five times "
    "as long.
    """
    literals: list[str] = []
    phrases: list[_Phrase] = []
    for rank, (kind, written) in enumerate(SECTION_WORDS):
        for phrase in _ALTERNATIVE.split(written):
            known = _Phrase(rank, kind, phrase[0] == "^", phrase[-1] == "$", phrase[-1] == "*")
            for literal in _expand(phrase.strip("^$*")):
                literals.append(literal)
                phrases.append(known)
    return AhoCorasick(literals), phrases


def _expand(phrase: str) -> list[str]:
    """Return what a phrase stands for: "own(er)?" for "own" and "owner"."""
    found = _CHOICE.search(phrase)
    if found is None:
        return [phrase]
    choices = found[1].split("|") if found[1] is not None else list(found[3] or found[4])
    if found[2] or found[4]:
        choices.append("")
    return [
        literal for choice in choices for literal in _expand(phrase[: found.start()] + choice + phrase[found.end() :])
    ]
