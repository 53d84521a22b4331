"""A mail server on loopback that keeps what it receives: as much of RFC 5321 as one polite client needs."""

from __future__ import annotations

import asyncio
import email.policy
import re
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from email.message import EmailMessage

#: Of one mail, and of one line of it.
_MAX_BYTES = 16 * 1024 * 1024
_EHLO = b"250-mailbox.test\r\n250-8BITMIME\r\n250 SIZE %d" % _MAX_BYTES
_REPLIES = {b"EHLO": _EHLO, b"QUIT": b"221 goodbye"} | dict.fromkeys((b"HELO", b"RSET", b"NOOP"), b"250 ok")
_PATH = re.compile(rb"\s*(?:FROM|TO):\s*<([^<>\s]*)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it was handed over."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    def parse(self) -> EmailMessage:
        """Return its headers and parts."""
        return message_from_bytes(self.content, policy=email.policy.default)


class Mailbox:
    """``async with Mailbox() as box:`` listens on 127.0.0.1, at ``box.port``, and puts mails into ``box.mails``."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.port = 0
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.Task[None] | None, asyncio.StreamWriter] = {}

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_MAX_BYTES)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Stop listening and break off what is still open; each conversation ends by itself then."""
        assert self._server is not None
        self._server.close()
        for writer in self._open.values():
            writer.transport.abort()
        await asyncio.gather(*(task for task in self._open if task), return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._open[task] = writer
        try:
            # The client left, or a line was longer than a whole mail may be.
            with suppress(OSError, EOFError, asyncio.LimitOverrunError):
                await self._talk(reader, writer)
        finally:
            del self._open[task]
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The envelope: the sender, then the recipients.
        envelope, reply = list[str](), b"220 mailbox.test ready"
        while not reply.startswith(b"221"):
            writer.write(reply + b"\r\n")
            await writer.drain()
            if reply.startswith(b"354"):
                reply = self._take(envelope, await _read_content(reader))
                continue
            line = (await reader.readuntil(b"\n")).strip()
            reply = _answer(line[:4].upper(), line[4:], envelope)
        writer.write(reply + b"\r\n")

    def _take(self, envelope: list[str], content: bytes | None) -> bytes:
        sender, *recipients = envelope
        envelope.clear()
        if content is None:
            return b"552 too much for one mail"
        self.mails.append(Mail(sender, tuple(recipients), content))
        return b"250 kept"


def _answer(verb: bytes, rest: bytes, envelope: list[str]) -> bytes:
    """Return the reply to a command; what it says goes into the envelope."""
    if verb in (b"MAIL", b"RCPT"):
        found = _PATH.match(rest)
        if found is None:
            return b"501 an address in <> belongs here"
        if (verb == b"RCPT") != bool(envelope):
            return b"503 first MAIL, once, then RCPT"
        envelope.append(found[1].decode("utf-8", "replace"))
        return b"250 ok"
    if verb == b"DATA":
        return b"354 go on; a dot ends it" if len(envelope) > 1 else b"503 first MAIL, then RCPT"
    if verb in (b"EHLO", b"HELO", b"RSET"):
        envelope.clear()
    return _REPLIES.get(verb, b"502 no such command here")


async def _read_content(reader: asyncio.StreamReader) -> bytes | None:
    """Read a mail to its end without the dots of RFC 5321, 4.5.2; None when it is too large."""
    lines, size = list[bytes](), 0
    while (line := await reader.readuntil(b"\n")) != b".\r\n":
        size += len(line)
        if size <= _MAX_BYTES:
            lines.append(line.removeprefix(b"."))
    return b"".join(lines) if size <= _MAX_BYTES else None
