"""Quotes of postings: the words that say a fact, with some around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobscan.domain.facts import FactEvidence, Span

#: Characters around the words, at most.
_AROUND = 60


def quote(text: str, said: Span | FactEvidence | None) -> str:
    """Return a span of a text with some of its line around it, from word to word; "" for None."""
    if said is None:
        return ""
    start, end = _whole_words(text, said.start, said.end)
    words = " ".join(text[start:end].split()).removeprefix("- ")
    before, after = text[:start].rpartition("\n")[2].strip(), text[end:].partition("\n")[0].strip()
    return f"{'…' if before else ''}{words}{'…' if after else ''}"


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    first, last = max(line_start, start - _AROUND), min(line_end, end + _AROUND)
    if first > line_start:
        blank = text.find(" ", first, start)
        first = blank + 1 if blank >= 0 else start
    if last < line_end:
        blank = text.rfind(" ", end, last)
        last = blank if blank >= 0 else end
    return first, last
