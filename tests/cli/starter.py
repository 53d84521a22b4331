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

import jobscan

#: Neither is what most commands need.
_LEFT_OUT = ("jobscan.__main__", "jobscan.simulator", "jobscan.persistence.migrations")


def _import_all() -> None:
    for module in pkgutil.walk_packages(jobscan.__path__, "jobscan."):
        if not module.name.startswith(_LEFT_OUT) and ".demo" not in module.name:
            importlib.import_module(module.name)


def _become(order: dict[str, object], outputs: list[int]) -> None:
    """Turn this process into the one that was ordered."""
    for number, output in enumerate(outputs, 1):
        os.dup2(output, number)
        os.close(output)
    os.chdir(str(order["folder"]))
    environment = order["environment"]
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
    arguments = order["arguments"]
    assert isinstance(arguments, list)
    sys.argv = ["jobscan", *arguments]
    sys.path[0] = ""


def serve(orders: socket.socket) -> None:
    """Start what is ordered, one after the other; answer with the exit code, as `subprocess` gives it."""
    while True:
        data, outputs, _, _ = socket.recv_fds(orders, 1_000_000, 2)
        if not data:
            return
        child = os.fork()
        if child == 0:
            orders.close()
            _become(json.loads(data), outputs)
            runpy.run_module("jobscan", run_name="__main__", alter_sys=True)
            return
        for output in outputs:
            os.close(output)
        orders.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


if __name__ == "__main__":
    _import_all()
    serve(socket.socket(fileno=int(sys.argv[1])))
