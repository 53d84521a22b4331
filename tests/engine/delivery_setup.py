"""An engine that tells: alerts in a database, a real mail server and webhook receiver, a clock that a test moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select

from jobscan.domain.alert import Alert, AlertRule
from jobscan.domain.delivery import DeliveryStatus, Message, Outcome
from jobscan.domain.user import User
from jobscan.engine.deliver.dispatcher import Dispatcher
from jobscan.engine.deliver.outbox import Outbox, OutboxRules
from jobscan.engine.ports import Sender
from jobscan.engine.process.log import EngineLog
from jobscan.fetch import Fetcher
from jobscan.notify import CHANNELS
from jobscan.notify.channels.email_settings import EmailSettings
from jobscan.notify.channels.webhook import WebhookSettings
from jobscan.persistence.tables.delivery import DELIVERIES
from jobscan.persistence.tables.notification import NOTIFICATIONS
from jobscan.services.alerts import take_up
from tests.engine.harness import Harness, Rows
from tests.fixtures.receiver import Receiver, serve_receiver
from tests.fixtures.smtp import Mail, SmtpServer, serve_smtp

OWNER = User(email="me@example.org")
ENGINEER = AlertRule(keywords=("engineer",))


class Recorder:
    """A channel that keeps what it is given and answers as it is told; the real thing but for the wire."""

    is_idempotent = False
    concurrency = 2

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.outcomes: list[Outcome] = []
        self.always: Outcome | None = None

    async def send(self, message: Message) -> Outcome:
        from jobscan.domain.delivery import SENT

        self.messages.append(message)
        if self.outcomes:
            return self.outcomes.pop(0)
        return self.always or SENT


@dataclass
class DeliverySetup:
    """What a test of notifications works with."""

    harness: Harness
    smtp: SmtpServer
    receiver: Receiver
    channels: dict[str, Sender]
    rules: OutboxRules = field(default_factory=OutboxRules)
    _dispatcher: Dispatcher | None = None

    async def watch(self, *alerts: Alert, owner: User = OWNER) -> None:
        """Let these be the owner's alerts."""
        await take_up(self.harness.database, owner, alerts, now=self.harness.clock.now())

    @property
    def dispatcher(self) -> Dispatcher:
        """Return the dispatcher of this process."""
        if self._dispatcher is None:
            clock = self.harness.clock
            outbox = Outbox(self.harness.database, self.rules)
            self._dispatcher = Dispatcher(
                outbox, self.channels, clock=clock.now, ticks=clock.ticks, draw=lambda: 0.5, observer=EngineLog()
            )
        return self._dispatcher

    def restart(self) -> None:
        """Forget what only the process knew."""
        self._dispatcher = None

    async def deliver(self, after: timedelta = timedelta()) -> Counter[DeliveryStatus]:
        """Send what is due after so long; return what became of it."""
        self.harness.clock.advance(after)
        return await self.dispatcher.drain()

    @property
    def mails(self) -> list[Mail]:
        return self.smtp.accepted

    async def notifications(self, **where: Any) -> Rows:
        """Return the rows of notifications that are like this."""
        return await self._rows(NOTIFICATIONS, where)

    async def deliveries(self, **where: Any) -> Rows:
        """Return the rows of messages that are like this, the first one first."""
        return sorted(await self._rows(DELIVERIES, where), key=lambda row: int(row["id"]))

    async def _rows(self, table: Any, where: dict[str, Any]) -> Rows:
        async with self.harness.database.read() as session:
            rows = [dict(row) for row in (await session.execute(select(table))).mappings()]
        return [row for row in rows if all(row[name] == value for name, value in where.items())]


def made(type_: str, settings: Any, fetcher: Fetcher) -> Sender:
    """Return a channel of the registry."""
    return CHANNELS[type_].make(type_, settings, fetcher)


@asynccontextmanager
async def open_desk(harness: Harness) -> AsyncIterator[DeliverySetup]:
    """Open a desk with the channels "email" and "hook"."""
    assert isinstance(harness.fetcher, Fetcher)
    async with serve_smtp() as smtp, serve_receiver() as receiver:
        mail = EmailSettings.model_validate(
            {"host": smtp.host, "port": smtp.port, "tls": "none", "from": "jobscan@example.org"}
        )
        hook = WebhookSettings(url=SecretStr(receiver.url + "/hook"), secret=SecretStr("a secret of this test"))
        channels = {"email": made("email", mail, harness.fetcher), "hook": made("webhook", hook, harness.fetcher)}
        yield DeliverySetup(harness, smtp, receiver, channels)
