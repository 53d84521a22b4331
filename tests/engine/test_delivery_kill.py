"""Killed at any moment between the question to a board and the receipt of a mail, jobscan tells every version.

One database goes through all kills. The board, the mail server and the webhook's receiver live in this process, which
keeps what they showed and took. What must have been told is worked out anew in plain Python (`Expected`) from what the
board showed to the scans that were committed.
"""

from __future__ import annotations

import asyncio
import email.policy
import json
import os
import random
import re
import signal
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import asdict, dataclass, field
from datetime import datetime
from email import message_from_bytes
from itertools import count, cycle
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select
from standardwebhooks.webhooks import Webhook

from jobscan.domain.delivery import Delivery, DeliveryKind, DeliveryStatus, NotificationKind
from jobscan.domain.job import ChangeKind
from jobscan.engine.deliver.outbox import token_of
from jobscan.persistence import Database, DatabaseSettings, DeliveryRepository, UserRepository, upgrade
from jobscan.persistence.tables.alert import ALERTS
from jobscan.persistence.tables.job import JOB_VERSIONS, JOBS
from jobscan.persistence.tables.ledger import ALERTS_SENT
from jobscan.persistence.tables.notification import NOTIFICATIONS
from jobscan.persistence.tables.scan import SCANS
from jobscan.utils.hashing import compute_job_key
from tests.engine.board_server import BoardServer, greenhouse_job, greenhouse_reply
from tests.engine.delivery_kill_driver import ALERTS as WATCHED
from tests.engine.delivery_kill_driver import SECRET, Order, Place
from tests.engine.harness import HOUR, START, Rows
from tests.fixtures.evil import Asked, Evil, Wire, serve_evil
from tests.fixtures.smtp import SmtpServer, serve_smtp

pytestmark = pytest.mark.slow

#: Where a life may end exactly. "queued": the mail server has taken a mail and not said so; "posted": the receiver a
#: message; both let the child wait, and this process has it killed. At the others it kills itself.
POINTS = ("queued", "answered", "claimed", "settled", "posted", "scanned")
#: The other exact points: after each transaction of a life.
COMMITTED = "committed"
#: Transactions of a life with four messages.
COMMITS = 14
#: Of a day of 24 lives with up to four messages each; the others go into the digest of the next morning.
MAX_PER_DAY = 40


class Board:
    """A board that is never twice the same: postings come, change, go, and some come back."""

    def __init__(self, boards: BoardServer, chance: random.Random) -> None:
        self._boards = boards
        self._chance = chance
        self._numbers = count(1)
        #: Titles that each posting has had.
        self._titles: dict[int, list[str]] = {}
        self.gone: dict[int, str] = {}
        self.listed = {number: self._retitle(number) for number in (next(self._numbers) for _ in range(30))}

    def show(self) -> dict[int, str]:
        """Let the board list what it has; return that: number → title."""
        jobs = [greenhouse_job(number, title=title) for number, title in self.listed.items()]
        self._boards.greenhouse("acme", greenhouse_reply(jobs, etag=True))
        return dict(self.listed)

    def change(self) -> None:
        """Change, but for one time in ten."""
        chance, listed = self._chance, self.listed
        if chance.random() < 0.1:
            return
        for number in chance.sample(sorted(listed), 5):
            listed[number] = self._retitle(number)
        if self.gone and chance.random() < 0.6:
            number = chance.choice(sorted(self.gone))
            title = self.gone.pop(number)
            listed[number] = title if chance.random() < 0.5 else self._retitle(number)
        if len(self.gone) < 4:
            number = chance.choice(sorted(listed))
            self.gone[number] = listed.pop(number)
        if chance.random() < 0.5:
            # One for good.
            del listed[min(listed)]
            number = next(self._numbers)
            listed[number] = self._retitle(number)

    def _retitle(self, number: int) -> str:
        """Return another title: a new one, or now and then one that the posting had before."""
        titles = self._titles.setdefault(number, [])
        if len(titles) > 1 and self._chance.random() < 0.15:
            return self._chance.choice(titles[:-1])
        titles.append(f"{self._chance.choice(('Engineer', 'Analyst', 'Clerk'))} {number} v{len(titles) + 1}")
        return titles[-1]


class Told(NamedTuple):
    """One version of one posting for one alert on one channel."""

    alert: str
    #: "" when it is recorded and not sent.
    channel: str
    number: int
    #: "" of what is not sent.
    title: str
    kind: str
    at: datetime


@dataclass
class _Posting:
    title: str
    version: int = 1
    misses: int = 0
    is_active: bool = True


