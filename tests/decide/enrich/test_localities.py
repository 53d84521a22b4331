"""Cities, states and countries out of the places that boards write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.data import read_table
from jobscan.decide.enrich.places.countries import state_title
from jobscan.decide.enrich.places.localities import locality_text, locate_place, read_localities
from jobscan.domain.facts import Locality
from jobscan.domain.job import Workplace
from tests.decide.enrich.place_traps import TRAPS
from tests.utils.timing import own_seconds

SAMPLES = Path(__file__).with_name("place_samples.tsv")
#: Words of places in any order, with all that stands between them.
SCRAPS = st.lists(
    st.sampled_from(
        [*TRAPS, *", ; / - ( ) | . or and & Remote Hybrid CA DE 94301".split(), "  ", "Ü", "\N{NO-BREAK SPACE}"]
    )
    | st.text(max_size=8),
    max_size=12,
).map(" ".join)


def shown(localities: tuple[Locality, ...]) -> str:
    return " | ".join(f"{each.city or '-'}/{each.state or '-'}/{each.country or '-'}" for each in localities)


def test_places_mean_what_a_reader_takes_them_for() -> None:
    wrong = {
        written: found for written, meant in TRAPS.items() if (found := shown(read_localities(written, None))) != meant
    }
    assert wrong == {}
    assert len(TRAPS) > 250


class Sample(NamedTuple):
    """A place of a recorded board."""

    written: str
    #: In order; "-": a place in none, or in no single one.
    countries: tuple[str, ...]


def read_samples() -> list[Sample]:
    lines = [line for line in SAMPLES.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [Sample(written, tuple(countries.split())) for written, countries in (line.split("\t") for line in lines)]


def test_recorded_places_are_in_the_countries_that_a_reader_names() -> None:
    """Of 445 distinct strings: no wrong country, and 96 of 100 of those that a reader knows are found."""
    said = right = known = 0
    wrong = []
    for written, countries in read_samples():
        found = tuple(each.country or "-" for each in read_localities(written, None))
        assert len(found) == len(countries), written
        for country, expected in zip(found, countries, strict=True):
            said += country != "-"
            known += expected != "-"
            right += country == expected != "-"
            if country not in ("-", expected):
                wrong.append((written, country, expected))
    assert wrong == []
    assert right / said >= 0.99
    assert right / known >= 0.95
    assert known > 500


def test_the_words_for_the_work_stay_with_their_place() -> None:
    places = "Hybrid - Berlin, DE; Remote, US; Oslo; Remote"
    assert [each.workplace for each in read_localities(places, None)] == [
        Workplace.HYBRID,
        Workplace.REMOTE,
        None,
        Workplace.REMOTE,
    ]
    assert shown(read_localities(places, None)) == "Berlin/Berlin/DE | -/-/US | Oslo/-/NO | -/-/-"


def test_offices_count_where_the_location_names_no_place() -> None:
    assert shown(read_localities("Hybrid", "Berlin; Oslo")) == "-/-/- | Berlin/Berlin/DE | Oslo/-/NO"
    assert shown(read_localities("Paris", "Berlin")) == "Paris/-/FR"
    assert shown(read_localities("", "Berlin")) == "Berlin/Berlin/DE"
    assert read_localities("", None) == read_localities("", "") == read_localities(" - ", None) == ()


def test_places_keep_the_order_of_the_posting() -> None:
    names = ["Oslo, Norway", "Berlin, DE", "Newark, DE", "Tokyo", "Austin, TX"]
    for names_in_order in (names, names[::-1]):
        alone = tuple(each for name in names_in_order for each in read_localities(name, None))
        assert read_localities("; ".join(names_in_order), None) == alone


@given(SCRAPS, st.none() | SCRAPS)
def test_any_text_has_an_answer_and_always_the_same(location: str, offices: str | None) -> None:
    found = read_localities(location, offices)
    assert read_localities.__wrapped__(location, offices) == found
    assert len(found) <= 100
    for each in found:
        assert each.country is None or (len(each.country) == 2 and each.country.isupper())
        # A city or state without a country is not certain.
        assert each.country is not None or (each.city, each.state) == (None, None)


def _cities() -> Iterator[Locality]:
    country = state = ""
    for row in read_table("gazetteer.tsv.xz"):
        if row[0]:
            yield Locality(row[0], state_title(country, state) if state else None, country, None)
        else:
            country, state = row[1], row[2] if len(row) > 2 else ""


def test_what_is_written_for_people_is_read_back() -> None:
    """A city of the gazetteer is in its country by its own name, and what was read reads the same again."""
    cities = list(_cities())
    assert len(cities) > 40_000
    elsewhere = []
    for city in cities[::25]:
        (found, *others) = read_localities(locality_text(city), None)
        assert read_localities(locality_text(found), None) == (found,)
        if others or found.country != city.country or found.state != city.state:
            elsewhere.append(city)
    assert elsewhere == []
    for written in TRAPS:
        for each in read_localities(written, None):
            if each.country is not None:
                again = read_localities(locality_text(each), None)
                # "São Paulo, Brazil": a state of the city's name is not repeated.
                state = each.state if each.state != each.city else again[0].state
                assert again == (each._replace(state=state, workplace=None),), written


def test_a_place_for_people() -> None:
    assert locality_text(Locality("San Jose", "CA", "US", None)) == "San Jose, CA, United States"
    assert locality_text(Locality("Berlin", "Berlin", "DE", None)) == "Berlin, Germany"
    assert locality_text(Locality(None, None, None, Workplace.REMOTE)) == ""


@pytest.mark.parametrize(
    "scrap", ["Berlin, ", "US-", "a b ", "(", "CA, DE, ", "Berlin / ", "Germany-", "DE ", "- ", "x; ", "Springfield, "]
)
def test_a_long_text_takes_no_longer_than_its_length_explains(scrap: str) -> None:
    short, long = scrap * (500 // len(scrap)), scrap * (20_000 // len(scrap))
    locate_place.__wrapped__(short)
    assert own_seconds(lambda: locate_place.__wrapped__(long)) < 1
    assert own_seconds(lambda: read_localities.__wrapped__(long, long)) < 2
