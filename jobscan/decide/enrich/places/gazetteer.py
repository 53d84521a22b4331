"""Cities by name, out of the shipped gazetteer (GeoNames, CC BY 4.0): 42,000 cities, read when it is first needed."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from jobscan.data import read_table

#: A name alone means the largest city of that name if no other country has one a third as large: "London", but not
#: "Cambridge"; in the US, whose boards write names alone most, not a sixth: "Salem" and "Burlington" are uncertain.
_LEAD, _LEAD_OVER_US = 3, 6
#: For a name in another language, of which there are many: "Odessa" is also in Texas.
_LEAD_OF_OTHER_NAMES = 10
#: Thousands of people of a city that a name alone can mean. The gazetteer ends at 15: of a smaller city's name, others
#: a third as large may be missing.
_KNOWN_ALONE = 45
#: What boards mean although another city is too large for the rule: Venezuela's Barcelona has 815,000 people.
_MEANT_ALONE = {
    "athens": "GR",
    "limerick": "IE",
    **dict.fromkeys(["barcelona", "granada"], "ES"),
    **dict.fromkeys(["heidelberg"], "DE"),
    **dict.fromkeys(["birmingham", "manchester", "reading", "york"], "GB"),
    **dict.fromkeys(["san jose", "santa barbara", "santa clara", "st louis"], "US"),
}
#: Words that also name a city.
_NO_CITY_ALONE = frozenset("central enterprise field global home international mobile national normal union".split())


class City(NamedTuple):
    """A city of the gazetteer."""

    name: str
    #: ISO 3166-1 alpha-2.
    country: str
    #: Its code in states.tsv; "": not known.
    state: str
    #: Thousands of people.
    size: int
    #: Whether it was found by another name than its own: "Köln".
    by_other_name: bool = False


@lru_cache(maxsize=4096)
def cities_named(key: str) -> tuple[City, ...]:
    """Return the cities with this name, as `place_key` makes it, the largest first; () when there are none.

    What a name may have around it is tried without: "Greater Boston", "Mexico City", "Taipei City".
    """
    found = _read_gazetteer().get(key)
    if found is None:
        core = _core_of(key)
        found = _read_gazetteer().get(core) if core else None
    if found is None:
        return ()
    cities = [_city_of(entry) for entry in found.split("\n")]
    return tuple(sorted(cities, key=lambda city: (city.by_other_name, -city.size)))


def city_alone(key: str) -> City | None:
    """Return the city that a name means if nothing else is said; None when that is not certain.

    Its state is "" when cities of that name in several states of the country are alike in size.
    """
    cities = sorted(cities_named(key) if key not in _NO_CITY_ALONE else (), key=lambda city: -city.size)
    if key in _MEANT_ALONE:
        cities = [city for city in cities if city.country == _MEANT_ALONE[key]]
    if not cities or cities[0].size < _KNOWN_ALONE:
        return None
    first = cities[0]
    if any(city.size * _lead_over(city, first) > first.size for city in cities if city.country != first.country):
        return None
    return settle_state([city for city in cities if city.country == first.country])


def _lead_over(rival: City, first: City) -> int:
    if first.by_other_name:
        return _LEAD_OF_OTHER_NAMES
    return _LEAD_OVER_US if rival.country == "US" else _LEAD


def settle_state(cities: list[City]) -> City:
    """Return the largest of several cities of one name and country; without a state unless it is clearly that one."""
    first = max(cities, key=lambda city: (city.size, not city.by_other_name))
    rivals = [city for city in cities if city.state != first.state and city.size * _LEAD > first.size]
    return first._replace(state="") if rivals else first


#: Words before and after the name of a city that add nothing.
_BEFORE = (
    "greater ",
    "city of ",
    "metro ",
    "downtown ",
    "central ",
    "area ",
    "grossraum ",
    "raum ",
    "region ",
    "standort ",
)
_BEHIND = (
    *(" city", " area", " metro area", " metropolitan area", " bay area", " metro", " region", " shi", " district"),
    *(" metropolitan region", " office", " hq", " headquarters", " headquarter", " hub", " und umgebung", " stadt"),
    *(" downtown", " centre", " center", " and area", " and surroundings", " campus"),
)


def _core_of(key: str) -> str:
    before = next((words for words in _BEFORE if key.startswith(words)), "")
    behind = max((words for words in _BEHIND if key.endswith(words)), key=len, default="")
    core = key[len(before) : len(key) - len(behind)].strip()
    return core if core != key else ""


def _city_of(entry: str) -> City:
    country, state, size, other, name = entry.split(":", 4)
    return City(name, country, state, int(size), other == "~")


@cache
def _read_gazetteer() -> dict[str, str]:
    """Return key → entries, "COUNTRY:STATE:THOUSANDS:~ or nothing:NAME", each on a line.

    Strings, because 60,000 tuples would take three times the memory.
    """
    found: dict[str, str] = {}
    country = state = ""
    for row in read_table("gazetteer.tsv.xz"):
        name = row[0]
        if not name:
            country, state = row[1], row[2] if len(row) > 2 else ""
            continue
        key = (row[2] if len(row) > 2 else "") or name.lower()
        entry = f"{country}:{state}:{row[1]}::{name}"
        found[key] = f"{found[key]}\n{entry}" if key in found else entry
        if len(row) > 3:
            entry = f"{country}:{state}:{row[1]}:~:{name}"
            for key in row[3:]:
                found[key] = f"{found[key]}\n{entry}" if key in found else entry
    return found
