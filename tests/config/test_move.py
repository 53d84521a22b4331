"""Editing the file: a board that moved is named where the old one was, everything else stays byte for byte."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from jobscan.config import moving_source
from jobscan.domain.source import Source, SourceKey
from jobscan.exceptions import ConfigError
from tests.config.test_reading import in_tmp_path as in_tmp_path

OLD = SourceKey("greenhouse", "acme")
NEW = Source(type="lever", identifier="acme-inc", name="Acme")
SERVED = replace(NEW, base_url="http://127.0.0.1:1/x", token="t-1")
FILE = Path("c.yaml")


def moved(text: str, source: Source = NEW, former: SourceKey = OLD) -> str:
    """Return the file after the board moved."""
    FILE.write_bytes(text.encode())
    with moving_source(FILE, former, source) as edit:
        assert FILE.read_bytes().decode() == text
        edit.put()
    assert os.listdir(".") == [FILE.name]
    return FILE.read_bytes().decode()


BLOCK = """\
# head
sources:
  - type: greenhouse   # GH
    # the old one
    identifier: "acme"     # since 2024
    name: Acme
    token: secret  # theirs
    every: 1h
    base_url: https://old.example
  # next
  - greenhouse/other
log:  {}
"""


def test_only_what_belongs_to_the_board_changes() -> None:
    assert moved(BLOCK) == BLOCK.replace("type: greenhouse ", "type: lever ").replace('"acme"', "acme-inc").replace(
        "    token: secret  # theirs\n", ""
    ).replace("    base_url: https://old.example\n", "")


def test_a_selector_belongs_to_the_page_that_was_left_and_to_the_new_one() -> None:
    text = BLOCK.replace("    every: 1h\n", "    every: 1h\n    select: li.job\n")
    text = text.replace("type: greenhouse ", "type: careers ").replace('"acme"', "acme.com/jobs")
    page = Source(type="careers", identifier="acme.com/work", name="Acme", select="tbody > tr")
    former = SourceKey("careers", "acme.com/jobs")
    assert "select" not in moved(text, former=former)
    assert '    select: "tbody > tr"\n' in moved(text, page, former=former)


def test_what_the_new_board_needs_is_put_in_its_place() -> None:
    assert moved(BLOCK, SERVED) == BLOCK.replace("type: greenhouse ", "type: lever ").replace(
        '"acme"', "acme-inc"
    ).replace("secret", "t-1").replace("https://old.example", '"http://127.0.0.1:1/x"')


@pytest.mark.parametrize(
    ("before", "after", "source"),
    [
        ("sources: [greenhouse/acme]  # all\n", "sources: [lever/acme-inc]  # all\n", NEW),
        ("sources:\n- Greenhouse/ACME # x", "sources:\n- lever/acme-inc # x", NEW),
        (
            "sources:\n- greenhouse/acme # x\n",
            'sources:\n- {type: lever, identifier: acme-inc, token: t-1, base_url: "http://127.0.0.1:1/x"} # x\n',
            SERVED,
        ),
        (
            "sources: [{type: greenhouse, identifier: acme, every: 1h}, ]\n",
            'sources: [{type: lever, identifier: acme-inc, token: t-1, base_url: "http://127.0.0.1:1/x", every: 1h}, '
            "]\n",
            SERVED,
        ),
        (
            "sources: [{type: greenhouse, token: x, identifier: acme}]\n",
            "sources: [{type: lever, identifier: acme-inc}]\n",
            NEW,
        ),
        (
            "sources:\n  - token: x\n    type: greenhouse\n    identifier: acme\n",
            "sources:\n  - type: lever\n    identifier: acme-inc\n",
            NEW,
        ),
        (
            "sources:\r\n  - type: greenhouse\r\n    identifier: acme",
            "sources:\r\n  - type: lever\r\n    identifier: acme-inc\r\n    token: t-1\r\n"
            '    base_url: "http://127.0.0.1:1/x"\r\n',
            SERVED,
        ),
        (
            "sources:\n  - identifier: acme\n    token_file: t\n    type: greenhouse\n",
            "sources:\n  - identifier: acme-inc\n    token: t-1\n"
            '    base_url: "http://127.0.0.1:1/x"\n    type: lever\n',
            SERVED,
        ),
        # Alerts go along, and no others.
        (
            "alerts:\n  - name: A\n    sources: [greenhouse/acme, greenhouse, greenhouse/acme2] # two\n"
            "  - name: B\n    sources: greenhouse\n  - name: C\n    sources:\n      - 'Greenhouse/Acme'\n"
            "sources: [greenhouse/acme]\n",
            "alerts:\n  - name: A\n    sources: [lever/acme-inc, greenhouse, greenhouse/acme2] # two\n"
            "  - name: B\n    sources: greenhouse\n  - name: C\n    sources:\n      - lever/acme-inc\n"
            "sources: [lever/acme-inc]\n",
            NEW,
        ),
        # A number that is a name needs quotes.
        (
            "sources:\n  - {type: greenhouse, identifier: acme}\n",
            'sources:\n  - {type: lever, identifier: "43.001"}\n',
            replace(NEW, identifier="43.001"),
        ),
    ],
)
def test_an_entry_keeps_its_form(before: str, after: str, source: Source) -> None:
    assert moved(before, source) == after


def test_the_alerts_that_changed_are_named() -> None:
    FILE.write_text(
        "sources: [greenhouse/acme]\nalerts: [{name: A, sources: greenhouse/acme}, {name: B, sources: [lever]}]\n"
    )
    with moving_source(FILE, OLD, NEW) as edit:
        assert edit.alerts == ("A",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sources: [lever/acme]\n", "c.yaml: greenhouse/acme is not listed in this file"),
        ("log: {}\n", "greenhouse/acme is not listed in this file"),
        # Its identifier stands elsewhere, and is that of two.
        (
            "sources:\n  - {type: greenhouse, identifier: &name acme}\n  - {type: ashby, identifier: *name}\n",
            "the entry of greenhouse/acme is written in a way jobscan cannot edit; make it: type: lever, identifier:",
        ),
        ("sources: [greenhouse/acme\n", "c.yaml"),
    ],
)
def test_a_file_that_cannot_be_edited_stays(text: str, reason: str) -> None:
    FILE.write_text(text)
    with pytest.raises(ConfigError, match=reason), moving_source(FILE, OLD, NEW):
        pass
    assert FILE.read_text() == text
    assert os.listdir(".") == [FILE.name]


def test_left_without_a_word_nothing_has_changed() -> None:
    FILE.write_text(BLOCK)
    with moving_source(FILE, OLD, NEW):
        pass
    assert FILE.read_text() == BLOCK
    assert os.listdir(".") == [FILE.name]


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match=r"c\.yaml: there is no such file"), moving_source(FILE, OLD, NEW):
        pass
