"""Starts `jobscan` for tests without importing it each time: ``python -m tests.cli.starter SOCKET_FD``.

Most commands of the tests take less time than their imports. This process imports everything once and forks for each
command: what runs is a process of its own, with its own folder, environment, outputs and exit code.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import runpy
import socket
import sys
import time
from contextlib import suppress
from typing import TextIO

import jobscan

#: Neither is what most commands need.
_LEFT_OUT = ("jobscan.__main__", "jobscan.simulator", "jobscan.persistence.migrations")


def _import_all() -> None:
    for module in pkgutil.walk_packages(jobscan.__path__, "jobscan."):
        if not module.name.startswith(_LEFT_OUT) and ".demo" not in module.name:
            importlib.import_module(module.name)


def _anew(stream: TextIO) -> TextIO:
    return open(
        stream.fileno(),
        "w",
        buffering=1 if stream is sys.stderr else -1,
        encoding=stream.encoding,
        errors=stream.errors,
        closefd=False,
    )


def _become(order: dict[str, object], outputs: list[int]) -> None:
    """Turn this process into the one that was ordered."""
    for number, output in enumerate(outputs, 1):
        os.dup2(output, number)
        os.close(output)
    # Those of the starter would seek in what were files.
    sys.stdout, sys.stderr = _anew(sys.stdout), _anew(sys.stderr)
    os.chdir(str(order["folder"]))
    environment = order["environment"]
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    arguments = order["arguments"]
    assert isinstance(arguments, list)
    sys.argv = ["jobscan", *arguments]
    sys.path[0] = ""
    runpy.run_module("jobscan", run_name="__main__", alter_sys=True)


def _attend(order: dict[str, object], files: list[int]) -> None:
    """Start a process; say its number, and then its exit code, as `subprocess` gives it."""
    answers, *outputs = files
    child = os.fork()
    if child == 0:
        os.close(answers)
        _become(order, outputs)
        return
    for output in outputs:
        os.close(output)
    with suppress(OSError), socket.socket(fileno=answers) as asker:  # the tests may have ended
        asker.send(str(child).encode())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        asker.send(str(code).encode())
    os._exit(0)


def serve(orders: socket.socket) -> None:
    """Start what is ordered, each in the care of a process that waits for its end."""
    attending: set[int] = set()
    while True:
        data, files, _, _ = socket.recv_fds(orders, 1_000_000, 3)
        if not data:
            return
        attendant = os.fork()
        if attendant == 0:
            orders.close()
            _attend(json.loads(data), files)
            return
        for file in files:
            os.close(file)
        attending.add(attendant)
        attending -= {one for one in attending if os.waitpid(one, os.WNOHANG)[0]}


if __name__ == "__main__":
    _import_all()
    serve(socket.socket(fileno=int(sys.argv[1])))
