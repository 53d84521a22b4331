"""Where the work is done: a place as its board wrote it and what it means, and what is known of the workplace."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jobscan.domain.job import Workplace


class Place(NamedTuple):
    """One place of a posting."""

    #: As the board wrote it: "Remote - EMEA".
    written: str
    #: Without the words that say how the work is done: "EMEA"; "" when there are no others.
    name: str
    #: What these words say; None when there are none, or they are not certain ("Remote Eligible").
    workplace: Workplace | None


class Origin(StrEnum):
    """Who says where the work is done."""

    #: The board, in a field for it.
    BOARD = "board"
    #: Only the name of a place.
    PLACE = "place"
    #: Neither says it.
    UNKNOWN = "unknown"


class WorkplaceReading(NamedTuple):
    """Where the work is really done."""

    #: None when neither the board nor a place says it.
    workplace: Workplace | None
    origin: Origin
    #: The place whose name says something: for origin PLACE it gives the workplace; for origin BOARD it contradicts the
    #: board, and the board wins. None when no name says anything, or all agree with the board.
    place: Place | None
