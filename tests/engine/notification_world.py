"""What the notification machine drives: a database with the real engine, boards in memory, channels that record."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, select, text

from jobscan.decide.posting.normalise import normalise
from jobscan.decide.scan.lifecycle import LifecycleRules
from jobscan.decide.scan.schedule import ScheduleRules
from jobscan.domain.alert import Alert, AlertRule, Send
from jobscan.domain.delivery import SENT, Delivery, Message, Outcome, Result
from jobscan.domain.job import ChangeKind
from jobscan.domain.page import Page, Request, Validators
from jobscan.domain.source import Source
from jobscan.engine.batch import ScanBatch
from jobscan.engine.deliver.dispatcher import Dispatcher
from jobscan.engine.deliver.outbox import Outbox, OutboxRules
from jobscan.engine.scan.pipeline import scan_source
from jobscan.engine.scan.target import ScanTarget, Tools
from jobscan.engine.store import DatabaseStore, SupersededError
from jobscan.persistence import Database
from jobscan.persistence.tables import whole_metadata
from jobscan.persistence.tables.alert import REVISION
from jobscan.persistence.tables.delivery import DELIVERIES
from jobscan.persistence.tables.ledger import ALERTS_SENT
from jobscan.persistence.tables.notification import NOTIFICATIONS
from jobscan.sources import ADAPTERS
from jobscan.sources.systems import greenhouse
from tests.engine.board_server import greenhouse_job
from tests.engine.harness import Clock, Rows
from tests.engine.notification_nouns import AlertSpec, Content, Posting
from tests.sources.pages import answer

#: Messages a day to a user without a cap of their own.
CAP = 2
BOARDS = {name: Source(type="greenhouse", identifier=name, name=name.title()) for name in ("acme", "bolt")}
#: What is missing is gone at once: how a posting comes to expire is proven elsewhere.
LIFECYCLE = LifecycleRules(expire_after_misses=1, quarantine_scans=1, quarantine_period=timedelta())


class Mishap(StrEnum):
    """What a channel does with one message."""

    REFUSED = "refused"
    CRASHED = "crashed"
    BUSY = "busy"
    LOST_IN_DOUBT = "lost in doubt"
    ARRIVED_IN_DOUBT = "arrived in doubt"


class Mood(StrEnum):
    """What a channel does with messages that meet no mishap."""

    WORKS = "works"
    DOWN = "down"
    #: Down, and it says for how long.
    CLOSED = "closed"


class Crash(Exception):
    """A fault of ours in a channel."""


CLOSED_S = 1200.0
BUSY_S = 7200.0


@dataclass(frozen=True)
class Attempt:
    message: Message
    result: Result
    arrived: bool
    wait: timedelta = timedelta()


@dataclass
class Sink:
    """A channel that records what it is given, and fails on command. One message at a time: it is told by order."""

    is_idempotent: bool
    concurrency: int = 1
    mood: Mood = Mood.WORKS
    #: Of the next messages, the first one first.
    mishaps: list[Mishap] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)

    async def send(self, message: Message) -> Outcome:
        match self.mishaps.pop(0) if self.mishaps else None:
            case Mishap.REFUSED:
                return self._note(message, Outcome(result=Result.DEAD, reason="no such user"))
            case Mishap.CRASHED:
                self._note(message, Outcome(result=Result.DEAD))
                raise Crash
            case Mishap.BUSY:
                return self._note(message, Outcome(result=Result.RETRY, reason="busy", retry_after_s=BUSY_S))
            case Mishap.LOST_IN_DOUBT | Mishap.ARRIVED_IN_DOUBT as mishap:
                outcome = Outcome(result=Result.UNCERTAIN, reason="cut off")
                return self._note(message, outcome, arrived=mishap is Mishap.ARRIVED_IN_DOUBT)
        if self.mood is Mood.WORKS:
            return self._note(message, SENT, arrived=True)
        wait = CLOSED_S if self.mood is Mood.CLOSED else None
        down = Outcome(result=Result.RETRY, reason="down", retry_after_s=wait, is_channel_fault=True)
        return self._note(message, down)

    def _note(self, message: Message, outcome: Outcome, *, arrived: bool = False) -> Outcome:
        wait = timedelta(seconds=outcome.retry_after_s or 0)
        self.attempts.append(Attempt(message, outcome.result, arrived, wait))
        return outcome


class Shelves:
    """Boards whose answers stand in memory; a `PageFetcher`."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}

    def show(self, board: str, listing: Mapping[str, Content], *, whole: bool) -> None:
        """Let a board list these; one that is not whole says that it has many more: one more could be its habit."""
        jobs = [_row(id_, content) for id_, content in listing.items()]
        self.bodies[board] = json.dumps({"jobs": jobs, "meta": {"total": len(jobs) + (0 if whole else 20)}}).encode()

    @asynccontextmanager
    async def lend(self, request: Request, validators: Validators | None = None) -> AsyncIterator[Page]:
        yield answer(self.bodies[request.url.split("/")[-2]])


