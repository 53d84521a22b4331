"""A process that does the whole main job in forked children, all on one database, and kills them with SIGKILL.

Everything is imported once: a child costs its life only. The first line of stdin is a `Place` in JSON, answered by
``true`` after a rehearsal in this very process; every further one is an `Order`: fork a child that takes the alerts up,
scans the board and delivers, and let it die as ordered. While it lives a line ``kill`` kills it. Its answer is
``{"killed": bool, "seconds": number, "sending": [[delivery id, attempts], …], "waiting": number}``: what the child
found as being sent when it began, and how many versions were still to be told when it ended; None where it died before.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg  # noqa: F401 - by SQLAlchemy, when a child connects
import structlog
from pydantic import SecretStr
from sqlalchemy import func
from sqlalchemy import select as query
from sqlalchemy.ext.asyncio import AsyncSession

from jobscan.decide.alert.notifications import Settled
from jobscan.domain.alert import Alert, AlertRule
from jobscan.domain.delivery import FINISHED, Delivery, DeliveryStatus
from jobscan.domain.job import ChangeKind
from jobscan.domain.source import Source
from jobscan.domain.user import User
from jobscan.engine.batch import ScanBatch
from jobscan.engine.deliver.dispatcher import Dispatcher
from jobscan.engine.deliver.outbox import Outbox, OutboxRules
from jobscan.engine.retention import Retention
from jobscan.engine.store import DatabaseStore
from jobscan.engine.supervisor import Engine, Outlets
from jobscan.notify import CHANNELS
from jobscan.notify.channels.email_settings import EmailSettings
from jobscan.notify.channels.webhook import WebhookSettings
from jobscan.persistence import Database, DatabaseSettings, upgrade
from jobscan.persistence.exceptions import InstanceLockedError
from jobscan.persistence.lock import instance_lock
from jobscan.persistence.tables.delivery import DELIVERIES
from jobscan.persistence.tables.notification import NOTIFICATIONS
from jobscan.services.alerts import take_up
from tests.engine.harness import START, Clock, Harness, open_fetcher

#: The test wants to know of each scan whether it was committed.
YEARS = timedelta(days=3650)
SECRET = "a secret of this test"
OWNER = User(email="me@example.org")
#: One by mail, one by webhook, one by both.
ALERTS = (
    Alert(name="mail", rule=AlertRule(keywords=("engineer",)), to=("email",)),
    Alert(name="hook", rule=AlertRule(keywords=("analyst",), on=(ChangeKind.NEW, ChangeKind.UPDATED)), to=("hook",)),
    Alert(
        name="both",
        rule=AlertRule(keywords=("engineer", "analyst"), on=(ChangeKind.NEW, ChangeKind.UPDATED, ChangeKind.REOPENED)),
        to=("email", "hook"),
        notify_existing=True,
    ),
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the children work."""

    database: str
    boards: str
    #: Port of the mail server.
    smtp: int
    #: URL of the webhook.
    hook: str
    max_per_day: int

    @property
    def source(self) -> Source:
        return Source(type="greenhouse", identifier="acme", name="Acme", base_url=self.boards)


@dataclass(frozen=True, kw_only=True)
class Order:
    """One life."""

    #: What its clock says, ISO 8601.
    at: str
    #: It is killed so long after its birth; None: not by the clock.
    after_s: float | None = None
    #: It kills itself when it passes this point for the ``nth`` time; None: at none.
    point: str | None = None
    nth: int = 1


