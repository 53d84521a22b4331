"""A simulated posting: as its market stores it, small, and as its board shows it, in full."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jobscan.domain.job import Salary, Workplace
    from jobscan.simulator.market.places import SimulatedPlace
    from jobscan.simulator.market.texts import AdvertText


class Odd(IntEnum):
    """Oddities of a few postings on real boards; each system shows them in its own way."""

    NO = 0
    #: Blanks around the title, double and no-break blanks in it.
    BLANKS = 1
    EMOJI = 2
    #: All optional fields are null or absent.
    SPARSE = 3
    #: A text full of entities, empty elements, comments, unclosed tags, no-break blanks and a byte order mark.
    MESSY = 4


class Commitment(StrEnum):
    """The employment type, in jobscan's words."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CONTRACT = "contract"
    INTERNSHIP = "internship"


class Content(NamedTuple):
    """The content of a version of a posting: two are equal when title, text and place are."""

    level: int
    places: tuple[int, ...]
    edition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedPosting:
    """The stored part of a posting; everything else follows from it and its board's seed."""

    #: 0, 1, 2 … on its board, never reused: the posting's identity.
    serial: int
    #: The serial of the first posting of the same job: it is advertised in several places with one text.
    job: int
    language: str
    #: Numbers in `Lexicon.roles` and `Lexicon.levels`.
    role: int
    level: int
    #: Numbers in `PLACES`, the primary one first; empty when the board gives none.
    places: tuple[int, ...]
    odd: Odd = Odd.NO
    #: The version of the text.
    edition: int = 0
    #: The version of everything else that people read, except title and place: department, structured pay.
    terms: int = 0
    #: Seconds since 1970.
    published: int
    updated: int

    @property
    def content(self) -> Content:
        """Return the content of its current version."""
        return Content(self.level, self.places, self.edition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advert:
    """A posting in full, before it is put into a system's shape."""

    posting: SimulatedPosting
    #: As the board spells it, including odd blanks.
    title: str
    department: str
    team: str
    commitment: Commitment
    #: None if the board does not say.
    workplace: Workplace | None
    places: tuple[SimulatedPlace, ...]
    #: In whole currency units; None when the company does not say.
    pay: Salary | None
    text: AdvertText


class PostingChange(StrEnum):
    """What can happen on a board during a tick."""

    APPEARED = "appeared"
    #: Title, text or place differ: a new version.
    CHANGED = "changed"
    #: Department or structured pay differ: no new version.
    AMENDED = "amended"
    #: Only the timestamp of the last change moved.
    TOUCHED = "touched"
    VANISHED = "vanished"
    RETURNED = "returned"
    #: The board's company has another name.
    RENAMED = "renamed"
    #: All or most postings are not listed for a while.
    EMPTIED = "emptied"
    REFILLED = "refilled"
    #: The board does not give a usable answer for a while.
    BROKEN = "broken"
    RECOVERED = "recovered"
