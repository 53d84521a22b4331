"""Commands run as a user runs them: arguments in; exit code, standard output and standard error out."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from jobscan.cli import main
from tests.cli.history import write_history


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """The tab-separated fields of each line."""
        return [line.split("\t") for line in self.out.splitlines()]


_STYLE = re.compile(r"\x1b\[[0-9;]*m")

Run = Callable[..., Ran]


def seen(text: str) -> list[str]:
    """Return the lines that people see on a terminal: no codes for colours, no blanks at the end."""
    return [_STYLE.sub("", line).rstrip() for line in text.splitlines()]


#: Germany's, written so that no file of zones is needed.
BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3"


@pytest.fixture
def time_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let this machine be where the test says, in the form of the variable TZ; else it keeps UTC."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", getattr(request, "param", "UTC0"))
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], time_zone: None
) -> Iterator[Run]:
    """Run a command in an empty folder, with an environment that sets nothing of ours."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(("JOBSCAN_", "DATABASE_", "SQLALCHEMY_", "CLICOLOR", "NO_COLOR")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")

    root, form = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level

    def run_command(*arguments: str) -> Ran:
        code = main(arguments)
        captured = capsys.readouterr()
        return Ran(code=code, out=captured.out, err=captured.err)

    yield run_command
    # The process lives on, and other tests listen to the log.
    structlog.configure(**form)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def history(tmp_path: Path) -> None:
    """Put a configuration and a database with a small history into the folder that `run` uses."""
    write_history(tmp_path)