@dataclass
class World:
    """One database, and the process that works on it."""

    database: Database
    clock: Clock
    shelves: Shelves = field(default_factory=Shelves)
    sinks: dict[str, Sink] = field(default_factory=dict)
    #: What the last committed scans said.
    committed: list[ScanBatch] = field(default_factory=list)

    async def begin(self) -> None:
        """Empty the database and start."""
        self.sinks = {"email": Sink(is_idempotent=False), "hook": Sink(is_idempotent=True)}
        tables = ", ".join(table.name for table in whole_metadata().sorted_tables)
        async with self.database.write() as session:
            if self.database.dialect == "sqlite":
                for table in reversed(whole_metadata().sorted_tables):
                    await session.execute(table.delete())
                await session.execute(text("DELETE FROM sqlite_sequence"))
            else:
                await session.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
            await session.execute(REVISION.insert().values(id=1, revision=0))
        self.restart()
        await self.store.ensure(list(BOARDS.values()))

    def restart(self) -> None:
        """Forget what only the process knew."""
        self.store = DatabaseStore(self.database)
        self.outbox = Outbox(self.database, OutboxRules(max_per_day=CAP))
        self.dispatcher = Dispatcher(
            self.outbox, self.sinks, clock=self.clock.now, ticks=self.clock.ticks, draw=lambda: 0.5
        )

    async def scan(self, boards: Sequence[str]) -> None:
        """Read boards as the poller does, and write what they said in one transaction."""
        batches: list[ScanBatch] = []

        async def keep(batch: ScanBatch) -> None:
            batches.append(batch)

        tools = Tools(
            fetcher=self.shelves,
            store=self.store,
            commit=keep,
            clock=self.clock.now,
            ticks=self.clock.ticks,
            draw=lambda: 0.5,
        )
        sources = [BOARDS[board] for board in boards]
        statuses = await self.store.statuses(sources)
        for source in sources:
            target = ScanTarget(
                source=source,
                adapter=ADAPTERS[source.type],
                schedule=ScheduleRules(jitter=0),
                lifecycle=LIFECYCLE,
                status=statuses[source.key],
            )
            await scan_source(target, tools)
        await self.store.commit(batches)
        self.committed = batches

    async def commit_again(self) -> None:
        """Let another process have scanned the same boards at the same time."""
        try:
            await self.store.commit(self.committed)
        except SupersededError:
            return
        raise AssertionError("a scan was written twice")

    async def die_while_sending(self, channel: str, *, given: bool) -> list[tuple[Delivery, bool]]:
        """Take what is due on a channel and end; return what was taken, and whether the channel was given it."""
        now = self.clock.now()
        await self.outbox.recover([name for name, sink in self.sinks.items() if sink.is_idempotent], now=now)
        await self.outbox.release_existing(now)
        await self.outbox.plan(self.sinks, now=now, cooldown=timedelta())
        taken = []
        for delivery in await self.outbox.claim(channel, 2, now=now, after_user=0):
            message = await self.outbox.message(delivery) if given else None
            if message is not None:
                with suppress(Crash):
                    await self.sinks[channel].send(message)
            taken.append((delivery, message is not None))
        self.restart()
        return taken

    async def outbox_rows(self) -> dict[str, Rows]:
        """Return what is to be told and what was, in one order."""
        return await self._rows(NOTIFICATIONS, DELIVERIES, ALERTS_SENT)

    async def all_rows(self) -> dict[str, Rows]:
        """Return the whole database; the ids of scans mean nothing, and SQLite gives those of purged ones again."""
        found = await self._rows(*whole_metadata().sorted_tables)
        return found | {"scans": [row | {"id": None} for row in found["scans"]]}

    async def _rows(self, *tables: Any) -> dict[str, Rows]:
        found: dict[str, Rows] = {}
        async with self.database.read() as session:
            for table in tables:
                found[table.name] = [dict(row) for row in (await session.execute(_all_of(table))).mappings()]
        return found


@cache
def _all_of(table: Table) -> Select[Any]:
    return select(table).order_by(*table.primary_key)


def alert_of(name: str, spec: AlertSpec) -> Alert:
    """Return what the services are given for a spec."""
    rule = AlertRule(
        keywords=(spec.word,) if spec.word else (),
        departments=(spec.department,) if spec.department else (),
        locations=(spec.place,) if spec.place else (),
        on=tuple(ChangeKind(kind) for kind in spec.on),
    )
    return Alert(
        name=name,
        rule=rule,
        send=Send.parse(spec.send),
        to=spec.to,
        notify_existing=spec.existing,
        enabled=spec.enabled,
    )


@cache
def hashes_of(posting: Posting, content: Content) -> tuple[str, str]:
    """Return job key and content hash of a posting as the board shows it."""
    source = BOARDS[posting.board]
    request = greenhouse.first_request(source)
    body = json.dumps({"jobs": [_row(posting.id, content)]}).encode()
    [found] = greenhouse.parse(source, request, answer(body)).postings
    assert found.job is not None
    job = normalise(source, found.job, found.fingerprint)
    return job.job_key, job.content_hash


def _row(id_: str, content: Content) -> dict[str, Any]:
    departments = [{"id": 7, "name": content.department}] if content.department else []
    return greenhouse_job(
        int(id_),
        title=content.title,
        content=content.text,
        location={"name": content.place},
        departments=departments,
    )