@dataclass
class Expected:
    """What there must be after scans that saw these lists: a model of rules and postings without any code of ours."""

    postings: dict[int, _Posting] = field(default_factory=dict)
    #: Number, version, kind, when.
    history: list[tuple[int, int, str, datetime]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    _decided: set[tuple[object, ...]] = field(default_factory=set)
    _is_first: bool = True

    def scan(self, at: datetime, listed: dict[int, str]) -> None:
        for number, posting in self.postings.items():
            if posting.is_active and number not in listed:
                posting.misses += 1
                if posting.misses == 2:
                    posting.is_active = False
                    self._enter(at, number, ChangeKind.EXPIRED)
        for number, title in listed.items():
            self._see(at, number, title)
        self._is_first = False

    def _see(self, at: datetime, number: int, title: str) -> None:
        posting = self.postings.get(number)
        if posting is None:
            posting = self.postings[number] = _Posting(title)
            self._tell(at, number, {ChangeKind.NEW: title})
        elif not posting.is_active:
            is_changed = posting.title != title
            posting.is_active, posting.title = True, title
            self._enter(at, number, ChangeKind.REOPENED)
            # Each return is one of its own; where returns are not asked for, another text is.
            reasons: dict[ChangeKind, object] = {ChangeKind.REOPENED: posting.version}
            self._tell(at, number, reasons | ({ChangeKind.UPDATED: title} if is_changed else {}))
        elif posting.title != title:
            posting.title = title
            self._enter(at, number, ChangeKind.UPDATED)
            self._tell(at, number, {ChangeKind.UPDATED: title})
        posting.misses = 0

    def _enter(self, at: datetime, number: int, kind: ChangeKind) -> None:
        self.postings[number].version += 1
        self.history.append((number, self.postings[number].version, str(kind), at))

    def _tell(self, at: datetime, number: int, reasons: dict[ChangeKind, object]) -> None:
        """Tell for the first reason that an alert asks for; ``reasons`` says what makes each a version of its own."""
        title = self.postings[number].title
        for alert in WATCHED:
            asked = [kind for kind in reasons if self._is_first or kind in alert.rule.on]
            if not asked or not set(title.lower().split()) & set(alert.rule.keywords):
                continue
            if self._decide(alert.name, number, reasons[asked[0]]):
                kind = str(NotificationKind.EXISTING if self._is_first else asked[0])
                is_sent = not self._is_first or alert.notify_existing
                for channel in alert.to if is_sent else ("",):
                    self.told.append(Told(alert.name, channel, number, title if is_sent else "", kind, at))
            # A return is told with its text, which is no news from there on.
            if asked[0] is ChangeKind.REOPENED and self._decide(alert.name, number, title):
                self.told.append(Told(alert.name, "", number, "", str(NotificationKind.EXISTING), at))

    def _decide(self, *version: object) -> bool:
        """Return whether nothing had been decided of this version for this alert; it has been now."""
        is_fresh = version not in self._decided
        self._decided.add(version)
        return is_fresh


class Copy(NamedTuple):
    """One message as it arrived."""

    channel: str
    #: Message-ID or webhook-id.
    identity: str
    content: bytes


@dataclass
class Sinks:
    """Those who take messages, outside of the process that is killed, and what they took."""

    smtp: SmtpServer
    posted: list[Asked] = field(default_factory=list)
    is_silent: bool = False
    url: str = ""
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, wire: Wire, asked: Asked, _evil: Evil) -> None:
        """Take one post, whose signature must be right."""
        Webhook(SECRET.encode()).verify(asked.body, asked.headers)
        self.posted.append(asked)
        self._arrived.set()
        if self.is_silent:
            await asyncio.Event().wait()
        await wire.answer(b"", status="204 Whatever")

    def hold(self, point: str | None) -> None:
        """Take messages at this point without saying so; None: say so."""
        self.is_silent = point == "posted"
        self.smtp.stall = {"RECEIPT"} if point == "queued" else set()
        self.smtp.moments.clear()
        self._arrived.clear()

    async def took_one(self) -> None:
        """Return when a message is held."""
        if self.is_silent:
            await self._arrived.wait()
        else:
            await self.smtp.wait_for("RECEIPT")

    def forget(self) -> None:
        """Forget what arrived so far."""
        self.smtp.accepted.clear()
        self.posted.clear()

    def copies(self) -> Iterator[Copy]:
        """Return all that arrived."""
        for mail in self.smtp.accepted:
            assert mail.recipients == ("me@example.org",)
            [identity] = re.findall(rb"^Message-ID: (.*)\r$", mail.content, re.MULTILINE)
            yield Copy("email", identity.decode(), mail.content)
        for asked in self.posted:
            yield Copy("hook", asked.headers["webhook-id"], asked.body)


