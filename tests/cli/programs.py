"""jobscan as a process of its own: started as users start it, watched line by line, always ended."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
#: Seconds that anything may take before a test fails; far above what is needed, since machines are shared.
PATIENCE_S = 300.0

_OURS = ("JOBSCAN_", "DATABASE_", "SQLALCHEMY_", "CLICOLOR", "NO_COLOR", "NOTIFY_", "WATCHDOG_", "COLUMNS", "LINES")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment that sets nothing of ours but ``extra``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return kept | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"} | dict(extra or {})


def command_line(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "jobscan", *arguments]


class StartedProcess:
    """A process that the starter forked: what tests need of `subprocess.Popen`."""

    def __init__(self, answers: socket.socket, arguments: Sequence[str]) -> None:
        self._answers, self.args = answers, command_line(*arguments)
        self.pid = int(answers.recv(100))
        self.returncode: int | None = None

    def wait(self, timeout: float | None = PATIENCE_S) -> int:
        """Return the exit code when it has ended, as `Popen.wait` does."""
        if self.returncode is None:
            self._answers.settimeout(timeout)
            try:
                self.returncode = int(self._answers.recv(100))
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired(self.args, timeout or 0) from None
            self._answers.close()
        return self.returncode

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it and wait for that; fine if it has ended."""
        self.send_signal(signal.SIGKILL)
        self.wait()


class _Starter:
    """The process that starts commands, and the way to order one; it ends with this process."""

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._orders.settimeout(PATIENCE_S)
        with theirs:
            # Kept, since a process that nobody holds is warned of.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.cli.starter", str(theirs.fileno())],
                cwd=ROOT,
                env=environment(),
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def start(
        self, folder: Path, arguments: Sequence[str], env: Mapping[str, str], outputs: tuple[int, int]
    ) -> StartedProcess:
        """Start a command whose outputs go to these files, of which the caller closes its own."""
        order = {"folder": str(folder), "arguments": arguments, "environment": env}
        answers, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        answers.settimeout(PATIENCE_S)
        with theirs:
            socket.send_fds(self._orders, [json.dumps(order).encode()], [theirs.fileno(), *outputs])
        return StartedProcess(answers, arguments)


@cache
def _starter() -> _Starter:
    return _Starter()


def run_program(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, its output goes into files; see `tests.cli.starter`."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = _starter().start(folder, arguments, environment(env), (out.fileno(), err.fileno()))
        code = process.wait()
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(process.args, code, out.read(), err.read())


@contextmanager
def forked_program(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> Iterator[tuple[StartedProcess, IO[str], IO[str]]]:
    """Start a process; yield it and the reading ends of its two outputs. Whatever happens, it is gone afterwards."""
    (out, their_out), (err, their_err) = os.pipe(), os.pipe()
    with open(out) as output, open(err) as errors:
        try:
            process = _starter().start(folder, arguments, environment(env), (their_out, their_err))
        finally:
            os.close(their_out)
            os.close(their_err)
        try:
            yield process, output, errors
        finally:
            process.kill()


class Program:
    """A running process whose two outputs are kept line by line as they come."""

    def __init__(self, process: StartedProcess, output: IO[str], errors: IO[str]) -> None:
        self.process = process
        self.out: list[str] = []
        self.err: list[str] = []
        self._news: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._readers = [
            threading.Thread(target=self._read, args=(stream, lines), daemon=True)
            for stream, lines in ((output, self.out), (errors, self.err))
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: IO[str], lines: list[str]) -> None:
        for line in stream:
            lines.append(line.rstrip("\n"))
            self._news.put(None)
        self._news.put(None)

    def wait_for(self, pattern: str, *, count: int = 1) -> str:
        """Return the line of standard error that matches for the ``count``-th time, when it has come."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            found = [line for line in list(self.err) if re.search(pattern, line)]
            if len(found) >= count:
                return found[count - 1]
            over = not any(reader.is_alive() for reader in self._readers)
            assert not over, f"{pattern!r} never came; the process ended after {self.err}"
            try:
                self._news.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"{pattern!r} did not come in time; there is {self.err}") from None

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def finish(self) -> int:
        """Return the exit code when the process has ended by itself."""
        code = self.process.wait(timeout=PATIENCE_S)
        for reader in self._readers:
            reader.join(timeout=PATIENCE_S)
        return code

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; return the exit code."""
        self.send(number)
        return self.finish()


@contextmanager
def start_program(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Iterator[Program]:
    """Start a process and read what it writes; whatever happens, it is gone afterwards. See `tests.cli.starter`."""
    with forked_program(folder, *arguments, env=env) as (process, output, errors):
        program = Program(process, output, errors)
        try:
            yield program
        finally:
            process.kill()
            program.finish()
