"""The boards that a web page may belong to, with the evidence, and the one to choose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jobscan.domain.source import Source


class Evidence(IntEnum):
    """How a page refers to a board, the weakest first."""

    #: In an HTML comment only: an embed that was switched off, a note.
    COMMENT = 0
    #: A link, a text, data of a script: may be any board, such as a sister company's.
    MENTION = 1
    #: The page shows this board: by a frame, a script, a vendor's set-up, or by asking its API.
    EMBED = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A board that a page may belong to."""

    source: Source
    #: The strongest evidence on the page.
    evidence: Evidence
    #: How often the page names it.
    mentions: int = 1

    @property
    def reason(self) -> str:
        """Say why this is a candidate; the words follow its name."""
        if self.evidence is Evidence.EMBED:
            return "embedded"
        times = {1: "once", 2: "twice"}.get(self.mentions, f"{self.mentions} times")
        return f"{'in a comment' if self.evidence is Evidence.COMMENT else 'linked'} {times}"


def merge_candidates(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return each board once, with its strongest evidence and all its mentions, the strongest candidates first.

    Two spellings of one board that differ in case are one: the spelling with the stronger evidence stands.
    """
    boards: dict[tuple[str, str], Candidate] = {}
    for candidate in candidates:
        key = (candidate.source.type, candidate.source.identifier.casefold())
        known = boards.get(key)
        if known is not None:
            strongest = max(known, candidate, key=lambda one: one.evidence)
            candidate = replace(strongest, mentions=known.mentions + candidate.mentions)
        boards[key] = candidate
    return tuple(sorted(boards.values(), key=lambda one: (-one.evidence, -one.mentions)))


def choose_candidate(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the board to choose: the only one with the strongest evidence. None when there are several, or none.

    How often a board is named decides nothing: a group's page may list more postings of another company than of its
    own.
    """
    strongest = max((candidate.evidence for candidate in candidates), default=None)
    best = [candidate for candidate in candidates if candidate.evidence is strongest]
    return best[0] if len(best) == 1 else None
