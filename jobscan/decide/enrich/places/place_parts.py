"""The parts of a place as boards write it, and what each can mean: "Bagdad, AZ USA 86321" is "Bagdad", "AZ", "USA"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.enrich.places.countries import (
    CountryPart,
    country_coded,
    country_named,
    region_named,
    states_coded,
    states_named,
)
from jobscan.decide.enrich.places.gazetteer import City, cities_named
from jobscan.decide.enrich.places.place_key import place_key

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Names of places are short; what is longer is a sentence, and its end names no place.
_LONGEST, _MOST_PARTS = 300, 24

_SEPARATORS = re.compile(r"[,()\[\]:>→]|\s[-\u2010-\u2015]\s|\s[-\u2010-\u2015](?=\w)|(?<=\w)[-\u2010-\u2015]\s")
#: Between places: "Berlin / Munich", "New York or Boston", two blanks.
_BETWEEN = re.compile(r"\s?[/&+·]\s?|\s{2,}|\s(?:and|or|und|oder|et|ou|(?-i:y|o|e))(?=\s|$)", re.IGNORECASE)
#: "US-AZ", "USA.VA.Reston", "DE_Berlin".
_CODED = re.compile(r"[-._]")
#: Before the name of a country or state they make another name of it: "New England", "University of Georgia".
_NO_PREFIX = frozenset("new of and little the bank saint st port camp lake mount fort".split())
#: In front of a state's name they make a part of it, which is not the city of that name.
_DIRECTIONS = frozenset(
    """
    central east eastern north northeast northern northwest south southeast southern southwest upstate west western
    """.split()
)

#: Not a place: "2 Locations", "Multiple Locations", "Various".
_NO_PLACE = re.compile(
    r"(?:\d{1,4}|multiple|various|several|many|all|any|different|mehrere|verschiedene|other|selected|flexible)?\s*"
    r"(?:us|u s|global|international|eu|uk)?\s*(?:locations?|offices?|places?|cities|sites?|standorte?|countries|"
    r"orte|lieux|sedes)|multiple|various|several|unavailable|unknown|none|n a|na|tbd|tbc|any|all|other|location|"
    r"\d{1,4} (?:more|others?)|not specified|unspecified|to be determined|nationwide"
)


class PlacePart(NamedTuple):
    """What a part of a place can mean; empty readings: nothing that the tables know."""

    text: str
    key: str
    #: By name, or by a code that means no state: "Germany", "USA", "UK".
    country: str | None = None
    #: By the ISO code, of two or three letters.
    coded_country: str | None = None
    region: tuple[str, ...] = ()
    states: tuple[CountryPart, ...] = ()
    #: Whether the states are read out of a code.
    is_code: bool = False
    cities: tuple[City, ...] = ()
    #: Another place begins here for certain.
    begins: bool = False

    @property
    def says_nothing(self) -> bool:
        """Return whether it has no reading at all."""
        return not (self.country or self.coded_country or self.region or self.states or self.cities)


def is_no_place(name: str) -> bool:
    """Return whether words stand where a place should: "3 Locations", "Various"."""
    return len(name) < 60 and _NO_PLACE.fullmatch(place_key(name)) is not None


def read_parts(name: str) -> list[PlacePart]:
    """Return the parts of a place's name in order, those that are no names of places left out.

    At most 24: what has more is no place.
    """
    whole = _known(name) if len(name) < 60 else None
    if whole is not None and not whole.is_code and ("," not in name or whole.country or whole.region):
        return [whole._replace(cities=()) if "," in name else whole]
    parts: list[PlacePart] = []
    for text in _SEPARATORS.split(name[:_LONGEST]):
        if len(parts) >= _MOST_PARTS:
            break
        parts.extend(_read_text(text))
    return parts[:_MOST_PARTS]


def _read_text(text: str) -> Iterator[PlacePart]:
    """Yield the parts of a text between commas; hyphens in it at most as many as `read_parts` lets through."""
    if not text.strip() or is_no_place(text):
        return
    whole = _known(text.strip())
    if whole is not None:
        yield whole
        return
    head, _, rest = text.partition("-")
    if rest and _begins_place(head.strip()):
        # "United States-Texas-Austin", "USA-CA-San Diego".
        yield from _read_text(head)
        yield from _read_text(rest)
        return
    for number, alternative in enumerate(_BETWEEN.split(text)):
        # A word with a figure is a postal code, a street's number or the code of an office.
        words = [word for word in alternative.split() if not any(map(str.isdigit, word))]
        # "São Paulo/SP", but "TX/CA".
        begins = number > 0 and not _is_foreign_code(alternative.strip())
        for part in _peel(words, 0) if words else ():
            yield part._replace(begins=True) if begins else part
            begins = False


def _is_foreign_code(text: str) -> bool:
    states = states_coded(text)
    return bool(states) and not any(map(_is_shown_by_code, states))


def _begins_place(head: str) -> bool:
    """Return whether what stands before a hyphen is a country, or a code in capitals of a country or state."""
    if country_named(place_key(head)) is not None:
        return True
    return head.isupper() and (country_coded(head) is not None or any(map(_is_shown_by_code, states_coded(head))))


def _is_shown_by_code(state: CountryPart) -> bool:
    return state.shown == state.code


def _known(text: str) -> PlacePart | None:
    """Return a text that is one name or code; None when the tables do not know it."""
    key = place_key(text)
    if not key or len(key) > 60:
        return None
    country, states = country_named(key), states_named(key)
    coded = None
    is_code = False
    if country is None and len(text) in (2, 3) and text.isascii() and text.isalpha():
        # Two letters also count in small ones where they stand alone between commas; three are words, and "Bo" a city.
        code = text.upper() if len(text) == 2 and text.islower() else text
        coded, coded_states = country_coded(code), states_coded(code)
        is_code = bool(coded or coded_states)
        states = coded_states or states
    cities = cities_named(key)
    if is_code:
        # "LA", but not the towns "Se" and "Ca".
        cities = tuple(city for city in cities if city.by_other_name)
    if not states and key.startswith("central ") and states_named(key[8:]):
        # The middle of Florida is no city of that name.
        cities = ()
    part = PlacePart(text, key, country, coded, region_named(key), states, is_code, cities)
    return None if part.says_nothing else part


def _peel(words: list[str], depth: int) -> list[PlacePart]:
    """Return words as parts: countries, states and codes at their ends are taken off, what is left is one part."""
    text = " ".join(words)
    whole = _known(text)
    if whole is not None:
        return [whole]
    rest = PlacePart(text, place_key(text))
    if depth == 3 or len(words) > 12:
        return [rest]
    if len(words) == 1:
        return _split_code(text) or [rest]
    for count in range(min(4, len(words) - 1), 0, -1):
        end = _qualifier(words[-count:])
        if end is not None and (before := words[-count - 1].lower()) not in _NO_PREFIX:
            end = end._replace(cities=()) if before in _DIRECTIONS else end
            return [*_peel(words[:-count], depth + 1), end]
    for count in range(min(4, len(words) - 1), 0, -1):
        start = _qualifier(words[:count], at_start=depth == 0)
        if start is not None:
            return [start, *_peel(words[count:], depth + 1)]
    return [rest]


def _qualifier(words: list[str], *, at_start: bool = False) -> PlacePart | None:
    """Return words that say in which country or state something is; None when they do not.

    Codes must be written in capitals here: "Bagdad AZ", but not "Standort in".
    """
    text = " ".join(words)
    if len(text) <= 3 and not text.isupper() and text != "U.S":
        return None
    part = _known(text)
    if part is None or not (part.country or part.states or part.coded_country or part.region):
        return None
    if at_start and not (part.country or part.region or (part.coded_country and len(text) == 3)):
        return None
    return part._replace(cities=()) if not part.states else part


def _split_code(text: str) -> list[PlacePart]:
    """Return the parts of "US-AZ", "USA.VA.Reston" or "Texas-Austin": [] when no end names a country or state."""
    words = [word for word in _CODED.split(text) if word]
    if not 2 <= len(words) <= 5:
        return []
    parts = [_known(word) or PlacePart(word, place_key(word)) for word in words]
    ends = (parts[0], parts[-1])
    named = any(part.country or (part.coded_country and len(part.text) == 3 and part.text.isupper()) for part in ends)
    known = not any(part.says_nothing for part in parts)
    coded = any((part.states and not part.is_code) or (part.coded_country and part.text.isupper()) for part in ends)
    return parts if named or (coded and known) else []
