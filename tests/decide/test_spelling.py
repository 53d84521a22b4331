from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.match.terms import Heading, Term, Text
from jobscan.decide.match.words import fold

SEAMS = (" ", "-", "/", " - ", " / ", "_", "\u2011", " – ", "\u00a0", "")


def is_in(entry: str, heading: str) -> bool:
    return Term.of(entry).found_in(Heading.of(heading)) is not None


@pytest.mark.parametrize("entry", ["front end", "Front-End", "frontend", "FRONT/END", "front_end", "-front end-"])
@pytest.mark.parametrize(
    "title", ["Frontend Engineer", "Senior Front-End", "Front End (m/w/d)", "Back/Front–End", "FRONT / END, Web"]
)
def test_blanks_hyphens_slashes_and_joined_spelling_are_one(entry: str, title: str) -> None:
    assert is_in(entry, title)


@pytest.mark.parametrize(
    ("entry", "heading"),
    [
        ("Baden Württemberg", "Stuttgart, Baden-Württemberg"),
        ("baden-wurttemberg", "Baden Württemberg, Germany"),
        ("Aix en Provence", "Aix-en-Provence, France"),
        ("customer success", "Customer-Success"),
        ("full stack", "Fullstack-Entwickler"),
        ("machinelearning", "Machine Learning"),
        ("CICD", "CI/CD Engineer"),
        ("UX/UI", "UX-UI Designer"),
        ("java8", "Java 8"),
        ("C++ developer", "C++-Developer"),
        ("C++ developer", "C++Developer"),
        ("C# .NET", "C#/.NET"),
        ("finance", "ﬁnance"),
        ("Ærø", "AERO"),
        ("软件工程师", "软件 工程师"),
        ("Java工程师", "Java 工程师"),
        (".NET", "ASP.NET"),
        (".NET", "XNET/.NET"),
        ("R&D", "R & D"),
        ("++", "C++"),
        # As in running text.
        ("C", "C/C++"),
        ("go", "Go/Golang"),
        ("CTO", "Chief Technology Officer (CTO)"),
        ("intern", "Research Intern"),
        ("COO", "COO"),
        ("/^front.end$/", "front-end"),
    ],
)
def test_names_are_found(entry: str, heading: str) -> None:
    assert is_in(entry, heading)


@pytest.mark.parametrize(
    ("entry", "heading"),
    [
        ("CTO", "Director of Analytics"),
        ("rust engineer", "Sr. Zero Trust Engineer III"),
        ("intern", "International Sales Lead"),
        ("java", "JavaScript"),
        ("defi", "Defined Benefits"),
        ("COO", "Coordinator"),
        (".NET", "XNET Engineer"),
        ("C", "C++"),
        ("C", "C++ Engineer"),
        ("C", "C#/F#"),
        ("R", "R&D"),
        ("D", "R&D"),
        ("T", "AT&T"),
        ("F#", "PDF#"),
        ("end", "Frontend"),
        ("front", "Frontend"),
        ("end", "Front-Ending"),
        ("front end", "Front, End"),
        ("front end", "Front. End"),
        ("front end", "front ending"),
        ("data engineer", "data engineering"),
        ("US", "U.S."),
        ("C", "Washington, D.C."),
        ("/^front end$/", "front-end"),
        ("", "anything"),
        ("-", "front-end"),
        (" / ", "front / end"),
        ("front end", ""),
    ],
)
def test_whole_words_stay_whole(entry: str, heading: str) -> None:
    assert not is_in(entry, heading)


@pytest.mark.parametrize("title", ["Frontend", "front-end"])
def test_running_text_is_searched_as_it_is_written(title: str) -> None:
    assert Term.of("front end").found_in(Text.of(title)) is None


plain_words = st.lists(st.text("aé", min_size=1, max_size=3), min_size=1, max_size=5)


@given(plain_words, st.data())
def test_a_run_of_words_is_found_whatever_stands_between_them(words: list[str], data: st.DataObject) -> None:
    seams = st.sampled_from(SEAMS[:-1])
    first = data.draw(st.integers(0, len(words) - 1))
    wanted = words[first : data.draw(st.integers(first + 1, len(words)))]
    heading = words[0] + "".join(data.draw(seams) + word for word in words[1:])
    entry = wanted[0] + "".join(data.draw(st.sampled_from(SEAMS)) + word for word in wanted[1:])
    assert is_in(entry, heading)


@given(plain_words, st.text("aé", min_size=1, max_size=5))
def test_of_plain_words_exactly_runs_of_whole_ones_are_found(words: list[str], entry: str) -> None:
    runs = {
        fold("".join(words[first:last])) for first in range(len(words)) for last in range(first + 1, len(words) + 1)
    }
    assert is_in(entry, "-".join(words)) == (fold(entry) in runs)


@given(st.text(), st.sampled_from((" ", ", ", "; ", " - ")), st.text())
def test_what_running_text_has_headings_have(before: str, seam: str, after: str) -> None:
    heading = f"{before}{seam}Platform Engineer{seam}{after}"
    assert Term.of("platform engineer").found_in(Text.of(heading))
    assert is_in("platform-engineer", heading)
