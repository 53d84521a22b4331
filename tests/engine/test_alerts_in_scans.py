"""Mistakes that the state machine of notifications found, each as small as possible."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from jobscan.domain.user import User
from jobscan.engine.retention import Retention
from jobscan.persistence import Database
from jobscan.services import alerts
from tests.engine.harness import HOUR, Clock, Rows
from tests.engine.notification_nouns import DAY, AlertSpec, Content
from tests.engine.notification_world import CAP, World, alert_of

ALL = ("new", "updated", "reopened")


class Owner:
    """The owner, with alerts in the configuration, and one board."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def configure(self, **specs: AlertSpec) -> None:
        wanted = [alert_of(name, spec) for name, spec in specs.items()]
        await alerts.take_up(self.world.database, User(email="me@example.org"), wanted, now=self.world.clock.now())

    async def read(self, listing: Mapping[str, Content], after: timedelta = DAY) -> None:
        """Read the board whole, so much later; on another day no cap has been reached."""
        self.world.clock.advance(after)
        self.world.shelves.show("acme", listing, whole=True)
        await self.world.scan(["acme"])

    async def told(self) -> list[tuple[str, list[str]]]:
        """Send what is due; return of each message why and which titles."""
        before = len(self.world.sinks["email"].attempts)
        await self.world.dispatcher.drain()
        messages = [attempt.message for attempt in self.world.sinks["email"].attempts[before:]]
        return [(message.jobs[0].kind, [job.matched.title for job in message.jobs]) for message in messages]

    async def rows(self, table: str) -> Rows:
        return (await self.world.outbox_rows())[table]


@pytest.fixture
async def owner(database: Database) -> Owner:
    """An owner on each database in turn, whose board was read when it was empty."""
    world = World(database, Clock())
    await world.begin()
    found = Owner(world)
    await found.configure()
    await found.read({})
    return found


async def test_the_text_a_posting_came_back_with_is_no_news_later(owner: Owner) -> None:
    first, second, third = (Content(title=title) for title in ("First", "Second", "Third"))
    spec = AlertSpec(on=ALL, existing=True)
    await owner.configure(any=spec)
    await owner.read({"1": first})
    assert await owner.told() == [("new", ["First"])]
    await owner.read({})
    await owner.read({"1": second})
    assert await owner.told() == [("reopened", ["Second"])]

    # Not as an update, not as what there is when the alert changes, not as new after a purge.
    await owner.read({"1": third})
    assert await owner.told() == [("updated", ["Third"])]
    await owner.read({"1": second})
    assert await owner.told() == []
    await owner.configure(any=AlertSpec(on=ALL, existing=True, word="second"))
    assert await owner.told() == []
    await owner.read({})
    owner.world.clock.advance(2 * DAY)
    await owner.world.store.prune(Retention(jobs=DAY, notifications=DAY), now=owner.world.clock.now())
    await owner.read({"1": second})
    assert await owner.told() == []


async def test_a_posting_that_was_purged_comes_back_once_more(owner: Owner) -> None:
    await owner.configure(any=AlertSpec(on=ALL))
    for _ in range(2):
        # Its versions begin again when it was purged.
        await owner.read({"1": Content()})
        await owner.told()
        await owner.read({})
        await owner.read({"1": Content()})
        assert await owner.told() == [("reopened", ["Engineer"])]
        await owner.read({})
        owner.world.clock.advance(2 * DAY)
        await owner.world.store.prune(Retention(jobs=DAY), now=owner.world.clock.now())
    assert len({row["version_hash"] for row in await owner.rows("alert_notifications")}) == 3


async def test_what_a_digest_of_several_alerts_leaves_out_is_not_recorded_as_sent(owner: Owner) -> None:
    specs = {"kept": AlertSpec(word="kept"), "gone": AlertSpec(word="gone")}
    await owner.configure(**specs)
    for number in range(CAP):
        await owner.read({str(number): Content(title=f"Kept {number}")}, after=HOUR)
        await owner.told()
    await owner.read({"8": Content(title="Kept 8"), "9": Content(title="Gone 9")}, after=HOUR)
    assert await owner.told() == []
    [digest] = [row for row in await owner.rows("deliveries") if row["kind"] == "overflow"]

    await owner.configure(kept=specs["kept"])
    owner.world.clock.advance(DAY)

    assert await owner.told() == [("new", ["Kept 8"])]
    statuses = {
        row["matched"]["title"]: (row["delivery_status"], row["delivery_id"], row["error_message"])
        for row in await owner.rows("alert_notifications")
    }
    assert statuses["Kept 8"] == ("sent", digest["id"], None)
    assert statuses["Gone 9"] == ("cancelled", None, "its alert was stopped before this was sent")
    assert len(await owner.rows("alerts_sent")) == CAP + 1
