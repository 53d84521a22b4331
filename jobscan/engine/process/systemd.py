"""Messages to systemd: ready, alive, reloading, stopping, and a line of status (sd_notify(3), read 2026-11)."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Notifier:
    """Sends sd_notify messages; does nothing if the process was not started by systemd."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        address = environ.get("NOTIFY_SOCKET", "")
        # A leading "@" stands for the NUL of an abstract socket.
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._watchdog_us = 0
        if environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid()):
            usec = environ.get("WATCHDOG_USEC", "")
            self._watchdog_us = int(usec) if usec.isdigit() else 0

    @property
    def watchdog_s(self) -> float | None:
        """Return the seconds within which systemd expects a message; None when it expects none."""
        return self._watchdog_us / 1_000_000 if self._address and self._watchdog_us else None

    @property
    def beat_s(self) -> float:
        """Return the seconds between two signs of life: half of what systemd allows, at most ten."""
        return min(10.0, (self.watchdog_s or 20.0) / 2)

    def ready(self, status: str) -> None:
        """Say that the daemon is up, or that a reload is done."""
        self._send(f"READY=1\nSTATUS={status}")

    def alive(self, status: str) -> None:
        """Say that the daemon is alive, and what it is doing."""
        self._send(f"WATCHDOG=1\nSTATUS={status}")

    def reloading(self, monotonic_us: int) -> None:
        """Say that the configuration is being reloaded; both lines must travel in one datagram."""
        self._send(f"RELOADING=1\nMONOTONIC_USEC={monotonic_us}")

    def stopping(self) -> None:
        """Say that the daemon ends."""
        self._send("STOPPING=1\nSTATUS=committing work in progress")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as connection:
            connection.setblocking(False)
            try:
                connection.sendto(message.encode(), self._address)
            except OSError:
                # Messages to systemd are optional: a full or missing socket must not end the daemon.
                return
