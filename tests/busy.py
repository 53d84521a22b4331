"""Runs a command beside busy loops that end with it: ``python -m tests.busy 6 COMMAND …``.

For `make test-busy`: no test may depend on the speed of the machine. The exit code is the command's.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

#: Ends by itself when its parent has gone, also when that was killed.
_LOOP = """
import os
while os.getppid() == {parent}:
    for _ in range(1_000_000):
        pass
"""


@contextmanager
def busy(count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Keep so many processes busy while inside; gives them."""
    loops: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(count):
            # In a group of its own: Ctrl-C is for the command, and the loops would write tracebacks.
            loops.append(
                subprocess.Popen([sys.executable, "-S", "-c", _LOOP.format(parent=os.getpid())], start_new_session=True)
            )
        yield loops
    finally:
        for loop in loops:
            loop.kill()
        for loop in loops:
            loop.wait()


def run(count: int, command: Sequence[str]) -> int:
    """Run a command beside busy loops; return its exit code, or 128 and the number of the signal that ended it."""
    # Ctrl-C reaches the command as well, which takes its time to end in order. A handler is not inherited, as ignoring
    # the signal would be.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, _leave)
    with busy(count):
        process = subprocess.Popen(command)
        try:
            code = process.wait()
        except SystemExit:
            process.terminate()
            code = process.wait()
    return code if code >= 0 else 128 - code


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), sys.argv[2:]))
