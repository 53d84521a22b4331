"""Countries, regions and states by name and code, out of the shipped tables."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from jobscan.data import read_table
from jobscan.decide.enrich.places.place_key import place_key

if TYPE_CHECKING:
    from collections.abc import Collection

#: Territories without boards, whose codes are found in addresses and in numbers of offices.
_NO_CODES = frozenset("AQ AX BV CC CX FK GS HM IO NF NU PN SJ TF TK UM WF".split())
_SHOWN_BY_CODE = frozenset(["US", "CA", "AU"])


#: So many countries are listed, not named as a region; of those of no region, so many are listed at all.
_FEW, _SHOWN = 8, 12


class CountryPart(NamedTuple):
    """A state, province, region or county."""

    #: ISO 3166-1 alpha-2.
    country: str
    #: In states.tsv; "": none.
    code: str
    #: English.
    name: str

    @property
    def shown(self) -> str:
        """Return what a `Locality` has for it: the code in the US, Canada and Australia, else the name."""
        return self.code if self.country in _SHOWN_BY_CODE else self.name


def country_named(key: str) -> str | None:
    """Return the country with this name, as `place_key` makes it, in one of 32 languages; None: there is none."""
    return _countries().get(key) or (_countries().get(key[4:]) if key.startswith("the ") else None)


def country_coded(code: str) -> str | None:
    """Return the country with this ISO code of two or three capital letters; None: there is none."""
    return _codes().get(code)


def countries_meant(written: str) -> tuple[str, ...]:
    """Return the countries that a person means by a code, a name or a region ("DE", "Austria", "EU"); () if none."""
    key = place_key(written)
    one = country_coded(written.strip().upper()) or country_named(key)
    return (one,) if one else region_named(key)


def country_title(country: str) -> str:
    """Return the English name of a country; the code itself if there is no such country."""
    return _titles().get(country, country)


def region_named(key: str) -> tuple[str, ...]:
    """Return the countries of a region: of "emea", "dach", "latin america"; () when it is none."""
    return _regions().get(key) or (_regions().get(key[4:], ()) if key.startswith("the ") else ())


def countries_text(codes: Collection[str]) -> str:
    """Return countries for people: whole regions by their name where there are many, the largest first."""
    left = dict.fromkeys(codes)
    parts = []
    for name, region in sorted(_regions_by_name().items(), key=lambda named: (-len(named[1]), named[0])):
        if len(left) <= _FEW:
            break
        if len(region) > _FEW and left.keys() >= set(region):
            parts.append(name)
            left = dict.fromkeys(code for code in left if code not in region)
    shown = [*parts, *map(country_title, list(left)[:_SHOWN])]
    return ", ".join(shown) + (f" and {len(left) - _SHOWN} more" if len(left) > _SHOWN else "")


def states_named(key: str) -> tuple[CountryPart, ...]:
    """Return the states with this name."""
    found = _states_by_name().get(key)
    if found is None:
        core = key.removeprefix("state of ").removesuffix(" state").removesuffix(" province").removesuffix(" county")
        found = _states_by_name().get(core, ()) if core != key else ()
    return found


def states_coded(code: str) -> tuple[CountryPart, ...]:
    """Return the states with this code in capital letters, those of the US, Canada and Australia first."""
    return _states_by_code().get(code, ())


def state_title(country: str, code: str) -> str | None:
    """Return what a `Locality` has for the state with this code of states.tsv; None: not known."""
    part = _states_by_key().get((country, code))
    return part.shown if part is not None else None


@cache
def _country_rows() -> tuple[list[str], ...]:
    return tuple(read_table("countries.tsv"))


@cache
def _countries() -> dict[str, str]:
    return {key: row[0] for row in _country_rows() for key in row[3:]}


@cache
def _codes() -> dict[str, str]:
    found = {code: row[0] for row in _country_rows() for code in row[:2] if code and code not in _NO_CODES}
    return found | {"UK": "GB", "UAE": "AE"}


@cache
def _titles() -> dict[str, str]:
    return {row[0]: row[2] for row in _country_rows()}


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    return {key: tuple(row[1].split()) for row in read_table("regions.tsv") for key in row[2:]}


@cache
def _regions_by_name() -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1].split()) for row in read_table("regions.tsv")}


@cache
def _state_rows() -> tuple[tuple[CountryPart, tuple[str, ...]], ...]:
    return tuple(
        (CountryPart(*row[:3]), tuple(place_key(name) for name in (row[2], *row[4].split("|")) if name))
        for row in read_table("states.tsv")
    )


@cache
def _states_by_name() -> dict[str, tuple[CountryPart, ...]]:
    found: dict[str, tuple[CountryPart, ...]] = {}
    for part, keys in _state_rows():
        for key in keys:
            found[key] = (*found.get(key, ()), part)
    return found


@cache
def _states_by_code() -> dict[str, tuple[CountryPart, ...]]:
    found: dict[str, tuple[CountryPart, ...]] = {}
    for part, _ in _state_rows():
        if part.code:
            found[part.code] = (*found.get(part.code, ()), part)
    return found


@cache
def _states_by_key() -> dict[tuple[str, str], CountryPart]:
    return {(part.country, part.code): part for part, _ in _state_rows() if part.code}
