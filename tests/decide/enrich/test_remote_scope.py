"""In which countries a remote job can be done."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.enrich.places.countries import region_named
from jobscan.decide.enrich.places.remote_scope import find_remote_scope, is_worldwide, remote_scope
from jobscan.domain.job import Workplace
from tests.utils.timing import own_seconds

EMEA, EU, EUROPE = region_named("emea"), region_named("eu"), region_named("europe")

#: Places → countries; None: they do not say.
PLACES: dict[str, tuple[str, ...] | None] = {
    "Remote, US": ("US",),
    "US, TX, Remote": ("US",),
    "Remote (US/Canada)": ("US", "CA"),
    "Remote - Anywhere in the US": ("US",),
    "Remote - Germany, Austria or Switzerland": ("DE", "AT", "CH"),
    "Remote - DACH": ("AT", "CH", "DE"),
    "Home based - EMEA": EMEA,
    "Remote (Buenos Aires, Argentina)": ("AR",),
    "Remote - Atlanta, GA": ("US",),
    "Finland; Remote, Norway; Denmark; Remote, Sweden": ("NO", "SE"),
    "London; Remote, US": ("US",),
    # Silence is not the world, and half an answer is none.
    "Remote": None,
    "": None,
    "London": None,
    "Remote; Remote, US": None,
    "Remote EST": None,
    "Remote (Georgia)": None,
    "San Francisco or Remote": None,
    "Remote-Friendly, United States": None,
    "Hybrid - Germany": None,
    "Germany": None,
    # The world has no list.
    "Anywhere": None,
    "Home Based - Worldwide": None,
}


def test_places_name_the_countries_of_remote_work() -> None:
    assert {places: remote_scope(places, None) for places in PLACES} == PLACES
    assert set(remote_scope("Remote - EU/UK", None) or ()) == {*EU, "GB"}


def test_the_board_may_say_in_its_own_field_that_the_work_is_remote() -> None:
    assert remote_scope("Germany", None, Workplace.REMOTE) == ("DE",)
    assert remote_scope("EMEA", None, Workplace.REMOTE) == EMEA
    # Where the company sits.
    assert remote_scope("Berlin, Germany", None, Workplace.REMOTE) is None
    assert remote_scope("Germany", None, Workplace.HYBRID) is None
    assert remote_scope("Remote", "Germany", Workplace.REMOTE) is None
    assert is_worldwide("Worldwide", None, Workplace.REMOTE)


def test_only_words_for_the_whole_world_are_worldwide() -> None:
    world = [
        "Anywhere",
        "Worldwide",
        "Home Based - Worldwide",
        "Remote - Global",
        "Remote (Anywhere)",
        "Berlin; Anywhere",
    ]
    for places in world:
        assert is_worldwide(places, None), places
    for places in [
        "Remote",
        "",
        "Remote, US",
        "Remote - Anywhere in the US",
        "Remote - EMEA",
        "Global",
        "Hybrid - Global",
    ]:
        assert not is_worldwide(places, None), places


#: A sentence → its countries and the words that say it; () the whole world.
STATED: dict[str, tuple[tuple[str, ...], str]] = {
    "This role is open to candidates based in Germany, Austria or Switzerland.": (
        ("AT", "CH", "DE"),
        "open to candidates based in Germany, Austria or Switzerland",
    ),
    "You must be located in the US.": (("US",), "must be located in the US"),
    "Must be based in the U.S. and have a phone.": (("US",), "Must be based in the U.S."),
    "Candidates must reside in the United States or Canada to apply": (
        ("CA", "US"),
        "must reside in the United States or Canada",
    ),
    "You must live in the continental United States": (("US",), "must live in the continental United States"),
    "We can only hire in Spain, Portugal and the UK at this time": (
        ("ES", "GB", "PT"),
        "hire in Spain, Portugal and the UK",
    ),
    "You must be based in one of the following countries: Poland, Romania.": (
        ("PL", "RO"),
        "must be based in one of the following countries: Poland, Romania",
    ),
    "You must reside in California, Texas, or New York": (("US",), "must reside in California, Texas, or New York"),
    "This is a fully remote role within the EU": (EU, "remote role within the EU"),
    "The job is remote, anywhere in Europe.": (EUROPE, "remote, anywhere in Europe"),
    "Work from anywhere in the Philippines": (("PH",), "Work from anywhere in the Philippines"),
    "It can be done remotely from anywhere in the U.S. or Canada, with travel": (
        ("CA", "US"),
        "remotely from anywhere in the U.S. or Canada",
    ),
    "We are open to applicants from Brazil, Argentina and Mexico": (
        ("AR", "BR", "MX"),
        "open to applicants from Brazil, Argentina and Mexico",
    ),
    "To hire in the Netherlands (near Utrecht), or within Germany, is our plan": (
        ("DE", "NL"),
        "hire in the Netherlands (near Utrecht), or within Germany",
    ),
    "You must live in Belgium or The Netherlands": (("BE", "NL"), "must live in Belgium or The Netherlands"),
    "You must live in Spain" + ", Spain" * 50: (("ES",), "must live in Spain" + ", Spain" * 39),
    "Open to people residing in EMEA": (tuple(sorted(EMEA)), "Open to people residing in EMEA"),
    "Voraussetzung: Wohnsitz in Deutschland oder Österreich": (("AT", "DE"), "Wohnsitz in Deutschland oder Österreich"),
    "You need to be in Israel, and you speak Hebrew": (("IL",), "need to be in Israel"),
    "Live anywhere in the world!": ((), "anywhere in the world"),
    "We hire people from all over the world": ((), "hire people from all over the world"),
}

#: Nothing certain, or nothing of the kind.
UNSTATED = [
    "",
    "We are based in Germany and hire people.",
    "Our customers are located in France.",
    "You must be based in the office.",
    "You do not need to be located in the US",
    "You don't have to live in Spain",
    "If you must be located in Spain, tell us",
    "You must be located in US time zones",
    "You must be authorized to work in the United States",
    "For candidates based in Germany, the salary is higher",
    "You must be based in Georgia",
    "Applicants must be based in Germany or Elbonia",
    "You must be based in Elbonia",
    "Our first hire in Europe does everything",
    "You will work in the United States market",
    "Work from anywhere",
    "Work from anywhere in the world for 4 weeks a year",
    "The best team in the world",
    "You cannot, and will not work anywhere in the world",
    "We work with people around the world",
    "you must be in germany",
    "You must be based in",
]


def test_a_text_states_who_may_work_where() -> None:
    for text, (countries, words) in STATED.items():
        for padded in (text, f"Some text before it. {text}", f"{text}\n\nOur İstanbul team."):
            found = find_remote_scope(padded)
            assert found is not None, padded
            assert padded[found.span.start : found.span.end] == words, padded
            assert (found.countries, found.worldwide) == (tuple(sorted(countries)), not countries), padded


def test_what_a_text_does_not_state_stays_open() -> None:
    assert {text: found for text in UNSTATED if (found := find_remote_scope(text)) is not None} == {}


def test_the_first_statement_counts() -> None:
    text = "Work from anywhere in the world. You must be located in Spain."
    found = find_remote_scope(text)
    assert found is not None
    assert found.worldwide
    found = find_remote_scope("You must be located in Spain. Work from anywhere in the world.")
    assert found is not None
    assert found.countries == ("ES",)


@given(
    st.lists(st.sampled_from([*STATED, *UNSTATED, *"must be in Germany , or / the U.S. remote".split()]) | st.text())
)
def test_any_text_has_an_answer_whose_words_are_in_it(scraps: list[str]) -> None:
    text = " ".join(scraps)
    found = find_remote_scope(text)
    assert find_remote_scope(text) == found
    if found is not None:
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert found.worldwide is not bool(found.countries)


@pytest.mark.parametrize(
    "scrap", ["must ", "remote in ", "must be in Spain, ", "open to ", "hire (", "anywhere ", "Spain or "]
)
def test_a_long_text_is_read_in_time_that_its_length_explains(scrap: str) -> None:
    text = "You must be located in " * (scrap == "Spain or ") + scrap * (200_000 // len(scrap))
    assert own_seconds(lambda: find_remote_scope(text)) < 3
