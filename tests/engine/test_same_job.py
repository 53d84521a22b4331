"""One message for postings that are for the same job, with the places of all, through scans and new alerts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anyio
import pytest

from jobscan.decide.enrich.reader import FactReader
from jobscan.decide.posting.same_job import cluster_keys
from jobscan.domain.delivery import MessageJob
from jobscan.domain.user import User
from jobscan.engine.enricher import Enricher, Pace
from jobscan.persistence import ClusterRepository, Database
from jobscan.services import alerts
from jobscan.services.clusters import load_cluster, split_job
from jobscan.services.existing import record_existing
from jobscan.services.jobs import get_job
from tests.engine.harness import HOUR, Clock
from tests.engine.notification_nouns import DAY, AlertSpec, Content, Posting
from tests.engine.notification_world import World, alert_of, hashes_of

LONG = " ".join(f"You clean the windows of floor {number} of the house." for number in range(8))
ALL = ("new", "updated", "reopened")


def cleaner(place: str, text: str = LONG) -> Content:
    return Content(title="Cleaner", text=text, place=place)


def key_of(id_: str) -> str:
    return hashes_of(Posting("acme", id_), Content())[0]


@pytest.fixture
async def world(database: Database) -> World:
    """A board that was read when it was empty."""
    found = World(database, Clock())
    await found.begin()
    await configure(found)
    await read(found, {})
    return found


async def configure(world: World, **specs: AlertSpec) -> None:
    wanted = [alert_of(name, spec) for name, spec in specs.items()]
    await alerts.take_up(world.database, User(email="me@example.org"), wanted, now=world.clock.now())


async def read(world: World, listing: Mapping[str, Content], after: Any = HOUR) -> None:
    world.clock.advance(after)
    world.shelves.show("acme", listing, whole=True)
    await world.scan(["acme"])


async def told(world: World) -> list[MessageJob]:
    """Send what is due; return what it shows."""
    before = len(world.sinks["email"].attempts)
    await world.dispatcher.drain()
    return [job for attempt in world.sinks["email"].attempts[before:] for job in attempt.message.jobs]


async def test_places_are_joined_until_the_message_is_made(world: World) -> None:
    await configure(world, any=AlertSpec(on=ALL, send="daily 08:00"))
    listing = {"1": cleaner("Berlin"), "2": cleaner("Munich; Berlin")}
    await read(world, listing)
    listing["3"] = cleaner("Hamburg")
    await read(world, listing)
    assert await told(world) == []
    world.clock.advance(DAY)
    [job] = await told(world)
    assert (job.matched.places, len(job.matched.others)) == ("Berlin; Munich; Hamburg", 2)
    assert {other.url for other in job.matched.others} == {
        f"https://boards.greenhouse.io/acme/jobs/{number}" for number in (2, 3)
    }

    # Posted again for one more place: known. With another text: news, once.
    await read(world, listing | {"4": cleaner("Paris")}, 2 * DAY)
    assert await told(world) == []
    listing = {id_: cleaner("Berlin", LONG + " At night.") for id_ in ("1", "2", "3", "4")}
    await read(world, listing)
    world.clock.advance(DAY)
    shown = [(job.kind, len(job.matched.others)) for job in await told(world)]
    assert shown[0] == ("updated", 0)
    assert len(shown) <= 4
    # Nothing of it is told again.
    await read(world, listing, DAY)
    assert await told(world) == []


async def test_equal_changes_of_several_postings_are_one(world: World) -> None:
    await configure(world, any=AlertSpec(on=ALL))
    before = {id_: cleaner("Berlin") for id_ in ("1", "2", "3")}
    await read(world, before)
    assert len(await told(world)) == 1
    await read(world, {id_: cleaner("Berlin", LONG + " At night.") for id_ in before}, DAY)
    [job] = await told(world)
    assert (job.kind, len(job.matched.others)) == ("updated", 2)


async def test_existing_postings_are_sent_once_for_a_job(world: World) -> None:
    await read(world, {id_: cleaner(place) for id_, place in (("1", "Berlin"), ("2", "Munich"))})
    await configure(world, any=AlertSpec(on=ALL, existing=True))
    counts = await record_existing(world.database, now=world.clock.now())
    assert sum(counts.values()) in (0, 2)
    [job] = await told(world)
    assert sorted(job.matched.places.split("; ")) == ["Berlin", "Munich"]


async def test_a_split_sends_nothing_and_what_comes_later_is_sent_alone(world: World) -> None:
    await configure(world, any=AlertSpec(on=ALL))
    listing = {"1": cleaner("Berlin"), "2": cleaner("Munich")}
    await read(world, listing)
    assert len(await told(world)) == 1
    assert await split_job(world.database, key_of("2"), now=world.clock.now())
    assert await told(world) == []
    await read(world, {id_: cleaner(content.place, LONG + " At night.") for id_, content in listing.items()}, DAY)
    assert sorted(job.matched.job_key for job in await told(world)) == sorted(map(key_of, "12"))


async def test_what_is_stored_is_compared_once_it_has_been_read(world: World) -> None:
    """Without an alert a scan compares nothing."""
    await read(world, {"1": cleaner("Berlin"), "2": cleaner("Munich")})
    story = await get_job(world.database, key_of("2"))
    assert (await load_cluster(world.database, story.stored)).members == ()
    enricher = Enricher(world.database, FactReader(), ticks=anyio.current_time, pace=Pace(None, 0.0))
    assert await enricher.catch_up() == 2
    story = await get_job(world.database, key_of("2"))
    assert [(member.stored.job.job_key, member.reasons) for member in story.cluster.members] == [
        (key_of("1"), ("same title and text; places differ",))
    ]


async def test_one_address_on_one_board_makes_no_cluster(world: World) -> None:
    await read(world, {"1001": cleaner("Berlin"), "1002": cleaner("Berlin", "Other things.")})
    one, other = [(await get_job(world.database, key_of(id_))).stored for id_ in ("1001", "1002")]
    keys = cluster_keys(one.job)
    assert any(key.startswith("url:") for key in keys.keys)
    async with world.database.write() as session:
        shared = tuple(key for key in keys.keys if key.startswith("url:"))
        await ClusterRepository(session).store([keys._replace(job_key=other.job.job_key, keys=shared)])
    assert (await load_cluster(world.database, one)).members == ()
