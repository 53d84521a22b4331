"""From what a board writes to what it means: the places of a posting, and where its work is done.

Used for alerts, explanations and listings alike. `content_hash` and the places as written do not depend on it, so a
better reading changes no stored posting.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from jobscan.decide.posting.workplace_words import find_model
from jobscan.domain.job import Workplace
from jobscan.domain.place import Origin, Place, WorkplaceReading
from jobscan.utils.text import has_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.job import Job

#: Separators of places: `normalise` writes "; ", boards with one field for all places write the others.
_BETWEEN = re.compile(r"[;|•\n]")
#: What is left around a name when the words for the work are removed, and what joined it to them, in small letters:
#: "IN" and "OR" are Indiana and Oregon.
_MARGIN = " -/,;:&+·*\u2010\u2011\u2012\u2013\u2014\u2015"
_JOINTS = frozenset({"in", "within", "from", "or", "and", "based", "only"})
_HOLLOW = re.compile(rf"[(\[][{re.escape(_MARGIN)}]*+[)\]]|,? (?=,)")
#: Around the whole name: "(US)".
_BRACKETS = re.compile(r"\(([^()]*+)\)|\[([^\[\]]*+)\]")

#: The order in which one of several places decides: the one with the most freedom first.
_DECIDING = (Workplace.REMOTE, Workplace.HYBRID, Workplace.ONSITE)


@lru_cache(maxsize=4096)
def read_place(written: str) -> Place:
    """Read one place: its name, and what the words next to the name say about the work."""
    model = find_model(written)
    name = written.strip() if model.rest == written else _name_in(model.rest)
    return Place(written.strip(), name if has_words(name) else "", model.workplace)


def _name_in(rest: str) -> str:
    """Return the name in what is left of a place without the words for the work."""
    words = _HOLLOW.sub("", " ".join(rest.split())).split()
    first, last = 0, len(words)
    while first < last and not (words[first].strip(_MARGIN + ")]") and words[first] not in _JOINTS):
        first += 1
    while first < last and not (words[last - 1].strip(_MARGIN + "([") and words[last - 1] not in _JOINTS):
        last -= 1
    name = " ".join(words[first:last]).lstrip(_MARGIN + ")]").rstrip(_MARGIN + "([")
    whole = _BRACKETS.fullmatch(name)
    return (whole[1] or whole[2] or "").strip() if whole else name


def split_places(location: str) -> list[str]:
    """Return the places of a location, as written."""
    return [place for part in _BETWEEN.split(location) if (place := part.strip())]


def names_a_place(location: str) -> bool:
    """Return whether a location names any place, and not only how the work is done: "Hybrid" does not."""
    return any(read_place(place).name for place in split_places(location))


def read_places(location: str, offices: str | None) -> list[Place]:
    """Return the places of a posting, as meant: those of its location; if it names none, followed by its offices'."""
    places = list(map(read_place, split_places(location)))
    if offices and not any(place.name for place in places):
        places += map(read_place, split_places(offices))
    return places


def places_text(location: str, offices: str | None) -> str:
    """Return the text that is searched for places: the location as written; with the offices if it names no place."""
    return "; ".join(filter(None, (location, offices))) if offices and not names_a_place(location) else location


@lru_cache(maxsize=4096)
def read_workplace(workplace: Workplace | None, location: str, offices: str | None) -> WorkplaceReading:
    """Return where the work is done: what the board says in its field, else what the names of places say.

    Of several places the one with the most freedom decides, but the location before the offices.
    """
    places = read_places(location, offices)
    own = len(split_places(location))
    said = _deciding(places[:own]) or _deciding(places[own:])
    if workplace is not None:
        other = said if said is not None and said.workplace is not workplace else None
        return WorkplaceReading(workplace, Origin.BOARD, other)
    if said is None:
        return WorkplaceReading(None, Origin.UNKNOWN, None)
    return WorkplaceReading(said.workplace, Origin.PLACE, said)


def workplace_of(job: Job) -> WorkplaceReading:
    """Return where the work of a posting is done, see `read_workplace`."""
    return read_workplace(job.workplace, job.location, job.offices)


def _deciding(places: Sequence[Place]) -> Place | None:
    said = {place.workplace: place for place in reversed(places)}
    return next((said[workplace] for workplace in _DECIDING if workplace in said), None)
