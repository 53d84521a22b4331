"""How the state machine of notifications is run: on two databases in step, compared with the model after each step."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from jobscan.domain.delivery import Delivery, Result
from jobscan.domain.user import User
from jobscan.engine.deliver.outbox import token_of
from jobscan.persistence import Database, DatabaseSettings, upgrade
from jobscan.services import alerts, users
from tests.engine.harness import START, Clock, Rows
from tests.engine.notification_model import Model
from tests.engine.notification_nouns import (
    UNCERTAIN_WAIT,
    AlertSpec,
    Content,
    ModelAlert,
    ModelMessage,
    Person,
    Posting,
    Version,
    next_send,
)
from tests.engine.notification_world import BOARDS, CAP, Attempt, World, alert_of, hashes_of

OWNER, ANN = "me@example.org", "ann@example.org"
CHANNELS = ("email", "hook")


@dataclass
class MachineHarness:
    """Two databases that are driven in step, and the loop that both run in; they stay open from run to run."""

    runner: asyncio.Runner
    worlds: tuple[World, ...]
    clock: Clock

    def run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        # Not by the runner: it asks for the handler of a signal each time, which describes the last result, and so
        # takes a quarter of all CPU.
        return self.runner.get_loop().run_until_complete(doing)


@contextmanager
def open_machine(*databases: DatabaseSettings) -> Iterator[MachineHarness]:
    clock = Clock()

    async def open_world(database: DatabaseSettings) -> World:
        opened = await Database.open(database)
        await upgrade(opened)
        return World(opened, clock)

    with asyncio.Runner() as runner:
        worlds = tuple(runner.run(open_world(database)) for database in databases)
        try:
            yield MachineHarness(runner, worlds, clock)
        finally:
            for world in worlds:
                runner.run(world.database.close())


class Play(RuleBasedStateMachine):
    """One run, without what happens in it."""

    def __init__(self, harness: MachineHarness) -> None:
        super().__init__()
        self.harness = harness
        self.clock = harness.clock
        self.clock.moment = START
        self.model = Model()
        #: What each board lists, and what it listed last of each posting.
        self.listings: dict[str, dict[str, Content]] = {board: {} for board in BOARDS}
        self.last: dict[Posting, Content] = {}
        #: What the configuration says.
        self.file: dict[str, AlertSpec] = {}
        self.job_keys: dict[str, Posting] = {}
        #: What a hash in the database stands for.
        self.versions: dict[tuple[Posting, str], Version] = {}
        self.tokens: dict[str, int] = {}
        self.seen = dict.fromkeys(CHANNELS, 0)
        #: What a step has read.
        self.rows: dict[str, Rows] | None = None
        #: No step has failed.
        self.sound = False
        for world in harness.worlds:
            harness.run(world.begin())

    # How a step is done on both databases, and compared.

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def both(self, do: Any) -> Any:
        """Do the same in both worlds; return what came of it, which must be the same."""
        found = [self.harness.run(do(world)) for world in self.harness.worlds]
        first, *others = found
        assert others == [first] * len(others)
        return first

    @contextmanager
    def step(self) -> Iterator[None]:
        self.sound = False
        self.clock.advance(timedelta(minutes=1))
        self.rows = None
        yield
        self.compare(self.look())
        self.sound = True

    def look(self) -> dict[str, Rows]:
        """Return what is to be told and what was, read once in a step: nothing is done after it."""
        if self.rows is None:
            self.rows = self.both(lambda world: world.outbox_rows())
        return self.rows

    def key_of(self, row: dict[str, Any]) -> tuple[ModelAlert, Posting, Version]:
        """Return what a row of the database is about; a hash never seen before is that of the last return."""
        posting = self.job_keys[row["job_key"]]
        alert = next(alert for alert in self.model.alerts.values() if alert.id == row["alert_id"])
        known = (posting, row["version_hash"])
        if known not in self.versions:
            assert row["kind"] == "reopened"
            version = Version(self.model.jobs[posting].content[:3], self.model.returns[posting])
            assert version not in {other for (of, _), other in self.versions.items() if of == posting}
            self.versions[known] = version
        return alert, posting, self.versions[known]

    def compare(self, rows: dict[str, Rows]) -> None:
        """Compare the database with the model: every match, every message, the whole ledger."""
        messages = {
            row["id"]: (row["user_id"], row["alert_id"], row["channel"], row["status"]) for row in rows["deliveries"]
        }
        assert messages == {
            id_: (message.person.id, message.alert and message.alert.id, message.channel, message.status)
            for id_, message in self.model.messages.items()
        }
        notifications = {
            (*self.key_of(row), row["channel"]): (row["kind"], row["delivery_status"], row["delivery_id"])
            for row in rows["alert_notifications"]
        }
        expected = {
            key: (notification.kind, notification.status, notification.message and notification.message.id)
            for key, notification in self.model.notifications.items()
        }
        assert readable(notifications) == readable(expected)
        assert {self.key_of(row) for row in rows["alerts_sent"]} == self.model.ledger

    # Boards.

    def change(self, posting: Posting, change: Content | str) -> None:
        listing, content = self.listings[posting.board], self.last.get(posting, Content())
        if change == "go":
            listing.pop(posting.id, None)
            return
        if isinstance(change, Content):
            content = change
        elif change == "department":
            content = content._replace(department=None if content.department else "Data")
        listing[posting.id] = self.last[posting] = content

    def read(self, *boards: str, whole: bool) -> None:
        for board in boards:
            listing = self.listings[board]
            for id_, content in listing.items():
                posting = Posting(board, id_)
                self.last[posting] = content
                job_key, version = hashes_of(posting, content)
                self.job_keys[job_key] = posting
                self.versions[posting, version] = Version(content[:3])
            for world in self.harness.worlds:
                world.shelves.show(board, listing, whole=whole)
            self.model.read(board, listing, self.now, whole=whole)
        self.both(lambda world: world.scan(boards))

    # People and alerts.

    def kept(self, email: str) -> list[ModelAlert]:
        """Return the alerts of a user that are not removed."""
        return [alert for alert in self.model.alerts.values() if alert.owner.email == email and not alert.removed]

    def add_user(self) -> None:
        user = User(email=ANN, max_per_day=1)
        stored = self.both(lambda world: users.add_user(world.database, user, now=self.now))
        self.model.people[ANN] = Person(stored.id, ANN, cap=1)

    def take_up(self, specs: dict[str, AlertSpec]) -> None:
        self.file = specs
        wanted = [alert_of(name, spec) for name, spec in specs.items()]
        self.both(lambda world: alerts.take_up(world.database, User(email=OWNER), wanted, now=self.now))
        stored = self.both(lambda world: alerts.list_alerts(world.database, None))
        owner = self.model.people.setdefault(OWNER, Person(1, OWNER, cap=CAP))
        ids = {summary.stored.alert.name: summary.stored.id for summary in stored}
        assert ids.keys() == specs.keys()
        for name, spec in specs.items():
            self.model.save(owner, ids[name], name, spec, by_hand=False, now=self.now)
        for alert in self.kept(OWNER):
            if alert.name not in specs:
                alert.removed = True
                self.model.stop(alert)
        self.model.record(self.now)

    def add(self, owner: Person, name: str, spec: AlertSpec) -> None:
        wanted = alert_of(name, spec)
        saved = self.both(lambda world: alerts.add_alert(world.database, owner.email, wanted, now=self.now))
        self.model.save(owner, saved.stored.id, name, spec, by_hand=True, now=self.now)
        self.model.record(self.now)

    def save(self, alert: ModelAlert, spec: AlertSpec) -> None:
        wanted = alert_of(alert.name, spec)
        self.both(lambda world: alerts.edit_alert(world.database, alert.owner.email, wanted, now=self.now))
        self.model.save(alert.owner, alert.id, alert.name, spec, by_hand=True, now=self.now)
        self.model.record(self.now)

    def enable(self, alert: ModelAlert, *, enabled: bool) -> None:
        email = None if alert.owner.email == OWNER else alert.owner.email
        self.both(
            lambda world: drop(alerts.set_enabled(world.database, email, alert.name, enabled=enabled, now=self.now))
        )
        if enabled and alert.unsubscribed:
            alert.unsubscribed, alert.unrecorded = False, True
        if alert.owner.email != OWNER:
            self.model.save(
                alert.owner, alert.id, alert.name, replace(alert.spec, enabled=enabled), by_hand=True, now=self.now
            )
        if not enabled:
            self.model.stop(alert)
        self.model.record(self.now)

    # Messages.

    def send(self) -> None:
        with self.step():
            self.both(lambda world: world.dispatcher.drain())
            rows = self.look()
            self.take_in_plans(rows)
            for channel in CHANNELS:
                for attempt in self.new_attempts(channel):
                    self.take_in(attempt)
            self.take_in_cancelled(rows)

    def take_in_plans(self, rows: dict[str, Rows]) -> None:
        """Let the model see a process that began, and what it put into which sent."""
        self.model.recover(self.now, lambda channel: channel == "hook")
        people = {person.id: person for person in self.model.people.values()}
        known = {alert.id: alert for alert in self.model.alerts.values()}
        for row in rows["deliveries"]:
            if row["id"] in self.model.messages:
                continue
            person, alert = people[row["user_id"]], known.get(row["alert_id"])
            is_beyond = self.model.count_today(person, self.now) >= person.cap
            assert row["kind"] == ("overflow" if is_beyond else "alert")
            assert (alert is None) == is_beyond
            not_before = next_send("daily 08:00", self.now.replace(hour=23)) if is_beyond else self.now
            message = ModelMessage(row["id"], person, alert, row["channel"], self.now, not_before)
            self.model.messages[message.id] = message
            delivery = Delivery(**row)
            assert self.tokens.setdefault(token_of(delivery), message.id) == message.id
        for row in rows["alert_notifications"]:
            notification = self.model.notifications[(*self.key_of(row), row["channel"])]
            if row["delivery_id"] is not None and notification.message is None:
                self.model.put(notification, self.model.messages[row["delivery_id"]], self.now)
        self.model.planned(self.now)

    def new_attempts(self, channel: str) -> list[Attempt]:
        found: list[Attempt] = self.both(lambda world: now_of(world.sinks[channel].attempts))
        new, self.seen[channel] = found[self.seen[channel] :], len(found)
        return new

    def take_in(self, attempt: Attempt) -> None:
        """Let the model see what a channel was given, and what it made of it."""
        message = self.model.messages[self.tokens[attempt.message.token]]
        if attempt.result is Result.UNCERTAIN:
            message.copies_allowed += 1
        self.check_message(message, attempt)
        match attempt.result:
            case Result.SENT:
                self.model.settle(message, "sent")
            case Result.DEAD:
                self.model.settle(message, "dead")
            case Result.UNCERTAIN:
                self.model.settle(message, "uncertain", self.now + UNCERTAIN_WAIT)
            case Result.RETRY:
                self.model.settle(message, "pending", self.now + attempt.wait)

    def check_message(self, message: ModelMessage, attempt: Attempt) -> None:
        notifications = self.model.try_to_send(message, self.now)
        if attempt.arrived:
            self.model.arrived(message)
        sent = attempt.message
        assert sent.recipient == message.person.email
        assert sent.alert_name == (message.alert and message.alert.name)
        told = {self.job_keys[job.matched.job_key]: (job.matched.title, job.matched.location) for job in sent.jobs}
        # Of several versions of a posting the last one is told.
        by_time = sorted(notifications, key=lambda notification: (notification.created_at, notification.alert.id))
        assert told == {
            notification.key[1]: (notification.content.title, notification.content.place) for notification in by_time
        }
        assert len(told) == len(sent.jobs)

    def take_in_cancelled(self, rows: dict[str, Rows]) -> None:
        """Let the model see which messages were given up: those that nobody is to get."""
        for row in rows["deliveries"]:
            message = self.model.messages[row["id"]]
            if row["status"] == "cancelled" and message.status in ("pending", "uncertain"):
                assert not message.wanted()
                self.model.settle(message, "cancelled")


async def drop(doing: Coroutine[Any, Any, Any]) -> None:
    await doing


async def now_of(attempts: list[Attempt]) -> list[Attempt]:
    return list(attempts)


def readable(notifications: dict[tuple[ModelAlert, Posting, Version, str], Any]) -> dict[tuple[Any, ...], Any]:
    """Return matches under names that a failed comparison can show."""
    return {
        (alert.owner.email, alert.name, *posting, *version, channel): value
        for (alert, posting, version, channel), value in notifications.items()
    }
