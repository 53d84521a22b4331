"""Ports for servers whose address stands in a configuration."""

from __future__ import annotations

import random
import socket


def free_port() -> int:
    """Return a port of loopback on which nobody listens, out of those that the system gives to nobody by itself."""
    for port in random.sample(range(15_000, 32_000), 100):
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise AssertionError("100 ports are taken")
