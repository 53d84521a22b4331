"""The two readers of YAML: the quick one is believed only where it cannot differ from the other."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jobscan.config import load_config
from jobscan.config.read.yaml import read_quickly, read_yaml
from jobscan.exceptions import ConfigError

ROOT = Path(__file__).parents[2]
#: What documents are made of, whole lines and pieces of them.
PIECES = [
    "a", "b: ", "- ", "\n", "  ", "    ", ": ", "? ", "&x ", "*x", "[", "]", "{", "}", ", ", "'q'", '"d"', '"\\u00e9"',
    "é", "😀", "#c", "\t", "|\n", "  >-\n", "<<: ", "!t ", "!!int ", "1", "true", "~", "null", "---\n", "...\n",
    "%YAML 1.1\n", "2026-01-01", "2026-13-01", "12:30", "x: y\n", "- z\n", "key: {a: b, c: [d, e]}\n", "'", '"', "@",
    "\u2028", "\x85", "\r\n", ".inf", "0o7", "1_000", "://", "k: |\n  t\n  u\n", "k: a\n  b\n", "\xa0", "\ufeff", "\0",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("{a: \n}")
@example("é\x00")
@example("? ")
@example("[" * 100_000)
@example("- " * 100_000)
@example("&a [*a]")
@example("!!int ")
@example("")
def test_where_the_quick_reader_finds_no_fault_both_read_the_same(text: str) -> None:
    quick = read_quickly(text, "c.yaml")
    if not quick.problems:
        whole = read_yaml(text, "c.yaml")
        assert whole.problems == []
        assert repr(quick.value) == repr(whole.value)  # NaN is not equal to itself
        assert quick.raw == whole.raw
        assert quick.values.keys() == whole.values.keys()


def test_both_read_the_shipped_configuration_to_the_same_places() -> None:
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    assert read_quickly(text, "config.yaml") == read_yaml(text, "config.yaml")


def test_brackets_without_end_do_not_end_the_process() -> None:
    assert [problem.message for problem in read_quickly("[" * 900_000, "c.yaml").problems] == ["nested too deeply"]


def test_mistakes_are_told_by_the_careful_reader(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("log: {level: loud}\nscan: {interval:\n}\nowner: {max_per_day: 0}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_config(path, {})
    assert [problem.removeprefix(f"{path}:") for problem in raised.value.problems] == [
        "1:14: log.level: must be debug, info, warning or error",
        "2:17: scan.interval: must be a duration with a unit, such as 90s, 15m, 6h or 1d",
        "4:22: owner.max_per_day: must be at least 1",
    ]


@pytest.mark.parametrize("text", ["!!int", "!!float", "!!bool x", "!!timestamp x", "!!int x", "2026-13-45"])
def test_what_a_tag_or_a_look_promises_and_no_value_keeps_is_a_mistake(text: str) -> None:
    for read in (read_yaml, read_quickly):
        (problem,) = read(f"a: {text}\n", "c.yaml").problems
        assert str(problem) == "c.yaml:1:4: a: looks like a date or a number, but is not a valid one; put it in quotes"


def test_without_libyaml_the_careful_reader_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jobscan.config.read.quick_yaml", None)
    assert read_quickly("a: 1", "c.yaml").value == {"a": 1}
