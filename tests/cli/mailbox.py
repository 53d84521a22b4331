"""A mail server for commands under test, in a thread with an event loop of its own, and configurations that use it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.programs import PATIENCE_S
from tests.fixtures.smtp import Mail, SmtpServer, serve_smtp

ME = "me@example.org"


@dataclass
class Mailbox:
    """A running server."""

    server: SmtpServer
    loop: asyncio.AbstractEventLoop

    @property
    def mails(self) -> list[Mail]:
        """Return what was accepted so far."""
        return list(self.server.accepted)

    @property
    def subjects(self) -> list[tuple[str, str]]:
        """Return recipient and subject of each mail, sorted: two that go out together have no order."""
        return sorted((mail.recipients[0], str(mail.parsed["Subject"])) for mail in self.mails)

    def wait_for(self, moment: str) -> None:
        """Return when a conversation has come so far."""
        asyncio.run_coroutine_threadsafe(self.server.wait_for(moment), self.loop).result(PATIENCE_S)

    def settings(self, **more: Any) -> dict[str, Any]:
        """Return the settings of a channel that sends here."""
        own = {"host": "127.0.0.1", "port": self.server.port, "tls": "none", "from": "jobscan@example.org", "to": ME}
        return own | more


@contextmanager
def serve_mail() -> Iterator[Mailbox]:
    """Run a server for the length of the body."""
    loop = asyncio.new_event_loop()
    started: asyncio.Future[SmtpServer] = loop.create_future()
    stop = asyncio.Event()
    ready = threading.Event()

    async def serve() -> None:
        async with serve_smtp() as server:
            started.set_result(server)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    try:
        assert ready.wait(PATIENCE_S)
        yield Mailbox(started.result(), loop)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE_S)
        loop.close()


def add_to_config(**sections: Any) -> None:
    """Add sections to ``config.yaml`` in this folder (JSON is YAML)."""
    path = Path("config.yaml")
    before = path.read_text(encoding="utf-8") if path.exists() else "database: sqlite:///history.db\n"
    path.write_text(before + "".join(f"{name}: {json.dumps(value)}\n" for name, value in sections.items()))


#: A server of mail that is never asked: for commands that send nothing.
NO_MAIL = {"host": "127.0.0.1", "port": 9, "tls": "none", "from": "jobscan@example.org", "to": ME}
