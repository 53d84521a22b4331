"""Editing the file: a source is added, everything else stays byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.config import append_source, find_problems, load_config, write_initial
from jobscan.domain.source import Source
from jobscan.exceptions import ConfigError
from tests.config.test_reading import ROOT
from tests.config.test_reading import in_tmp_path as in_tmp_path

NEW = Source(type="lever", identifier="spotify", name="Spotify")


def appended(text: str, source: Source = NEW) -> str:
    """Return the file after the source was added."""
    path = Path("c.yaml")
    path.write_bytes(text.encode())
    append_source(path, source)
    return path.read_bytes().decode()


BEFORE = """\
# head
database:   sqlite:///data/x.db    # where

sources:
  # big ones
  - type: greenhouse   # GH
    identifier: canonical
    name: "Canonical"      # quoted

# ---- how much is logged
log:
    level: info      # or debug
"""


def test_comments_and_layout_stay_and_the_source_stands_behind_the_last() -> None:
    assert appended(BEFORE) == BEFORE.replace(
        "# quoted\n", "# quoted\n  - type: lever\n    identifier: spotify\n    name: Spotify\n"
    )


@pytest.mark.parametrize(("select", "written"), [("li.job", "li.job"), ("#jobs > li", '"#jobs > li"')])
def test_a_selector_is_written_so_that_it_is_read_again(select: str, written: str) -> None:
    source = replace(NEW, type="careers", identifier="acme.com/jobs", select=select)
    text = appended("sources: []\n", source)
    assert f"    select: {written}\n" in text
    assert load_config(Path("c.yaml"), {}).to_sources() == (source,)


def test_a_page_that_is_rendered_says_so_and_no_other_does() -> None:
    source = replace(NEW, type="careers", identifier="acme.com/jobs", render=True)
    assert appended("sources: []\n", source).endswith("    render: true\n")
    assert load_config(Path("c.yaml"), {}).to_sources() == (source,)
    assert "render" not in appended("sources: []\n", replace(source, render=False))


ITEM = "- {type: ashby, identifier: ramp}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "sources:\n  - type: lever\n    identifier: spotify\n    name: Spotify\n"),
        ("log: {}", "log: {}\nsources:\n  - type: lever\n    identifier: spotify\n    name: Spotify\n"),
        ("sources:", "sources:\n  - type: lever\n    identifier: spotify\n    name: Spotify\n"),
        (
            "sources: []  # none\n  # - example\nlog: {}\n",
            "sources:  # none\n  - type: lever\n    identifier: spotify\n    name: Spotify\n  # - example\nlog: {}\n",
        ),
        ("sources: ~\nlog: {}\n", "sources:\n  - type: lever\n    identifier: spotify\n    name: Spotify\nlog: {}\n"),
        (
            "sources:\n- type: ashby\n  identifier: ramp\nlog: {}\n",
            "sources:\n- type: ashby\n  identifier: ramp\n"
            "- type: lever\n  identifier: spotify\n  name: Spotify\nlog: {}\n",
        ),
        (
            "sources:\n  -   type: ashby\n      identifier: ramp",
            "sources:\n  -   type: ashby\n      identifier: ramp\n"
            "  -   type: lever\n      identifier: spotify\n      name: Spotify\n",
        ),
        (
            "sources: [{type: ashby, identifier: ramp}, ]\n",
            "sources: [{type: ashby, identifier: ramp}, {type: lever, identifier: spotify, name: Spotify}, ]\n",
        ),
        (
            f"sources:\n  {ITEM}  # inline\n",
            f"sources:\n  {ITEM}  # inline\n  - type: lever\n    identifier: spotify\n    name: Spotify\n",
        ),
        (
            f"sources:\r\n  {ITEM}\r\n",
            f"sources:\r\n  {ITEM}\r\n  - type: lever\r\n    identifier: spotify\r\n    name: Spotify\r\n",
        ),
        (
            "sources:\n  - type: ashby\n    identifier: |\n      ramp\nlog: {}\n",
            "sources:\n  - type: ashby\n    identifier: |\n      ramp\n"
            "  - type: lever\n    identifier: spotify\n    name: Spotify\nlog: {}\n",
        ),
    ],
)
def test_a_source_is_added_in_the_style_of_the_list(before: str, after: str) -> None:
    assert appended(before) == after


def test_the_initial_file_takes_sources_and_keeps_its_examples() -> None:
    write_initial(Path("c.yaml"))
    before = Path("c.yaml").read_text()
    append_source(Path("c.yaml"), NEW)
    append_source(Path("c.yaml"), Source(type="ashby", identifier="ramp", name="Ramp", every="1h", token="t"))
    assert [str(entry.key) for entry in load_config(Path("c.yaml"), {}).sources] == ["lever/spotify", "ashby/ramp"]
    added = Path("c.yaml").read_text()
    assert [line for line in before.splitlines() if line not in added.splitlines()] == []


printable = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30)


@given(
    name=printable.filter(lambda text: text.strip() == text), identifier=st.sampled_from(["no", "43.001", "1e3", "a-b"])
)
def test_any_text_reads_back_as_it_was(name: str, identifier: str) -> None:
    source = Source(type="lever", identifier=identifier, name=name)
    text = appended("log: {}\n", source)
    Path("c.yaml").write_text(text, encoding="utf-8")
    assert load_config(Path("c.yaml"), {}).to_sources() == (source,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sources: [{type: lever, identifier: spotify}]\n", "c.yaml: lever/spotify is already listed"),
        ("sources:\n  - lever/spotify\n", "c.yaml: lever/spotify is already listed"),
        ("sources:\n  - lever/Spotify\n", "c.yaml: lever/Spotify is already listed"),
        ("sources: [\n", "c.yaml:2:1: not valid YAML"),
        ("sources: 3\n", "c.yaml: its list of sources is written in a way jobscan cannot edit; add this:\n  - type: "),
        ("{log: {}}\n", "c.yaml: its list of sources is written in a way jobscan cannot edit"),
        ("log: {}\n...\n", "c.yaml: its list of sources is written in a way jobscan cannot edit"),
    ],
)
def test_a_file_that_cannot_be_edited_stays_and_says_why(text: str, message: str) -> None:
    Path("c.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        append_source(Path("c.yaml"), NEW)
    assert str(caught.value).startswith(message)
    assert Path("c.yaml").read_text() == text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "c.yaml: there is no such file; write one with `jobscan init`"),
        (b"\xff", "c.yaml: is not UTF-8; save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_not_edited(content: bytes | None, message: str) -> None:
    if content is not None:
        Path("c.yaml").write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        append_source(Path("c.yaml"), NEW)
    assert str(caught.value) == message


def test_links_and_modes_stay_and_nothing_is_left_behind() -> None:
    Path("real").mkdir()
    Path("real/c.yaml").write_text("log: {}\n")
    Path("real/c.yaml").chmod(0o640)
    Path("c.yaml").symlink_to("real/c.yaml")
    append_source(Path("c.yaml"), NEW)
    assert Path("c.yaml").is_symlink()
    assert Path("real/c.yaml").stat().st_mode & 0o7777 == 0o640
    assert sorted(os.listdir("real")) == ["c.yaml"]
    assert find_problems(Path("c.yaml"), {}) == []


def test_the_initial_file_is_never_written_over_unless_forced() -> None:
    path = Path("new/c.yaml")
    assert write_initial(path) == Path("new/jobscan.schema.json")
    path.write_text("mine\n")
    with pytest.raises(ConfigError, match=r"new/c\.yaml: already exists; --force overwrites it"):
        write_initial(path)
    assert path.read_text() == "mine\n"
    write_initial(path, force=True)
    assert find_problems(path, {}) == []
    Path("file").touch()
    with pytest.raises(ConfigError, match=r"^file: cannot be written: File exists$"):
        write_initial(Path("file/c.yaml"))


def test_a_value_that_is_not_allowed_never_reaches_the_file() -> None:
    Path("c.yaml").write_text("log: {}\n")
    with pytest.raises(ConfigError) as caught:
        append_source(Path("c.yaml"), replace(NEW, every="daily", base_url="ftp://h"))
    assert [line.partition(": must")[0].partition(': "daily"')[0] for line in caught.value.problems] == [
        "c.yaml: not added: every",
        "c.yaml: not added: base_url",
    ]
    assert Path("c.yaml").read_text() == "log: {}\n"


def test_a_file_that_cannot_be_written_whole_stays_as_it_was() -> None:
    Path("c.yaml").write_text("log: {}\n")
    script = (
        "import resource, signal; from pathlib import Path; from jobscan.config import append_source\n"
        "from jobscan.domain.source import Source\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))\n"
        "append_source(Path('c.yaml'), Source(type='lever', identifier='spotify', name='Spotify'))"
    )
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environ, check=False)
    assert ran.stderr.splitlines()[-1] == "jobscan.exceptions.ConfigError: c.yaml: cannot be written: File too large"
    assert Path("c.yaml").read_text() == "log: {}\n"
    assert os.listdir() == ["c.yaml"]


def test_the_examples_of_the_initial_file_work_when_they_are_uncommented() -> None:
    write_initial(Path("c.yaml"))
    head, _, examples = Path("c.yaml").read_text().partition("sources:\n")
    Path("c.yaml").write_text(head + "sources:\n" + examples.replace("  # - ", "  - ").replace("  #   ", "    "))
    assert [entry.type for entry in load_config(Path("c.yaml"), {}).sources] == ["greenhouse", "workday"]


def test_a_board_is_not_added_in_another_spelling() -> None:
    write_initial(Path("c.yaml"))
    append_source(Path("c.yaml"), Source(type="ashby", identifier="Linear", name="Linear"))
    with pytest.raises(ConfigError, match="ashby/Linear is already listed"):
        append_source(Path("c.yaml"), Source(type="ashby", identifier="linear", name="Linear"))
