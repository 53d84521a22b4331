"""One name written in many ways: "Front End", "Front-End", "Front/End" and "Frontend".

In titles, places, departments and companies, blanks, hyphens and slashes are removed. The places where words begin and
end are kept, so "java" is still not in "JavaScript", nor "C" in "C++". Descriptions are searched as written: there this
would cost more than the rest of matching, and add little.
"""

from __future__ import annotations

from typing import NamedTuple

from jobscan.decide.match.words import EDGE

#: What stands between the parts of a name, in folded text: `fold` makes "_" a blank, and hyphens of all kinds one.
SEAMS = str.maketrans("", "", " -/")


class Name(NamedTuple):
    """A text without these separators, prepared for searching."""

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
    """What is searched for in names: letters that begin and end where words do. Without letters it is in none."""

    letters: str
    #: False if the first, or last, character is not part of a word: ".NET" is in "ASP.NET", "师" in "工程师".
    begins_word: bool
    ends_word: bool

    @classmethod
    def of(cls, marked: str) -> Spelling:
        """Take a folded entry whose words are marked, see `words.marked`."""
        plain = marked.translate(SEAMS)
        return cls(plain.replace(EDGE, ""), plain.startswith(EDGE), plain.endswith(EDGE))

    def is_at(self, start: int, end: int, edges: frozenset[int]) -> bool:
        """Return whether its letters, found from ``start`` to ``end`` of a name, are whole words."""
        return (not self.begins_word or start in edges) and (not self.ends_word or end in edges)

    def is_in(self, name: Name) -> bool:
        """Return whether it is in a name."""
        letters, size = self.letters, len(self.letters)
        at = name.letters.find(letters) if letters else -1
        while at >= 0:
            if self.is_at(at, at + size, name.edges):
                return True
            at = name.letters.find(letters, at + 1)
        return False
