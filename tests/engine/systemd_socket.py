"""The end of a notification socket at which systemd listens."""

from __future__ import annotations

import asyncio
import socket


class SystemdSocket:
    """Hears what a process tells systemd, datagram by datagram; an address with "@" is an abstract one."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + address[1:] if address.startswith("@") else address)

    def hear(self) -> str:
        """Return the next datagram."""
        return self._socket.recv(4_096).decode()

    async def hear_about(self, beginning: str) -> str:
        """Return the next datagram that begins so; the others are passed over."""
        self._socket.setblocking(False)
        while True:
            heard = (await asyncio.get_running_loop().sock_recv(self._socket, 4_096)).decode()
            if heard.startswith(beginning):
                return heard

    def close(self) -> None:
        self._socket.close()
