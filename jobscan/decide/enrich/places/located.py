"""What several parts mean as one place: "Newark", "DE" is in Delaware, "Berlin", "DE" in Germany."""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.places.gazetteer import City, city_alone, settle_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jobscan.decide.enrich.places.countries import CountryPart
    from jobscan.decide.enrich.places.place_parts import PlacePart

#: How much a reading of a part says. A city by its own name says most, as names of countries and states are also those
#: of cities ("Luxembourg", "New York"), then names, then codes: the state's before the country's, since "GA" is Georgia
#: a hundred times for once that it is Gabon.
_CITY, _OTHER_NAME, _COUNTRY, _STATE, _CODE, _FOREIGN_STATE, _REGION = 4.5, 3.5, 4.0, 3.0, 2.5, 2.2, 1.0
#: The state a city is in was said, too.
_IN_STATE = 1.0
#: A part that means something elsewhere: Punjab is also in India.
_ELSEWHERE = -1.0
#: Countries whose states are known by their codes everywhere.
_CODED_STATES = frozenset(["US", "CA", "AU"])
#: Countries of their own in ISO 3166 that boards also write as a part of another: "Hong Kong, China".
_PARTS_OF = {
    "CN": frozenset(["HK", "MO"]),
    "US": frozenset(["GU", "PR", "VI"]),
    "GB": frozenset(["GG", "GI", "IM", "JE"]),
    "FR": frozenset(["GF", "GP", "MQ", "NC", "PF", "RE", "YT"]),
}
#: Codes of Canadian provinces and Australian states that are as likely a country: Slovakia, Peru, Saudi Arabia; and the
#: Netherlands, which are more likely than Newfoundland where the city is too small to be known.
_STATE_SCORES = {"SK": _CODE, "PE": _CODE, "SA": _CODE, "NL": _FOREIGN_STATE}
#: Endings of German names: of a small town in "Kleinostheim, DE".
_GERMAN = re.compile(r".*(?:heim|hausen|dorf|burg|stadt|bach|berg|ingen|feld|kirchen|wald|hofen|brück|tal|rode|au|see)")
#: Thousands of people: a city of that size in another country makes "Belgrade, SE" a contradiction, no small town.
_LARGE = 100
#: Codes that are words of languages that boards write.
_WORDS = frozenset("am as at be by de do es et il in is it la me my no or so to".split())
#: Thousands of people: a place named like a larger city, in another state that is said by name, is not that small place
#: but the next of a list: "San Francisco, New York".
_FAMOUS = 300
#: Thousands of people of a city that "New York" alone means, although it is also a state.
_OVER_STATE = 1000
_MOST_COMBINATIONS = 256


class Located(NamedTuple):
    """One place; None: not said, or not certain."""

    city: City | None = None
    #: The code in states.tsv with its country, or the state that was said.
    state: CountryPart | None = None
    country: str | None = None
    #: The countries of a region; () when none is named.
    region: tuple[str, ...] = ()
    #: Whether a country, a state or a region is named, and not only a city.
    is_said: bool = False
    #: The parts contradict each other.
    is_contradiction: bool = False


class _Reading(NamedTuple):
    score: float
    city: City | None
    state: CountryPart | None


def locate(parts: Sequence[PlacePart], countries: frozenset[str] = frozenset()) -> Located | None:
    """Return the one place that the parts mean together, unknown where it is not certain; None: they are several.

    Args:
        parts: at least one, see `read_parts`.
        countries: where the places next to it are: a city that is in one of them only is certain.
    """
    named = dict.fromkeys(_named_countries(parts))
    if not named:
        return _without_country(parts, countries)
    readings = {country: reading for country in named if (reading := _read_in(country, parts)) is not None}
    if not readings:
        return _conflict(parts)
    best = max(reading.score for reading in readings.values())
    likely = [country for country, reading in readings.items() if reading.score == best]
    if len(likely) > 1:
        return Located(is_said=True)
    country, reading = likely[0], readings[likely[0]]
    known = [part for part in parts if not part.says_nothing]
    if len(parts) == 1 and _is_ambiguous_code(parts[0]):
        return Located()
    if len(known) == 1 and _is_large_city_elsewhere(known[0], country):
        return Located()
    return _located(country, reading, parts)


