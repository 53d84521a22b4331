"""The places of a posting as cities, states and countries.

Three-valued: what is not certain is None, and a place of which nothing is known stays in the list, so that "not in
Germany" cannot be concluded from it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jobscan.decide.enrich.places.countries import country_title, state_title
from jobscan.decide.enrich.places.located import Located, locate
from jobscan.decide.enrich.places.place_parts import PlacePart, is_no_place, read_parts
from jobscan.decide.posting.places import read_places
from jobscan.domain.facts import Locality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.place import Place

#: More parts than a place has: country, state, county, city, district, building.
_LONGEST_PLACE = 6
#: Of one posting.
_MOST_PLACES = 100


@lru_cache(maxsize=4096)
def read_localities(location: str, offices: str | None) -> tuple[Locality, ...]:
    """Return the places of a posting in its order: those of its location, of its offices if that names none.

    A place that only says how the work is done ("Remote") has no names; "3 Locations" is no place.

    Args:
        location: the places as written, joined by "; ".
        offices: in the same form; None or "": none.
    """
    return tuple(
        _locality_of(found, place)
        for place in read_places(location, offices)[:_MOST_PLACES]
        for found in locate_place(place.name)
        if found != Located() or place.workplace is not None or (place.name and not is_no_place(place.name))
    )[:_MOST_PLACES]


@lru_cache(maxsize=8192)
def locate_place(name: str) -> tuple[Located, ...]:
    """Return what the name of a place means: one place, or several that are written together ("Berlin / Munich").

    At least one: of "" and "Headquarters" nothing is known.
    """
    parts = read_parts(name)
    if len(parts) > 1 and _are_countries(parts):
        return tuple(Located(country=part.coded_country, is_said=True) for part in parts)
    groups = list(_group(parts))
    found = [locate(group) or Located() for group in groups]
    countries = frozenset(each.country for each in found if each.country is not None)
    if len(found) > 1 and countries:
        found = [
            locate(group, countries) or each if each.country is None and not each.is_said else each
            for group, each in zip(groups, found, strict=True)
        ]
    return tuple(each for number, each in enumerate(found) if not number or not _is_same(each, found[number - 1])) or (
        Located(),
    )


def _is_same(one: Located, other: Located) -> bool:
    """Return whether a place is said twice: "Buenos Aires, CABA"."""
    if one.city is None or other.city is None:
        return one == other
    return (one.city.name, one.city.state, one.country) == (other.city.name, other.city.state, other.country)


def locality_text(locality: Locality) -> str:
    """Return a place for people: "San Jose, CA, United States"; "" when nothing is known."""
    country = country_title(locality.country) if locality.country else None
    return ", ".join(dict.fromkeys(filter(None, (locality.city, locality.state, country))))


def _group(parts: Sequence[PlacePart]) -> list[Sequence[PlacePart]]:
    """Split parts into places: each takes as many parts as can mean one place."""
    groups: list[Sequence[PlacePart]] = []
    start = 0
    while start < len(parts):
        end = _end_of(parts, start)
        groups.append(parts[start:end])
        start = end
    return groups


def _end_of(parts: Sequence[PlacePart], start: int) -> int:
    last = min(len(parts), start + _LONGEST_PLACE)
    begins = next((at for at in range(start + 1, last) if parts[at].begins), last)
    for end in range(begins, start + 1, -1):
        # A code belongs to what stands before it.
        if (end == len(parts) or not parts[end].is_code or parts[end].begins) and locate(parts[start:end]) is not None:
            return end
    return start + 1


def _are_countries(parts: Sequence[PlacePart]) -> bool:
    """Return whether all parts are codes of countries, and not all of them codes of states: "DE, AT, CH"."""
    return all(part.is_code and part.coded_country for part in parts) and any(not part.states for part in parts)


def _locality_of(found: Located, place: Place) -> Locality:
    city, state = found.city, None
    if found.state is not None:
        state = found.state.shown
    elif city is not None and city.state:
        state = state_title(city.country, city.state)
    return Locality(city.name if city else None, state or None, found.country, place.workplace)
