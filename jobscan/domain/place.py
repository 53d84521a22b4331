"""Where the work is done: a place as its board wrote it and as it is meant, and what is known of the workplace."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jobscan.domain.job import Workplace


class Place(NamedTuple):
    """One place of a posting."""

    #: As the board wrote it: "Remote - EMEA".
    written: str
    #: Without the words that say how the work is done: "EMEA"; "" when those are all there is.
    name: str
    #: What these words say; None when there are none, or none that is certain ("Remote Eligible").
    workplace: Workplace | None


class Origin(StrEnum):
    """Who says where the work is done."""

    #: The board, in a field for it.
    BOARD = "board"
    #: Only the name of a place.
    PLACE = "place"
    #: Nobody.
    UNKNOWN = "unknown"


class WorkplaceReading(NamedTuple):
    """Where the work is done, as it is meant."""

    #: None when nobody says.
    workplace: Workplace | None
    origin: Origin
    #: The place whose name says something: of origin PLACE what the workplace is, of origin BOARD another one than the
    #: board does, which then holds. None when no name says anything, or the same as the board.
    place: Place | None
