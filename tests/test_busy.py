"""The busy loops of `make test-busy` end with the command beside them, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.busy import busy

ROOT = Path(__file__).parents[1]
#: Says that it is there, and goes on until its standard input ends.
WAITING = "import sys; print('there', flush=True); sys.stdin.read()"


@contextmanager
def started(command: str) -> Iterator[subprocess.Popen[str]]:
    """Run a Python command beside two loops; it is there when this begins."""
    words = [sys.executable, "-m", "tests.busy", "2", sys.executable, "-c", command]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        yield process


def loops_of(process: subprocess.Popen[str]) -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(pid) for pid in children if "getppid" in Path(f"/proc/{pid}/cmdline").read_text()]


def is_running(pid: int) -> bool:
    """Say whether a process is there, and more than an entry that nobody has asked about."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_loops_run_as_long_as_they_are_wanted() -> None:
    with busy(2) as loops:
        assert [loop.poll() for loop in loops] == [None, None]
    assert [loop.returncode for loop in loops] == [-signal.SIGKILL] * 2


@pytest.mark.parametrize("code", [0, 5])
def test_the_exit_code_is_that_of_the_command(code: int) -> None:
    with started(f"{WAITING}; sys.exit({code})") as process:
        loops = loops_of(process)
        assert len(loops) == 2
        process.communicate()
    assert process.returncode == code
    assert not any(map(is_running, loops))


def test_sigterm_ends_the_command_and_the_loops() -> None:
    with started(WAITING) as process:
        loops = loops_of(process)
        process.send_signal(signal.SIGTERM)
        # Here: afterwards its input is closed, which ends the command as well.
        process.wait()
    assert process.returncode == 128 + signal.SIGTERM
    assert not any(map(is_running, loops))


def test_loops_end_by_themselves_when_nobody_is_left_to_end_them() -> None:
    with started(WAITING) as process:
        loops = loops_of(process)
        os.kill(process.pid, signal.SIGKILL)
    while any(map(is_running, loops)):
        time.sleep(0.01)
