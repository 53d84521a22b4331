"""What is logged, in which form; set up in a process of its own, since logging belongs to the whole process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.programs import PATIENCE_S, ROOT, environment, start_program
from tests.cli.setups import NOBODY, source, write_config

EMIT = """
import logging, sys
import structlog
from jobscan.cli.kit.logs import set_up_logging
from jobscan.config import LogConfig
set_up_logging(LogConfig(level=sys.argv[1], format=sys.argv[2]), int(sys.argv[3]))
ours = structlog.get_logger("jobscan.x")
ours.debug("d"); ours.info("i", source="lever/x"); ours.warning("w"); ours.error("e")
logging.getLogger("other.library").warning("said by %s", "another")
logging.getLogger("httpx").info("chatter")
logging.getLogger("asyncio").warning("slow callback")
try:
    secret = "hunter2"
    raise ValueError("wrong")
except ValueError:
    ours.exception("crashed")
"""


def emit(level: str, form: str, verbosity: int = 0) -> list[str]:
    """Return the lines on standard error of a process that logs something of each kind."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", EMIT, level, form, str(verbosity)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )
    assert ran.stdout == ""
    return ran.stderr.splitlines()


@pytest.mark.parametrize(
    ("level", "verbosity", "expected"),
    [
        ("info", 0, ["i", "w", "e"]),
        ("info", 1, ["d", "i", "w", "e"]),
        ("info", 5, ["d", "i", "w", "e"]),
        ("info", -1, ["w", "e"]),
        ("info", -9, ["e"]),
        ("error", 0, ["e"]),
        ("debug", 0, ["d", "i", "w", "e"]),
    ],
)
def test_options_move_the_configured_level(level: str, verbosity: int, expected: list[str]) -> None:
    lines = [json.loads(line) for line in emit(level, "auto", verbosity)]
    assert [line["event"] for line in lines if line["logger"] == "jobscan.x"] == [*expected, "crashed"]


def test_into_a_pipe_each_line_is_json_other_libraries_lines_too() -> None:
    lines = {line["event"]: line for line in map(json.loads, emit("info", "auto"))}
    assert lines["i"].items() >= {"level": "info", "logger": "jobscan.x", "source": "lever/x"}.items()
    assert lines["i"]["timestamp"].endswith("Z")
    assert lines["said by another"].items() >= {"level": "warning", "logger": "other.library"}.items()
    assert "slow callback" in lines
    assert "chatter" not in lines
    assert lines["crashed"]["exception"].endswith("ValueError: wrong")


def test_the_form_for_people_can_be_asked_for_and_has_no_colours_in_a_pipe() -> None:
    text = "\n".join(emit("info", "console"))
    assert "\x1b" not in text
    assert "[info     ] i" in text
    assert "source=lever/x" in text
    assert "ValueError: wrong" in text


@pytest.mark.parametrize("form", ["json", "console"])
def test_the_story_of_an_error_shows_no_local_variables(form: str) -> None:
    # "secret = ..." itself was on the command line, not in a file, so no line of code is shown either.
    assert "hunter2" not in "\n".join(emit("debug", form))


def test_the_file_sets_level_and_form_of_the_daemon(tmp_path: Path) -> None:
    write_config(tmp_path, source("greenhouse", "acme", NOBODY), log={"level": "debug", "format": "console"})
    with start_program(tmp_path) as program:
        program.wait_for(r"\[debug +\] scan_started .*source=greenhouse/acme")
        program.wait_for(r"\[warning +\] scan_failed ")
        assert program.stop() == 0
