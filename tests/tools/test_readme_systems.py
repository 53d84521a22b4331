"""How the README's table of systems is made."""

from __future__ import annotations

import pytest

from jobscan.sources import SYSTEMS
from tools.readme_systems import BEGIN, END, table, with_table


def test_only_what_is_between_the_marks_is_written() -> None:
    text = f"# Title\n{BEGIN}\nold\n{END}\nafter\n"
    assert with_table(text) == f"# Title\n{BEGIN}\n\n{table()}\n\n{END}\nafter\n"
    assert with_table(with_table(text)) == with_table(text)


@pytest.mark.parametrize("text", ["", BEGIN, END, "no marks"])
def test_a_text_without_marks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="has no table between"):
        with_table(text)


def test_a_row_says_what_the_entry_says() -> None:
    rows = table().splitlines()[2:]
    assert len(rows) == len(SYSTEMS)
    assert (
        "| Lever | `lever` | `spotify`, or `eu/…` for the European installation | `jobs.lever.co/spotify` |" in rows[1]
    )
    assert rows[3].startswith("| Workday | `workday` | `nvidia/wd5/NVIDIAExternalCareerSite` |")
    assert rows[3].endswith("| one request each |")


def test_an_example_that_its_adapter_does_not_know_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SYSTEMS, "lever", SYSTEMS["lever"]._replace(example="lever.example/x y"))
    with pytest.raises(ValueError, match=r"lever\.example/x y"):
        table()
