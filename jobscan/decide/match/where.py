"""Where the work of a posting is done, in words for people, and the source of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.match.terms import Heading
from jobscan.decide.posting.places import names_a_place, split_places, workplace_of
from jobscan.domain.place import Origin

if TYPE_CHECKING:
    from jobscan.decide.match.terms import Term
    from jobscan.domain.job import Job


def workplace_text(job: Job) -> str:
    """Return the workplace and where it comes from: "the board calls it remote"; also what contradicts it."""
    reading = workplace_of(job)
    if reading.origin is Origin.BOARD:
        text = f"the board calls it {reading.workplace}"
        if reading.place is None:
            return text
        return f'{text}, although the place "{reading.place.written}" says {reading.place.workplace}'
    board = f'the board says only "{job.workplace_word}"' if job.workplace_word else "the board gives no workplace"
    if reading.place is not None:
        return f'{board}; only the place\'s name says {reading.workplace}: "{reading.place.written}"'
    places = all_places(job)
    return f"{board}, and {places} does not say either" if places else f"{board} and no place"


def all_places(job: Job) -> str:
    """Name what is searched for places: 'the place "Oslo"', 'the place "Hybrid" of the office "Oslo"'; or ""."""
    location = f'the place "{job.location}"' if job.location else ""
    if not job.offices or names_a_place(job.location):
        return location
    return f'{location} of the office "{job.offices}"' if location else f'the office "{job.offices}"'


def names_no_country(job: Job) -> bool:
    """Return whether the board gives places, but only words for how the work is done: "Remote"."""
    return bool(job.location) and not job.offices and not names_a_place(job.location)


def place_of(term: Term, job: Job) -> str:
    """Name the first place in which a term was found; everything that is searched if no single place has it."""
    if term.pattern is None:
        for place in split_places(job.location):
            if term.found_in(Heading.of(place)) is not None:
                return f'the place "{place}"'
        for office in split_places(job.offices or ""):
            if term.found_in(Heading.of(office)) is not None:
                return f'the office "{office}"'
    return all_places(job)