def _located(country: str, reading: _Reading, parts: Sequence[PlacePart]) -> Located:
    city, state = reading.city, reading.state
    known = [part for part in parts if part.states or part.cities]
    if len(known) == 1 and known[0].states and city is not None and not _means_city(city, known[0]):
        # "Washington" is a state and a city elsewhere, "Quebec" a city and its own province.
        state = next((part for part in known[0].states if part.country == country), None)
        if state is not None and city.size >= _LARGE and city.state != state.code:
            state = None
        city = None
    return Located(city, state, country, is_said=True)


def _means_city(city: City, part: PlacePart) -> bool:
    own = [state for state in part.states if state.country == city.country]
    if city.country not in _CODED_STATES:
        # Zug is also its canton, but Wales no village in England.
        return city.size >= _LARGE or any(state.code == city.state for state in own)
    return all(state.code == city.state and (city.size >= _OVER_STATE or state.code == "DC") for state in own)


def _is_ambiguous_code(part: PlacePart) -> bool:
    """Return whether a code alone may be a state's or a country's ("CA", "DE"), or is a word ("in")."""
    if not _is_bare_code(part):
        return False
    if part.text.islower() and part.text in _WORDS:
        return True
    return part.coded_country is not None and any(
        state.country in _CODED_STATES and _state_score(part, state) >= _CODE for state in part.states
    )


def _is_large_city_elsewhere(part: PlacePart, country: str) -> bool:
    """Return whether a name of a state is as well a large city's in another country: Victoria, Kent, Norfolk."""
    if part.country is not None or part.is_code or country in ("US", "CA"):
        return False
    if any(city.country == country for city in part.cities):
        return False
    return any(city.country != country and city.size >= _LARGE and not city.by_other_name for city in part.cities)


def _named_countries(parts: Sequence[PlacePart]) -> Iterator[str]:
    """Yield the countries that parts may be in, those of cities alone left out."""
    for part in parts:
        if part.country is not None:
            yield part.country
        if part.coded_country is not None:
            yield part.coded_country
        for state in part.states:
            yield state.country


def _without_country(parts: Sequence[PlacePart], countries: frozenset[str]) -> Located | None:
    """Read parts of which none names a country or state: a city alone, a region, or nothing known."""
    # "Asia" is a town, too.
    cities = {part.key: part for part in parts if part.cities and not part.region}
    regions = {part.region for part in parts if part.region}
    if len(cities) > 1 or len(regions) > 1:
        return None
    region = next(iter(regions), ())
    if not cities:
        return Located(region=region, is_said=bool(region))
    key, part = next(iter(cities.items()))
    if region and not any(city.country in region for city in part.cities):
        return None
    near = [city for city in part.cities if city.country in (countries or region)]
    city = settle_state(near) if len({city.country for city in near}) == 1 else city_alone(key)
    if city is None or (region and city.country not in region):
        return Located(region=region if city is None else ())
    return Located(city, None, city.country)


def _conflict(parts: Sequence[PlacePart]) -> Located | None:
    """Return the answer for parts that fit nowhere together: unknown if a code belongs to the others, else several."""
    return Located(is_contradiction=True) if len(parts) == 2 and _is_bare_code(parts[1]) else None


def _is_bare_code(part: PlacePart) -> bool:
    return part.is_code and len(part.text) == 2 and part.country is None


def _read_in(country: str, parts: Sequence[PlacePart]) -> _Reading | None:
    """Return the best reading of all parts as one place in a country; None: they cannot be that."""
    options = [list(_options(country, part, parts)) for part in parts]
    best: _Reading | None = None
    for chosen in islice(product(*options), _MOST_COMBINATIONS):
        reading = _combine(chosen, parts)
        if reading is not None and (best is None or reading.score > best.score):
            best = reading
    if best is None or best.score <= 0:
        return None
    return best


class _Option(NamedTuple):
    score: float
    cities: tuple[City, ...] = ()
    state: CountryPart | None = None
    #: It names a city that is elsewhere.
    is_stray: bool = False


def _options(country: str, part: PlacePart, parts: Sequence[PlacePart]) -> Iterator[_Option]:
    """Yield what a part can mean in a country; nothing: it names another one."""
    if part.says_nothing:
        yield _Option(0)
        return
    inside = tuple(city for city in part.cities if city.country == country)
    if inside:
        yield _Option(_OTHER_NAME if inside[0].by_other_name else _CITY, inside)
    for state in part.states:
        if state.country == country and (not _is_foreign(part, state) or _has_evidence(country, part, parts)):
            yield _Option(_state_score(part, state), state=state)
    if part.country == country:
        # Georgia is as likely the state.
        yield _Option(_STATE if any(state.country != country for state in part.states) else _COUNTRY)
    elif part.coded_country == country:
        yield _Option(_coded_score(country, part, parts))
    elif country in part.region or country in _PARTS_OF.get(part.country or part.coded_country or "", ()):
        yield _Option(_REGION)
    elif _may_be_small(country, part, parts):
        yield _Option(_ELSEWHERE, is_stray=city_alone(part.key) is not None)