@dataclass(kw_only=True)
class Figures:
    """What was done, and what came of it."""

    kills: int = 0
    lives: int = 0
    seconds: float = 0.0
    #: Point → kills; "": at a random moment.
    kills_at: Counter[str] = field(default_factory=Counter)
    #: Committed scans.
    scans: int = 0
    #: Rows that were to be sent.
    versions: int = 0
    messages: int = 0
    #: Messages that were being sent at a kill, each counted for each kill.
    interrupted: int = 0
    #: At one kill.
    most_interrupted: int = 0
    #: Kills that met at least one message on its way.
    kills_in_window: int = 0
    extra_copies: int = 0
    #: Of one message.
    most_copies: int = 0

    def __str__(self) -> str:
        pace = f"{1000 * self.seconds / self.kills:.0f} ms for each kill"
        kills_at = " ".join(f"{point or 'any moment'}: {kills}" for point, kills in self.kills_at.items())
        return f"{pace}: " + ", ".join(
            f"{name} {value}" for name, value in (vars(self) | {"kills_at": kills_at}).items()
        )


class Driver:
    """The process whose children are killed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def live(self, order: Order, sinks: Sinks) -> dict[str, Any]:
        """Let one child live as ordered; return what the driver says about it."""
        is_held = order.point in ("queued", "posted")
        sinks.hold(order.point)
        self.write(asdict(order) | ({"point": None} if is_held else {}))
        reply = asyncio.ensure_future(self.read())
        if is_held:
            held = asyncio.ensure_future(sinks.took_one())
            await asyncio.wait({reply, held}, return_when=asyncio.FIRST_COMPLETED)
            if not reply.done():
                await held
                self._stdin.write(b"kill\n")
            held.cancel()
        found: dict[str, Any] = await reply
        sinks.hold(None)
        return found

    def write(self, line: dict[str, Any]) -> None:
        self._stdin.write(json.dumps(line).encode() + b"\n")

    @property
    def _stdin(self) -> asyncio.StreamWriter:
        assert self._process.stdin is not None
        return self._process.stdin

    async def read(self) -> Any:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        assert line, "the driver failed; what it said is above"
        return json.loads(line)


@asynccontextmanager
async def open_driver(place: Place) -> AsyncIterator[Driver]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.engine.delivery_kill_driver",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )
    try:
        driver = Driver(process)
        driver.write(asdict(place))
        # It rehearses first, on a database of its own.
        await driver.read()
        yield driver
        assert process.stdin is not None
        process.stdin.close()
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            # With its child.
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


class Trial:
    """One database that is worked on by many short-lived processes."""

    def __init__(self, url: str, boards: BoardServer, sinks: Sinks) -> None:
        self.seed = random.randrange(2**32)
        self.figures = Figures()
        self._url = url
        self._chance = random.Random(self.seed)
        self._board = Board(boards, self._chance)
        self._sinks = sinks
        self.place = Place(
            database=url, boards=boards.url, smtp=sinks.smtp.port, hook=sinks.url, max_per_day=MAX_PER_DAY
        )
        self._now = START
        #: What the board showed at each moment at which there was a life.
        self._shown: dict[datetime, dict[int, str]] = {}
        #: Attempts that a kill cut off: delivery id, number of the attempt.
        self._cut: set[tuple[int, int]] = set()
        #: Seconds that an undisturbed life takes.
        self._span = 0.2
        self._commits = cycle(self._chance.sample(range(1, COMMITS + 1), COMMITS))

    async def run(self, driver: Driver, kills: int) -> None:
        """Let processes live and die until so many were killed, then until nothing waits."""
        began = time.monotonic()
        for number in count():
            if self.figures.kills == kills:
                break
            assert number < 2 * kills + 20, f"{self.figures.kills} of {number} lives were killed"
            self._board.change()
            order = self._order(number % 10)
            reply = await self._live(driver, order)
            if reply["killed"]:
                self.figures.kills += 1
                self.figures.kills_at[order.point or ""] += 1
            else:
                self._span += (reply["seconds"] - self._span) / 2
        self.figures.seconds = time.monotonic() - began
        for _ in range(4):
            reply = await self._live(driver, Order(at=self._now.isoformat()))
            if not reply["waiting"]:
                return
            # Some of it may wait for the morning.
            self._now += 12 * HOUR
        raise AssertionError(f"{reply['waiting']} versions are never told")

    def show(self) -> None:
        """Let the board list something at the present moment."""
        self._shown[self._now] = self._board.show()

    def _order(self, turn: int) -> Order:
        """Return the next death: by turns at a random moment and at a point; every tenth life is left alone."""
        at = self._now.isoformat()
        if turn == 9:
            return Order(at=at)
        if turn % 2 == 0:
            return Order(at=at, after_s=self._span * self._chance.random())
        if missing := [point for point in POINTS if not self.figures.kills_at[point]]:
            return Order(at=at, point=missing[0])
        if turn == 7:
            return Order(at=at, point=self._chance.choice(POINTS), nth=self._chance.randint(1, 3))
        return Order(at=at, point=COMMITTED, nth=next(self._commits))

    async def _live(self, driver: Driver, order: Order) -> dict[str, Any]:
        self.show()
        reply = await driver.live(order, self._sinks)
        self.figures.lives += 1
        self._now += HOUR
        if reply["sending"]:
            fresh = {(id_, attempts) for id_, attempts in reply["sending"]} - self._cut
            self._cut |= fresh
            self.figures.interrupted += len(fresh)
            self.figures.most_interrupted = max(self.figures.most_interrupted, len(fresh))
            self.figures.kills_in_window += bool(fresh)
        return reply

    async def check(self) -> None:
        """Check that all is as if nobody had been killed, but for copies."""
        await self._load()
        expected = self._check_history()
        self._check_rows(expected)
        self._check_ledger()
        self._check_sinks()

    async def _load(self) -> None:
        database = await Database.open(DatabaseSettings(url=self._url))
        tables = (JOBS, JOB_VERSIONS, SCANS, ALERTS, NOTIFICATIONS, ALERTS_SENT)
        try:
            async with database.read() as session:
                self.rows: dict[str, Rows] = {
                    table.name: [dict(row) for row in (await session.execute(select(table))).mappings()]
                    for table in tables
                }
                owner = await UserRepository(session).get_owner()
                assert owner is not None
                messages = await DeliveryRepository(session).by_user(owner.id)
        finally:
            await database.close()
        self.deliveries = {message.id: message for message in messages}
        self.numbers = {
            compute_job_key("greenhouse", "acme", row["external_id"]): int(row["external_id"])
            for row in self.rows["jobs"]
        }
        self.alerts = {row["id"]: row["name"] for row in self.rows["alerts"]}

    def _check_history(self) -> Expected:
        """Check that postings and versions are those of the committed scans; return what these scans must tell."""
        assert {row["outcome"] for row in self.rows["scans"]} <= {"ok", "unchanged"}
        scans = sorted(row["started_at"] for row in self.rows["scans"])
        assert len(set(scans)) == len(scans)
        self.figures.scans = len(scans)
        expected = Expected()
        for moment in scans:
            expected.scan(moment, self._shown[moment])
        jobs = {
            self.numbers[row["job_key"]]: _Posting(
                row["title"], row["version"], row["misses"], row["status"] == "active"
            )
            for row in self.rows["jobs"]
        }
        for posting in (*jobs.values(), *expected.postings.values()):
            # Once it is gone, nobody counts any more.
            posting.misses = posting.misses if posting.is_active else 0
        assert jobs == expected.postings
        history = [
            (self.numbers[row["job_key"]], row["version"], row["kind"], row["changed_at"])
            for row in self.rows["job_versions"]
        ]
        assert sorted(history) == sorted(expected.history)
        return expected

    def _check_rows(self, expected: Expected) -> None:
        """Check that each version has one row for each channel, and that nothing waits."""
        rows = Counter(
            Told(
                self.alerts[row["alert_id"]],
                row["channel"],
                self.numbers[row["job_key"]],
                row["matched"]["title"] if row["matched"] else "",
                row["kind"],
                row["created_at"],
            )
            for row in self.rows["alert_notifications"]
        )
        wanted = Counter(expected.told)
        lost, extra = wanted - rows, rows - wanted
        assert (lost, extra) == (Counter(), Counter()), f"{len(lost)} lost, {len(extra)} that nobody asked for"
        assert set(wanted.values()) == {1}
        statuses = Counter((bool(row["channel"]), row["delivery_status"]) for row in self.rows["alert_notifications"])
        assert statuses.keys() == {(True, "sent"), (False, "baseline")}
        assert {delivery.status for delivery in self.deliveries.values()} == {DeliveryStatus.SENT}
        self.figures.versions = statuses[True, "sent"]

    def _check_ledger(self) -> None:
        key = ("job_key", "version_hash", "alert_id")
        ledger = Counter(tuple(row[name] for name in key) for row in self.rows["alerts_sent"])
        sent = {tuple(row[name] for name in key) for row in self.rows["alert_notifications"] if row["channel"]}
        assert ledger == Counter(sent)

    def _check_sinks(self) -> None:
        """Check that every row was told, nothing else was, and no more often than kills can explain."""
        arrived: dict[tuple[str, str], list[bytes]] = defaultdict(list)
        for copy in self._sinks.copies():
            arrived[copy.channel, copy.identity].append(copy.content)
        held: dict[int, Rows] = defaultdict(list)
        for row in self.rows["alert_notifications"]:
            if row["channel"]:
                held[row["delivery_id"]].append(row)
        identities = {_identity_of(delivery): delivery for delivery in self.deliveries.values()}
        assert arrived.keys() - identities.keys() == set(), "messages that no row speaks of"
        assert identities.keys() - arrived.keys() == set(), "messages that never arrived"
        assert held.keys() == self.deliveries.keys()
        cuts = Counter(id_ for id_, _ in self._cut)
        for identity, delivery in identities.items():
            copies, rows = arrived[identity], held[delivery.id]
            # A life tries a message once; another try means that a kill cut the one before off.
            assert delivery.attempts == 1 + cuts[delivery.id]
            assert len(copies) <= 1 + cuts[delivery.id], f"{len(copies)} copies, {cuts[delivery.id]} kills"
            assert len(set(copies)) == 1, "copies differ"
            assert {row["channel"] for row in rows} == {delivery.channel}
            names = {self.alerts[row["alert_id"]] for row in rows}
            assert delivery.kind is DeliveryKind.OVERFLOW or names == {self.alerts[delivery.alert_id or 0]}
            # Of several versions of a posting in one message the last one is shown.
            rows.sort(key=lambda row: row["created_at"])
            assert _told_by(delivery.channel, copies[0]) == {
                self.numbers[row["job_key"]]: row["matched"]["title"] for row in rows
            }
            self.figures.extra_copies += len(copies) - 1
            self.figures.most_copies = max(self.figures.most_copies, len(copies))
        self.figures.messages = len(identities)


def _identity_of(delivery: Delivery) -> tuple[str, str]:
    token = token_of(delivery)
    return delivery.channel, f"<{token}@example.org>" if delivery.channel == "email" else f"msg_{token}"


def _told_by(channel: str, content: bytes) -> dict[int, str]:
    """Return what a message says to people: number → title, each once."""
    if channel == "email":
        text = message_from_bytes(content, policy=email.policy.default).get_body(("plain",))
        assert text is not None
        titles = re.findall(r"^\[[A-Z]+\] (.*)\r$", text.get_content(), re.MULTILINE)
    else:
        data = json.loads(content)["data"]
        assert data["more"] == 0
        titles = [job["title"] for job in data["jobs"]]
    told = {int(title.split()[1]): title for title in titles}
    assert len(told) == len(titles)
    return told


async def kill(boards: BoardServer, url: str, kills: int) -> None:
    """Kill so many processes that work on an empty database, check what is left, and say how it went."""
    database = await Database.open(DatabaseSettings(url=url))
    await upgrade(database)
    await database.close()
    async with serve_smtp() as smtp:
        sinks = Sinks(smtp)
        async with serve_evil(modes={"/hook": sinks.handle}) as server:
            sinks.url = f"{server.url}/hook"
            trial = Trial(url, boards, sinks)
            sys.stdout.write(f"seed {trial.seed}\n")
            trial.show()
            async with open_driver(trial.place) as driver:
                sinks.forget()
                await trial.run(driver, kills)
            await trial.check()
    figures = trial.figures
    sys.stdout.write(f"{figures}\n")
    # The kills were where they should be: at each point, at random moments, and some with messages on their way.
    assert figures.kills_at.keys() == {"", *POINTS, COMMITTED}
    assert figures.kills_in_window >= kills // 10
    assert figures.extra_copies > 0


async def kill_on_sqlite(boards: BoardServer, folder: Path, kills: int) -> None:
    await kill(boards, f"sqlite:///{folder}/jobscan.db", kills)
    with closing(sqlite3.connect(folder / "jobscan.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


async def test_kills_on_sqlite(boards: BoardServer, tmp_path: Path) -> None:
    await kill_on_sqlite(boards, tmp_path, 40)


async def test_kills_on_postgres(boards: BoardServer, postgres_dsn: str) -> None:
    await kill(boards, postgres_dsn, 25)


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_1000_kills_on_sqlite(boards: BoardServer, tmp_path: Path) -> None:
    await kill_on_sqlite(boards, tmp_path, 1000)


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_1000_kills_on_postgres(boards: BoardServer, postgres_dsn: str) -> None:
    await kill(boards, postgres_dsn, 1000)
