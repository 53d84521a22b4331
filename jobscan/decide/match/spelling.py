"""One name written in many ways: "Front End", "Front-End", "Front/End" and "Frontend".

In titles, places, departments and companies blanks, hyphens and slashes are left out. What is left remembers where
words begin and end, so that "java" is still not in "JavaScript", nor "C" in "C++". Descriptions are searched as they
are written: there it would cost more than the rest of matching, and say little of running text.
"""

from __future__ import annotations

from typing import NamedTuple

from jobscan.decide.match.words import EDGE

#: What stands between the parts of a name, in folded text: `fold` makes "_" a blank, and hyphens of all kinds one.
SEAMS = str.maketrans("", "", " -/")


class Name(NamedTuple):
    """A text without its seams, made ready to be searched."""

    letters: str
    #: The places in ``letters`` where a word begins or ends.
    edges: frozenset[int]

    @classmethod
    def of(cls, marked: str) -> Name:
        """Take folded text whose words are marked, see `words.marked`."""
        parts = marked.translate(SEAMS).split(EDGE)
        edges, at = [], 0
        for part in parts[:-1]:
            at += len(part)
            edges.append(at)
        return cls("".join(parts), frozenset(edges))


class Spelling(NamedTuple):
    """What is looked for in names: letters that begin and end where words do. Without letters it is in none."""

    letters: str
    #: False where the first, or last, character is none of a word: ".NET" is in "ASP.NET", "师" in "工程师".
    begins_word: bool
    ends_word: bool

    @classmethod
    def of(cls, marked: str) -> Spelling:
        """Take a folded entry whose words are marked, see `words.marked`."""
        plain = marked.translate(SEAMS)
        return cls(plain.replace(EDGE, ""), plain.startswith(EDGE), plain.endswith(EDGE))

    def is_at(self, start: int, end: int, edges: frozenset[int]) -> bool:
        """Say whether its letters, found from ``start`` to ``end`` of a name, are the words that are looked for."""
        return (not self.begins_word or start in edges) and (not self.ends_word or end in edges)

    def is_in(self, name: Name) -> bool:
        """Say whether it is in a name."""
        letters, size = self.letters, len(self.letters)
        at = name.letters.find(letters) if letters else -1
        while at >= 0:
            if self.is_at(at, at + size, name.edges):
                return True
            at = name.letters.find(letters, at + 1)
        return False