def _is_foreign(part: PlacePart, state: CountryPart) -> bool:
    """Return whether a code is that of a state whose country it does not tell by itself: "SE" is no sign of Brazil."""
    return part.is_code and state.country not in _CODED_STATES


def _has_evidence(country: str, part: PlacePart, parts: Sequence[PlacePart]) -> bool:
    return any(
        country in (other.country, other.coded_country) or any(city.country == country for city in other.cities)
        for other in parts
        if other is not part
    )


def _state_score(part: PlacePart, state: CountryPart) -> float:
    if not part.is_code:
        return _STATE
    if state.country not in _CODED_STATES:
        return _FOREIGN_STATE
    # Washington before Western Australia.
    return _STATE_SCORES.get(state.code, _STATE if state.country == "US" else _STATE - 0.1)


def _coded_score(country: str, part: PlacePart, parts: Sequence[PlacePart]) -> float:
    if len(part.text) == 3:
        return _COUNTRY
    is_german = country == "DE" and any(other.says_nothing and _looks_german(other.text) for other in parts)
    return _STATE + 0.5 if is_german else _CODE


def _looks_german(name: str) -> bool:
    return any(sign in "äöüßÄÖÜ" for sign in name) or _GERMAN.fullmatch(name.lower()) is not None


def _may_be_small(country: str, part: PlacePart, parts: Sequence[PlacePart]) -> bool:
    """Return whether a part that means something elsewhere may be a small place here that the tables do not know."""
    if part.country is not None or part.region or part.is_code:
        return False
    others = [other for other in parts if other is not part]
    states = [(other, state) for other in others for state in other.states if state.country == country]
    if any(state.country == country or (state.country in _CODED_STATES and not part.cities) for state in part.states):
        # There is one Connecticut.
        return False
    inside = [city for city in part.cities if city.country == country]
    if inside and not (states and all(city.state != state.code for city in inside for _, state in states)):
        return False
    main = city_alone(part.key)
    if main is None or main.size < _LARGE:
        return True
    # A large city elsewhere: only a state says that another one is meant ("London, KY"), or the country of two parts.
    if any(_says_namesake(main, other, state) for other, state in states):
        return True
    named = any(other.country == country for other in others)
    return named and ((main.by_other_name and not part.states) or (len(parts) == 2 and part is parts[0]))


def _says_namesake(main: City, other: PlacePart, state: CountryPart) -> bool:
    """Return whether a state says that not the largest city of a name is meant, but one in the state."""
    if other.is_code:
        return state.code not in _STATE_SCORES
    if any(city.size >= _OVER_STATE for city in other.cities):
        # "Paris, New York" are two cities, "San Francisco, California, Texas" several places.
        return main.size < _FAMOUS
    return main.size < _FAMOUS or main.country != state.country


def _combine(options: Sequence[_Option], parts: Sequence[PlacePart]) -> _Reading | None:
    """Return what one reading of each part gives together; None: two cities, two states, or a city elsewhere."""
    state: CountryPart | None = None
    cities: tuple[City, ...] = ()
    key = ""
    for option, part in zip(options, parts, strict=True):
        if option.state is not None:
            if state is not None and state.name != option.state.name and bool(state.code) == bool(option.state.code):
                return None
            # "Greater London, England": the one that the gazetteer knows.
            state = option.state if state is None or not state.code else state
        if option.cities:
            if cities and key != part.key:
                return None
            cities, key = option.cities, part.key
    score = sum(option.score for option in options)
    if cities and any(option.is_stray for option in options):
        # "NYC, Houston, TX".
        return None
    if not cities:
        return _Reading(score, None, state)
    if state is not None and state.code:
        inside = [city for city in cities if city.state == state.code]
        if not inside and any(city.state for city in cities):
            return None
        cities = tuple(inside) or cities
        score += _IN_STATE if inside else 0
    city = settle_state(list(cities))
    return _Reading(score + min(city.size, 1000) / 4000, city, state)
