"""Regions are made of countries, and of GeoNames' continents."""

from __future__ import annotations

from tools.make_countries import REGIONS, expand

LISTED = {
    "DE": {"continentcode": "EU"},
    "TR": {"continentcode": "EU"},
    "EG": {"continentcode": "AF"},
    "ZA": {"continentcode": "AF"},
}


def test_a_region_has_its_continents_and_countries_without_those_taken_out() -> None:
    assert expand("+EU -TR", LISTED) == ["DE"]
    assert expand("ZA +EU", LISTED) == ["DE", "TR", "ZA"]
    assert expand("EG", LISTED) == ["EG"]


def test_a_region_has_no_name_of_another() -> None:
    names = [name.casefold() for written in REGIONS for name in written.split("|")]
    assert len(names) == len(set(names))
