"""The directory that is shipped: who is found in it, in which order, and what it weighs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from jobscan.services import directory
from jobscan.services.directory import DATA, DirectoryEntry, find_boards, find_company, read_entries
from jobscan.sources import ADAPTERS as ADAPTERS_OF
from jobscan.sources import SYSTEMS, identifier_problem

ENTRIES = [
    DirectoryEntry("lever", "acme", "Acme", ""),
    DirectoryEntry("ashby", "acme-robotics", "Acme Robotics Ltd", "acmerobotics.com"),
    DirectoryEntry("greenhouse", "zürich1", "Zürich Versicherung AG", "zurich.ch"),
    DirectoryEntry("greenhouse", "robotsofacme", "Robots of Acme", ""),
    DirectoryEntry("workday", "mmm/wd5/Jobs", "3M", ""),
]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory of a few boards."""
    monkeypatch.setattr(directory, "read_entries", lambda: ENTRIES)


@pytest.mark.parametrize(
    ("asked", "identifiers"),
    [
        ("Acme", ["acme", "acme-robotics", "robotsofacme"]),
        ("ACME, Inc.", ["acme", "acme-robotics", "robotsofacme"]),
        ("acme robotics", ["acme-robotics"]),
        ("Acme Robotics GmbH", ["acme-robotics"]),
        ("acmerobotics.com", ["acme-robotics"]),
        ("https://www.acmerobotics.com/careers", ["acme-robotics"]),
        ("zurich", ["zürich1"]),
        ("ZÜRICH versicherung", ["zürich1"]),
        ("zurich.ch", ["zürich1"]),
        ("robots acme", ["robotsofacme"]),
        ("3m", ["mmm/wd5/Jobs"]),
        ("cme", []),
        ("", []),
        ("…", []),
    ],
)
@pytest.mark.usefixtures("small")
def test_a_company_is_found_by_its_name_or_its_domain(asked: str, identifiers: list[str]) -> None:
    assert [entry.identifier for entry in find_boards(asked)] == identifiers


@pytest.mark.usefixtures("small")
def test_no_more_are_listed_than_were_asked_for() -> None:
    assert [entry.identifier for entry in find_boards("acme", limit=1)] == ["acme"]


def test_every_entry_is_a_board_that_can_be_added() -> None:
    entries = read_entries()
    assert len(entries) > 10_000
    assert len({(entry.type, entry.identifier) for entry in entries}) == len(entries)
    assert {entry.type for entry in entries} <= SYSTEMS.keys()
    wrong = [entry for entry in entries if identifier_problem(ADAPTERS_OF[entry.type], entry.identifier) is not None]
    assert wrong == []
    assert all(entry.name.strip() for entry in entries)


def test_it_is_small_and_read_only_where_it_is_used() -> None:
    assert DATA.stat().st_size <= 1_500_000
    code = "import sys, jobscan.cli.commands.add.work; print('jobscan.services.directory' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("name", "identifiers"),
    [
        ("ACME, Inc.", ["acme"]),
        ("Acme Robotics", ["acme-robotics"]),
        ("Zurich Versicherung", ["zürich1"]),
        ("Robots", []),
        ("", []),
    ],
)
@pytest.mark.usefixtures("small")
def test_a_company_s_boards_are_those_of_exactly_its_name(name: str, identifiers: list[str]) -> None:
    assert [entry.identifier for entry in find_company(name)] == identifiers
