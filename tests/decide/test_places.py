"""What boards write for places and workplaces, and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.match.terms import Heading, Term
from jobscan.decide.match.wanted_place import WantedPlace
from jobscan.decide.posting.places import (
    names_a_place,
    places_text,
    read_place,
    read_places,
    read_workplace,
    split_places,
)
from jobscan.domain.job import Workplace
from jobscan.domain.place import Origin
from tests.utils.timing import own_seconds

REMOTE, HYBRID, ONSITE = Workplace.REMOTE, Workplace.HYBRID, Workplace.ONSITE


@pytest.mark.parametrize(
    ("written", "name", "workplace"),
    [
        # Recorded places.
        ("Home based - Americas, EMEA", "Americas, EMEA", REMOTE),
        ("Home Based - Worldwide", "Worldwide", REMOTE),
        ("Office Based - Taipei, Taiwan", "Taipei, Taiwan", ONSITE),
        ("Onsite - São Paulo, Brazil", "São Paulo, Brazil", ONSITE),
        ("US, TX, Remote", "US, TX", REMOTE),
        ("Germany (REMOTE)", "Germany", REMOTE),
        ("Germany/Remote", "Germany", REMOTE),
        ("Bangalore, India - Remote", "Bangalore, India", REMOTE),
        ("Remote (Buenos Aires, Argentina)", "Buenos Aires, Argentina", REMOTE),
        ("Remote: Canada", "Canada", REMOTE),
        ("Remote EST", "EST", REMOTE),
        ("Remote Based", "", REMOTE),
        ("Remote-Friendly, United States", "United States", None),
        ("New York, NY (HQ)", "New York, NY (HQ)", None),
        ("LatAm", "LatAm", None),
        # The world is a region.
        ("Anywhere", "Anywhere", REMOTE),
        ("Worldwide", "Worldwide", REMOTE),
        ("Work from anywhere", "Work from anywhere", REMOTE),
        # No place.
        ("Remote", "", REMOTE),
        ("100% remote", "", REMOTE),
        ("Fully-Remote", "", REMOTE),
        ("Work from Home", "", REMOTE),
        ("TÉLÉTRAVAIL", "", REMOTE),
        ("Hybrid", "", HYBRID),
        ("Hybrid Remote", "", HYBRID),
        ("Remote/Hybrid", "", HYBRID),
        ("In-Office", "", ONSITE),
        ("In Office / On-Site", "", ONSITE),
        ("Fully Onsite", "", ONSITE),
        ("ON_SITE", "", ONSITE),
        ("Office", "", ONSITE),
        ("On-site or remote", "", REMOTE),
        ("", "", None),
        (" - ", "", None),
        # Nothing certain.
        ("Remote Eligible", "", None),
        ("Flexible / Remote", "", None),
        ("Office - Flexible", "", None),
        ("Partially remote", "", None),
        ("Not remote", "", None),
        # The rest is the name.
        ("Berlin (Hybrid)", "Berlin", HYBRID),
        ("Berlin or remote", "Berlin", REMOTE),
        ("Remote within Germany", "Germany", REMOTE),
        ("US, Remote, TX", "US, TX", REMOTE),
        ("(Remote) - Ontario", "Ontario", REMOTE),
        ("Virtual - US", "US", REMOTE),
        ("Portland, OR - Remote", "Portland, OR", REMOTE),
        ("Remote - IN", "IN", REMOTE),
        ("Remote - OK", "OK", REMOTE),
        ("NO - Remote", "NO", REMOTE),
        ("Remote, US (East Coast)", "US (East Coast)", REMOTE),
        # Parts of other words.
        ("Remoteville", "Remoteville", None),
        ("Head Office", "Head Office", None),
        ("Home Office Bentonville", "Home Office Bentonville", None),
    ],
)
def test_a_place_has_a_name_and_says_how_the_work_is_done(written: str, name: str, workplace: Workplace | None) -> None:
    assert read_place(written) == (written.strip(), name, workplace)


@given(st.text())
def test_every_place_can_be_read(text: str) -> None:
    place = read_place(text)
    assert place.written == text.strip()
    assert place.name == place.name.strip()


@pytest.mark.parametrize("unit", ["remote ", "remote-", "(", " ", "-", "100% ", "or ", ",", "fully ", "non"])
def test_no_place_takes_long(unit: str) -> None:
    """Twenty times what a location may have: where steps multiplied it took ten seconds."""
    for place in ("x" + unit * (20_000 // len(unit)), "remote" + unit * (20_000 // len(unit)) + "x"):
        assert own_seconds(lambda place=place: read_place.__wrapped__(place)) < 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("location", "offices", "names"),
    [
        ("Paris", "Dublin", ["Paris"]),
        ("Remote; Paris", "Dublin", ["", "Paris"]),
        ("Berlin, DE | Germany (REMOTE) | Stuttgart, DE", "", ["Berlin, DE", "Germany", "Stuttgart, DE"]),
        ("", "Cork; Galway", ["Cork", "Galway"]),
        ("Onsite", "Dublin", ["", "Dublin"]),
        ("Hybrid", "Home Based - EMEA", ["", "EMEA"]),
        ("Anywhere", "Dublin", ["Anywhere"]),
        ("Remote", None, [""]),
        ("", None, []),
    ],
)
def test_offices_stand_in_for_places_that_are_not_named(location: str, offices: str | None, names: list[str]) -> None:
    assert [place.name for place in read_places(location, offices)] == names
    text = Heading.of(places_text(location, offices))
    assert all(Term.of(name).found_in(text) for name in names if name)
    assert (Term.of("Dublin").found_in(text) is not None) is ("Dublin" in names)


@pytest.mark.parametrize(
    ("board", "location", "offices", "workplace", "origin", "place"),
    [
        (REMOTE, "San Francisco", None, REMOTE, Origin.BOARD, None),
        (HYBRID, "New York; Remote (US)", None, HYBRID, Origin.BOARD, "Remote (US)"),
        (ONSITE, "Remote", None, ONSITE, Origin.BOARD, "Remote"),
        (REMOTE, "Remote", None, REMOTE, Origin.BOARD, None),
        (None, "Remote", None, REMOTE, Origin.PLACE, "Remote"),
        (None, "New York; Remote (US)", None, REMOTE, Origin.PLACE, "Remote (US)"),
        (None, "Onsite; Hybrid - Paris", None, HYBRID, Origin.PLACE, "Hybrid - Paris"),
        (None, "In-Office", "Home Based - EMEA", ONSITE, Origin.PLACE, "In-Office"),
        (None, "", "Home Based - EMEA", REMOTE, Origin.PLACE, "Home Based - EMEA"),
        (None, "Paris", "Home Based - EMEA", None, Origin.UNKNOWN, None),
        (None, "Remote Eligible", None, None, Origin.UNKNOWN, None),
        (None, "", None, None, Origin.UNKNOWN, None),
    ],
)
def test_the_board_decides_then_the_names_of_places(
    board: Workplace | None,
    location: str,
    offices: str | None,
    workplace: Workplace | None,
    origin: Origin,
    place: str | None,
) -> None:
    reading = read_workplace(board, location, offices)
    assert (reading.workplace, reading.origin) == (workplace, origin)
    assert (reading.place.written if reading.place else None) == place


@pytest.mark.parametrize(
    ("entry", "places", "workplace", "is_found"),
    [
        ("remote", "San Francisco", REMOTE, True),
        ("remote", "San Francisco", HYBRID, False),
        ("remote", "Remote (US)", HYBRID, False),
        ("remote", "San Francisco", None, False),
        # Nobody says for certain: as it is written.
        ("remote", "Remote-Friendly", None, True),
        ("Fully Remote", "Oslo", REMOTE, True),
        ("home based", "Oslo", REMOTE, True),
        ("in-office", "Oslo", ONSITE, True),
        ("hybrid", "Oslo", ONSITE, False),
        ("Remote - EMEA", "Home based - Americas, EMEA", REMOTE, True),
        ("Remote, EMEA", "EMEA", REMOTE, True),
        ("Remote EMEA", "EMEA", ONSITE, False),
        ("Remote EMEA", "Home based - APAC", REMOTE, False),
        ("Berlin", "Berlin", HYBRID, True),
        ("Germany", "Remote", REMOTE, False),
        ("Anywhere", "Work from Anywhere", REMOTE, True),
        ("Anywhere", "Remote - US", REMOTE, False),
        ("/remote/", "Remote (US)", HYBRID, True),
        ("/remote/", "Oslo", REMOTE, False),
    ],
)
def test_a_work_model_among_places_asks_the_workplace(
    entry: str, places: str, workplace: Workplace | None, *, is_found: bool
) -> None:
    found = WantedPlace.of(Term.of(entry)).found_in(Heading.of(places), workplace)
    assert (found is not None) is is_found


def test_what_joins_places_is_no_part_of_them() -> None:
    assert split_places("Oslo;  Bergen|Paris • ;") == ["Oslo", "Bergen", "Paris"]
    assert not names_a_place("Remote; Hybrid")
