"""Cities by name, and the shipped tables themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jobscan.data import read_table
from jobscan.decide.enrich.places.countries import (
    country_coded,
    country_named,
    country_title,
    region_named,
    state_title,
    states_coded,
    states_named,
)
from jobscan.decide.enrich.places.gazetteer import cities_named, city_alone
from jobscan.decide.enrich.places.place_key import place_key


def test_a_name_alone_means_the_city_that_is_far_larger_than_others_of_that_name() -> None:
    meant = {key: (city.country, city.state) if (city := city_alone(key)) else None for key in _ALONE}
    assert meant == _ALONE


_ALONE = {
    "london": ("GB", "ENG"),
    "cologne": ("DE", "NW"),
    "koln": ("DE", "NW"),
    "springfield": ("US", ""),
    "cambridge": None,
    "landsberg": None,
    # Smaller than the gazetteer can tell.
    "walldorf": None,
    # A city, and a word.
    "mobile": None,
    "greater boston area": ("US", "MA"),
    "no such city": None,
    "": None,
}


def test_cities_of_a_name_come_with_the_largest_first_and_own_names_before_others() -> None:
    sizes = [(city.by_other_name, -city.size) for city in cities_named("newark")]
    assert len(sizes) > 3
    assert sizes == sorted(sizes)
    assert [city.name for city in cities_named("munchen")] == ["Munich"]


@given(st.text())
def test_the_key_of_a_key_is_the_same(name: str) -> None:
    assert place_key(place_key(name)) == place_key(name)


def test_countries_regions_and_states_by_name_and_code() -> None:
    names = ["deutschland", "the netherlands", "uk", "u s a", "日本", "tschechien", "ruotsi", "elbonia"]
    assert list(map(country_named, names)) == ["DE", "NL", "GB", "US", "JP", "CZ", "SE", None]
    assert list(map(country_coded, ["DE", "DEU", "UK", "EST", "de", "TK"])) == ["DE", "DE", "GB", None, None, None]
    assert country_title("CZ") == "Czechia"
    assert country_title("ZZ") == "ZZ"
    assert region_named("dach") == ("AT", "CH", "DE")
    assert region_named("the nordics") == region_named("nordics")
    assert region_named("elbonia") == ()
    assert [part.shown for part in states_named("bayern")] == ["Bavaria"]
    assert [part.shown for part in states_named("state of washington")] == ["WA"]
    assert states_named("elbonia") == ()
    assert [part.country for part in states_coded("WA")] == ["US", "AU"]
    assert (state_title("DE", "BY"), state_title("US", "CA"), state_title("US", "ZZ")) == ("Bavaria", "CA", None)


def test_the_tables_agree_with_each_other() -> None:
    countries = {row[0] for row in read_table("countries.tsv")}
    assert len(countries) > 240
    assert all(len(row) > 3 and all(row[2:]) for row in read_table("countries.tsv"))
    for _, members, *keys in read_table("regions.tsv"):
        assert members.split() == sorted(set(members.split()) & countries)
        assert keys == [place_key(key) for key in keys]
    states = list(read_table("states.tsv"))
    assert {row[0] for row in states} <= countries
    assert {len(row) for row in states} == {5}
    coded = [(row[0], row[1]) for row in states if row[1]]
    assert len(coded) == len(set(coded))
    heads = [row for row in read_table("gazetteer.tsv.xz") if not row[0]]
    assert {row[1] for row in heads} <= countries
    assert {(row[1], row[2]) for row in heads if len(row) > 2} <= set(coded)