class Death:
    """Ends this process at one exact point."""

    def __init__(self, point: str | None, nth: int) -> None:
        self._point = point
        self._left = nth

    def pass_by(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class DyingDatabase(Database):
    """A database whose process may die right after a commit."""

    death = Death(None, 0)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        async with super().write() as session:
            yield session
        self.death.pass_by("committed")


class DyingStore(DatabaseStore):
    """A store whose process may die when a scan is committed, before anybody is told."""

    def __init__(self, database: Database, death: Death) -> None:
        super().__init__(database)
        self._death = death

    async def commit(self, batches: Sequence[ScanBatch]) -> None:
        await super().commit(batches)
        self._death.pass_by("scanned")


class DyingOutbox(Outbox):
    """An outbox whose process may die when messages are claimed, or right before or after one is settled."""

    def __init__(self, database: Database, rules: OutboxRules, death: Death) -> None:
        super().__init__(database, rules)
        self._death = death

    async def claim(self, *arguments: Any, **fields: Any) -> list[Delivery]:
        claimed = await super().claim(*arguments, **fields)
        if claimed:
            self._death.pass_by("claimed")
        return claimed

    async def settle(self, delivery: Delivery, settled: Settled) -> None:
        self._death.pass_by("answered")
        await super().settle(delivery, settled)
        self._death.pass_by("settled")


async def live(place: Place, order: Order, tell: Callable[[object], None]) -> None:
    """Do what `jobscan scan` and a delivery after it do, in their order.

    ``tell`` what was being sent when the life before ended and, at the end, how many versions wait to be told.
    """
    clock = Clock(datetime.fromisoformat(order.at))
    death = Death(order.point, order.nth)
    database = await DyingDatabase.open(DatabaseSettings(url=place.database))
    database.death = death
    try:
        async with _alone(database), open_fetcher() as fetcher:
            tell(await _being_sent(database))
            mail = {"host": "127.0.0.1", "port": place.smtp, "tls": "none", "from": "jobscan@example.org"}
            hook = WebhookSettings(url=SecretStr(place.hook), secret=SecretStr(SECRET))
            channels = {
                "email": CHANNELS["email"].make("email", EmailSettings.model_validate(mail), fetcher),
                "hook": CHANNELS["webhook"].make("hook", hook, fetcher),
            }
            await take_up(database, OWNER, ALERTS, now=clock.now())
            outbox = DyingOutbox(database, OutboxRules(max_per_day=place.max_per_day), death)
            engine = Engine(
                fetcher=fetcher,
                store=DyingStore(database, death),
                clock=clock.now,
                ticks=clock.ticks,
                draw=lambda: 0.5,
                outlets=Outlets(
                    dispatcher=Dispatcher(outbox, channels, clock=clock.now, ticks=clock.ticks, draw=lambda: 0.5)
                ),
            )
            plan = Harness(database, fetcher).plan(place.source, keep=Retention(scans=YEARS))
            await engine.scan(plan, [place.source])
            await engine.deliver()
            tell(await _waiting(database))
    finally:
        await database.close()


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[None]:
    """Hold the lock of the one instance; a server takes a moment to see that the holder before is dead."""
    while True:
        try:
            async with instance_lock(database):
                yield
                return
        except InstanceLockedError:
            continue


async def _being_sent(database: Database) -> list[tuple[int, int]]:
    condition = DELIVERIES.c.status == DeliveryStatus.SENDING.value
    async with database.read() as session:
        rows = await session.execute(query(DELIVERIES.c.id, DELIVERIES.c.attempts).where(condition))
        return [(row[0], row[1]) for row in rows]


async def _waiting(database: Database) -> int:
    condition = NOTIFICATIONS.c.delivery_status.not_in([status.value for status in FINISHED])
    async with database.read() as session:
        return int(await session.scalar(query(func.count()).select_from(NOTIFICATIONS).where(condition)) or 0)


def in_child(place: Place, order: Order, orders: int) -> dict[str, Any]:
    """Let one child live and die; return what is written about it. ``orders`` is the descriptor of stdin."""
    read, write = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        _be_child(place, order, write)
    os.close(write)
    said = b""
    waiting: Collection[int] = (read, orders)
    limit = None if order.after_s is None else began + order.after_s
    while waiting:
        ready, _, _ = select.select(waiting, [], [], None if limit is None else max(0.0, limit - time.monotonic()))
        if read in ready:
            part = os.read(read, 65_536)
            said += part
            waiting = waiting if part else ()
        elif orders in ready and os.read(orders, 5) != b"kill\n":
            raise RuntimeError("an order came before the last one was carried out")
        else:
            os.kill(child, signal.SIGKILL)
            # What it said before is still read, to its end.
            waiting, limit = (read,), None
    os.close(read)
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    if not killed and os.WEXITSTATUS(status):
        raise RuntimeError("a child failed; what it said is above")
    told = [json.loads(line) for line in said.splitlines()]
    sending, waiting_at_end, *_ = (*told, None, None)
    return {
        "killed": killed,
        "seconds": time.monotonic() - began,
        "sending": sending,
        "waiting": waiting_at_end,
    }


def _be_child(place: Place, order: Order, write: int) -> None:
    def tell(found: object) -> None:
        os.write(write, json.dumps(found).encode() + b"\n")

    code = 1
    try:
        asyncio.run(live(place, order, tell))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _rehearse(place: Place) -> None:
    """Live once in this process and on another database: what is imported and compiled then need not be by children."""

    async def rehearse(url: str) -> None:
        database = await Database.open(DatabaseSettings(url=url))
        await upgrade(database)
        await database.close()
        await live(replace(place, database=url), Order(at=START.isoformat()), lambda _: None)

    with TemporaryDirectory() as folder:
        asyncio.run(rehearse(f"sqlite:///{folder}/jobscan.db"))
    # A fork takes no other thread along.
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            thread.join()
    gc.collect()
    gc.freeze()


def main() -> None:
    # That something was interrupted is no news here; errors go to stderr, beside the replies.
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # Without a buffer, so that `select` sees what has not been read.
    with open(0, "rb", buffering=0) as orders:
        place = Place(**json.loads(orders.readline()))
        _rehearse(place)
        sys.stdout.write("true\n")
        sys.stdout.flush()
        while line := orders.readline():
            sys.stdout.write(json.dumps(in_child(place, Order(**json.loads(line)), orders.fileno())) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
