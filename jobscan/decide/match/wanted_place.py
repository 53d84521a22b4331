"""The entries of a rule's or query's list of places, and which postings fulfil them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.match.terms import Heading, Term, is_expression
from jobscan.decide.posting.places import read_place

if TYPE_CHECKING:
    from jobscan.domain.job import Workplace


class WantedPlace(NamedTuple):
    """One entry of a list of wanted places: a place, a work model ("remote"), or both ("Remote - EMEA")."""

    #: The whole entry as a term.
    term: Term
    #: The work model, if it has one; None: none.
    workplace: Workplace | None
    #: The place itself, if it has one; None: none.
    place: Term | None

    @classmethod
    def of(cls, term: Term) -> WantedPlace:
        """Read an entry; a regular expression is searched for in the places as written."""
        place = None if is_expression(term.written) else read_place(term.written)
        if place is None or place.workplace is None:
            return cls(term, None, term)
        return cls(term, place.workplace, Term.of(place.name) if place.name else None)

    def asks(self, workplace: Workplace | None) -> bool:
        """Return whether it concerns the workplace of a posting with this workplace (None: unknown)."""
        return self.workplace is not None and workplace is not None

    def is_fulfilled_by(self, workplace: Workplace | None) -> bool | None:
        """Return whether a posting with this workplace (None: unknown) fulfils it; None when its places decide."""
        if not self.asks(workplace):
            return None
        if self.workplace is not workplace:
            return False
        return True if self.place is None else None

    def found_in(self, places: Heading, workplace: Workplace | None) -> str | None:
        """Return what was found in the text of the places, for people; None when the entry is not fulfilled.

        A work model is compared with the workplace. If that is not certain, the entry counts as written: "remote" finds
        "Remote-Friendly".
        """
        is_fulfilled = self.is_fulfilled_by(workplace)
        if is_fulfilled is None:
            asked = self.place if self.place is not None and self.asks(workplace) else self.term
            found = asked.found_in(places)
            return found if asked is self.term or found is None else self.term.written
        return self.term.written if is_fulfilled else None
